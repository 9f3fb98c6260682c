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
	_, name, suffix := SplitOperator(word)
	if name == "Null" {
		return suffix == "" // the one that takes none
	}
	return slices.Contains(operators, name)
}

// SplitOperator takes a condition operator apart, such as
// "ForAnyValue:StringLikeIfExists" into "ForAnyValue:", "StringLike" and
// "IfExists".
func SplitOperator(word string) (prefix, name, suffix string) {
	for _, p := range []string{"ForAllValues:", "ForAnyValue:"} {
		if rest, ok := strings.CutPrefix(word, p); ok {
			prefix, word = p, rest
			break
		}
	}
	if rest, ok := strings.CutSuffix(word, ifExists); ok {
		return prefix, rest, ifExists
	}
	return prefix, word, ""
}

const ifExists = "IfExists"
