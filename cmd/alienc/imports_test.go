package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/alienc/alienc/"

type room struct {
	dir     string
	imports []string
}

// mayImport says which packages of ours a folder may import. A name ending in
// "/..." means the folder and all below it. A folder that is not listed may
// not exist: a new room is a decision.
var mayImport = []room{
	{"compiler/ir", nil},
	{"compiler/diag", []string{"compiler/ir"}},
	{"compiler/bundle", []string{"compiler/diag", "compiler/ir"}},
	{"compiler/sdk", []string{"compiler/ir", "compiler/diag"}},
	{"compiler/eval", []string{"compiler/sdk", "compiler/ir", "compiler/diag"}},
	{"compiler/check", []string{"compiler/ir", "compiler/diag", "cloud/...", "iam/sets"}},
	{"compiler", []string{"compiler/...", "cloud"}},
	{"cloud", nil},
	{"cloud/aws", []string{"cloud", "cloud/aws/catalogue", "compiler/ir"}},
	{"cloud/aws/catalogue", nil},
	{"cloud/azure", []string{"cloud", "cloud/azure/catalogue", "compiler/ir"}},
	{"cloud/azure/catalogue", nil},
	{"iam/sets", nil},
	{"iam", []string{"iam/sets", "cloud/...", "compiler/ir", "compiler/diag"}},
	{"iam/prove", []string{"iam", "iam/sets", "cloud/...", "compiler/ir"}},
	{"access", []string{"iam", "iam/prove", "iam/sets", "cloud/...", "compiler/ir", "compiler/diag"}},
	{"deploy", []string{"iam", "iam/prove", "cloud/...", "compiler/ir", "compiler/diag"}},
	{"emit", []string{"cloud"}},
	{"emit/cloudformation", []string{"emit", "emit/cloudformation/syntax", "iam", "cloud/...", "compiler/ir"}},
	{"emit/cloudformation/syntax", nil},
	{"emit/bicep", []string{"emit", "emit/bicep/syntax", "iam", "cloud/...", "compiler/ir"}},
	{"emit/bicep/syntax", nil},
	{"docs/schema", nil},
	{"golden", nil},
	{"cmd/alienc", []string{"..."}},
	{"bench", []string{"..."}},
	{"bench/...", []string{"..."}},
	{"e2e/...", []string{"..."}},
	{"cloud/aws/catalogue/...", nil},   // the script that makes it
	{"cloud/azure/catalogue/...", nil}, // the script that makes it
}

// onlyIn names the one folder that may import a library outside tests; ""
// means none.
var onlyIn = []struct{ library, dir, why string }{
	{"github.com/evanw/esbuild/...", "compiler/bundle", "one room reads TypeScript"},
	{"github.com/dop251/goja/...", "compiler/eval", "one room runs the author's code"},
	{"github.com/spf13/...", "cmd/alienc", "only the command line knows flags"},
	{"github.com/rogpeppe/...", "cmd/alienc", "only the command line writes files"},
	{"github.com/awslabs/goformation/...", "", "a referee, not a writer"},
	{"github.com/santhosh-tekuri/jsonschema/...", "", "a referee, and slow to load"},
	{"github.com/sebdah/goldie/...", "", "for goldens"},
	{"net/...", "", "alienc uses no network"},
	{"crypto/tls", "", "alienc uses no network"},
	{"os/exec", "", "alienc starts no other program"},
	{"math/rand/...", "", "output depends on the input alone"},
	{"plugin", "", "the set of clouds is closed"},
}

// exempt rooms are not part of the program: they measure it or run it.
var exempt = []string{"bench/...", "e2e/...", "cloud/aws/catalogue/...", "cloud/azure/catalogue/..."}

// sourceFile is a Go file of the module with what it imports.
type sourceFile struct {
	dir, name string
	test      bool
	imports   []string
}

func goFiles(t *testing.T) []sourceFile {
	t.Helper()
	const top = "../.."
	var files []sourceFile
	err := filepath.WalkDir(top, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && file != top || entry.Name() == "testdata" || entry.Name() == "node_modules") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(file, ".go") {
			return nil
		}
		rel, err := filepath.Rel(top, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		f := sourceFile{dir: path.Dir(rel), name: rel, test: strings.HasSuffix(rel, "_test.go")}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, name)
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func matches(pattern, name string) bool {
	if pattern == "..." {
		return true
	}
	if folder, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == folder || strings.HasPrefix(name, folder+"/")
	}
	return name == pattern
}

func matchesAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, name) })
}

// TestWhoImportsWhom keeps the one direction: into the IR by one way, out of
// it by one folder a cloud. Tests may look wherever they need to.
func TestWhoImportsWhom(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		row := slices.IndexFunc(mayImport, func(r room) bool { return matches(r.dir, f.dir) })
		if row < 0 {
			t.Errorf("%s: the folder is not in the import table", f.name)
			continue
		}
		for _, name := range f.imports {
			ours, ok := strings.CutPrefix(name, module)
			if ok && !matchesAny(mayImport[row].imports, ours) {
				t.Errorf("%s imports %s, which %s may not", f.name, ours, f.dir)
			}
		}
	}
}

func TestWhoImportsLibraries(t *testing.T) {
	importers := map[string][]string{}
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		for _, name := range f.imports {
			for _, rule := range onlyIn {
				if !matches(rule.library, name) {
					continue
				}
				if !slices.Contains(importers[rule.library], f.dir) {
					importers[rule.library] = append(importers[rule.library], f.dir)
				}
				if f.dir != rule.dir && !matchesAny(exempt, f.dir) {
					t.Errorf("%s imports %s: %s", f.name, name, rule.why)
				}
			}
		}
	}
	// Rules that nothing exercises any more hide a move.
	for _, library := range []string{"github.com/evanw/esbuild/...", "github.com/dop251/goja/..."} {
		if len(importers[library]) != 1 {
			t.Errorf("%s is imported by %v, want one folder", library, importers[library])
		}
	}
}
