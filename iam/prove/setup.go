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

// installation judges G8: what setup and teardown may do is enough for the
// template, works through CloudFormation, reads no data, and touches the
// roles of this stack alone.
func (p *prover) installation() {
	c := p.claim("G8")
	held := [2][]iam.Grant{p.grants(iam.Setup, setup), p.grants(iam.Teardown, teardown)}
	both := slices.Concat(held[0], held[1])
	statements := iam.Statements(held[0])
	i := &installing{
		prover: p, claim: c, roleARNs: map[string]role{}, policyARNs: map[string]bool{},
		setup: newPolicy(statements, p.deployment),
		both:  newPolicy(slices.Concat(statements, iam.Statements(held[1])), p.deployment),
	}
	var identities []string
	for _, r := range p.roles() {
		i.roleARNs[r.arn] = r
		identities = append(identities, r.identity)
	}
	for _, policy := range aws.ManagementScope(len(p.Plan.ManagementPolicies()), "policies") {
		i.policyARNs[p.text(policy)] = true
	}
	for _, g := range both {
		i.judge(g)
	}
	i.passing()
	i.reading()
	needed := i.sufficient()
	for _, g := range p.grants(iam.Setup, installer) {
		i.installer(g)
	}
	slices.Sort(identities)
	text := "Setup cannot read data (apart from the code it installs and the vault's marker) and can write only these roles: "
	c.close(text+orNone(identities)+".", fmt.Sprintf(
		"%d grants; the %d calls that creating, updating and deleting the %d parts of the template take are all allowed",
		len(both), needed, len(p.Parts[cloud.AWS]),
	))
}

// installing is the proof about setup and teardown.
type installing struct {
	*prover
	claim       *claim
	setup, both *policy // teardown stands beside setup
	roleARNs    map[string]role
	policyARNs  map[string]bool
}

// judge looks at one grant of setup or teardown.
func (i *installing) judge(g iam.Grant) {
	if g.Effect == iam.Deny {
		return
	}
	if !i.ofTheStack(g) {
		i.claim.bug("%s may use %s on %s, which is not of the stack", g.Identity, few(g.Actions), g.On.String())
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

// mayRead reports whether a grant is one of the few that show more than
// settings: the code that is installed, the marker of a vault, and what
// CloudFormation asks of a bucket or a function to see whether it is there.
func (i *installing) mayRead(g iam.Grant, a action, through bool) bool {
	r := i.Stack.Resource(g.Resource)
	on := func(part string) bool {
		return r != nil && slices.ContainsFunc(aws.Scope(r, part), func(t cloud.Text) bool { return t.String() == g.On.String() })
	}
	switch a.name {
	case "s3:getobject":
		return on("code")
	case "ssm:getparameters":
		return on("marker")
	case "s3:listbucket":
		return through && on("bucket")
	case "lambda:getfunction":
		return through && r != nil && r.Kind() == ir.KindFunction && on("function")
	}
	return false
}

// mayWrite reports whether a grant is on a role or policy of the stack. Roles
// are attached to policies of the stack alone.
func (i *installing) mayWrite(g iam.Grant) bool {
	on := i.text(g.On)
	if _, ok := i.roleARNs[on]; !ok {
		return i.policyARNs[on]
	}
	for _, name := range g.Actions {
		if lower := strings.ToLower(name); lower != "iam:attachrolepolicy" && lower != "iam:detachrolepolicy" {
			continue
		}
		if !i.attachesOwn(g) {
			return false
		}
	}
	return true
}

// attachesOwn reports whether a grant attaches nothing but policies of
// management.
func (i *installing) attachesOwn(g iam.Grant) bool {
	for _, c := range g.Conditions {
		if strings.EqualFold(c.Key, "iam:PolicyARN") && (c.Operator == "ArnEquals" || c.Operator == "StringEquals") {
			return len(c.Values) > 0 && !slices.ContainsFunc(c.Values, func(v cloud.Text) bool { return !i.policyARNs[i.text(v)] })
		}
	}
	return false
}

// passing tries to give each role to what should not have it.
func (i *installing) passing() {
	for _, at := range i.identities() {
		r := i.roleARNs[at.arn]
		for _, service := range []string{"", lambdaService, schedulerService, cloudFormation, "ec2.amazonaws.com"} {
			if service != "" && service == r.service {
				continue
			}
			keys := context{"iam:passedtoservice": nil}
			if service != "" {
				keys["iam:passedtoservice"] = []string{service}
			}
			if i.both.perhaps(request{passRole, at.arn, keys}) {
				i.claim.bug("setup may give %s to %s", at.arn, orAnything(service))
			}
		}
	}
	for _, g := range slices.Concat(i.grants(iam.Setup, setup), i.grants(iam.Teardown, teardown)) {
		if slices.ContainsFunc(g.Actions, func(name string) bool { return strings.EqualFold(name, passRole) }) &&
			g.Effect == iam.Allow && i.roleARNs[i.text(g.On)].service == "" {
			i.claim.bug("%s may pass %s", g.Identity, g.On.String())
		}
	}
}

// passRole is the right to give a role to a service, which [installing.passing]
// judges.
const passRole = "iam:passrole"

func orAnything(service string) string {
	if service == "" {
		return "anything"
	}
	return service
}

// reading tries every action that shows data on every name of every resource,
// first as whoever installs, then as CloudFormation.
func (i *installing) reading() {
	reads := func(a action) bool { return a.power.Reads || a.power.Code && !a.power.Changes() }
	direct := context{"aws:calledvia": nil}
	for _, r := range i.Stack.Resources {
		for _, at := range i.estate[r.Info().ID] {
			for _, a := range i.may(i.both, serviceOf(at)) {
				if a.at != (at.arn != "*") || !reads(a) && !a.power.Changes() || a.name == passRole {
					continue
				}
				keys := direct
				if at.context != nil {
					keys = direct.with(at.context)
				}
				switch {
				case i.both.perhaps(request{a.name, at.arn, keys}):
					i.directly(r, a, at)
				case reads(a) && a.name != "s3:listbucket" && a.name != "lambda:getfunction" && !i.isMarker(r, a, at) &&
					i.both.perhaps(request{a.name, at.arn, at.context}):
					i.claim.bug("setup may read %s with %s on %s", r.Info().ID, a.name, at.arn)
				}
			}
		}
	}
}

// directly judges a right on a resource that works without CloudFormation:
// there is none, unless the bucket of the code is a bucket of the stack.
func (i *installing) directly(r ir.Resource, a action, at site) {
	code := aws.DefaultCodeBucket
	if _, ok := r.(*ir.Storage); ok && a.name == "s3:getobject" && i.text(aws.Name(r)) == i.text(code) {
		i.claim.admit(fmt.Sprintf("The bucket that the code is read from has the name of %s, unless another is named.", r.Info().ID), "", nil)
		return
	}
	i.claim.bug("setup may use %s on %s without CloudFormation", a.name, at.arn)
}

// isMarker reports whether what setup may read of a vault is its marker: a
// value beside it is out of reach.
func (i *installing) isMarker(r ir.Resource, a action, at site) bool {
	vault, ok := r.(*ir.Vault)
	if !ok || a.name != "ssm:getparameters" {
		return false
	}
	if all, values := strings.CutSuffix(at.arn, "*"); values {
		return !i.both.perhaps(request{a.name, all + "a-value", at.context})
	}
	return at.arn == i.text(aws.Scope(vault, "marker")[0])
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

// installer judges what a customer's installer holds who lets CloudFormation
// act with the setup role: to give it that role.
func (i *installing) installer(g iam.Grant) {
	to := exactly(g, "StringEquals", "iam:PassedToService", cloudFormation)
	if g.Effect == iam.Deny || len(g.Actions) != 1 || !strings.EqualFold(g.Actions[0], passRole) || !to || g.On.String() != aws.StackScope("setup-role")[0].String() {
		i.claim.bug("the installer may use %s on %s", few(g.Actions), g.On.String())
	}
}
