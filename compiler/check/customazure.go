package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// azureSet checks a set's rules for Azure. Its own contents are checked once;
// what its key makes of it, each time.
func azureSet(r *review, w written, seen bool) {
	if len(w.Custom.Azure) == 0 {
		if !seen {
			r.add(w.at("custom-set-missing-cloud", "platforms", "set %q has no azure entry", w.ID).
				WithHelp("add it or restrict .platforms"))
		}
		return
	}
	for i, rule := range w.Custom.Azure {
		base := fmt.Sprintf("platforms.azure[%d]", i)
		if !seen {
			azureGrant(r, w, rule, base)
			for _, b := range []struct {
				binding *ir.AzureBinding
				name    string
			}{{rule.Stack, "stack"}, {rule.Resource, "resource"}} {
				if b.binding != nil {
					variablesIn(r, w, b.binding.Scope, base+".binding."+b.name+".scope", cloud.Azure, isAzureVariable)
				}
			}
		}
		used, name := w.azureBinding(rule)
		if used == nil || used.Scope == "" {
			r.add(w.at("custom-set-missing-binding", base+".binding", "set %q has no %s binding on Azure, which its key %q needs", w.ID, name, w.key).
				WithHelp(fmt.Sprintf("add binding: { %s: { scope: ... } }", name)))
			continue
		}
		azureScope(r, w, used.Scope, base+".binding."+name+".scope")
	}
}

// azureGrant checks what a rule lists.
func azureGrant(r *review, w written, rule ir.AzureRule, base string) {
	if len(rule.Actions)+len(rule.DataActions)+len(rule.PredefinedRoles) == 0 {
		r.add(w.at("custom-set-unknown-action", base+".grant", "set %q lists no action", w.ID).As(diag.Error).
			WithHelp("list the actions, or remove the entry"))
	}
	for _, d := range allowances(rule, base) {
		if d.role {
			azureRole(r, w, d)
		} else {
			azureAction(r, w, d)
		}
	}
}

// allowance is an action, or the name of a role, as a rule lists it.
type allowance struct {
	text string
	path string
	data bool
	role bool
}

// allowances lists what a rule grants, in the order of its keys.
func allowances(rule ir.AzureRule, base string) []allowance {
	var list []allowance
	for _, from := range []struct {
		key   string
		texts []string
	}{{"actions", rule.Actions}, {"dataActions", rule.DataActions}, {"predefinedRoles", rule.PredefinedRoles}} {
		for i, text := range from.texts {
			list = append(list, allowance{
				text, fmt.Sprintf("%s.grant.%s[%d]", base, from.key, i), from.key == "dataActions", from.key == "predefinedRoles",
			})
		}
	}
	return list
}

// hands tells what the word hands out to a profile, whose functions have no
// business with the code of others.
func (d allowance) hands() string {
	var power azure.Power
	if d.role {
		found, _ := catalogue.Open().Role(d.text) // an unknown one is an error
		power = azure.PowerOfRole(found)
	} else {
		power = azure.PowerOf(d.text, d.data)
	}
	if power.Replaces && (power.Hands == "" || power.Hands == cloud.Access) {
		return cloud.Work
	}
	return power.Hands
}

// azureForm is how Azure writes an action.
var azureForm = regexp.MustCompile(`^[A-Za-z0-9]+(\.[A-Za-z0-9]+)+(/[A-Za-z0-9._-]+)+/(?i:read|write|delete|action)$`)

// azureAction checks one action: that it exists, on its plane, and is spelled
// out. Wildcards are refused altogether, since the catalogue could not replace
// them by all that they mean.
func azureAction(r *review, w written, d allowance) {
	known := catalogue.Open()
	if strings.Contains(d.text, "*") {
		help := "list the actions"
		if some := known.Expand(d.text, d.data); len(some) > 0 && d.text[0] != '*' {
			help += ", such as " + some[0]
		}
		r.add(w.at("custom-set-wildcard-action", d.path, "%q is not allowed in set %q", d.text, w.ID).WithHelp(help))
		return
	}
	if _, ok := known.Action(d.text, d.data); ok {
		return
	}
	finding := w.at("custom-set-unknown-action", d.path, "%q in set %q is not a known action", d.text, w.ID)
	provider := catalogue.Provider(d.text)
	_, other := known.Action(d.text, !d.data)
	near := diag.DidYouMean(d.text, azureNear(provider, d.data))
	switch {
	case near != "" && !other:
		finding = finding.As(diag.Error).WithHelp(fmt.Sprintf("did you mean %s?", near))
	case !azureForm.MatchString(d.text):
		finding = finding.As(diag.Error).WithHelp(`write Provider/type/verb, such as "Microsoft.Storage/storageAccounts/read"`)
	case other && d.data:
		finding = finding.As(diag.Error).WithHelp("it is on the control plane: list it under actions")
	case other:
		finding = finding.As(diag.Error).WithHelp("it is on data: list it under dataActions")
	case !known.HasProvider(provider):
		finding = finding.WithHelp(fmt.Sprintf("this alienc knows no provider %q; the action counts as writing data", provider))
	default:
		finding = finding.WithHelp("check its spelling; an action that this alienc does not know counts as writing data")
	}
	r.add(finding)
}

// azureNear lists the known actions of a provider on one of the planes.
func azureNear(provider string, onData bool) []string {
	var list []string
	for _, a := range catalogue.Open().Actions() {
		if a.Data == onData && strings.EqualFold(catalogue.Provider(a.Name), provider) {
			list = append(list, a.Name)
		}
	}
	return list
}

// azureRole checks a role of Azure's: that it is known, since nobody could say
// what another one grants, and not among those that are never granted.
func azureRole(r *review, w written, d allowance) {
	found, ok := catalogue.Open().Role(d.text)
	switch {
	case !ok:
		var names []string
		for _, known := range catalogue.Open().Roles() {
			names = append(names, known.Name)
		}
		r.add(w.at("custom-set-unknown-action", d.path, "%q in set %q is not a role that this alienc knows", d.text, w.ID).As(diag.Error).
			WithHelp(didYouMean(d.text, names, "list the actions that are needed")))
	case slices.Contains(azure.Never, found.Name):
		r.add(w.at("custom-set-privileged", d.path, "%q in set %q is a role that alienc never grants", found.Name, w.ID).
			WithHelp("list the actions that are needed"))
	}
}

// azurePrivileged finds what lets a profile widen what it or somebody else may
// do.
func azurePrivileged(r *review, w written) {
	for i, rule := range w.Custom.Azure {
		for _, d := range allowances(rule, fmt.Sprintf("platforms.azure[%d]", i)) {
			if hands := d.hands(); hands != "" && d.allowed() {
				r.addAcceptable(w.at("custom-set-privileged", d.path, "%q in set %q can hand out %s", d.text, w.ID, hands).
					WithHelp("remove it"), w.subject(r)+" "+d.text)
			}
		}
	}
}

// allowed reports whether the word is one that is not refused anyway.
func (d allowance) allowed() bool {
	if !d.role {
		return !strings.Contains(d.text, "*")
	}
	found, ok := catalogue.Open().Role(d.text)
	return ok && !slices.Contains(azure.Never, found.Name)
}
