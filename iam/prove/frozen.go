package prove

import (
	"fmt"

	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// change judges G3: whatever action of AWS changes anything, management has
// none of it on a frozen resource. Calling a function is not changing it; who
// may call what is judged beside it.
func (p *prover) change() {
	c := p.claim("G3")
	changes := func(a action, _ ir.Resource) bool { return a.power.Changes() && !a.calls }
	changing := p.tally(func(g iam.Grant, a action) bool {
		if a.calls {
			p.call(c, g, a)
		}
		return changes(a, nil)
	})
	wrong := p.tally(func(g iam.Grant, a action) bool {
		r := p.Stack.Resource(g.Resource)
		switch {
		case !changes(a, nil):
			return false
		case r != nil && r.Info().Lifecycle == ir.Live && p.text(g.On) != "*" && p.inside(g):
			return false
		}
		c.blame(g, "change", p.target(g), a)
		return true
	})
	tried := c.try(p.frozen, trial{asks: changes, verb: saying("change"), target: idOf})
	if len(p.frozen) > 0 {
		p.everywhere(c, func(a action) bool { return changes(a, nil) })
	}
	c.close(p.frozenText(), fmt.Sprintf(
		"%d of %d management grants change something, %d of these beyond live resources; %d changing actions were tried on %d names",
		changing, len(p.vendorMay), wrong, count(func(a action) bool { return changes(a, nil) }), tried,
	)+p.callers())
}

func (p *prover) frozenText() string {
	if len(p.frozen) == 0 {
		return "Management cannot change frozen resources; there are none."
	}
	return "Management cannot change frozen resources: " + names(idsOf(p.frozen)) + "."
}

// everywhere tries what has no resource and so is for the whole account. What
// carries the function that it is about was tried function by function.
func (p *prover) everywhere(c *claim, ask func(action) bool) {
	for _, service := range services {
		for _, a := range p.may(p.vendor, service) {
			if a.at || !ask(a) || service == "lambda" || !p.vendor.perhaps(request{action: a.name, resource: "*"}) {
				continue
			}
			c.blameVendor(a, site{arn: "*"}, "change", "settings of the whole account", nil)
		}
	}
}

// call judges a right to run a function: management may run what takes
// commands, and what the author lets it run of the stack.
func (p *prover) call(c *claim, g iam.Grant, a action) {
	if explained(g) {
		if !p.ofStack(g) {
			c.blame(g, "call", beyond, a)
		}
		return
	}
	f, ok := p.Stack.Resource(g.Resource).(*ir.Function)
	if !ok || !f.Commands || g.Set != "derived:commands" {
		c.bug("management may call %s with %s, by %s on %s", g.Resource, a.written, g.Set, g.Scope)
	}
}

// callers says which functions management may call, and tries the others: a
// right that no grant gives would be a mistake in the policy.
func (p *prover) callers() string {
	var ids []string
	for _, f := range p.Stack.Functions() {
		may := false
		p.reaches(p.vendor, p.around(f), func(a action) bool { return a.calls }, func(action, site) { may = true })
		if may {
			ids = append(ids, f.ID)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return "; it may call " + names(ids)
}
