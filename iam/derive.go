package iam

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// Derive decides who may do what in a checked stack, on each of the targets.
//
// A function holds what its profile grants on resources that it links, its own
// logs, and what its triggers need. A link alone gives nothing, a profile that
// nobody uses gives nothing, and "*" means the linked resources one by one.
//
// The rest is the promise of frozen and live: a frozen resource gives the
// vendor monitoring and nothing else, whatever the stack says besides.
func Derive(stack *ir.Stack, targets []cloud.Name) *Plan {
	d := &deriver{stack: stack, seen: map[grantKey]int{}, roles: map[string]*Role{}}
	for _, f := range stack.Functions() {
		if f.Code.Form() == ir.Image {
			d.images = append(d.images, f)
		}
	}
	for _, target := range targets {
		switch target {
		case cloud.AWS:
			d.aws()
		case cloud.Azure:
			d.azure()
		}
	}
	return &Plan{Grants: d.grants, policies: d.policies, roles: d.ownRoles()}
}

type deriver struct {
	stack    *ir.Stack
	images   []*ir.Function // the functions that run a container image
	grants   []Grant
	seen     map[grantKey]int // index in grants
	policies [][]Statement    // of management, on AWS
	roles    map[string]*Role // on Azure, by key or name
}

// use is a set of a profile on one resource.
type use struct {
	set      string
	resource string
}

// profileUses gives what a profile grants to the functions that run as it: each
// built-in set on each resource, in the author's order.
func profileUses(stack *ir.Stack, p *ir.Profile) (uses []use, origins []Origin) {
	linked := linkedBy(stack, stack.Users(p.Name))
	add := func(set sets.Set, r ir.Resource, s ir.SetUse) {
		if r != nil && string(r.Kind()) == set.Kind {
			uses = append(uses, use{set.ID, r.Info().ID})
			origins = append(origins, Origin{s.Pos, s.Path})
		}
	}
	for _, keyed := range p.Grants {
		for _, s := range keyed.Sets {
			if s.Custom != nil {
				continue
			}
			set, ok := sets.Lookup(s.ID)
			if !ok || !set.Grantable {
				continue
			}
			if keyed.Key != ir.Any {
				add(set, stack.Resource(keyed.Key), s)
				continue
			}
			for _, r := range linked {
				add(set, r, s)
			}
		}
	}
	return uses, origins
}

// linkedBy lists what the functions link, each once, in the order of the links.
func linkedBy(stack *ir.Stack, functions []*ir.Function) []ir.Resource {
	var list []ir.Resource
	seen := map[string]bool{}
	for _, f := range functions {
		for _, link := range f.Links {
			if r := stack.Resource(link.ID); r != nil && !seen[link.ID] {
				seen[link.ID] = true
				list = append(list, r)
			}
		}
	}
	return list
}

// subject names a resource in the stack's words.
func subject(r ir.Resource) string { return string(r.Kind()) + ":" + r.Info().ID }

// at is the place of a setting of a resource, or of the resource for an empty
// path.
func at(r ir.Resource, path string) Origin {
	info := r.Info()
	origin := Origin{info.At(path), "resources." + info.ID}
	if path != "" {
		origin.Path += "." + path
	}
	return origin
}

// grantKey is what makes a grant what it is, without its origin. The set and
// the statement decide the actions and conditions, except in a custom set,
// whose rules spell their own.
type grantKey struct {
	cloud     cloud.Name
	plane     Plane
	identity  string
	statement string
	set       string
	scope     string
	source    string
	on        string
	rule      string
}

// add appends a grant, or its origins to the equal one that is there.
func (d *deriver) add(g Grant) {
	key := grantKey{
		cloud: g.Cloud, plane: g.Plane, identity: g.Identity, statement: g.Statement, set: g.Set, scope: g.Scope,
		source: g.Source, on: g.On.String(),
	}
	if g.Custom {
		key.rule = string(g.Effect) + "\n" + strings.Join(g.Actions, ",") + "\n" + conditionKey(g.Conditions)
	}
	if g.Cloud == cloud.Azure { // where a statement is no rule
		key.rule = strings.Join(g.Actions, ",") + "\n" + strings.Join(g.DataActions, ",")
	}
	if i, ok := d.seen[key]; ok {
		known := &d.grants[i]
		for _, o := range g.Origin {
			if !slices.Contains(known.Origin, o) {
				known.Origin = append(known.Origin, o)
			}
		}
		return
	}
	d.seen[key] = len(d.grants)
	d.grants = append(d.grants, g)
}
