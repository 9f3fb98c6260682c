package prove

import (
	"slices"

	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// trial is something that management must not be able to do to a resource.
type trial struct {
	asks    func(action, ir.Resource) bool // whether an action would do it
	verb    func(action) string
	target  func(ir.Resource) string
	excused func(iam.Grant, action) bool // nil: nothing is
}

// saying gives the same verb for every action.
func saying(verb string) func(action) string { return func(action) string { return verb } }

func idOf(r ir.Resource) string { return r.Info().ID }

// try asks for each action on each name of the resources, and gives how many
// names there were. What the author wrote can mean a resource in some
// deployments alone; that is asked of the grants.
func (c *claim) try(list []ir.Resource, t trial) int {
	p, n := c.prover, 0
	for _, r := range list {
		sites := p.around(r)
		n += len(sites)
		p.reaches(p.vendor, sites, func(a action) bool { return t.asks(a, r) }, func(a action, at site) {
			c.blameVendor(a, at, t.verb(a), t.target(r), func(g iam.Grant) bool { return t.excused != nil && t.excused(g, a) })
		})
		for _, l := range p.loose {
			services := l.touched[r.Info().ID]
			if len(services) == 0 {
				continue
			}
			for _, name := range l.grant.Actions {
				if a := p.judged(name); a.at && slices.Contains(services, a.service()) && t.asks(a, r) {
					c.blame(l.grant, t.verb(a), t.target(r), a)
				}
			}
		}
	}
	return n
}

// loose is a grant of management whose scope the author wrote and that is not
// kept to its resource.
type loose struct {
	grant   iam.Grant
	touched map[string][]string // services by whose names it can mean a resource, by the resource's id
}

// findLoose notes what such grants can mean in some deployments. What a grant
// means in every one is tried with the policies.
func (p *prover) findLoose() {
	for _, g := range p.vendorMay {
		if !g.Custom || p.ofStack(g) || p.text(g.On) == "*" {
			continue
		}
		l := loose{grant: g, touched: map[string][]string{}}
		for _, m := range p.meanings(g.On) {
			if !m.always {
				l.touched[m.resource] = addOnce(l.touched[m.resource], m.service)
			}
		}
		p.loose = append(p.loose, l)
	}
}
