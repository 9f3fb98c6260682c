package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// installation judges G8: what setup and teardown may do is enough for the
// template, works through CloudFormation, reads no data, and touches the
// roles of this stack alone.
func (p *prover) installation() {
	c := p.claim("G8")
	held := [2][]iam.Grant{p.grants(iam.Setup, setup), p.grants(iam.Teardown, teardown)}
	both := slices.Concat(held[0], held[1])
	create, remove := iam.Statements(held[0]), iam.Statements(held[1])
	c.asWritten(setup, held[0], create)
	c.asWritten(teardown, held[1], remove)
	i := &installing{
		prover: p, claim: c, roleARNs: map[string]role{}, policyARNs: map[string]bool{}, needed: map[use]bool{},
		setup: newPolicy(create, p.deployment),
		both:  newPolicy(slices.Concat(create, remove), p.deployment),
	}
	var identities []string
	for _, r := range p.roles() {
		i.roleARNs[r.arn] = r
		identities = append(identities, r.identity)
	}
	for _, policy := range p.managementPolicies() {
		i.policyARNs[p.text(policy)] = true
	}
	for _, g := range both {
		i.judge(g)
	}
	i.passing()
	i.reading()
	needed := i.sufficient()
	for _, g := range both {
		i.surplus(g)
	}
	for _, g := range p.grants(iam.Setup, installer) {
		i.installer(g)
	}
	slices.Sort(identities)
	text := "Setup cannot read data (apart from the code it installs, the vault's marker and, through CloudFormation, names of objects) and can write only these roles: "
	c.close(text+orNone(identities)+".", fmt.Sprintf(
		"%s; the %s that creating, updating and deleting the %s of the template take are all allowed",
		plural(len(both), "grant", "grants"), plural(needed, "call", "calls"), plural(len(p.Parts[cloud.AWS]), "part", "parts"),
	))
}

// installing is the proof about setup and teardown.
type installing struct {
	*prover
	claim       *claim
	setup, both *policy      // teardown stands beside setup
	needed      map[use]bool // what the template takes
	roleARNs    map[string]role
	policyARNs  map[string]bool
}

// use is an action, as AWS writes it, where it is needed.
type use struct{ action, on string }

// useOf gives a use. For one log group there are two ARNs; which of them an
// action takes is not always documented, so either will do.
func useOf(action, on string) use {
	if strings.HasPrefix(action, "logs:") {
		on = strings.TrimSuffix(on, ":*")
	}
	return use{action, on}
}

// judge looks at one grant of setup or teardown.
func (i *installing) judge(g iam.Grant) {
	if g.Effect == iam.Deny {
		return
	}
	if !i.ofTheStack(g) {
		i.claim.bug("%s may use %s on %s, which is not of the stack", g.Identity, i.few(g.Actions), g.On.String())
	}
	through := exactly(g, "ForAnyValue:StringEquals", "aws:CalledVia", cloudFormation)
	for _, name := range g.Actions {
		a := i.judged(name)
		passes := a.name == passRole
		if (a.power.Reads || a.power.Code && !a.power.Changes()) && !i.mayRead(g, a, through) {
			i.claim.bug("%s may read with %s on %s", g.Identity, name, g.Scope)
		}
		if a.power.Changes() && !through && !passes && !i.isStack(g.On) {
			i.claim.bug("%s may use %s on %s without CloudFormation", g.Identity, name, g.Scope)
		}
		service, _, _ := strings.Cut(a.name, ":")
		if a.power.Hands == "credentials" || service == "iam" && a.power.Changes() && !passes && !i.mayWrite(g) {
			i.claim.bug("%s may use %s on %s", g.Identity, name, g.On.String())
		}
	}
}

// ofTheStack reports whether a grant is on what the template creates, on the
// stack, or on what has no name and a reason for it.
func (i *installing) ofTheStack(g iam.Grant) bool {
	on := i.text(g.On)
	_, role := i.roleARNs[on]
	return role || i.policyARNs[on] || i.owners[on] != "" || i.isStack(g.On) || g.Wildcard != "" || on == i.text(scheduleGroupARN)
}

// isStack reports whether a text is the CloudFormation stack itself.
func (p *prover) isStack(t cloud.Text) bool { return len(t) == 1 && t[0].Var == aws.StackID }

// exactly reports whether a grant has a condition with that one value.
func exactly(g iam.Grant, operator, key, value string) bool {
	return slices.ContainsFunc(g.Conditions, func(c iam.Condition) bool {
		return c.Operator == operator && strings.EqualFold(c.Key, key) && len(c.Values) == 1 && c.Values[0].String() == value
	})
}

// sufficient tries every call that the parts of the template take, and gives
// how many there are.
func (i *installing) sufficient() int {
	located := locate(i.Stack, i.Parts[cloud.AWS], i.deployment)
	n := 0
	try := func(held *policy, identity, part string, list []request) {
		for _, r := range list {
			n++
			i.needed[useOf(r.action, r.resource)] = true
			if !held.surely(r) {
				i.claim.bug("%s lacks %s on %s for %s", identity, r.action, r.resource, part)
			}
		}
	}
	for _, part := range i.Parts[cloud.AWS] {
		create, remove, err := needsOf(part, located)
		if err != nil {
			i.claim.bug("%v", err)
			continue
		}
		try(i.setup, setup, part.Name, create)
		try(i.both, teardown, part.Name, remove)
	}
	create, remove := stackNeeds(i.deployment)
	try(i.setup, setup, "the stack", create)
	try(i.both, teardown, "the stack", remove)
	return n
}

// surplus judges a right that the template has no use for: setup and teardown
// hold nothing that could be left out, and so delete nothing that keeps data.
func (i *installing) surplus(g iam.Grant) {
	on := i.text(g.On)
	for _, name := range g.Actions {
		if g.Effect == iam.Allow && !i.needed[useOf(name, on)] {
			i.claim.bug("%s may use %s on %s, which no part of the template takes", g.Identity, name, g.Scope)
		}
	}
}
