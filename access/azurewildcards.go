package access

import (
	"strings"

	"github.com/alienc/alienc/iam"
)

// azureWildcards prints what is assigned on more than one resource, and why,
// and the roles of Azure whose actions are patterns.
func (p *page) azureWildcards() {
	t := p.table("Held by", "Assignment", "Role", "Actions", "On", "Only if", "Why")
	wide := p.all(func(g *iam.Grant) bool { return g.Wildcard != "" })
	for _, group := range grouped(wide, func(g *iam.Grant) string {
		return strings.Join([]string{string(g.Plane), g.Identity, g.Statement, string(conditions(g.Conditions)), g.Wildcard}, "\n")
	}) {
		g := group[0]
		t.row(code(g.Identity), code(g.Statement), roles(group), p.actions(rightsOf(group)), join(patterns(group), ", ", code), conditions(g.Conditions), prose(g.Wildcard))
	}
	t.end("No role is assigned on more than one resource.")
	p.paragraph("Every other assignment that alienc wrote is on one exact resource; Azure counts what is inside a resource to it. ",
		"Scopes that the author wrote stand in the next section, whole groups included.")
	t = p.table("Role of Azure with patterns", "Actions as Azure writes them", "Held by")
	carried := p.all(func(g *iam.Grant) bool { return g.Role != nil && len(patterned([]*iam.Grant{g})) > 0 })
	for _, group := range grouped(carried, func(g *iam.Grant) string { return g.Role.ID + string(roleName(g.Role)) }) {
		t.row(roleName(group[0].Role), p.actions(patterned(group)), join(identities(group), ", ", code))
	}
	t.end("No role that is granted has a pattern for an action.")
	if t.rows > 0 {
		p.paragraph("A pattern takes in whatever Azure adds to it later. Roles of this stack have none.")
	}
}

// identities names the holders of grants, each once.
func identities(grants []*iam.Grant) []string {
	var list []string
	for _, g := range grants {
		list = append(list, g.Identity)
	}
	return unique(list)
}
