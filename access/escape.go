package access

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/alienc/alienc/compiler/ir"
)

// text is Markdown that is safe to print. Constants are; everything else has
// to pass [code] or [prose].
type text string

// Characters that are seen by nobody, though Unicode counts them as letters,
// marks or symbols.
var invisible = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x17b4, Hi: 0x17b5, Stride: 1}, // Khmer vowels without form
	{Lo: 0x2800, Hi: 0x2800, Stride: 1}, // Braille without dots
}}

// marks is how many combining marks a character may carry: more would cover
// the lines above and below.
const marks = 3

// hidden reports whether a character cannot be seen, or changes the direction
// in which its neighbours are written.
func hidden(r rune) bool {
	return unicode.In(r, invisible, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// code writes a name, or text that an author wrote, so that it stays what it
// is: in a code span, where nothing is a link, a tag or a heading. White space
// becomes one space; the two characters that could end the span or a cell of a
// table, and whatever cannot be seen, stand as their number: {U+007C}.
func code(s string) text {
	if plain(s, func(c byte) bool { return c != '`' && c != '|' }) {
		return text("`" + s + "`")
	}
	if s = visible(s, func(b *strings.Builder, r rune) {
		if r == '`' || r == '|' {
			number(b, r)
		} else {
			b.WriteRune(r)
		}
	}); s == "" {
		return "(empty)"
	}
	return text("`" + s + "`")
}

// prose writes a sentence that may quote an author, so that it reads as the
// sentence it is: no character of it is Markdown, and nothing becomes a link.
func prose(s string) text {
	if plain(strings.TrimSuffix(s, "."), func(c byte) bool { return letter(c) || digit(c) || strings.IndexByte(" ,;'\"()%?-", c) >= 0 }) && letter(s[0]) {
		return text(s)
	}
	s = visible(s, func(b *strings.Builder, r rune) {
		if r == '@' {
			number(b, r) // an address becomes a link even behind a backslash
		} else {
			b.WriteRune(r)
		}
	})
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	digits := true // nothing else was written
	for i := range len(s) {
		c := s[i]
		next := byte(' ')
		if i+1 < len(s) {
			next = s[i+1]
		}
		switch {
		case c == '&':
			b.WriteString("&amp;")
		case c == '<':
			b.WriteString("&lt;")
		case strings.IndexByte("\\`*_[]#|~!$^", c) >= 0,
			i == 0 && strings.IndexByte("-+=>", c) >= 0, // an item, a line below a title, a quotation
			i > 0 && digits && (c == '.' || c == ')'),   // a numbered item
			c == '.' && (letter(next) || next >= 0x80),  // a host
			c == '/' && i > 0 && s[i-1] == ':':          // a scheme
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
		digits = digits && digit(c)
	}
	return text(b.String())
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func digit(c byte) bool { return c >= '0' && c <= '9' }

// plain reports whether a text is what nearly every text is: visible
// characters of ASCII that are so, and single spaces between them. It needs no
// other look.
func plain(s string, so func(byte) bool) bool {
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || !so(c) || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return s != ""
}

// visible passes the characters of s on, white space as single spaces between
// others, and writes the number of those that cannot be seen.
func visible(s string, write func(*strings.Builder, rune)) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	space, combined := false, 0
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = b.Len() > 0
			continue
		}
		if space {
			write(&b, ' ')
			space = false
		}
		if unicode.In(r, unicode.M) {
			combined++
		} else {
			combined = 0
		}
		if !unicode.IsPrint(r) || hidden(r) || combined > marks {
			number(&b, r)
		} else {
			write(&b, r)
		}
	}
	return b.String()
}

func number(b *strings.Builder, r rune) { fmt.Fprintf(b, "{U+%04X}", r) }

// place writes where something stands in the author's sources.
func place(p ir.Pos) text { return code(p.String()) }
