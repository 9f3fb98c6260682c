package check

import "testing"

func TestConditionKey(t *testing.T) {
	for key, want := range map[string]bool{
		"s3:prefix": true, "aws:PrincipalTag/cost center": true, "kms:EncryptionContext:PARAMETER_ARN": true,
		"saml:sub_type": true, "cognito-identity.amazonaws.com:sub": true, "oidc.example.com/id/1:aud": true,
		"TagKeys": false, "Fn::ImportValue": false, "Fn::Transform": false, "Ref": false, "": false, "a:": false, ":a": false,
		"aws:a\nb": false, "aws:${x}": false, "aws:{{resolve:ssm:x}}": false,
	} {
		if conditionKey.MatchString(key) != want {
			t.Errorf("%q: got %t", key, !want)
		}
	}
}
