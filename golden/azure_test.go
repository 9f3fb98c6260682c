package golden_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/emit/bicep"
	"github.com/alienc/alienc/iam"
)

// awsOnly names the cases that are about AWS alone: their programs say so, or
// have a permission set without an entry for Azure.
var awsOnly = []string{"custom-set", "kitchen-sink", "kv-write-only", "management-extend"}

// forAzure makes the files of a program for Azure, by path below azure/.
func forAzure(t *testing.T, name string, clouds ...cloud.Name) emit.Output {
	t.Helper()
	folder := name
	if there, ok := elsewhere[name]; ok {
		folder = there
	}
	result, err := compiler.Compile(context.Background(), compiler.Options{
		Entry:     filepath.Join(folder, "alien.ts"),
		Available: clouds,
		Console:   os.Stderr,
		Overrun:   func(d diag.Diagnostic) { panic("evaluation cannot be interrupted: " + d.Message) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if result.Diagnostics.HasErrors() {
		t.Fatalf("does not compile:\n%s", render(result.Diagnostics))
	}
	return bicep.Emit(result.Stack, iam.Derive(result.Stack, []cloud.Name{cloud.Azure}))
}

// inOneCase names the case that holds a file, by its path below azure/, which
// is the same for every stack, or says again what another file says.
func inOneCase(path string) string {
	switch {
	case path == "bicepconfig.json" || path == "iam/revoke.sh":
		return "storage"
	case strings.HasPrefix(path, "iam/roles/"):
		return "docs-agent"
	}
	return ""
}

// TestAzure compiles each case for Azure alone and compares its files with
// want/azure/.
func TestAzure(t *testing.T) {
	for _, name := range cases(t) {
		if slices.Contains(awsOnly, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			output := forAzure(t, name, cloud.Azure)
			files := map[string][]byte{}
			for _, f := range output.Files {
				path := strings.TrimPrefix(f.Path, "azure/")
				if only := inOneCase(path); only == "" || only == name {
					files[path] = f.Data
				}
			}
			want := filepath.Join(name, "want", "azure")
			g := goldie.New(t, goldie.WithFixtureDir(want), goldie.WithNameSuffix(""), goldie.WithDiffEngine(goldie.Simple))
			for path, data := range files {
				g.Assert(t, path, data)
			}
			noLeftOver(t, want, files)
		})
	}
}

// TestBicepAccepts asks the real compiler about programs that together have
// every kind, option and trigger: it must find nothing to say with every rule
// of the linter at error, compile every file, and format each as it is.
func TestBicepAccepts(t *testing.T) {
	path := os.Getenv("ALIENC_BICEP")
	if path == "" {
		t.Skip("SKIP the real compiler: ALIENC_BICEP is not set to the path of a bicep command")
	}
	for _, name := range []string{"kitchen-sink", "docs-agent", "docs-api", "docs-pipeline", "commands", "storage-versioned-lifecycle", "custom-set"} {
		t.Run(name, func(t *testing.T) {
			clouds := []cloud.Name{cloud.Azure}
			if slices.Contains(awsOnly, name) {
				clouds = []cloud.Name{cloud.AWS} // what it says of AWS alone, the emitter does not look at
			}
			output := forAzure(t, name, clouds...)
			dir := t.TempDir()
			var files []string
			for _, f := range output.Files {
				path := filepath.FromSlash(strings.TrimPrefix(f.Path, "azure/"))
				if filepath.Ext(path) == ".bicep" {
					files = append(files, path)
				}
				if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, path), f.Data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			run := func(args ...string) []byte {
				cmd := exec.CommandContext(t.Context(), path, args...)
				cmd.Dir, cmd.Env = dir, append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1")
				var out, says bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &says
				if err := cmd.Run(); err != nil || says.Len() > 0 {
					t.Errorf("bicep %v: %v\n%s", args, err, says.Bytes())
				}
				return out.Bytes()
			}
			for _, file := range files {
				if said := run("lint", file); len(said) > 0 {
					t.Errorf("bicep lint says of %s\n%s", file, said)
				}
			}
			for file, what := range map[string]string{"main.bicep": "template", filepath.Join("iam", "management.bicep"): "management template"} {
				template := run("build", "--stdout", file)
				i := slices.IndexFunc(output.Budgets, func(b cloud.Budget) bool { return b.What == what })
				if output.Budgets[i].Used < len(template) {
					t.Errorf("%s: %d bytes compiled, counted as %d", file, len(template), output.Budgets[i].Used)
				}
			}
			run("build-params", "--stdout", "main.bicepparam")
			for _, file := range append(files, "main.bicepparam") {
				printed, err := os.ReadFile(filepath.Join(dir, file))
				if err != nil {
					t.Fatal(err)
				}
				if formatted := run("format", "--stdout", file); !bytes.Equal(formatted, printed) {
					t.Errorf("bicep format changes %s to\n%s", file, formatted)
				}
			}
		})
	}
}
