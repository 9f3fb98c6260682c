package check

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// breach is how one action of a custom set of management breaks one rule.
type breach struct {
	id, action string   // the rule's, and the action as AWS writes it
	path       string   // of the author's word for the action, where it stands first
	reached    []string // what it reaches, as a message names it, each once
}

// breaches are those of one set, in the order of its actions.
type breaches []breach

// note adds what an action reaches against a rule. One that reaches nothing
// breaks nothing.
func (list *breaches) note(id, path, action string, reached ...string) {
	if len(reached) == 0 {
		return
	}
	at := slices.IndexFunc(*list, func(b breach) bool { return b.id == id && b.action == action })
	if at < 0 {
		at = len(*list)
		*list = append(*list, breach{id: id, action: action, path: path})
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

// managedSet checks what a custom set would let management do on AWS. Each
// action breaks each rule by itself, so that who accepts one accepts no other;
// conditions count for nothing, since nobody can tell what they hold back.
func managedSet(r *review, w written) {
	if w.key != ir.Any && r.Stack.Resource(w.key) == nil {
		return // an unknown key, which is reported
	}
	var found breaches
	for i, rule := range w.Custom.AWS {
		if rule.Effect == "Deny" {
			continue
		}
		on := r.ground(w, rule)
		for j, action := range rule.Actions {
			for _, a := range meant(action) {
				found.judge(actionPath(i, j), a, on)
			}
		}
	}
	for _, b := range found {
		d := w.at(b.id, b.path, "management %s %s through %q in set %q", would[b.id], joined(b.reached), b.action, w.ID)
		r.addAcceptable(d.WithHelp("remove it"), w.subject(r)+" "+b.action)
	}
}

// judge notes what one action could do where a rule of a set applies.
func (list *breaches) judge(path, action string, on ground) {
	power := aws.PowerOf(action)
	hands := power.Hands
	if power.Replaces && on.outside {
		hands = aws.Work
	}
	if hands != "" {
		list.note("management-writes-iam", path, action, hands)
	}
	if power.Reads || power.Sends {
		list.note("management-reads-data", path, action, "data")
	}
	if power.Writes {
		list.note("management-writes-data", path, action, "data")
	}
	switch {
	case power.Changes():
		if hands == "" || hands == aws.Work || hands == aws.Access {
			list.note("management-mutates-frozen", path, action, named(on.frozenFor(action))...)
		}
		if hands == "" && (on.outside || !aws.Reviewed(action)) {
			list.note("management-changes-outside", path, action, "more than the stack")
		}
	case power.Code:
		list.note("management-reads-data", path, action, codeOf(on.frozenFor(action))...)
	}
}

// ground is what a rule of a set could be about.
type ground struct {
	key     ir.Resource   // nil under "*"
	frozen  []ir.Resource // that its ARNs can mean, and the one of the key wherever the rule applies
	outside bool          // whether it may be about something that is no resource of the stack
}

func (r *review) ground(w written, rule ir.AWSRule) ground {
	g := ground{key: r.Stack.Resource(w.key)}
	var patterns []cloud.Text
	if binding, _ := w.binding(rule); binding != nil {
		for _, text := range binding.Resources {
			patterns = append(patterns, aws.Fill(text, g.key, profileName(w.holder)))
		}
	}
	for _, res := range r.Stack.Resources {
		if res.Info().Lifecycle == ir.Frozen && (res == g.key ||
			slices.ContainsFunc(patterns, func(p cloud.Text) bool { return aws.Touches(p, res) })) {
			g.frozen = append(g.frozen, res)
		}
	}
	g.outside = slices.ContainsFunc(patterns, func(p cloud.Text) bool {
		return !slices.ContainsFunc(r.Stack.Resources, func(res ir.Resource) bool { return aws.Within(p, res) })
	})
	return g
}

// frozenFor gives the frozen resources that an action could be about.
func (g ground) frozenFor(action string) []ir.Resource {
	var list []ir.Resource
	for _, res := range g.frozen {
		if res == g.key || aws.Concerns(action, res) {
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
