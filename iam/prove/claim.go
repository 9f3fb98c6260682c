package prove

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// claim is one guarantee of one cloud while it is judged.
type claim struct {
	prover *prover // of AWS; nil on another cloud
	bench
	id     string
	broken []string

	excuses []excuse
	index   map[[4]string]int // in excuses, by set, who, verb and target
}

// bench is what judging takes on any cloud.
type bench struct {
	cloud cloud.Name
	out   *Result
	risks []ir.Accepted
	few   func([]string) string // joins actions for a sentence
}

func (b bench) claim(id string) *claim { return &claim{bench: b, id: id, index: map[[4]string]int{}} }

// excuse is what breaks a guarantee and is no bug: what an author asked for, or
// a limit of the cloud.
type excuse struct {
	set, who, verb, target string
	actions                []string
	roles                  map[string][]string // by action: the roles of Azure that have it, which the author accepts by name
	subject                string              // of the risk that the author may have accepted
	custom                 bool                // whether the author wrote the set, so that each action is a risk of its own
	origin                 []iam.Origin
	sentence               string // says it instead of set and verb; the actions are resources then
}

func (p *prover) claim(id string) *claim {
	c := bench{cloud.AWS, p.out, p.Accepted, p.few}.claim(id)
	c.prover = p
	return c
}

// explained reports whether the author wrote a grant, or asks for it beside
// what follows from the stack.
func explained(g iam.Grant) bool { return g.Authored || g.Custom || g.Wide }

// blame notes that a grant lets its holder do something to a target with an
// action. What the author did not ask for is a bug of alienc.
func (c *claim) blame(g iam.Grant, verb, target string, a fmt.Stringer) {
	if !explained(g) {
		c.bug("%s may %s %s with %s, by %s on %s", g.Identity, verb, target, a, g.Set, g.Scope)
		return
	}
	key := [4]string{g.Set, g.Identity, verb, target}
	i, ok := c.index[key]
	if !ok {
		i = len(c.excuses)
		c.index[key] = i
		c.excuses = append(c.excuses, excuse{set: g.Set, who: who(g.Identity), verb: verb, target: target, subject: riskSubject(g), custom: g.Custom})
	}
	e := &c.excuses[i]
	e.actions = addOnce(e.actions, a.String())
	if g.Role != nil && g.Role.ID != "" {
		if e.roles == nil {
			e.roles = map[string][]string{}
		}
		e.roles[a.String()] = addOnce(e.roles[a.String()], g.Role.Name.String())
	}
	e.origin = addOrigins(e.origin, g.Origin)
}

// blameVendor blames whatever lets management do something to a site of a
// resource, apart from what is excused. If no grant does, the policy says more
// than the list of grants.
func (c *claim) blameVendor(a action, at site, verb, target string, excused func(iam.Grant) bool) {
	list := c.prover.holders(request{a.name, at.arn, at.context})
	if len(list) == 0 {
		c.bug("management may %s %s with %s on %s, which no grant gives", verb, target, a.name, at.arn)
	}
	for _, g := range list {
		if excused == nil || !excused(g) {
			c.blame(g, verb, target, a)
		}
	}
}

// damages reports whether a grant admits that the action can make the cloud
// delete something.
func damages(g iam.Grant, a action) bool { return a.expires && !a.deletes && g.Damage != "" }

// target names what a grant is on: its resource, or whatever it reaches beside
// it.
func (p *prover) target(g iam.Grant) string {
	switch {
	case g.Resource == "", p.text(g.On) == "*":
		return "what is beyond one resource"
	case p.inside(g):
		return g.Resource
	}
	return g.On.String()
}

// admit notes a sentence that breaks the guarantee, such as a limit of the
// cloud, and a resource that it is about.
func (c *claim) admit(sentence, resource string, origin []iam.Origin) {
	key := [4]string{sentence}
	i, ok := c.index[key]
	if !ok {
		i = len(c.excuses)
		c.index[key] = i
		c.excuses = append(c.excuses, excuse{sentence: sentence})
	}
	e := &c.excuses[i]
	if resource != "" {
		e.actions = addOnce(e.actions, resource)
	}
	e.origin = addOrigins(e.origin, origin)
}

func (c *claim) bug(format string, args ...any) {
	if text := c.id + ": " + fmt.Sprintf(format, args...); !slices.Contains(c.broken, text) {
		c.broken = append(c.broken, text)
	}
}

// close adds the guarantee to the result.
func (c *claim) close(text, proof string) {
	g := Guarantee{ID: c.id, Cloud: c.cloud, Text: text, Holds: len(c.broken)+len(c.excuses) == 0, Proof: proof}
	for _, e := range c.excuses {
		g.Causes = append(g.Causes, Cause{c.sentence(e), e.origin})
	}
	c.out.Guarantees = append(c.out.Guarantees, g)
	c.out.Broken = append(c.out.Broken, c.broken...)
}

// sentence says what an author asked for, with the reason where the risk is
// accepted.
func (c *claim) sentence(e excuse) string {
	if e.sentence != "" {
		if len(e.actions) == 0 {
			return e.sentence
		}
		return strings.TrimSuffix(e.sentence, ".") + ": " + names(e.actions) + "."
	}
	slices.Sort(e.actions)
	return e.set + " lets " + e.who + " " + e.verb + " " + e.target + " with " + c.few(e.actions) + "." + c.accepted(e)
}

// who writes an identity for a sentence: "profile execution", "management".
func who(identity string) string { return strings.Replace(identity, ":", " ", 1) }

func addOrigins(list, more []iam.Origin) []iam.Origin {
	for _, o := range more {
		if !slices.Contains(list, o) {
			list = append(list, o)
		}
	}
	return list
}

// names joins ids for a sentence.
func names(ids []string) string { return strings.Join(ids, ", ") }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

func idsOf(list []ir.Resource) []string {
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = r.Info().ID
	}
	return ids
}
