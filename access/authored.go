package access

import "github.com/alienc/alienc/iam"

// authored prints what rests on the author's word alone: risks that were
// accepted, sets and scopes that were written by hand, rights that management
// has because the author asked.
func (p *page) authored() {
	p.heading("Accepted by the author")
	risks := p.table("Check", "About", "The author's reason", "At")
	for _, a := range p.Accepted {
		risks.row(code(a.Check), code(a.Subject), code(a.Reason), place(a.Pos))
	}
	risks.end("The author accepted no risk.")
	p.each(func() {
		p.customSets()
		p.requested()
	})
}

func (p *page) customSets() {
	t := p.table("Set written by the author", "Held by", "Actions", "On", "Only if", "The author's words", "At")
	for _, g := range p.all(func(g *iam.Grant) bool { return g.Custom }) {
		t.row(code(g.Set), code(g.Identity), p.granted(g), p.scope([]*iam.Grant{g}), conditions(g.Conditions), p.reason(g), places(g.Origin))
	}
	t.end("The author wrote no permission set.")
}

// requested prints the rights of management that do not follow from frozen and
// live.
func (p *page) requested() {
	t := p.table("Right of management that the author asks for", "Actions", "On", "Only if", "At")
	for _, g := range p.all(func(g *iam.Grant) bool { return g.Authored }) {
		t.row(code(g.Set), p.granted(g), p.scope([]*iam.Grant{g}), conditions(g.Conditions), places(g.Origin))
	}
	t.end("Management has no right that the author asked for beyond frozen and live.")
}

// scope says on what grants apply that differ in that alone.
func (p *page) scope(grants []*iam.Grant) text {
	on := join(patterns(grants), ", ", code)
	if grants[0].Wide {
		return on + " (scope chosen by the author)"
	}
	return on
}

// notes prints what alienc remarked about the stack.
func (p *page) notes() {
	p.heading("Rounded values and notes")
	t := p.table("Note", "Check", "At")
	for _, n := range p.Stack.Notes {
		at := text("")
		if !n.Pos.IsZero() {
			at = place(n.Pos)
		}
		t.row(prose(n.Message), code(n.ID), at)
	}
	t.end("None.")
}
