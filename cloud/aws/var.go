// Package aws holds what is true of AWS whatever is emitted: physical names,
// ARNs, symbols of a template, the wire format of bindings, ranges and quotas.
// Each fact stands in one table, which checks, grants and templates all read.
//
// Nothing here knows a permission or the syntax of a template.
package aws

import "github.com/alienc/alienc/cloud"

// What is known only at deployment: the name prefix, which the customer
// chooses, and the pseudo parameters of CloudFormation.
const (
	Prefix    cloud.Var = "NamePrefix"
	Account   cloud.Var = "AWS::AccountId"
	Region    cloud.Var = "AWS::Region"
	Partition cloud.Var = "AWS::Partition"
	URLSuffix cloud.Var = "AWS::URLSuffix"
	StackID   cloud.Var = "AWS::StackId"
)

// CodeBucket is the bucket that setup reads zips from. Which one it is, only
// whoever deploys knows; see [Deployment].
const CodeBucket cloud.Var = "CodeBucket"

// ManagementPrincipal and ManagementExternalID are who may act as management,
// which the customer says.
const (
	ManagementPrincipal  cloud.Var = ManagementPrincipalParameter
	ManagementExternalID cloud.Var = ManagementExternalIDParameter
)

// StackName is the name of the CloudFormation stack, where it is not the one
// that is being deployed.
const StackName cloud.Var = StackNameParameter

// DefaultCodeBucket is the name of the bucket for zips where nobody says
// otherwise.
var DefaultCodeBucket = cloud.Concat(Prefix, "-artifacts-", Account, "-", Region)

// id stands in a pattern for the id that a name is made of. It never leaves
// this package.
const id cloud.Var = "id"

// with gives the pattern with the id filled in. Every name and ARN of a stack
// comes through here, so it copies once.
func with(pattern cloud.Text, value string) cloud.Text {
	out := make(cloud.Text, 0, len(pattern))
	for _, s := range pattern {
		if s.Var == id {
			s = cloud.Segment{Lit: value}
		}
		if n := len(out); n > 0 && s.Var == "" && out[n-1].Var == "" {
			out[n-1].Lit += s.Lit
		} else {
			out = append(out, s)
		}
	}
	return out
}

// longest is the greatest length of a variable's value, in characters. The
// prefix is not in it: its length is what is asked for.
var longest = map[cloud.Var]int{
	Account:    12,
	Region:     14, // ap-southeast-1
	Partition:  10, // aws-us-gov
	URLSuffix:  16, // amazonaws.com.cn
	CodeBucket: 63,
	StackName:  128,
	StackID:    len("arn:aws-us-gov:cloudformation:ap-southeast-1:000000000000:stack/") + 128 + len("/00000000-0000-0000-0000-000000000000"),
}

// longestAttribute is the length of an attribute of another resource, which
// only a function's URL is: https://<32>.lambda-url.<region>.on.aws/
const longestAttribute = len("https://") + 32 + len(".lambda-url.") + 14 + len(".on.aws/")

// Longest gives the greatest number of characters that a text can have when
// the name prefix has at most prefix characters.
func Longest(t cloud.Text, prefix int) int {
	n := 0
	for _, s := range t {
		switch {
		case s.Var == "":
			n += len(s.Lit)
		case s.Var == Prefix:
			n += prefix
		default:
			length, known := longest[s.Var]
			if !known {
				length = longestAttribute
			}
			n += length
		}
	}
	return n
}
