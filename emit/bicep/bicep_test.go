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
	stacks["custom set"], stacks["hostile"] = customSet(), described(evil)
	for _, name := range slices.Sorted(maps.Keys(stacks)) {
		dir := t.TempDir()
		files := output(stacks[name]).Files
		for _, f := range files {
			place := filepath.Join(dir, filepath.FromSlash(f.Path))
			if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(place, f.Data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range files {
			if filepath.Ext(f.Path) != ".bicep" {
				continue
			}
			cmd := exec.CommandContext(t.Context(), path, "lint", filepath.Join(dir, filepath.FromSlash(f.Path)))
			cmd.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1")
			if said, err := cmd.CombinedOutput(); err != nil || len(said) > 0 {
				t.Errorf("%s: %s: %v\n%s", name, f.Path, err, said)
			}
		}
	}
}
