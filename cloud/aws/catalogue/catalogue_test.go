package catalogue_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/alienc/alienc/cloud/aws/catalogue"
)

func TestAction(t *testing.T) {
	for _, c := range []struct {
		ask   string
		name  string
		level catalogue.Level
	}{
		{"s3:GetObject", "s3:GetObject", catalogue.Read},
		{"S3:GETOBJECT", "s3:GetObject", catalogue.Read},
		{"s3:listbucket", "s3:ListBucket", catalogue.List},
		{"s3:PutBucketPolicy", "s3:PutBucketPolicy", catalogue.Permissions},
		{"dynamodb:PutItem", "dynamodb:PutItem", catalogue.Write},
		{"dynamodb:tagresource", "dynamodb:TagResource", catalogue.Tag},
		{"sqs:SetQueueAttributes", "sqs:SetQueueAttributes", catalogue.Permissions},
		{"iam:PassRole", "iam:PassRole", catalogue.Write},
		{"bedrock:invokemodel", "bedrock:InvokeModel", catalogue.Read},
		{"ec2:TerminateInstances", "ec2:TerminateInstances", catalogue.Write},
		{"elasticloadbalancing:DescribeTags", "elasticloadbalancing:DescribeTags", catalogue.Read},
		{"kms:Decrypt", "kms:Decrypt", catalogue.Write},
	} {
		a, ok := catalogue.Open().Action(c.ask)
		if !ok || a.Name != c.name || a.Level != c.level {
			t.Errorf("Action(%q) = %q, %q, %v; want %q, %q", c.ask, a.Name, a.Level, ok, c.name, c.level)
		}
	}
	for _, ask := range []string{"", "s3", "s3:", ":GetObject", "GetObject", "s3:GetObjekt", "s3:Get*", "s4:GetObject", "s3:GetObject ", "s3:s3:GetObject"} {
		if a, ok := catalogue.Open().Action(ask); ok {
			t.Errorf("Action(%q) = %+v, want nothing", ask, a)
		}
	}
}

func TestExpand(t *testing.T) {
	for _, c := range []struct {
		pattern string
		want    []string
	}{
		{"s3:GetObject*", []string{
			"s3:GetObject", "s3:GetObjectAcl", "s3:GetObjectAnnotation", "s3:GetObjectAttributes",
			"s3:GetObjectLegalHold", "s3:GetObjectRetention", "s3:GetObjectTagging", "s3:GetObjectTorrent",
			"s3:GetObjectVersion", "s3:GetObjectVersionAcl", "s3:GetObjectVersionAnnotation", "s3:GetObjectVersionAnnotationForReplication",
			"s3:GetObjectVersionAttributes", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging",
			"s3:GetObjectVersionTorrent",
		}},
		{"SQS:*message", []string{"sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"}},
		{"dynamodb:?etItem", []string{"dynamodb:GetItem"}},
		{"dynamodb:Batch*Item*", []string{"dynamodb:BatchGetItem", "dynamodb:BatchWriteItem"}},
		{"lambda:InvokeFunction", []string{"lambda:InvokeFunction"}},
		{"lambda:Invoke?", nil},
		{"nothing:*", nil},
		{"*:GetObject", nil},
		{"s3*", nil},
		{"*", nil},
	} {
		if got := catalogue.Open().Expand(c.pattern); !slices.Equal(got, c.want) {
			t.Errorf("Expand(%q) =\n%q, want\n%q", c.pattern, got, c.want)
		}
	}
	if all, some := len(catalogue.Open().Expand("ec2:*")), len(catalogue.Open().Actions("ec2")); all != some || all < 600 {
		t.Errorf("ec2:* expands to %d of %d actions", all, some)
	}
}

func TestServices(t *testing.T) {
	c := catalogue.Open()
	for prefix, want := range map[string]bool{"s3": true, "S3": true, "access-analyzer": true, "sts": true, "s4": false, "": false, "s3:": false} {
		if got := c.HasService(prefix); got != want {
			t.Errorf("HasService(%q) = %v", prefix, got)
		}
	}
	for prefix, want := range map[string]bool{"lambda": true, "SSM": true, "ec2": false, "none": false} {
		if got := c.Detailed(prefix); got != want {
			t.Errorf("Detailed(%q) = %v", prefix, got)
		}
	}
	if c.Actions("none") != nil {
		t.Error("an unknown service has actions")
	}
}

// The design leans on these facts: a statement whose resource or condition
// does not fit its action never applies, and nothing says so.
func TestDetails(t *testing.T) {
	for _, c := range []struct {
		action        string
		resources     []string
		with, without string
	}{
		{"s3:PutBucketVersioning", []string{"bucket"}, "aws:ResourceTag/${TagKey}", "s3:prefix"},
		{"s3:GetObject", []string{"accesspointobject", "object"}, "s3:ExistingObjectTag/<key>", "s3:prefix"},
		{"lambda:CreateEventSourceMapping", nil, "lambda:FunctionArn", "lambda:Layer"},
		{"lambda:UpdateEventSourceMapping", []string{"eventSourceMapping"}, "lambda:FunctionArn", "lambda:Principal"},
		{"lambda:UpdateFunctionConfiguration", []string{"function"}, "lambda:VpcIds", "lambda:FunctionArn"},
		{"lambda:TagResource", []string{"capacityProvider", "code signing config", "eventSourceMapping", "function", "microvmImage", "networkConnector"}, "aws:TagKeys", "lambda:FunctionArn"},
		{"dynamodb:PutItem", []string{"table"}, "dynamodb:ReturnValues", "dynamodb:Select"},
		{"dynamodb:BatchWriteItem", []string{"table"}, "dynamodb:LeadingKeys", "dynamodb:ReturnValues"},
		{"scheduler:CreateSchedule", []string{"schedule"}, "", "scheduler:GroupName"},
		{"ecr:GetAuthorizationToken", nil, "", "aws:ResourceTag/${TagKey}"},
		{"iam:PassRole", []string{"role"}, "iam:PassedToService", "iam:PermissionsBoundary"},
	} {
		a, ok := catalogue.Open().Action(c.action)
		if !ok {
			t.Errorf("%s is unknown", c.action)
			continue
		}
		if !slices.Equal(a.Resources, c.resources) {
			t.Errorf("%s applies to %q, want %q", c.action, a.Resources, c.resources)
		}
		if c.with != "" && !slices.Contains(a.Conditions, c.with) {
			t.Errorf("%s carries %q, without %s", c.action, a.Conditions, c.with)
		}
		if slices.Contains(a.Conditions, c.without) {
			t.Errorf("%s carries %s", c.action, c.without)
		}
	}
	if a, _ := catalogue.Open().Action("ec2:RunInstances"); a.Resources != nil || a.Conditions != nil {
		t.Errorf("ec2 is not detailed, but has %q, %q", a.Resources, a.Conditions)
	}
}

func TestARN(t *testing.T) {
	for _, c := range [][3]string{
		{"s3", "bucket", "arn:${Partition}:s3:::${BucketName}"},
		{"s3", "object", "arn:${Partition}:s3:::${BucketName}/${ObjectName}"},
		{"dynamodb", "table", "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}"},
		{"scheduler", "schedule", "arn:${Partition}:scheduler:${Region}:${Account}:schedule/${GroupName}/${ScheduleName}"},
		{"ssm", "parameter", "arn:${Partition}:ssm:${Region}:${Account}:parameter/${ParameterNameWithoutLeadingSlash}"},
		{"s3", "buckets", ""},
		{"ec2", "instance", ""},
		{"none", "", ""},
	} {
		if got := catalogue.Open().ARN(c[0], c[1]); got != c[2] {
			t.Errorf("ARN(%s, %s) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

// Every entry is well formed, and the resource types that actions name exist.
func TestWhole(t *testing.T) {
	c := catalogue.Open()
	levels := []catalogue.Level{catalogue.List, catalogue.Read, catalogue.Write, catalogue.Tag, catalogue.Permissions}
	services, actions := c.Services(), 0
	for _, prefix := range services {
		of := c.Actions(prefix)
		actions += len(of)
		if !slices.IsSortedFunc(of, func(a, b catalogue.Action) int { return strings.Compare(a.Name, b.Name) }) {
			t.Errorf("%s: the actions are not sorted", prefix)
		}
		for _, a := range of {
			if found, ok := c.Action(strings.ToUpper(a.Name)); !ok || found.Name != a.Name {
				t.Errorf("%s is not found by its own name", a.Name)
			}
			if !slices.Contains(levels, a.Level) {
				t.Errorf("%s has the level %q", a.Name, a.Level)
			}
			for _, r := range a.Resources {
				if !strings.HasPrefix(c.ARN(prefix, r), "arn:") {
					t.Errorf("%s applies to %q, which has no ARN", a.Name, r)
				}
			}
		}
	}
	if len(services) < 400 || actions < 20000 {
		t.Errorf("only %d actions of %d services", actions, len(services))
	}
}

// The file is an ordinary gzip file that anybody can read.
func TestPlainGzip(t *testing.T) {
	file, err := os.ReadFile("actions.gz")
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "\nsqs\ntype\tqueue\t") {
		t.Error("the text of sqs is missing")
	}
}

// The licence of the source stands beside the data, for the version in use.
func TestNotice(t *testing.T) {
	text, err := os.ReadFile("NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{catalogue.Version, "MIT License", "Copyright (c) 2024 Act Security"} {
		if !strings.Contains(string(text), part) {
			t.Errorf("NOTICE does not hold %q", part)
		}
	}
}

func TestParallelUse(t *testing.T) {
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if _, ok := catalogue.Open().Action("rds:CreateDBInstance"); !ok {
				t.Error("rds:CreateDBInstance is unknown")
			}
		})
	}
	wait.Wait()
}
