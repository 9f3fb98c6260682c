package deploy

import (
	"strings"

	"github.com/alienc/alienc/cloud/aws"
)

// page is a Markdown page while it grows.
type page struct {
	in   Input
	d    aws.Deployment // nothing in it is empty
	list []parameter    // of the template, in its order
	body strings.Builder
	used strings.Builder // every command, to find the placeholders
}

// document puts the title and the placeholders above what was written.
func (p *page) document() []byte {
	body := p.body.String()
	p.body.Reset()
	p.head()
	return []byte(p.body.String() + body)
}

func (p *page) heading(text string)    { p.body.WriteString("\n## " + text + "\n") }
func (p *page) subheading(text string) { p.body.WriteString("\n### " + text + "\n") }

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
