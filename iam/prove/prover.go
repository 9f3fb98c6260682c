package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// The identities that promises are about.
const (
	management = "management"
	setup      = "setup"
	teardown   = "teardown"
	installer  = "installer"
)

// somewhere is the deployment that the proof is made for. One stands for all,
// since every name holds prefix, account and region in the same places. Nobody
// can spell these three: IAM refuses a policy with such characters. So what an
// author writes out is never taken for what it looks like in one deployment.
var somewhere = aws.Deployment{Prefix: "‹prefix›", Account: "‹account›", Region: "‹region›"}

// prover judges a plan for AWS.
type prover struct {
	Input
	out        *Result
	deployment aws.Deployment
	written    []iam.Statement         // of the policies of management, as the template holds them
	vendor     *policy                 // what they allow
	vendorMay  []iam.Grant             // the grants of management that allow
	loose      []loose                 // those of them that the author does not keep to one resource
	estate     map[string][]site       // the ARNs of each resource, by its id
	named      map[string][]cloud.Text // the same as they are in any deployment
	beside     map[string][]site       // what it shares with others, or what has no name of its own
	owners     map[string]string       // the resource of each ARN of the estate
	frozen     []ir.Resource

	single  *policy               // vendorMay, one statement a grant; see [prover.holders]
	mention map[*policy]mentioned // what [prover.may] has found
	seen    map[string]action     // what [prover.judged] has judged
	meant   map[string][]meaning  // what [prover.meanings] has found
}

// mentioned holds the actions of each service that a policy may allow at all.
type mentioned map[string][]action

func newProver(in Input, out *Result) *prover {
	p := &prover{
		Input: in, out: out, mention: map[*policy]mentioned{}, seen: map[string]action{}, meant: map[string][]meaning{},
		deployment: somewhere,
	}
	for _, g := range p.grants(iam.Management, management) {
		if g.Effect == iam.Allow {
			p.vendorMay = append(p.vendorMay, g)
		}
	}
	p.written = p.vendorStatements()
	p.vendor = newPolicy(p.written, p.deployment)
	p.locateEstate()
	p.findLoose()
	for _, r := range in.Stack.Resources {
		if r.Info().Lifecycle == ir.Frozen {
			p.frozen = append(p.frozen, r)
		}
	}
	return p
}

// vendorStatements gives what the template's policies say; they are split, and
// splitting could go wrong as well.
func (p *prover) vendorStatements() []iam.Statement {
	if policies := p.Plan.ManagementPolicies(); len(policies) > 0 {
		return slices.Concat(policies...)
	}
	return iam.Statements(p.grants(iam.Management, management))
}

func (p *prover) grants(plane iam.Plane, identity string) []iam.Grant {
	return p.Plan.For(cloud.AWS, plane, identity)
}

func (p *prover) run() {
	p.data()
	p.escalation()
	p.change()
	p.deletion()
	p.exposure()
	p.profiles()
	p.wildcards()
	p.installation()
	p.reach()
}

// tally counts the grants of management of which an action is found to do
// something.
func (p *prover) tally(found func(iam.Grant, action) bool) int {
	n := 0
	for _, g := range p.vendorMay {
		does := false
		for _, name := range g.Actions {
			if found(g, p.judged(name)) {
				does = true
			}
		}
		if does {
			n++
		}
	}
	return n
}

// around gives every place where something could be done to a resource.
func (p *prover) around(r ir.Resource) []site {
	id := r.Info().ID
	return slices.Concat(p.estate[id], p.beside[id])
}

// text gives the ARN or pattern that a text of the plan becomes.
func (p *prover) text(t cloud.Text) string {
	text, _ := p.deployment.Pattern(t)
	return text
}

// may lists the actions of a service that a policy could allow on something.
// What no statement allows needs no further proof.
func (p *prover) may(holder *policy, service string) []action {
	known := p.mention[holder]
	if known == nil {
		known = mentioned{}
		p.mention[holder] = known
	}
	list, done := known[service]
	if !done {
		for _, a := range actionsOf()[service] {
			if holder.mentions(a.name) {
				list = append(list, a)
			}
		}
		known[service] = list
	}
	return list
}

// reaches gives each action that a policy could allow on one of the sites, with
// the site. Only the actions that are asked for are tried.
func (p *prover) reaches(holder *policy, sites []site, ask func(action) bool, found func(action, site)) {
	for _, at := range sites {
		for _, a := range p.may(holder, serviceOf(at)) {
			if ask(a) && a.at == (at.arn != "*") && holder.perhaps(request{a.name, at.arn, at.context}) {
				found(a, at)
			}
		}
	}
}

// serviceOf gives the service whose actions are on a site. What has no ARN is
// a mapping that does not exist yet.
func serviceOf(at site) string {
	if at.arn == "*" {
		return "lambda"
	}
	parts := strings.SplitN(at.arn, ":", 4)
	return parts[2]
}

// holders gives the grants of management that allow a request, if nothing
// denied it.
func (p *prover) holders(r request) []iam.Grant {
	if p.single == nil {
		p.single = policyOfGrants(p.vendorMay, p.deployment)
	}
	var list []iam.Grant
	for _, i := range p.single.allowing(r) {
		list = append(list, p.vendorMay[i])
	}
	return list
}
