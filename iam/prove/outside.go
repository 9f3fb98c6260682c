package prove

import (
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// beyond names what no resource of the stack stands for.
const beyond = "what is beyond the resources of this stack"

// outside looks at what the author lets management do where alienc knows
// nothing: who may change or call what is not of the stack may thereby act as
// somebody else, whatever the action is called. What a service that nobody
// reviewed does is not known to stay where a grant says.
func (p *prover) outside(c *claim) {
	p.tally(func(g iam.Grant, a action) bool {
		if !g.Custom || !a.power.Changes() || hands(a, nil) || p.ofStack(g) && aws.Reviewed(a.name) {
			return false
		}
		verb := "change"
		if a.calls {
			verb = "call"
		}
		c.blame(g, verb, beyond, a)
		return true
	})
}
