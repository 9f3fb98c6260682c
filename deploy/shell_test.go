package deploy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// parsed is a line as a shell reads it.
type parsed struct {
	commands [][]string // in a pipe, and inside "$(…)", which comes first
	files    []string   // that it writes
}

// parse reads a line as a shell does that knows quotes, "$(…)", "|" and ">",
// and refuses whatever else has a meaning.
func parse(line string) (parsed, error) {
	r := reader{rest: []rune(line)}
	err := r.list(false)
	return r.out, err
}

type reader struct {
	rest []rune
	out  parsed
}

// list reads commands joined by "|" up to the end or, inside, to ")".
func (r *reader) list(inside bool) error {
	var words []string
	redirect := false
	for {
		for len(r.rest) > 0 && r.rest[0] == ' ' {
			r.rest = r.rest[1:]
		}
		switch {
		case len(r.rest) == 0 && inside:
			return fmt.Errorf("$( without )")
		case len(r.rest) == 0 || inside && r.rest[0] == ')':
			if redirect || len(words) == 0 {
				return fmt.Errorf("the line ends early")
			}
			r.out.commands = append(r.out.commands, words)
			return nil
		case r.rest[0] == '|':
			r.rest = r.rest[1:]
			r.out.commands = append(r.out.commands, words)
			words = nil
		case r.rest[0] == '>':
			r.rest, redirect = r.rest[1:], true
		default:
			w, err := r.word()
			switch {
			case err != nil:
				return err
			case redirect:
				r.out.files, redirect = append(r.out.files, w), false
			default:
				words = append(words, w)
			}
		}
	}
}

// word reads one word. What "$(…)" gives is written so.
func (r *reader) word() (string, error) {
	var b strings.Builder
	for len(r.rest) > 0 && !strings.ContainsRune(" |>)", r.rest[0]) {
		c := r.rest[0]
		r.rest = r.rest[1:]
		switch {
		case c == '\'':
			end := slices.Index(r.rest, '\'')
			if end < 0 {
				return "", fmt.Errorf("' without '")
			}
			b.WriteString(string(r.rest[:end]))
			r.rest = r.rest[end+1:]
		case c == '"':
			if err := r.quoted(&b); err != nil {
				return "", err
			}
		case c == '\\' && len(r.rest) > 0 && r.rest[0] == '\'':
			b.WriteRune('\'')
			r.rest = r.rest[1:]
		case special(c):
			return "", fmt.Errorf("an unquoted %q", c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String(), nil
}

// quoted reads up to the closing double quote.
func (r *reader) quoted(b *strings.Builder) error {
	for len(r.rest) > 0 {
		c := r.rest[0]
		switch {
		case c == '"':
			r.rest = r.rest[1:]
			return nil
		case c == '$' && len(r.rest) > 1 && r.rest[1] == '(':
			r.rest = r.rest[2:]
			if err := r.list(true); err != nil {
				return err
			}
			b.WriteString("$(…)")
		case strings.ContainsRune("$`\\!", c):
			return fmt.Errorf("a %q between double quotes", c)
		default:
			b.WriteRune(c)
		}
		r.rest = r.rest[1:]
	}
	return fmt.Errorf(`" without "`)
}

func TestWord(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"my-agent", "my-agent"},
		{"", "''"},
		{"a b", "'a b'"},
		{"it's", `"it's"`},
		{"it's $HOME", `'it'\''s $HOME'`},
		{"$(touch x)", "'$(touch x)'"},
		{"`touch x`", "'`touch x`'"},
		{"a;b|c&d>e<f", "'a;b|c&d>e<f'"},
		{"~", "'~'"},
		{"*", "'*'"},
		{"#", "'#'"},
		{"ü", "'ü'"},
		{"two\nlines", "'two?lines'"},
		{"two\u2028lines\r\x00\x7f", "'two?lines???'"},
		{"file://aws/iam/setup-policy.json", "file://aws/iam/setup-policy.json"},
		{"Key=Path,Values=/p/v", "Key=Path,Values=/p/v"},
	} {
		if got := word(c.text); got != c.want {
			t.Errorf("%q is written %s, want %s", c.text, got, c.want)
		}
	}
}

// What is written is one word, and the same one, for a shell.
func FuzzWord(f *testing.F) {
	for _, s := range []string{"a", "", "it's", `"$x"`, "a'b\"c$d`e\\f!g", "\n", "$(x)", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line := command("aws", s, "end")
		got, err := parse(line)
		want := []string{"aws", oneLine(s), "end"}
		if err != nil || len(got.files) > 0 || len(got.commands) != 1 || !slices.Equal(got.commands[0], want) {
			t.Errorf("%q is written %s, which reads as %q (%v)", s, line, got, err)
		}
		if strings.ContainsAny(line, "\n\r") {
			t.Errorf("%q is written on two lines", s)
		}
	})
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"a 'b c' | d > e", "{[[a b c] [d]] [e]}"},
		{`a "$(b 'c)' "d")" e`, "{[[b c) d] [a $(…) e]] []}"},
	} {
		got, err := parse(c.line)
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%s reads as %v (%v), want %s", c.line, got, err, c.want)
		}
	}
	for _, line := range []string{"a; b", "a $b", "a `b`", "a & b", "a < b", `a "$b"`, `a "b`, "a 'b", `a "$(b"`, "a >", "a #b", "a *", `a \b`, "a ~"} {
		if got, err := parse(line); err == nil {
			t.Errorf("%s reads as %v, want an error", line, got)
		}
	}
}
