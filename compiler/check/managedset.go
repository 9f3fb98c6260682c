package check

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
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

// managedSet checks what a custom set would let management do on AWS. A set
// under one key gives at most one finding of each rule, which lists the
// actions; conditions count for nothing, since nobody can tell what they hold
// back.
func managedSet(r *review, w written) {
	if w.key != ir.Any && r.Stack.Resource(w.key) == nil {
		return // an unknown key, which is reported
	}
	var hands, reads, writes, changes breach
	for i, rule := range w.Custom.AWS {
		if rule.Effect == "Deny" {
			continue
		}
		frozen := r.frozenUnder(w, rule)
		for j, action := range rule.Actions {
			path := actionPath(i, j)
			for _, a := range meant(action) {
				power := aws.PowerOf(a)
				if power.Hands != "" {
					hands.add(path, a, power.Hands)
				}
				if power.Reads {
					reads.add(path, a, "data")
				}
				if power.Writes {
					writes.add(path, a, "data")
				}
				switch {
				case power.Changes() && !power.Writes && power.Hands == "":
					changes.add(path, a, named(frozen)...)
				case power.Code && !power.Changes():
					reads.add(path, a, codeOf(frozen)...)
				}
			}
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

// frozenUnder lists the frozen resources that a rule could be about: the one of
// its key, wherever the rule applies, and each that its ARNs can mean.
func (r *review) frozenUnder(w written, rule ir.AWSRule) []ir.Resource {
	on := r.Stack.Resource(w.key) // nil under "*"
	var patterns []cloud.Text
	if binding, _ := w.binding(rule); binding != nil {
		for _, text := range binding.Resources {
			patterns = append(patterns, aws.Fill(text, on, profileName(w.holder)))
		}
	}
	var list []ir.Resource
	for _, res := range r.Stack.Resources {
		if res.Info().Lifecycle == ir.Frozen && (res == on ||
			slices.ContainsFunc(patterns, func(p cloud.Text) bool { return aws.Touches(p, res) })) {
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
