package syntax

import "strings"

// end ends the last line of a declaration.
func (p *printer) end() { p.newline(0) }

// metadata prints what the file says of itself.
func (p *printer) metadata(name, description string) {
	if name == "" && description == "" {
		return
	}
	p.end()
	if name != "" {
		p.assign("metadata", "name", Str(name))
	}
	if description != "" {
		p.assign("metadata", "description", Str(description))
	}
}

// assign prints "keyword name = value".
func (p *printer) assign(keyword, name string, v Value) {
	p.text(keyword)
	p.text(" ")
	p.name(name)
	p.text(" = ")
	p.value(0, v)
	p.end()
}

// lead prints the blank line, heading and remarks above a declaration.
func (p *printer) lead(section string, remarks []string) {
	p.end()
	if section != "" {
		p.heading(section)
	}
	for _, line := range remarks {
		p.comment(line)
	}
}

// heading prints a line of dashes that ends with a title, and a blank line.
func (p *printer) heading(title string) {
	const both, least = 75, 3 // characters of dashes and title, and of dashes alone
	title = printable(title)
	p.comment(strings.Repeat("-", max(least, both-len(title))) + " " + title)
	p.end()
}

// comment prints one line.
func (p *printer) comment(s string) {
	p.text(strings.TrimRight("// "+printable(s), " "))
	p.end()
}

// printable replaces what is not printable ASCII by question marks, so that no
// text can end the comment that it stands in, or change how that is read.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, s)
}

// decorate prints "@name(argument)", unless there is nothing to say.
func (p *printer) decorate(name string, argument Value, wanted bool) {
	if !wanted {
		return
	}
	p.text("@")
	p.text(name)
	p.text("(")
	if argument != nil {
		p.value(0, argument)
	}
	p.text(")")
	p.end()
}

func (p *printer) describe(description string) {
	p.decorate("description", Str(description), description != "")
}

func (p *printer) param(m *Param) {
	if m.Secure && m.Default != nil {
		panic("syntax: secure parameter " + string(m.Name) + " has a default")
	}
	p.lead(m.Section, m.Remarks)
	p.describe(m.Description)
	p.decorate("secure", nil, m.Secure)
	p.decorate("allowed", Lines(m.Allowed), m.Allowed != nil)
	p.decorate("minLength", Int(m.MinLength), m.MinLength != 0)
	p.decorate("maxLength", Int(m.MaxLength), m.MaxLength != 0)
	p.limit("minValue", m.MinValue)
	p.limit("maxValue", m.MaxValue)
	p.text("param ")
	p.name(string(m.Name))
	p.text(" ")
	p.text(typeNames[m.Type])
	if m.Default != nil {
		p.text(" = ")
		p.value(0, m.Default)
	}
	p.end()
}

func (p *printer) limit(name string, n *int) {
	if n != nil {
		p.decorate(name, Int(*n), true)
	}
}

func (p *printer) variable(v *Var, first bool) {
	if first || v.Section != "" || len(v.Remarks) > 0 {
		p.lead(v.Section, v.Remarks)
	}
	p.assign("var", string(v.Name), v.Value)
}

func (p *printer) output(o *Output) {
	p.lead(o.Section, o.Remarks)
	p.describe(o.Description)
	p.text("output ")
	p.name(o.Name)
	p.text(" ")
	p.text(typeNames[o.Type])
	p.text(" = ")
	p.value(0, o.Value)
	p.end()
}
