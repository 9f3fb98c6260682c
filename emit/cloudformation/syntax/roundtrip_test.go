package syntax

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// implicit are the forms that YAML 1.1 reads as something else than a string,
// as its type repository lists them, and the marks that begin or end a plain
// scalar. Nothing of the kind may be printed without quotes.
var implicit = regexp.MustCompile(`^(?i:y|n|yes|no|true|false|on|off|~|null|)$` +
	`|^[-+]?0b[01_]+$|^[-+]?0o?[0-7_]+$|^[-+]?[0-9][0-9_]*$|^[-+]?0x[0-9a-fA-F_]+$|^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+$` +
	`|^[-+]?([0-9][0-9_]*)?\.[0-9_]*([eE][-+]?[0-9]+)?$|^[-+]?[0-9][0-9_]*([eE][-+]?[0-9]+)$|^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*$|^[-+]?\.(?i:inf|nan)$` +
	`|^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}` +
	`|^(<<|=)$` +
	"|^[-?:,\\[\\]{}#&*!|>'\"%@` ]|[ :]$|: | #|[^\\x21-\\x7e ]")

// seeds are the strings that YAML parsers disagree on.
var seeds = []string{
	"", " ", "a ", " a", "yes", "No", "OFF", "y", "N", "~", "null", "Null", "TRUE", "0x1", "1e3", "e3", "0b1", "0o7", "010", "1_000",
	"190:20:30", "1.5", ".5", ".inf", "-.INF", ".nan", "2012-10-17", "2001-12-14t21:59:43.10-05:00", "=", "<<", "-", "- a", "?", "? a",
	":", "a:", "a: b", "a:b", "#", "a #b", "a#b", "&a", "*a", "!a", "!!str a", "|", ">", "'", "\"", "%a", "@a", "`a", "{a}", "[a]", "a,b",
	"---", "...", "--- a", "\n", "a\nb", "\r\n", "\t", "\x00", "\x07", "\x1b[31m", "\x7f", "\u0085", "\u00a0", "\u2028", "\u202e", "\u2066",
	"\u200b", "\ufeff", "\ufffe", "\uffff", "\u3164", "é", "名", "😀", "\U000e0041", "\xff", "\xed\xa0\x80", "${", "${A}", "${!A}", "$", "$$",
	"${a ${b}", "}", "\\", "\\n", `{"a":"b"}`, "s3:*", "aws:SourceArn", "AWS::NoValue", "012345678901",
}

// piece makes a string out of seeds and code points.
func piece(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(3) {
		switch r.IntN(4) {
		case 0, 1:
			b.WriteString(seeds[r.IntN(len(seeds))])
		case 2:
			b.WriteByte(byte(r.IntN(256)))
		case 3:
			b.WriteRune(rune(r.IntN(0x110000)))
		}
	}
	return b.String()
}

func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var list Lines
	for _, s := range seeds {
		list = append(list, Str(s), Word(s), Sub{{Lit: s}, {Var: "V"}, {Lit: s}})
	}
	for range 1000 {
		for range 100 {
			s := piece(r)
			switch r.IntN(6) {
			case 0, 1:
				list = append(list, Str(s))
			case 2:
				list = append(list, Word(s))
			case 3:
				list = append(list, Sub{{Lit: s}, {Lit: piece(r)}, {Var: "V"}, {Lit: piece(r)}})
			case 4:
				list = append(list, List{Word(s), Str(s)}, Inline{F(s, Word(s))})
			case 5:
				list = append(list, Object{F(s, Str(piece(r)))})
			}
		}
		check(t, list)
		list = list[:0]
	}
}

func FuzzRoundTrip(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		check(t, Lines{Str(a), Word(a), List{Word(a)}, Sub{{Lit: a}, {Var: "V"}, {Lit: b}}, Sub{{Lit: a}, {Lit: b}, {Var: "V"}}, Object{F(a, Word(b))}, Inline{F(a, Str(b))}})
	})
}

// check prints the list, parses it and compares; and it asserts that whatever
// the parser met without quotes is a string in every version of YAML.
func check(t *testing.T, list Lines) {
	t.Helper()
	out := []byte(body(list))
	for _, b := range out {
		if b != '\n' && (b < ' ' || b > '~') {
			t.Fatalf("byte %#x in %s", b, out)
		}
	}
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(out)).Decode(&doc); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	got := decode(t, doc.Content[0].Content[1])
	for i, v := range list {
		if want := meaning(v); !reflect.DeepEqual(got.([]any)[i], want) {
			t.Fatalf("%#v was printed as\n%sand read as %#v", v, body(v), got.([]any)[i])
		}
	}
}

// function is an intrinsic function call in a decoded template.
type function struct {
	name string
	arg  any
}

// meaning is what a value must be read as. Text with variables is a list of
// literals and references.
func meaning(v Value) any {
	switch v := v.(type) {
	case Str:
		return valid(string(v))
	case Word:
		return valid(string(v))
	case List:
		return meanings(v)
	case Lines:
		return meanings(List(v))
	case Inline:
		return []any{valid(v[0].Name), meaning(v[0].Value)}
	case Object:
		return []any{valid(v[0].Name), meaning(v[0].Value)}
	case Sub:
		var text string
		for _, s := range v {
			if s.Var != "" {
				text += "\x00" + s.Var + "\x00"
			} else {
				text += s.Lit
			}
		}
		if text == "\x00V\x00" {
			return function{"Ref", "V"}
		}
		return function{"text", valid(text)}
	}
	panic(fmt.Sprintf("%T", v))
}

func meanings(list List) []any {
	out := []any{}
	for _, v := range list {
		out = append(out, meaning(v))
	}
	return out
}

// valid replaces each byte that is not UTF-8 by U+FFFD.
func valid(s string) string { return string([]rune(s)) }

// decode reads short-form CloudFormation. A mapping becomes a list of its keys
// and values.
func decode(t *testing.T, n *yaml.Node) any {
	t.Helper()
	tag := n.Tag
	switch n.Kind {
	case yaml.ScalarNode:
		quoted := n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0
		if !quoted && implicit.MatchString(n.Value) {
			t.Fatalf("%q is printed without quotes", n.Value)
		}
		switch tag {
		case "!!str":
			return n.Value
		case "!Ref":
			return function{"Ref", n.Value}
		case "!Sub":
			return function{"text", substituted(n.Value)}
		}
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, decode(t, c))
		}
		if tag != "!Join" {
			return list
		}
		text := ""
		for _, part := range list[1].([]any) {
			if ref, ok := part.(function); ok {
				text += "\x00" + ref.arg.(string) + "\x00"
			} else {
				text += part.(string)
			}
		}
		return function{"text", text}
	case yaml.MappingNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, decode(t, c))
		}
		return list
	}
	t.Fatalf("line %d: %s %s", n.Line, tag, n.Value)
	return nil
}

// substituted does what Fn::Sub does: ${Name} is a variable, ${!Text} the
// literal ${Text}.
func substituted(s string) string {
	return regexp.MustCompile(`\$\{[^}]*\}`).ReplaceAllStringFunc(s, func(m string) string {
		if m[2] == '!' {
			return "${" + m[3:]
		}
		return "\x00" + m[2:len(m)-1] + "\x00"
	})
}
