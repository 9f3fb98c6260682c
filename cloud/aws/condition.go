package aws

import (
	"slices"
	"strings"
)

// operators are the condition operators of IAM, without prefix and suffix.
// Source: IAM user guide, "IAM JSON policy elements: Condition operators".
var operators = []string{
	"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
	"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals",
	"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
	"Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike",
}

// ConditionOperators lists the condition operators of IAM without the
// prefixes ForAllValues: and ForAnyValue: and without the suffix IfExists.
func ConditionOperators() []string { return slices.Clone(operators) }

// ConditionOperator reports whether IAM knows a condition operator.
func ConditionOperator(word string) bool {
	for _, prefix := range []string{"ForAllValues:", "ForAnyValue:"} {
		if rest, ok := strings.CutPrefix(word, prefix); ok {
			word = rest
			break
		}
	}
	if word == "Null" {
		return true // the one that takes no suffix
	}
	return slices.Contains(operators, strings.TrimSuffix(word, "IfExists"))
}
