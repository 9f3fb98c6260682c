package syntax

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// compiler gives the path of the real compiler, or skips the test.
func compiler(t *testing.T) string {
	t.Helper()
	path := os.Getenv("ALIENC_BICEP")
	if path == "" {
		t.Skip("SKIP the real compiler: ALIENC_BICEP is not set to the path of a bicep command")
	}
	return path
}

// bicep runs the compiler on a file in a folder of its own.
func bicep(t *testing.T, path, name string, text []byte, args ...string) (stdout []byte, stderr string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, name)
	// The linter has opinions on what random values mean.
	config := []byte(`{"analyzers": {"core": {"enabled": false}}}`)
	if err := errors.Join(os.WriteFile(file, text, 0o600), os.WriteFile(filepath.Join(dir, "bicepconfig.json"), config, 0o600)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, append(args, file)...)
	cmd.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1")
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		t.Logf("bicep %s: %v", args[0], err)
	}
	return out.Bytes(), problems.String()
}

// TestFormatterAgrees prints random files and asks the real compiler: it must
// format them as they are and find no error in them.
func TestFormatterAgrees(t *testing.T) {
	path := compiler(t)
	for seed := range uint64(8) {
		r := random{rand.New(rand.NewPCG(7, seed)), 5}
		text := r.file(60).Bicep()
		formatted, _ := bicep(t, path, "main.bicep", text, "format", "--stdout")
		sameText(t, text, formatted)
		_, problems := bicep(t, path, "main.bicep", text, "build", "--stdout")
		for line := range strings.Lines(problems) {
			if strings.Contains(line, " Error ") {
				t.Errorf("seed %d: %s", seed, line)
			}
		}
		text = r.params(60).Bicep()
		formatted, _ = bicep(t, path, "main.bicepparam", text, "format", "--stdout")
		sameText(t, text, formatted)
	}
}

// TestFormatterAgreesOnCases asks about the values that are printed by hand, at
// every width near their limit.
func TestFormatterAgreesOnCases(t *testing.T) {
	path, f := compiler(t), *small
	for _, test := range valueTests {
		f.Vars = append(f.Vars, Var{Name: "v", Value: test.in})
	}
	for _, test := range widthTests {
		for n := test.fits - 10; n < test.fits+3; n++ {
			f.Vars = append(f.Vars, Var{Name: "v", Value: test.in(n)})
		}
	}
	text := f.Bicep()
	formatted, _ := bicep(t, path, "main.bicep", text, "format", "--stdout")
	sameText(t, text, formatted)
}

func sameText(t *testing.T, printed, formatted []byte) {
	t.Helper()
	at := 0
	for at < len(printed) && at < len(formatted) && printed[at] == formatted[at] {
		at++
	}
	if at < len(printed) || at < len(formatted) {
		around := func(text []byte) []byte { return text[max(0, at-300):min(len(text), at+300)] }
		t.Fatalf("printed\n%s\nand formatted\n%s", around(printed), around(formatted))
	}
}

// TestCompilerReadsStrings asks the real compiler what it reads of strings.
func TestCompilerReadsStrings(t *testing.T) {
	path, r, f := compiler(t), rand.New(rand.NewPCG(8, 9)), &File{}
	for _, s := range seeds {
		f.Outputs = append(f.Outputs, Output{Name: fmt.Sprint("s", len(f.Outputs)), Value: Str(s)})
	}
	for range 5000 {
		f.Outputs = append(f.Outputs, Output{Name: fmt.Sprint("s", len(f.Outputs)), Value: Str(piece(r))})
	}
	stdout, problems := bicep(t, path, "main.bicep", f.Bicep(), "build", "--stdout")
	var template struct {
		Outputs map[string]struct{ Value string }
	}
	if err := json.Unmarshal(stdout, &template); err != nil {
		t.Fatalf("%v\n%s", err, problems)
	}
	for _, o := range f.Outputs {
		want := valid(string(o.Value.(Str)))
		if strings.HasPrefix(want, "[") && strings.HasSuffix(want, "]") {
			want = "[" + want // how a template says that it is no expression
		}
		if got := template.Outputs[o.Name].Value; got != want {
			t.Errorf("%q is read as %q", want, got)
		}
	}
}
