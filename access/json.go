package access

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/prove"
)

// JSON writes access.json: the same bytes for the same input.
func JSON(in Input) []byte {
	e := &encoder{out: make([]byte, 0, 1024*(1+len(in.Plan.Grants)))}
	e.begin('{')
	e.member("schema", Schema)
	e.member("stack", in.Stack.ID)
	e.member("alienc", in.Alienc)
	e.catalogues(in)
	e.grants(in.Plan.Grants)
	e.list("guarantees", len(in.Proof.Guarantees), func(i int) { e.guarantee(in.Proof.Guarantees[i]) })
	e.list("reach", len(in.Proof.Reach), func(i int) { e.reach(in.Proof.Reach[i]) })
	e.beyond(in)
	e.list("accepted", len(in.Accepted), func(i int) { e.accepted(in.Accepted[i]) })
	e.end('}')
	return append(e.out, '\n')
}

// list writes a member that is a list of objects.
func (e *encoder) list(name string, n int, members func(int)) {
	e.key(name)
	e.begin('[')
	for i := range n {
		e.next()
		e.begin('{')
		members(i)
		e.end('}')
	}
	e.end(']')
}

func (e *encoder) catalogues(in Input) {
	e.key("catalogues")
	e.begin('{')
	for _, name := range cloud.Names {
		e.given(string(name), in.Catalogues[name])
	}
	e.end('}')
}

// printed is a grant with what it is sorted by.
type printed struct {
	*iam.Grant
	on string
}

// grants writes every grant, sorted by what a reader looks for. Those that
// agree in it are sorted by their contents, so that the order in which an
// author wrote them shows nowhere.
func (e *encoder) grants(grants []iam.Grant) {
	list := make([]printed, len(grants))
	for i := range grants {
		list[i] = printed{&grants[i], pattern(grants[i].On)}
	}
	slices.SortStableFunc(list, compare)
	j := judge{}
	e.list("grants", len(list), func(i int) { e.grant(list[i], j) })
}

func compare(a, b printed) int {
	return cmp.Or(
		strings.Compare(string(a.Cloud), string(b.Cloud)),
		strings.Compare(string(a.Plane), string(b.Plane)),
		strings.Compare(a.Identity, b.Identity),
		strings.Compare(a.Resource, b.Resource),
		strings.Compare(a.Set, b.Set),
		strings.Compare(a.Scope, b.Scope),
		strings.Compare(a.on, b.on),
		strings.Compare(string(a.Effect), string(b.Effect)),
		slices.Compare(a.Actions, b.Actions),
		slices.Compare(a.DataActions, b.DataActions),
		strings.Compare(assignment(a.Grant), assignment(b.Grant)),
		slices.CompareFunc(a.Conditions, b.Conditions, compareConditions),
	)
}

func compareConditions(a, b iam.Condition) int {
	return cmp.Or(
		strings.Compare(a.Operator, b.Operator),
		strings.Compare(a.Key, b.Key),
		slices.CompareFunc(a.Values, b.Values, func(x, y cloud.Text) int { return strings.Compare(x.String(), y.String()) }),
	)
}

func (e *encoder) grant(g printed, j judge) {
	e.member("cloud", string(g.Cloud))
	e.member("plane", string(g.Plane))
	e.member("identity", g.Identity)
	e.member("effect", strings.ToLower(string(g.Effect)))
	e.key("actions")
	e.begin('{')
	for _, a := range named(g.Grant, j) {
		e.member(a.name, word(a.power))
	}
	e.end('}')
	e.role(g.Grant)
	e.member("scope", g.Scope)
	e.member("on", g.on)
	e.list("conditions", len(g.Conditions), func(i int) { e.condition(g.Conditions[i]) })
	if g.Resource != "" {
		e.member("resource", g.Resource)
		e.member("lifecycle", string(g.Lifecycle))
	}
	e.member("set", g.Set)
	e.origins(g.Origin)
	e.member("reason", g.Reason)
	e.flag("custom", g.Custom)
	e.flag("scopeChosenByAuthor", g.Wide)
	e.flag("authored", g.Authored)
	e.given("damage", g.Damage)
	e.given("wildcard", g.Wildcard)
	e.given("surplus", g.Surplus)
}

func (e *encoder) condition(c iam.Condition) {
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		values[i] = pattern(v)
	}
	e.member("operator", c.Operator)
	e.member("key", c.Key)
	e.strings("values", values)
}

func (e *encoder) origins(list []iam.Origin) {
	e.list("origin", len(list), func(i int) {
		e.place(list[i].Pos)
		e.given("path", list[i].Path)
	})
}

// place writes where something stands. Only what a stack without source has
// made has no line.
func (e *encoder) place(p ir.Pos) {
	e.member("file", p.File)
	e.number("line", p.Line)
	e.number("column", p.Column)
}

func (e *encoder) guarantee(g prove.Guarantee) {
	e.member("id", g.ID)
	e.member("cloud", string(g.Cloud))
	e.member("text", g.Text)
	e.key("holds")
	e.bool(g.Holds)
	e.member("proof", g.Proof)
	if !g.Holds {
		e.list("causes", len(g.Causes), func(i int) {
			e.member("text", g.Causes[i].Text)
			e.origins(g.Causes[i].Origin)
		})
	}
}

func (e *encoder) reach(r prove.Reach) {
	e.cloud(r.Cloud)
	e.member("resource", r.Resource)
	e.member("kind", string(r.Kind))
	e.member("lifecycle", string(r.Lifecycle))
	e.reached(r)
}

// cloud writes on which cloud the vendor reaches something. What says none is
// about AWS, since it was the only one at first.
func (e *encoder) cloud(name cloud.Name) {
	if name != cloud.AWS {
		e.member("cloud", string(name))
	}
}

// beyond writes what the vendor reaches that is no resource: on AWS, and on
// the other clouds that the stack is compiled to.
func (e *encoder) beyond(in Input) {
	e.key("beyond")
	e.begin('{')
	e.reached(in.Proof.BeyondOn(cloud.AWS))
	others := slices.DeleteFunc(slices.Clone(in.Targets), func(n cloud.Name) bool { return n == cloud.AWS })
	if len(others) > 0 {
		e.key("elsewhere")
		e.begin('{')
		for _, name := range others {
			e.key(string(name))
			e.begin('{')
			e.reached(in.Proof.BeyondOn(name))
			e.end('}')
		}
		e.end('}')
	}
	e.end('}')
}

func (e *encoder) reached(r prove.Reach) {
	e.deeds("management", r.Management)
	e.list("through", len(r.Through), func(i int) {
		e.member("function", r.Through[i].Function)
		e.strings("sets", r.Through[i].Sets)
		e.deeds("words", r.Through[i].Deeds)
	})
	e.deeds("together", r.Together)
}

func (e *encoder) deeds(name string, list []prove.Deed) {
	words := make([]string, len(list))
	for i, d := range list {
		words[i] = d.String()
	}
	e.strings(name, words)
}

func (e *encoder) accepted(a ir.Accepted) {
	e.member("check", a.Check)
	e.member("subject", a.Subject)
	e.member("reason", a.Reason)
	e.key("at")
	e.begin('{')
	e.place(a.Pos)
	e.end('}')
}
