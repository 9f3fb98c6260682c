// Package e2e checks alienc's output with the programs that customers use:
// cfn-lint reads every template, and the real AWS CLI creates, updates and
// deletes every stack on an emulated AWS on this machine, whose own APIs are
// then asked what exists.
//
// It runs with ALIENC_E2E=1 alone ("make e2e"), because it installs the
// programs that it needs, at pinned versions, from the Python package index.
// E2E_HOME names the folder for them; without it they go to the user's cache.
// A check that cannot run here is a line with SKIP and the reason, repeated at
// the end; it is never a silent success.
package e2e

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if os.Getenv("ALIENC_E2E") == "" {
		fmt.Println("SKIP all checks with real programs: ALIENC_E2E is not set; make e2e runs them")
	}
	os.Exit(run(m))
}

// binaries is the folder of the alienc under test.
var binaries string

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "alienc-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binaries = dir
	defer results.summary()
	return m.Run()
}

// needE2E skips a test of an ordinary "go test ./...".
func needE2E(t *testing.T) {
	t.Helper()
	if os.Getenv("ALIENC_E2E") == "" {
		t.Skip("ALIENC_E2E is not set; make e2e runs this")
	}
}
