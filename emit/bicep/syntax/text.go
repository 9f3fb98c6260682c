package syntax

import "slices"

// interpolated prints text with variables in its shortest form.
func (p *printer) interpolated(indent int, t Text) {
	if v := alone(t); v != nil {
		p.value(indent, v)
		return
	}
	p.text("'")
	for _, s := range t {
		if s.Var != nil {
			p.insert(s.Var)
		} else {
			p.escaped(s.Lit)
		}
	}
	p.text("'")
}

// alone gives the variable that is the whole text, or nil.
func alone(t Text) Ref {
	var only Ref
	for _, s := range t {
		switch {
		case s.Var == nil && s.Lit == "":
		case s.Var == nil || only != nil:
			return nil
		default:
			only = s.Var
		}
	}
	return only
}

// insert prints a variable inside text. Text is never broken.
func (p *printer) insert(v Ref) {
	if bracketed(v) {
		panic("syntax: Bicep has no arrays and objects inside text")
	}
	flat := p.flat
	p.flat = true
	p.text("${")
	p.value(0, v)
	p.text("}")
	p.flat = flat
}

// bracketed says whether a value is an array or object, or holds one.
func bracketed(v Value) bool {
	switch v := v.(type) {
	case Object, Ordered, Inline, Lines, List:
		return true
	default:
		return slices.ContainsFunc(parts(v), bracketed)
	}
}
