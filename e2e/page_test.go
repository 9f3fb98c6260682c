package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// page is a DEPLOY.md.
type page struct {
	sections     []*section
	placeholders []string // in the order of its table
}

// section is a part of a page below one heading of any depth.
type section struct {
	title  string
	text   string // all that is no command
	blocks []block
}

// block is a fenced part of a section.
type block struct {
	info  string // "sh", "sh fails", "json"
	lines []string
}

var (
	titled = regexp.MustCompile(`^#{2,3} (.+)$`)
	row    = regexp.MustCompile("^\\| `([A-Z0-9_]+)` \\|")
)

// readPage takes a DEPLOY.md apart.
func readPage(text string) *page {
	p := &page{}
	here := &section{}
	var inside *block
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "```") && inside == nil:
			inside = &block{info: line[3:]}
		case strings.HasPrefix(line, "```"):
			here.blocks = append(here.blocks, *inside)
			inside = nil
		case inside != nil:
			inside.lines = append(inside.lines, line)
		case titled.MatchString(line):
			here = &section{title: titled.FindStringSubmatch(line)[1]}
			p.sections = append(p.sections, here)
		default:
			if m := row.FindStringSubmatch(line); m != nil && len(p.sections) == 0 {
				p.placeholders = append(p.placeholders, m[1])
			}
			here.text += line + "\n"
		}
	}
	return p
}

// section gives the one whose title begins so.
func (p *page) section(t *testing.T, title string) *section {
	t.Helper()
	i := slices.IndexFunc(p.sections, func(s *section) bool { return strings.HasPrefix(s.title, title) })
	if i < 0 {
		t.Fatalf("the page has no section %q", title)
	}
	return p.sections[i]
}

// page reads the DEPLOY.md of a build.
func (b built) page(t *testing.T) *page {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(b.dir, "DEPLOY.md"))
	if err != nil {
		t.Fatal(err)
	}
	return readPage(string(text))
}

// policies lists the files of a policy, one or numbered, as a customer finds
// them.
func (b built) policies(t *testing.T, name string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(b.dir, "aws", "iam", name+"*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the build has no %s (%v)", name, err)
	}
	list := make([]string, len(files))
	for i, f := range files {
		list[i] = "aws/iam/" + filepath.Base(f)
	}
	slices.SortFunc(list, func(a, b string) int { return len(a) - len(b) })
	return list
}
