package syntax

import (
	"strconv"
	"unicode/utf8"
)

// longestName is how long Bicep lets an identifier be.
const longestName = 255

// identifier says whether Bicep reads s as a name. The three words that it
// always reads as values are none.
func identifier(s string) bool {
	if s == "" || len(s) > longestName || s == "true" || s == "false" || s == "null" {
		return false
	}
	for i := range len(s) {
		switch b := s[i]; {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '_':
		case b >= '0' && b <= '9' && i > 0:
		default:
			return false
		}
	}
	return true
}

// name prints an identifier. Names are the emitter's: any other text there is
// a mistake that must not reach a file.
func (p *printer) name(s string) {
	if !identifier(s) {
		panic("syntax: " + strconv.Quote(s) + " is not an identifier")
	}
	p.text(s)
}

// quoted prints a string.
func (p *printer) quoted(s string) {
	p.text("'")
	p.escaped(s)
	p.text("'")
}

// escaped prints what stands between quotes. A dollar sign is always escaped:
// whatever follows it cannot become a variable.
func (p *printer) escaped(s string) {
	done := 0
	for i := 0; i < len(s); {
		if plain(s[i]) {
			i++
			continue
		}
		p.text(s[done:i])
		r, size := utf8.DecodeRuneInString(s[i:])
		p.escape(r)
		i += size
		done = i
	}
	p.text(s[done:])
}

// plain says whether a byte stands for itself in a string.
func plain(b byte) bool {
	return b >= ' ' && b <= '~' && b != '\'' && b != '\\' && b != '$'
}

// escape prints a code point by the escapes that Bicep knows. A byte that is
// not UTF-8 has become U+FFFD, so there are no lone surrogates.
func (p *printer) escape(r rune) {
	switch r {
	case 0:
		panic("syntax: NUL in a string")
	case '\n':
		p.text(`\n`)
	case '\r':
		p.text(`\r`)
	case '\t':
		p.text(`\t`)
	case '\'', '\\', '$':
		p.out = append(p.out, '\\', byte(r))
	default:
		p.text(`\u{`)
		p.hex(r)
		p.text(`}`)
	}
}

// hex prints a code point without leading zeros.
func (p *printer) hex(r rune) {
	const digits = "0123456789ABCDEF"
	shift := 0
	for r>>shift > 0xF {
		shift += 4
	}
	for ; shift >= 0; shift -= 4 {
		p.out = append(p.out, digits[r>>shift&0xF])
	}
}
