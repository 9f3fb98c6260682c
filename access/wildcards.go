package access

import (
	"slices"

	"github.com/alienc/alienc/iam"
)

// wildcards prints every grant whose resource is no exact name, and why.
func (p *page) wildcards() {
	p.heading("Statements with a wildcard, and why")
	list := p.all(func(g *iam.Grant) bool { return g.Wildcard != "" })
	t := p.table("Statement", "Held by", "Actions", "On", "Only if", "Why")
	for _, group := range grouped(list, func(g *iam.Grant) string { return byStatement(g) + "\n" + g.Wildcard }) {
		g := group[0]
		t.row(code(g.Statement), join(identities(group), ", ", code), p.granted(g), join(patterns(group), ", ", code), conditions(g.Conditions), prose(g.Wildcard))
	}
	t.end("No statement has one.")
	p.paragraph("Every other statement that alienc wrote names exact resources; a `/*` or `:*` at the end of a pattern stands for what is inside that resource. ",
		"Scopes that the author wrote stand in the next section, wildcards included.")
}

// identities gives who holds grants, sorted, each once.
func identities(grants []*iam.Grant) []string {
	list := make([]string, len(grants))
	for i, g := range grants {
		list[i] = g.Identity
	}
	slices.Sort(list)
	return slices.Compact(list)
}
