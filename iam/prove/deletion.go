package prove

import (
	"fmt"

	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// deletion judges G4: management deletes nothing, frozen or live, and sets
// nothing that makes AWS delete. Rights that can do the latter, and that AWS
// does not separate from an update, say what they can damage.
func (p *prover) deletion() {
	c := p.claim("G4")
	deletes := func(a action, _ ir.Resource) bool { return a.deletes || a.expires }
	deleting := p.tally(func(g iam.Grant, a action) bool {
		switch {
		case !deletes(a, nil):
			return g.Damage != ""
		case damages(g, a):
			c.admit(g.Damage, g.Resource, g.Origin)
		default:
			c.blame(g, deletionBy(a), p.target(g), a)
		}
		return true
	})
	tried := c.try(p.Stack.Resources, trial{asks: deletes, verb: deletionBy, target: idOf, excused: damages})
	c.close("Management cannot delete anything.", fmt.Sprintf(
		"%d of %d management grants can delete; %d actions that can were tried on %d names",
		deleting, len(p.vendorMay), count(func(a action) bool { return deletes(a, nil) }), tried,
	))
}

func deletionBy(a action) string {
	switch {
	case a.doubtful:
		return "perhaps delete from"
	case a.deletes:
		return "delete from"
	}
	return "make AWS delete from"
}
