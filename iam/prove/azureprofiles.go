package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/sets"
)

// The identities of a stack besides those of profiles. No code can act as
// either by itself.
const (
	pullIdentity   = "pull"
	eventsIdentity = "events"
)

// profiles judges G6: code reaches what its functions link, and for the rights
// that alienc derives what triggers them and their own commands. Azure has no
// right to call a function, so that is not bounded by anything.
func (p *azureProver) profiles() {
	c := p.claim("G6")
	rights := p.Plan.Assignments(iam.Runtime)
	p.carried(c, iam.Runtime, p.isRuntime)
	p.spare(c, rights)
	var reached []string
	grants, holders := 0, 0
	for _, profile := range p.Stack.Profiles {
		if len(p.Stack.Users(profile.Name)) == 0 {
			continue
		}
		holders++
		r := newAzureReacher(p, c, profile)
		for _, g := range p.grants(iam.Runtime) {
			if g.Identity == r.identity {
				grants++
				r.judge(g)
			}
		}
		reached = append(reached, profile.Name+" -> "+orNone(r.reached))
	}
	for _, g := range p.grants(iam.Runtime) {
		if g.Identity == pullIdentity || g.Identity == eventsIdentity {
			grants++
			if !p.serves(g) {
				c.bug("%s may use %s on %s", g.Identity, fewOnAzure(slices.Concat(g.Actions, g.DataActions)), g.Scope)
			}
		}
	}
	p.callable(c)
	text := "Each profile reaches only resources its functions link or are triggered by"
	if len(reached) > 0 {
		text += ": " + strings.Join(reached, "; ")
	}
	c.close(text+".", fmt.Sprintf(
		"%s of %s that code runs with, and of those that pull images and deliver events, each on what is linked, triggers or is its own",
		plural(grants, "grant", "grants"), plural(holders, "identity", "identities"),
	))
}

// isRuntime reports whether an identity is one that the template creates.
func (p *azureProver) isRuntime(identity string) bool {
	profile, ok := strings.CutPrefix(identity, "profile:")
	return ok && len(p.Stack.Users(profile)) > 0 || identity == pullIdentity || identity == eventsIdentity
}

// spare finds what a role of the stack's own has beside what its grants ask
// for, where that is more than seeing settings.
func (p *azureProver) spare(c *claim, list []iam.Assignment) {
	for _, r := range p.rights(list) {
		a := r.action
		if len(r.givers) == 0 && len(r.touches) > 0 && (a.power.Changes() || a.power.Reads || a.power.Code || a.power.Hands != "") {
			c.bug("the role of %s has %s on %s, which no grant gives", r.Identity, a, r.On)
		}
	}
}

// callable admits that every function of the stack can call those that listen
// without being public, whether or not it links them.
func (p *azureProver) callable(c *claim) {
	for _, f := range p.listening() {
		if slices.ContainsFunc(p.Stack.Functions(), func(other *ir.Function) bool { return other != f && !links(other, f.ID) }) {
			c.admit("Azure has no right to call a function, so every function of the stack can call it.", f.ID, nil)
		}
	}
}

// listening lists the functions that others of the stack can call, and nobody
// outside.
func (p *azureProver) listening() []*ir.Function {
	var list []*ir.Function
	for _, f := range p.Stack.Functions() {
		if f.Ingress != ir.Public && azure.Listens(p.Stack, f) {
			list = append(list, f)
		}
	}
	return list
}

func links(f *ir.Function, id string) bool {
	return slices.ContainsFunc(f.Links, func(l ir.Ref) bool { return l.ID == id })
}

// serves reports whether a grant is what the pull identity or the events
// identity is for.
func (p *azureProver) serves(g iam.Grant) bool {
	r := p.Stack.Resource(g.Resource)
	if r == nil || !p.likeItsSet(g) {
		return false
	}
	if g.Identity == pullIdentity {
		return g.Set == "derived:image-pull" && r.Kind() == ir.KindArtifactRegistry
	}
	return g.Set == "derived:event-delivery" && r.Kind() == ir.KindStorage
}

// azureReacher judges the grants of one profile.
type azureReacher struct {
	*azureProver
	claim    *claim
	identity string
	users    []*ir.Function
	reached  []string // ids, in the order of the grants
}

func newAzureReacher(p *azureProver, c *claim, profile *ir.Profile) *azureReacher {
	return &azureReacher{azureProver: p, claim: c, identity: "profile:" + profile.Name, users: p.Stack.Users(profile.Name)}
}

// linked reports whether every function that runs with the profile links a
// resource.
func (r *azureReacher) linked(id string) bool {
	return !slices.ContainsFunc(r.users, func(f *ir.Function) bool { return !links(f, id) })
}

// triggered reports whether a resource triggers a function of the profile by
// what the grant is on.
func (r *azureReacher) triggered(g iam.Grant) bool {
	return slices.ContainsFunc(r.users, func(f *ir.Function) bool {
		return slices.ContainsFunc(azure.Sources(r.Stack, f), func(s azure.Source) bool { return s.ID == g.Resource }) &&
			isAt(g.On, azure.Scope(r.Stack, f, "sources"))
	})
}

// commanded reports whether a grant is on the commands of a function of the
// profile.
func (r *azureReacher) commanded(g iam.Grant) bool {
	return slices.ContainsFunc(r.users, func(f *ir.Function) bool {
		return f.ID == g.Resource && isAt(g.On, azure.Scope(r.Stack, f, "commands"))
	})
}

// judge looks at one grant.
func (r *azureReacher) judge(g iam.Grant) {
	on := g.On.String()
	if !g.Custom && !r.likeItsSet(g) {
		r.claim.bug("%s may use %s on %s, which is no rule of %s", r.identity, fewOnAzure(slices.Concat(g.Actions, g.DataActions)), g.Scope, g.Set)
	}
	switch {
	case g.Wide:
		r.claim.admit(fmt.Sprintf("The author chose what %s lets %s reach: %s.", g.Set, who(g.Identity), on), "", g.Origin)
		return
	case g.Set == "derived:command-receipt" && !g.Custom:
		if !r.commanded(g) {
			r.claim.bug("%s receives the commands of %s", r.identity, g.Resource)
		}
	case (g.Set == "derived:queue-trigger" || g.Set == "derived:event-receipt") && !g.Custom:
		if !r.triggered(g) {
			r.claim.bug("%s receives from %s, which triggers none of its functions", r.identity, g.Resource)
		}
	case !r.linked(g.Resource):
		r.claim.bug("%s holds %s on %s, which not every function links", r.identity, g.Set, g.Resource)
	}
	switch {
	case r.inside(g):
	case g.Custom:
		r.claim.admit(fmt.Sprintf("%s on %s lets %s reach %s.", g.Set, g.Resource, who(g.Identity), on), "", g.Origin)
	default:
		r.claim.bug("%s reaches %s by %s on %s", r.identity, on, g.Set, g.Resource)
	}
	if g.Set != "derived:command-receipt" {
		r.reached = addOnce(r.reached, g.Resource)
	}
}

// likeItsSet reports whether a grant is a rule of the set that it names: the
// same role or actions, on a part of its resource that the rule is on.
func (p *azureProver) likeItsSet(g iam.Grant) bool {
	r := p.Stack.Resource(g.Resource)
	if r == nil || g.Role == nil {
		return false
	}
	set, ok := setOf(g, r)
	return ok && slices.ContainsFunc(set.Azure, func(rule sets.AzureRule) bool {
		return sameRole(rule, g) && slices.ContainsFunc(rule.On, func(part string) bool { return isAt(g.On, azure.Scope(p.Stack, r, part)) })
	})
}

// sameRole reports whether a grant allows what a rule does.
func sameRole(rule sets.AzureRule, g iam.Grant) bool {
	if rule.Role == "" {
		return g.Role.ID == "" && slices.Equal(rule.Actions, g.Actions) && slices.Equal(rule.DataActions, g.DataActions)
	}
	known, ok := catalogue.Open().Role(rule.Role)
	return ok && g.Role.ID == known.ID && slices.Equal(g.Actions, known.Actions) && slices.Equal(g.DataActions, known.DataActions)
}
