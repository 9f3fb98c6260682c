package cloud

import "strings"

// Text is a string of which some parts are known only at deployment, such as
// an ARN that holds the account. It is never spliced from format strings, so
// text from an author cannot turn into a variable.
type Text []Segment

// Segment is a literal or a variable; exactly one of the two is set.
type Segment struct {
	Lit string
	Var Var
}

// Var names a value that is known at deployment. Each cloud package declares
// its own.
type Var string

// Lit makes a text without variables.
func Lit(s string) Text {
	if s == "" {
		return nil
	}
	return Text{{Lit: s}}
}

// Concat joins literals (string), variables (Var) and texts (Text). It panics
// on anything else.
func Concat(parts ...any) Text {
	out := make(Text, 0, 2*len(parts))
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			out = out.join(Segment{Lit: p})
		case Var:
			out = out.join(Segment{Var: p})
		case Text:
			for _, s := range p {
				out = out.join(s)
			}
		default:
			panic("cloud: Concat takes string, Var and Text")
		}
	}
	return out
}

// join appends a segment to a text that nobody else holds yet, so that
// literals that meet become one.
func (t Text) join(s Segment) Text {
	if s == (Segment{}) {
		return t
	}
	if n := len(t); n > 0 && s.Var == "" && t[n-1].Var == "" {
		t[n-1].Lit += s.Lit
		return t
	}
	return append(t, s)
}

// Resolve gives the string in which each variable has the value that value
// returns.
func (t Text) Resolve(value func(Var) string) string {
	var b strings.Builder
	for _, s := range t {
		if s.Var != "" {
			b.WriteString(value(s.Var))
		} else {
			b.WriteString(s.Lit)
		}
	}
	return b.String()
}

// String gives the text with each variable as ${name}. It is for sorting,
// comparing and showing, never for output that a cloud reads.
func (t Text) String() string {
	if len(t) == 1 && t[0].Var == "" {
		return t[0].Lit
	}
	n := 0
	for _, s := range t {
		n += len(s.Lit) + len(s.Var) + len("${}")
	}
	var b strings.Builder
	b.Grow(n)
	for _, s := range t {
		if s.Var == "" {
			b.WriteString(s.Lit)
			continue
		}
		b.WriteString("${")
		b.WriteString(string(s.Var))
		b.WriteByte('}')
	}
	return b.String()
}
