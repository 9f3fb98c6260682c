package prove

import (
	"fmt"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// escalation judges G2: management changes no identity and no policy, and can
// hand none to anything.
func (p *prover) escalation() {
	c := p.claim("G2")
	c.asWritten(management, p.grants(iam.Management, management), p.written)
	handing := p.tally(func(g iam.Grant, a action) bool {
		if !hands(a, nil) {
			return false
		}
		c.blame(g, hand(a), p.target(g), a)
		return true
	})
	p.outside(c)
	tried := c.try(p.Stack.Resources, trial{asks: hands, verb: hand, target: idOf})
	for _, at := range p.identities() {
		tried++
		for _, service := range []string{"iam", "sts"} {
			for _, a := range p.may(p.vendor, service) {
				if (a.power.Changes() || hands(a, nil)) && p.vendor.perhaps(request{action: a.name, resource: at.arn}) {
					c.blameVendor(a, at, "change or use", "an identity", nil)
				}
			}
		}
	}
	p.trusts(c)
	p.surroundings(c)
	c.close("Management cannot create or change identities, policies or role assignments; it can attach no identity.", fmt.Sprintf(
		"%d of %d management grants hand out rights, identities or credentials; %d such actions were tried on %d names",
		handing, len(p.vendorMay), count(func(a action) bool { return hands(a, nil) }), tried,
	))
}

// hands reports whether an action hands something out, or could, since nobody
// knows it.
func hands(a action, _ ir.Resource) bool { return a.power.Hands != "" || !a.power.Known }

func hand(a action) string {
	if a.power.Hands == "" {
		return "hand out rights through"
	}
	return "hand out " + a.power.Hands + " through"
}

// surroundings looks at the functions whose settings management may change: it
// brings in no layer, which would be code that nobody sees as such, and moves
// them into no network.
func (p *prover) surroundings(c *claim) {
	a := p.judged("lambda:UpdateFunctionConfiguration")
	for _, f := range p.Stack.Functions() {
		for _, brought := range [][2]string{{"lambda:layer", "layers"}, {"lambda:vpcids", "a network"}} {
			at := site{p.text(aws.ARN(f)), context{brought[0]: {"some"}}}
			if p.vendor.perhaps(request{a.name, at.arn, at.context}) {
				c.blameVendor(a, at, "give "+brought[1]+" to", f.ID, nil)
			}
		}
	}
}

// identities are the roles and policies of the stack, and those of its setup.
func (p *prover) identities() []site {
	var list []site
	add := func(arn string) { list = append(list, site{arn: arn}) }
	for _, r := range p.roles() {
		add(r.arn)
	}
	add(p.text(aws.StackScope("setup-role")[0]))
	for _, policy := range p.managementPolicies() {
		add(p.text(policy))
	}
	return list
}

// managementPolicies are the ARNs of the policies that the template gives the
// role of management.
func (p *prover) managementPolicies() []cloud.Text {
	n := 0
	for _, part := range p.Parts[cloud.AWS] {
		if part.Type == "AWS::IAM::ManagedPolicy" {
			n++
		}
	}
	return aws.ManagementScope(n, "policies")
}

// role is one role that the template creates.
type role struct {
	identity string // "profile:execution"
	arn      string
	service  string // that runs with it; empty: none
}

// roles lists the roles of the template.
func (p *prover) roles() []role {
	var list []role
	for _, profile := range p.Stack.Profiles {
		if len(p.Stack.Users(profile.Name)) > 0 {
			list = append(list, role{"profile:" + profile.Name, p.text(aws.ProfileRoleARN(profile.Name)), lambdaService})
		}
	}
	for _, f := range p.Stack.Functions() {
		if len(aws.Schedules(f)) > 0 {
			list = append(list, role{"cron:" + f.ID, p.text(aws.Scope(f, "cron-role")[0]), schedulerService})
		}
	}
	if len(p.grants(iam.Management, management)) > 0 {
		list = append(list, role{management, p.text(aws.ManagementScope(1, "role")[0]), ""})
	}
	return list
}

// The services that get a role.
const (
	lambdaService    = "lambda.amazonaws.com"
	schedulerService = "scheduler.amazonaws.com"
)
