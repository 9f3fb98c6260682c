package check

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// dynamicReferences refuses text that CloudFormation would replace while it
// deploys: "{{resolve:secretsmanager:...}}" in an environment variable would
// hand a secret of the customer to the vendor's code, without any grant.
func dynamicReferences(r *review) {
	if !r.aws() {
		return
	}
	for _, res := range r.Stack.Resources {
		switch res := res.(type) {
		case *ir.Function:
			for _, v := range res.Environment {
				r.literal(res, "environment."+v.Name, v.Value, "store it in a Vault and link it")
			}
		case *ir.Storage:
			for i, rule := range res.LifecycleRules {
				r.literal(res, fmt.Sprintf("lifecycleRules[%d].prefix", i), rule.Prefix, "write the beginning of the keys")
			}
		}
	}
}

func (r *review) literal(res ir.Resource, path, text, help string) {
	if aws.DynamicReference(text) {
		r.add(about(res, path, "dynamic-reference", "%q of %q holds {{resolve:, which CloudFormation would replace with a value of the customer", path, res.Info().ID).
			WithHelp(help))
	}
}

// plainBinding refuses the same in the binding of a custom set, where a
// variable could complete what is written in parts.
func plainBinding(r *review, w written, b *ir.AWSBinding, path string) {
	refuse := func(text, path string) {
		if strings.Contains(text, "{{") {
			r.add(w.at("dynamic-reference", path, "%q holds {{, with which CloudFormation refers to values of the customer", text).
				WithHelp("write the exact resource or value"))
		}
	}
	eachString(b, path, refuse)
}
