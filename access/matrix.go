package access

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// matrix counts what each identity may do on each resource.
func (p *page) matrix() {
	columns := []text{"Identity", "Resource"}
	for _, l := range levels {
		columns = append(columns, prose(l))
	}
	t := p.table(append(columns, "touches")...)
	identities, by := p.holders()
	for _, identity := range identities {
		rights := slices.DeleteFunc(by[identity], func(g *iam.Grant) bool { return g.Plane == iam.Trust })
		for _, group := range grouped(rights, func(g *iam.Grant) string { return g.Resource + "\n" + subject(g) }) {
			if s := p.sum(group); s.any {
				t.row(append([]text{code(identity), p.about(group[0])}, s.cells()...)...)
			}
		}
	}
	t.end("Nobody may do anything.")
	p.paragraph("Numbers count actions that are allowed after setup: `list` names what exists, `read` shows settings or contents, `write` changes, `tag` changes tags, `permissions` can change who is allowed what. ",
		"`Touches` says whether one of them reads or writes data (objects, items, messages, secret values, log lines), or shows or replaces code. The actions stand under Every grant after setup.")
}

// subject names what a grant is about, without the part of it.
func subject(g *iam.Grant) string {
	name, _, _ := strings.Cut(g.Scope, "/")
	return name
}

// about writes it, with the lifecycle of a resource.
func (p *page) about(g *iam.Grant) text {
	switch {
	case g.Resource != "":
		return p.resource(g.Resource)
	case g.Wide:
		return "scope chosen by the author"
	}
	return code(subject(g))
}

// sum is what a group of grants allows together.
type sum struct {
	any                 bool
	counts              map[string]int
	reads, writes, code bool
}

func (p *page) sum(grants []*iam.Grant) sum {
	s := sum{counts: map[string]int{}}
	seen := map[right]bool{}
	for _, g := range grants {
		if g.Effect != iam.Allow {
			continue
		}
		s.any = true
		for _, a := range rights(g) {
			if seen[a] {
				continue
			}
			seen[a] = true
			power := p.power(a)
			s.counts[power.Level]++
			s.reads, s.writes, s.code = s.reads || power.Reads, s.writes || power.Writes, s.code || power.Code
		}
	}
	return s
}

func (s sum) cells() []text {
	var cells []text
	for _, l := range levels {
		cell := text("-")
		if n := s.counts[l]; n > 0 {
			cell = count(n)
		}
		cells = append(cells, cell)
	}
	var touches []text
	for _, t := range []struct {
		is   bool
		what text
	}{{s.reads, "reads data"}, {s.writes, "writes data"}, {s.code, "code"}} {
		if t.is {
			touches = append(touches, t.what)
		}
	}
	if len(s.counts) == 0 {
		return append(cells, "see Exposure")
	}
	if touches == nil {
		return append(cells, "-")
	}
	return append(cells, join(touches, ", ", func(t text) text { return t }))
}

// exposure prints what anyone may do.
func (p *page) exposure() {
	t := p.table("Public", "Anyone may", "Actions", "Only if", "Asked for at")
	for _, g := range p.in(iam.Exposure) {
		if g.Effect == iam.Allow {
			what := p.resource(g.Resource)
			if f, ok := p.Stack.Resource(g.Resource).(*ir.Function); ok && f.Endpoint != "" {
				what += " endpoint " + code(f.Endpoint)
			}
			t.row(what, p.reason(g), p.granted(g), conditions(g.Conditions), places(g.Origin))
		}
	}
	t.end("Nothing is public.")
}
