package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// trusts looks at who may act as an identity of the stack: the vendor as
// management alone, and only with the external id that the customer chose; as
// each of the others the one service that it is for.
func (p *prover) trusts(c *claim) {
	services := map[string]string{setup: cloudFormation}
	for _, r := range p.roles() {
		services[r.identity] = r.service
	}
	for _, g := range p.Plan.Grants {
		if g.Cloud != cloud.AWS || g.Plane != iam.Trust || g.Effect == iam.Deny {
			continue
		}
		service, known := services[g.Scope]
		trusted := known && g.Identity == "service:"+service
		switch kind, _, _ := strings.Cut(g.Scope, ":"); kind {
		case management:
			trusted = known && g.Identity == iam.Vendor && bound(g, "sts:ExternalId", cloud.Concat(aws.ManagementExternalID))
		case "cron":
			trusted = trusted && bound(g, "aws:SourceArn", scheduleGroupARN) && bound(g, "aws:SourceAccount", cloud.Concat(aws.Account))
		}
		if !trusted {
			c.bug("%s may act as %s", g.Identity, g.Scope)
		}
		if !slices.Equal(g.Actions, []string{"sts:AssumeRole"}) {
			c.bug("%s may use %s on %s", g.Identity, names(g.Actions), g.Scope)
		}
	}
}

// bound reports whether a grant has a condition that one key has exactly that
// value, which is known at deployment at the latest.
func bound(g iam.Grant, key string, value cloud.Text) bool {
	return slices.ContainsFunc(g.Conditions, func(c iam.Condition) bool {
		return strings.EqualFold(c.Key, key) && slices.Contains([]string{"ArnEquals", "ArnLike", "StringEquals"}, c.Operator) &&
			len(c.Values) == 1 && slices.Equal(c.Values[0], value)
	})
}
