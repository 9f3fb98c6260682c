package template_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/alienc/alienc/e2e/template"
)

const sample = `
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Prefix: { Type: String, Default: "demo" }
  Boundary: { Type: String, Default: "" }
  Days: { Type: Number, Default: 30 }
Conditions:
  HasBoundary: !Not [!Equals [!Ref Boundary, ""]]
  Both: !And [!Condition HasBoundary, !Equals [!Ref Prefix, "demo"]]
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub "${Prefix}-role"
      PermissionsBoundary: !If [HasBoundary, !Ref Boundary, !Ref "AWS::NoValue"]
      AssumeRolePolicyDocument:
        Version: 2012-10-17
  Logs:
    Type: AWS::Logs::LogGroup
    Condition: Both
    DeletionPolicy: RetainExceptOnCreate
    Properties:
      RetentionInDays: !Ref Days
      LogGroupName: !Join ["/", [a, !Sub ["${X}-${!Y}-${Role.Arn}", { X: !GetAtt Role.Arn }], !Ref Role]]
      Size: 3
      On: true
`

func TestResolve(t *testing.T) {
	tpl, err := template.Parse([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	role, logs := tpl.Resources[0], tpl.Resources[1]
	if role.Name != "Role" || role.Type != "AWS::IAM::Role" || role.Retained() || !logs.Retained() {
		t.Fatalf("read %+v", tpl.Resources)
	}
	values := template.Values{
		Parameters: map[string]string{"Prefix": "mine"},
		Physical:   map[string]string{"Role": "mine-role"},
		Attributes: map[string]map[string]string{"Role": {"Arn": "arn:role"}},
	}
	for _, c := range []struct {
		resource template.Resource
		boundary string
		want     map[string]any
		exists   bool
	}{
		{role, "", map[string]any{"RoleName": "mine-role", "AssumeRolePolicyDocument": map[string]any{"Version": "2012-10-17"}}, true},
		{role, "arn:b", map[string]any{"RoleName": "mine-role", "PermissionsBoundary": "arn:b", "AssumeRolePolicyDocument": map[string]any{"Version": "2012-10-17"}}, true},
		{logs, "arn:b", map[string]any{"RetentionInDays": "30", "LogGroupName": "a/arn:role-${Y}-arn:role/mine-role", "Size": 3, "On": true}, false},
	} {
		values.Parameters["Boundary"] = c.boundary
		got, err := tpl.Resolve(c.resource, values)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s with %q: %v, %v; want %v", c.resource.Name, c.boundary, got, err, c.want)
		}
		if exists, err := tpl.Exists(c.resource, values); err != nil || exists != c.exists {
			t.Errorf("%s with %q: exists %v, %v", c.resource.Name, c.boundary, exists, err)
		}
	}
	values.Parameters["Prefix"] = "demo"
	if exists, err := tpl.Exists(logs, values); err != nil || !exists {
		t.Errorf("Logs: exists %v, %v", exists, err)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	for name, text := range map[string]string{
		"a key twice":      "Resources: { A: { Type: X, Type: Y } }",
		"a key of no text": "Resources: { A: { Properties: { null: 1 } } }",
		"a null":           "Resources: { A: { Properties: { B: } } }",
		"not a map":        "- a",
		"no attribute":     "Resources: { A: { Properties: { B: !GetAtt C } } }",
		"an alias":         "Resources: { A: { Properties: { B: &x 1, C: *x } } }",
	} {
		if _, err := template.Parse([]byte(text)); err == nil {
			t.Errorf("%s: read without complaint", name)
		}
	}
}

func TestWhatCannotBeResolved(t *testing.T) {
	for value, want := range map[string]string{
		"!Ref Nothing":                       "nothing is known of Nothing",
		"!GetAtt A.Arn":                      "nothing is known of A.Arn",
		"!Sub \"${Nothing}\"":                "nothing is known of Nothing",
		"!Sub \"${Nothing\"":                 "has no end",
		"!If [Nothing, a, b]":                "no condition Nothing",
		"!Cidr [a, b, c]":                    "cannot work out Fn::Cidr",
		"!Join [\"\", !Ref \"AWS::Region\"]": "cannot join eu-west-1",
	} {
		tpl, err := template.Parse([]byte("Resources: { A: { Type: T, Properties: { B: " + value + " } } }"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = tpl.Resolve(tpl.Resources[0], template.Values{Pseudo: map[string]string{"AWS::Region": "eu-west-1"}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", value, err, want)
		}
	}
}
