package check

import (
	"fmt"
	"slices"

	"github.com/alienc/alienc/compiler/ir"
)

// step is a link from one function to another.
type step struct {
	from, to *ir.Function
	path     string // of the link, inside from
}

func (s step) pos() ir.Pos { return s.from.At(s.path) }

// cycles checks that functions do not link each other in a circle. Each group
// of functions that reach each other is reported once, by its shortest circle
// through the place that comes first.
func cycles(r *review) {
	steps := map[*ir.Function][]step{}
	for _, f := range r.Stack.Functions() {
		for i, link := range f.Links {
			to, ok := r.Stack.Resource(link.ID).(*ir.Function)
			if !ok || link.Kind != ir.KindFunction {
				continue
			}
			s := step{f, to, fmt.Sprintf("links[%d]", i)}
			if to == f {
				r.add(about(f, s.path, "dependency-cycle", "%q links itself", f.ID).
					WithHelp("remove the link: the function's own binding is always there"))
				continue
			}
			steps[f] = append(steps[f], s)
		}
	}
	for _, group := range groups(r.Stack.Functions(), steps) {
		circle := shortest(group, steps)
		parts := make([]string, len(circle))
		for i, s := range circle {
			parts[i] = fmt.Sprintf("%q links %q", s.from.ID, s.to.ID)
		}
		d := about(circle[0].from, circle[0].path, "dependency-cycle", "%s", joined(parts)).
			WithHelp("remove one of the links, or put a Queue between the functions")
		for _, s := range circle[1:] {
			d = d.WithRelated(s.pos(), fmt.Sprintf("%q links %q", s.from.ID, s.to.ID))
		}
		r.add(d)
	}
}

// groups gives the sets of two or more functions that reach each other, by the
// algorithm of Tarjan, which visits each link once.
func groups(functions []*ir.Function, steps map[*ir.Function][]step) [][]*ir.Function {
	type mark struct {
		index, low int
		stacked    bool
	}
	marks := map[*ir.Function]*mark{}
	var stack []*ir.Function
	var found [][]*ir.Function
	var visit func(*ir.Function) *mark
	visit = func(f *ir.Function) *mark {
		m := &mark{len(marks), len(marks), true}
		marks[f] = m
		start := len(stack)
		stack = append(stack, f)
		for _, s := range steps[f] {
			switch next := marks[s.to]; {
			case next == nil:
				m.low = min(m.low, visit(s.to).low)
			case next.stacked:
				m.low = min(m.low, next.index)
			}
		}
		if m.low == m.index {
			group := slices.Clone(stack[start:])
			stack = stack[:start]
			for _, member := range group {
				marks[member].stacked = false
			}
			if len(group) > 1 {
				found = append(found, group)
			}
		}
		return m
	}
	for _, f := range functions {
		if marks[f] == nil {
			visit(f)
		}
	}
	return found
}

// shortest gives the shortest circle through the first link, by place, inside
// the group.
func shortest(group []*ir.Function, steps map[*ir.Function][]step) []step {
	inside := make(map[*ir.Function]bool, len(group))
	for _, f := range group {
		inside[f] = true
	}
	var first step
	for _, f := range group {
		for _, s := range steps[f] {
			if inside[s.to] && (first.from == nil || s.pos().Compare(first.pos()) < 0) {
				first = s
			}
		}
	}
	// Search from the link's end until it comes back to its beginning.
	reached := map[*ir.Function]step{first.to: first}
	for queue := []*ir.Function{first.to}; reached[first.from].from == nil; queue = queue[1:] {
		for _, s := range steps[queue[0]] {
			if _, ok := reached[s.to]; !ok && inside[s.to] {
				reached[s.to] = s
				queue = append(queue, s.to)
			}
		}
	}
	var circle []step
	for f := first.from; f != first.to; f = reached[f].from {
		circle = append(circle, reached[f])
	}
	circle = append(circle, first)
	slices.Reverse(circle)
	return circle
}
