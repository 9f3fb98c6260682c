package ir

import (
	"fmt"
	"strings"
)

// Piece is a part of a string of a custom set: a literal or a variable;
// exactly one of Lit and Var is set.
type Piece struct {
	Lit    string
	Var    string // the name between "${" and "}"
	Offset int    // where the piece begins in the string, in bytes
}

// Interpolate splits a string of a custom set at its ${variables}. "$${" stands
// for a literal "${", and a dollar sign before anything else for itself. It
// does not know which variables exist. The error says what is wrong with a
// variable that has no end or no name.
func Interpolate(s string) ([]Piece, error) {
	var pieces []Piece
	literal := func(text string, offset int) {
		if n := len(pieces); n > 0 && pieces[n-1].Var == "" {
			pieces[n-1].Lit += text
		} else if text != "" {
			pieces = append(pieces, Piece{Lit: text, Offset: offset})
		}
	}
	for at := 0; at < len(s); {
		dollar := strings.IndexByte(s[at:], '$')
		if dollar < 0 {
			literal(s[at:], at)
			break
		}
		literal(s[at:at+dollar], at)
		at += dollar
		switch {
		case strings.HasPrefix(s[at:], "$${"):
			literal("${", at)
			at += len("$${")
		case strings.HasPrefix(s[at:], "${"):
			name, _, closed := strings.Cut(s[at+len("${"):], "}")
			if !closed {
				return nil, fmt.Errorf("%q has no closing brace", s[at:])
			}
			if strings.TrimSpace(name) == "" {
				return nil, fmt.Errorf("%q names no variable", "${"+name+"}")
			}
			pieces = append(pieces, Piece{Var: name, Offset: at})
			at += len("${") + len(name) + len("}")
		default:
			literal("$", at)
			at++
		}
	}
	return pieces, nil
}
