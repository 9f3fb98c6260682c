package aws

import "testing"

func TestConditionOperator(t *testing.T) {
	for word, want := range map[string]bool{
		"StringEquals": true, "StringLikeIfExists": true, "ForAnyValue:StringEquals": true, "ForAllValues:ArnLikeIfExists": true,
		"Null": true, "Bool": true, "NotIpAddress": true,
		"NullIfExists": false, "stringequals": false, "StringEqual": false, "": false, "IfExists": false, "ForAnyValue:": false,
		"ForAnyValue:ForAnyValue:Bool": false, "Bad\nOp": false,
	} {
		if ConditionOperator(word) != want {
			t.Errorf("%q: got %t", word, !want)
		}
	}
}

func TestDynamicReference(t *testing.T) {
	for text, want := range map[string]bool{
		"{{resolve:ssm:/a}}": true, "x{{resolve:secretsmanager:y": true, "{{ RESOLVE :ssm:a}}": true,
		"hello {{name}}": false, "{resolve:ssm:a}": false, "resolve:ssm": false, "": false,
	} {
		if DynamicReference(text) != want {
			t.Errorf("%q: got %t", text, !want)
		}
	}
}

func TestSplitOperator(t *testing.T) {
	for word, want := range map[string][3]string{
		"StringLike": {"", "StringLike", ""}, "StringLikeIfExists": {"", "StringLike", "IfExists"}, "ForAnyValue:ArnLike": {"ForAnyValue:", "ArnLike", ""},
		"ForAllValues:StringNotEqualsIgnoreCaseIfExists": {"ForAllValues:", "StringNotEqualsIgnoreCase", "IfExists"},
		"Null": {"", "Null", ""}, "ForAnyValue:ForAllValues:Bool": {"ForAnyValue:", "ForAllValues:Bool", ""},
	} {
		if prefix, name, suffix := SplitOperator(word); [3]string{prefix, name, suffix} != want {
			t.Errorf("%s: %q %q %q", word, prefix, name, suffix)
		}
	}
}
