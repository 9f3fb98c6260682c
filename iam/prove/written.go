package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// scope is where rights apply and how, in the words of the plan.
type scope struct {
	effect         iam.Effect
	on, conditions string
}

// terms are the conditions of a grant or statement, as text: together, and in
// the parts of one condition's values, of which any one is enough.
type terms struct {
	whole string
	parts [][]string // for each condition with several values, the terms with one of them each
}

// either are the operators for which a condition with two values says the same
// as two rights with one each.
var either = []string{"ArnEquals", "ArnLike", "StringEquals", "StringLike"}

func termsOf(list []iam.Condition) terms {
	t := terms{whole: termText(list)}
	for i, c := range list {
		if len(c.Values) < 2 || !slices.Contains(either, c.Operator) {
			continue
		}
		var part []string
		for _, v := range c.Values {
			one := slices.Clone(list)
			one[i].Values = []cloud.Text{v}
			part = append(part, termText(one))
		}
		t.parts = append(t.parts, part)
	}
	return t
}

func termText(list []iam.Condition) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteString(c.Operator + "\x00" + c.Key)
		for _, v := range c.Values {
			b.WriteString("\x00" + v.String())
		}
		b.WriteString("\x00\x00")
	}
	return b.String()
}

// rights holds lists of actions by where they apply.
type rights map[scope][][]string

func (held rights) add(at scope, t terms, actions []string) {
	at.conditions = t.whole
	held[at] = append(held[at], actions)
	for _, part := range t.parts {
		for _, at.conditions = range part {
			held[at] = append(held[at], actions)
		}
	}
}

// lacks gives the actions that are not among them, at once or in parts.
func (held rights) lacks(at scope, t terms, actions []string) []string {
	under := func(conditions, action string) bool {
		return slices.ContainsFunc(held[scope{at.effect, at.on, conditions}], func(list []string) bool { return slices.Contains(list, action) })
	}
	var missing []string
	for _, action := range actions {
		if !under(t.whole, action) && !slices.ContainsFunc(t.parts, func(part []string) bool {
			return !slices.ContainsFunc(part, func(one string) bool { return !under(one, action) })
		}) {
			missing = append(missing, action)
		}
	}
	return missing
}

// asWritten compares the policy of an identity with its grants, action by
// action and both ways: one that no grant gives, and one that is left out, a denial
// above all, are mistakes in putting grants into statements.
func (c *claim) asWritten(identity string, grants []iam.Grant, policy []iam.Statement) {
	given, written := make(rights, len(grants)), make(rights, len(grants))
	eachOfGrants(grants, given.add)
	eachOfPolicy(policy, func(at scope, t terms, actions []string) {
		written.add(at, t, actions)
		for _, name := range given.lacks(at, t, actions) {
			c.bug("the policy of %s says %s %s on %s, which no grant gives", identity, at.effect, name, at.on)
		}
	})
	eachOfGrants(grants, func(at scope, t terms, actions []string) {
		for _, name := range written.lacks(at, t, actions) {
			c.bug("the policy of %s does not say %s %s on %s, which a grant gives", identity, at.effect, name, at.on)
		}
	})
}

func eachOfGrants(grants []iam.Grant, f func(scope, terms, []string)) {
	for _, g := range grants {
		f(scope{effect: g.Effect, on: g.On.String()}, termsOf(g.Conditions), g.Actions)
	}
}

func eachOfPolicy(policy []iam.Statement, f func(scope, terms, []string)) {
	for _, s := range policy {
		t := termsOf(s.Conditions)
		for _, on := range s.Resources {
			f(scope{effect: s.Effect, on: on.String()}, t, s.Actions)
		}
		if len(s.Resources) == 0 {
			f(scope{effect: s.Effect, on: "anything"}, t, s.Actions)
		}
	}
}
