package iam

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// azureManagement adds what the vendor keeps, as on every cloud: to watch
// every resource, to update the live ones in place, and to send commands to
// what takes them. The author may add to that, or list everything alone. The
// vendor is a principal that the customer names, so there is no trust here.
func (d *deriver) azureManagement() {
	m := d.stack.Management
	if m == nil {
		m = &ir.Management{Mode: ir.ManagementAuto}
	}
	var given []binding
	if m.Mode != ir.ManagementOverride {
		given = d.azureAuto()
	}
	given = append(given, d.azureAuthored(m.Grants)...)
	for _, b := range given {
		b.holds = func(set string) bool {
			return slices.ContainsFunc(given, func(o binding) bool { return o.set.ID == set && o.on.subject == b.on.subject })
		}
		d.bindAzure(b)
	}
	for _, keyed := range m.Grants {
		for _, s := range keyed.Sets {
			if s.Custom != nil {
				d.azureCustom(binding{plane: Management, identity: management, authored: true}, "", keyed.Key, s)
			}
		}
	}
}

// azureAuto gives what follows from frozen and live.
func (d *deriver) azureAuto() []binding {
	var list []binding
	add := func(set sets.Set, r ir.Resource, origin Origin) {
		list = append(list, binding{plane: Management, identity: management, set: set, on: d.azureThing(r), origin: origin})
	}
	for _, r := range d.stack.Resources {
		heartbeat, _ := sets.Lookup(string(r.Kind()) + "/heartbeat")
		add(heartbeat, r, added(r))
		if r.Info().Lifecycle == ir.Live {
			update, _ := sets.Lookup(string(r.Kind()) + "/management")
			add(update, r, added(r))
		}
		if f, ok := r.(*ir.Function); ok && f.Commands {
			add(sets.Derived("function/commands"), f, at(f, "commandsEnabled"))
		}
	}
	return list
}

// azureAuthored gives what the author lists of alienc's sets. Under "*" a set
// means every resource of its kind, one by one.
func (d *deriver) azureAuthored(grants []ir.Keyed) []binding {
	var list []binding
	for _, keyed := range grants {
		for _, s := range keyed.Sets {
			set, ok := sets.Lookup(s.ID)
			if s.Custom != nil || !ok || !set.Grantable {
				continue // one of the author's own, or a check has said so
			}
			for _, r := range d.stack.Resources {
				if string(r.Kind()) == set.Kind && (keyed.Key == ir.Any || keyed.Key == r.Info().ID) {
					list = append(list, binding{
						plane: Management, identity: management, set: set, on: d.azureThing(r), origin: Origin{s.Pos, s.Path}, authored: true,
					})
				}
			}
		}
	}
	return list
}

// What a role of management is for, by what its key begins with.
var managementRoles = map[string]string{
	monitor:            "read settings and metrics; no key, no data, no change.",
	"live-storage":     "update live storages in place.",
	"live-registry":    "push and pull images of live artifact registries; no settings, no deletion.",
	"live-function":    "update live functions in place; no secrets, no console, no deletion.",
	"live-job":         "update schedules of live functions in place; no secrets, no console, no deletion.",
	"live-environment": "keep live functions in their environment.",
	"live-identity":    "keep the identities of live functions.",
}

// monitor is the role of what only reads.
const monitor = "monitor"

// managementRole gives the role for a rule of one of alienc's sets: one for
// watching anything, and one for each sort of thing to update, which then
// includes the watching. A role of its own is for the author who lists the
// updating of a resource without the watching, so that nobody gets more than is
// listed. Sets on data have a role as in a profile.
func (d *deriver) managementRole(b binding, rule sets.AzureRule, part string) *Role {
	if rule.As == "" {
		return d.setRole(b.set, rule, Management)
	}
	word := rule.As
	description := managementRoles[word]
	if word == monitor {
		if update := ruleOn(b.set.Kind+"/management", part); update != nil && b.holds(b.set.Kind+"/management") {
			word, description = update.As, managementRoles[update.As]
		}
	} else if ruleOn(b.set.Kind+"/heartbeat", part) != nil && !b.holds(b.set.Kind+"/heartbeat") {
		word = strings.Replace(word, "live-", "only-", 1)
	}
	return d.ownRole("management-"+word, Management, description)
}

// ruleOn gives the rule of a set on a part.
func ruleOn(set, part string) *sets.AzureRule {
	s, _ := sets.Lookup(set)
	for i := range s.Azure {
		if slices.Contains(s.Azure[i].On, part) {
			return &s.Azure[i]
		}
	}
	return nil
}

// managementVerb is the word for a role in the symbol of its assignments.
func managementVerb(r *Role) string {
	switch word := strings.TrimPrefix(r.Key, "management-"); {
	case r.ID != "":
		return azure.SendVerb
	case word == monitor:
		return "Monitor"
	case word == "live-environment" || word == "live-identity":
		return "Keep"
	}
	return "Update"
}
