package iam

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

func documentsOf(t *testing.T, s *ir.Stack, d aws.Deployment) map[string]document {
	t.Helper()
	out := map[string]document{}
	docs, _ := AWSDocuments(derive(s), d)
	for _, doc := range docs {
		var parsed document
		if err := json.Unmarshal(doc.Data, &parsed); err != nil {
			t.Fatalf("%s: %v", doc.Path, err)
		}
		if _, twice := out[doc.Path]; twice {
			t.Fatalf("%s is there twice", doc.Path)
		}
		out[doc.Path] = parsed
	}
	return out
}

func named(t *testing.T, doc document, sid string) statement {
	t.Helper()
	i := slices.IndexFunc(doc.Statement, func(s statement) bool { return s.Sid == sid })
	if i < 0 {
		t.Fatalf("no statement %s", sid)
	}
	return doc.Statement[i]
}

var portable = aws.Deployment{Prefix: "my-agent"}

func TestDocuments(t *testing.T) {
	docs := documentsOf(t, reference(), portable)
	var paths []string
	for path := range docs {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	compare(t, "files", paths, []string{
		"aws/iam/management-policy.json", "aws/iam/management-trust.json", "aws/iam/profiles/execution.json",
		"aws/iam/setup-policy-1.json", "aws/iam/setup-policy-2.json", "aws/iam/teardown-policy.json",
	})

	for _, c := range []struct {
		name string
		got  statement
		want string
	}{
		{
			"portable, the account closed by a condition", named(t, docs["aws/iam/management-policy.json"], "KvMonitor"),
			`{Sid:KvMonitor Effect:Allow Principal:map[] Action:[dynamodb:DescribeContinuousBackups dynamodb:DescribeTable dynamodb:DescribeTimeToLive dynamodb:ListTagsOfResource]` +
				` Resource:[arn:aws:dynamodb:*:*:table/my-agent-cache] Condition:map[StringEquals:map[aws:ResourceAccount:${aws:PrincipalAccount}]]}`,
		},
		{
			"a bucket's name as far as it is known", named(t, docs["aws/iam/setup-policy-1.json"], "BucketVersioning"),
			`{Sid:BucketVersioning Effect:Allow Principal:map[] Action:[s3:GetBucketVersioning s3:PutBucketVersioning] Resource:[arn:aws:s3:::my-agent-workspace-${aws:PrincipalAccount}-*]` +
				` Condition:map[ForAnyValue:StringEquals:map[aws:CalledVia:cloudformation.amazonaws.com] StringEquals:map[aws:ResourceAccount:${aws:PrincipalAccount}]]}`,
		},
		{
			"an operator that reads wildcards", named(t, docs["aws/iam/management-policy.json"], "FunctionUpdateTriggers"),
			`{Sid:FunctionUpdateTriggers Effect:Allow Principal:map[] Action:[lambda:UpdateEventSourceMapping] Resource:[arn:aws:lambda:*:*:event-source-mapping:*]` +
				` Condition:map[ArnLike:map[lambda:FunctionArn:arn:aws:lambda:*:*:function:my-agent-worker] StringEquals:map[aws:ResourceAccount:${aws:PrincipalAccount}]]}`,
		},
		{
			"no account where there is none", named(t, docs["aws/iam/setup-policy-1.json"], "LogGroupList"),
			`{Sid:LogGroupList Effect:Allow Principal:map[] Action:[logs:DescribeLogGroups] Resource:[*] Condition:map[ForAnyValue:StringEquals:map[aws:CalledVia:cloudformation.amazonaws.com]]}`,
		},
		{
			"a denial is not bound to an account", named(t, docs["aws/iam/management-policy.json"], "FunctionUpdateDenyVpc"),
			`{Sid:FunctionUpdateDenyVpc Effect:Deny Principal:map[] Action:[lambda:UpdateFunctionConfiguration]` +
				` Resource:[arn:aws:lambda:*:*:function:my-agent-api arn:aws:lambda:*:*:function:my-agent-worker] Condition:map[Null:map[lambda:VpcIds:false]]}`,
		},
		{
			"who may be management", named(t, docs["aws/iam/management-trust.json"], "ManagementTrust"),
			`{Sid:ManagementTrust Effect:Allow Principal:map[AWS:MANAGEMENT_PRINCIPAL_ARN] Action:[sts:AssumeRole] Resource:[]` +
				` Condition:map[StringEquals:map[sts:ExternalId:MANAGEMENT_EXTERNAL_ID]]}`,
		},
	} {
		if got := fmt.Sprintf("%+v", c.got); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", c.name, got, c.want)
		}
	}
}

// Writing documents leaves the plan alone: others read it after.
func TestDocumentsLeaveThePlanAlone(t *testing.T) {
	plan := derive(reference())
	before := fmt.Sprintf("%+v", plan.Grants)
	AWSDocuments(plan, portable)
	if after := fmt.Sprintf("%+v", plan.Grants); after != before {
		t.Error("a grant has changed")
	}
}

func TestLiteralDocuments(t *testing.T) {
	d := aws.Deployment{Prefix: "mine", Account: "111122223333", Region: "eu-west-1", StackName: "prod", CodeBucket: "zips"}
	docs, _ := AWSDocuments(derive(reference()), d)
	for _, doc := range docs {
		text := string(doc.Data)
		for _, open := range []string{"aws:ResourceAccount", "${", ":*:", "ArnLike", "my-agent"} {
			if strings.Contains(text, open) {
				t.Errorf("%s: %q is left in it", doc.Path, open)
			}
		}
	}
	all := documentsOf(t, reference(), d)
	both := document{Statement: append(all["aws/iam/setup-policy-1.json"].Statement, all["aws/iam/setup-policy-2.json"].Statement...)}
	for sid, want := range map[string]string{
		"Code":          "[arn:aws:s3:::zips/*] map[StringEquals:map[aws:RequestedRegion:eu-west-1]]",
		"Stack":         "[arn:aws:cloudformation:eu-west-1:111122223333:stack/prod/*] map[StringEquals:map[aws:RequestedRegion:eu-west-1]]",
		"Table":         "[arn:aws:dynamodb:eu-west-1:111122223333:table/mine-cache] map[ForAnyValue:StringEquals:map[aws:CalledVia:cloudformation.amazonaws.com] StringEquals:map[aws:RequestedRegion:eu-west-1]]",
		"ManagementOff": "[arn:aws:iam::111122223333:role/mine-management] map[ForAnyValue:StringEquals:map[aws:CalledVia:cloudformation.amazonaws.com]]",
		"PassToLambda":  "[arn:aws:iam::111122223333:role/mine-execution] map[StringEquals:map[iam:PassedToService:lambda.amazonaws.com]]",
		"EventSourceMapping": "[arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:*] map[ArnEquals:map[lambda:FunctionArn:arn:aws:lambda:eu-west-1:111122223333:function:mine-worker]" +
			" ForAnyValue:StringEquals:map[aws:CalledVia:cloudformation.amazonaws.com] StringEquals:map[aws:RequestedRegion:eu-west-1]]",
	} {
		s := named(t, both, sid)
		if got := fmt.Sprintf("%v %v", s.Resource, s.Condition); got != want {
			t.Errorf("%s: %s\nwant %s", sid, got, want)
		}
	}
	if s := named(t, all["aws/iam/management-policy.json"], "KvMonitor"); s.Condition != nil {
		t.Errorf("management is bound to a region: %v", s.Condition)
	}
}

func TestProfilesCalledLikeParts(t *testing.T) {
	s := wide(90)
	s.Profiles = append(s.Profiles, profile("p-1"))
	s.Resources = append(s.Resources, &ir.Function{Common: live("other"), Code: ir.Code{Image: "x"}, Profile: "p-1"})
	docs := documentsOf(t, s.Seal(), portable)
	for _, path := range []string{"aws/iam/profiles/p-1.json", "aws/iam/profiles/p-part-1.json"} {
		if len(docs[path].Statement) == 0 {
			t.Errorf("no %s", path)
		}
	}
	if len(docs["aws/iam/profiles/p-1.json"].Statement) != 1 {
		t.Error("p-1 holds what p holds")
	}
}
