package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// anyone is who exposures are given to.
const anyone = "anyone"

// exposure judges G5: what anyone may do is what the author opened, and what a
// service may do it does for this stack alone.
func (p *prover) exposure() {
	c := p.claim("G5")
	opened := map[string]bool{}
	given, looked := 0, 0
	for _, g := range p.Plan.Grants {
		if g.Cloud != cloud.AWS || g.Effect == iam.Deny {
			continue
		}
		switch {
		case g.Identity == anyone:
			given++
			opened[g.Resource] = true
			if problem := p.opening(g); problem != "" {
				c.bug("anyone may use %s on %s: %s", names(g.Actions), g.Scope, problem)
			}
		case g.Plane == iam.ResourcePolicy:
			looked++
			if problem := p.serving(g); problem != "" {
				c.bug("%s may use %s by the policy of %s: %s", g.Identity, names(g.Actions), g.Scope, problem)
			}
		case g.Plane == iam.Exposure:
			c.bug("%s holds an exposure on %s", g.Identity, g.Scope)
		}
	}
	var public []string
	for _, r := range p.Stack.Resources {
		if !isPublic(r) {
			continue
		}
		public = append(public, r.Info().ID)
		if !opened[r.Info().ID] {
			c.bug("%s is public, and nobody may reach it", r.Info().ID)
		}
	}
	text := "Nothing is public."
	if len(public) > 0 {
		text = "Nothing is public except: " + names(public) + "."
	}
	c.close(text, fmt.Sprintf(
		"%s to anyone, on the %s that the author opened; %s to services, each bound to a source of this stack",
		plural(given, "grant", "grants"), plural(len(public), "resource", "resources"), plural(looked, "grant", "grants"),
	))
}

func isPublic(r ir.Resource) bool {
	switch r := r.(type) {
	case *ir.Storage:
		return r.PublicRead
	case *ir.Function:
		return r.Ingress == ir.Public
	}
	return false
}

// opening says what is wrong with a grant to anyone; empty: nothing.
func (p *prover) opening(g iam.Grant) string {
	r := p.Stack.Resource(g.Resource)
	switch {
	case r == nil || !isPublic(r):
		return "the author opened nothing there"
	case g.Plane != iam.Exposure:
		return "it is no exposure"
	case p.owners[p.text(g.On)] != g.Resource:
		return "it is on something else"
	}
	for _, action := range g.Actions {
		if !slices.Contains(openActions[r.Kind()], strings.ToLower(action)) {
			return "opening gives less"
		}
	}
	if r.Kind() == ir.KindFunction && !p.onlyByURL(g) {
		return "it is not bound to the URL"
	}
	return ""
}

// openActions is what opening a resource gives to anyone.
var openActions = map[ir.Kind][]string{
	ir.KindStorage:  {"s3:getobject"},
	ir.KindFunction: {"lambda:invokefunctionurl", "lambda:invokefunction"},
}

// onlyByURL reports whether a grant is of no use but through a URL that asks
// for no signature.
func (p *prover) onlyByURL(g iam.Grant) bool {
	one := policyOfGrants([]iam.Grant{g}, p.deployment)
	on := p.text(g.On)
	for _, r := range []request{
		{"lambda:InvokeFunction", on, context{"lambda:invokedviafunctionurl": nil}},
		{"lambda:InvokeFunction", on, context{"lambda:invokedviafunctionurl": {"false"}}},
		{"lambda:InvokeFunctionUrl", on, context{"lambda:functionurlauthtype": nil}},
		{"lambda:InvokeFunctionUrl", on, context{"lambda:functionurlauthtype": {"AWS_IAM"}}},
	} {
		if one.perhaps(r) {
			return false
		}
	}
	return true
}
