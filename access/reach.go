package access

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam/prove"
)

// reach prints what the vendor can do to each resource, by itself and through
// code that it may replace.
func (p *page) reach() {
	rows := slices.DeleteFunc(slices.Clone(p.Proof.Reach), func(r prove.Reach) bool { return r.Cloud != p.cloud })
	if len(rows) == 0 && len(p.Stack.Resources) > 0 {
		p.paragraph("NOT GUARANTEED: anything. Nobody computed what the vendor reaches.")
	}
	t := p.table("Resource", "Management itself", "Through live function", "Together")
	for _, r := range rows {
		t.reached(p.resource(r.Resource), r)
	}
	if b := p.Proof.BeyondOn(p.cloud); len(b.Together) > 0 {
		t.reached("beyond the resources of this stack", b)
	}
	t.end("")
	p.paragraph("To keep the vendor away from a resource, do not link it from a live function.")
	p.paragraph("A live function runs code that the vendor may replace without you, and that code acts with the function's profile. ",
		"So the vendor reaches what management may do, and what the profile of every live function may do: a frozen resource that such a profile reads is readable by the vendor.")
	if p.cloud == cloud.Azure && p.managementMay(func(r right) bool { return p.power(r).Hands == cloud.Identities }) {
		p.paragraph("Management may also give a live function any other identity that it may attach, see Who can act: what one live function reaches, the code of each of them can be made to reach.")
	}
}

func (t *table) reached(what text, r prove.Reach) {
	t.row(what, deeds(r.Management), join(r.Through, "; ", through), deeds(r.Together))
}

func through(t prove.Through) text { return code(t.Function) + ": " + deeds(t.Deeds) }

// deeds prints what can be done, and which of it by the author's own words.
func deeds(list []prove.Deed) text {
	return join(list, ", ", func(d prove.Deed) text {
		if d.Set == "" {
			return prose(d.Text)
		}
		return prose(d.Text) + " (" + code(d.Set) + ", written by the author)"
	})
}
