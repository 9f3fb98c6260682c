package prove

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// reach says for each resource what the vendor can do to it, by itself and
// through the code of live functions. Such code can also run as the identity
// that pulls images, since management may attach that, and call whatever
// listens.
func (p *azureProver) reach() {
	vendor := given{}
	for _, g := range p.grants(iam.Management) {
		p.give(vendor, g)
	}
	by := map[string]given{} // by identity
	for _, g := range p.grants(iam.Runtime) {
		if by[g.Identity] == nil {
			by[g.Identity] = given{}
		}
		p.give(by[g.Identity], g)
	}
	through := map[string][]Through{} // by resource
	all := map[string]held{}
	for id, h := range vendor {
		all[id] = *h
	}
	attached := slices.Contains(p.attached(), pullIdentity)
	for _, f := range p.Stack.Functions() {
		if f.Lifecycle != ir.Live {
			continue
		}
		mine := p.runsAs(f, by, attached)
		for id, h := range mine {
			if list := h.deeds(); len(list) > 0 {
				through[id] = append(through[id], Through{Function: f.ID, Sets: h.ids(), Deeds: list})
				all[id] = all[id].and(*h)
			}
		}
	}
	row := func(id string) Reach {
		return Reach{Cloud: cloud.Azure, Resource: id, Management: vendor.at(id).deeds(), Through: through[id], Together: all[id].deeds()}
	}
	for _, r := range p.Stack.Resources {
		one := row(r.Info().ID)
		one.Kind, one.Lifecycle = r.Kind(), r.Info().Lifecycle
		p.out.Reach = append(p.out.Reach, one)
	}
	p.out.Beyond = append(p.out.Beyond, row(""))
}

// runsAs gives what the code of a live function holds: all of its profile but
// receiving its own commands, the pulling of images where that identity can be
// attached, and calling.
func (p *azureProver) runsAs(f *ir.Function, by map[string]given, attached bool) given {
	out := given{}
	add := func(from given) {
		for id, h := range from {
			one := out.at(id).and(*h)
			*out.at(id) = one
		}
	}
	add(by["profile:"+f.Profile])
	if attached {
		add(by[pullIdentity])
	}
	for _, other := range p.listening() {
		if other != f {
			out.at(other.ID).add("derived:ingress", false, nil)
		}
	}
	own := out.at(f.ID)
	own.sets = slices.DeleteFunc(own.sets, func(set string) bool { return set == "derived:command-receipt" })
	return out
}

// give notes what a grant is about. What the author wrote is about whatever its
// actions touch; what is not kept to one resource is also about what lies
// beyond the stack.
func (p *azureProver) give(v given, g iam.Grant) {
	if !g.Custom {
		v.at(g.Resource).add(g.Set, false, nil)
		return
	}
	_, ours := p.place(g.On)
	for _, r := range p.rights([]iam.Assignment{{Identity: g.Identity, On: g.On, Role: g.Role, Grants: []iam.Grant{g}}}) {
		if len(r.givers) == 0 {
			continue
		}
		for _, one := range p.resources(r) {
			v.at(one.Info().ID).add(g.Set, true, r.action.does(one))
		}
		if !ours {
			v.at("").add(g.Set, true, r.action.does(nil))
		}
	}
}
