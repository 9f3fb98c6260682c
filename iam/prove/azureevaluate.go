package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/iam"
)

// roleRule is what one assignment of a role allows: the actions of the role,
// less those that it takes away again, on a scope and on all below it. What
// another role allows, it does not take away.
type roleRule struct {
	on          string // in small letters
	actions     []catalogue.Pattern
	notActions  []catalogue.Pattern
	dataActions []catalogue.Pattern
}

func newRoleRule(a iam.Assignment) roleRule {
	return roleRule{
		on: strings.ToLower(a.On.String()), actions: patternsOf(a.Role.Actions), notActions: patternsOf(takenAway(a.Role)),
		dataActions: patternsOf(a.Role.DataActions),
	}
}

// takenAway gives the actions that a role of Azure has not though its patterns
// say so. A role of the stack's own has no such.
func takenAway(r *iam.Role) []string {
	if r.ID == "" {
		return nil
	}
	known, _ := catalogue.Open().Role(r.ID)
	return known.NotActions
}

func patternsOf(names []string) []catalogue.Pattern {
	list := make([]catalogue.Pattern, len(names))
	for i, name := range names {
		list[i] = catalogue.PatternOf(name)
	}
	return list
}

// has reports whether the role has an action on one of the planes.
func (r *roleRule) has(action string, onData bool) bool {
	if onData {
		return covered(r.dataActions, action)
	}
	return covered(r.actions, action) && !covered(r.notActions, action)
}

func covered(list []catalogue.Pattern, action string) bool {
	return slices.ContainsFunc(list, func(p catalogue.Pattern) bool { return p.Match(action) })
}

// allows reports whether assignments together allow an action on an id, which
// is in small letters. Conditions are judged by who asks.
func allows(rules []roleRule, action string, onData bool, id string) bool {
	return slices.ContainsFunc(rules, func(r roleRule) bool { return inherits(id, r.on) && r.has(action, onData) })
}

// right is one action that an identity has by one assignment.
type right struct {
	iam.Assignment
	action  azureAction
	givers  []iam.Grant // that ask for it; none where the role has it for the sake of another assignment
	touches []string    // ids of the resources on which it could have an effect
}

// rights lists every action of assignments, each pattern of a role as the
// known actions that it stands for.
func (p *azureProver) rights(list []iam.Assignment) []right {
	var out []right
	for _, a := range list {
		rule := newRoleRule(a)
		for _, onData := range []bool{false, true} {
			for _, name := range spelledOut(a.Role, onData) {
				if !strings.Contains(name, "*") && !rule.has(name, onData) {
					continue
				}
				r := right{Assignment: a, action: newAzureAction(name, onData)}
				r.touches = p.touches(a.On, r.action)
				for _, g := range a.Grants {
					if gives(g, name, onData) {
						r.givers = append(r.givers, g)
					}
				}
				out = append(out, r)
			}
		}
	}
	return out
}

// spelledOut lists the actions of a role. A pattern that stands for no known
// action is listed as it is.
func spelledOut(r *iam.Role, onData bool) []string {
	written := r.Actions
	if onData {
		written = r.DataActions
	}
	var list []string
	for _, name := range written {
		known := []string{name}
		if strings.Contains(name, "*") {
			if meant := catalogue.Open().Expand(name, onData); len(meant) > 0 {
				known = meant
			}
		}
		for _, one := range known {
			list = addOnce(list, one)
		}
	}
	return list
}

// gives reports whether a grant asks for an action.
func gives(g iam.Grant, action string, onData bool) bool {
	list := g.Actions
	if onData {
		list = g.DataActions
	}
	return slices.ContainsFunc(list, func(name string) bool {
		return strings.EqualFold(name, action) || strings.Contains(name, "*") && catalogue.PatternOf(name).Match(action)
	})
}
