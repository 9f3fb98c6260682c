package syntax

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// seeds are the strings that could end a literal, begin a variable or be read
// as something else, and such that cannot be seen.
var seeds = []string{
	"", " ", "a", "name", "true", "false", "null", "if", "for", "resource", "param", "'", "''", "'''", "\\", "\\\\", "\\'", "\\n", "\\$",
	"$", "$$", "${", "${x}", "$${x}", "\\${x}", "$ {", "${'", "}", "{", "{}", "[", "]", "[x]", "[[x]]", "@", "//", "/*", "*/", "#", "(", ")",
	"\n", "\r", "\r\n", "\t", "\x01", "\x07", "\x1b[31m", "\x7f", "\u0080", "\u0085", "\u009f", "\u00a0", "\u00ad", "\u061c", "\u200b",
	"\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\u3164", "\ufeff", "\ufffd", "\ufffe", "\uffff",
	"é", "名", "😀", "\U000e0041", "\U0010ffff", "\xff", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x9f", "a-b", "1a", "\\u{41}", "\\u{", ", ", ": ",
	`{"a":"b"}`, "a\nresource x 'y' = {\n", "' == '", "uniqueString(", "${resourceGroup().id}",
}

// piece makes a string out of seeds and code points, without NUL.
func piece(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(3) {
		switch r.IntN(4) {
		case 0, 1:
			b.WriteString(seeds[r.IntN(len(seeds))])
		case 2:
			b.WriteByte(byte(1 + r.IntN(255)))
		case 3:
			b.WriteRune(rune(1 + r.IntN(0x10ffff)))
		}
	}
	return b.String()
}

// given are the parameters that random values refer to.
var given = []Param{
	{Name: "someText", Type: TypeString},
	{Name: "someNumber", Type: TypeInt},
	{Name: "someFlag", Type: TypeBool},
	{Name: "someItems", Type: TypeArray},
	{Name: "someFields", Type: TypeObject},
}

// random makes values of the types that their places need, so that the real
// compiler has nothing against them.
type random struct {
	*rand.Rand
	depth int
}

// deeper says whether a value may hold others, and counts that it does.
func (r *random) deeper() (down random, ok bool) {
	return random{r.Rand, r.depth - 1}, r.depth > 0 && r.IntN(4) > 0
}

// str is most often a word of some length, so that lines end near their limit.
func (r *random) str() string {
	if r.IntN(3) == 0 {
		return piece(r.Rand)
	}
	return strings.Repeat("x", r.IntN(90)) + fmt.Sprint(r.IntN(100))
}

func (r *random) any() Value {
	switch r.IntN(9) {
	case 0:
		return Null{}
	case 1, 2:
		return r.number()
	case 3:
		return r.flag()
	case 4, 5:
		return r.array()
	case 6, 7:
		return r.object()
	}
	return r.text()
}

func (r *random) text() Value {
	down, ok := r.deeper()
	if !ok {
		return Str(r.str())
	}
	switch r.IntN(6) {
	case 0, 1:
		return Text{{Lit: r.str()}, {Var: down.textRef()}, {Lit: r.str()}, {Lit: "$"}, {Var: down.textRef()}}
	case 2:
		return Text{{}, {Var: down.textRef()}}
	case 3:
		return If{down.flag(), down.text(), down.text()}
	case 4:
		return Join.Of(List{down.text(), Str(r.str())}, Str(", "))
	}
	return down.textRef()
}

// textRef is a reference to text without arrays and objects.
func (r *random) textRef() Ref {
	down, ok := r.deeper()
	if !ok {
		return Symbol("someText")
	}
	switch r.IntN(6) {
	case 0:
		return Dot(ResourceGroup.Of(), "id")
	case 1:
		return GUID.Of(down.textRef(), Str(r.str()), Text{{Lit: r.str()}, {Var: down.textRef()}})
	case 2:
		return UniqueString.Of(down.textRef())
	case 3:
		return SubscriptionResourceID.Of(Str("Microsoft.Authorization/roleDefinitions"), down.textRef())
	case 4:
		return Index{Dot(Symbol("someFields"), "a", "b"), If{Not{Symbol("someFlag")}, Str("a-b"), Str("c-d")}}
	}
	return UniqueString.Of(Index{Symbol("someItems"), Int(r.IntN(3))}, down.textRef())
}

func (r *random) number() Value {
	switch r.IntN(4) {
	case 0:
		return Symbol("someNumber")
	case 1:
		return JSON.Of(Str("0.5"))
	}
	return Int(r.Int64() >> r.IntN(64))
}

func (r *random) flag() Value {
	down, ok := r.deeper()
	if !ok {
		return []Value{Bool(true), Bool(false), Symbol("someFlag")}[r.IntN(3)]
	}
	switch r.IntN(4) {
	case 0:
		return Not{down.flag()}
	case 1:
		return If{down.flag(), down.flag(), down.flag()}
	case 2:
		return Empty.Of(down.object())
	}
	return Empty.Of(down.array())
}

func (r *random) array() Value {
	down, ok := r.deeper()
	if !ok {
		return []Value{Lines{}, List{}, List{Int(1), Int(2)}, Symbol("someItems")}[r.IntN(4)]
	}
	values := make([]Value, 1+r.IntN(3))
	switch r.IntN(4) {
	case 0:
		return If{down.flag(), down.array(), down.array()}
	case 1:
		for i := range values {
			values[i] = down.array()
		}
		return Concat.Of(values...)
	}
	for i := range values {
		values[i] = down.any()
	}
	if r.IntN(2) == 0 {
		return List(values)
	}
	return Lines(values)
}

func (r *random) object() Value {
	down, ok := r.deeper()
	if !ok {
		return []Value{Object{}, Inline{}, Ordered{}, Symbol("someFields"), Inline{F("a", Int(1)), F("b", Str("c"))}}[r.IntN(5)]
	}
	switch r.IntN(6) {
	case 0:
		return If{down.flag(), down.object(), down.object()}
	case 1, 2:
		values := make([]Value, 2+r.IntN(2))
		for i := range values {
			values[i] = down.object()
		}
		return Union.Of(values...)
	}
	fields := make([]Field, 1+r.IntN(3))
	for i := range fields {
		fields[i] = down.field(i)
	}
	switch r.IntN(3) {
	case 0:
		return Object(fields)
	case 1:
		return Ordered(fields)
	}
	return Inline(fields)
}

// field makes a field whose name is like no other of its object.
func (r *random) field(i int) Field {
	switch r.IntN(4) {
	case 0:
		return K(r.textRef(), r.any())
	case 1:
		return F(fmt.Sprint(i, r.str()), r.any())
	}
	return F(fmt.Sprintf("f%d", 9-i), String.Of(r.any()))
}
