package syntax

import (
	"strconv"
	"unicode/utf8"
)

// width is the longest line of a list or mapping that stands in one line.
const width = 100

// context says where a scalar stands. Inside brackets and braces fewer strings
// are plain.
type context bool

const (
	block context = false
	flow  context = true
)

type printer struct{ out []byte }

func (p *printer) text(s string) { p.out = append(p.out, s...) }

func (p *printer) pad(n int) {
	for range n {
		p.out = append(p.out, ' ')
	}
}

// comment prints one line. What is not printable ASCII becomes a question
// mark, so that no text can end the comment or change how it is read.
func (p *printer) comment(indent int, s string) {
	p.pad(indent)
	p.text("# ")
	for _, r := range s {
		if r < ' ' || r > '~' {
			r = '?'
		}
		p.out = utf8.AppendRune(p.out, r)
	}
	p.text("\n")
}

// field prints "name: value" and ends the line.
func (p *printer) field(indent int, f Field) {
	p.pad(indent)
	p.entry(indent, f)
}

func (p *printer) entry(indent int, f Field) {
	start := len(p.out) - indent
	p.key(f.Name, block)
	p.value(indent, start, f.Value)
}

func (p *printer) key(name string, c context) {
	p.scalar(name, c)
	p.text(":")
}

// value prints what follows a key or a dash, and ends the line. The line
// began at start; nested lines are indented by two more than indent.
func (p *printer) value(indent, start int, v Value) {
	if p.oneLine(start, v) {
		return
	}
	switch v := v.(type) {
	case Object:
		p.fields(indent+2, v)
	case Inline:
		p.fields(indent+2, Object(v))
	case List:
		p.items(indent+2, v)
	case Lines:
		p.items(indent+2, List(v))
	default:
		tag, args := call(v)
		p.text(" ")
		p.text(tag)
		p.items(indent+2, args)
	}
}

// oneLine prints the value behind a blank if it belongs in one line and the
// line is not too long. Otherwise it prints nothing.
func (p *printer) oneLine(start int, v Value) bool {
	if !compact(v) {
		return false
	}
	mark := len(p.out)
	p.text(" ")
	p.inline(v, block)
	if len(p.out)-start > width && divisible(v) {
		p.out = p.out[:mark]
		return false
	}
	p.text("\n")
	return true
}

func (p *printer) fields(indent int, fields Object) {
	p.text("\n")
	for _, f := range fields {
		p.field(indent, f)
	}
}

func (p *printer) items(indent int, items List) {
	p.text("\n")
	for _, item := range items {
		p.pad(indent)
		start := len(p.out) - indent
		p.text("-")
		if o, ok := item.(Object); ok && len(o) > 0 {
			// The first field shares the line of the dash.
			p.text(" ")
			p.entry(indent+2, o[0])
			for _, f := range o[1:] {
				p.field(indent+2, f)
			}
			continue
		}
		p.value(indent, start, item)
	}
}

// compact says whether a value may stand in one line.
func compact(v Value) bool {
	switch v := v.(type) {
	case Object:
		return len(v) == 0
	case Lines:
		return len(v) == 0
	case Inline:
		for _, f := range v {
			if !compact(f.Value) {
				return false
			}
		}
		return true
	case List:
		for _, item := range v {
			if !compact(item) {
				return false
			}
		}
		return true
	}
	if _, args := call(v); args != nil {
		return compact(args)
	}
	return true
}

// divisible says whether a value can also be printed in several lines. A list
// of numbers stays whole: it is read at a glance.
func divisible(v Value) bool {
	switch v := v.(type) {
	case Inline:
		return len(v) > 0
	case List:
		for _, item := range v {
			if _, ok := item.(Int); !ok {
				return true
			}
		}
		return false
	}
	_, args := call(v)
	return args != nil
}

// inline prints a compact value.
func (p *printer) inline(v Value, c context) {
	switch v := v.(type) {
	case Str:
		p.quoted(string(v))
	case Word:
		p.scalar(string(v), c)
	case Int:
		p.out = strconv.AppendInt(p.out, int64(v), 10)
	case Bool:
		p.out = strconv.AppendBool(p.out, bool(v))
	case Ref:
		p.text("!Ref ")
		p.scalar(string(v), c)
	case GetAtt:
		p.text("!GetAtt ")
		p.scalar(v.Resource+"."+v.Attribute, c)
	case Sub:
		p.sub(v, c)
	case Object:
		p.text("{}")
	case Inline:
		p.inlineFields(v)
	case Lines:
		p.text("[]")
	case List:
		p.inlineItems(v)
	default:
		tag, args := call(v)
		p.text(tag)
		p.text(" ")
		p.inlineItems(args)
	}
}

func (p *printer) inlineFields(fields Inline) {
	if len(fields) == 0 {
		p.text("{}")
		return
	}
	for i, f := range fields {
		if i == 0 {
			p.text("{ ")
		} else {
			p.text(", ")
		}
		p.key(f.Name, flow)
		p.text(" ")
		p.inline(f.Value, flow)
	}
	p.text(" }")
}

func (p *printer) inlineItems(items List) {
	p.text("[")
	for i, item := range items {
		if i > 0 {
			p.text(", ")
		}
		p.inline(item, flow)
	}
	p.text("]")
}

// call gives the tag and the arguments of a function, or nil arguments.
func call(v Value) (tag string, args List) {
	switch v := v.(type) {
	case If:
		return "!If", List{Word(v.Condition), v.Then, v.Else}
	case Equals:
		return "!Equals", List{v.Left, v.Right}
	case And:
		return "!And", List(v)
	case Not:
		return "!Not", List{v.Condition}
	}
	return "", nil
}
