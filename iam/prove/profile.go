package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// profiles judges G6: code reaches what its functions link, and for the rights
// that alienc derives their own logs and what triggers them.
func (p *prover) profiles() {
	c := p.claim("G6")
	var reached []string
	grants, holders := 0, 0
	for _, profile := range p.Stack.Profiles {
		if len(p.Stack.Users(profile.Name)) == 0 {
			continue
		}
		holders++
		r := newReacher(p, c, profile)
		list := p.grants(iam.Runtime, r.identity)
		for _, g := range list {
			if g.Effect == iam.Allow {
				grants++
				r.judge(g)
			}
		}
		c.asWritten(r.identity, list, iam.Statements(list))
		reached = append(reached, profile.Name+" -> "+orNone(r.reached))
		p.remarkReturned(profile.Name, list)
	}
	for _, f := range p.Stack.Functions() {
		if list := p.grants(iam.Runtime, "cron:"+f.ID); len(list) > 0 {
			holders++
			grants += len(list)
			p.schedules(c, f, list)
			c.asWritten("cron:"+f.ID, list, iam.Statements(list))
		}
	}
	text := "Each profile reaches only resources its functions link or are triggered by"
	if len(reached) > 0 {
		text += ": " + strings.Join(reached, "; ")
	}
	c.close(text+".", fmt.Sprintf(
		"%s of %s that code runs with, each on what is linked, triggers or is its own",
		plural(grants, "grant", "grants"), plural(holders, "identity", "identities"),
	))
}

func orNone(ids []string) string {
	if len(ids) == 0 {
		return "nothing"
	}
	return names(ids)
}

// reacher judges the grants of one profile.
type reacher struct {
	*prover
	claim    *claim
	identity string
	linked   map[string]bool // by every function that runs as it
	own      map[string]bool // these functions
	triggers map[string]bool // queues that trigger one of them
	reached  []string        // ids, in the order of the grants
}

func newReacher(p *prover, c *claim, profile *ir.Profile) *reacher {
	r := &reacher{
		prover: p, claim: c, identity: "profile:" + profile.Name,
		linked: map[string]bool{}, own: map[string]bool{}, triggers: map[string]bool{},
	}
	users := p.Stack.Users(profile.Name)
	links := map[string]int{}
	for _, f := range users {
		r.own[f.ID] = true
		seen := map[string]bool{}
		for _, link := range f.Links {
			if !seen[link.ID] {
				seen[link.ID] = true
				links[link.ID]++
			}
		}
		for _, t := range f.Triggers {
			if t, ok := t.(*ir.QueueTrigger); ok {
				r.triggers[t.Queue.ID] = true
			}
		}
	}
	for id, n := range links {
		r.linked[id] = n == len(users)
	}
	return r
}

// judge looks at one grant.
func (r *reacher) judge(g iam.Grant) {
	on := g.On.String()
	if !g.Custom && !r.likeItsSet(g) {
		r.claim.bug("%s may use %s on %s, which is no rule of %s", r.identity, r.few(g.Actions), g.Scope, g.Set)
	}
	switch {
	case g.Wide:
		r.claim.admit(fmt.Sprintf("The author chose what %s lets %s reach: %s.", g.Set, who(g.Identity), on), "", g.Origin)
		return
	case g.Custom && !r.linked[g.Resource]:
		r.claim.bug("%s is granted on %s, which not every function of %s links", g.Set, g.Resource, r.identity)
	case g.Custom && !r.inside(g):
		r.claim.admit(fmt.Sprintf("%s on %s lets %s reach %s.", g.Set, g.Resource, who(g.Identity), on), "", g.Origin)
	case g.Custom:
	case g.Set == "derived:logs":
		if !r.own[g.Resource] {
			r.claim.bug("%s writes the logs of %s", r.identity, g.Resource)
		}
	case g.Set == "derived:queue-trigger":
		if !r.triggers[g.Resource] {
			r.claim.bug("%s receives from %s, which triggers none of its functions", r.identity, g.Resource)
		}
	case !r.linked[g.Resource]:
		r.claim.bug("%s holds %s on %s, which not every function links", r.identity, g.Set, g.Resource)
	}
	if !g.Custom && !r.inside(g) {
		r.claim.bug("%s reaches %s by %s on %s", r.identity, on, g.Set, g.Resource)
	}
	if g.Set != "derived:logs" && !slices.Contains(r.reached, g.Resource) {
		r.reached = append(r.reached, g.Resource)
	}
}

// inside reports whether a grant is on its resource and on nothing else. What
// AWS lets nobody bind to a resource is on none.
func (p *prover) inside(g iam.Grant) bool {
	if g.Resource == "" {
		return false
	}
	on := p.text(g.On)
	if p.owners[on] == g.Resource {
		return true
	}
	if on == "*" {
		return !p.naming(g, func(a action) bool { return a.at })
	}
	if slices.ContainsFunc(p.beside[g.Resource], func(at site) bool { return at.arn == on && at.context != nil && p.boundTo(g, at) }) {
		return true
	}
	return p.within(on, g.Resource)
}

// within reports whether a pattern stands for nothing but what a resource has
// for itself.
func (p *prover) within(on, resource string) bool {
	text, certain := parse(on, true).fill(nil)
	return certain && slices.ContainsFunc(p.estate[resource], func(at site) bool { return match(compile(at.arn, true), text) })
}

// boundTo reports whether a grant on something without a name, a mapping, is
// of no use for that of another function.
func (p *prover) boundTo(g iam.Grant, at site) bool {
	one := policyOfGrants([]iam.Grant{g}, p.deployment)
	for key, values := range at.context {
		other := context{key: {values[0] + "-other"}}
		if slices.ContainsFunc(g.Actions, func(name string) bool { return one.perhaps(request{name, at.arn, other}) }) {
			return false
		}
	}
	return true
}

// schedules looks at the role of a function's schedules, which calls that
// function and does nothing else.
func (p *prover) schedules(c *claim, f *ir.Function, list []iam.Grant) {
	for _, g := range list {
		for _, name := range g.Actions {
			if !calling[strings.ToLower(name)] || g.Effect == iam.Deny || p.text(g.On) != p.text(aws.ARN(f)) {
				c.bug("the schedules of %s may use %s on %s", f.ID, name, g.Scope)
			}
		}
	}
}

// remarkReturned says where a profile that may write a table, but not read it,
// can still be handed an item.
func (p *prover) remarkReturned(profile string, list []iam.Grant) {
	reads := map[string]bool{}
	for _, g := range list {
		if names := p.naming(g, func(a action) bool { return a.name == "dynamodb:getitem" }); names && g.Effect == iam.Allow {
			reads[g.Resource] = true
		}
	}
	for _, g := range list {
		r, ok := p.Stack.Resource(g.Resource).(*ir.Kv)
		if !ok || g.Effect == iam.Deny || reads[r.ID] || !p.naming(g, func(a action) bool { return returning[a.name] }) {
			continue
		}
		p.remark(fmt.Sprintf(
			"Profile %s may write %s and not read it, yet a write whose condition fails can return the item that is there; no policy can prevent that.",
			profile, r.ID,
		), g.Origin)
	}
}

// naming reports whether one of a grant's actions is so.
func (p *prover) naming(g iam.Grant, is func(action) bool) bool {
	return slices.ContainsFunc(g.Actions, func(name string) bool { return is(p.judged(name)) })
}

func policyOfGrants(list []iam.Grant, d aws.Deployment) *policy {
	statements := make([]iam.Statement, len(list))
	for i, g := range list {
		statements[i] = iam.Statement{Effect: g.Effect, Actions: g.Actions, Resources: []cloud.Text{g.On}, Conditions: g.Conditions}
	}
	return newPolicy(statements, d)
}

func (p *prover) remark(text string, origin []iam.Origin) {
	for i := range p.out.Remarks {
		if p.out.Remarks[i].Text == text {
			p.out.Remarks[i].Origin = addOrigins(p.out.Remarks[i].Origin, origin)
			return
		}
	}
	p.out.Remarks = append(p.out.Remarks, Cause{text, origin})
}
