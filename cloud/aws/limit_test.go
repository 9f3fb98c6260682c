package aws

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestIsRegion(t *testing.T) {
	for _, s := range []string{"us-east-1", "eu-west-3", "ap-southeast-7", "us-gov-west-1", "cn-northwest-1", "me-central-1", "us-isob-east-1", "eusc-de-east-1", "mx-central-1"} {
		if !IsRegion(s) {
			t.Errorf("%s is a region", s)
		}
	}
	for _, s := range []string{"", "us-east", "us-east-1a", "US-EAST-1", "eu-wset-1", "us-east-0", "europe-west1", "eu-west-1 ", "us--east-1", "eu-west-1,us-east-1"} {
		if IsRegion(s) {
			t.Errorf("%q is no region", s)
		}
	}
}

func TestForms(t *testing.T) {
	long := strings.Repeat("a", 128)
	for name, c := range map[string]struct {
		is         func(string) bool
		yes, never []string
	}{
		"prefix":  {IsPrefix, []string{"a", "my-agent", "a1-2b"}, []string{"", "1app", "-a", "a-", "a--b", "My", "a_b", "a.b", "a b", "a\n"}},
		"account": {IsAccount, []string{"123456789012", "000000000001"}, []string{"", "12345678901", "1234567890123", "12345678901x", " 123456789012", "１２３４５６７８９０１２"}},
		"stack":   {IsStackName, []string{"a", "My-Stack-2", "a-", long}, []string{"", "1a", "-a", "a_b", "a.b", "a/b", long + "a"}},
		"bucket":  {IsBucketName, []string{"abc", "my.code-bucket-1", "0ab", long[:63]}, []string{"", "ab", "Abc", "-ab", "ab-", ".ab", "ab.", "a..b", "a_b", "a/b", long[:64]}},
	} {
		for _, s := range c.yes {
			if !c.is(s) {
				t.Errorf("%s: %q is refused", name, s)
			}
		}
		for _, s := range c.never {
			if c.is(s) {
				t.Errorf("%s: %q is taken", name, s)
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	stack := &ir.Stack{Resources: []ir.Resource{&ir.Kv{}, &ir.Vault{}}}
	for prefix, want := range map[string]string{
		"aws-app": "parameter", "aws": "parameter", "ssmx": "parameter", "my-aws": "",
		"sthree-app": "", // there is no bucket
	} {
		b, refused := Refuses(stack, prefix)
		if b.Of != want || refused != (want != "") {
			t.Errorf("%s: %q, %t", prefix, b.Of, refused)
		}
	}
	stack.Resources = []ir.Resource{&ir.Storage{}}
	for prefix, want := range map[string]bool{"sthree": true, "sthree-app": true, "sthreeapp": false, "aws-app": false} {
		if _, refused := Refuses(stack, prefix); refused != want {
			t.Errorf("%s: %t", prefix, refused)
		}
	}
}

func TestVariableNames(t *testing.T) {
	for name, want := range map[string]struct{ allowed, reserved bool }{
		"STAGE":               {true, false},
		"A":                   {false, false},
		"_X":                  {false, false},
		"Ab":                  {true, false},
		"1A":                  {false, false},
		"AWS_REGION":          {true, true},
		"AWS_ACCOUNT_ID":      {true, true},
		"AWS_PROFILE_NAME":    {true, false},
		"LAMBDA_TASK_ROOT":    {true, true},
		"LAMBDA":              {true, false},
		"_HANDLER":            {false, true},
		"TZ":                  {true, false},
		"AWS_SESSION_TOKEN":   {true, true},
		"AWS_SDK_LOAD_CONFIG": {true, false},
	} {
		if VariableName(name) != want.allowed || ReservedVariable(name) != want.reserved {
			t.Errorf("%s: allowed %t, reserved %t", name, VariableName(name), ReservedVariable(name))
		}
	}
}
