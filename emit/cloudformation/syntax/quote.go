package syntax

import "unicode/utf8"

// scalar prints a constant: plain if that is safe, else quoted.
func (p *printer) scalar(s string, c context) {
	if plain(s, c) {
		p.text(s)
		return
	}
	p.quoted(s)
}

// plain proves that YAML 1.1 and YAML 1.2 both read s, unquoted, as the string
// s. Every number, date, merge key, indicator and special value but the words
// below has a character that is refused here or begins with one that is not a
// letter. A colon is let pass inside a word outside of brackets only: there
// it is a separator when a blank or the end of the line follows.
func plain(s string, c context) bool {
	if s == "" || !letter(s[0]) || s[len(s)-1] == ':' {
		return false
	}
	for i := 1; i < len(s); i++ {
		switch b := s[i]; {
		case letter(b), b >= '0' && b <= '9', b == '.', b == '_', b == '-', b == '/':
		case b == ':' || b == '*':
			if c == flow {
				return false
			}
		default:
			return false
		}
	}
	return !special(s)
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

// special says whether YAML 1.1 or 1.2 reads the word as a boolean or null, in
// any mixture of cases.
func special(s string) bool {
	if len(s) > 5 {
		return false
	}
	lower := make([]byte, len(s))
	for i := range len(s) {
		lower[i] = s[i] | 0x20
	}
	switch string(lower) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return true
	}
	return false
}

// quoted prints a string in quotes: in single ones where it holds double quotes
// or backslashes, as JSON does, and needs no escape; else in double ones.
func (p *printer) quoted(s string) {
	if single(s) {
		p.text("'")
		p.text(s)
		p.text("'")
		return
	}
	p.out = append(p.out, '"')
	for i := 0; i < len(s); {
		if b := s[i]; b < utf8.RuneSelf {
			p.ascii(b)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		p.escaped(r)
		i += size
	}
	p.out = append(p.out, '"')
}

// single says whether s is shorter to read in single quotes, and safe there.
func single(s string) bool {
	double := false
	for i := range len(s) {
		switch b := s[i]; {
		case b < ' ' || b > '~' || b == '\'':
			return false
		case b == '"' || b == '\\':
			double = true
		}
	}
	return double
}

func (p *printer) ascii(b byte) {
	switch {
	case b == '"' || b == '\\':
		p.out = append(p.out, '\\', b)
	case b == '\n':
		p.text(`\n`)
	case b == '\t':
		p.text(`\t`)
	case b == '\r':
		p.text(`\r`)
	case b < ' ' || b > '~':
		p.escaped(rune(b))
	default:
		p.out = append(p.out, b)
	}
}

// escaped prints a code point as \xNN, \uNNNN or \UNNNNNNNN. A byte that is not
// UTF-8 has become U+FFFD.
func (p *printer) escaped(r rune) {
	const hex = "0123456789ABCDEF"
	mark, digits := byte('U'), 8
	switch {
	case r <= 0xFF:
		mark, digits = 'x', 2
	case r <= 0xFFFF:
		mark, digits = 'u', 4
	}
	p.out = append(p.out, '\\', mark)
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		p.out = append(p.out, hex[r>>shift&0xF])
	}
}
