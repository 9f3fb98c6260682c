package cloudformation

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
)

// Quotas of CloudFormation, IAM, ECR and Lambda.
// Source: "CloudFormation quotas", "IAM and AWS STS quotas", ECR's
// SetRepositoryPolicy and "Lambda quotas".
const (
	inlineTemplateLimit = 51200   // bytes of a template sent with the request
	templateLimit       = 1048576 // bytes of a template in S3
	resourceLimit       = 500
	parameterLimit      = 200
	outputLimit         = 200
	rolePolicyLimit     = 10240 // characters of all inline policies of a role, without white space
	imagePolicyLimit    = 10240 // characters of the policy of a repository
	functionPolicyLimit = 20480 // characters of the policy of a function
)

// budgets measures a template of that many bytes.
func (t *template) budgets(bytes int) []cloud.Budget {
	const split = "split the stack"
	return []cloud.Budget{
		{Cloud: cloud.AWS, What: "template", Unit: "bytes", Used: bytes, Limit: inlineTemplateLimit, Hint: "deploy with --s3-bucket"},
		{Cloud: cloud.AWS, What: "template in S3", Unit: "bytes", Used: bytes, Limit: templateLimit, Hard: true, Hint: split},
		{Cloud: cloud.AWS, What: "resources", Used: len(t.list), Limit: resourceLimit, Hard: true, Hint: split},
		{Cloud: cloud.AWS, What: "parameters", Used: len(t.parameters), Limit: parameterLimit, Hard: true, Hint: split},
		{Cloud: cloud.AWS, What: "outputs", Used: len(t.outputs), Limit: outputLimit, Hard: true, Hint: split},
	}
}

// policyBudget measures one policy.
func (t *template) policyBudget(what string, size, limit int, hint string) {
	t.policies = append(t.policies, cloud.Budget{
		Cloud: cloud.AWS, Policy: true, What: what, Unit: "characters", Used: size, Limit: limit, Hard: true, Hint: hint,
	})
}

// parts lists what the template creates.
func parts(resources []syntax.Resource) []cloud.Part {
	list := make([]cloud.Part, len(resources))
	for i, r := range resources {
		names := make([]string, len(r.Properties))
		for j, f := range r.Properties {
			names[j] = f.Name
		}
		slices.Sort(names)
		list[i] = cloud.Part{Type: r.Type, Name: r.Name, Properties: names}
	}
	return list
}
