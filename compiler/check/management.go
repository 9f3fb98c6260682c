package check

import (
	"fmt"

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
		if info.Lifecycle != ir.Live || updated[info.ID] || !r.updates(kind) {
			continue
		}
		r.add(declared(diag.New("management-incomplete", m.Pos, "permissions.management",
			fmt.Sprintf("override leaves live %s %q without update rights", kind, info.ID)).
			WithHelp(fmt.Sprintf("add %s: [%q] to it, or make %q frozen", property(info.ID), string(kind)+"/management", info.ID)), on))
	}
}
