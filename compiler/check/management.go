package check

import (
	"fmt"
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// contents is what a resource keeps for the customer, by kind.
var contents = map[ir.Kind]string{
	ir.KindStorage: "objects", ir.KindKv: "items", ir.KindQueue: "messages", ir.KindVault: "secret values",
	ir.KindArtifactRegistry: "images",
}

// management checks the built-in sets that the author gives to management:
// whatever the author writes, the vendor reads and writes no data, and leaves
// frozen resources alone. For custom sets, see managedSet.
func management(r *review) {
	m := r.Stack.Management
	updated := map[string]bool{}
	for _, k := range m.Grants {
		for _, s := range k.Sets {
			set, ok := sets.Lookup(s.ID)
			if s.Custom != nil || !ok || !set.Grantable {
				continue
			}
			for _, on := range r.under(k.Key, ir.Kind(set.Kind)) {
				r.managed(s, set, on)
				updated[on.Info().ID] = updated[on.Info().ID] || set.Purpose == "management"
			}
		}
	}
	if m.Mode == ir.ManagementOverride {
		r.incomplete(m, updated)
	}
}

// under gives the resources that a built-in set of management is on: the one
// of its key, or all of the stack's that are of its kind.
func (r *review) under(key string, kind ir.Kind) []ir.Resource {
	var list []ir.Resource
	for _, on := range r.Stack.Resources {
		if on.Kind() == kind && (key == ir.Any || on.Info().ID == key) {
			list = append(list, on)
		}
	}
	return list
}

// managed checks one built-in set on one resource.
func (r *review) managed(s ir.SetUse, set sets.Set, on ir.Resource) {
	info := on.Info()
	frozen := info.Lifecycle == ir.Frozen
	var id, would string
	switch {
	case set.Purpose == "data-read", set.Purpose == "pull" && frozen:
		id, would = "management-reads-data", fmt.Sprintf("read %s of %q", contents[on.Kind()], info.ID)
	case set.Purpose == "data-write":
		id, would = "management-writes-data", fmt.Sprintf("write %s of %q", contents[on.Kind()], info.ID)
	case frozen && (set.Purpose == "management" || set.Purpose == "push"):
		id, would = "management-mutates-frozen", fmt.Sprintf("change frozen %q", info.ID)
	default:
		return
	}
	d := diag.New(id, s.Pos, s.Path, fmt.Sprintf("management would %s through %s", would, set.ID)).WithHelp("remove it")
	r.addAcceptable(declared(d, on), subject("management", on, set.ID))
}

// incomplete finds the live resources that an override leaves without the set
// that updates them, where that set gives something.
func (r *review) incomplete(m *ir.Management, updated map[string]bool) {
	for _, on := range r.Stack.Resources {
		info, kind := on.Info(), on.Kind()
		if info.Lifecycle != ir.Live || updated[info.ID] || !r.updates(on) {
			continue
		}
		r.add(declared(diag.New("management-incomplete", m.Pos, "permissions.management",
			fmt.Sprintf("override leaves live %s %q without update rights", kind, info.ID)).
			WithHelp(fmt.Sprintf("add %s: [%q] to it, or make %q frozen", property(info.ID), updateSet(on), info.ID)), on))
	}
}

// derived reports whether management follows from frozen and live at all.
func derived(s *ir.Stack) bool { return s.Management.Mode != ir.ManagementOverride }

// updateSet is the set by which management updates a resource in place.
func updateSet(on ir.Resource) string { return string(on.Kind()) + "/management" }

// mayUpdate reports whether management has that set: because the resource is
// live, or because the author lists it.
func mayUpdate(s *ir.Stack, on ir.Resource) bool {
	return derived(s) && on.Info().Lifecycle == ir.Live || lists(s, on, updateSet(on))
}

// lists reports whether the author gives management a built-in set on a resource.
func lists(s *ir.Stack, on ir.Resource, set string) bool {
	return slices.ContainsFunc(s.Management.Grants, func(k ir.Keyed) bool {
		return (k.Key == ir.Any || k.Key == on.Info().ID) && slices.ContainsFunc(k.Sets, func(s ir.SetUse) bool {
			return s.Custom == nil && sets.Canonical(s.ID) == set
		})
	})
}

// onlyMonitors reports whether all that management has on a resource on a cloud
// is to watch it. A set of the author's own counts where it names the resource.
func onlyMonitors(s *ir.Stack, on ir.Resource, where cloud.Name) bool {
	monitors := derived(s)
	for _, k := range s.Management.Grants {
		for _, use := range k.Sets {
			set, builtIn := sets.Lookup(use.ID)
			switch {
			case k.Key != ir.Any && k.Key != on.Info().ID:
			case use.Custom != nil:
				if k.Key != ir.Any {
					return false
				}
			case !builtIn || set.Kind != string(on.Kind()) || !effective(where, set):
			case set.Purpose != "heartbeat":
				return false
			default:
				monitors = true
			}
		}
	}
	return monitors
}
