package iam

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// customSet grants a set of the author's under a key of profile p.
func customSet(key, id string, rules ...ir.AWSRule) *ir.Profile {
	return &ir.Profile{Name: "p", Grants: []ir.Keyed{{Key: key, Sets: []ir.SetUse{{
		ID: id, Path: "permissions.profiles.p." + key + "[0]", Custom: &ir.CustomSet{Description: "Why it is needed.", AWS: rules},
	}}}}}
}

func on(resources ...string) *ir.AWSBinding { return &ir.AWSBinding{Resources: resources} }

func TestCustomSets(t *testing.T) {
	resources := func() []ir.Resource {
		return []ir.Resource{&ir.Storage{Common: frozen("data")}, &ir.Vault{Common: frozen("keys")}}
	}
	links := []string{"data", "keys"}
	for _, c := range []struct {
		name    string
		profile *ir.Profile
		want    []string
	}{
		{
			"under a name, the resource binding counts",
			customSet("data", "acme/tagging", ir.AWSRule{
				Effect: "Allow", Actions: []string{"s3:putobjecttagging", "s3:GetObjectTagging", "s3:GetObjectTagging"},
				Resource: on("arn:aws:s3:::${resourceName}/${resourceId}/*"), Stack: on("arn:aws:s3:::other"),
			}),
			[]string{"Allow CustomAcmeTagging: s3:GetObjectTagging s3:PutObjectTagging on arn:s3:::P-data-here/data/*"},
		},
		{
			"under star, the stack binding counts, as written",
			customSet("*", "acme/metrics", ir.AWSRule{
				Effect: "Allow", Actions: []string{"cloudwatch:PutMetricData"}, Stack: &ir.AWSBinding{
					Resources: []string{"*"},
					Condition: []ir.AWSCondition{{Operator: "StringEquals", Key: "cloudwatch:namespace", Values: []string{"${stackPrefix}", "acme"}}},
				},
			}),
			[]string{"Allow CustomAcmeMetrics: cloudwatch:PutMetricData on * if StringEquals cloudwatch:namespace=P acme"},
		},
		{
			"a wildcard becomes the actions that are known now",
			customSet("keys", "acme/labels", ir.AWSRule{
				Effect: "Allow", Actions: []string{"ssm:*LabelParameterVersion"}, Resource: on("arn:aws:ssm:${awsRegion}:${awsAccountId}:parameter${resourceName}/*"),
			}),
			[]string{"Allow CustomAcmeLabels: ssm:LabelParameterVersion ssm:UnlabelParameterVersion on arn:ssm:here:parameter/P/keys/*"},
		},
		{
			"rules by label, by number without",
			customSet("data", "acme/guard",
				ir.AWSRule{Effect: "Allow", Label: "read tags", Actions: []string{"s3:GetObjectTagging"}, Resource: on("arn:aws:s3:::${resourceName}/*")},
				ir.AWSRule{
					Effect: "Deny", Actions: []string{"s3:DeleteObject"}, Resource: &ir.AWSBinding{
						Resources: []string{"arn:aws:s3:::${resourceName}/keep/*"},
						Condition: []ir.AWSCondition{{Operator: "ArnNotEquals", Key: "aws:PrincipalArn", Values: []string{"arn:aws:iam::${awsAccountId}:role/admin"}}},
					},
				},
			),
			[]string{
				"Deny CustomAcmeGuard2: s3:DeleteObject on arn:s3:::P-data-here/keep/* if ArnNotEquals aws:PrincipalArn=arn:iam::account:role/admin",
				"Allow CustomAcmeGuardReadTags: s3:GetObjectTagging on arn:s3:::P-data-here/*",
			},
		},
		{
			"an action that nobody knows stays as written",
			customSet("data", "acme/new", ir.AWSRule{Effect: "Allow", Actions: []string{"newservice:DoThing"}, Resource: on("arn:aws:newservice:::x")}),
			[]string{"Allow CustomAcmeNew: newservice:DoThing on arn:newservice:::x"},
		},
		{
			"no binding for the key, no grant",
			customSet("data", "acme/x", ir.AWSRule{Effect: "Allow", Actions: []string{"s3:GetObject"}, Stack: on("*")}), nil,
		},
	} {
		compare(t, c.name, granted(small(resources(), c.profile, links)), c.want)
	}
}

func TestCustomGrantsSayWhoseTheyAre(t *testing.T) {
	rules := ir.AWSRule{Effect: "Allow", Actions: []string{"s3:GetObjectTagging"}, Resource: on("arn:aws:s3:::${resourceName}/*"), Stack: on("arn:aws:s3:::*")}
	for key, want := range map[string]struct {
		wide               bool
		scope, id, reasons string
	}{
		"data": {false, "storage:data", "data", "Why it is needed."},
		"*":    {true, "*", "", "Why it is needed."},
	} {
		s := small([]ir.Resource{&ir.Storage{Common: frozen("data")}}, customSet(key, "acme/tags", rules), []string{"data"})
		found := false
		for _, g := range derive(s).For(cloud.AWS, Runtime, "profile:p") {
			if g.Set != "acme/tags" {
				continue
			}
			found = true
			if !g.Custom || g.Wide != want.wide || g.Scope != want.scope || g.Resource != want.id || g.Reason != want.reasons {
				t.Errorf("%s: %+v", key, g)
			}
			if g.Origin[0].Path != "permissions.profiles.p."+key+"[0]" {
				t.Errorf("%s comes from %s", key, g.Origin[0].Path)
			}
		}
		if !found {
			t.Errorf("%s: no grant", key)
		}
	}
}

func TestTextOfAnAuthorIsNoVariable(t *testing.T) {
	s := small([]ir.Resource{&ir.Storage{Common: frozen("data")}}, customSet("data", "acme/home", ir.AWSRule{
		Effect: "Allow", Actions: []string{"s3:GetObject"}, Resource: on("arn:aws:s3:::x/$${AWS::Region}/*"),
	}), []string{"data"})
	for _, g := range derive(s).For(cloud.AWS, Runtime, "profile:p") {
		if g.Set != "acme/home" {
			continue
		}
		last := g.On[len(g.On)-1]
		if last.Var != "" || !strings.HasSuffix(last.Lit, "/${AWS::Region}/*") {
			t.Errorf("%#v", g.On)
		}
		return
	}
	t.Error("no grant")
}
