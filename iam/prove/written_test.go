package prove

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// What the policy of management says and no grant gives is a mistake in
// putting grants into statements, wherever it is; and on what belongs to the
// stack each promise finds it as well.
func TestPolicyThatSaysMore(t *testing.T) {
	in := compiled(kitchen())
	for line, want := range map[string]string{
		"Allow s3:GetObject on arn:aws:s3:::‹prefix›-data-‹account›-‹region›/a": "G1: management may read objects of data with s3:getobject on arn:aws:s3:::‹prefix›-data-‹account›-‹region›/*, which no grant gives",
		"Allow iam:DeleteRole on arn:aws:iam::‹account›:role/‹prefix›-setup":    "G2: management may change or use an identity with iam:deleterole on arn:aws:iam::‹account›:role/‹prefix›-setup, which no grant gives",
		"Allow ssm:PutParameter on *": "G3: management may change keys with ssm:putparameter on arn:aws:ssm:‹region›:‹account›:parameter/‹prefix›/keys, which no grant gives",
		"Allow sqs:PurgeQueue on arn:aws:sqs:‹region›:‹account›:‹prefix›-mail":        "G4: management may delete from mail with sqs:purgequeue on arn:aws:sqs:‹region›:‹account›:‹prefix›-mail, which no grant gives",
		"Allow s3:GetObject on arn:aws:s3:::other/*":                                  "G2: the policy of management says Allow s3:GetObject on arn:aws:s3:::other/*, which no grant gives",
		"Allow secretsmanager:GetSecretValue on *":                                    "G2: the policy of management says Allow secretsmanager:GetSecretValue on *, which no grant gives",
		"Allow iam:PutRolePolicy on arn:aws:iam::1:role/admin":                        "G2: the policy of management says Allow iam:PutRolePolicy on arn:aws:iam::1:role/admin, which no grant gives",
		"Allow ec2:TerminateInstances on *":                                           "G2: the policy of management says Allow ec2:TerminateInstances on *, which no grant gives",
		"Allow cloudwatch:GetMetricData on * if StringEquals aws:RequestedRegion = a": "G2: the policy of management says Allow cloudwatch:GetMetricData on *, which no grant gives",
	} {
		var out Result
		p := newProver(in, &out)
		p.written = append(slices.Clone(p.written), statement(line))
		p.vendor = newPolicy(p.written, p.deployment)
		p.run()
		if !slices.Contains(out.Broken, want) {
			t.Errorf("%s: found\n%s\nwant\n%s", line, strings.Join(out.Broken, "\n"), want)
		}
	}
}

// A policy says what the grants say, no matter how they share statements.
func TestAsWritten(t *testing.T) {
	grant := func(effect iam.Effect, action, on string, conditions ...iam.Condition) iam.Grant {
		return iam.Grant{Effect: effect, Actions: strings.Fields(action), On: cloud.Lit(on), Conditions: conditions}
	}
	is := func(operator, key string, values ...string) iam.Condition {
		c := iam.Condition{Operator: operator, Key: key}
		for _, v := range values {
			c.Values = append(c.Values, cloud.Lit(v))
		}
		return c
	}
	said := func(effect iam.Effect, action, on string, conditions ...iam.Condition) iam.Statement {
		return iam.Statement{Effect: effect, Actions: strings.Fields(action), Resources: []cloud.Text{cloud.Lit(on)}, Conditions: conditions}
	}
	for _, c := range []struct {
		name   string
		grants []iam.Grant
		policy []iam.Statement
		want   string
	}{
		{"the same", []iam.Grant{grant(iam.Allow, "a:X a:Y", "r")}, []iam.Statement{said(iam.Allow, "a:X a:Y", "r")}, ""},
		{"split", []iam.Grant{grant(iam.Allow, "a:X a:Y", "r")}, []iam.Statement{said(iam.Allow, "a:X", "r"), said(iam.Allow, "a:Y", "r")}, ""},
		{
			"one action more",
			[]iam.Grant{grant(iam.Allow, "a:X", "r")},
			[]iam.Statement{said(iam.Allow, "a:X a:Y", "r")},
			"G6: the policy of me says Allow a:Y on r, which no grant gives",
		},
		{
			"another resource",
			[]iam.Grant{grant(iam.Allow, "a:X", "r")},
			[]iam.Statement{said(iam.Allow, "a:X", "s")},
			"G6: the policy of me says Allow a:X on s, which no grant gives; G6: the policy of me does not say Allow a:X on r, which a grant gives",
		},
		{
			"a denial got lost",
			[]iam.Grant{grant(iam.Allow, "a:X", "r"), grant(iam.Deny, "a:X", "r", is("Null", "k", "false"))},
			[]iam.Statement{said(iam.Allow, "a:X", "r")},
			"G6: the policy of me does not say Deny a:X on r, which a grant gives",
		},
		{
			"a condition got lost",
			[]iam.Grant{grant(iam.Allow, "a:X", "r", is("StringEquals", "k", "1"))},
			[]iam.Statement{said(iam.Allow, "a:X", "r")},
			"G6: the policy of me says Allow a:X on r, which no grant gives; G6: the policy of me does not say Allow a:X on r, which a grant gives",
		},
		{
			"values joined",
			[]iam.Grant{
				grant(iam.Allow, "a:X", "r", is("ArnEquals", "k", "1", "2"), is("StringEquals", "l", "9")),
				grant(iam.Allow, "a:X", "r", is("ArnEquals", "k", "3"), is("StringEquals", "l", "9")),
			},
			[]iam.Statement{said(iam.Allow, "a:X", "r", is("ArnEquals", "k", "1", "2", "3"), is("StringEquals", "l", "9"))},
			"",
		},
		{
			"a value more",
			[]iam.Grant{grant(iam.Allow, "a:X", "r", is("StringLike", "k", "1"))},
			[]iam.Statement{said(iam.Allow, "a:X", "r", is("StringLike", "k", "1", "2"))},
			"G6: the policy of me says Allow a:X on r, which no grant gives",
		},
		{
			"values of two conditions joined crosswise",
			[]iam.Grant{
				grant(iam.Allow, "a:X", "r", is("StringEquals", "k", "1"), is("StringEquals", "l", "1")),
				grant(iam.Allow, "a:X", "r", is("StringEquals", "k", "2"), is("StringEquals", "l", "2")),
			},
			[]iam.Statement{said(iam.Allow, "a:X", "r", is("StringEquals", "k", "1", "2"), is("StringEquals", "l", "1", "2"))},
			"G6: the policy of me says Allow a:X on r, which no grant gives; G6: the policy of me does not say Allow a:X on r, which a grant gives",
		},
		{
			"values joined that mean less together",
			[]iam.Grant{grant(iam.Allow, "a:X", "r", is("StringNotEquals", "k", "1")), grant(iam.Allow, "a:X", "r", is("StringNotEquals", "k", "2"))},
			[]iam.Statement{said(iam.Allow, "a:X", "r", is("StringNotEquals", "k", "1", "2"))},
			"G6: the policy of me says Allow a:X on r, which no grant gives; G6: the policy of me does not say Allow a:X on r, which a grant gives",
		},
		{
			"no resource, which is all of them", nil,
			[]iam.Statement{{Effect: iam.Allow, Actions: []string{"a:X"}}},
			"G6: the policy of me says Allow a:X on anything, which no grant gives",
		},
	} {
		claim := newProver(compiled(kitchen()), &Result{}).claim("G6")
		claim.asWritten("me", c.grants, c.policy)
		if got := strings.Join(claim.broken, "; "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
