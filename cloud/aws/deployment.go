package aws

import (
	"strings"

	"github.com/alienc/alienc/cloud"
)

// Deployment is what somebody who wants literal policies knows about one
// customer's deployment. What is empty is not known.
type Deployment struct {
	Prefix     string // of every name; never empty
	Account    string // 12 digits
	Region     string
	StackName  string // of the CloudFormation stack; empty: the prefix
	CodeBucket string // the bucket that zips are read from; empty: <prefix>-artifacts-<account>-<region>
}

// What a policy document writes for what is not known: any region, and the
// account of whoever holds the policy. IAM replaces variables only behind the
// fifth colon of an ARN, so in the account's own place stands a wildcard.
const (
	anyRegion    = "*"
	anyAccount   = "*"
	ownAccount   = "${aws:PrincipalAccount}"
	accountPlace = 4 // colons before the account of an ARN
)

// partition gives the partition of a region: most regions are in "aws".
func partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}

// Pattern writes a text, an ARN or the value of a condition, as it stands in a
// policy document of this deployment. Wild reports that it has a "*" in place
// of the region or account.
func (d Deployment) Pattern(t cloud.Text) (pattern string, wild bool) {
	var b strings.Builder
	colons := 0
	write := func(s string) {
		colons += strings.Count(s, ":")
		b.WriteString(s)
	}
	for _, seg := range t {
		switch seg.Var {
		case "":
			write(seg.Lit)
		case Prefix:
			write(d.Prefix)
		case Partition:
			write(partition(d.Region))
		case Region:
			if d.Region == "" {
				wild = true
			}
			write(or(d.Region, anyRegion))
		case Account:
			switch {
			case d.Account != "":
				write(d.Account)
			case colons == accountPlace && strings.HasPrefix(b.String(), "arn:"):
				wild = true
				write(anyAccount)
			default:
				write(ownAccount)
			}
		case StackID:
			pattern, w := d.Pattern(StackARN(or(d.StackName, d.Prefix)))
			wild = wild || w
			write(pattern)
		case CodeBucket:
			if d.CodeBucket != "" {
				write(d.CodeBucket)
				continue
			}
			pattern, w := d.Pattern(DefaultCodeBucket)
			wild = wild || w
			write(pattern)
		default:
			panic("aws: no policy document knows ${" + string(seg.Var) + "}")
		}
	}
	return b.String(), wild
}

// Open reports whether a pattern for the text could match a resource of
// another account, so that a statement needs a condition on the account: the
// account's place is a wildcard, or the name of a bucket is not whole.
func (d Deployment) Open(t cloud.Text) bool {
	bucket := strings.HasPrefix(t.String(), "arn:${AWS::Partition}:s3:::")
	for _, seg := range t {
		switch {
		case seg.Var == Account && d.Account == "",
			seg.Var == StackID && d.Account == "",
			seg.Var == Region && d.Region == "" && bucket,
			seg.Var == CodeBucket && d.CodeBucket == "" && (d.Account == "" || d.Region == ""):
			return true
		}
	}
	return false
}

// OwnAccount is the account that resources must be in: the one that is known,
// or the one of whoever holds the policy.
func (d Deployment) OwnAccount() string { return or(d.Account, ownAccount) }

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
