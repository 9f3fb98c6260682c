package golden_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// ofTheCommandLine lists the rules that need a command line or an output
// directory to be broken; cmd/alienc/testdata/script proves them.
var ofTheCommandLine = map[string]bool{
	"config-invalid":     true,
	"foreign-file":       true,
	"internal-invariant": true,
	"usage":              true,
}

// TestErrors compiles each errors/<id>[-variant].txtar and compares what
// alienc says with the archive's file "want". Lines of the archive's comment
// that begin with "--" are flags: --env NAME=VALUE, --target aws,gcp,
// --available aws,azure for the clouds that alienc compiles to, which is AWS
// otherwise, --entry FILE, --previous FILE for what an earlier build compiled,
// and --accept CHECK|SUBJECT|REASON, an entry of an alienc.yaml whose
// acceptedRisks begin in its third line; all other files are the project.
func TestErrors(t *testing.T) {
	for _, file := range archives(t) {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id := ruleOf(name)
			if id == "" {
				t.Fatalf("%s is not named after a rule of package diag", file)
			}
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := render(compileArchive(t, archive))
			if !strings.Contains(got, " ["+id+"] ") {
				t.Errorf("the case does not give %s; it gives:\n%s", id, got)
			}
			want := wanted(archive)
			if string(want.Data) == got {
				return
			}
			if !updating() {
				t.Fatalf("%s: got\n%s\nwant\n%s", file, got, want.Data)
			}
			want.Data = []byte(got)
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestEveryRuleHasACase fails for a rule that nothing shows to work.
func TestEveryRuleHasACase(t *testing.T) {
	have := map[string]bool{}
	for _, file := range archives(t) {
		have[strings.TrimSuffix(filepath.Base(file), ".txtar")] = true
	}
	for _, rule := range diag.Rules {
		if !have[rule.ID] && !ofTheCommandLine[rule.ID] {
			t.Errorf("no golden/errors/%s.txtar", rule.ID)
		}
	}
}

func archives(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("errors/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// ruleOf gives the rule after which a case is named: the longest id that the
// name is, or that it begins with before a variant.
func ruleOf(name string) string {
	found := ""
	for _, rule := range diag.Rules {
		if (name == rule.ID || strings.HasPrefix(name, rule.ID+"-")) && len(rule.ID) > len(found) {
			found = rule.ID
		}
	}
	return found
}

// wanted gives the archive's file "want", which is added when it is missing.
func wanted(a *txtar.Archive) *txtar.File {
	for i := range a.Files {
		if a.Files[i].Name == "want" {
			return &a.Files[i]
		}
	}
	a.Files = append(a.Files, txtar.File{Name: "want"})
	return &a.Files[len(a.Files)-1]
}

func compileArchive(t *testing.T, a *txtar.Archive) diag.List {
	t.Helper()
	findings, _ := build(t, options(t, unpack(t, a), string(a.Comment)))
	return findings
}

// unpack writes the project of an archive to a folder of its own.
func unpack(t *testing.T, a *txtar.Archive) string {
	t.Helper()
	root := t.TempDir()
	for _, f := range a.Files {
		if f.Name == "want" {
			continue
		}
		path := filepath.Join(root, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// options reads the flags in an archive's comment.
func options(t *testing.T, root, comment string) compiler.Options {
	t.Helper()
	opts := compiler.Options{
		Entry:     filepath.Join(root, "alien.ts"),
		Env:       map[string]string{},
		Available: []cloud.Name{cloud.AWS},
		Console:   new(bytes.Buffer),
		Overrun:   func(d diag.Diagnostic) { panic("evaluation cannot be interrupted: " + d.Message) },
	}
	entryLine, previous := 3, ""
	for line := range strings.Lines(comment) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "--") {
			continue
		}
		flag, value, _ := strings.Cut(line, " ")
		switch flag {
		case "--env":
			name, v, _ := strings.Cut(value, "=")
			opts.Env[name] = v
		case "--target":
			opts.Targets = cloudsIn(value)
		case "--available":
			opts.Available = cloudsIn(value)
		case "--entry":
			opts.Entry = filepath.Join(root, filepath.FromSlash(value))
		case "--previous":
			previous = filepath.Join(root, filepath.FromSlash(value))
		case "--accept":
			parts := strings.SplitN(value, "|", 3)
			opts.Accepted = append(opts.Accepted, ir.Accepted{
				Check: parts[0], Subject: parts[1], Reason: parts[2], Pos: ir.Pos{File: "alienc.yaml", Line: entryLine, Column: 5},
			})
			entryLine += 3
		default:
			t.Fatalf("unknown flag %s in the archive's comment", flag)
		}
	}
	if previous != "" {
		opts.Previous = earlier(t, opts, previous)
	}
	return opts
}

// cloudsIn reads names of clouds, joined by commas.
func cloudsIn(value string) []cloud.Name {
	var list []cloud.Name
	for name := range strings.SplitSeq(value, ",") {
		list = append(list, cloud.Name(name))
	}
	return list
}

// earlier gives what a build of another entry file leaves in its ir.json.
func earlier(t *testing.T, opts compiler.Options, entry string) *ir.Stack {
	t.Helper()
	opts.Entry = entry
	findings, files := build(t, opts)
	if findings.HasErrors() {
		t.Fatalf("the previous build fails:\n%s", render(findings))
	}
	stack, err := ir.Decode(files["ir.json"])
	if err != nil {
		t.Fatal(err)
	}
	return stack
}

// render writes findings one below the other, with everything that they hold.
func render(list diag.List) string {
	var out strings.Builder
	for _, d := range list {
		where := d.Pos.String()
		if where == "" {
			where = "-"
		}
		fmt.Fprintf(&out, "%s %s [%s] %s\n", d.Severity, where, d.ID, d.Message)
		if d.Path != "" {
			fmt.Fprintf(&out, "  path: %s\n", d.Path)
		}
		for _, r := range d.Related {
			fmt.Fprintf(&out, "  related: %s %s\n", r.Pos, r.Message)
		}
		if d.Help != "" {
			fmt.Fprintf(&out, "  help: %s\n", d.Help)
		}
	}
	return out.String()
}
