package aws

import (
	"slices"
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
	sameRegion   = "${aws:RequestedRegion}" // the region that a request goes to
	accountPlace = 4                        // colons before the account of an ARN
	namePlace    = 5                        // colons before the name in an ARN
)

// partitions gives the partition of regions by how they begin; all others are
// in "aws". Source: the file partitions.json of AWS's SDKs.
var partitions = []struct{ beginning, partition string }{
	{"cn-", "aws-cn"},
	{"us-gov-", "aws-us-gov"},
	{"us-iso-", "aws-iso"},
	{"us-isob-", "aws-iso-b"},
	{"eu-isoe-", "aws-iso-e"},
	{"us-isof-", "aws-iso-f"},
	{"eusc-", "aws-eusc"},
}

func partition(region string) string {
	for _, p := range partitions {
		if strings.HasPrefix(region, p.beginning) {
			return p.partition
		}
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

// Open reports whether a text means a resource of the deployment's own account
// although its pattern could match one of another account, so that a statement
// needs a condition on the account: the account's place is a wildcard, or the
// name of a bucket that holds the account is not whole. What names no account
// or another one is never open: whose it is, the author says.
func (d Deployment) Open(t cloud.Text) bool {
	bucket := strings.HasPrefix(t.String(), "arn:${AWS::Partition}:s3:::")
	own, region, colons := false, false, 0
	for _, seg := range t {
		switch seg.Var {
		case Account:
			own = own || bucket || colons == accountPlace
		case StackID:
			own = true
		case CodeBucket:
			own = own || d.CodeBucket == ""
			region = true
		case Region:
			region = true
		}
		colons += strings.Count(seg.Lit, ":")
	}
	return own && (d.Account == "" || d.Region == "" && region && bucket)
}

// Unknown reports whether a text holds an account or a region that the
// deployment does not say.
func (d Deployment) Unknown(t cloud.Text) bool {
	return slices.ContainsFunc(t, func(s cloud.Segment) bool {
		return s.Var == Account && d.Account == "" || s.Var == Region && d.Region == ""
	})
}

// OfRequest gives an ARN in whose name the region, where it is not known, is
// that of the request. A bucket of another account whose name ends in "*" could
// be anybody's.
func (d Deployment) OfRequest(t cloud.Text) cloud.Text {
	out, colons := slices.Clone(t), 0
	for i, seg := range t {
		if seg.Var == Region && colons >= namePlace {
			out[i] = cloud.Segment{Lit: d.RequestRegion()}
		}
		colons += strings.Count(seg.Lit, ":")
	}
	return out
}

// OwnAccount is the account that resources must be in: the one that is known,
// or the one of whoever holds the policy.
func (d Deployment) OwnAccount() string { return or(d.Account, ownAccount) }

// RequestRegion is the region that is known, or the one that a request goes to.
func (d Deployment) RequestRegion() string { return or(d.Region, sameRegion) }

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
