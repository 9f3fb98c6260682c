// Package azure holds what is true of Azure whatever is emitted: physical
// names, ids of resources, symbols of a template, the wire format of bindings,
// built-in roles, ranges and quotas. Each fact stands in one table, which
// checks, grants and templates all read.
//
// Nothing here knows a permission of alienc's own or the syntax of a template.
// A stack has a resource group of its own: names that only have to differ
// within a group do not carry the stack's id.
package azure

import (
	"strings"

	"github.com/alienc/alienc/cloud"
)

// What is known only at deployment. The names are those that documents show;
// how a template writes each of them, its emitter knows.
const (
	// Unique tells this deployment of the stack from all others: Bicep's
	// uniqueString of the resource group and the stack's id.
	Unique cloud.Var = "unique"
	// GroupUnique is uniqueString of the resource group alone.
	GroupUnique    cloud.Var = "groupUnique"
	SubscriptionID cloud.Var = "subscriptionId"
	ResourceGroup  cloud.Var = "resourceGroup" // its name
	TenantID       cloud.Var = "tenantId"
	Location       cloud.Var = LocationParameter
)

// ManagementPrincipal is the object id of the vendor's service principal in
// the customer's tenant, which the customer says.
const ManagementPrincipal cloud.Var = ManagementPrincipalParameter

// Attribute is a property of a resource of the template, known once that
// resource exists: Attribute("profileExecution", ClientIDProperty).
func Attribute(symbol, property string) cloud.Var { return cloud.Var(symbol + "." + property) }

// Properties that texts refer to: of every resource, of an identity, of the
// environment, of a registry.
const (
	NameProperty          = "name"
	ClientIDProperty      = "properties.clientId"
	PrincipalIDProperty   = "properties.principalId"
	DefaultDomainProperty = "properties.defaultDomain"
	LoginServerProperty   = "properties.loginServer"
)

// AttributeOf takes an attribute apart: the symbol, and the path of the
// property. It is false for any other variable.
func AttributeOf(v cloud.Var) (symbol string, path []string, ok bool) {
	parts := strings.Split(string(v), ".")
	return parts[0], parts[1:], len(parts) > 1
}

// Parts of a pattern: what the author's id and the stack's id are put in for.
// They never leave this package.
const (
	id    cloud.Var = "id"
	stack cloud.Var = "stack"
)

// with gives the pattern with both filled in.
func with(pattern cloud.Text, stackID, value string) cloud.Text {
	out := make(cloud.Text, 0, len(pattern))
	for _, s := range pattern {
		switch s.Var {
		case id:
			s = cloud.Segment{Lit: value}
		case stack:
			s = cloud.Segment{Lit: stackID}
		}
		if n := len(out); n > 0 && s.Var == "" && out[n-1].Var == "" {
			out[n-1].Lit += s.Lit
		} else if s != (cloud.Segment{}) {
			out = append(out, s)
		}
	}
	return out
}

// uniqueLength is how many characters uniqueString always gives, of a to z and
// 2 to 7.
const uniqueLength = 13

// guidLength is how many characters the ids of subscriptions, tenants and
// principals have.
const guidLength = len("00000000-0000-0000-0000-000000000000")

// longest is the greatest length of a variable's value, in characters; of an
// attribute under the path of its property.
var longest = map[cloud.Var]int{
	Unique:                uniqueLength,
	GroupUnique:           uniqueLength,
	SubscriptionID:        guidLength,
	TenantID:              guidLength,
	ManagementPrincipal:   guidLength,
	ResourceGroup:         90,
	Location:              18, // germanywestcentral
	NameProperty:          260,
	ClientIDProperty:      guidLength,
	PrincipalIDProperty:   guidLength,
	DefaultDomainProperty: 253, // of any domain name
	LoginServerProperty:   253,
}

// Longest gives the greatest number of characters that a text can have.
func Longest(t cloud.Text) int {
	n := 0
	for _, s := range t {
		n += len(s.Lit)
		if s.Var == "" {
			continue
		}
		name := s.Var
		if _, path, ok := AttributeOf(s.Var); ok {
			name = cloud.Var(strings.Join(path, "."))
		}
		length, known := longest[name]
		if !known {
			panic("azure: nobody knows how long ${" + string(s.Var) + "} can be")
		}
		n += length
	}
	return n
}
