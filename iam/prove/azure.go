package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// azureProver judges a plan for Azure. There a right is a role that an identity
// has on a scope, so roles are judged whole: what one carries beside the grants
// that asked for it counts as well.
type azureProver struct {
	Input
	bench
	estate    map[string][]spot // what belongs to each resource, and what it shares, by its id
	places    map[string]spot   // everything of the stack, by id; what no resource has alone is shared
	vendor    []right           // of management
	vendorMay int               // how many assignments give them
	frozen    []ir.Resource
	touched   map[touching][]string
}

// touching is what [azureProver.touches] was asked.
type touching struct{ scope, action string }

func newAzureProver(in Input, out *Result) *azureProver {
	p := &azureProver{Input: in, estate: map[string][]spot{}, places: map[string]spot{}, touched: map[touching][]string{}}
	p.bench = bench{cloud.Azure, out, in.Accepted, fewOnAzure}
	p.locate()
	list := in.Plan.Assignments(iam.Management)
	p.vendor, p.vendorMay = p.rights(list), len(list)
	for _, r := range in.Stack.Resources {
		if r.Info().Lifecycle == ir.Frozen {
			p.frozen = append(p.frozen, r)
		}
	}
	return p
}

func (p *azureProver) run() {
	p.data()
	p.escalation()
	p.change()
	p.deletion()
	p.exposure()
	p.profiles()
	p.wildcards()
	p.installation()
	p.reach()
}

// grants gives the grants of one plane on Azure, whoever holds them.
func (p *azureProver) grants(plane iam.Plane) []iam.Grant {
	var list []iam.Grant
	for _, g := range p.Plan.Grants {
		if g.Cloud == cloud.Azure && g.Plane == plane {
			list = append(list, g)
		}
	}
	return list
}

// carried finds grants of a plane that no role carries, so that no template
// says them, or that somebody holds who must not.
func (p *azureProver) carried(c *claim, plane iam.Plane, holds func(identity string) bool) {
	for _, g := range p.grants(plane) {
		switch {
		case g.Effect != iam.Allow:
			c.bug("%s is denied %s, which no role says", g.Identity, g.Scope)
		case g.Role == nil:
			c.bug("no role carries what %s gives %s on %s", g.Set, g.Identity, g.Scope)
		case !holds(g.Identity):
			c.bug("%s holds %s of %s", g.Identity, g.Set, plane)
		}
	}
}

// isOnly gives a test for one identity.
func isOnly(identity string) func(string) bool {
	return func(other string) bool { return other == identity }
}

// place finds the resource of the stack that a scope names.
func (p *azureProver) place(scope cloud.Text) (spot, bool) {
	s, ok := p.places[strings.ToLower(scope.String())]
	return s, ok
}

// target names what a grant is on: its resource, or whatever it reaches beside
// it.
func (p *azureProver) target(g iam.Grant) string {
	switch {
	case g.Resource == "":
		return "what is beyond one resource"
	case p.inside(g):
		return g.Resource
	}
	return g.On.String()
}

// inside reports whether a grant is on its resource and on nothing else. A rule
// of alienc's may be on what the resource shares with others, and says why.
func (p *azureProver) inside(g iam.Grant) bool {
	key := strings.ToLower(g.On.String())
	return slices.ContainsFunc(p.estate[g.Resource], func(s spot) bool { return s.id == key && !(s.shared && g.Custom) || !s.shared && inherits(key, s.id) })
}
