package main

import (
	"io"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// diagnosticsSchema names the document that --json prints. Its JSON Schema is
// docs/schema/diagnostics.v1.json.
const diagnosticsSchema = "alienc/diagnostics/v1"

type diagnosticsJSON struct {
	Schema      string        `json:"schema"`
	Errors      int           `json:"errors"`
	Warnings    int           `json:"warnings"`
	Notes       int           `json:"notes"`
	Diagnostics []findingJSON `json:"diagnostics"`
	Stale       *[]staleJSON  `json:"stale,omitempty"` // build --check
}

type findingJSON struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	*placeJSON
	Path    string        `json:"path,omitempty"`
	Help    string        `json:"help,omitempty"`
	Related []relatedJSON `json:"related,omitempty"`
}

// placeJSON is where a literal or word stands. The end is the column after
// its last character; a finding about a whole file has neither start nor end.
type placeJSON struct {
	File  string     `json:"file"`
	Start *pointJSON `json:"start,omitempty"`
	End   *pointJSON `json:"end,omitempty"`
}

type pointJSON struct {
	Line   int `json:"line"`
	Column int `json:"column"` // code points, from 1
}

type relatedJSON struct {
	Message string `json:"message"`
	*placeJSON
}

type staleJSON struct {
	Path  string `json:"path"`
	State state  `json:"state"`
}

func (s *sources) place(p ir.Pos) *placeJSON {
	if p.IsZero() {
		return nil
	}
	place := &placeJSON{File: s.shown(p.File)}
	if p.Line > 0 {
		place.Start = &pointJSON{p.Line, p.Column}
		place.End = &pointJSON{p.Line, p.Column + s.span(p)}
	}
	return place
}

// printDiagnostics writes every finding as one document. Drift is nil unless
// a command compared the output directory.
func printDiagnostics(out io.Writer, s *sources, list diag.List, drift *[]staleJSON) error {
	doc := diagnosticsJSON{
		Schema: diagnosticsSchema,
		Errors: list.Count(diag.Error), Warnings: list.Count(diag.Warning), Notes: list.Count(diag.Note),
		Diagnostics: make([]findingJSON, len(list)),
		Stale:       drift,
	}
	for i, d := range list {
		f := findingJSON{ID: d.ID, Severity: d.Severity.String(), Message: d.Message, placeJSON: s.place(d.Pos), Path: d.Path, Help: d.Help}
		for _, r := range d.Related {
			f.Related = append(f.Related, relatedJSON{r.Message, s.place(r.Pos)})
		}
		doc.Diagnostics[i] = f
	}
	return printJSON(out, doc)
}
