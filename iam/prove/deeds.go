package prove

import (
	"maps"
	"slices"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
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
	"derived:monitor":              {"read metrics of the account", "see the state of the stack"},
	"derived:commands":             {"call"},
	"derived:queue-trigger":        {"receive messages"},
	"derived:logs":                 {"write logs"},
	"derived:command-receipt":      {"receive commands"},
	"derived:event-receipt":        {"receive events"},
	"derived:image-pull":           {"pull images"},
	"derived:ingress":              {"call"},
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
// sets do comes behind them.
var order = []string{
	"replace code", "call", "read and write objects", "read objects", "write objects", "read and write items", "read items", "write items",
	"receive and send messages", "receive messages", "send messages", "read and write values", "read values", "write values",
	"push and pull images", "pull images", "push images", "receive commands", "receive events", "write logs", "see and change settings", "change settings", "see settings", "see metadata",
	"read metrics of the account", "see the state of the stack",
}

// held is what somebody holds on one resource.
type held struct {
	sets   []string            // ids of alienc's own
	custom map[string][]string // deeds by the id of a set that the author wrote
}

func (h *held) add(set string, custom bool, deeds []string) {
	if !custom {
		h.sets = addOnce(h.sets, set)
		return
	}
	if h.custom == nil {
		h.custom = map[string][]string{}
	}
	for _, deed := range deeds {
		h.custom[set] = addOnce(h.custom[set], deed)
	}
}

// and gives both together.
func (h held) and(other held) held {
	out := held{sets: slices.Clone(h.sets)}
	for _, id := range other.sets {
		out.sets = addOnce(out.sets, id)
	}
	for _, from := range []held{h, other} {
		for id, deeds := range from.custom {
			out.add(id, true, deeds)
		}
	}
	return out
}

// ids lists the sets, sorted.
func (h held) ids() []string {
	return slices.Sorted(slices.Values(slices.AppendSeq(slices.Clone(h.sets), maps.Keys(h.custom))))
}

// deeds says what the sets allow together.
func (h held) deeds() []Deed {
	did := map[string]bool{}
	for _, id := range h.sets {
		for _, deed := range deeds[id] {
			did[deed] = true
		}
	}
	for _, pair := range pairs {
		if did[pair[0]] && did[pair[1]] {
			delete(did, pair[0])
			delete(did, pair[1])
			did[pair[2]] = true
		}
	}
	var out []Deed
	for _, deed := range order {
		if did[deed] {
			out = append(out, Deed{Text: deed})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(h.custom)) {
		out = append(out, Deed{Text: together(h.custom[id]), Set: id})
	}
	return out
}

// verbs is how the deeds of an author's set stand in a sentence, the gravest
// first.
var verbs = strings.Fields("hand do replace call read write delete change see")

// together joins deeds that begin with one of the verbs.
func together(list []string) string {
	rank := func(deed string) int {
		verb, _, _ := strings.Cut(deed, " ")
		return slices.Index(verbs, verb)
	}
	list = slices.Sorted(slices.Values(list))
	for _, pair := range [][2]string{{"read ", "write "}, {"see ", "change "}} {
		for i, deed := range list {
			what, mild := strings.CutPrefix(deed, pair[0])
			if at := slices.Index(list, pair[1]+what); mild && at >= 0 {
				list[i] = pair[0] + "and " + pair[1] + what
				list = slices.Delete(list, at, at+1)
				break
			}
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return rank(a) - rank(b) })
	if last := len(list) - 1; last > 0 {
		return strings.Join(list[:last], ", ") + " and " + list[last]
	}
	return strings.Join(list, "")
}

// does says in words what an action can do to what a resource keeps; no
// resource: to what nobody here knows.
func (a action) does(r ir.Resource) []string {
	what := "data"
	if r != nil {
		what = contents[r.Kind()]
	}
	var list []string
	say := func(deed string, so bool) {
		if so {
			list = append(list, deed)
		}
	}
	code := "code"
	if r != nil && r.Kind() == ir.KindArtifactRegistry {
		code = "images"
	}
	say("do what nobody knows", !a.power.Known)
	say("hand out "+a.power.Hands, a.power.Hands != "")
	say("call", a.calls)
	say("read "+what, a.power.Reads)
	say("read "+code, a.power.Code && !a.power.Changes())
	say("replace "+code, a.power.Code && a.power.Changes())
	say("write "+what, a.power.Writes && a.power.Known)
	say("delete", a.power.Known && a.deletes && (r == nil && !a.doubtful || r != nil && !a.foreign()))
	say("change settings", len(list) == 0 && a.power.Changes())
	say("see settings", len(list) == 0)
	return list
}
