package ir

import (
	"slices"
	"testing"
)

func TestInterpolate(t *testing.T) {
	lit := func(s string, at int) Piece { return Piece{Lit: s, Offset: at} }
	name := func(s string, at int) Piece { return Piece{Var: s, Offset: at} }
	for s, want := range map[string][]Piece{
		"":                       nil,
		"plain":                  {lit("plain", 0)},
		"${a}":                   {name("a", 0)},
		"x${a}${b}y":             {lit("x", 0), name("a", 1), name("b", 5), lit("y", 9)},
		"$${a}":                  {lit("${a}", 0)},
		"x$${aws:username}/${a}": {lit("x${aws:username}/", 0), name("a", 18)},
		"$$${a}":                 {lit("$${a}", 0)},
		"a$b$":                   {lit("a$b$", 0)},
		"${aws:username}":        {name("aws:username", 0)},
		"}{":                     {lit("}{", 0)},
	} {
		got, err := Interpolate(s)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v; want %v", s, got, err, want)
		}
	}
}

func TestInterpolateErrors(t *testing.T) {
	for s, want := range map[string]string{
		"x${a":   `"${a" has no closing brace`,
		"${}":    `"${}" names no variable`,
		"a${ }b": `"${ }" names no variable`,
	} {
		if _, err := Interpolate(s); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", s, err, want)
		}
	}
}
