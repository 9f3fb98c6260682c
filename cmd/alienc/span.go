package main

import (
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/alienc/alienc/compiler/ir"
)

// sources shows places of the author's files: lines, and how far the literal
// or word at a place reaches.
type sources struct {
	base  string // the folder that places are relative to
	files map[string][]string
}

func newSources(base string) *sources { return &sources{base: base, files: map[string][]string{}} }

// shown gives the path under which an editor that was started here finds the
// file of a place.
func (s *sources) shown(file string) string {
	path := filepath.Join(s.base, filepath.FromSlash(file))
	if !filepath.IsAbs(path) {
		return filepath.ToSlash(path)
	}
	if here, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(here, path); err == nil {
			path = rel
		}
	}
	return filepath.ToSlash(path)
}

// line gives the text of a line, or "" when there is none.
func (s *sources) line(p ir.Pos) string {
	lines, ok := s.files[p.File]
	if !ok {
		data, err := os.ReadFile(filepath.Join(s.base, filepath.FromSlash(p.File)))
		if err == nil {
			lines = strings.Split(lineEnds.Replace(strings.TrimPrefix(string(data), "\ufeff")), "\n")
		}
		s.files[p.File] = lines
	}
	if p.Line < 1 || p.Line > len(lines) {
		return ""
	}
	return lines[p.Line-1]
}

// lineEnds makes one of all that ends a line in JavaScript and in YAML, as
// places count them.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// span gives the length of the literal or word that starts at p, in code
// points, at least 1.
func (s *sources) span(p ir.Pos) int {
	line := []rune(s.line(p))
	if p.Column < 1 || p.Column > len(line) {
		return 1
	}
	return literal(line[p.Column-1:])
}

// literal gives the length of the literal or word at the start of a text that
// is not empty. A literal that goes on in the next line ends with the text.
func literal(text []rune) int {
	switch first := text[0]; {
	case first == '"' || first == '\'' || first == '`':
		for i := 1; i < len(text); i++ {
			switch text[i] {
			case '\\':
				i++
			case first:
				return i + 1
			}
		}
		return len(text)
	case first == '-' || unicode.IsDigit(first):
		n := 1
		for n < len(text) && (text[n] == '.' || inWord(text[n])) {
			n++
		}
		return n
	case first == '.' || inWord(first):
		n := 1
		for n < len(text) && inWord(text[n]) {
			n++
		}
		return n
	}
	return 1
}

func inWord(r rune) bool {
	return r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
