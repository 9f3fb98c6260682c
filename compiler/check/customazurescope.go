package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// azureBinding gives the part of a rule that says where it applies under the
// key of the set, nil if the author left it out, and the part's name.
func (w written) azureBinding(rule ir.AzureRule) (binding *ir.AzureBinding, name string) {
	if w.key == ir.Any {
		return rule.Stack, "stack"
	}
	return rule.Resource, "resource"
}

// isAzureVariable reports whether a variable has a value on Azure for some
// resource.
func isAzureVariable(name string) bool { return slices.Contains(azure.Interpolations, name) }

// profileOn is the profile that a holder's identity on Azure is named after.
func profileOn(h holder) string {
	if h.profile == nil {
		return ""
	}
	return h.profile.Name
}

// azureScope checks that a scope names a resource of the stack. Only the
// resource group may be accepted instead: a deployment can grant nothing
// outside it, and nothing on what the template does not know.
func azureScope(r *review, w written, scope, path string) {
	on := r.Stack.Resource(w.key) // nil under "*"
	if w.key != ir.Any && on == nil {
		return // an unknown key, which is reported
	}
	if !valuesOf(r, w, on, scope, path) {
		return
	}
	filled := azure.Fill(scope, r.Stack, on, profileOn(w.holder))
	if _, ok := azure.PlaceOf(r.Stack, filled); ok {
		return
	}
	why, help, acceptable := "", scopeHelp(r, on), false
	switch azure.BreadthOf(filled) {
	case azure.Malformed:
		why = "is not the id of a resource"
	case azure.Elsewhere:
		why, help = "lies outside the resource group of the deployment", "write ${subscriptionId} and ${resourceGroup} in their places"
	case azure.Everything:
		why = "covers everything"
	case azure.Subscription:
		why = "covers the whole subscription"
	case azure.Group:
		why, acceptable = "covers the whole resource group", true
	case azure.Single:
		why = "names no resource of the stack"
	}
	d := w.at("custom-set-wide-scope", path, "scope %q in set %q %s", scope, w.ID, why).WithHelp(help)
	if acceptable {
		r.addAcceptable(d, w.subject(r)+" "+scope)
		return
	}
	r.add(d)
}

// valuesOf checks that what a scope asks for has a value for the key and the
// holder of the set, and reports whether all has. Variables that exist nowhere
// are reported as such.
func valuesOf(r *review, w written, on ir.Resource, scope, path string) bool {
	pieces, err := ir.Interpolate(scope)
	complete := err == nil
	for _, p := range pieces {
		if p.Var == "" {
			continue
		}
		if _, ok := azure.Interpolation(p.Var, r.Stack, on, profileOn(w.holder)); ok {
			continue
		}
		complete = false
		if !isAzureVariable(p.Var) {
			continue
		}
		of, help := `under "*"`, "grant the set under the id of a resource"
		if on != nil {
			of, help = fmt.Sprintf("for %s %q", on.Kind(), on.Info().ID), "use ${resourceName}"
		}
		if p.Var == "serviceAccountName" {
			of, help = "for management on Azure, which is a principal of the customer's", "use ${principalId}"
		}
		r.add(w.at("unknown-variable", path, "variable ${%s} has no value %s", p.Var, of).WithHelp(help))
	}
	return complete
}

// scopeHelp says how an author writes the scope of a resource. Under "*" there
// is none: most names are known only at deployment.
func scopeHelp(r *review, on ir.Resource) string {
	if on == nil {
		return "grant the set under the id of a resource, and name that in a resource binding"
	}
	example := "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/"
	for i, part := range strings.Split(azure.Scope(r.Stack, on, azure.Parts(on.Kind())[0])[0].Type, "/") {
		if i == 0 {
			example += part
		} else {
			example += "/" + part + "/${resourceName}"
		}
	}
	return "name a resource of the stack, such as " + example
}
