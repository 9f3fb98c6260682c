package iam

import (
	"slices"
	"testing"

	"github.com/alienc/alienc/cloud"
)

// rule is a grant for the tests below: on the resource r, actions a.
func rule(statement, r string, actions []string, conditions ...Condition) Grant {
	return Grant{
		Plane: Runtime, Identity: "profile:p", Effect: Allow, Statement: statement, Actions: actions,
		On: cloud.Lit("arn:" + r), Resource: r, Conditions: conditions,
	}
}

func when(operator, key string, values ...string) Condition {
	c := Condition{Operator: operator, Key: key}
	for _, v := range values {
		c.Values = append(c.Values, cloud.Lit(v))
	}
	return c
}

func TestStatements(t *testing.T) {
	one, two := []string{"s:One"}, []string{"s:Two"}
	denied := func(g Grant) Grant { g.Effect = Deny; return g }
	custom := func(set string, g Grant) Grant { g.Custom, g.Set = true, set; return g }
	for _, c := range []struct {
		name   string
		grants []Grant
		want   []string
	}{
		{"nothing", nil, []string{}},
		{
			"sorted by id, resources sorted and once",
			[]Grant{rule("Zebra", "z", one), rule("Ant", "b", one), rule("Ant", "a", one), rule("Ant", "b", one)},
			[]string{"Allow Ant: s:One on arn:a arn:b", "Allow Zebra: s:One on arn:z"},
		},
		{
			"other actions on another resource",
			[]Grant{rule("Ant", "a-1", one), rule("Ant", "b", two)},
			[]string{"Allow AntA1: s:One on arn:a-1", "Allow AntB: s:Two on arn:b"},
		},
		{
			"other actions on the same resource",
			[]Grant{rule("Ant", "a", one), rule("Ant", "a", two), rule("AntA2", "b", one)},
			[]string{"Allow AntA: s:One on arn:a", "Allow AntA2: s:One on arn:b", "Allow AntA3: s:Two on arn:a"},
		},
		{
			"a denial never shares with an allowance",
			[]Grant{rule("Ant", "a", one), denied(rule("Ant", "b", one))},
			[]string{"Allow AntA: s:One on arn:a", "Deny AntB: s:One on arn:b"},
		},
		{
			"alternatives of one condition on one resource",
			[]Grant{rule("Ant", "a", one, when("ArnEquals", "k", "y")), rule("Ant", "a", one, when("ArnEquals", "k", "x", "y"))},
			[]string{"Allow Ant: s:One on arn:a if ArnEquals k=x y"},
		},
		{
			"values of one condition on different resources stay apart",
			[]Grant{rule("Ant", "a", one, when("ArnEquals", "k", "x")), rule("Ant", "b", one, when("ArnEquals", "k", "y"))},
			[]string{"Allow AntA: s:One on arn:a if ArnEquals k=x", "Allow AntB: s:One on arn:b if ArnEquals k=y"},
		},
		{
			"with two conditions, alternatives would multiply",
			[]Grant{
				rule("Ant", "a", one, when("ArnEquals", "k", "x"), when("StringEquals", "l", "1")),
				rule("Ant", "a", one, when("ArnEquals", "k", "y"), when("StringEquals", "l", "2")),
			},
			[]string{
				"Allow AntA: s:One on arn:a if ArnEquals k=x if StringEquals l=1",
				"Allow AntA2: s:One on arn:a if ArnEquals k=y if StringEquals l=2",
			},
		},
		{
			"with a negated operator, two values mean neither",
			[]Grant{denied(rule("Ant", "a", one, when("StringNotEquals", "k", "x"))), denied(rule("Ant", "a", one, when("StringNotEquals", "k", "y")))},
			[]string{"Deny AntA: s:One on arn:a if StringNotEquals k=x", "Deny AntA2: s:One on arn:a if StringNotEquals k=y"},
		},
		{
			"what an author wrote hides in no statement of the same id",
			[]Grant{custom("an/t", rule("Ant", "b", one)), rule("Ant", "a", one), custom("a/nt", rule("Ant", "c", one)), custom("an/t", rule("Ant", "d", one))},
			[]string{"Allow Ant: s:One on arn:a", "Allow Ant2: s:One on arn:c", "Allow Ant3: s:One on arn:b arn:d"},
		},
		{
			"a condition never spreads to what has none",
			[]Grant{rule("Ant", "a", one), rule("Ant", "b", one, when("StringEquals", "k", "x"))},
			[]string{"Allow AntA: s:One on arn:a", "Allow AntB: s:One on arn:b if StringEquals k=x"},
		},
	} {
		compare(t, c.name, lines(Statements(c.grants)), c.want)
	}
}

func TestStatementsLeaveTheirGrantsAlone(t *testing.T) {
	grants := []Grant{
		rule("Ant", "b", []string{"s:One"}, when("ArnEquals", "k", "y")),
		rule("Ant", "b", []string{"s:One"}, when("ArnEquals", "k", "x")),
	}
	first := lines(Statements(grants))
	compare(t, "the second time", lines(Statements(grants)), first)
	if v := grants[0].Conditions[0].Values; len(v) != 1 || v[0].String() != "y" {
		t.Errorf("a grant's condition became %v", v)
	}
	slices.Reverse(grants)
	compare(t, "in the other order", lines(Statements(grants)), first)
}
