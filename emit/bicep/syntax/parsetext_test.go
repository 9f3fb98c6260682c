package syntax

import (
	"strconv"
	"strings"
)

// text reads a string as its parts: literals that are not empty, and variables.
func (p *parser) text() Text {
	p.want("'")
	t := Text{}
	var lit strings.Builder
	flush := func() {
		if lit.Len() > 0 {
			t = append(t, Segment{Lit: lit.String()})
			lit.Reset()
		}
	}
	for !p.took("'") {
		switch {
		case p.i == len(p.in):
			p.fail("a string without an end")
		case p.took("${"):
			flush()
			t = append(t, Segment{Var: p.ref()})
			p.want("}")
		case p.took(`\`):
			lit.WriteRune(p.escape())
		default:
			b := p.next()
			if b < ' ' || b > '~' || b == '$' {
				p.fail("%q stands in a string as it is", b)
			}
			lit.WriteByte(b)
			p.i++
		}
	}
	flush()
	return t
}

// escape reads what follows a backslash.
func (p *parser) escape() rune {
	mark := p.next()
	p.i++
	switch mark {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case '\\', '\'', '$':
		return rune(mark)
	case 'u':
		p.want("{")
		digits, _, _ := strings.Cut(p.in[p.i:], "}")
		code, err := strconv.ParseUint(digits, 16, 32)
		if err != nil || len(digits) > 6 || code > 0x10FFFF {
			p.fail("no code point")
		}
		p.i += len(digits) + 1
		return rune(code)
	}
	p.i--
	p.fail("an escape that Bicep does not have")
	return 0
}

// literal joins the literals of a text.
func literal(t Text) string {
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.Lit)
	}
	return b.String()
}
