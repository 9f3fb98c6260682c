package access

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/iam/prove"
)

// What was not looked at is not guaranteed.
func TestWithoutProof(t *testing.T) {
	in := small("x")
	in.Proof = prove.Result{}
	page := Markdown(in)
	if got := section(page, "Guarantees")[0]; got != "- NOT GUARANTEED: anything. Nothing was proven about this stack." {
		t.Error(got)
	}
	if got := section(page, "Reach")[0]; !strings.HasPrefix(got, "NOT GUARANTEED") {
		t.Error(got)
	}
}

func TestReach(t *testing.T) {
	want := []string{
		"| Resource | Management itself | Through live function | Together |",
		"|---|---|---|---|",
		"| `storage:results` (frozen) | see settings | `worker`: read and write objects | read and write objects, see settings |",
		"| `queue:jobs` (frozen) | see settings | `worker`: receive messages | receive messages, see settings |",
		"| `function:worker` (live) | replace code, see and change settings |  | replace code, see and change settings |",
		"| beyond the resources of this stack | read metrics of the account, see the state of the stack |  | read metrics of the account, see the state of the stack |",
	}
	if got := section(Markdown(compiled(t, "../golden/docs-pipeline/alien.ts")), "Reach"); !slices.Equal(got[:len(got)-2], want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}
