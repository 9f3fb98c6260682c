package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// mayWrite reports whether a grant is on a role or policy of the stack, and
// attaches no policy of anybody else.
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

// installer judges what a customer's installer holds who lets CloudFormation
// act with the setup role: to give it that role.
func (i *installing) installer(g iam.Grant) {
	to := exactly(g, "StringEquals", "iam:PassedToService", cloudFormation)
	if g.Effect == iam.Deny || len(g.Actions) != 1 || !strings.EqualFold(g.Actions[0], passRole) || !to || g.On.String() != aws.StackScope("setup-role")[0].String() {
		i.claim.bug("the installer may use %s on %s", i.few(g.Actions), g.On.String())
	}
}
