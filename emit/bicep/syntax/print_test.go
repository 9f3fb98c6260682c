package syntax

import (
	"strings"
	"testing"
)

var a, b = Symbol("a"), Symbol("b")

var valueTests = []struct {
	name string
	in   Value
	want string
}{
	{"text", Str("my-agent"), `'my-agent'`},
	{"empty text", Str(""), `''`},
	{"text with a variable's form", Str("${a} $"), `'\${a} \$'`},
	{"text with escapes", Str("a'b\\\r\n\t\x01\x7f\u0085\u202e\u2028\ufeff é 名 😀"), `'a\'b\\\r\n\t\u{1}\u{7F}\u{85}\u{202E}\u{2028}\u{FEFF} \u{E9} \u{540D} \u{1F600}'`},
	{"broken UTF-8", Str("a\xffb\xed\xa0\x80"), `'a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}'`},
	{"number", Int(-3), `-3`},
	{"boolean", Bool(true), `true`},
	{"null", Null{}, `null`},
	{"symbol", a, `a`},
	{"property", Dot(a, "properties", "principalId"), `a.properties.principalId`},
	{"property of a call", Dot(ResourceGroup.Of(), "id"), `resourceGroup().id`},
	{"item", Index{Dot(a, "b"), Int(0)}, `a.b[0]`},
	{"property that is no identifier", Index{a, Str("b-c")}, `a['b-c']`},
	{"call", GUID.Of(Dot(ResourceGroup.Of(), "id"), Str("x")), `guid(resourceGroup().id, 'x')`},
	{"text with variables", Text{{Lit: "a$"}, {Var: Dot(a, "name")}, {Lit: "{'"}}, `'a\$${a.name}{\''`},
	{"text with a call", Text{{Lit: "("}, {Var: UniqueString.Of(Dot(ResourceGroup.Of(), "id"), Str("}'"))}, {Lit: ")"}}, `'(${uniqueString(resourceGroup().id, '}\'')})'`},
	{"text in text", Text{{Lit: "x"}, {Var: GUID.Of(Text{{Lit: "y"}, {Var: a}})}}, `'x${guid('y${a}')}'`},
	{"one variable", Text{{}, {Var: a}, {}}, `a`},
	{"two variables", Text{{Var: a}, {Var: b}}, `'${a}${b}'`},
	{"no variable", Text{{Lit: "$"}, {Lit: "{a}"}}, `'\${a}'`},
	{"no part", Text{}, `''`},
	{"choice", If{Empty.Of(a), List{}, b}, `empty(a) ? [] : b`},
	{"choices in a choice", If{If{a, a, b}, If{a, a, b}, If{b, a, b}}, `(a ? a : b) ? (a ? a : b) : (b ? a : b)`},
	{"negated call", Not{Empty.Of(a)}, `!empty(a)`},
	{"negated choice", Not{If{a, a, b}}, `!(a ? a : b)`},
	{"negated twice", Not{Not{a}}, `!(!a)`},
	{"negation that chooses", If{Not{a}, a, b}, `!a ? a : b`},
	{"list", List{Str("a"), Int(1)}, `['a', 1]`},
	{"no items", Lines{}, `[]`},
	{"no fields", Object{}, `{}`},
	{"no fields in a line", Inline{}, `{}`},
	{"inline object", Inline{F("b", Int(1)), F("a-b", Str("c"))}, `{ b: 1, 'a-b': 'c' }`},
	{"lines", Lines{Str("a"), Lines{Int(1)}}, "[\n  'a'\n  [\n    1\n  ]\n]"},
	{"object", Object{F("b", Object{F("x", Int(1))}), F("a", Lines{})}, "{\n  a: []\n  b: {\n    x: 1\n  }\n}"},
	{"names are sorted by their bytes", Object{F("ab", a), F("aB", a), F("A", a)}, "{\n  A: a\n  aB: a\n  ab: a\n}"},
	{"ordered object", Ordered{F("b", a), F("a", b)}, "{\n  b: a\n  a: b\n}"},
	{"names that need quotes", Ordered{F("1a", a), F("a b", a), F("true", a), F("null", a), F("", a), F("${a}", a), F("_1", a), F("if", a)}, "{\n  '1a': a\n  'a b': a\n  'true': a\n  'null': a\n  '': a\n  '\\${a}': a\n  _1: a\n  if: a\n}"},
	{"computed names", Object{F("a", b), K(Dot(b, "id"), Object{}), K(Dot(a, "id"), Object{})}, "{\n  '${b.id}': {}\n  '${a.id}': {}\n  a: b\n}"},
	{"object in a call", String.Of(Ordered{F("service", a), F("name", b)}), "string({\n  service: a\n  name: b\n})"},
	{"object behind others", Union.Of(a, Ordered{F("x", b)}), "union(a, {\n  x: b\n})"},
	{"object before others", Union.Of(Ordered{F("x", b)}, a), "union(\n  {\n    x: b\n  },\n  a\n)"},
	{"array before others", Join.Of(Lines{a, b}, Str(", ")), "join(\n  [\n    a\n    b\n  ],\n  ', '\n)"},
	{"lines in a list", List{Lines{a}}, "[\n  [\n    a\n  ]\n]"},
	{"lines in an inline object", Inline{F("x", Lines{a})}, "{\n  x: [\n    a\n  ]\n}"},
	{"lines in a choice", If{a, List{}, Lines{b}}, "a\n  ? []\n  : [\n      b\n    ]"},
	{"broken choice in parentheses", Not{If{a, b, Lines{b}}}, "!(a\n  ? b\n  : [\n      b\n    ])"},
	{"objects in a call", Union.Of(Object{F("x", a)}, Object{F("y", b)}), "union(\n  {\n    x: a\n  },\n  {\n    y: b\n  }\n)"},
	{"object in a variable", GUID.Of(Text{{Var: String.Of(Object{F("x", a)})}}, b), "guid(\n  string({\n    x: a\n  }),\n  b\n)"},
	{"lines in an index", List{Index{a, String.Of(Lines{b})}}, "[\n  a[string([\n    b\n  ])]\n]"},
	{"property of a broken call", List{Dot(Union.Of(a, Object{F("x", b)}), "x")}, "[\n  union(a, {\n    x: b\n  }).x\n]"},
	{"negated broken call", List{Not{Empty.Of(Lines{b})}}, "[\n  !empty([\n    b\n  ])\n]"},
	{"broken condition", If{Empty.Of(Lines{b}), a, b}, "empty([\n    b\n  ])\n  ? a\n  : b"},
	{"long list behind text", List{Text{{Lit: "x"}, {Var: a}}, List{Str(x(110))}}, "[\n  'x${a}'\n  ['" + x(110) + "']\n]"},
	{"list behind an empty object", Lines{Union.Of(a, Object{}), List{Symbol(x(116)), a}}, "[\n  union(a, {})\n  [\n    " + x(116) + "\n    a\n  ]\n]"},
	{"call behind an empty object", Lines{Union.Of(a, Object{}), GUID.Of(Symbol(x(116)), a)}, "[\n  union(a, {})\n  guid(\n    " + x(116) + ",\n    a\n  )\n]"},
	{"choice among arguments", Concat.Of(List{a}, If{a, List{}, Lines{b}}), "concat(\n  [a],\n  a\n    ? []\n    : [\n        b\n      ]\n)"},
}

func TestValues(t *testing.T) {
	for _, test := range valueTests {
		t.Run(test.name, func(t *testing.T) {
			if got := print1(test.in); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// x is a name of n characters.
func x(n int) string { return strings.Repeat("x", n) }

// widthTests are values that are just short enough for one line, and that are
// not with one character more.
var widthTests = []struct {
	name string
	in   func(n int) Value
	fits int // the longest text in one line
	long string
}{
	{"list", func(n int) Value { return List{a, Str(x(n))} }, 113, "[\n  a\n  'X'\n]"},
	{"inline object", func(n int) Value { return Inline{F("k", Str(x(n)))} }, 111, "{\n  k: 'X'\n}"},
	{"call", func(n int) Value { return GUID.Of(a, Str(x(n))) }, 109, "guid(\n  a,\n  'X'\n)"},
	{"call with an argument", func(n int) Value { return UniqueString.Of(Str(x(n))) }, 1000, "uniqueString('X')"},
	{"list in a call with an argument", func(n int) Value { return String.Of(List{Str(x(n))}) }, 109, "string([\n  'X'\n])"},
	{"call with an inline object", func(n int) Value { return Union.Of(a, Inline{F("k", Str(x(n)))}) }, 101, "union(a, {\n  k: 'X'\n})"},
	{"call with a list", func(n int) Value { return Concat.Of(a, List{Str(x(n))}) }, 105, "concat(a, [\n  'X'\n])"},
	{"head of a call", func(n int) Value { return Union.Of(Symbol(x(n)), Object{F("k", a)}) }, 111, "union(\n  X,\n  {\n    k: a\n  }\n)"},
	{"head of a call with an inline object", func(n int) Value { return Union.Of(Symbol(x(n)), Inline{F("k", a)}) }, 103, "union(X, {\n  k: a\n})"},
	{"call in a call", func(n int) Value { return GUID.Of(UniqueString.Of(Str(x(n))), a) }, 95, "guid(\n  uniqueString('X'),\n  a\n)"},
	{"choice", func(n int) Value { return If{a, Str(x(n)), a} }, 110, "a\n  ? 'X'\n  : a"},
	{"negated choice", func(n int) Value { return Not{If{a, Str(x(n)), a}} }, 108, "!(a\n  ? 'X'\n  : a)"},
	{"text", func(n int) Value { return Text{{Lit: x(n)}, {Var: GUID.Of(a, a)}} }, 1000, "'X${guid(a, a)}'"},
	{"list in an object", func(n int) Value { return Object{F("k", List{Str(x(n))})} }, 111, "{\n  k: [\n    'X'\n  ]\n}"},
	{"call before a comma", func(n int) Value { return Concat.Of(Lines{a}, Concat.Of(a, Symbol(x(n))), a) }, 107, "concat(\n  [\n    a\n  ],\n  concat(\n    a,\n    X\n  ),\n  a\n)"},
	// The formatter measures no further than an empty array or object at
	// the end of several arguments.
	{"call with an empty object", func(n int) Value { return Union.Of(Symbol(x(n)), Object{}) }, 111, "union(\n  X,\n  {}\n)"},
	{"choice behind a call with an empty array alone", func(n int) Value { return If{Empty.Of(Lines{}), Str(x(n)), a} }, 102, "empty([])\n  ? 'X'\n  : a"},
	{"choice behind two empty objects", func(n int) Value { return If{a, Union.Of(a, Object{}), Union.Of(Symbol(x(n)), Object{})} }, 200, "a ? union(a, {}) : union(X, {})"},
	{"choice behind an empty array", func(n int) Value { return If{Empty.Of(Concat.Of(a, Lines{})), Str(x(n)), a} }, 1000, "empty(concat(a, [])) ? 'X' : a"},
}

func TestWidth(t *testing.T) {
	for _, test := range widthTests {
		t.Run(test.name, func(t *testing.T) {
			// Objects that are always broken have lines of their own.
			lines := func(n int) int { return strings.Count(print1(test.in(n)), "\n") }
			if lines(test.fits) != lines(1) {
				t.Errorf("%d characters are too long:\n%s", test.fits, print1(test.in(test.fits)))
			}
			n := test.fits + 1
			if got, want := print1(test.in(n)), strings.Replace(test.long, "X", x(n), 1); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	long := strings.Repeat("a", longestName+1)
	resource := func(r Resource) func() { return func() { (&File{Resources: []Resource{r}}).Bicep() } }
	value := func(v Value) func() { return func() { print1(v) } }
	tests := []struct {
		name string
		do   func()
	}{
		{"symbol with a blank", value(Symbol("a b"))},
		{"symbol with a line", value(Symbol("a\n"))},
		{"symbol with a digit first", value(Symbol("1a"))},
		{"symbol with a hyphen", value(Symbol("a-b"))},
		{"symbol beyond ASCII", value(Symbol("é"))},
		{"symbol that is a word", value(Symbol("true"))},
		{"no symbol", value(Symbol(""))},
		{"long symbol", value(Symbol(long))},
		{"property that is no identifier", value(Dot(Symbol("a"), "b.c()"))},
		{"property that is a word", value(Dot(Symbol("a"), "null"))},
		{"symbol inside text", value(Text{{Lit: "a"}, {Var: Symbol("}")}})},
		{"NUL", value(Str("a\x00"))},
		{"NUL in a name", value(Object{F("\x00", Int(1))})},
		{"array inside text", value(Text{{Lit: "a"}, {Var: Concat.Of(List{})}})},
		{"object inside text", value(Text{{Lit: "a"}, {Var: String.Of(Object{})}})},
		{"object inside a key", value(Object{K(String.Of(Inline{}), Int(1))})},
		{"object inside an argument inside text", value(Text{{Lit: "a"}, {Var: GUID.Of(If{Symbol("a"), Ordered{}, Symbol("b")})}})},
		{"missing value", value(Object{F("a", nil)})},
		{"unknown function", value(Func(len(funcNames)).Of())},
		{"unknown type", func() { (&File{Params: []Param{{Name: "a", Type: Type(len(typeNames))}}}).Bicep() }},
		{"secure parameter with a default", func() { (&File{Params: []Param{{Name: "a", Secure: true, Default: Str("")}}}).Bicep() }},
		{"parameter's name", func() { (&File{Params: []Param{{Name: "a b"}}}).Bicep() }},
		{"variable's name", func() { (&File{Vars: []Var{{Name: "a b", Value: Int(1)}}}).Bicep() }},
		{"output's name", func() { (&File{Outputs: []Output{{Name: "a b", Value: Int(1)}}}).Bicep() }},
		{"resource's name", resource(Resource{Symbol: "a b", Type: "A/b@1", Name: Str("")})},
		{"resource's type", resource(Resource{Symbol: "a", Type: "A/b' = {", Name: Str("")})},
		{"type of a resource without a version", resource(Resource{Symbol: "a", Type: "A/b", Name: Str("")})},
		{"type of a resource with more than a version", resource(Resource{Symbol: "a", Type: "A/b@1 c", Name: Str("")})},
		{"no type of a resource", resource(Resource{Symbol: "a", Name: Str("")})},
		{"parent's name", resource(Resource{Symbol: "a", Type: "A/b@1", Name: Str(""), Parent: "b c"})},
		{"dependency's name", resource(Resource{Symbol: "a", Type: "A/b@1", Name: Str(""), DependsOn: []Symbol{"b c"}})},
		{"given parameter's name", func() { (&Params{Values: []ParamValue{{Name: "a b", Value: Int(1)}}}).Bicep() }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("the printer has nothing against it")
				}
			}()
			test.do()
		})
	}
}

// An inline object behind what fills the line has a line of its own.
func TestLongHead(t *testing.T) {
	x := strings.Repeat("x", 112)
	want := "union(\n  " + x + ",\n  { k: 1 }\n)"
	if got := print1(Union.Of(Symbol(x), Inline{F("k", Int(1))})); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestLongestName(t *testing.T) {
	name := strings.Repeat("a", longestName)
	if got := print1(Ordered{F(name, Int(1)), F(name+"a", Int(2))}); got != "{\n  "+name+": 1\n  '"+name+"a': 2\n}" {
		t.Error(got)
	}
}
