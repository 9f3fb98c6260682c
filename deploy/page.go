package deploy

import (
	"strings"

	"github.com/alienc/alienc/compiler/ir"
)

// page is the part of one cloud while it grows.
type page struct {
	stack *ir.Stack
	level string // what headings begin with beside their own: "#" below a title of the whole page
	body  strings.Builder
	used  strings.Builder // every command, to find the placeholders
}

// document puts the title and the placeholders, which head writes, above what
// was written.
func (p *page) document(head func()) []byte {
	body := p.body.String()
	p.body.Reset()
	head()
	return []byte(p.body.String() + body)
}

// title writes what the part is about.
func (p *page) title(cloud string) {
	text := "Deploying " + oneLine(p.stack.ID) + " on " + cloud
	if p.level != "" {
		text = "On " + cloud
	}
	p.body.WriteString(p.level + "# " + text + "\n")
}

func (p *page) heading(text string)    { p.body.WriteString("\n" + p.level + "## " + text + "\n") }
func (p *page) subheading(text string) { p.body.WriteString("\n" + p.level + "### " + text + "\n") }

// text writes a paragraph.
func (p *page) text(sentences ...string) {
	p.body.WriteString("\n" + strings.Join(sentences, " ") + "\n")
}

// facts says what the commands of a section need, what they change, and how to
// undo it.
func (p *page) facts(needs, changes, undo string) {
	p.body.WriteString("\n- **Needs:** " + needs + "\n- **Changes:** " + changes + "\n- **Undo:** " + undo + "\n")
}

// sh writes commands, one a line. Without commands it writes nothing.
func (p *page) sh(commands ...string) { p.block("sh", commands) }

// refused writes a command that must fail.
func (p *page) refused(command string) { p.block("sh fails", []string{command}) }

func (p *page) block(info string, commands []string) {
	if len(commands) == 0 {
		return
	}
	p.body.WriteString("\n```" + info + "\n")
	for _, c := range commands {
		p.body.WriteString(c + "\n")
		p.used.WriteString(c + "\n")
	}
	p.body.WriteString("```\n")
}

// json writes a document for the reader to keep in a file.
func (p *page) json(document string) {
	p.body.WriteString("\n```json\n" + document + "\n```\n")
	p.used.WriteString(document + "\n")
}

// table writes rows below a head. A cell is Markdown.
func (p *page) table(head []string, rows [][]string) {
	line := func(cells []string) {
		p.body.WriteString("|")
		for _, c := range cells {
			p.body.WriteString(" " + strings.ReplaceAll(oneLine(c), "|", `\|`) + " |")
		}
		p.body.WriteString("\n")
	}
	p.body.WriteString("\n")
	line(head)
	p.body.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	for _, r := range rows {
		line(r)
	}
}

// code writes a string as code inside a sentence.
func code(s string) string { return "`" + strings.ReplaceAll(oneLine(s), "`", "'") + "`" }

// codes writes a list of strings as code.
func codes(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = code(s)
	}
	return strings.Join(quoted, ", ")
}

// placeholder is a word in capitals that the reader replaces.
type placeholder struct{ name, what, example string }

// placeholders explains those of a list that the commands have.
func (p *page) placeholders(list []placeholder) {
	used := map[string]bool{}
	for w := range strings.FieldsFuncSeq(p.used.String(), func(r rune) bool { return r != '_' && !isLetter(r) }) {
		used[w] = true
	}
	var rows [][]string
	for _, h := range list {
		if used[h.name] {
			rows = append(rows, []string{code(h.name), h.what, code(h.example)})
		}
	}
	p.text("Words in capitals are yours to fill in:")
	p.table([]string{"Placeholder", "What it is", "Example"}, rows)
}

// parameterTable writes what the reader may choose.
func (p *page) parameterTable(list []parameter) {
	var rows [][]string
	for _, q := range list {
		rows = append(rows, []string{code(q.name), q.rule, q.initial, code(q.example)})
	}
	p.table([]string{"Parameter", "Rule", "Default", "Example"}, rows)
}

// functions lists the functions whose code has the form, in stack order.
func (p *page) functions(form ir.Form) []*ir.Function {
	var list []*ir.Function
	for _, f := range p.stack.Functions() {
		if f.Code.Form() == form {
			list = append(list, f)
		}
	}
	return list
}

// liveFunctions lists the functions that the vendor may update.
func (p *page) liveFunctions() []*ir.Function {
	var list []*ir.Function
	for _, f := range p.stack.Functions() {
		if f.Lifecycle == ir.Live {
			list = append(list, f)
		}
	}
	return list
}

func (p *page) ofKind(kind ir.Kind) []ir.Resource {
	var list []ir.Resource
	for _, r := range p.stack.Resources {
		if r.Kind() == kind {
			list = append(list, r)
		}
	}
	return list
}
