package azure

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/compiler/ir"
)

// Breadth is how much a scope covers: a right on a scope is a right on all
// that lies below it.
type Breadth int

const (
	// Malformed is no scope of Azure.
	Malformed Breadth = iota
	// Elsewhere lies in another subscription or resource group than the
	// deployment's, as far as anybody can tell before it.
	Elsewhere
	// Everything is a whole tenant or a management group.
	Everything
	// Subscription is the whole subscription of the deployment.
	Subscription
	// Group is the whole resource group of the deployment.
	Group
	// Single is one resource in that group.
	Single
)

// BreadthOf tells how much a scope covers.
func BreadthOf(scope cloud.Text) Breadth {
	text := scope.String()
	if strings.Trim(text, "/*") == "" && text != "" || hasPrefix(text, "/providers/Microsoft.Management/managementGroups/") {
		return Everything
	}
	parts := strings.Split(strings.TrimPrefix(text, "/"), "/")
	if !strings.HasPrefix(text, "/") || slices.Contains(parts, "") || strings.ContainsAny(text, "*?") || !strings.EqualFold(parts[0], "subscriptions") {
		return Malformed
	}
	own := strings.Split(folded(groupID), "/")[1:]
	for i, part := range parts[:min(len(parts), len(own))] {
		if strings.EqualFold(part, own[i]) {
			continue
		}
		if i%2 == 1 { // a name that is another
			return Elsewhere
		}
		return Malformed
	}
	switch rest := len(parts) - len(own); {
	case len(parts) == 2:
		return Subscription
	case rest == 0:
		return Group
	case rest < 4 || rest%2 == 1 || !strings.EqualFold(parts[len(own)], "providers"):
		return Malformed
	}
	return Single
}

// PlaceOf finds the resource of the stack that a scope names.
func PlaceOf(s *ir.Stack, scope cloud.Text) (Place, bool) {
	key := folded(scope)
	for _, p := range Places(s) {
		if folded(p.ID) == key {
			return p, true
		}
	}
	return Place{}, false
}

// sharedParts lists the parts that a resource shares with others. A right on one of
// them, or above it, is felt by the resource; a right below it may be on
// another resource. What a function reads from is a resource of its own.
var sharedParts = map[string]bool{"namespace": true, "environment": true, "identity": true, "pull-identity": true}

// Touches reports whether a right on a scope can be a right on a resource, on
// a part of it, or on something that it needs: the scope is one of them, or
// one lies below the other.
func Touches(s *ir.Stack, scope cloud.Text, r ir.Resource) bool {
	one := folded(scope)
	for _, part := range Parts(r.Kind()) {
		if part == "sources" {
			continue
		}
		for _, p := range Scope(s, r, part) {
			if two := folded(p.ID); within(two, one) || within(one, two) && !sharedParts[part] {
				return true
			}
		}
	}
	return false
}

// bounded holds the providers whose actions are on resources of their own. The
// actions of others, such as locks and diagnostic settings, can be on any.
var bounded = map[string]bool{
	"microsoft.app": true, "microsoft.containerregistry": true, "microsoft.keyvault": true, "microsoft.managedidentity": true,
	"microsoft.operationalinsights": true, "microsoft.servicebus": true, "microsoft.storage": true,
}

// Bounded reports whether the actions of an action's provider are on resources
// of its own types. Those of another provider can be on any resource.
func Bounded(action string) bool { return bounded[strings.ToLower(catalogue.Provider(action))] }

// Concerns reports whether an action can be about the resource, a part of it,
// or something that it needs, by its provider.
func Concerns(action string, s *ir.Stack, r ir.Resource) bool {
	if !Bounded(action) {
		return true
	}
	provider := catalogue.Provider(action)
	for _, part := range Parts(r.Kind()) {
		for _, p := range Scope(s, r, part) {
			if part != "sources" && strings.EqualFold(catalogue.Provider(p.Type), provider) {
				return true
			}
		}
	}
	return false
}

// within reports whether an id is another one, or lies below it.
func within(id, of string) bool {
	return id == of || strings.HasPrefix(id, strings.TrimSuffix(of, "/")+"/")
}

// folded writes an id so that equal ones are equal: Azure looks over case.
func folded(id cloud.Text) string { return strings.ToLower(id.String()) }

func hasPrefix(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}
