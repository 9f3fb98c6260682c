package check

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

func azureNames(s *ir.Stack) []name {
	var list []name
	for _, n := range azure.Names(s) {
		list = append(list, name{key: n.Key(), space: n.Space, says: sameName(cloud.Azure, n.Space), id: n.ID, pos: n.Pos})
	}
	return list
}

func azureSymbols(s *ir.Stack) []name {
	var list []name
	for _, s := range azure.Symbols(s) {
		of := ""
		if strings.HasPrefix(s.What, "grant") {
			of = s.What // a resource has grants of several identities
		}
		list = append(list, name{key: s.Key(), of: of, says: become(s.Name), id: s.ID, pos: s.Pos})
	}
	return list
}

// azureRoom checks that every name and symbol is within its limit. Names do
// not depend on each other there, so each id is judged for itself, by the name
// that leaves it the least.
func azureRoom(r *review) {
	var order []string
	tightest := map[string]azure.Physical{}
	for _, n := range azure.Names(r.Stack) {
		before, seen := tightest[n.ID]
		if n.Over() > 0 && !seen {
			order = append(order, n.ID)
		}
		if n.Over() > 0 && (!seen || n.Over() > before.Over()) {
			tightest[n.ID] = n
		}
	}
	for _, id := range order {
		n := tightest[id]
		r.tooLong(n.ID, n.Pos, n.Over(), "names on Azure "+n.What)
	}
	for _, s := range azure.Symbols(r.Stack) {
		if _, told := tightest[s.ID]; !told && len(s.Name) > azure.SymbolLimit {
			tightest[s.ID] = azure.Physical{}
			r.tooLong(s.ID, s.Pos, len(s.Name)-azure.SymbolLimit, "symbols of a template on Azure")
		}
	}
}

// tooLong reports an id that is so many characters too long for what is made
// of it.
func (r *review) tooLong(id string, pos ir.Pos, over int, made string) {
	owner := r.owner(id, pos)
	of, at := owner, r.placeOf(owner, id, pos)
	if owner == "stack" {
		of, at = "stack id", r.Stack.Places.At("id", r.Stack.Pos)
	}
	left := max(len(id)-over, 0)
	help := fmt.Sprintf("shorten the id by %d", over)
	if left == 0 {
		help = fmt.Sprintf("shorten the stack id or this id, together by %d", over)
	}
	r.add(diag.New("id-too-long", at, r.pathOf(owner, id), fmt.Sprintf("%s %q has %d characters; %s leave it %d", of, id, len(id), made, left)).
		WithHelp(help))
}

// azureWords checks that no name contains what Azure keeps for itself.
func azureWords(r *review) {
	told := map[string]bool{}
	for _, n := range azure.Names(r.Stack) {
		word, refused := n.Refused()
		if !refused || told[n.ID] || !strings.Contains(n.ID, word) { // or it is the stack's id that is refused
			continue
		}
		told[n.ID] = true
		owner := r.owner(n.ID, n.Pos)
		of, at := owner, r.placeOf(owner, n.ID, n.Pos)
		if owner == "stack" {
			of, at = "stack id", r.Stack.Places.At("id", r.Stack.Pos)
		}
		r.add(diag.New("id-not-allowed-on-cloud", at, r.pathOf(owner, n.ID),
			fmt.Sprintf("%s %q cannot be part of %s names on Azure: %s are reserved", of, n.ID, n.Space, joined(quoted(azure.ReservedWords)))).
			WithHelp("rename it or restrict .platforms"))
	}
}
