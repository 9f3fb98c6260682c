package access

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// everyGrant lists what each identity holds after setup, with the purpose of
// each grant and the line that asks for it.
func (p *page) everyGrant() {
	level := text("### ")
	if len(p.Targets) > 1 {
		level = "#### "
	}
	if p.cloud == cloud.Azure {
		p.azureEvery(level)
		return
	}
	p.paragraph("One row is what one permission set, or one reason that alienc derives, gives one identity on one resource. ",
		"The Sid is that of the statement in the policy. What setup and teardown hold stands in their policy files and in `access.json`.")
	identities, by := p.holders()
	for _, identity := range identities {
		p.paragraph(level, code(identity))
		t := p.table("Resource", "Purpose", "Actions", "On", "Only if", "Sid", "Asked for at")
		for _, group := range grouped(by[identity], byPurpose) {
			g := group[0]
			t.row(p.about(g), p.purpose(g), p.granted(g), p.scope(group), conditions(g.Conditions), code(g.Statement), places(g.Origin))
		}
		t.end("")
	}
}

// purpose says which set gives a grant, what the set is for, and what the
// right can damage.
func (p *page) purpose(g *iam.Grant) text {
	s := code(g.Set) + ": " + p.reason(g)
	if g.Custom {
		s = "written by the author, " + s
	}
	if g.Authored {
		s += " Asked for by the author."
	}
	if g.Damage != "" {
		s += " Can damage: " + prose(g.Damage)
	}
	if g.Surplus != "" {
		s += " " + prose(g.Surplus)
	}
	return s
}

// byPurpose tells grants apart that need rows of their own: they say different
// things, are about different resources or are asked for in different places.
func byPurpose(g *iam.Grant) string {
	return g.Resource + "\n" + subject(g) + "\n" + string(places(g.Origin)) + "\n" + byStatement(g)
}
