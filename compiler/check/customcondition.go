package check

import (
	"regexp"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// conditionKey is the form of a key: a service, "aws" or the address of an
// identity provider, names behind colons, and the key of a tag behind a slash.
// No key can read as a function of CloudFormation.
var conditionKey = regexp.MustCompile(`^[A-Za-z0-9_./-]+(:[A-Za-z0-9_.-]+)+(/[A-Za-z0-9 _.:/=+@,-]+)?$`)

// operators checks the conditions of a binding, which AWS would otherwise
// refuse, or read in its own way, while it deploys.
func operators(r *review, w written, b *ir.AWSBinding, path string) {
	if b == nil {
		return
	}
	for i, c := range b.Condition {
		at := path + ".condition." + c.Operator
		if !aws.ConditionOperator(c.Operator) {
			r.add(w.at("custom-set-condition", at, "set %q has the condition operator %q, which IAM does not know", w.ID, c.Operator).
				WithHelp(operatorHelp(c.Operator)))
		}
		if !conditionKey.MatchString(c.Key) {
			r.add(w.at("custom-set-condition", at+"."+c.Key, "set %q has the condition key %q, which IAM does not know", w.ID, c.Key).
				WithHelp(`keys are a service and a name, such as "s3:prefix" or "aws:SourceIp"`))
		}
		for _, other := range b.Condition[:i] {
			if other.Operator == c.Operator && strings.EqualFold(other.Key, c.Key) {
				r.add(w.at("custom-set-condition", at+"."+c.Key, "set %q has the condition key %q twice, since case does not count", w.ID, c.Key).
					WithHelp("write one key with both values"))
			}
		}
	}
}

func operatorHelp(word string) string {
	if near := diag.DidYouMean(word, aws.ConditionOperators()); near != "" {
		return "did you mean " + near + "?"
	}
	return "operators are " + strings.Join(aws.ConditionOperators()[:3], ", ") + " and their like"
}
