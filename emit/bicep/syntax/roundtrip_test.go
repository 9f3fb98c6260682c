package syntax

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// print1 prints one value, as of a variable.
func print1(v Value) string {
	p := &printer{}
	p.value(0, v)
	return string(p.out)
}

func TestRoundTripStrings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, s := range seeds {
		checkValue(t, everywhere(s, s))
	}
	for range 50_000 {
		checkValue(t, everywhere(piece(r), piece(r)))
	}
}

// everywhere puts two strings in each place that takes one.
func everywhere(a, b string) Lines {
	v := Symbol("v")
	return Lines{
		Str(a),
		Ordered{F(a, Str(b))},
		Text{{Lit: a}, {Var: v}, {Lit: b}},
		Text{{Lit: a}, {Lit: b}, {Var: v}, {Var: v}},
		Text{{Var: GUID.Of(Str(a), Text{{Var: v}, {Lit: b}})}, {Lit: b}},
		Index{v, Str(a)},
		Inline{K(Join.Of(v, Str(a)), Str(b))},
	}
}

func TestRoundTripTrees(t *testing.T) {
	r := random{rand.New(rand.NewPCG(3, 4)), 5}
	for range 20_000 {
		checkValue(t, r.any())
	}
}

func FuzzRoundTrip(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if strings.ContainsRune(a+b, 0) {
			t.Skip("the printer refuses NUL")
		}
		checkValue(t, everywhere(a, b))
	})
}

// unprintable is what no file may hold.
var unprintable = regexp.MustCompile(`[^\n\x20-\x7e]| \n`)

func checkValue(t *testing.T, v Value) {
	t.Helper()
	out := print1(v)
	if at := unprintable.FindStringIndex(out); at != nil {
		t.Fatalf("%q at %d of\n%s", out[at[0]:at[1]], at[0], out)
	}
	p := &parser{in: out}
	var got Value
	if err := parsed(func() { got = p.value() }); err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	if p.i != len(out) {
		t.Fatalf("the value ends at %d of\n%s", p.i, out)
	}
	if want := normal(v); !reflect.DeepEqual(got, want) {
		t.Fatalf("%#v was printed as\n%s\nand read as %#v", want, out, got)
	}
}

func TestRoundTripFiles(t *testing.T) {
	r := random{rand.New(rand.NewPCG(5, 6)), 3}
	for range 500 {
		f := r.file(3)
		out := string(f.Bicep())
		if at := unprintable.FindStringIndex(out); at != nil {
			t.Fatalf("%q at %d of\n%s", out[at[0]:at[1]], at[0], out)
		}
		got, err := parseFile(out)
		if err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
		if want := normalFile(f); !reflect.DeepEqual(got, want) {
			t.Fatalf("%#v was printed as\n%s\nand read as %#v", want, out, got)
		}
		checkParams(t, &r)
	}
}

func checkParams(t *testing.T, r *random) {
	t.Helper()
	f := r.params(3)
	out := string(f.Bicep())
	want := &Params{Using: valid(f.Using)}
	for _, v := range f.Values {
		want.Values = append(want.Values, ParamValue{normalRemarks(v.Remarks), v.Name, normal(v.Value)})
	}
	got, err := parseParams(out)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%v: %#v was printed as\n%s\nand read as %#v", err, want, out, got)
	}
}

// A parser that lets anything pass would prove nothing.
func TestParserRefuses(t *testing.T) {
	for _, text := range []string{
		"'a", "'$'", "'$a'", `'\a'`, `'\u{110000}'`, `'\u{}'`, "'\n'", "'é'", "'${a}'", "'${a'", "'''a'''", "\"a\"",
		"[1,2]", "[1, ]", "[\n  1,\n  2\n]", "[ 1 ]", "[1", "{ a: 1 ", "{a: 1}", "{ a : 1 }", "{ 'a': 1 }", "{ a: 1,\nb: 2 }",
		"a.b.true", "a.1", "a['b'", "f(a)", "guid(a,b)", "guid(\n  a\n  b\n)", "(a)", "!!a", "(!a)", "a ? b", "a ? b\n  : c", "a ? b ? c : d : e",
		"1a", "a b", "a + b", "a /* b */", "a // b", "-a", "",
	} {
		p := &parser{in: text + "\n"}
		err := parsed(func() { p.value() })
		if err == nil && p.i == len(text) {
			t.Errorf("%q is read", text)
		}
	}
	for _, change := range []struct{ from, to string }{
		{"targetScope = 'resourceGroup'\n", ""},
		{"\n\nmetadata", "\nmetadata"},
		{"@secure()\n@minLength(1)", "@minLength(1)\n@secure()"},
		{"@secure()", "@unsafe()"},
		{"\nparam tags", "param tags"},
		{"  tags: stackTags\n  properties", "  properties: {}\n  tags"},
		{"  parent: data\n  name: 'default'", "  name: 'default'\n  parent: data"},
		{" existing =", " present ="},
		{"if (!empty(image))", "if !empty(image)"},
		{"output ids array", "output ids list"},
		{"output ids array", "resource ids array"},
		{"// ? ??\n", "// ? ??\n\n"},
	} {
		text := strings.Replace(smallText, change.from, change.to, 1)
		if _, err := parseFile(text); text == smallText || err == nil {
			t.Errorf("%q in place of %q is read", change.to, change.from)
		}
	}
}
