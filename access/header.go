package access

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam/prove"
)

func (p *page) header() {
	p.paragraph("# Access of ", code(p.Stack.ID))
	t := p.table("Printed from", "")
	t.row("Stack", code(p.Stack.ID))
	t.row("Clouds", join(p.Targets, ", ", func(n cloud.Name) text { return prose(n.Title()) }))
	t.row("alienc", code(p.Alienc))
	for _, name := range cloud.Names {
		if version := p.Catalogues[name]; version != "" {
			t.row("Actions of "+prose(name.Title()), "catalogue "+code(version))
		}
	}
	t.row("Inputs", "SHA-256 "+code(p.Inputs))
	t.end("")
	p.paragraph("This page is for whoever decides whether this stack may be deployed. It says who may do what, why, and what nobody could prove. ",
		"It is printed from the list of grants that the roles in the template and the policy files are printed from; `access.json` holds the whole list for programs.")
	p.paragraph("What stands `like this` is a name, or text of the stack's author, who is not believed: ",
		"a character that could disturb this page is written as its number, such as `{U+007C}`. ",
		join(p.Targets, " ", func(n cloud.Name) text { return unknowns[n] }), " ",
		"Of a **frozen** resource the vendor may see the settings, a **live** one it may update in place; what departs from that reads NOT GUARANTEED. ",
		"Places such as `alien.ts:30:12` are lines of the author's source.")
}

// unknowns says what the names stand for that have no value yet.
var unknowns = map[cloud.Name]text{
	cloud.AWS:   "`${NamePrefix}`, `${StackName}`, `${account}`, `${region}` and `${partition}` are those of your deployment.",
	cloud.Azure: "`${subscriptionId}` and `${resourceGroup}` are those of your deployment on Azure, `${unique}` and `${groupUnique}` are what makes its names unlike all others; what begins with `Microsoft.` is in that resource group.",
}

// guarantees prints what was proven, and what was not.
func (p *page) guarantees() {
	proven := slices.DeleteFunc(slices.Clone(p.Proof.Guarantees), func(g prove.Guarantee) bool { return g.Cloud != p.cloud })
	if len(proven) == 0 {
		p.paragraph("- NOT GUARANTEED: anything. Nothing was proven about this stack.")
		return
	}
	for _, g := range proven {
		if g.Holds {
			p.line("- [holds] ", prose(g.ID), " ", prose(g.Text), " (", prose(g.Proof), ")")
			continue
		}
		p.line("- NOT GUARANTEED: ", prose(g.Text), " (", prose(g.ID), "; ", prose(g.Proof), ")")
		for _, c := range g.Causes {
			if len(c.Origin) == 0 {
				p.line("  - Cause: ", prose(c.Text))
			} else {
				p.line("  - Cause: ", prose(c.Text), " ", places(c.Origin))
			}
		}
	}
	p.line()
	p.paragraph("Each line was decided by looking at every grant of this stack, not at a sample. ",
		"`Management` is the vendor after setup, by its own policy; what it reaches through code that it replaces stands under Reach.")
}
