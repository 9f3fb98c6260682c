package golden_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/awslabs/goformation/v7/cloudformation/dynamodb"
	"github.com/awslabs/goformation/v7/cloudformation/ecr"
	"github.com/awslabs/goformation/v7/cloudformation/iam"
	"github.com/awslabs/goformation/v7/cloudformation/lambda"
	"github.com/awslabs/goformation/v7/cloudformation/logs"
	"github.com/awslabs/goformation/v7/cloudformation/s3"
	"github.com/awslabs/goformation/v7/cloudformation/scheduler"
	"github.com/awslabs/goformation/v7/cloudformation/sqs"
	"github.com/awslabs/goformation/v7/cloudformation/ssm"

	"github.com/alienc/alienc/e2e/template"
)

// structs gives goformation's type for each resource type that templates may
// hold. Its UnmarshalJSON refuses fields that it does not know, at any depth.
var structs = map[string]func() json.Unmarshaler{
	"AWS::DynamoDB::Table":            func() json.Unmarshaler { return new(dynamodb.Table) },
	"AWS::ECR::Repository":            func() json.Unmarshaler { return new(ecr.Repository) },
	"AWS::IAM::ManagedPolicy":         func() json.Unmarshaler { return new(iam.ManagedPolicy) },
	"AWS::IAM::Role":                  func() json.Unmarshaler { return new(iam.Role) },
	"AWS::Lambda::EventSourceMapping": func() json.Unmarshaler { return new(lambda.EventSourceMapping) },
	"AWS::Lambda::Function":           func() json.Unmarshaler { return new(lambda.Function) },
	"AWS::Lambda::Permission":         func() json.Unmarshaler { return new(lambda.Permission) },
	"AWS::Lambda::Url":                func() json.Unmarshaler { return new(lambda.Url) },
	"AWS::Logs::LogGroup":             func() json.Unmarshaler { return new(logs.LogGroup) },
	"AWS::S3::Bucket":                 func() json.Unmarshaler { return new(s3.Bucket) },
	"AWS::S3::BucketPolicy":           func() json.Unmarshaler { return new(s3.BucketPolicy) },
	"AWS::SQS::Queue":                 func() json.Unmarshaler { return new(sqs.Queue) },
	"AWS::SQS::QueuePolicy":           func() json.Unmarshaler { return new(sqs.QueuePolicy) },
	"AWS::SSM::Parameter":             func() json.Unmarshaler { return new(ssm.Parameter) },
	"AWS::Scheduler::Schedule":        func() json.Unmarshaler { return new(scheduler.Schedule) },
	"AWS::Scheduler::ScheduleGroup":   func() json.Unmarshaler { return new(scheduler.ScheduleGroup) },
}

// newer lists the properties that AWS has and goformation 7.14.9 does not know
// yet, by resource type. Once it has learned one, a test asks to remove it.
var newer = map[string][]string{
	// Separates calls through a function URL from all others; since October
	// 2025 a public URL answers 403 without it.
	"AWS::Lambda::Permission": {"InvokedViaFunctionUrl"},
	// Tags of the mapping itself, since 2024.
	"AWS::Lambda::EventSourceMapping": {"Tags"},
}

// Each resource of every expected template is one that goformation knows: its
// typed structs take the properties, and its JSON Schema allows their values.
func TestGoformationKnowsEveryResource(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("*", "want", "aws", "template.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no expected template found")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tpl, err := template.Parse(data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if len(tpl.Resources) == 0 {
			t.Errorf("%s holds no resources", file)
		}
		for _, r := range tpl.Resources {
			for _, finding := range judge(t, r) {
				t.Errorf("%s: %s: %s", file, r.Name, finding)
			}
		}
	}
}

// The referees notice each kind of mistake that they are there for.
func TestRefereesBite(t *testing.T) {
	for _, c := range []struct {
		name, resource string
		want           []string
	}{
		{"nothing wrong", `{Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 30, QueueName: !Sub "${A}-b"}}`, nil},
		{"intrinsics of every type", `{Type: AWS::Lambda::Function, Properties: {Role: !GetAtt R.Arn, Code: !Ref C, Timeout: !Ref T, Tags: !Ref G, Layers: [!Ref L]}}`, nil},
		{"a newer property", `{Type: AWS::Lambda::Permission, Properties: {Action: a, FunctionName: f, Principal: p, InvokedViaFunctionUrl: true}}`, nil},
		{"a value left out", `{Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}, PermissionsBoundary: !If [B, !Ref P, !Ref "AWS::NoValue"]}}`, nil},

		{"a misspelt property", `{Type: AWS::SQS::Queue, Properties: {VisibilityTimeOuts: 30}}`, []string{`struct: json: unknown field "VisibilityTimeOuts"`, "'VisibilityTimeOuts' not allowed"}},
		{"a misspelt property deep inside", `{Type: AWS::S3::Bucket, Properties: {BucketEncryption: {ServerSideEncryptionConfiguration: [{BucketKeyEnable: true}]}}}`, []string{`struct: json: unknown field "BucketKeyEnable"`, "'BucketKeyEnable' not allowed"}},
		{"a misspelt property with an intrinsic", `{Type: AWS::SQS::Queue, Properties: {QueueNam: !Ref N}}`, []string{`struct: json: unknown field "QueueNam"`, "'QueueNam' not allowed"}},
		{"a property in the wrong case", `{Type: AWS::SQS::Queue, Properties: {queueName: n}}`, []string{"'queueName' not allowed"}},
		{"a property of another type", `{Type: AWS::Lambda::Url, Properties: {AuthType: NONE, TargetFunctionArn: a, InvokedViaFunctionUrl: true}}`, []string{`struct: json: unknown field "InvokedViaFunctionUrl"`, "'InvokedViaFunctionUrl' not allowed"}},
		{"a string for a number", `{Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: "thirty"}}`, []string{"struct: json: cannot unmarshal string", "[I#/VisibilityTimeout]", "expected number, but got string"}},
		{"a bool for a string", `{Type: AWS::Scheduler::Schedule, Properties: {ScheduleExpression: s, FlexibleTimeWindow: {Mode: false}, Target: {Arn: a, RoleArn: r}}}`, []string{"struct: json: cannot unmarshal bool", "expected string, but got boolean"}},
		{"a map for a list", `{Type: AWS::DynamoDB::Table, Properties: {KeySchema: [], Tags: {a: b}}}`, []string{"struct: json: cannot unmarshal object", "expected array, but got object"}},
		{"a list for a map", `{Type: AWS::SSM::Parameter, Properties: {Type: String, Value: v, Tags: [{Key: a, Value: b}]}}`, []string{"expected object, but got array"}},
		{"a missing property", `{Type: AWS::Lambda::Url, Properties: {AuthType: NONE}}`, []string{"missing properties: 'TargetFunctionArn'"}},
		{"a wrong first branch", `{Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !If [B, [30], 30]}}`, []string{"expected number, but got array"}},
		{"a wrong second branch", `{Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !If [B, 30, [30]]}}`, []string{"expected number, but got array"}},
		{"a type nobody listed", `{Type: AWS::SNS::Topic, Properties: {}}`, []string{"AWS::SNS::Topic is not in the table"}},
	} {
		tpl, err := template.Parse([]byte("Resources: {X: " + c.resource + "}"))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(judge(t, tpl.Resources[0]), "\n")
		if c.want == nil && got != "" {
			t.Errorf("%s: %s", c.name, got)
		}
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: found %q, want %q", c.name, got, want)
			}
		}
	}
}

// A property that goformation has learned leaves the list of newer ones.
func TestNewerPropertiesAreStillUnknown(t *testing.T) {
	for resource, properties := range newer {
		known, _ := definition(t, resource+"#Properties")["properties"].(map[string]any)
		for _, p := range properties {
			_, inSchema := known[p]
			inStruct := structs[resource]().UnmarshalJSON([]byte(`{"Properties": {"`+p+`": null}}`)) == nil
			if inSchema && inStruct {
				t.Errorf("goformation knows %s of %s: take it off the list", p, resource)
			}
		}
	}
}

// judge gives what goformation has against a resource.
func judge(t *testing.T, r template.Resource) []string {
	t.Helper()
	typed, ok := structs[r.Type]
	if !ok {
		return []string{r.Type + " is not in the table of this test"}
	}
	var findings []string
	for branch := 1; branch <= 2; branch++ {
		properties := maps.Clone(r.Properties)
		for _, p := range newer[r.Type] {
			delete(properties, p)
		}
		filled, _ := fill(t, properties, definition(t, r.Type+"#Properties"), branch)
		resource, err := json.Marshal(map[string]any{"Type": r.Type, "Properties": filled})
		if err != nil {
			t.Fatal(err)
		}
		if err := typed().UnmarshalJSON(resource); err != nil {
			findings = append(findings, "struct: "+err.Error())
		}
		var plain map[string]any // the numbers as jsonschema expects them
		if err := json.Unmarshal(resource, &plain); err != nil {
			t.Fatal(err)
		}
		if err := compiled(t)[r.Type].Validate(plain["Properties"]); err != nil {
			findings = append(findings, fmt.Sprintf("schema: %#v", err))
		}
	}
	slices.Sort(findings)
	return slices.Compact(findings)
}
