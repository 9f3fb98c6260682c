package prove

import (
	"fmt"

	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// contents is what a resource keeps, for a sentence.
var contents = map[ir.Kind]string{
	ir.KindStorage: "objects", ir.KindKv: "items", ir.KindQueue: "messages", ir.KindVault: "secret values",
	ir.KindArtifactRegistry: "images", ir.KindFunction: "code or logs",
}

// holdings names what a resource keeps: "objects of data".
func holdings(r ir.Resource) string { return contents[r.Kind()] + " of " + r.Info().ID }

// held names what a grant is about in the same way.
func (p *prover) held(g iam.Grant) string {
	if r := p.Stack.Resource(g.Resource); r != nil && p.inside(g) {
		return holdings(r)
	}
	return p.target(g)
}

// data judges G1: management reads no objects, items, messages or secret
// values, and neither the images nor the code of what is frozen.
func (p *prover) data() {
	c := p.claim("G1")
	reading := p.tally(func(g iam.Grant, a action) bool {
		r := p.Stack.Resource(g.Resource)
		switch {
		case reveals(a, r):
			c.blame(g, "read", p.held(g), a)
		case returning[a.name]:
			c.blame(g, "get back, from a write whose condition fails,", p.held(g), a)
		default:
			return false
		}
		return true
	})
	tried := c.try(p.Stack.Resources, trial{asks: reveals, verb: saying("read"), target: holdings})
	c.close("Management cannot read objects, items, messages or secret values.", fmt.Sprintf(
		"%d of %d management grants read data; %d reading actions were tried on %d names",
		reading, len(p.vendorMay), count(func(a action) bool { return reveals(a, nil) }), tried,
	))
}

// reveals reports whether an action shows what a resource keeps, or could,
// since nobody knows it, or sends the names of it away. The images and code of a live resource are the
// vendor's own.
func reveals(a action, r ir.Resource) bool {
	if a.power.Reads || a.power.Sends || !a.power.Known {
		return true
	}
	return a.power.Code && !a.power.Changes() && (r == nil || r.Info().Lifecycle == ir.Frozen)
}

// count gives how many actions of the services of a stack are so.
func count(is func(action) bool) int {
	n := 0
	for _, list := range actionsOf() {
		for _, a := range list {
			if is(a) {
				n++
			}
		}
	}
	return n
}
