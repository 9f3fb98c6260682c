package golden_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/sebdah/goldie/v2"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/diag"
)

// TestFlippingOneWord makes one resource of frozen-and-live live and compares
// what changes in all outputs with flips/<id>.diff: the rights to update that
// one resource in place, what follows from them, and what says so.
func TestFlippingOneWord(t *testing.T) {
	const folder = "frozen-and-live"
	source, err := os.ReadFile(filepath.Join(folder, "alien.ts"))
	if err != nil {
		t.Fatal(err)
	}
	frozen := buildSource(t, source)
	g := goldie.New(t, goldie.WithFixtureDir(filepath.Join(folder, "flips")), goldie.WithNameSuffix(""), goldie.WithDiffEngine(goldie.Simple))
	for _, id := range []string{"data", "cache", "jobs", "keys", "images", "worker"} {
		live := bytes.Replace(source, []byte(".add("+id+`, "frozen")`), []byte(".add("+id+`, "live")`), 1)
		if bytes.Equal(live, source) {
			t.Fatalf("%s is not frozen", id)
		}
		g.Assert(t, id+".diff", changes(frozen, buildSource(t, live)))
	}
}

// buildSource compiles a program in a folder of its own that has the sources of
// frozen-and-live.
func buildSource(t *testing.T, source []byte) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("frozen-and-live")); err != nil {
		t.Fatal(err)
	}
	entry := filepath.Join(dir, "alien.ts")
	if err := os.WriteFile(entry, source, 0o644); err != nil {
		t.Fatal(err)
	}
	findings, files := build(t, compiler.Options{
		Entry: entry, Available: []cloud.Name{cloud.AWS}, Console: os.Stderr,
		Overrun: func(d diag.Diagnostic) { panic("evaluation cannot be interrupted: " + d.Message) },
	})
	if findings.HasErrors() {
		t.Fatalf("does not compile:\n%s", render(findings))
	}
	delete(files, "access.json") // says what ACCESS.md says
	return files
}

// changes lists the lines that differ, file by file, without their
// surroundings.
func changes(before, after map[string][]byte) []byte {
	var names []string
	for name := range before {
		names = append(names, name)
	}
	for name := range after {
		if before[name] == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out bytes.Buffer
	for _, name := range names {
		text := string(diff.Diff(name, before[name], name, after[name]))
		if text == "" {
			continue
		}
		out.WriteString(name + "\n")
		for line := range strings.Lines(text) {
			if line[0] == '+' && !strings.HasPrefix(line, "+++ ") || line[0] == '-' && !strings.HasPrefix(line, "--- ") {
				out.WriteString(line)
			}
		}
	}
	return out.Bytes()
}
