package access

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// Markdown writes ACCESS.md: the same bytes for the same input.
func Markdown(in Input) []byte {
	p := &page{Input: in, judge: judge{}, out: make([]byte, 0, 16<<10+512*len(in.Plan.Grants))}
	p.header()
	p.section("Guarantees", p.guarantees)
	p.section("Who can act", p.actors)
	p.section("Reach", p.reach)
	p.section("Who may do what, in numbers", p.matrix)
	p.section("Exposure", p.exposure)
	p.section("What disappears after setup", p.setupOnly)
	p.section("Statements with a wildcard, and why", p.wildcards)
	p.authored()
	p.notes()
	p.section("How to switch management off", p.off)
	p.section("What no policy can say", p.limits)
	p.section("Every grant after setup", p.everyGrant)
	return p.out
}

// page is ACCESS.md while it is written.
type page struct {
	Input
	judge
	out   []byte
	cloud cloud.Name // of which is spoken
}

// each writes a part for each cloud, under its name where there are several.
func (p *page) each(part func()) {
	for _, p.cloud = range p.Targets {
		if len(p.Targets) > 1 {
			p.paragraph("### ", prose(p.cloud.Title()))
		}
		part()
	}
}

// line writes one line. What stands on it is safe by its type, and no escaped
// text holds the end of a line.
func (p *page) line(parts ...text) {
	for _, t := range parts {
		p.out = append(p.out, t...)
	}
	p.out = append(p.out, '\n')
}

// paragraph writes a line and an empty one.
func (p *page) paragraph(parts ...text) {
	p.line(parts...)
	p.line()
}

// section writes one with a part for each cloud.
func (p *page) section(title text, part func()) {
	p.heading(title)
	p.each(part)
}

func (p *page) heading(title text) { p.paragraph("## ", title) }

// table is a table while it is written: its head comes with the first row.
type table struct {
	*page
	columns []text
	rows    int
}

func (p *page) table(columns ...text) *table { return &table{page: p, columns: columns} }

func (t *table) row(cells ...text) {
	if t.rows == 0 {
		t.cells(t.columns)
		t.line("|", text(strings.Repeat("---|", len(t.columns))))
	}
	t.rows++
	t.cells(cells)
}

func (t *table) cells(cells []text) {
	for _, c := range cells {
		t.out = append(t.out, "| "...)
		t.out = append(t.out, c...)
		t.out = append(t.out, ' ')
	}
	t.line("|")
}

// end closes the table, or says what its absence means.
func (t *table) end(otherwise text) {
	switch {
	case t.rows > 0:
		t.line()
	case otherwise != "":
		t.paragraph(otherwise)
	}
}

// join writes a list with a separator.
func join[T any](list []T, separator text, write func(T) text) text {
	var b strings.Builder
	for i, x := range list {
		if i > 0 {
			b.WriteString(string(separator))
		}
		b.WriteString(string(write(x)))
	}
	return text(b.String())
}

func count(n int) text { return text(strconv.Itoa(n)) }

// plural writes a number with its noun.
func plural(n int, noun text) text {
	if n == 1 {
		return "1 " + noun
	}
	return count(n) + " " + noun + "s"
}

// places writes where alien.ts asks for something.
func places(list []iam.Origin) text {
	return join(list, ", ", func(o iam.Origin) text { return place(o.Pos) })
}

// resource names a resource with its lifecycle, which decides what the vendor
// may do to it.
func (p *page) resource(id string) text {
	r := p.Stack.Resource(id)
	if r == nil {
		return code(id)
	}
	return code(string(r.Kind())+":"+id) + " (" + lifecycle(r.Info().Lifecycle) + ")"
}

func lifecycle(l ir.Lifecycle) text {
	if l == ir.Live {
		return "live"
	}
	return "frozen"
}

// actions writes actions by what they can do, the mildest first: "read data:
// s3:GetObject; write data: s3:PutObject".
func (p *page) actions(list []right) text {
	byWord := map[string][]right{}
	var words []string
	for _, a := range list {
		w := word(p.power(a))
		if byWord[w] == nil {
			words = append(words, w)
		}
		byWord[w] = append(byWord[w], a)
	}
	slices.SortStableFunc(words, func(a, b string) int {
		return rank(p.power(byWord[a][0]).Level) - rank(p.power(byWord[b][0]).Level)
	})
	return join(words, "; ", func(w string) text { return prose(w) + ": " + join(byWord[w], ", ", p.action) })
}

// action writes an action, with what its level does not tell.
func (p *page) action(r right) text {
	power := p.power(r)
	switch {
	case !power.Known:
		return code(r.action) + " (in no catalogue)"
	case power.Hands != "" && power.Level != permissions:
		return code(r.action) + " (hands out " + prose(power.Hands) + ")"
	}
	return code(r.action)
}

// granted writes the actions of a grant, and that a denial is one.
func (p *page) granted(g *iam.Grant) text {
	if g.Effect == iam.Deny {
		return "**denied** " + p.actions(rights(g))
	}
	if len(g.Actions)+len(g.DataActions) == 0 {
		return "no action: a setting of the resource"
	}
	return p.actions(rights(g))
}

// conditions writes when a grant applies.
func conditions(list []iam.Condition) text {
	return join(list, " and ", func(c iam.Condition) text {
		return code(c.Key) + " " + code(c.Operator) + " " + join(c.Values, " or ", func(v cloud.Text) text { return code(pattern(v)) })
	})
}
