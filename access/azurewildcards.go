package access

import (
	"strings"

	"github.com/alienc/alienc/iam"
)

// azureWildcards prints what is assigned on more than one resource or on what
// several share, and why, and the roles whose actions are patterns: Azure writes
// some of its own so.
func (p *page) azureWildcards() {
	t := p.table("Held by", "Assignment", "Role", "Actions", "On", "Only if", "Why")
	wide := p.all(func(g *iam.Grant) bool { return g.Wildcard != "" })
	for _, group := range grouped(wide, func(g *iam.Grant) string {
		return strings.Join([]string{string(g.Plane), g.Identity, g.Statement}, "\n")
	}) {
		t.row(code(group[0].Identity), code(group[0].Statement), roles(group), p.actions(rightsOf(group)), join(patterns(group), ", ", code), p.fenced(group), reasons(group))
	}
	t.end("Each role is assigned on one exact resource that serves nothing else.")
	p.paragraph("Every other assignment that alienc wrote is on one exact resource; what is inside a resource belongs to it. ",
		"Scopes that the author wrote stand in the next section, whole groups included.")
	t = p.table("Role with patterns", "Actions that are patterns", "Held by")
	carried := p.all(func(g *iam.Grant) bool { return g.Role != nil && len(patterned([]*iam.Grant{g})) > 0 })
	for _, group := range grouped(carried, func(g *iam.Grant) string { return g.Role.ID + "\n" + string(roleName(g.Role)) }) {
		t.row(roleName(group[0].Role), p.actions(patterned(group)), join(identities(group), ", ", code))
	}
	t.end("No role that is granted has a pattern for an action.")
	if t.rows > 0 {
		p.paragraph("A pattern takes in whatever Azure adds to it later, within the resource that the role is assigned on.")
	}
}

// fenced says which actions of one assignment have conditions: those on the
// others would be none.
func (p *page) fenced(group []*iam.Grant) text {
	var list []text
	for _, g := range group {
		if len(g.Conditions) > 0 {
			list = append(list, join(rights(g), ", ", func(r right) text { return code(r.action) })+" if "+conditions(g.Conditions))
		}
	}
	return join(unique(list), "; ", func(t text) text { return t })
}

// reasons gives why grants are on no exact name, each once.
func reasons(group []*iam.Grant) text {
	var list []string
	for _, g := range group {
		list = append(list, g.Wildcard)
	}
	return join(unique(list), " ", prose)
}

// identities names the holders of grants, each once.
func identities(grants []*iam.Grant) []string {
	var list []string
	for _, g := range grants {
		list = append(list, g.Identity)
	}
	return unique(list)
}
