package syntax

import "slices"

// Bicep's formatter has few rules, and the printer keeps to them. An array or
// object that begins with a line break stays broken. Around one that is broken,
// every array, object, argument list and choice is broken too. What is too long
// is broken, measured without what stands behind it, and only as far as the
// first argument list of several whose last is an empty array or object. An
// argument list of one is never broken; one whose last argument is a broken
// array or object keeps the others in the line of the name.

// width is the longest line of what can also stand in several lines.
const width = 120

// oneLine prints a value if it can and may stand in one line. Otherwise it
// prints nothing.
func (p *printer) oneLine(v Value) bool {
	if tall(v) {
		return false
	}
	mark := p.measure()
	p.value(0, v)
	p.flat = false
	return p.fits(0) || p.undo(mark)
}

// measure begins to print in one line. It gives the mark for undo.
func (p *printer) measure() int {
	p.flat, p.cut = true, 0
	return len(p.out)
}

// fits says whether the current line is not too long with n more characters.
func (p *printer) fits(n int) bool {
	end := len(p.out) + n
	if p.cut > 0 {
		end = p.cut
	}
	return end-p.line <= width
}

// undo takes back what was printed since the mark, in the same line. It is
// false, for a caller that has printed nothing.
func (p *printer) undo(mark int) bool {
	p.out = p.out[:mark]
	return false
}

func (p *printer) inline(indent int, v Inline) {
	switch {
	case !p.flat:
		if !p.oneLine(v) {
			p.fields(indent, v)
		}
	case len(v) == 0:
		p.text("{}")
	default:
		p.text("{ ")
		for i, f := range v {
			p.comma(i)
			p.field(0, f)
		}
		p.text(" }")
	}
}

func (p *printer) list(indent int, v List) {
	switch {
	case !p.flat:
		if !p.oneLine(v) {
			p.items(indent, v)
		}
	default:
		p.text("[")
		p.listed(v)
		p.text("]")
	}
}

// listed prints values in one line.
func (p *printer) listed(values []Value) {
	for i, v := range values {
		p.comma(i)
		p.value(0, v)
	}
}

func (p *printer) comma(i int) {
	if i > 0 {
		p.text(", ")
	}
}

func (p *printer) call(indent int, c Call) {
	p.text(funcNames[c.Func])
	p.text("(")
	switch last := len(c.Args) - 1; {
	case last < 0:
	case p.flat:
		p.listed(c.Args[:last])
		p.lastArgument(last, c.Args[last])
	case last == 0:
		p.value(indent, c.Args[0])
	case p.joined(c.Args[:last], c.Args[last]):
	case p.hanging(indent, c.Args[:last], c.Args[last]):
	default:
		p.arguments(indent, c.Args)
	}
	p.text(")")
}

// lastArgument prints an argument behind n others in one line.
func (p *printer) lastArgument(n int, v Value) {
	p.comma(n)
	start := len(p.out)
	p.value(0, v)
	if s := string(p.out[start:]); p.cut == 0 && n > 0 && (s == "[]" || s == "{}") {
		p.cut = start + 1
	}
}

// joined prints arguments in the current line if they can stand there and fit.
// Otherwise it prints nothing.
func (p *printer) joined(head []Value, last Value) bool {
	if tall(last) || slices.ContainsFunc(head, tall) {
		return false
	}
	mark := p.measure()
	p.listed(head)
	p.lastArgument(len(head), last)
	p.flat = false
	return p.fits(len(")")) || p.undo(mark)
}

// hanging prints arguments in the current line, and the last one, an array or
// object, broken from there on. Otherwise it prints nothing.
func (p *printer) hanging(indent int, head []Value, last Value) bool {
	switch v := last.(type) {
	case Object, Ordered, Lines:
	case Inline:
		last = Ordered(v)
	case List:
		last = Lines(v)
	default:
		return false
	}
	if slices.ContainsFunc(head, tall) {
		return false
	}
	mark := p.measure()
	p.listed(head)
	p.flat = false
	p.text(", ")
	if !p.fits(len("{")) {
		return p.undo(mark)
	}
	p.value(indent, last)
	return true
}

// arguments prints one argument a line.
func (p *printer) arguments(indent int, args []Value) {
	for i, arg := range args {
		p.newline(indent + 2)
		p.value(indent+2, arg)
		if i < len(args)-1 {
			p.text(",")
		}
	}
	p.newline(indent)
}

// choice prints a condition and its two outcomes, in three lines if one is not
// enough.
func (p *printer) choice(indent int, c If) {
	switch {
	case p.flat:
		p.operand(0, c.Condition)
		p.text(" ? ")
		p.operand(0, c.Then)
		p.text(" : ")
		p.operand(0, c.Else)
	case !p.oneLine(c):
		p.operand(indent+2, c.Condition)
		p.newline(indent + 2)
		p.text("? ")
		p.operand(indent+4, c.Then)
		p.newline(indent + 2)
		p.text(": ")
		p.operand(indent+4, c.Else)
	}
}

// tall says whether a value takes several lines wherever it stands.
func tall(v Value) bool {
	switch v := v.(type) {
	case Object:
		return len(v) > 0
	case Ordered:
		return len(v) > 0
	case Lines:
		return len(v) > 0
	default:
		return slices.ContainsFunc(parts(v), tall)
	}
}

// parts are the values directly inside a value that can be in one line.
func parts(v Value) []Value {
	switch v := v.(type) {
	case Text:
		if only := alone(v); only != nil {
			return []Value{only}
		}
	case Inline:
		values := make([]Value, len(v))
		for i, f := range v {
			values[i] = f.Value
		}
		return values
	case List:
		return v
	case Get:
		return []Value{v.Of}
	case Index:
		return []Value{v.Of, v.At}
	case Call:
		return v.Args
	case Not:
		return []Value{v.Condition}
	case If:
		return []Value{v.Condition, v.Then, v.Else}
	}
	return nil
}
