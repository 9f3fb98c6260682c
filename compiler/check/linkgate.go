package check

import (
	"fmt"
	"strconv"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// reach says what the functions of a profile link.
type reach struct {
	users map[string]int                   // by resource id: how many of the functions link it
	first []ir.Ref                         // each linked resource once, in the order of the links
	links map[*ir.Function]map[string]bool // resource ids, by function
}

func reachOf(h holder) reach {
	w := reach{map[string]int{}, nil, make(map[*ir.Function]map[string]bool, len(h.users))}
	for _, f := range h.users {
		mine := make(map[string]bool, len(f.Links))
		for _, link := range f.Links {
			if mine[link.ID] {
				continue
			}
			mine[link.ID] = true
			if w.users[link.ID]++; w.users[link.ID] == 1 {
				w.first = append(w.first, link)
			}
		}
		w.links[f] = mine
	}
	return w
}

// missing lists the functions that do not link a resource.
func (w reach) missing(h holder, id string) []*ir.Function {
	if w.users[id] == len(h.users) {
		return nil
	}
	var list []*ir.Function
	for _, f := range h.users {
		if !w.links[f][id] {
			list = append(list, f)
		}
	}
	return list
}

// linkGate checks that every function that uses a profile links what the
// profile grants on.
func (r *review) linkGate(h holder, s ir.SetUse, on ir.Resource, w reach, how string) {
	lacking := w.missing(h, on.Info().ID)
	if len(lacking) == 0 {
		return
	}
	names := make([]string, len(lacking))
	own := false
	for i, f := range lacking {
		names[i] = strconv.Quote(f.ID)
		own = own || f == on
	}
	verb := "does not link it"
	if len(names) > 1 {
		verb = "do not link it"
	}
	who, id := joined(names), on.Info().ID
	help := fmt.Sprintf("add .link(%s) to %s or remove the grant", id, who)
	switch {
	case own:
		help = "remove the grant: a function has no rights on itself"
	case how != "":
		help = fmt.Sprintf("give %s a profile of its own, or add .link(%s)", names[0], id)
	}
	d := diag.New("grant-without-link", s.Pos, s.Path,
		fmt.Sprintf("%s grants %s on %q%s, but %s %s", h.what, s.ID, id, how, who, verb)).WithHelp(help)
	for _, f := range lacking[:min(len(lacking), 3)] {
		d = d.WithRelated(f.At("permissions"), fmt.Sprintf("function %q uses %s", f.ID, h.what))
	}
	r.add(d)
}

// unusedLinks finds links that come without any right on what they link.
func (r *review) unusedLinks(h holder) {
	keys, kinds, everything := map[string]bool{}, map[ir.Kind]bool{}, false
	for _, k := range h.grants {
		for _, s := range k.Sets {
			set, known := sets.Lookup(s.ID)
			switch {
			case sets.Canonical(s.ID) == execute && s.Custom == nil:
			case k.Key != ir.Any:
				keys[k.Key] = true
				// A key that names nothing may have meant any resource.
				everything = everything || r.Stack.Resource(k.Key) == nil
			case s.Custom != nil || !known:
				everything = true // its author chose the scope, or it names nothing
			default:
				kinds[ir.Kind(set.Kind)] = true
			}
		}
	}
	if everything {
		return
	}
	for _, f := range h.users {
		sources := map[string]bool{}
		for _, t := range f.Triggers {
			if source, ok := ir.TriggerSource(t); ok {
				sources[source.ID] = true // reached by the trigger's own grant
			}
		}
		warned := map[string]bool{}
		for i, link := range f.Links {
			res := r.Stack.Resource(link.ID)
			if res == nil || res.Kind() != link.Kind || keys[link.ID] || kinds[res.Kind()] || sources[link.ID] || warned[link.ID] || callable(res) {
				continue
			}
			warned[link.ID] = true
			r.add(about(f, fmt.Sprintf("links[%d]", i), "link-without-grant", "%q links %q, but %s grants nothing on it", f.ID, link.ID, h.what).
				WithHelp(fmt.Sprintf("add %s: [%q] to the profile, or remove the link", property(link.ID), firstSet(res.Kind()))).
				WithRelated(h.profile.Pos, h.what+" is defined here"))
		}
	}
}

// callable reports whether a link alone is of use: a public function is called
// by its URL, which needs no right.
func callable(res ir.Resource) bool {
	f, ok := res.(*ir.Function)
	return ok && f.Ingress == ir.Public
}

// firstSet is what a function most likely needs on a resource of a kind.
func firstSet(kind ir.Kind) string {
	switch kind {
	case ir.KindFunction:
		return "function/invoke"
	case ir.KindArtifactRegistry:
		return "artifact-registry/pull"
	case ir.KindQueue:
		return "queue/data-write"
	}
	return string(kind) + "/data-read"
}
