// Package diag is how alienc speaks about an author's input: what is wrong,
// where, and what to write instead. It knows nothing of terminals and colours;
// package main shows what this package collects.
package diag

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
)

// Severity tells what a finding does to a build.
type Severity int

const (
	// Note changes nothing; it tells the author what follows from the input.
	Note Severity = iota
	// Warning lets the build go on, unless the author asked for strictness.
	Warning
	// Error stops the build: nothing is written.
	Error
)

// String gives the word that stands before a message.
func (s Severity) String() string { return [...]string{"note", "warning", "error"}[s] }

// Diagnostic is one finding.
type Diagnostic struct {
	ID       string // stable name of the rule, one of [Rules]
	Severity Severity
	Message  string // one line, in the author's words
	Help     string // what to write instead; may be empty
	Pos      ir.Pos
	Path     string    // data path, such as "resources.api.memoryMb"; may be empty
	Related  []Related // other places that take part
	Subject  string    // what alienc.yaml names to accept it; empty for most findings
	Accepted bool      // whether alienc.yaml does, so that it is a warning even under strictness
}

// Related is a second place of a finding, with what is to be seen there.
type Related struct {
	Pos     ir.Pos
	Message string
}

// New makes a diagnostic with the severity that [Rules] gives the id. It
// panics on an id that is not listed: that is a mistake in alienc.
func New(id string, pos ir.Pos, path, message string) Diagnostic {
	rule, ok := ByID(id)
	if !ok {
		panic("diag: unknown rule " + id)
	}
	return Diagnostic{ID: id, Severity: rule.Severity, Message: message, Pos: pos, Path: path}
}

// WithHelp returns d with what to write instead.
func (d Diagnostic) WithHelp(help string) Diagnostic {
	d.Help = help
	return d
}

// WithRelated returns d with one more place. A place that is not known is left
// out.
func (d Diagnostic) WithRelated(pos ir.Pos, message string) Diagnostic {
	if pos.IsZero() {
		return d
	}
	d.Related = append(slices.Clip(d.Related), Related{pos, message})
	return d
}

// As returns d with another severity, for the few rules whose severity depends
// on the case.
func (d Diagnostic) As(s Severity) Diagnostic {
	d.Severity = s
	return d
}

// List collects findings.
type List []Diagnostic

// Add appends findings.
func (l *List) Add(d ...Diagnostic) { *l = append(*l, d...) }

// Sort orders the list by file, line, column, id and message, and drops exact
// repetitions: the same call can be reached twice through a loop.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(a.Pos.Compare(b.Pos), strings.Compare(a.ID, b.ID), strings.Compare(a.Message, b.Message), strings.Compare(a.Path, b.Path))
	})
	*l = slices.CompactFunc(*l, func(a, b Diagnostic) bool {
		return a.Pos == b.Pos && a.ID == b.ID && a.Message == b.Message && a.Path == b.Path
	})
}

// Count gives the number of findings of a severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// HasErrors reports whether anything in the list stops the build.
func (l List) HasErrors() bool { return l.Count(Error) > 0 }
