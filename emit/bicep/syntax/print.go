package syntax

import (
	"slices"
	"strconv"
	"strings"
)

// printer prints what [File] and [Params] hold.
type printer struct {
	out  []byte
	line int  // where the current line begins
	flat bool // values are printed in one line, however long it becomes
	cut  int  // where the formatter ends its measure of that line; 0 is its end
}

func (p *printer) text(s string) { p.out = append(p.out, s...) }

// newline ends the line and indents the next one.
func (p *printer) newline(indent int) {
	p.out = append(p.out, '\n')
	p.line = len(p.out)
	for range indent {
		p.out = append(p.out, ' ')
	}
}

// value prints a value. Lines inside it are indented by more than indent, the
// one that ends it by indent.
func (p *printer) value(indent int, v Value) {
	switch v := v.(type) {
	case Str:
		p.quoted(string(v))
	case Int:
		p.out = strconv.AppendInt(p.out, int64(v), 10)
	case Bool:
		p.out = strconv.AppendBool(p.out, bool(v))
	case Null:
		p.text("null")
	case Symbol:
		p.name(string(v))
	case Text:
		p.interpolated(indent, v)
	case Object:
		p.fields(indent, sorted(v))
	case Ordered:
		p.fields(indent, v)
	case Inline:
		p.inline(indent, v)
	case Lines:
		p.items(indent, v)
	case List:
		p.list(indent, v)
	case Get:
		p.value(indent, v.Of)
		p.text(".")
		p.name(v.Name)
	case Index:
		p.value(indent, v.Of)
		p.text("[")
		p.value(indent, v.At)
		p.text("]")
	case Call:
		p.call(indent, v)
	case Not:
		p.negation(indent, v)
	case If:
		p.choice(indent, v)
	default:
		panic("syntax: a value is missing")
	}
}

// fields prints an object with one field a line.
func (p *printer) fields(indent int, fields []Field) {
	if len(fields) == 0 {
		p.text("{}")
		return
	}
	p.text("{")
	for _, f := range fields {
		p.newline(indent + 2)
		p.field(indent+2, f)
	}
	p.newline(indent)
	p.text("}")
}

func (p *printer) field(indent int, f Field) {
	switch {
	case f.Key != nil:
		p.text("'")
		p.insert(f.Key)
		p.text("'")
	case identifier(f.Name):
		p.text(f.Name)
	default:
		p.quoted(f.Name)
	}
	p.text(": ")
	p.value(indent, f.Value)
}

// sorted gives the fields in the order of their names.
func sorted(fields Object) []Field {
	byName := func(a, b Field) int { return strings.Compare(a.Name, b.Name) }
	if slices.IsSortedFunc(fields, byName) {
		return fields
	}
	out := slices.Clone(fields)
	slices.SortStableFunc(out, byName)
	return out
}

// items prints an array with one item a line.
func (p *printer) items(indent int, items []Value) {
	if len(items) == 0 {
		p.text("[]")
		return
	}
	p.text("[")
	for _, item := range items {
		p.newline(indent + 2)
		p.value(indent+2, item)
	}
	p.newline(indent)
	p.text("]")
}

// negation prints a Not. Bicep does not read "!!".
func (p *printer) negation(indent int, n Not) {
	p.text("!")
	if _, again := n.Condition.(Not); again {
		p.parenthesized(indent, n.Condition)
		return
	}
	p.operand(indent, n.Condition)
}

// operand prints a value inside an operator, in parentheses where it is a
// choice.
func (p *printer) operand(indent int, v Value) {
	if _, ok := v.(If); ok {
		p.parenthesized(indent, v)
		return
	}
	p.value(indent, v)
}

func (p *printer) parenthesized(indent int, v Value) {
	p.text("(")
	p.value(indent, v)
	p.text(")")
}
