package iam

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// authored gives what a set of the author's becomes in the policy of profile p.
func authored(t *testing.T, d aws.Deployment, rules ...ir.AWSRule) map[string]statement {
	t.Helper()
	s := small([]ir.Resource{&ir.Storage{Common: frozen("data")}}, customSet("data", "acme/x", rules...), []string{"data"})
	out := map[string]statement{}
	for _, st := range documentsOf(t, s, d)["aws/iam/profiles/p.json"].Statement {
		if strings.HasPrefix(st.Sid, "Custom") {
			out[st.Sid] = st
		}
	}
	return out
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
			"the account in an ARN",
			[]ir.AWSCondition{{Operator: "StringNotEquals", Key: "k:a", Values: []string{"arn:aws:iam::${awsAccountId}:role/x"}}},
			"map[StringNotEquals:map[k:a:arn:aws:iam::${aws:PrincipalAccount}:role/x]]",
		},
		{
			"the region",
			[]ir.AWSCondition{{Operator: "StringEquals", Key: "k:r", Values: []string{"${awsRegion}", "a*b?"}}},
			"map[StringEquals:map[k:r:[${aws:RequestedRegion} a*b?]]]",
		},
		{
			"without regard to case",
			[]ir.AWSCondition{{Operator: "StringEqualsIgnoreCase", Key: "k:r", Values: []string{"${awsRegion}"}}},
			"map[StringEqualsIgnoreCase:map[k:r:${aws:RequestedRegion}]]",
		},
		{
			"a negation",
			[]ir.AWSCondition{{Operator: "StringNotEquals", Key: "k:r", Values: []string{"${awsRegion}"}}},
			"map[StringNotEquals:map[k:r:${aws:RequestedRegion}]]",
		},
		{
			"a quantifier",
			[]ir.AWSCondition{{Operator: "ForAllValues:StringEqualsIfExists", Key: "k:r", Values: []string{"${awsRegion}"}}},
			"map[ForAllValues:StringEqualsIfExists:map[k:r:${aws:RequestedRegion}]]",
		},
		{
			"an ARN",
			[]ir.AWSCondition{{Operator: "ArnEquals", Key: "k:a", Values: []string{"arn:aws:sqs:${awsRegion}:${awsAccountId}:q"}}},
			"map[ArnEquals:map[k:a:arn:aws:sqs:${aws:RequestedRegion}:${aws:PrincipalAccount}:q]]",
		},
	} {
		on := &ir.AWSBinding{Resources: []string{"arn:aws:s3:::elsewhere/*"}, Condition: c.list}
		st, ok := authored(t, portable, ir.AWSRule{Effect: "Allow", Actions: []string{"s3:GetObjectTagging"}, Resource: on})["CustomAcmeX"]
		if got := fmt.Sprint(st.Condition); got != c.want || !ok {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// IAM reads keys without regard to case, and an author's condition on the
// account of the resource stands alone.
func TestAnAuthorsOwnAccountCondition(t *testing.T) {
	for _, key := range []string{"aws:ResourceAccount", "aws:resourceaccount"} {
		st := authored(t, portable, ir.AWSRule{Effect: "Allow", Actions: []string{"s3:GetObjectTagging"}, Resource: &ir.AWSBinding{
			Resources: []string{"arn:aws:s3:::${resourceName}/*"},
			Condition: []ir.AWSCondition{{Operator: "StringEquals", Key: key, Values: []string{"999988887777"}}},
		}})["CustomAcmeX"]
		if got, want := fmt.Sprint(st.Condition), "map[StringEquals:map["+key+":999988887777]]"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// What a portable policy cannot say without allowing more is not allowed, or
// denied without the condition, and listed; with account and region it is said.
func TestGaps(t *testing.T) {
	region := func(operator, key string) ir.AWSCondition {
		return ir.AWSCondition{Operator: operator, Key: key, Values: []string{"${awsRegion}"}}
	}
	other := ir.AWSCondition{Operator: "StringLike", Key: "k:other", Values: []string{"y"}}
	for _, c := range []struct {
		name, effect string
		list         []ir.AWSCondition
		gap          bool
		want         string // the condition, or "absent"
	}{
		{"a guard of the region", "Deny", []ir.AWSCondition{region("StringNotEquals", "aws:RequestedRegion"), other}, true, "map[StringLike:map[k:other:y]]"},
		{"a guard alone", "Deny", []ir.AWSCondition{region("StringNotLikeIfExists", "aws:RequestedRegion")}, true, "map[]"},
		{"a denial of ARNs but one", "Deny", []ir.AWSCondition{{Operator: "ArnNotEquals", Key: "k:a", Values: []string{"arn:aws:sqs:${awsRegion}:${awsAccountId}:q"}}}, true, "map[]"},
		{"a denial of accounts but one", "Deny", []ir.AWSCondition{{Operator: "ArnNotEquals", Key: "k:a", Values: []string{"arn:aws:iam::${awsAccountId}:role/x"}}}, false, "map[ArnNotEquals:map[k:a:arn:aws:iam::${aws:PrincipalAccount}:role/x]]"},
		{"a denial without regard to case", "Deny", []ir.AWSCondition{region("ForAnyValue:StringEqualsIgnoreCase", "k:r")}, true, "map[]"},
		{"a denial in a region", "Deny", []ir.AWSCondition{{Operator: "StringEquals", Key: "k:r", Values: []string{"${awsRegion}", "a*b?"}}}, false, "map[StringLike:map[k:r:[* a${*}b${?}]]]"},
		{"an allowance but for one, without regard to case", "Allow", []ir.AWSCondition{region("StringNotEqualsIgnoreCase", "k:r")}, false, "map[StringNotEqualsIgnoreCase:map[k:r:${aws:RequestedRegion}]]"},
		{"two that would be one", "Deny", []ir.AWSCondition{
			{Operator: "ArnEquals", Key: "k:a", Values: []string{"arn:aws:sqs:${awsRegion}:${awsAccountId}:one"}},
			{Operator: "ArnLike", Key: "K:A", Values: []string{"arn:aws:sqs:*:111122223333:o*"}},
		}, false, "map[ArnLike:map[K:A:arn:aws:sqs:*:111122223333:o*] ArnLikeIfExists:map[k:a:arn:aws:sqs:*:${aws:PrincipalAccount}:one]]"},
		{"an operator that knows no wildcard", "Allow", []ir.AWSCondition{region("NumericNotEquals", "k:r")}, true, "absent"},
		{"an operator that knows no variable", "Deny", []ir.AWSCondition{{Operator: "NumericEquals", Key: "k:n", Values: []string{"${awsAccountId}"}}}, true, "map[]"},
		{"three that would be one", "Deny", []ir.AWSCondition{
			region("StringEquals", "k:r"),
			{Operator: "StringLike", Key: "K:r", Values: []string{"x"}},
			{Operator: "StringLikeIfExists", Key: "k:R", Values: []string{"y"}},
		}, true, "map[StringLike:map[K:r:x] StringLikeIfExists:map[k:R:y]]"},
	} {
		rule := ir.AWSRule{Effect: c.effect, Actions: []string{"s3:GetObjectTagging"}, Resource: &ir.AWSBinding{Resources: []string{"arn:aws:s3:::elsewhere/*"}, Condition: c.list}}
		got := "absent"
		if st, there := authored(t, portable, rule)["CustomAcmeX"]; there {
			got = fmt.Sprint(st.Condition)
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		s := small([]ir.Resource{&ir.Storage{Common: frozen("data")}}, customSet("data", "acme/x", rule), []string{"data"})
		gaps := AWSGaps(derive(s))
		if !c.gap {
			if len(gaps) > 0 {
				t.Errorf("%s: %+v", c.name, gaps)
			}
			continue
		}
		if len(gaps) != 1 || gaps[0].Identity != "profile:p" || gaps[0].Statement != "CustomAcmeX" || string(gaps[0].Effect) != c.effect || len(gaps[0].Conditions) != 1 {
			t.Errorf("%s: %+v", c.name, gaps)
		}
		known := authored(t, aws.Deployment{Prefix: "p", Account: "111122223333", Region: "eu-west-1"}, rule)["CustomAcmeX"]
		n := 0
		for _, keys := range known.Condition {
			n += len(keys)
		}
		if n != len(c.list) {
			t.Errorf("%s: the literal form has %v", c.name, known.Condition)
		}
	}
}

// A statement is bound to the own account exactly where the template means it,
// and a statement bound to it names nothing of another.
func TestForeignResourcesStandApart(t *testing.T) {
	rule := ir.AWSRule{Effect: "Allow", Actions: []string{"sqs:SendMessage", "s3:GetObject"}, Resource: on(
		"arn:aws:sqs:${awsRegion}:${awsAccountId}:own", "arn:aws:sqs:eu-west-1:999988887777:foreign",
		"arn:aws:s3:::acme-assets-${awsRegion}/*", "arn:aws:s3:::acme-public/*",
	)}
	bound := "map[StringEquals:map[aws:ResourceAccount:${aws:PrincipalAccount}]]"
	for _, c := range []struct {
		d    aws.Deployment
		want map[string]string
	}{
		{portable, map[string]string{
			"CustomAcmeX2": "[arn:aws:s3:::acme-assets-${aws:RequestedRegion}/* arn:aws:s3:::acme-public/* arn:aws:sqs:eu-west-1:999988887777:foreign] map[]",
			"CustomAcmeX":  "[arn:aws:sqs:*:*:own] " + bound,
		}},
		{aws.Deployment{Prefix: "p", Account: "111122223333", Region: "eu-west-1"}, map[string]string{
			"CustomAcmeX2": "[arn:aws:s3:::acme-assets-eu-west-1/* arn:aws:s3:::acme-public/* arn:aws:sqs:eu-west-1:999988887777:foreign] map[]",
			"CustomAcmeX":  "[arn:aws:sqs:eu-west-1:111122223333:own] map[]",
		}},
	} {
		for sid, want := range c.want {
			st := authored(t, c.d, rule)[sid]
			if got := fmt.Sprintf("%v %v", st.Resource, st.Condition); got != want {
				t.Errorf("%s: %s, want %s", sid, got, want)
			}
		}
	}
	rule.Effect = "Deny"
	if got := fmt.Sprint(authored(t, portable, rule)); !strings.Contains(got, "arn:aws:s3:::acme-assets-*/*") {
		t.Errorf("a denial that may not reach: %s", got)
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

// Everything of alienc's own can be said in a portable policy: nothing that
// setup needs is left out.
func TestNothingOfOursIsLeftOut(t *testing.T) {
	for seed := range uint64(200) {
		plan := derive(randomStack(rand.New(rand.NewPCG(seed, 7))))
		for plane, identity := range map[Plane]string{Setup: setup, Teardown: teardown, Management: management} {
			list := Statements(plan.For(cloud.AWS, plane, identity))
			if plane == Setup && len(list) == 0 {
				t.Fatalf("seed %d: no setup", seed)
			}
			for _, s := range list {
				if missing := unsaid(portable, s); s.Custom == "" && len(missing) > 0 {
					t.Errorf("seed %d: %s of %s: %v", seed, s.ID, identity, missing)
				}
			}
		}
	}
}
