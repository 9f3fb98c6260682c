package iam

import (
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/compiler/ir"
)

// azureCustom adds the grants of a set that the author wrote, for the holder
// that the binding names; profile is the name of its profile, empty for
// management. Under a resource's id the set applies where its "resource"
// binding says, under "*" where its "stack" binding says, as written: nothing
// widens or narrows it. A rule's actions are a role of the stack's, beside the
// roles of Azure that it names.
func (d *deriver) azureCustom(b binding, profile, key string, s ir.SetUse) {
	resource := d.stack.Resource(key) // nil under "*"
	for i, rule := range s.Custom.Azure {
		where := rule.Resource
		if key == ir.Any {
			where = rule.Stack
		}
		if where == nil {
			continue // a check has said so
		}
		g := Grant{
			Cloud: cloud.Azure, Plane: b.plane, Identity: b.identity, Effect: Allow, Authored: b.authored,
			On:    azure.Fill(where.Scope, d.stack, resource, profile),
			Scope: ir.Any, Lifecycle: ir.Frozen, Set: s.ID, Custom: true, Wide: key == ir.Any,
			Origin: []Origin{{s.Pos, s.Path}}, Reason: customReason(s, rule.Description),
		}
		symbol := azure.StackScopeWord
		if resource != nil {
			g.Scope, g.Resource, g.Lifecycle = subject(resource), key, resource.Info().Lifecycle
			symbol = azure.ResourceSymbol(resource.Kind(), key)
		}
		g.Place, g.On = d.placeAt(g.On)
		for _, role := range d.customRoles(b, s, i) {
			g := g
			g.Role, g.Actions, g.DataActions = role, role.Actions, role.DataActions
			name := ""
			if role.ID != "" {
				name = role.Name.String()
			}
			g.Statement = azure.GrantSymbol(holderName(b.identity), azure.SetVerb(s, i, name), symbol)
			d.add(g)
		}
	}
}

// customRoles gives the roles of a rule: the stack's own first. A profile's
// identity gets it in main.bicep, so setup.bicep defines it, whoever holds it
// besides. What the author says of the set may be longer than Azure lets a role
// say, so it stands in the grant alone.
func (d *deriver) customRoles(b binding, s ir.SetUse, i int) []*Role {
	var list []*Role
	rule := s.Custom.Azure[i]
	if len(rule.Actions)+len(rule.DataActions) > 0 {
		file := Setup
		if b.plane == Management {
			file = Management
		}
		role := d.ownRole(azure.RoleKey(s, i), file, "what its author lists as "+strconv.Quote(s.ID)+".")
		d.extend(role, azureActions(rule.Actions, false), azureActions(rule.DataActions, true))
		list = append(list, role)
	}
	for _, name := range rule.PredefinedRoles {
		list = append(list, d.builtIn(name))
	}
	return list
}

// placeAt finds what a scope names. A resource of the stack, or its group, is
// written as the stack writes it.
func (d *deriver) placeAt(scope cloud.Text) (azure.Place, cloud.Text) {
	if place, ok := azure.PlaceOf(d.stack, scope); ok {
		return place, place.ID
	}
	if azure.BreadthOf(scope) == azure.Group {
		place := azure.StackScope(d.stack, group)[0]
		return place, place.ID
	}
	return azure.Place{}, scope
}

// azureActions gives the actions by their own names, each wildcard replaced by
// the actions that this alienc knows: what Azure adds later never enters
// silently.
func azureActions(written []string, onData bool) []string {
	known := catalogue.Open()
	var list []string
	for _, name := range written {
		if strings.Contains(name, "*") {
			list = append(list, known.Expand(name, onData)...)
		} else if action, ok := known.Action(name, onData); ok {
			list = append(list, action.Name)
		} else {
			list = append(list, name)
		}
	}
	return actionSet(list)
}

// holderName is the word for an identity in the symbols of its grants.
func holderName(identity string) string { return strings.TrimPrefix(identity, "profile:") }
