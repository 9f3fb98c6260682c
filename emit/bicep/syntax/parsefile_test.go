package syntax

import (
	"regexp"
	"slices"
	"strings"
)

// parseFile reads a file of resources.
func parseFile(text string) (f *File, err error) {
	err = parsed(func() { f = (&parser{in: text}).file() })
	return f, err
}

// parseParams reads a file of parameters.
func parseParams(text string) (f *Params, err error) {
	err = parsed(func() {
		p := &parser{in: text}
		f = &Params{}
		p.want("using ")
		f.Using = literal(p.text())
		p.want("\n")
		for p.i < len(p.in) {
			p.want("\n")
			v := ParamValue{Remarks: p.remarks()}
			v.Name, v.Value = p.assigned("param")
			f.Values = append(f.Values, v)
		}
	})
	return f, err
}

var heading = regexp.MustCompile(`^-{3,} (.*)$`)

func (p *parser) file() *File {
	f := &File{}
	p.want("targetScope = 'resourceGroup'\n")
	if p.sees("\nmetadata ") {
		p.want("\n")
		if p.sees("metadata name ") {
			f.Name = p.meta("name")
		}
		if p.sees("metadata description ") {
			f.Description = p.meta("description")
		}
	}
	rank := 0
	for p.i < len(p.in) {
		section, remarks := p.lead(len(f.Vars) > 0)
		d := p.decorators()
		was := rank
		switch {
		case p.sees("param "):
			rank = 0
			f.Params = append(f.Params, p.param(section, remarks, d))
		case p.sees("var "):
			rank = 1
			name, value := p.assigned("var")
			f.Vars = append(f.Vars, Var{section, remarks, name, value})
		case p.sees("resource "):
			rank = 2
			f.Resources = append(f.Resources, p.resource(section, remarks, d))
		default:
			rank = 3
			f.Outputs = append(f.Outputs, p.output(section, remarks, d))
		}
		if rank < was {
			p.fail("a declaration out of order")
		}
	}
	return f
}

func (p *parser) meta(name string) string {
	p.want("metadata " + name + " = ")
	s := literal(p.text())
	p.want("\n")
	return s
}

func (p *parser) assigned(keyword string) (Symbol, Value) {
	p.want(keyword + " ")
	name := p.symbol()
	p.want(" = ")
	v := p.value()
	p.want("\n")
	return Symbol(name), v
}

// lead reads the blank line, heading and remarks above a declaration.
func (p *parser) lead(variables bool) (section string, remarks []string) {
	if variables && p.sees("var ") {
		return "", nil
	}
	p.want("\n")
	remarks = p.remarks()
	if len(remarks) == 1 && p.took("\n") {
		title := heading.FindStringSubmatch(remarks[0])
		if title == nil {
			p.fail("a blank line below a remark")
		}
		return title[1], p.remarks()
	}
	return "", remarks
}

func (p *parser) remarks() (lines []string) {
	for p.took("//") {
		line, _, _ := strings.Cut(p.in[p.i:], "\n")
		p.i += len(line)
		p.want("\n")
		lines = append(lines, strings.TrimPrefix(line, " "))
	}
	return lines
}

// decorators reads the decorators in their one order.
func (p *parser) decorators() map[string]Value {
	order := []string{"description", "secure", "allowed", "minLength", "maxLength", "minValue", "maxValue"}
	d, last := map[string]Value{}, -1
	for p.took("@") {
		name := p.word()
		rank := slices.Index(order, name)
		if rank <= last {
			p.fail("decorator %s is unknown or out of order", name)
		}
		last = rank
		d[name] = Null{}
		p.want("(")
		if !p.took(")") {
			d[name] = p.value()
			p.want(")")
		}
		p.want("\n")
	}
	return d
}

func text(v Value) string { s, _ := v.(Str); return string(s) }

func number(v Value) *int {
	n, ok := v.(Int)
	if !ok {
		return nil
	}
	return new(int(n))
}

func length(v Value) int { n, _ := v.(Int); return int(n) }

func (p *parser) typeName() Type {
	name := p.word()
	i := slices.Index(typeNames[:], name)
	if i < 0 {
		p.fail("no type %s", name)
	}
	return Type(i)
}

func (p *parser) param(section string, remarks []string, d map[string]Value) Param {
	m := Param{Section: section, Remarks: remarks, Description: text(d["description"])}
	m.Secure = d["secure"] == Null{}
	if list, ok := d["allowed"].(List); ok {
		m.Allowed = list
	}
	m.MinLength, m.MaxLength = length(d["minLength"]), length(d["maxLength"])
	m.MinValue, m.MaxValue = number(d["minValue"]), number(d["maxValue"])
	p.want("param ")
	m.Name = Symbol(p.symbol())
	p.want(" ")
	m.Type = p.typeName()
	if p.took(" = ") {
		m.Default = p.value()
	}
	p.want("\n")
	return m
}

func (p *parser) resource(section string, remarks []string, d map[string]Value) Resource {
	r := Resource{Section: section, Remarks: remarks, Description: text(d["description"])}
	p.want("resource ")
	r.Symbol = Symbol(p.symbol())
	p.want(" ")
	r.Type = literal(p.text())
	r.Existing = p.took(" existing")
	p.want(" = ")
	if p.took("if (") {
		r.Condition = p.value()
		p.want(") ")
	}
	p.want("{")
	order := []string{"parent", "scope", "name", "location", "sku", "kind", "identity", "dependsOn", "tags", "properties"}
	last := -1
	for _, f := range items(p, "}", "", p.field) {
		rank := slices.Index(order, f.Name)
		if rank <= last {
			p.fail("field %s is unknown or out of order", f.Name)
		}
		last = rank
		setField(&r, f)
	}
	p.want("\n")
	return r
}

func setField(r *Resource, f Field) {
	switch f.Name {
	case "parent":
		r.Parent = f.Value.(Symbol)
	case "scope":
		r.Scope = f.Value.(Symbol)
	case "name":
		r.Name = f.Value
	case "location":
		r.Location = f.Value
	case "sku":
		r.SKU = Object(f.Value.(Ordered))
	case "kind":
		r.Kind = text(f.Value)
	case "identity":
		r.Identity = Object(f.Value.(Ordered))
	case "dependsOn":
		for _, v := range f.Value.(List) {
			r.DependsOn = append(r.DependsOn, v.(Symbol))
		}
	case "tags":
		r.Tags = f.Value
	case "properties":
		r.Properties = f.Value
	}
}

func (p *parser) output(section string, remarks []string, d map[string]Value) Output {
	p.want("output ")
	o := Output{Section: section, Remarks: remarks, Description: text(d["description"]), Name: p.symbol()}
	p.want(" ")
	o.Type = p.typeName()
	p.want(" = ")
	o.Value = p.value()
	p.want("\n")
	return o
}
