package deploy

import (
	"fmt"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// parameter is a parameter of the template as its reader chooses it.
type parameter struct {
	name    string
	rule    string
	initial string // what the template takes without a value, as the table says it
	example string
	value   string // what the commands of a deployment pass; empty: nothing
}

// required says that a parameter has no default.
const required = "none: needed"

// parameters lists the parameters of the template, in its order.
func (p *awsPage) parameters() []parameter {
	prefix := parameter{name: string(aws.Prefix), rule: p.prefixRule(), initial: code(p.stack.ID), example: p.d.Prefix}
	if p.d.Prefix != p.stack.ID {
		prefix.value = p.d.Prefix
	}
	list := []parameter{prefix}
	functions := p.stack.Functions()
	for _, f := range functions {
		list = append(list, p.codeParameters(f)...)
	}
	if p.in.managed() {
		list = append(list, managementParameters...)
	}
	if len(functions) > 0 || p.in.managed() {
		list = append(list, parameter{
			name:    aws.BoundaryParameter,
			rule:    "ARN of a policy that bounds every role of the stack. Empty: none",
			initial: "empty", example: "arn:aws:iam::" + exampleAccount + ":policy/boundary",
		})
	}
	if len(functions) > 0 {
		list = append(list, parameter{
			name:    aws.LogRetentionParameter,
			rule:    "days that log lines are kept: one of the numbers that CloudWatch Logs takes, which the template lists",
			initial: code("30"), example: "90",
		})
	}
	return list
}

func (p *awsPage) prefixRule() string {
	limit, _ := aws.PrefixLimit(p.stack)
	rule := fmt.Sprintf("begins every name: 1 to %d characters, words of a-z and 0-9 joined by single hyphens, a letter first", limit)
	for _, r := range p.stack.Resources {
		if r.Kind() == ir.KindVault {
			return rule + ", not " + code("aws") + " or " + code("ssm")
		}
	}
	return rule
}

func (p *awsPage) codeParameters(f *ir.Function) []parameter {
	if f.Code.Form() == ir.Image {
		return []parameter{{
			name: aws.ImageParameter(f.ID), rule: "image of function " + code(f.ID) + " for x86_64, by digest, in ECR of the same region",
			initial: required, example: repositoryURI(p.sample(), f) + "@" + exampleDigest, value: repositoryURI(p.d, f) + "@" + digest(f),
		}}
	}
	return []parameter{{
		name: aws.CodeBucketParameter(f.ID), rule: "bucket of the same region with the zip of function " + code(f.ID),
		initial: required, example: p.sample().CodeBucket, value: p.d.CodeBucket,
	}, {
		name: aws.CodeKeyParameter(f.ID), rule: "key of that zip, which is built for arm64. A new key installs new code; other contents under the same key do not",
		initial: required, example: f.ID + "-1.0.0.zip", value: zipName(f, release),
	}}
}

// managementParameters choose the vendor.
var managementParameters = []parameter{{
	name: aws.ManagementPrincipalParameter, rule: "ARN of the vendor's role that may act as management. Empty: nobody; given together with the external id",
	initial: "empty", example: exampleVendorRole,
}, {
	name: aws.ManagementExternalIDParameter, rule: "16 to 1,224 characters of A-Z, a-z, 0-9 and " + code("+=,.@:/_-") + ", agreed with the vendor",
	initial: "empty", example: exampleExternalID,
}, {
	name: aws.ManagementEnabledParameter, rule: code("true") + ", or " + code("false") + " to remove the vendor's role and its policies",
	initial: code("true"), example: "true",
}}

// chooseParameters writes the table of parameters.
func (p *awsPage) chooseParameters() {
	p.heading("1. Choose the parameters")
	p.parameterTable(p.list)
	p.text("Section 4 passes those that have no default. Add others behind "+code("--parameter-overrides")+", as "+code("Name=value")+
		". In a later deployment, whatever is not passed keeps its value.",
		code(string(aws.Prefix))+" can never change: another value would make a second, empty stack of resources.",
		"The policies below "+code("aws/iam")+" name what begins with "+code(p.d.Prefix)+"; for another prefix, build with "+code("--name")+".")
	if p.in.managed() {
		p.text("The vendor gets in only when you name it, which section 8 does. Leave it out of the first deployment.")
	}
}
