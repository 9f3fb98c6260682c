package access

import (
	"strconv"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// encoder writes indented JSON, keys in the order in which they are given.
type encoder struct {
	out   []byte
	depth int
	open  bool // nothing stands in the innermost object or list yet
}

// begin opens an object or a list.
func (e *encoder) begin(bracket byte) {
	e.out = append(e.out, bracket)
	e.depth++
	e.open = true
}

// end closes it. One without content stays on its line.
func (e *encoder) end(bracket byte) {
	e.depth--
	if !e.open {
		e.line()
	}
	e.open = false
	e.out = append(e.out, bracket)
}

// next starts an element of a list.
func (e *encoder) next() {
	if !e.open {
		e.out = append(e.out, ',')
	}
	e.open = false
	e.line()
}

// key starts a member of an object.
func (e *encoder) key(name string) {
	e.next()
	e.string(name)
	e.out = append(e.out, ':', ' ')
}

func (e *encoder) line() {
	e.out = append(e.out, '\n')
	for range e.depth {
		e.out = append(e.out, ' ', ' ')
	}
}

// member writes a member whose value is a string.
func (e *encoder) member(name, value string) {
	e.key(name)
	e.string(value)
}

// given writes a member unless its value is empty.
func (e *encoder) given(name, value string) {
	if value != "" {
		e.member(name, value)
	}
}

// flag writes a member that is true, or nothing.
func (e *encoder) flag(name string, value bool) {
	if value {
		e.key(name)
		e.bool(value)
	}
}

func (e *encoder) bool(value bool) { e.out = strconv.AppendBool(e.out, value) }

func (e *encoder) number(name string, value int) {
	e.key(name)
	e.out = strconv.AppendInt(e.out, int64(value), 10)
}

// strings writes a member whose value is a list of strings.
func (e *encoder) strings(name string, list []string) {
	e.key(name)
	e.begin('[')
	for _, s := range list {
		e.next()
		e.string(s)
	}
	e.end(']')
}

// string writes a string. What nobody sees, or what turns the direction of
// writing, is written by its number: people look at this document too.
func (e *encoder) string(s string) {
	e.out = append(e.out, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < 0x7f {
			if c == '"' || c == '\\' {
				e.out = append(e.out, '\\')
			}
			e.out = append(e.out, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case unicode.IsPrint(r) && !hidden(r):
			e.out = utf8.AppendRune(e.out, r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			e.escape(high)
			e.escape(low)
		default:
			e.escape(r)
		}
	}
	e.out = append(e.out, '"')
}

func (e *encoder) escape(r rune) {
	const digits = "0123456789abcdef"
	e.out = append(e.out, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
}
