package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/sets"
)

// likeItsSet reports whether a grant is a rule of the set that it names: the
// same actions under the same conditions, on a part of its resource that the
// rule is on.
func (p *prover) likeItsSet(g iam.Grant) bool {
	r := p.Stack.Resource(g.Resource)
	if r == nil {
		return false
	}
	set, ok := setOf(g, r)
	return ok && slices.ContainsFunc(set.AWS, func(rule sets.Rule) bool {
		return rule.Sid == g.Statement && slices.Equal(rule.Allow, g.Actions) && sameConditions(rule.Condition, g.Conditions, r) &&
			slices.ContainsFunc(rule.On, func(part string) bool { return has(aws.Scope(r, part), g.On) })
	})
}

// setOf gives the set that a grant names, if it is one that a resource of that
// kind can have after setup.
func setOf(g iam.Grant, r ir.Resource) (sets.Set, bool) {
	id := g.Set
	why, derived := strings.CutPrefix(id, "derived:")
	if derived {
		id = string(r.Kind()) + "/" + why
	}
	set, ok := sets.Find(id)
	return set, ok && set.Kind == string(r.Kind()) && set.Derived == derived && !set.Setup
}

// sameConditions reports whether a grant has the conditions of a rule.
func sameConditions(rule []sets.Condition, list []iam.Condition, r ir.Resource) bool {
	return slices.EqualFunc(rule, list, func(a sets.Condition, b iam.Condition) bool {
		return a.Operator == b.Operator && a.Key == b.Key && slices.EqualFunc(a.Values, b.Values, func(word string, value cloud.Text) bool {
			part, ok := strings.CutPrefix(word, "${")
			if !ok {
				return value.String() == word
			}
			return has(aws.Scope(r, strings.TrimSuffix(part, "}")), value)
		})
	})
}

func has(list []cloud.Text, text cloud.Text) bool {
	return slices.ContainsFunc(list, func(t cloud.Text) bool { return slices.Equal(t, text) })
}
