package ir

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Pos is a place in the author's sources. The zero Pos means "no place", for
// findings about the whole input.
type Pos struct {
	File   string // slash-separated, relative to the folder of the entry file
	Line   int    // from 1
	Column int    // from 1, in Unicode code points
}

// IsZero reports whether p names no place.
func (p Pos) IsZero() bool { return p == Pos{} }

// String gives file:line:column, the form that editors and terminals link.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Short gives file:line, the form that stands in templates.
func (p Pos) Short() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// MarshalText writes a place as file:line:column.
func (p Pos) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what MarshalText writes. A text that does not end in a
// line and a column is the name of a file.
func (p *Pos) UnmarshalText(text []byte) error {
	*p = Pos{File: string(text)}
	rest, column, ok := cutNumber(p.File)
	if !ok {
		return nil
	}
	if file, line, ok := cutNumber(rest); ok {
		*p = Pos{file, line, column}
	}
	return nil
}

// cutNumber cuts a text before its last colon, behind which a number from 1
// must stand.
func cutNumber(s string) (before string, n int, ok bool) {
	colon := strings.LastIndexByte(s, ':')
	if colon < 0 {
		return "", 0, false
	}
	n, err := strconv.Atoi(s[colon+1:])
	return s[:colon], n, err == nil && n > 0
}

// Compare orders places by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(
		strings.Compare(p.File, q.File),
		cmp.Compare(p.Line, q.Line),
		cmp.Compare(p.Column, q.Column),
	)
}

// Places records where each part of a value was written. The key is the data
// path inside that value, such as "triggers[0].cron" or "environment.STAGE".
type Places map[string]Pos

// At gives the place of path, or of the nearest enclosing part that has one:
// a value computed by the author's code has no literal of its own, so the call
// that received it stands in.
func (p Places) At(path string, otherwise Pos) Pos {
	for path != "" {
		if pos, ok := p[path]; ok {
			return pos
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			break
		}
		path = path[:cut]
	}
	return otherwise
}
