package check

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// breach is how one action or role of a custom set of management breaks one
// rule.
type breach struct {
	id, name string   // the rule's, and the action's or role's as the cloud writes it
	path     string   // of the author's word for it, where it stands first
	reached  []string // what it reaches, as a message names it, each once
}

// breaches are those of one set, in the order of what it lists.
type breaches []breach

// note adds what an action or role reaches against a rule. One that reaches
// nothing breaks nothing.
func (list *breaches) note(id string, d deed, reached ...string) {
	if len(reached) == 0 {
		return
	}
	at := slices.IndexFunc(*list, func(b breach) bool { return b.id == id && b.name == d.name })
	if at < 0 {
		at = len(*list)
		*list = append(*list, breach{id: id, name: d.name, path: d.path})
	}
	b := &(*list)[at]
	for _, thing := range reached {
		if !slices.Contains(b.reached, thing) {
			b.reached = append(b.reached, thing)
		}
	}
}

// would says what management would do that a rule forbids.
var would = map[string]string{
	"management-writes-iam":      "could hand out",
	"management-reads-data":      "would read",
	"management-writes-data":     "would write",
	"management-mutates-frozen":  "would change frozen",
	"management-changes-outside": "would act on",
}

// managedSet checks what a custom set would let management do on the targets.
// Each action and each role breaks each rule by itself, so that who accepts one
// accepts no other; conditions count for nothing, since nobody can tell what
// they hold back.
func managedSet(r *review, w written) {
	if w.key != ir.Any && r.Stack.Resource(w.key) == nil {
		return // an unknown key, which is reported
	}
	var found breaches
	if r.aws() {
		for _, d := range r.awsDeeds(w) {
			found.judge(d)
		}
	}
	if r.azure() {
		for _, d := range r.azureDeeds(w) {
			found.judge(d)
		}
	}
	for _, b := range found {
		d := w.at(b.id, b.path, "management %s %s through %q in set %q", would[b.id], joined(b.reached), b.name, w.ID)
		r.addAcceptable(d.WithHelp("remove it"), w.subject(r)+" "+b.name)
	}
}

// deed is what one action of a set could do where the set's rule applies.
type deed struct {
	path    string        // of the author's word for it
	name    string        // of the action, or of the role that has it, as the cloud writes it
	hands   string        // what it can hand out there, a word of package cloud, or nothing
	reads   bool          // data, or names of data
	writes  bool          // data
	code    bool          // shows or replaces code
	changes bool          // anything
	frozen  []ir.Resource // what it could be about
	outside bool          // whether it may be about something that is no resource of the stack
}

// judge notes what a deed breaks. Who hands out rights, identities or
// credentials can do worse than changing a frozen resource.
func (list *breaches) judge(d deed) {
	if d.hands != "" {
		list.note("management-writes-iam", d, d.hands)
	}
	if d.reads {
		list.note("management-reads-data", d, "data")
	}
	if d.writes {
		list.note("management-writes-data", d, "data")
	}
	switch {
	case d.changes:
		if d.hands == "" || d.hands == cloud.Work || d.hands == cloud.Access {
			list.note("management-mutates-frozen", d, named(d.frozen)...)
		}
		if d.hands == "" && d.outside {
			list.note("management-changes-outside", d, "more than the stack")
		}
	case d.code:
		list.note("management-reads-data", d, codeOf(d.frozen)...)
	}
}

// ground is what a rule of a set could be about.
type ground struct {
	key     ir.Resource   // nil under "*"
	frozen  []ir.Resource // that the rule's scope can mean, and the one of the key wherever it applies
	outside bool          // whether it may be about something that is no resource of the stack
}

// groundOf makes the ground of a rule that touches resources.
func (r *review) groundOf(w written, outside bool, touches func(ir.Resource) bool) ground {
	g := ground{key: r.Stack.Resource(w.key), outside: outside}
	for _, res := range r.Stack.Resources {
		if res.Info().Lifecycle == ir.Frozen && (res == g.key || touches(res)) {
			g.frozen = append(g.frozen, res)
		}
	}
	return g
}

// frozenFor gives the frozen resources that an action could be about, which
// concerns some of all resources.
func (g ground) frozenFor(concerns func(ir.Resource) bool) []ir.Resource {
	var list []ir.Resource
	for _, res := range g.frozen {
		if res == g.key || concerns(res) {
			list = append(list, res)
		}
	}
	return list
}

// named gives the ids of resources, quoted.
func named(list []ir.Resource) []string {
	out := make([]string, len(list))
	for i, res := range list {
		out[i] = strconv.Quote(res.Info().ID)
	}
	return out
}

// codeOf names what could be read of the code among frozen resources.
func codeOf(frozen []ir.Resource) []string {
	var out []string
	for _, res := range frozen {
		switch res.Kind() {
		case ir.KindFunction:
			out = append(out, fmt.Sprintf("code of %q", res.Info().ID))
		case ir.KindArtifactRegistry:
			out = append(out, fmt.Sprintf("images of %q", res.Info().ID))
		}
	}
	return out
}
