package prove

import "strings"

// Inside a compiled pattern these two bytes, which no ARN or name can hold,
// are wildcards, so that a star in the value of a variable stays a star.
const (
	anyText = 0x00 // "*"
	anyChar = 0x01 // "?"
)

// pattern is a resource or a condition's value as IAM reads it: text with
// wildcards and policy variables such as ${aws:username}.
type pattern struct {
	pieces   []piece
	variable bool // whether a piece is one
}

// piece is text with its wildcards compiled, or a variable.
type piece struct {
	text  string
	key   string // condition key of a variable, in small letters; empty: not a variable
	other string // value where the key is absent
	has   bool   // whether there is such a value
}

// parse reads a pattern. Without wild, "*" and "?" stand for themselves.
func parse(text string, wild bool) pattern {
	var p pattern
	literal := func(s string) {
		if s == "" {
			return
		}
		if n := len(p.pieces); n > 0 && p.pieces[n-1].key == "" {
			p.pieces[n-1].text += s
			return
		}
		p.pieces = append(p.pieces, piece{text: s})
	}
	for {
		before, rest, found := strings.Cut(text, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			literal(compile(text, wild))
			return p
		}
		literal(compile(before, wild))
		switch text = after; name {
		case "*", "?", "$":
			literal(name) // how IAM writes these characters themselves
		default:
			p.variable = true
			p.pieces = append(p.pieces, variable(name))
		}
	}
}

// variable reads the inside of ${aws:username, 'nobody'}.
func variable(text string) piece {
	name, other, has := strings.Cut(text, ",")
	return piece{
		key:   strings.ToLower(strings.TrimSpace(name)),
		other: strings.Trim(strings.TrimSpace(other), "'"), has: has,
	}
}

// compile puts the bytes that are wildcards in their places.
func compile(text string, wild bool) string {
	if !wild || !strings.ContainsAny(text, "*?") {
		return text
	}
	out := []byte(text)
	for i, c := range out {
		switch c {
		case '*':
			out[i] = anyText
		case '?':
			out[i] = anyChar
		}
	}
	return string(out)
}

// prefix is the text before the first wildcard or variable; whole reports that
// there is none.
func (p pattern) prefix() (text string, whole bool) {
	if len(p.pieces) == 0 {
		return "", true
	}
	first := p.pieces[0]
	if first.key != "" {
		return "", false
	}
	if i := strings.IndexAny(first.text, string([]byte{anyText, anyChar})); i >= 0 {
		return first.text[:i], false
	}
	return first.text, len(p.pieces) == 1
}

// fill gives the pattern for one request. A variable whose value is not known
// becomes a wildcard, and certain is false.
func (p pattern) fill(c context) (text string, certain bool) {
	if !p.variable {
		if len(p.pieces) == 0 {
			return "", true
		}
		return p.pieces[0].text, true
	}
	certain = true
	var b strings.Builder
	for _, piece := range p.pieces {
		values, given := c[piece.key]
		switch {
		case piece.key == "":
			b.WriteString(piece.text)
		case len(values) == 1:
			b.WriteString(values[0])
		case given && len(values) == 0 && piece.has:
			b.WriteString(piece.other)
		default:
			certain = false
			b.WriteByte(anyText)
		}
	}
	return b.String(), certain
}

// match reports whether a compiled pattern covers the whole text. The text may
// hold compiled wildcards too; then it has to cover whatever they stand for. It
// goes back to the last star only, so its cost is bounded by the product of the
// lengths.
func match(pattern, text string) bool {
	p, n := 0, 0
	star, mark := -1, 0
	for n < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == anyText:
			star, mark = p, n
			p++
		case p < len(pattern) && (pattern[p] == text[n] || pattern[p] == anyChar && text[n] != anyText):
			p++
			n++
		case star >= 0:
			mark++
			p, n = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == anyText {
		p++
	}
	return p == len(pattern)
}

// overlap reports whether some text is covered by both of two compiled
// patterns.
func overlap(a, b string) bool {
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] && a[same] != anyText {
		same++
	}
	a, b = a[same:], b[same:]
	// reached[j] says whether the text so far can end at the current place of a
	// and at place j of b.
	reached := make([]bool, len(b)+1)
	reached[0] = true
	skip(b, reached)
	for i := range len(a) {
		next := make([]bool, len(b)+1)
		for j := range reached {
			switch {
			case a[i] == anyText:
				// A star of a takes in whatever b holds from any place on.
				next[j] = reached[j] || j > 0 && next[j-1]
			case j < len(b) && reached[j] && b[j] == anyText:
				next[j] = true
			}
			if j > 0 && reached[j-1] && a[i] != anyText && b[j-1] != anyText &&
				(a[i] == b[j-1] || a[i] == anyChar || b[j-1] == anyChar) {
				next[j] = true
			}
		}
		skip(b, next)
		reached = next
	}
	return reached[len(b)]
}

// skip adds the places behind stars that stand for nothing.
func skip(b string, reached []bool) {
	for j := range len(b) {
		if reached[j] && b[j] == anyText {
			reached[j+1] = true
		}
	}
}
