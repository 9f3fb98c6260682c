package check

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// breach is how a custom set of management breaks one rule.
type breach struct {
	path    string   // of the first action
	actions []string // quoted, each once
	reached []string // what they reach, as a message names it, each once
}

// add notes an action. One that reaches nothing breaks nothing.
func (b *breach) add(path, action string, reached ...string) {
	if len(reached) == 0 {
		return
	}
	if b.path == "" {
		b.path = path
	}
	for _, thing := range reached {
		b.reached = withNew(b.reached, thing)
	}
	b.actions = withNew(b.actions, strconv.Quote(action))
}

func withNew(list []string, word string) []string {
	if slices.Contains(list, word) {
		return list
	}
	return append(list, word)
}

// deed is one thing that a custom set lets its holder do.
type deed struct {
	path    string        // of the action or role in the set
	name    string        // of the action or role
	hands   string        // what it can hand out
	reads   bool          // data
	writes  bool          // data
	code    bool          // shows or replaces code
	changes bool          // anything
	frozen  []ir.Resource // what it could be about
}

// managedSet checks what a custom set would let management do on the targets.
// A set under one key gives at most one finding of each rule, which lists the
// actions; conditions count for nothing, since nobody can tell what they hold
// back.
func managedSet(r *review, w written) {
	if w.key != ir.Any && r.Stack.Resource(w.key) == nil {
		return // an unknown key, which is reported
	}
	var deeds []deed
	if r.aws() {
		deeds = append(deeds, r.awsDeeds(w)...)
	}
	if r.azure() {
		deeds = append(deeds, r.azureDeeds(w)...)
	}
	var hands, reads, writes, changes breach
	for _, d := range deeds {
		if d.hands != "" {
			hands.add(d.path, d.name, d.hands)
		}
		if d.reads {
			reads.add(d.path, d.name, "data")
		}
		if d.writes {
			writes.add(d.path, d.name, "data")
		}
		switch {
		case d.changes && !d.writes && d.hands == "":
			changes.add(d.path, d.name, named(d.frozen)...)
		case d.code && !d.changes:
			reads.add(d.path, d.name, codeOf(d.frozen)...)
		}
	}
	r.addBreach(w, "management-writes-iam", "could hand out", hands)
	r.addBreach(w, "management-reads-data", "would read", reads)
	r.addBreach(w, "management-writes-data", "would write", writes)
	r.addBreach(w, "management-mutates-frozen", "would change frozen", changes)
}

func (r *review) addBreach(w written, id, would string, b breach) {
	if len(b.actions) == 0 {
		return
	}
	d := w.at(id, b.path, "management %s %s through %s in set %q", would, joined(b.reached), joined(b.actions), w.ID)
	r.addAcceptable(d.WithHelp("remove it"), w.subject(r))
}

// awsDeeds lists what a set allows on AWS.
func (r *review) awsDeeds(w written) []deed {
	var list []deed
	for i, rule := range w.Custom.AWS {
		if rule.Effect == "Deny" {
			continue
		}
		var patterns []cloud.Text
		if binding, _ := w.binding(rule); binding != nil {
			for _, text := range binding.Resources {
				patterns = append(patterns, aws.Fill(text, r.Stack.Resource(w.key), profileName(w.holder)))
			}
		}
		frozen := r.frozenUnder(w, func(res ir.Resource) bool {
			return slices.ContainsFunc(patterns, func(p cloud.Text) bool { return aws.Touches(p, res) })
		})
		for j, action := range rule.Actions {
			for _, a := range meant(action) {
				p := aws.PowerOf(a)
				list = append(list, deed{actionPath(i, j), a, p.Hands, p.Reads, p.Writes, p.Code, p.Changes(), frozen})
			}
		}
	}
	return list
}

// azureDeeds lists what a set allows on Azure.
func (r *review) azureDeeds(w written) []deed {
	var list []deed
	for i, rule := range w.Custom.Azure {
		var scope cloud.Text
		if binding, _ := w.azureBinding(rule); binding != nil {
			scope = azure.Fill(binding.Scope, r.Stack, r.Stack.Resource(w.key), profileOn(w.holder))
		}
		frozen := r.frozenUnder(w, func(res ir.Resource) bool { return scope != nil && azure.Touches(r.Stack, scope, res) })
		for _, a := range allowances(rule, fmt.Sprintf("platforms.azure[%d]", i)) {
			if !a.allowed() {
				continue // it is refused
			}
			p := a.power()
			list = append(list, deed{a.path, a.text, p.Hands, p.Reads, p.Writes, p.Code, p.Changes(), frozen})
		}
	}
	return list
}

// frozenUnder lists the frozen resources that a rule could be about: the one of
// its key, wherever the rule applies, and each that it touches.
func (r *review) frozenUnder(w written, touches func(ir.Resource) bool) []ir.Resource {
	on := r.Stack.Resource(w.key) // nil under "*"
	var list []ir.Resource
	for _, res := range r.Stack.Resources {
		if res.Info().Lifecycle == ir.Frozen && (res == on || touches(res)) {
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
