package access

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// A statement of an identity is one row, whatever it lists.
func TestWildcards(t *testing.T) {
	in := small("x")
	grant := func(identity, statement, action, on string, effect iam.Effect, c ...iam.Condition) iam.Grant {
		return iam.Grant{
			Cloud: cloud.AWS, Plane: iam.Runtime, Identity: identity, Effect: effect, Statement: statement, Actions: []string{action},
			On: cloud.Lit(on), Scope: "x", Conditions: c, Origin: at(1, "x"), Wildcard: "It has no name.",
		}
	}
	only := func(v string) iam.Condition {
		return iam.Condition{Operator: "Bool", Key: "k", Values: []cloud.Text{cloud.Lit(v)}}
	}
	in.Plan = &iam.Plan{Grants: []iam.Grant{
		grant("profile:b", "Map", "sqs:SendMessage", "*", iam.Allow, only("1")),
		grant("profile:b", "Map", "s3:GetObject", "a*", iam.Allow, only("2")),
		grant("profile:b", "Map", "s3:GetObject", "a*", iam.Allow, only("1")),
		grant("profile:a", "Map", "s3:GetObject", "*", iam.Allow),
		grant("anyone", "No", "s3:*", "*", iam.Deny),
	}}
	want := []string{
		"| Held by | Statement | Actions | On | Only if | Why |",
		"|---|---|---|---|---|---|",
		"| `profile:b` | `Map` | read data: `s3:GetObject`; write data: `sqs:SendMessage` | `*`, `a*` | `k` `Bool` `1`; or `k` `Bool` `2` | It has no name. |",
		"| `profile:a` | `Map` | read data: `s3:GetObject` | `*` |  | It has no name. |",
		"| Denied to | Statement | Actions | On | Only if | Why |",
		"|---|---|---|---|---|---|",
		"| `anyone` | `No` | permissions data: `s3:*` | `*` |  | It has no name. |",
	}
	if got := section(Markdown(in), "Statements with a wildcard, and why"); !slices.Equal(got[:len(got)-1], want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

// G7 counts the statements that the table below it lists.
func TestWildcardsAreThoseThatWereProven(t *testing.T) {
	for name, in := range stacks(t) {
		got := section(Markdown(in), "Statements with a wildcard, and why")
		allowed := slices.IndexFunc(got, func(l string) bool { return !strings.HasPrefix(l, "|") || strings.HasPrefix(l, "| Denied to") }) - 2
		if n := len(in.Proof.Wildcards); allowed != n || n == 0 {
			t.Errorf("%s: %d rows, %d statements\n%s", name, allowed, n, strings.Join(got, "\n"))
		}
	}
}
