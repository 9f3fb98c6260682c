package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// wildcards judges G7: no action is a pattern, and a resource is one only
// where AWS leaves no other way, with a reason beside it. What is below one
// resource of the stack, such as the objects of a bucket, is exact.
func (p *prover) wildcards() {
	c := p.claim("G7")
	index := map[wildStatement]int{} // in the result's wildcards
	looked := 0
	for _, g := range p.Plan.Grants {
		if g.Cloud != cloud.AWS || g.Effect == iam.Deny {
			continue
		}
		looked++
		for _, name := range g.Actions {
			if strings.ContainsAny(name, "*?") {
				c.bug("%s may use the pattern %s on %s", g.Identity, name, g.Scope)
			}
		}
		switch {
		case g.Wildcard != "":
			p.wildcard(index, g)
		case p.isWild(g) && g.Custom:
			c.admit(fmt.Sprintf("%s lets %s use %s on a pattern: %s.", g.Set, who(g.Identity), p.few(g.Actions), g.On.String()), "", g.Origin)
		case p.isWild(g):
			c.bug("%s may use %s on %s, and nothing says why", g.Identity, p.few(g.Actions), g.On.String())
		}
	}
	text := "No wildcard resource."
	switch n := len(p.out.Wildcards); {
	case n == 1:
		text = "No wildcard resource except the 1 statement below, with its reason."
	case n > 1:
		text = fmt.Sprintf("No wildcard resource except the %d statements below, each with its reason.", n)
	}
	c.close(text, fmt.Sprintf("%s looked at; none has a pattern for an action", plural(looked, "grant", "grants")))
}

// wildStatement is a statement of one identity.
type wildStatement struct {
	plane          iam.Plane
	identity, name string
}

// wildcard lists the statement of a grant, once.
func (p *prover) wildcard(index map[wildStatement]int, g iam.Grant) {
	key := wildStatement{g.Plane, g.Identity, g.Statement}
	i, ok := index[key]
	if !ok {
		i = len(p.out.Wildcards)
		index[key] = i
		p.out.Wildcards = append(p.out.Wildcards, Wildcard{
			Cloud: cloud.AWS, Plane: g.Plane, Identity: g.Identity, Statement: g.Statement, Reason: g.Wildcard,
		})
	}
	w := &p.out.Wildcards[i]
	for _, name := range g.Actions {
		if at, found := slices.BinarySearch(w.Actions, name); !found {
			w.Actions = slices.Insert(w.Actions, at, name)
		}
	}
}

// isWild reports whether a grant is on more than one thing, or on what could
// be any.
func (p *prover) isWild(g iam.Grant) bool {
	on := p.text(g.On)
	if !strings.ContainsAny(on, "*?") && !strings.Contains(on, "${") || p.owners[on] != "" || p.isStack(g.On) {
		return false
	}
	return !g.Custom || !p.within(on, g.Resource)
}
