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

// exposure judges G5: what anyone may do is what the author opened, and
// management cannot open more. Azure does not separate the image of a function
// from its ingress, so a live function that is not public breaks it.
func (p *azureProver) exposure() {
	c := p.claim("G5")
	opened := map[string]bool{}
	given := 0
	for _, g := range p.Plan.Grants {
		switch {
		case g.Cloud != cloud.Azure:
		case g.Plane == iam.Trust || g.Plane == iam.ResourcePolicy:
			c.bug("%s holds %s by a policy of %s, which Azure does not have", g.Identity, g.Set, g.Scope)
		case g.Identity == anyone:
			given++
			opened[g.Resource] = true
			if problem := p.opening(g); problem != "" {
				c.bug("anyone may use %s on %s: %s", names(slices.Concat(g.Actions, g.DataActions)), g.Scope, problem)
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
	opening := p.openers(c)
	text := "Nothing is public."
	if len(public) > 0 {
		text = "Nothing is public except: " + names(public) + "."
	}
	c.close(text, fmt.Sprintf("%s to anyone, on the %s that the author opened; %s",
		plural(given, "grant", "grants"), plural(len(public), "resource", "resources"), p.counted(opening, "can open something")))
}

// opening says what is wrong with a grant to anyone; empty: nothing.
func (p *azureProver) opening(g iam.Grant) string {
	r := p.Stack.Resource(g.Resource)
	if r == nil || !isPublic(r) {
		return "the author opened nothing there"
	}
	part, data := "app", []string(nil)
	if r.Kind() == ir.KindStorage {
		part, data = "container", []string{"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"}
	}
	switch {
	case g.Plane != iam.Exposure:
		return "it is no exposure"
	case !isAt(g.On, azure.Scope(p.Stack, r, part)):
		return "it is on something else"
	case g.Role != nil:
		return "no role can be given to anyone"
	case len(g.Actions) > 0 || !slices.EqualFunc(g.DataActions, data, strings.EqualFold):
		return "opening gives less"
	}
	return ""
}

// openers looks for rights by which management could open a resource that the
// author keeps closed: the ingress of a function, or what hands out access
// anywhere.
func (p *azureProver) openers(c *claim) int {
	n := 0
	for _, r := range p.vendor {
		app := strings.EqualFold(r.action.name, "Microsoft.App/containerApps/write") && !r.action.onData
		if r.idle() || !app && r.action.power.Hands != cloud.Access {
			continue
		}
		var closed []string
		for _, one := range p.resources(r) {
			if !app || !isPublic(one) && one.Kind() == ir.KindFunction {
				closed = append(closed, one.Info().ID)
			}
		}
		if len(closed) == 0 && len(r.touches) > 0 {
			continue // the author has opened it
		}
		n++
		admitted := app && len(r.givers) > 0
		for _, g := range r.givers {
			if admitted = admitted && g.Damage != ""; admitted {
				c.admit(g.Damage, g.Resource, g.Origin)
			}
		}
		if !admitted {
			p.charge(c, r, "open", closed)
		}
	}
	return n
}
