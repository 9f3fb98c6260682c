package azure

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// Interpolation gives the value of a variable of a custom permission set. The
// resource is the one that the set is granted on, nil under "*", where what is
// about a resource has no value. The profile is the one that grants it, empty
// for management: that is a principal of the customer's, whose name nobody
// knows before.
func Interpolation(name string, s *ir.Stack, r ir.Resource, profile string) (cloud.Text, bool) {
	switch name {
	case "stackPrefix":
		return cloud.Lit(s.ID), true // there is no parameter for it
	case "subscriptionId":
		return cloud.Concat(SubscriptionID), true
	case "resourceGroup":
		return cloud.Concat(ResourceGroup), true
	case "serviceAccountName":
		return IdentityName(s.ID, profile), profile != ""
	case "principalId":
		if profile == "" {
			return cloud.Concat(ManagementPrincipal), true
		}
		return cloud.Concat(Attribute(ProfileSymbol(profile), PrincipalIDProperty)), true
	case "stackTag":
		return cloud.Lit("alien-stack"), true
	case "resourceTag":
		return cloud.Lit("alien-resource"), true
	case "managedByTag":
		return cloud.Lit("managed-by"), true
	}
	if r != nil {
		switch name {
		case "resourceName":
			return Name(r), true
		case "resourceId":
			return cloud.Lit(r.Info().ID), true
		case "storageAccountName":
			if kind := r.Kind(); kind == ir.KindStorage || kind == ir.KindKv {
				return Name(r), true
			}
		}
	}
	return nil, false
}

// Interpolations lists the variables that have a value for some resource, in
// the order of the language reference.
var Interpolations = []string{
	"stackPrefix", "resourceName", "resourceId", "subscriptionId", "resourceGroup", "storageAccountName",
	"serviceAccountName", "principalId", "stackTag", "resourceTag", "managedByTag",
}

// nameAt gives the name of the resource of a key for a place in a scope: a
// storage is an account and a container, a kv an account and a table, a queue
// stands in a namespace.
func nameAt(s *ir.Stack, r ir.Resource, before string) cloud.Text {
	at := func(segment string) bool { return strings.HasSuffix(strings.ToLower(before), "/"+segment+"/") }
	switch kind := r.Kind(); {
	case kind == ir.KindStorage && at("containers"):
		return cloud.Lit(ContainerName)
	case kind == ir.KindKv && at("tables"):
		return cloud.Lit(TableName)
	case kind == ir.KindQueue && at("namespaces"):
		return NamespaceName(s.ID)
	}
	return Name(r)
}

// Fill gives a string of a custom permission set with its variables in place.
// In a scope, ${resourceName} is the name that the resource has at that place.
// A variable without value, which a check refuses, stays as it was written.
func Fill(text string, s *ir.Stack, r ir.Resource, profile string) cloud.Text {
	pieces, err := ir.Interpolate(text)
	if err != nil {
		return cloud.Lit(text)
	}
	var out cloud.Text
	before := ""
	for _, p := range pieces {
		if p.Var == "" {
			out, before = cloud.Concat(out, p.Lit), p.Lit
		} else if p.Var == "resourceName" && r != nil {
			out = cloud.Concat(out, nameAt(s, r, before))
		} else if value, ok := Interpolation(p.Var, s, r, profile); ok {
			out = cloud.Concat(out, value)
		} else {
			out = cloud.Concat(out, "${"+p.Var+"}")
		}
	}
	return out
}
