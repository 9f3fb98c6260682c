// Package deploy writes DEPLOY.md: the commands with which a customer installs,
// watches, updates and removes a stack on AWS, in the order in which they are
// needed, each with what it needs, what it changes and how to undo it.
//
// Every command is whole, stands on one line, and is made of words that are
// quoted where a shell would read them otherwise. Names come from cloud/aws,
// so they are those of the template and the policies. What nobody has said is
// a placeholder in capitals, which the page explains at its top.
//
// The page is a function of its input alone. It grants nothing: which rights a
// step needs stands in the policy files, and the page only says which file to
// lend to whom, and when to take it back.
package deploy

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// Input is what the page is about. Paths are those of a build's files,
// relative to the folder that holds DEPLOY.md.
type Input struct {
	Stack      *ir.Stack      // checked
	Deployment aws.Deployment // its names; what is empty becomes a placeholder

	TemplateBytes   int      // size of aws/template.yaml
	SetupRoleBytes  int      // size of aws/iam/setup-role.template.yaml; 0: there is no such file
	SetupFiles      []string // policies of setup, in order: "aws/iam/setup-policy-1.json"
	TeardownFiles   []string // policies of teardown
	ManagementFiles []string // policies of management, for customers with tooling of their own

	// ManagementPolicies counts the policies of the vendor's role in the
	// template, which need not be as many as the files; 0: there is no role.
	ManagementPolicies int
}

// managed reports whether the template has a role for the vendor.
func (in Input) managed() bool { return in.ManagementPolicies > 0 }

// Files that the page speaks of, as a build lays them out.
const (
	templateFile  = "aws/template.yaml"
	setupRoleFile = "aws/iam/setup-role.template.yaml"
	trustFile     = "aws/iam/management-trust.json"
)

// Markdown writes DEPLOY.md. The same input gives the same bytes.
func Markdown(in Input) []byte {
	p := newPage(in)
	p.prepare()
	p.chooseParameters()
	p.placeCode()
	p.lendSetup()
	p.deployFirst()
	p.look()
	p.takeSetupBack()
	p.storeSecrets()
	p.letVendorIn()
	p.installRelease()
	p.updateLive()
	p.replicate()
	p.tearDown()
	return p.document()
}

// newPage starts an empty page. Where the deployment says nothing, names are
// written with placeholders.
func newPage(in Input) *page {
	d := in.Deployment
	d.Account = or(d.Account, accountID)
	d.Region = or(d.Region, region)
	d.StackName = or(d.StackName, d.Prefix)
	d.CodeBucket = or(d.CodeBucket, codeBucket)
	p := &page{in: in, d: d}
	p.list = p.parameters()
	return p
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// name writes a text of cloud/aws with the names of this deployment.
func (p *page) name(t cloud.Text) string {
	s, _ := p.d.Pattern(t)
	return s
}

// policyARN is the ARN of a managed policy of the customer's account.
func (p *page) policyARN(name string) string {
	return p.name(cloud.Concat("arn:", aws.Partition, ":iam::", aws.Account, ":policy/", name))
}

// roleARN is the ARN of a role of the customer's account.
func (p *page) roleARN(name string) string {
	return p.name(cloud.Concat("arn:", aws.Partition, ":iam::", aws.Account, ":role/", name))
}

// functions lists the functions whose code has the form, in stack order.
func (p *page) functions(form ir.Form) []*ir.Function {
	var list []*ir.Function
	for _, f := range p.in.Stack.Functions() {
		if f.Code.Form() == form {
			list = append(list, f)
		}
	}
	return list
}

// liveFunctions lists the functions that the vendor may update.
func (p *page) liveFunctions() []*ir.Function {
	var list []*ir.Function
	for _, f := range p.in.Stack.Functions() {
		if f.Lifecycle == ir.Live {
			list = append(list, f)
		}
	}
	return list
}
