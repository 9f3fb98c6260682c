package check

import (
	"fmt"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// names checks that the names made of ids fit, differ, and are taken by the
// targets.
func names(r *review) {
	told := map[[2]string]bool{} // one clash of two ids says it all
	if r.aws() {
		prefixRoom(r)
		r.clashes("physical-name-collision", awsNames(r.Stack), told)
		r.clashes("symbol-collision", awsSymbols(r.Stack), told)
		beginnings(r)
	}
	if r.azure() {
		azureRoom(r)
		r.clashes("physical-name-collision", azureNames(r.Stack), told)
		r.clashes("symbol-collision", azureSymbols(r.Stack), told)
		azureWords(r)
	}
}

// prefixRoom checks that the default name prefix, the stack's id, leaves every
// name within its limit.
func prefixRoom(r *review) {
	room, longest := r.room, r.longest
	need := len(r.Stack.ID)
	if need <= room {
		return
	}
	save := need - room
	owner := r.owner(longest.ID, longest.Pos)
	if owner == "stack" {
		at := r.Stack.Places.At("id", r.Stack.Pos)
		r.add(diag.New("id-too-long", at, "id", fmt.Sprintf("stack id %q has %d characters; names on AWS %s leave it %d", r.Stack.ID, need, longest.What, room)).
			WithHelp(fmt.Sprintf("shorten the id by %d", save)))
		return
	}
	d := diag.New("id-too-long", r.placeOf(owner, longest.ID, longest.Pos), r.pathOf(owner, longest.ID),
		fmt.Sprintf("%s %q leaves %s for the prefix on AWS %s; %q needs %d",
			owner, longest.ID, characters(max(room, 0)), longest.What, r.Stack.ID, need)).
		WithHelp(fmt.Sprintf("shorten the id by %d", save))
	if length := len(longest.ID); save >= length {
		d = d.WithHelp(fmt.Sprintf("shorten the stack id or this id, together by %d", save))
	}
	r.add(d)
}

func characters(n int) string {
	if n == 1 {
		return "1 character"
	}
	return fmt.Sprintf("%d characters", n)
}

// owner tells what an id at a place belongs to: "resource id", "profile name",
// "set id" or "stack".
func (r *review) owner(id string, pos ir.Pos) string {
	if res := r.Stack.Resource(id); res != nil && res.Info().Pos == pos {
		return "resource id"
	}
	if p := r.Stack.Profile(id); p != nil && p.Pos == pos {
		return "profile name"
	}
	if _, ok := r.setAt(id, pos); ok {
		return "set id"
	}
	return "stack"
}

// setAt finds the author's set with that id; at a place, unless that is zero.
func (r *review) setAt(id string, pos ir.Pos) (ir.SetUse, bool) {
	for _, h := range r.holders() {
		for _, k := range h.grants {
			for _, s := range k.Sets {
				if s.Custom != nil && s.ID == id && (pos.IsZero() || s.Pos == pos) {
					return s, true
				}
			}
		}
	}
	return ir.SetUse{}, false
}

func (r *review) pathOf(owner, id string) string {
	switch owner {
	case "resource id":
		return "resources." + id
	case "profile name":
		return "permissions.profiles." + id
	case "set id":
		s, _ := r.setAt(id, ir.Pos{})
		return s.Path + ".id"
	}
	return "id"
}

// placeOf gives where an id is written.
func (r *review) placeOf(owner, id string, pos ir.Pos) ir.Pos {
	if owner == "resource id" {
		return r.Stack.Resource(id).Info().At("id")
	}
	return pos
}

// name is one name that a target gets to see, with who it is made of.
type name struct {
	key   string // equal for names that the target takes for one
	space string // of a physical name, as people call it
	of    string // what the thing is, where one id makes several of them
	says  string // how a message goes on behind two ids that share it
	id    string
	pos   ir.Pos
}

func awsNames(s *ir.Stack) []name {
	var list []name
	for _, n := range aws.Names(s) {
		list = append(list, name{key: n.Space + " " + n.Name.String(), space: n.Space, says: sameName(cloud.AWS, n.Space), id: n.ID, pos: n.Pos})
	}
	return list
}

func awsSymbols(s *ir.Stack) []name {
	var list []name
	for _, s := range aws.Symbols(s) {
		list = append(list, name{key: s.Space + " " + s.Name, says: become(s.Name), id: s.ID, pos: s.Pos})
	}
	return list
}

func sameName(on cloud.Name, space string) string {
	return fmt.Sprintf("give the same %s %s name", on.Title(), space)
}

func become(symbol string) string { return fmt.Sprintf("both become %s in the template", symbol) }

// clashes checks that no two things get one name. Things that have one id are
// reported as such, not here.
func (r *review) clashes(id string, names []name, told map[[2]string]bool) {
	first := map[string]name{}
	for _, n := range names {
		before, ok := first[n.key]
		if !ok {
			first[n.key] = n
			continue
		}
		pair := [2]string{before.id, n.id}
		if before.id == n.id && before.of == n.of || told[pair] {
			continue
		}
		told[pair] = true
		r.clash(id, before, n, fmt.Sprintf("%q and %q %s", before.id, n.id, n.says))
	}
}

// clash reports two owners of one name, at the one that comes later. What an
// id that is not allowed gives says nothing: another id will stand there.
func (r *review) clash(id string, one, two name, message string) {
	first, second := r.owner(one.id, one.pos), r.owner(two.id, two.pos)
	if !wellFormed(first, one.id) || !wellFormed(second, two.id) {
		return
	}
	if second == "stack" || two.pos.Compare(one.pos) < 0 && first != "stack" {
		one, two, first, second = two, one, second, first
	}
	d := diag.New(id, r.placeOf(second, two.id, two.pos), r.pathOf(second, two.id), message).WithHelp("rename one")
	if first == "stack" {
		d = d.WithHelp("rename it: every stack needs the other name itself")
	}
	r.add(d.WithRelated(r.placeOf(first, one.id, one.pos), fmt.Sprintf("%q is here", one.id)))
}

// wellFormed reports whether an id of an owner is allowed at all.
func wellFormed(owner, id string) bool {
	return owner == "stack" || owner == "set id" || idPattern.MatchString(id)
}

// beginnings checks that services take names that begin with the stack's id.
func beginnings(r *review) {
	b, refused := aws.Refuses(r.Stack, r.Stack.ID)
	if !refused {
		return
	}
	r.add(diag.New("id-not-allowed-on-cloud", r.Stack.Places.At("id", r.Stack.Pos), "id",
		fmt.Sprintf("stack id %q cannot begin %s names on AWS: %s are reserved", r.Stack.ID, b.Of, joined(quoted(b.Refused)))).
		WithHelp("rename it or restrict .platforms"))
}
