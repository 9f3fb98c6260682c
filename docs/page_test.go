package docs

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// page is a Markdown file, cut into lines.
type page struct {
	path  string // relative to the root of the repository
	lines []string
}

// block is a fenced part of a page.
type block struct {
	info  []string // the words behind the fence: ["ts", "alien.ts"]
	first int      // index of the first line inside
	lines []string
}

const root = ".."

// pages reads every Markdown file that people are pointed to.
func pages(t *testing.T) []page {
	t.Helper()
	var list []page
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "examples/*/*.md"} {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil || len(files) == 0 {
			t.Fatalf("no page fits %s (%v)", pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name, err := filepath.Rel(root, file)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, page{filepath.ToSlash(name), strings.Split(string(data), "\n")})
		}
	}
	return list
}

func (p page) save(t *testing.T) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(p.path)), []byte(strings.Join(p.lines, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (p page) blocks() []block {
	var list []block
	inside := false
	for i, line := range p.lines {
		switch {
		case strings.HasPrefix(line, "```") && !inside:
			list = append(list, block{info: strings.Fields(line[3:]), first: i + 1})
			inside = true
		case strings.HasPrefix(line, "```"):
			inside = false
		case inside:
			b := &list[len(list)-1]
			b.lines = append(b.lines, line)
		}
	}
	return list
}

func (b block) text() string { return strings.Join(b.lines, "\n") + "\n" }

// is reports whether the block is of a language.
func (b block) is(language string) bool { return len(b.info) > 0 && b.info[0] == language }

// replaced gives the page with other lines in the place of those from first to
// end, which is left out.
func (p page) replaced(first, end int, lines []string) page {
	return page{p.path, slices.Concat(p.lines[:first], lines, p.lines[end:])}
}

// generated checks that the part of a page between two marks is want, or
// writes it there with -update.
func generated(t *testing.T, path, mark string, want []string) {
	t.Helper()
	for _, p := range pages(t) {
		if p.path != path {
			continue
		}
		begin := slices.Index(p.lines, "<!-- begin generated: "+mark+" -->") + 1
		end := slices.Index(p.lines, "<!-- end generated -->")
		if begin == 0 || end < begin {
			t.Fatalf("%s has no marks for %s", path, mark)
		}
		if slices.Equal(p.lines[begin:end], want) {
			return
		}
		if *update {
			p.replaced(begin, end, want).save(t)
			return
		}
		t.Errorf("%s: the part %q is not\n%s\nRun: make golden", path, mark, strings.Join(want, "\n"))
		return
	}
	t.Fatalf("%s does not exist", path)
}
