package check

import (
	"fmt"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// names checks that the names made of ids fit, differ, and are taken by the
// targets.
func names(r *review) {
	if !r.aws() {
		return
	}
	prefixRoom(r)
	told := map[[2]string]bool{} // one clash of two ids says it all
	physicalNames(r, told)
	symbols(r, told)
	beginnings(r)
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

// owner tells what an id at a place belongs to: "resource id", "profile name"
// or "stack".
func (r *review) owner(id string, pos ir.Pos) string {
	if res := r.Stack.Resource(id); res != nil && res.Info().Pos == pos {
		return "resource id"
	}
	if p := r.Stack.Profile(id); p != nil && p.Pos == pos {
		return "profile name"
	}
	return "stack"
}

func (r *review) pathOf(owner, id string) string {
	switch owner {
	case "resource id":
		return "resources." + id
	case "profile name":
		return "permissions.profiles." + id
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

// taken is who has a name already.
type taken struct {
	id  string
	pos ir.Pos
}

// physicalNames checks that no two things get one name in the customer's
// cloud. Things that have one id are reported as such, not here.
func physicalNames(r *review, told map[[2]string]bool) {
	first := map[string]taken{}
	for _, n := range aws.Names(r.Stack) {
		key := n.Space + " " + n.Name.String()
		before, ok := first[key]
		if !ok {
			first[key] = taken{n.ID, n.Pos}
			continue
		}
		pair := [2]string{before.id, n.ID}
		if before.id == n.ID || told[pair] {
			continue
		}
		told[pair] = true
		r.clash("physical-name-collision", before, taken{n.ID, n.Pos},
			fmt.Sprintf("%q and %q give the same AWS %s name", before.id, n.ID, n.Space))
	}
}

// symbols checks that no two things get one name inside the template.
func symbols(r *review, told map[[2]string]bool) {
	first := map[string]taken{}
	for _, s := range aws.Symbols(r.Stack) {
		key := s.Space + " " + s.Name
		before, ok := first[key]
		if !ok {
			first[key] = taken{s.ID, s.Pos}
			continue
		}
		pair := [2]string{before.id, s.ID}
		if before.id == s.ID || told[pair] {
			continue
		}
		told[pair] = true
		r.clash("symbol-collision", before, taken{s.ID, s.Pos},
			fmt.Sprintf("%q and %q both become %s in the template", before.id, s.ID, s.Name))
	}
}

// clash reports two owners of one name, at the one that comes later. What an
// id that is not allowed gives says nothing: another id will stand there.
func (r *review) clash(id string, one, two taken, message string) {
	first, second := r.owner(one.id, one.pos), r.owner(two.id, two.pos)
	if first != "stack" && !idPattern.MatchString(one.id) || second != "stack" && !idPattern.MatchString(two.id) {
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
