package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// given is what one identity holds on each resource, by the resource's id;
// under the empty one stands what is beyond them all.
type given map[string]*held

func (v given) at(id string) *held {
	if v[id] == nil {
		v[id] = &held{}
	}
	return v[id]
}

// reach says for each resource what the vendor can do to it, by itself and
// through the code of live functions.
func (p *prover) reach() {
	vendor := given{}
	for _, g := range p.vendorMay {
		p.give(vendor, g)
	}
	byProfile := map[string]given{}
	for _, profile := range p.Stack.Profiles {
		by := given{}
		for _, g := range p.grants(iam.Runtime, "profile:"+profile.Name) {
			if g.Effect == iam.Allow {
				p.give(by, g)
			}
		}
		byProfile[profile.Name] = by
	}
	through := map[string][]Through{} // by resource
	all := map[string]held{}
	for id, h := range vendor {
		all[id] = *h
	}
	for _, f := range p.Stack.Functions() {
		if f.Lifecycle != ir.Live {
			continue
		}
		for id, h := range byProfile[f.Profile] {
			h := *h
			if id == f.ID { // its own logs
				h.sets = slices.DeleteFunc(slices.Clone(h.sets), func(set string) bool { return set == "derived:logs" })
			}
			if list := h.deeds(); len(list) > 0 {
				through[id] = append(through[id], Through{Function: f.ID, Sets: h.ids(), Deeds: list})
				all[id] = all[id].and(h)
			}
		}
	}
	row := func(id string) Reach {
		return Reach{Cloud: cloud.AWS, Resource: id, Management: vendor.at(id).deeds(), Through: through[id], Together: all[id].deeds()}
	}
	for _, r := range p.Stack.Resources {
		info := r.Info()
		one := row(info.ID)
		one.Kind, one.Lifecycle = r.Kind(), info.Lifecycle
		p.out.Reach = append(p.out.Reach, one)
	}
	p.out.Beyond = append(p.out.Beyond, row(""))
}

// give notes what a grant is about. What the author wrote is about whatever it
// can mean in some deployment, under whichever key it stands.
func (p *prover) give(v given, g iam.Grant) {
	if !g.Custom {
		v.at(g.Resource).add(g.Set, false, nil)
		return
	}
	owner := p.owner(g)
	for _, name := range g.Actions {
		a := p.judged(name)
		if owner != "" {
			if a.foreign() || a.service() == serviceOf(site{arn: p.text(g.On)}) {
				v.at(owner).add(g.Set, true, a.does(p.Stack.Resource(owner)))
			}
			continue
		}
		if !a.at {
			continue
		}
		for _, m := range p.meanings(g.On) {
			if m.service == a.service() {
				v.at(m.resource).add(g.Set, true, a.does(p.Stack.Resource(m.resource)))
			}
		}
	}
	if owner != "" {
		return
	}
	on := g.On.String()
	for _, name := range g.Actions {
		if a := p.judged(name); on == "*" || a.foreign() || strings.Contains(on, ":"+a.service()+":") {
			v.at("").add(g.Set, true, a.does(nil))
		}
	}
}

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
