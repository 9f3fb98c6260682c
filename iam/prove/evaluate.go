package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// request is one call to AWS. Who makes it is decided by whose policy is
// asked.
type request struct {
	action   string // in any case
	resource string // ARN; "*" for an action that is on nothing in particular
	context  context
}

// policy answers whether requests are allowed. It holds the statements of one
// identity, with every variable of the template replaced by the values of one
// deployment.
type policy struct {
	rules    []rule
	byAction map[string][]int // indices in rules, by action in small letters
	wild     []int            // of rules with a wildcard in an action
}

// rule is one statement.
type rule struct {
	effect     iam.Effect
	actions    []string // patterns; only those with wildcards
	resources  resources
	conditions []condition
}

// newPolicy compiles the statements of an identity.
func newPolicy(statements []iam.Statement, d aws.Deployment) *policy {
	p := &policy{rules: make([]rule, len(statements)), byAction: map[string][]int{}}
	for i, s := range statements {
		r := rule{effect: s.Effect, resources: newResources(s, d)}
		for _, action := range s.Actions {
			action = strings.ToLower(action)
			if strings.ContainsAny(action, "*?") {
				r.actions = append(r.actions, compile(action, true))
			} else if list := p.byAction[action]; len(list) == 0 || list[len(list)-1] != i {
				p.byAction[action] = append(list, i)
			}
		}
		if len(r.actions) > 0 {
			p.wild = append(p.wild, i)
		}
		for _, c := range s.Conditions {
			r.conditions = append(r.conditions, newCondition(c, d))
		}
		p.rules[i] = r
	}
	return p
}

// surely reports whether a request is allowed for certain: its context is
// complete, and whatever cannot be judged speaks against it. It proves that
// something can be done.
func (p *policy) surely(r request) bool { return p.decide(r, false) }

// perhaps reports whether a request could be allowed: a key that its context
// does not mention may have any value, and whatever cannot be judged speaks
// for it. Only its "no" is a proof.
func (p *policy) perhaps(r request) bool { return p.decide(r, true) }

// decide is how IAM decides within one policy: an explicit denial wins, and
// without an allowance there is none.
func (p *policy) decide(r request, open bool) bool {
	action := strings.ToLower(r.action)
	allowed := false
	for _, i := range p.byAction[action] {
		switch p.rules[i].counts(r, open, allowed) {
		case iam.Deny:
			return false
		case iam.Allow:
			allowed = true
		}
	}
	for _, i := range p.wild {
		if !p.rules[i].names(action) {
			continue
		}
		switch p.rules[i].counts(r, open, allowed) {
		case iam.Deny:
			return false
		case iam.Allow:
			allowed = true
		}
	}
	return allowed
}

// allowing gives the rules that could allow a request, whatever is denied.
func (p *policy) allowing(r request) []int {
	var list []int
	action := strings.ToLower(r.action)
	add := func(i int) {
		if p.rules[i].effect == iam.Allow && p.rules[i].counts(r, true, false) == iam.Allow {
			list = append(list, i)
		}
	}
	for _, i := range p.byAction[action] {
		add(i)
	}
	for _, i := range p.wild {
		if p.rules[i].names(action) {
			add(i)
		}
	}
	return list
}

// mentions reports whether any statement could allow the action on anything.
func (p *policy) mentions(action string) bool {
	action = strings.ToLower(action)
	for _, i := range p.byAction[action] {
		if p.rules[i].effect == iam.Allow {
			return true
		}
	}
	return slices.ContainsFunc(p.wild, func(i int) bool {
		return p.rules[i].effect == iam.Allow && p.rules[i].names(action)
	})
}

func (r *rule) names(action string) bool {
	return slices.ContainsFunc(r.actions, func(pattern string) bool { return match(pattern, action) })
}

// counts gives the effect of the rule on a request for one of its actions, or
// nothing when it has none. Once something allows the request, only denials
// are of interest.
func (r *rule) counts(q request, open, allowed bool) iam.Effect {
	if allowed && r.effect == iam.Allow {
		return ""
	}
	v := r.resources.cover(q.resource, q.context)
	for i := 0; i < len(r.conditions) && v != no; i++ {
		v = min(v, r.conditions[i].holds(q.context, open))
	}
	if v == yes || v == unknown && open == (r.effect == iam.Allow) {
		return r.effect
	}
	return ""
}
