package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// charge blames whatever gives management a right that does something to a
// target. A right that no grant asks for is a mistake in a role.
func (p *azureProver) charge(c *claim, r right, verb string, targets []string) {
	if len(r.givers) == 0 && len(r.touches) > 0 {
		c.bug("management may %s %s with %s on %s, which no grant gives", verb, names(targets), r.action, r.On)
	}
	for _, g := range r.givers {
		list := targets
		if len(list) == 0 {
			list = []string{p.target(g)}
		}
		for _, target := range list {
			c.blame(g, verb, target, r.action)
		}
	}
}

// resources gives those of the stack that a right touches.
func (p *azureProver) resources(r right) []ir.Resource {
	var list []ir.Resource
	for _, id := range r.touches {
		list = append(list, p.Stack.Resource(id))
	}
	return list
}

// idle reports whether a right is without effect where it is, and only there
// because the role has it for another assignment.
func (r right) idle() bool { return len(r.givers) == 0 && len(r.touches) == 0 }

// counted words how many actions of management were looked at.
func (p *azureProver) counted(found int, what string) string {
	return fmt.Sprintf("%d of %s that management has by %s %s", found,
		plural(len(p.vendor), "action", "actions"), plural(p.vendorMay, "assignment of a role", "assignments of roles"), what)
}

// data judges G1: management reads no objects, items, messages or secret
// values, and neither the images nor the code of what is frozen. It holds no
// action on data but sending commands.
func (p *azureProver) data() {
	c := p.claim("G1")
	reading := 0
	for _, r := range p.vendor {
		if r.idle() {
			continue
		}
		if r.action.onData && !p.calls(r) && !slices.ContainsFunc(r.givers, explained) {
			p.charge(c, r, "act on data of", nil)
		}
		var shown []string
		for _, one := range p.resources(r) {
			if r.action.reveals(one) {
				shown = append(shown, holdings(one))
			}
		}
		if len(shown) > 0 || len(r.touches) == 0 && r.action.reveals(nil) {
			reading++
			p.charge(c, r, "read", shown)
		}
	}
	c.close("Management cannot read objects, items, messages or secret values.", p.counted(reading, "read data"))
}

// calls reports whether a right is to send commands to a function that takes
// them, and nothing else.
func (p *azureProver) calls(r right) bool {
	return r.action.sends() && len(r.givers) > 0 && !slices.ContainsFunc(r.givers, func(g iam.Grant) bool {
		f, ok := p.Stack.Resource(g.Resource).(*ir.Function)
		return !ok || !f.Commands || g.Set != "derived:commands" || !isAt(g.On, azure.Scope(p.Stack, f, "commands"))
	})
}

func isAt(on cloud.Text, places []azure.Place) bool {
	return slices.ContainsFunc(places, func(place azure.Place) bool { return strings.EqualFold(place.ID.String(), on.String()) })
}

// escalation judges G2: management changes no identity and no assignment of a
// role, and hands no identity to anything but those of live functions to them.
func (p *azureProver) escalation() {
	c := p.claim("G2")
	p.carried(c, iam.Management, isOnly(management))
	handing := 0
	for _, r := range p.vendor {
		if r.idle() || p.keeps(r) != "" {
			continue
		}
		hands := r.action.power.Hands
		if r.action.power.Replaces && !p.updates(r) {
			hands = cloud.Work
		}
		switch {
		case hands != "":
			handing++
			p.charge(c, r, "hand out "+hands+" through", nil)
		case !r.action.power.Known:
			handing++
			p.charge(c, r, "hand out rights through", nil)
		case r.action.power.Changes():
			p.beyond(c, r)
		}
	}
	text := "Management cannot create or change identities, policies or role assignments; it can attach no identity."
	if attached := p.attached(); len(attached) > 0 {
		text = strings.TrimSuffix(text, "no identity.") + "only the identities of live functions: " + names(attached) + "."
	}
	c.close(text, p.counted(handing, "hand out rights, identities or credentials"))
}

// keeps gives the identity that a right lets management attach, where it
// follows from a live function that has this identity; empty otherwise.
func (p *azureProver) keeps(r right) string {
	if !strings.EqualFold(r.action.name, "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action") || len(r.givers) == 0 {
		return ""
	}
	who := ""
	for _, g := range r.givers {
		f, ok := p.Stack.Resource(g.Resource).(*ir.Function)
		switch {
		case !ok || f.Lifecycle != ir.Live || g.Set != functionUpdate:
			return ""
		case isAt(g.On, azure.Scope(p.Stack, f, "pull-identity")):
			who = pullIdentity
		case isAt(g.On, azure.Scope(p.Stack, f, "identity")):
			who = f.Profile
		default:
			return ""
		}
	}
	return who
}

// attached lists the identities that management may attach: profiles in the
// author's order, and the one that pulls images.
func (p *azureProver) attached() []string {
	may := map[string]bool{}
	for _, r := range p.vendor {
		may[p.keeps(r)] = true
	}
	var list []string
	for _, profile := range p.Stack.Profiles {
		if may[profile.Name] {
			list = append(list, profile.Name)
		}
	}
	if may[pullIdentity] {
		list = append(list, pullIdentity)
	}
	return list
}

// functionUpdate is the set by which management updates functions.
const functionUpdate = "function/management"

// updates reports whether a right is on live functions or their schedules, and
// on nothing else.
func (p *azureProver) updates(r right) bool {
	_, ours := p.place(r.On)
	return ours && len(r.touches) > 0 && !slices.ContainsFunc(p.resources(r), func(one ir.Resource) bool {
		return one.Kind() != ir.KindFunction || one.Info().Lifecycle != ir.Live
	})
}

// beyond blames what the author lets management change where alienc knows
// nothing: who may do so may thereby act as somebody else, whatever the action
// is called.
func (p *azureProver) beyond(c *claim, r right) {
	if _, ours := p.place(r.On); ours && reviewedOnAzure(r.action.name) {
		return
	}
	for _, g := range r.givers {
		if g.Custom {
			c.blame(g, "change", beyond, r.action)
		}
	}
}

// change judges G3: whatever action of Azure changes anything, management has
// none of it on a frozen resource. Sending it commands is not changing it, nor
// is using what all functions share.
func (p *azureProver) change() {
	c := p.claim("G3")
	changing, wrong := 0, 0
	var called []string
	for _, r := range p.vendor {
		switch {
		case r.idle() || !r.action.power.Changes():
			continue
		case p.calls(r):
			called = addOnce(called, r.givers[0].Resource)
			continue
		case p.keeps(r) != "" || p.joins(r):
			continue
		}
		changing++
		if targets, ok := p.onlyLive(r); !ok {
			wrong++
			p.charge(c, r, "change", targets)
		}
	}
	text := "Management cannot change frozen resources; there are none."
	if len(p.frozen) > 0 {
		text = "Management cannot change frozen resources: " + names(idsOf(p.frozen)) + "."
	}
	proof := p.counted(changing, "change something") + fmt.Sprintf(", %d of these beyond live resources", wrong)
	if len(called) > 0 {
		proof += "; it may call " + names(called)
	}
	c.close(text, proof)
}

// joins reports whether a right keeps a live function in the environment.
func (p *azureProver) joins(r right) bool {
	return r.action.joins() && len(r.givers) > 0 && !slices.ContainsFunc(r.givers, func(g iam.Grant) bool {
		f, ok := p.Stack.Resource(g.Resource).(*ir.Function)
		return !ok || f.Lifecycle != ir.Live || g.Set != functionUpdate || !isAt(g.On, azure.Scope(p.Stack, f, "environment"))
	})
}

// onlyLive reports whether a right is on the live resource that its grants are
// about, and on nothing else. Otherwise it gives the frozen resources that it
// touches, if any.
func (p *azureProver) onlyLive(r right) (targets []string, ok bool) {
	for _, one := range p.resources(r) {
		if one.Info().Lifecycle == ir.Frozen {
			targets = append(targets, one.Info().ID)
		}
	}
	_, ours := p.place(r.On)
	ok = ours && len(targets) == 0 && !slices.ContainsFunc(r.givers, func(g iam.Grant) bool {
		one := p.Stack.Resource(g.Resource)
		return one == nil || one.Info().Lifecycle != ir.Live || !p.inside(g)
	})
	return targets, ok
}

// deletion judges G4: management deletes nothing, frozen or live, and sets
// nothing that makes Azure delete. Rights that can do the latter, and that
// Azure does not separate from an update, say what they can damage.
func (p *azureProver) deletion() {
	c := p.claim("G4")
	deleting := 0
	for _, r := range p.vendor {
		if r.idle() || !r.action.deletes && !r.action.expires || p.calls(r) {
			continue
		}
		deleting++
		admitted := r.action.expires && !r.action.deletes && len(r.givers) > 0
		for _, g := range r.givers {
			if admitted = admitted && g.Damage != ""; admitted {
				c.admit(g.Damage, g.Resource, g.Origin)
			}
		}
		if !admitted {
			p.charge(c, r, deletionOnAzure(r.action), r.touches)
		}
	}
	c.close("Management cannot delete anything.", p.counted(deleting, "can delete"))
}

func deletionOnAzure(a azureAction) string {
	switch {
	case a.doubtful:
		return "perhaps delete from"
	case a.deletes:
		return "delete from"
	}
	return "make Azure delete from"
}
