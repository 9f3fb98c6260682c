package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// right is one action on one thing under some conditions, in the words of the
// plan.
type right struct {
	effect         iam.Effect
	on, conditions string
	action         string
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

// rights is a set of them.
type rights map[right]struct{}

func (held rights) add(r right, t terms) {
	r.conditions = t.whole
	held[r] = struct{}{}
	for _, part := range t.parts {
		for _, r.conditions = range part {
			held[r] = struct{}{}
		}
	}
}

// has reports whether a right is among them, at once or in parts.
func (held rights) has(r right, t terms) bool {
	r.conditions = t.whole
	if _, ok := held[r]; ok {
		return true
	}
	return slices.ContainsFunc(t.parts, func(part []string) bool {
		return !slices.ContainsFunc(part, func(one string) bool {
			r.conditions = one
			_, ok := held[r]
			return !ok
		})
	})
}

// asWritten compares the policy of an identity with its grants, right by right
// and both ways: one that no grant gives, and one that is left out, a denial
// above all, are mistakes in putting grants into statements.
func (c *claim) asWritten(identity string, grants []iam.Grant, policy []iam.Statement) {
	given, written := rights{}, rights{}
	eachOfGrants(grants, given.add)
	eachOfPolicy(policy, func(r right, t terms) {
		written.add(r, t)
		if !given.has(r, t) {
			c.bug("the policy of %s says %s %s on %s, which no grant gives", identity, r.effect, r.action, r.on)
		}
	})
	eachOfGrants(grants, func(r right, t terms) {
		if !written.has(r, t) {
			c.bug("the policy of %s does not say %s %s on %s, which a grant gives", identity, r.effect, r.action, r.on)
		}
	})
}

func eachOfGrants(grants []iam.Grant, f func(right, terms)) {
	for _, g := range grants {
		r, t := right{effect: g.Effect, on: g.On.String()}, termsOf(g.Conditions)
		for _, r.action = range g.Actions {
			f(r, t)
		}
	}
}

func eachOfPolicy(policy []iam.Statement, f func(right, terms)) {
	for _, s := range policy {
		t := termsOf(s.Conditions)
		for _, on := range s.Resources {
			r := right{effect: s.Effect, on: on.String()}
			for _, r.action = range s.Actions {
				f(r, t)
			}
		}
		if len(s.Resources) == 0 {
			f(right{effect: s.Effect, on: "anything", action: names(s.Actions)}, t)
		}
	}
}
