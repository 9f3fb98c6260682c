package golden_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/emit/bicep"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/prove"
)

// TestAzureProof judges the plan of each case for Azure: whatever does not hold
// has a cause that the author or the cloud gives.
func TestAzureProof(t *testing.T) {
	for _, name := range cases(t) {
		if slices.Contains(awsOnly, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := name
			if there, ok := elsewhere[name]; ok {
				folder = there
			}
			result, err := compiler.Compile(context.Background(), compiler.Options{
				Entry:     filepath.Join(folder, "alien.ts"),
				Available: []cloud.Name{cloud.Azure},
				Console:   os.Stderr,
				Overrun:   func(d diag.Diagnostic) { panic("evaluation cannot be interrupted: " + d.Message) },
			})
			if err != nil || result.Diagnostics.HasErrors() {
				t.Fatalf("does not compile: %v\n%s", err, render(result.Diagnostics))
			}
			plan := iam.Derive(result.Stack, []cloud.Name{cloud.Azure})
			proof := prove.Run(prove.Input{
				Stack: result.Stack, Plan: plan, Parts: map[cloud.Name][]cloud.Part{cloud.Azure: bicep.Emit(result.Stack, plan).Parts},
			})
			if len(proof.Broken) > 0 || len(proof.Guarantees) != 8 {
				t.Errorf("%d guarantees, and broken:\n%s", len(proof.Guarantees), strings.Join(proof.Broken, "\n"))
			}
			for _, g := range proof.Guarantees {
				if !g.Holds && len(g.Causes) == 0 {
					t.Errorf("%s does not hold, and nothing says why", g.ID)
				}
			}
		})
	}
}
