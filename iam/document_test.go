package iam

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
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

// What an author writes about conditions keeps its meaning when account and
// region are open.
func TestConditionsOfAnAuthorInPortableDocuments(t *testing.T) {
	for _, c := range []struct {
		name string
		list []ir.AWSCondition
		want string
	}{
		{
			"the account as a value",
			[]ir.AWSCondition{{Operator: "StringEquals", Key: "aws:PrincipalAccount", Values: []string{"${awsAccountId}"}}},
			"map[StringEquals:map[aws:PrincipalAccount:${aws:PrincipalAccount}]]",
		},
		{
			"the region",
			[]ir.AWSCondition{{Operator: "StringEquals", Key: "k:r", Values: []string{"${awsRegion}", "a*b?"}}},
			"map[StringLike:map[k:r:[* a${*}b${?}]]]",
		},
		{
			"a negation",
			[]ir.AWSCondition{{Operator: "StringNotEquals", Key: "k:r", Values: []string{"${awsRegion}"}}},
			"map[StringNotLike:map[k:r:*]]",
		},
		{
			"a quantifier",
			[]ir.AWSCondition{{Operator: "ForAllValues:StringEqualsIfExists", Key: "k:r", Values: []string{"${awsRegion}"}}},
			"map[ForAllValues:StringLikeIfExists:map[k:r:*]]",
		},
		{"two that would be one", []ir.AWSCondition{
			{Operator: "ArnEquals", Key: "k:a", Values: []string{"arn:aws:sqs:${awsRegion}:${awsAccountId}:one"}},
			{Operator: "ArnLike", Key: "k:a", Values: []string{"arn:aws:sqs:*:111122223333:o*"}},
		}, "map[ArnLike:map[k:a:arn:aws:sqs:*:111122223333:o*] ArnLikeIfExists:map[k:a:arn:aws:sqs:*:*:one]]"},
		{"three that would be one", []ir.AWSCondition{
			{Operator: "StringEquals", Key: "k:a", Values: []string{"${awsRegion}"}},
			{Operator: "StringLike", Key: "k:a", Values: []string{"x"}},
			{Operator: "StringLikeIfExists", Key: "k:a", Values: []string{"y"}},
		}, "map[StringEquals:map[k:a:*] StringLike:map[k:a:x] StringLikeIfExists:map[k:a:y]]"},
		{
			"an account of the author's own",
			[]ir.AWSCondition{{Operator: "StringEquals", Key: "aws:ResourceAccount", Values: []string{"999988887777"}}},
			"map[StringEquals:map[aws:ResourceAccount:999988887777]]",
		},
	} {
		on := &ir.AWSBinding{Resources: []string{"arn:aws:s3:::elsewhere/*"}, Condition: c.list}
		if c.name == "an account of the author's own" {
			on.Resources = []string{"arn:aws:s3:::${resourceName}/*"}
		}
		s := small([]ir.Resource{&ir.Storage{Common: frozen("data")}}, customSet("data", "acme/x", ir.AWSRule{Effect: "Allow", Actions: []string{"s3:GetObjectTagging"}, Resource: on}), []string{"data"})
		got := fmt.Sprint(named(t, documentsOf(t, s, portable)["aws/iam/profiles/p.json"], "AcmeX").Condition)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A portable statement bound to the own account names nothing of another.
func TestForeignResourcesStandApart(t *testing.T) {
	s := small([]ir.Resource{&ir.Storage{Common: frozen("data")}}, customSet("data", "acme/x", ir.AWSRule{
		Effect: "Allow", Actions: []string{"sqs:SendMessage"},
		Resource: on("arn:aws:sqs:${awsRegion}:${awsAccountId}:own", "arn:aws:sqs:eu-west-1:999988887777:foreign"),
	}), []string{"data"})
	doc := documentsOf(t, s, portable)["aws/iam/profiles/p.json"]
	for sid, want := range map[string]string{
		"AcmeX":  "[arn:aws:sqs:*:*:own] map[StringEquals:map[aws:ResourceAccount:${aws:PrincipalAccount}]]",
		"AcmeX2": "[arn:aws:sqs:eu-west-1:999988887777:foreign] map[]",
	} {
		st := named(t, doc, sid)
		if got := fmt.Sprintf("%v %v", st.Resource, st.Condition); got != want {
			t.Errorf("%s: %s, want %s", sid, got, want)
		}
	}
}

// wide is a stack whose policies need several documents.
func wide(resources int) *ir.Stack {
	s := &ir.Stack{ID: "s"}
	p := &ir.Profile{Name: "p"}
	var links []ir.Ref
	for i := range resources {
		q := &ir.Queue{Common: live(fmt.Sprintf("queue-%03d", i))}
		s.Resources = append(s.Resources, q)
		links = append(links, ir.RefTo(q))
	}
	for i := range resources / 2 {
		s.Resources = append(s.Resources, &ir.Function{
			Common: live(fmt.Sprintf("function-%03d", i)), Code: ir.Code{Image: "x"}, Profile: "p", Links: links,
			Triggers: []ir.Trigger{&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: links[i]}},
		})
	}
	p.Grants = profile("p", "*: queue/data-read").Grants
	s.Profiles = []*ir.Profile{p}
	return s.Seal()
}

// Splitting says the same in several documents: every action stays on every
// resource under the same conditions, and on no other.
func TestSplittingWidensNothing(t *testing.T) {
	plan := derive(wide(60))
	for plane, identity := range map[Plane]string{Setup: "setup", Management: "management", Runtime: "profile:p"} {
		whole := Statements(plan.For(cloud.AWS, plane, identity))
		var pieces []Statement
		policies := Split(whole, func(s Statement) int { return sizeOf(s, 20) })
		if len(policies) < 2 {
			t.Errorf("%s fits one policy: the test shows nothing", identity)
		}
		ids := map[string]bool{}
		for _, policy := range policies {
			if size := Size(policy, 20); size > ManagedPolicyLimit {
				t.Errorf("%s: a policy of %d characters", identity, size)
			}
			for _, s := range policy {
				if ids[s.ID] {
					t.Errorf("%s: two statements %s", identity, s.ID)
				}
				ids[s.ID] = true
			}
			pieces = append(pieces, policy...)
		}
		if !slices.IsSortedFunc(pieces, func(a, b Statement) int { return strings.Compare(a.ID, b.ID) }) {
			t.Errorf("%s: not in the order of ids", identity)
		}
		if got, want := atoms(pieces), atoms(whole); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d atoms after splitting, %d before", identity, len(got), len(want))
		}
	}
}

// atoms takes statements apart: one action, one resource, one value of each
// condition whose values are alternatives.
func atoms(list []Statement) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		conditions := []string{""}
		for _, c := range s.Conditions {
			var next []string
			for _, before := range conditions {
				if !slices.Contains(alternatives, c.Operator) {
					next = append(next, before+c.Operator+c.Key+joined(c.Values))
					continue
				}
				for _, v := range c.Values {
					next = append(next, before+c.Operator+c.Key+v.String())
				}
			}
			conditions = next
		}
		for _, a := range s.Actions {
			for _, r := range s.Resources {
				for _, c := range conditions {
					out[string(s.Effect)+" "+a+" "+r.String()+" "+c] = true
				}
			}
		}
	}
	return out
}

func TestTooManyDocuments(t *testing.T) {
	for resources, tooMany := range map[int]bool{60: false, 400: true} {
		_, budgets := AWSDocuments(derive(wide(resources)), portable)
		found := false
		for _, b := range budgets {
			if b.What == "setup policies" {
				found = true
				if b.Used > b.Limit != tooMany || !b.Hard || !b.Policy {
					t.Errorf("%d resources: %+v", resources, b)
				}
			}
		}
		if !found {
			t.Error("nobody counts the setup policies")
		}
	}
}

func TestAStatementThatNothingCanCut(t *testing.T) {
	long := Statement{ID: "Long", Effect: Allow, Actions: []string{"s:" + strings.Repeat("x", 7000)}, Resources: []cloud.Text{cloud.Lit("*")}}
	short := Statement{ID: "Short", Effect: Allow, Actions: []string{"s:x"}, Resources: []cloud.Text{cloud.Lit("*")}}
	policies := Split([]Statement{long, short}, func(s Statement) int { return sizeOf(s, 0) })
	if len(policies) != 2 || policies[0][0].ID != "Long" || policies[1][0].ID != "Short" {
		t.Errorf("%+v", policies)
	}
}

func TestPiecesOfAStatementTakeFreeIds(t *testing.T) {
	var resources []cloud.Text
	for i := range 100 {
		resources = append(resources, cloud.Lit(fmt.Sprintf("arn:aws:sqs:eu-west-1:111122223333:%070d", i)))
	}
	list := []Statement{
		{ID: "Acme", Effect: Allow, Actions: []string{"sqs:SendMessage"}, Resources: resources},
		{ID: "Acme1", Effect: Allow, Actions: []string{"sqs:ReceiveMessage"}, Resources: resources[:1]},
	}
	var ids []string
	for _, policy := range Split(list, func(s Statement) int { return sizeOf(s, 0) }) {
		for _, s := range policy {
			ids = append(ids, s.ID)
		}
	}
	compare(t, "ids", ids, []string{"Acme1", "Acme2", "Acme3"})
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

// Everything that a portable policy leaves open, a condition closes: with it,
// the policy means the same as the literal one.
func TestPortableDocumentsAreBoundToTheAccount(t *testing.T) {
	for seed := range uint64(200) {
		s := randomStack(rand.New(rand.NewPCG(seed, 6)))
		for path, doc := range documentsOf(t, s, portable) {
			for _, st := range doc.Statement {
				if st.Effect != Allow || len(st.Resource) == 0 {
					continue
				}
				open := slices.ContainsFunc(st.Resource, func(r string) bool {
					parts := strings.SplitN(r, ":", 6)
					return len(parts) == 6 && (parts[4] == "*" || parts[2] == "s3")
				})
				if closed := st.Condition["StringEquals"]["aws:ResourceAccount"] == "${aws:PrincipalAccount}"; open != closed {
					t.Fatalf("seed %d: %s: %s open %t, bound to the account %t", seed, path, st.Sid, open, closed)
				}
			}
		}
	}
}
