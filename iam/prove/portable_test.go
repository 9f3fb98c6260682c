package prove

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// The deployments that a portable policy is compared with.
const account = "111122223333"

var regions = []string{"us-east-1", "eu-west-1"}

// values are what an author may compare the key "k" with.
var values = [][]cloud.Text{
	{cloud.Concat(aws.Region)},
	{cloud.Concat("A", aws.Region), cloud.Lit("b")},
	{cloud.Lit("q*"), cloud.Concat("a", aws.Region)},
	{cloud.Concat(aws.Account)},
	{cloud.Concat("arn:", aws.Partition, ":sqs:", aws.Region, ":", aws.Account, ":q")},
}

// requests are what the key holds; "a*" and "axx" only a wildcard could take for
// what an author means.
var requests = [][]string{
	nil,
	{"us-east-1"},
	{"eu-west-1"},
	{"aus-east-1"},
	{"AUS-EAST-1"},
	{"Aeu-west-1"},
	{"a*"},
	{"axx"},
	{"b"},
	{"qq"},
	{account},
	{"999988887777"},
	{"arn:aws:sqs:us-east-1:" + account + ":q"},
	{"arn:aws:sqs:eu-west-1:" + account + ":q"},
	{"arn:aws:sqs:us-east-1:999988887777:q"},
	{"aus-east-1", "b"},
	{"us-east-1", "eu-west-1"},
	{"axx", "b"},
}

// guarded is what an author allows under conditions, or denies under them.
func guarded(effect iam.Effect, conditions []iam.Condition) []iam.Grant {
	g := iam.Grant{
		Cloud: cloud.AWS, Plane: iam.Runtime, Identity: "profile:p", Effect: effect, Statement: "CustomGuard", Actions: []string{"s3:GetObject"},
		On: cloud.Lit("arn:aws:s3:::x/*"), Scope: "*", Conditions: conditions, Set: "acme/guard", Custom: true,
	}
	if effect == iam.Allow {
		return []iam.Grant{g}
	}
	all := g
	all.Effect, all.Statement, all.Conditions, all.Set = iam.Allow, "CustomAll", nil, "acme/all"
	return []iam.Grant{g, all}
}

// written is the policy in the file that a customer of the deployment gets.
func written(t *testing.T, grants []iam.Grant, d aws.Deployment) *policy {
	t.Helper()
	documents, _ := iam.AWSDocuments(&iam.Plan{Grants: grants}, d)
	var list []iam.Statement
	for _, document := range documents {
		var f file
		if err := json.Unmarshal(document.Data, &f); err != nil {
			t.Fatal(err)
		}
		for _, s := range f.Statement {
			out := iam.Statement{Effect: iam.Effect(s.Effect), Actions: s.Action}
			for _, on := range s.Resource {
				out.Resources = append(out.Resources, cloud.Lit(on))
			}
			for operator, keys := range s.Condition {
				for key, value := range keys {
					c := iam.Condition{Operator: operator, Key: key}
					for _, v := range strings.Split(strings.Trim(fmt.Sprint(value), "[]"), " ") {
						c.Values = append(c.Values, cloud.Lit(v))
					}
					out.Conditions = append(out.Conditions, c)
				}
			}
			list = append(list, out)
		}
	}
	return newPolicy(list, here)
}

// narrower compares the portable policy with those of deployments. What it
// allows, the one of the region that is asked allows; what it lets pass of a
// denial, that of every deployment lets pass. It counts what passes.
func narrower(t *testing.T, effect iam.Effect, conditions ...iam.Condition) (passes int) {
	t.Helper()
	grants := guarded(effect, conditions)
	portable := written(t, grants, aws.Deployment{Prefix: "p"})
	literal := map[string]*policy{}
	for _, region := range regions {
		literal[region] = written(t, grants, aws.Deployment{Prefix: "p", Account: account, Region: region})
	}
	for _, held := range requests {
		for _, region := range regions {
			r := request{"s3:GetObject", "arn:aws:s3:::x/y", context{"k": held, "aws:principalaccount": {account}, "aws:requestedregion": {region}}}
			if !portable.perhaps(r) {
				continue
			}
			passes++
			for of, p := range literal {
				if (effect == iam.Deny || of == region) && !p.perhaps(r) {
					t.Errorf("%s if %v: k=%q passes in %s, but not with the policy for %s", effect, conditions, held, region, of)
				}
			}
		}
	}
	return passes
}

// No operator makes a portable policy wider than the template.
func TestPortablePoliciesAreNotWider(t *testing.T) {
	for _, effect := range []iam.Effect{iam.Allow, iam.Deny} {
		passes := 0
		for _, name := range append(aws.ConditionOperators(), "Null") {
			for _, prefix := range []string{"", "ForAnyValue:", "ForAllValues:"} {
				for _, suffix := range []string{"", "IfExists"} {
					if !aws.ConditionOperator(prefix + name + suffix) {
						continue
					}
					for _, v := range values {
						passes += narrower(t, effect, iam.Condition{Operator: prefix + name + suffix, Key: "k", Values: v})
					}
				}
			}
		}
		if passes == 0 {
			t.Errorf("no portable %s lets anything pass: the test shows nothing", effect)
		}
	}
}

// Nor do several operators on one key, where one would take another's place.
func TestPortableConditionsOnOneKey(t *testing.T) {
	fixed := []iam.Condition{{Key: "k", Values: []cloud.Text{cloud.Lit("b"), cloud.Lit("a*")}}, {Key: "K", Values: []cloud.Text{cloud.Lit("*us*")}}}
	likes := []string{"StringLike", "StringNotLike", "ArnLike", "ArnNotLike"}
	for _, effect := range []iam.Effect{iam.Allow, iam.Deny} {
		for _, name := range aws.ConditionOperators() {
			if !strings.HasPrefix(name, "String") && !strings.HasPrefix(name, "Arn") {
				continue
			}
			for _, like := range likes {
				for _, v := range values {
					first, second := fixed[0], fixed[1]
					first.Operator, second.Operator = like, like+"IfExists"
					wild := iam.Condition{Operator: name, Key: "k", Values: v}
					narrower(t, effect, first, wild)
					narrower(t, effect, second, wild)
					narrower(t, effect, first, second, wild)
				}
			}
		}
	}
}
