package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// deeds says in words what a set lets its holder do to a resource. What reads
// and what writes is said as one where somebody holds both.
var deeds = map[string][]string{
	"storage/data-read":            {"read objects"},
	"storage/data-write":           {"write objects"},
	"storage/heartbeat":            {"see settings"},
	"storage/management":           {"change settings"},
	"kv/data-read":                 {"read items"},
	"kv/data-write":                {"write items"},
	"kv/heartbeat":                 {"see settings"},
	"kv/management":                {"change settings"},
	"queue/data-read":              {"receive messages"},
	"queue/data-write":             {"send messages"},
	"queue/heartbeat":              {"see settings"},
	"vault/data-read":              {"read values"},
	"vault/data-write":             {"write values"},
	"vault/heartbeat":              {"see metadata"},
	"artifact-registry/pull":       {"pull images"},
	"artifact-registry/push":       {"pull images", "push images"},
	"artifact-registry/heartbeat":  {"see settings"},
	"artifact-registry/management": {"pull images", "push images", "change settings"},
	"function/invoke":              {"call"},
	"function/heartbeat":           {"see settings"},
	"function/management":          {"replace code", "change settings"},
	"derived:commands":             {"call"},
	"derived:queue-trigger":        {"receive messages"},
	"derived:logs":                 {"write logs"},
}

// pairs are two deeds that are said as one.
var pairs = [][3]string{
	{"read objects", "write objects", "read and write objects"},
	{"read items", "write items", "read and write items"},
	{"receive messages", "send messages", "receive and send messages"},
	{"read values", "write values", "read and write values"},
	{"pull images", "push images", "push and pull images"},
	{"see settings", "change settings", "see and change settings"},
}

// order is how deeds stand in a row, the gravest first. What an author's own
// set does comes behind them.
var order = []string{
	"replace code", "call", "read and write objects", "read objects", "write objects", "read and write items", "read items", "write items",
	"receive and send messages", "receive messages", "send messages", "read and write values", "read values", "write values",
	"push and pull images", "pull images", "push images", "write logs", "see and change settings", "change settings", "see settings", "see metadata",
}

// reach says for each resource what the vendor can do to it, by itself and
// through the code of live functions.
func reach(in Input) []Reach {
	vendor := map[string][]string{}               // sets, by resource
	byProfile := map[string]map[string][]string{} // sets, by profile and resource
	for _, g := range in.Plan.Grants {
		if g.Cloud != cloud.AWS || g.Effect == iam.Deny || g.Resource == "" {
			continue
		}
		switch {
		case g.Plane == iam.Management && g.Identity == management:
			vendor[g.Resource] = addOnce(vendor[g.Resource], g.Set)
		case g.Plane == iam.Runtime:
			profile, ok := strings.CutPrefix(g.Identity, "profile:")
			if !ok {
				continue
			}
			if byProfile[profile] == nil {
				byProfile[profile] = map[string][]string{}
			}
			byProfile[profile][g.Resource] = addOnce(byProfile[profile][g.Resource], g.Set)
		}
	}
	through := map[string][]Through{} // by resource
	for _, f := range in.Stack.Functions() {
		if f.Lifecycle != ir.Live {
			continue
		}
		for id, list := range byProfile[f.Profile] {
			if id == f.ID { // its own logs
				list = slices.DeleteFunc(slices.Clone(list), func(set string) bool { return set == "derived:logs" })
			}
			if len(list) > 0 {
				through[id] = append(through[id], Through{Function: f.ID, Sets: slices.Sorted(slices.Values(list)), Words: words(list)})
			}
		}
	}
	list := make([]Reach, 0, len(in.Stack.Resources))
	for _, r := range in.Stack.Resources {
		info := r.Info()
		row := Reach{
			Resource: info.ID, Kind: r.Kind(), Lifecycle: info.Lifecycle,
			Management: words(vendor[info.ID]), Through: through[info.ID],
		}
		all := vendor[info.ID]
		for _, t := range row.Through {
			all = append(all[:len(all):len(all)], t.Sets...)
		}
		row.Together = words(all)
		list = append(list, row)
	}
	return list
}

// words says what sets allow together.
func words(sets []string) []string {
	held := map[string]bool{}
	var custom []string
	for _, id := range sets {
		list, known := deeds[id]
		if !known {
			custom = addOnce(custom, "whatever "+id+" allows")
		}
		for _, deed := range list {
			held[deed] = true
		}
	}
	for _, pair := range pairs {
		if held[pair[0]] && held[pair[1]] {
			delete(held, pair[0])
			delete(held, pair[1])
			held[pair[2]] = true
		}
	}
	var out []string
	for _, deed := range order {
		if held[deed] {
			out = append(out, deed)
		}
	}
	slices.Sort(custom)
	return append(out, custom...)
}

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
