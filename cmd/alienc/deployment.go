package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// settings are what is known about one customer's deployment. What is empty is
// not known, and policies are written for any.
type settings struct {
	Name       string `json:"name,omitempty"`       // the prefix of every name
	Account    string `json:"awsAccount,omitempty"` // 12 digits
	Region     string `json:"awsRegion,omitempty"`
	StackName  string `json:"stackName,omitempty"`  // of the CloudFormation stack
	CodeBucket string `json:"codeBucket,omitempty"` // the bucket that zips are read from
}

// form is what the value of a setting looks like.
type form struct {
	fits  func(string) bool
	wrong string // what another value is, behind it
	help  string
}

var (
	prefixForm    = form{aws.IsPrefix, "cannot begin names", "use lower-case letters and digits, joined by single hyphens, and begin with a letter"}
	accountForm   = form{aws.IsAccount, "is not the id of an AWS account", "an id has 12 digits"}
	regionForm    = form{aws.IsRegion, "is not an AWS region", "write one such as eu-west-1"}
	stackNameForm = form{aws.IsStackName, "is not the name of a CloudFormation stack", "use at most 128 letters, digits and hyphens, and begin with a letter"}
	bucketForm    = form{aws.IsBucketName, "is not the name of a bucket", "use 3 to 63 lower-case letters, digits, hyphens and dots"}
)

// addDeployment adds the flags that tell about a deployment.
func (o *options) addDeployment(cmd *cobra.Command) {
	s := &o.settings
	for _, f := range []struct {
		name, usage string
		value       *string
		form        form
	}{
		{"name", "policies for names that begin with this `prefix` (default: the stack's id)", &s.Name, prefixForm},
		{"aws-account", "policies for this AWS account `id` alone", &s.Account, accountForm},
		{"aws-region", "policies for this AWS `region` alone", &s.Region, regionForm},
		{"stack-name", "policies for the CloudFormation stack of this `name` (default: the prefix)", &s.StackName, stackNameForm},
		{"code-bucket", "policies that read zips from this `bucket` (default: PREFIX-artifacts-ACCOUNT-REGION)", &s.CodeBucket, bucketForm},
	} {
		cmd.Flags().Var(formed{f.value, f.form}, f.name, f.usage)
		complete(cmd, f.name)
	}
}

// formed is the value of a flag that has a form.
type formed struct {
	value *string
	form  form
}

// Set takes a value that fits. An empty one does not: it is a shell variable
// that nobody set.
func (f formed) Set(value string) error {
	if !f.form.fits(value) {
		return usageError{fmt.Sprintf("%q %s", value, f.form.wrong), f.form.help}
	}
	*f.value = value
	return nil
}

// String gives the value, which is also the default that usage shows.
func (f formed) String() string {
	if f.value == nil {
		return ""
	}
	return *f.value
}

// Type gives the word for the value.
func (formed) Type() string { return "text" }

// deploy fills in the deployment that policies are written for. Whether the
// stack takes the name is known only now; a name that it does not take is a
// mistake of the flag or of alienc.yaml, whichever gave it.
func (s *session) deploy(stack *ir.Stack) error {
	given := s.settings
	s.deployment = aws.Deployment{
		Prefix: stack.ID, Account: given.Account, Region: given.Region, StackName: given.StackName, CodeBucket: given.CodeBucket,
	}
	if given.Name == "" {
		return nil
	}
	s.deployment.Prefix = given.Name
	wrong, help := prefixRefused(stack, given.Name)
	switch {
	case wrong == "":
		return nil
	case s.nameAt.IsZero():
		return usageError{fmt.Sprintf("%s %q %s", s.given("name"), given.Name, wrong), help}
	}
	s.list.Add(diag.New("config-invalid", s.nameAt, "name", fmt.Sprintf("name %q %s", given.Name, wrong)).WithHelp(help))
	return errors.Join(s.report(), exitUsage)
}

// prefixRefused tells why names of the stack cannot begin with a prefix, or "".
func prefixRefused(stack *ir.Stack, prefix string) (wrong, help string) {
	limit, longest := aws.PrefixLimit(stack)
	if over := len(prefix) - limit; over > 0 {
		return fmt.Sprintf("has %d characters; names on AWS %s leave it %d", len(prefix), longest.What, limit), fmt.Sprintf("shorten it by %d", over)
	}
	if b, refused := aws.Refuses(stack, prefix); refused {
		return fmt.Sprintf("cannot begin %s names on AWS", b.Of), fmt.Sprintf("the service refuses %q and %q", b.Refused[0], b.Refused[1])
	}
	return "", ""
}
