package prove

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// plan is a list of grants in which something is planted.
type plan struct {
	t      *testing.T
	stack  *ir.Stack
	grants []iam.Grant
}

// arn gives a part of a resource of the stack.
func (p *plan) arn(id, part string) cloud.Text {
	p.t.Helper()
	list := aws.Scope(p.stack.Resource(id), part)
	if len(list) == 0 {
		p.t.Fatalf("%s has no %s", id, part)
	}
	return list[0]
}

// add plants a right of management on a resource as if alienc had derived it.
func (p *plan) add(id, part, actions string, conditions ...iam.Condition) {
	p.t.Helper()
	p.put(iam.Management, management, id, p.arn(id, part), actions, conditions...)
}

func (p *plan) put(plane iam.Plane, identity, id string, on cloud.Text, actions string, conditions ...iam.Condition) {
	g := iam.Grant{
		Cloud: cloud.AWS, Plane: plane, Identity: identity, Effect: iam.Allow, Statement: "Planted", Actions: strings.Fields(actions),
		On: on, Scope: "planted:" + id, Conditions: conditions, Resource: id, Lifecycle: ir.Frozen, Set: "derived:planted",
		Origin: []iam.Origin{{Path: "planted"}}, Reason: "Planted.",
	}
	if r := p.stack.Resource(id); r != nil {
		g.Lifecycle = r.Info().Lifecycle
	}
	p.grants = append(p.grants, g)
}

// each changes the grants that are picked; there have to be some.
func (p *plan) each(pick func(iam.Grant) bool, change func(*iam.Grant)) {
	p.t.Helper()
	n := 0
	for i := range p.grants {
		if pick(p.grants[i]) {
			change(&p.grants[i])
			n++
		}
	}
	if n == 0 {
		p.t.Fatal("nothing to change")
	}
}

func (p *plan) drop(pick func(iam.Grant) bool) {
	p.t.Helper()
	n := len(p.grants)
	p.grants = slices.DeleteFunc(p.grants, pick)
	if len(p.grants) == n {
		p.t.Fatal("nothing to drop")
	}
}

func named(plane iam.Plane, statement string) func(iam.Grant) bool {
	return func(g iam.Grant) bool { return g.Plane == plane && g.Statement == statement }
}

// without removes the conditions on a key.
func without(key string) func(*iam.Grant) {
	return func(g *iam.Grant) {
		g.Conditions = slices.DeleteFunc(slices.Clone(g.Conditions), func(c iam.Condition) bool { return c.Key == key })
	}
}

func only(operator, key string, value cloud.Text) iam.Condition {
	return iam.Condition{Operator: operator, Key: key, Values: []cloud.Text{value}}
}

// everywhere gives setup an action on everything, as if there were a reason.
func everywhere(action string) func(*plan) {
	return func(p *plan) {
		p.put(iam.Setup, setup, "data", cloud.Lit("*"), action, iam.ThroughCloudFormation())
		p.grants[len(p.grants)-1].Wildcard = "It has no name."
	}
}

// planted judges the kitchen with something planted in its plan.
func planted(t *testing.T, in Input, change func(*plan)) Result {
	t.Helper()
	p := &plan{t: t, stack: in.Stack, grants: slices.Clone(in.Plan.Grants)}
	change(p)
	in.Plan = &iam.Plan{Grants: p.grants}
	return Run(in)
}

// mistake is something planted, and how what is found begins.
type mistake struct {
	name   string
	change func(*plan)
	want   string
}

func roleOf(name string) cloud.Text { return global("role/", aws.Prefix, "-", name) }

func through() iam.Condition { return iam.ThroughCloudFormation() }

// Whatever alienc could get wrong is found, and said so that a maintainer knows
// where to look. The kitchen itself has nothing wrong.
func TestPlantedMistakes(t *testing.T) {
	in := compiled(kitchen())
	for _, m := range slices.Concat(readingMistakes, identityMistakes, changingMistakes, exposureMistakes, profileMistakes, setupMistakes) {
		r := planted(t, in, m.change)
		if !slices.ContainsFunc(r.Broken, func(text string) bool { return strings.HasPrefix(text, m.want) }) {
			t.Errorf("%s: found\n%s\nwant\n%s", m.name, strings.Join(r.Broken, "\n"), m.want)
		}
		guarantee := m.want[:2]
		if slices.ContainsFunc(r.Guarantees, func(g Guarantee) bool { return g.ID == guarantee && g.Holds }) {
			t.Errorf("%s: %s holds all the same", m.name, guarantee)
		}
	}
	if r := planted(t, in, func(*plan) {}); len(r.Broken) > 0 {
		t.Errorf("nothing planted, and found\n%s", strings.Join(r.Broken, "\n"))
	}
}
