package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/iam"
)

// wildcards judges G7: no role of the stack's own has a pattern for an action,
// and an assignment is on more than one resource only with a reason beside it.
// After setup none is on more than what functions share, unless the author says
// so.
func (p *azureProver) wildcards() {
	c := p.claim("G7")
	first := len(p.out.Wildcards)
	index := map[wildStatement]int{} // in the result's wildcards
	looked := 0
	for _, g := range p.Plan.Grants {
		if g.Cloud != cloud.Azure || g.Role == nil {
			continue
		}
		looked++
		p.patterns(c, g)
		on, ours := p.place(g.On)
		later := g.Plane == iam.Management || g.Plane == iam.Runtime
		switch {
		case ours && !on.shared:
		case g.Custom && !ours:
			c.admit(fmt.Sprintf("%s lets %s use %s on all of a scope: %s.", g.Set, who(g.Identity), fewOnAzure(actionsOn(g)), g.On.String()), "", g.Origin)
		case g.Custom:
		case later && !ours:
			c.bug("%s may use %s on %s, which is no resource of the stack", g.Identity, fewOnAzure(actionsOn(g)), g.On.String())
		case g.Wildcard == "":
			c.bug("%s may use %s on %s, and nothing says why", g.Identity, fewOnAzure(actionsOn(g)), g.On.String())
		default:
			p.wildcard(index, g)
		}
	}
	text := "No wildcard resource."
	switch n := len(p.out.Wildcards) - first; {
	case n == 1:
		text = "No wildcard resource except the 1 statement below, with its reason."
	case n > 1:
		text = fmt.Sprintf("No wildcard resource except the %d statements below, each with its reason.", n)
	}
	c.close(text, fmt.Sprintf("%s looked at; no role of the stack's own has a pattern for an action", plural(looked, "grant", "grants")))
}

// patterns finds actions of the stack's own roles that stand for more than
// themselves.
func (p *azureProver) patterns(c *claim, g iam.Grant) {
	if g.Role.ID != "" {
		return // as Azure writes it
	}
	for _, name := range actionsOn(g) {
		switch {
		case !strings.Contains(name, "*"):
		case g.Custom:
			c.admit(fmt.Sprintf("%s lets %s use the pattern %s.", g.Set, who(g.Identity), name), "", g.Origin)
		default:
			c.bug("%s may use the pattern %s on %s", g.Identity, name, g.Scope)
		}
	}
}

// actionsOn gives the actions of a grant on both planes.
func actionsOn(g iam.Grant) []string { return slices.Concat(g.Actions, g.DataActions) }

// wildcard lists the assignment of a grant, once, with each reason for it.
func (p *azureProver) wildcard(index map[wildStatement]int, g iam.Grant) {
	key := wildStatement{g.Plane, g.Identity, g.Statement}
	i, ok := index[key]
	if !ok {
		i = len(p.out.Wildcards)
		index[key] = i
		p.out.Wildcards = append(p.out.Wildcards, Wildcard{Cloud: cloud.Azure, Plane: g.Plane, Identity: g.Identity, Statement: g.Statement})
	}
	w := &p.out.Wildcards[i]
	if !strings.Contains(w.Reason, g.Wildcard) {
		w.Reason = strings.TrimPrefix(w.Reason+" "+g.Wildcard, " ")
	}
	for _, name := range actionsOn(g) {
		if at, found := slices.BinarySearchFunc(w.Actions, name, inAnyCase); !found {
			w.Actions = slices.Insert(w.Actions, at, name)
		}
	}
}

// inAnyCase orders names of which capitals and small letters are alike.
func inAnyCase(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }

// isGroup reports whether a scope is the resource group of the deployment.
func isGroup(scope cloud.Text) bool { return azure.BreadthOf(scope) == azure.Group }
