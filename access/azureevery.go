package access

// azureEvery lists what each identity holds after setup on Azure.
func (p *page) azureEvery(level text) {
	p.paragraph("One row is what one permission set, or one reason that alienc derives, gives one identity on one resource. ",
		"A role of Azure gives all that it has, and its row lists all of it. The assignment is the symbol of the role assignment in the template, which several rows can share. What setup and teardown hold stands in their templates and in `access.json`.")
	identities, by := p.holders()
	for _, identity := range identities {
		p.paragraph(level, code(identity))
		t := p.table("Resource", "Purpose", "Role", "Actions", "On", "Only if", "Assignment", "Asked for at")
		for _, group := range grouped(by[identity], byPurpose) {
			g := group[0]
			assigned := text("")
			if g.Role != nil {
				assigned = code(g.Statement)
			}
			t.row(p.about(g), p.purpose(g), carrier(g), p.granted(g), p.scope(group), conditions(g.Conditions), assigned, places(g.Origin))
		}
		t.end("")
	}
}
