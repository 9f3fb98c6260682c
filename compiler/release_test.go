package compiler_test

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// after compiles a source as the release after another one.
func after(t *testing.T, before, source string) *compiler.Result {
	t.Helper()
	result, err := compiler.Compile(context.Background(), compiler.Options{
		Entry:     filepath.Join(project(t, map[string]string{"alien.ts": sdkImport + source}), "alien.ts"),
		Available: []cloud.Name{cloud.AWS},
		Previous:  compile(t, map[string]string{"alien.ts": sdkImport + before}, nil).Stack,
		Overrun:   func(d diag.Diagnostic) { panic(d.Message) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// The stack's document must not depend on what it was compared with.
func TestReleaseIsNoPartOfTheStack(t *testing.T) {
	const before = `export default new alien.Stack("app")
  .add(new alien.Storage("data").build(), "frozen").add(new alien.Kv("cache").build(), "frozen")
  .add(new alien.ArtifactRegistry("images").replicationRegions(["eu-west-1"]).build(), "frozen").build()`
	const now = `export default new alien.Stack("app").add(new alien.Storage("data").publicRead(true).build(), "frozen")
  .add(new alien.ArtifactRegistry("images").build(), "frozen").build()`
	result := after(t, before, now)
	const want = `alien.ts:2:16 [release-orphans] "cache" was removed: its table and items stay
alien.ts:2:80 [public-storage] storage "data" can be read by anyone
alien.ts:2:80 [release-setup-again] frozen "data" changed since the previous build (publicRead): the customer must run setup again
alien.ts:3:8 [release-by-hand] "images" changed since the previous build (replicationRegions): the customer changes the rules of the account by hand
`
	if got := messages(result.Diagnostics); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if notes := result.Stack.Notes; len(notes) != 1 || notes[0].ID != "public-storage" {
		t.Errorf("notes of the stack: %v", notes)
	}
	with, err := ir.Encode(result.Stack)
	if err != nil {
		t.Fatal(err)
	}
	without, err := ir.Encode(compile(t, map[string]string{"alien.ts": sdkImport + now}, nil).Stack)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(with, without) {
		t.Errorf("with a previous build\n%s\nwithout\n%s", with, without)
	}
}

// What a call refuses is missing from the stack, and was not removed.
func TestNothingIsComparedAfterAMistake(t *testing.T) {
	result := after(t, `export default new alien.Stack("app")
  .add(new alien.Kv("cache").build(), "frozen").add(new alien.Queue("jobs").build(), "frozen").build()`,
		`export default new alien.Stack("app")
  .add(new alien.Postgres("cache").build(), "frozen").add(new alien.Queue("jobs").build(), "frozen").build()`)
	if got := messages(result.Diagnostics); strings.Contains(got, "[release-") || !result.Diagnostics.HasErrors() {
		t.Errorf("got\n%s", got)
	}
}
