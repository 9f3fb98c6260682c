package bicep_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// TestLinter asks the real compiler about small stacks, each of which lacks
// what others have: it must have nothing to say, with each rule that the files
// themselves ask for at error.
func TestLinter(t *testing.T) {
	path := os.Getenv("ALIENC_BICEP")
	if path == "" {
		t.Skip("SKIP the real compiler: ALIENC_BICEP is not set to the path of a bicep command")
	}
	stacks := kinds()
	stacks["custom set"] = customSet()
	for _, name := range slices.Sorted(maps.Keys(stacks)) {
		dir := t.TempDir()
		for _, f := range output(stacks[name]).Files {
			if err := os.WriteFile(filepath.Join(dir, filepath.Base(f.Path)), f.Data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.CommandContext(t.Context(), path, "lint", filepath.Join(dir, "main.bicep"))
		cmd.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1")
		if said, err := cmd.CombinedOutput(); err != nil || len(said) > 0 {
			t.Errorf("%s: %v\n%s", name, err, said)
		}
	}
}
