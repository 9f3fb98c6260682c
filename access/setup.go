package access

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// setupOnly prints the rights of setup that nobody holds once it is detached.
func (p *page) setupOnly() {
	t := p.table("Kind", "Actions of setup", "of them changing", "held by nobody afterwards")
	for _, k := range p.kinds() {
		t.row(prose(k.name), count(len(k.actions)), count(k.changing), count(k.gone))
	}
	t.end("Setup has no rights.")
	if p.cloud == cloud.Azure {
		p.paragraph("Delete the assignment of the role of setup after each use: nothing in the stack needs it to run. While it is there, whoever holds it can change every setting of this stack and put its identities to any work.")
		return
	}
	p.paragraph("Detach the setup policies after each use: nothing in the stack needs them to run. While they are attached, whoever holds them can rewrite the roles of this stack, through CloudFormation. ",
		"Switching management off is an update of the stack, so it needs them too; deleting the management role does not.")
}

// kind is what setup may do to things of one sort.
type kind struct {
	name     string
	actions  []right
	changing int // actions that change something
	gone     int // actions that nobody is allowed on that sort once setup is done
}

// kinds adds up the grants of setup, in the order of the kinds of the
// language; what is no resource of the stack comes behind.
func (p *page) kinds() []kind {
	type use struct {
		kind string
		right
	}
	kept, seen := map[use]bool{}, map[use]bool{}
	wild := map[string][]right{} // that are kept, by kind
	index := map[string]int{}
	var list []kind
	for _, g := range p.all(afterSetup) {
		if g.Effect == iam.Allow {
			for _, a := range rights(g) {
				kept[use{p.kind(g), a}] = true
				if strings.Contains(a.action, "*") {
					wild[p.kind(g)] = append(wild[p.kind(g)], a)
				}
			}
		}
	}
	for _, g := range p.held(iam.Setup, setup) {
		name := p.kind(g)
		if _, ok := index[name]; !ok {
			index[name] = len(list)
			list = append(list, kind{name: name})
		}
		k := &list[index[name]]
		for _, a := range rights(g) {
			r := use{name, a}
			if seen[r] {
				continue
			}
			seen[r] = true
			k.actions = append(k.actions, a)
			if p.power(a).Changes {
				k.changing++
			}
			if !kept[r] && !slices.ContainsFunc(wild[name], func(w right) bool { return covers(w, a) }) {
				k.gone++
			}
		}
	}
	slices.SortStableFunc(list, func(a, b kind) int {
		return cmp.Or(cmp.Compare(kindOrder(a.name), kindOrder(b.name)), strings.Compare(a.name, b.name))
	})
	return list
}

// covers reports whether a pattern of Azure takes in a right.
func covers(pattern, r right) bool {
	return pattern.cloud == cloud.Azure && r.cloud == cloud.Azure && pattern.data == r.data && catalogue.PatternOf(pattern.action).Match(r.action)
}

// kind is the sort of thing that a grant is about.
func (p *page) kind(g *iam.Grant) string {
	if r := p.Stack.Resource(g.Resource); r != nil {
		return string(r.Kind())
	}
	name, _, _ := strings.Cut(subject(g), ":")
	return name
}

func kindOrder(name string) int {
	if i := slices.Index(ir.Kinds, ir.Kind(name)); i >= 0 {
		return i
	}
	return len(ir.Kinds)
}
