package access

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// wildcards prints every statement whose resource is no exact name, and why.
func (p *page) wildcards() {
	if p.cloud == cloud.Azure {
		p.azureWildcards()
		return
	}
	wild := p.all(func(g *iam.Grant) bool { return g.Wildcard != "" })
	allowed := p.table("Held by", "Statement", "Actions", "On", "Only if", "Why")
	p.statements(allowed, wild, iam.Allow)
	allowed.end("No statement allows anything on a wildcard.")
	denied := p.table("Denied to", "Statement", "Actions", "On", "Only if", "Why")
	p.statements(denied, wild, iam.Deny)
	denied.end("")
	p.paragraph("Every other statement that alienc wrote names exact resources; a `/*` or `:*` at the end of a pattern stands for what is inside that resource. ",
		"Scopes that the author wrote stand in the next section, wildcards included.")
}

// statements writes a row for each statement of each identity.
func (p *page) statements(t *table, grants []*iam.Grant, effect iam.Effect) {
	for _, group := range grouped(grants, func(g *iam.Grant) string {
		return strings.Join([]string{string(g.Plane), g.Identity, g.Statement, string(g.Effect)}, "\n")
	}) {
		if g := group[0]; g.Effect == effect {
			t.row(code(g.Identity), code(g.Statement), p.actions(rightsOf(group)), join(patterns(group), ", ", code), anyOf(group), prose(g.Wildcard))
		}
	}
}

// anyOf writes the conditions of grants, each once, in the order of the first.
func anyOf(grants []*iam.Grant) text {
	var list []text
	seen := map[text]bool{}
	for _, g := range grants {
		if c := conditions(g.Conditions); !seen[c] {
			seen[c] = true
			list = append(list, c)
		}
	}
	return join(list, "; or ", func(t text) text { return t })
}
