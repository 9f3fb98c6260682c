package iam

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// group is the part of everything that is the resource group of the stack.
const group = "group"

// azureThing makes a thing of a resource of the stack.
func (d *deriver) azureThing(r ir.Resource) thing {
	t := d.resource(r)
	t.places = func(part string) []azure.Place {
		if part == group {
			return azure.StackScope(d.stack, part)
		}
		return azure.Scope(d.stack, r, part)
	}
	return t
}

// eventsThing is a storage of which the events are those for one function.
func (d *deriver) eventsThing(r *ir.Storage, f *ir.Function) thing {
	t := d.azureThing(r)
	all := t.places
	t.places = func(part string) []azure.Place {
		var list []azure.Place
		for i, q := range azure.EventQueues(d.stack, r) {
			if q.Function == f {
				list = append(list, all(part)[i])
			}
		}
		return list
	}
	return t
}

// bindAzure adds the grants of each rule of the set that applies.
func (d *deriver) bindAzure(b binding) {
	for _, rule := range b.set.Azure {
		if rule.When != "" && !b.on.is(rule.When) {
			continue
		}
		for _, part := range rule.On {
			for _, place := range b.on.places(part) {
				d.add(d.azureGrant(b, rule, part, place))
			}
		}
	}
}

func (d *deriver) azureGrant(b binding, rule sets.AzureRule, part string, place azure.Place) Grant {
	g := Grant{
		Cloud: cloud.Azure, Plane: b.plane, Identity: b.identity, Effect: Allow, Actions: rule.Actions, DataActions: rule.DataActions,
		On: place.ID, Place: place, Scope: b.on.subject + "/" + part, Conditions: d.azureConditions(rule), Lifecycle: ir.Frozen,
		Set: b.set.ID, Origin: []Origin{b.origin}, Reason: b.set.Doc,
		Authored: b.authored, Damage: rule.Damage, Surplus: rule.Surplus, Wildcard: rule.Reason,
	}
	if rule.Doc != "" {
		g.Reason = rule.Doc
	}
	if b.set.Derived {
		g.Set = "derived:" + b.set.Purpose
	}
	if r := b.on.resource; r != nil {
		g.Resource, g.Lifecycle = r.Info().ID, r.Info().Lifecycle
	}
	if b.source != nil {
		g.Source = b.source.Info().ID
	}
	if rule.Principal != "" {
		g.Identity = rule.Principal // no role says so, but a setting of the resource
		return g
	}
	d.carry(&g, b, rule, part)
	return g
}

// azureConditions fills in what a rule leaves to the stack: the ids of the
// roles that its identities hold.
func (d *deriver) azureConditions(rule sets.AzureRule) []Condition {
	var out []Condition
	for _, c := range rule.Condition {
		var values []cloud.Text
		for _, v := range c.Values {
			if v == "${roles}" {
				values = append(values, d.grantedRoles()...)
			} else {
				values = append(values, cloud.Lit(v))
			}
		}
		out = append(out, Condition{c.Operator, c.Key, sortedTexts(values)})
	}
	return out
}

// grantedRoles gives the ids of the roles that main.bicep grants: those of
// Azure as they are, those of the stack as their definition has them.
func (d *deriver) grantedRoles() []cloud.Text {
	var list []cloud.Text
	seen := map[*Role]bool{}
	for i := range d.grants {
		g := &d.grants[i]
		if g.Cloud != cloud.Azure || g.Plane != Runtime || g.Role == nil || seen[g.Role] {
			continue
		}
		seen[g.Role] = true
		if g.Role.ID != "" {
			list = append(list, cloud.Lit(g.Role.ID))
		} else {
			list = append(list, cloud.Concat(azure.Attribute(g.Role.Symbol, azure.NameProperty)))
		}
	}
	return list
}

// carry gives a grant its role, and the symbol of the assignment. A role of
// Azure grants all that it has, whatever the set asks for.
func (d *deriver) carry(g *Grant, b binding, rule sets.AzureRule, part string) {
	switch {
	case rule.Role != "":
		g.Role = d.builtIn(rule.Role)
		g.Actions, g.DataActions = g.Role.Actions, g.Role.DataActions
	case b.plane == Management:
		g.Role = d.managementRole(b, rule, part)
	case b.plane == Runtime:
		g.Role = d.setRole(b.set, rule, Setup)
	default: // setup and teardown have one role each
		g.Role = d.ownRole(b.identity, b.plane, phases[b.plane])
	}
	d.extend(g.Role, g.Actions, g.DataActions)
	g.Statement = azureSymbol(g, b)
}

// azureSymbol is the symbol of the assignment of a role, which says whose it is
// and on what.
func azureSymbol(g *Grant, b binding) string {
	switch {
	case b.plane == Setup || b.plane == Teardown:
		return b.identity + "Assignment"
	case b.plane == Management:
		return azure.GrantSymbol(management, managementVerb(g.Role), g.Place.Symbol)
	case b.identity == pull:
		return azure.GrantSymbol(pull, azure.PullVerb, g.Place.Symbol)
	case b.identity == events:
		return azure.GrantSymbol(events, azure.SendVerb, g.Place.Symbol)
	}
	name := holderName(b.identity)
	if b.set.Derived {
		return azure.GrantSymbol(name, azure.ReceiveVerb, g.Place.Symbol)
	}
	on := g.Place.Symbol
	if r := b.on.resource; oneRole(b.set) {
		on = azure.ResourceSymbol(r.Kind(), r.Info().ID) // the author knows no parts
	}
	return azure.GrantSymbol(name, azure.GrantVerb(b.set.ID), on)
}

// shareAssignments gives grants of one identity, place and role the symbol of
// the first: Azure knows only one assignment for all of them.
func (d *deriver) shareAssignments() {
	symbols := map[assignmentKey]string{}
	for i := range d.grants {
		g := &d.grants[i]
		if g.Cloud != cloud.Azure || g.Role == nil {
			continue
		}
		key := assignmentOf(g)
		if symbols[key] == "" {
			symbols[key] = g.Statement
		}
		g.Statement = symbols[key]
	}
}

// actionSet sorts actions as people read them, each once: Azure does not tell
// capitals from small letters.
func actionSet(lists ...[]string) []string {
	list := slices.Concat(lists...)
	slices.SortFunc(list, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return slices.CompactFunc(list, strings.EqualFold)
}
