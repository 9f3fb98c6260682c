package bench

import (
	"context"
	"fmt"
	"io"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/emit/cloudformation"
	"github.com/alienc/alienc/iam"
)

// sizes of stacks, in resources of alien.ts. CloudFormation would refuse the
// templates; nothing here asks it.
var sizes = []int{300, 3000}

func BenchmarkCompile(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			entry := project(b, n)
			for b.Loop() {
				compile(b, entry)
			}
			perResource(b, n)
		})
	}
}

func BenchmarkEmit(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			result := compile(b, project(b, n))
			for b.Loop() {
				plan, deployment := iam.Derive(result.Stack, result.Targets), aws.Deployment{Prefix: result.Stack.ID}
				cloudformation.Emit(result.Stack, plan, deployment)
				iam.AWSDocuments(plan, deployment)
			}
			perResource(b, n)
		})
	}
}

// The generated stack is a fair measure only if it is a valid one, with as many
// resources as asked for.
func TestGenerate(t *testing.T) {
	for _, n := range []int{1, 7, 120} {
		result := compile(t, project(t, n))
		if got := len(result.Stack.Resources); got != n {
			t.Errorf("asked for %d resources, got %d", n, got)
		}
	}
}

func project(tb testing.TB, n int) string {
	tb.Helper()
	entry, err := Write(tb.TempDir(), n)
	if err != nil {
		tb.Fatal(err)
	}
	return entry
}

func compile(tb testing.TB, entry string) *compiler.Result {
	tb.Helper()
	result, err := compiler.Compile(context.Background(), compiler.Options{
		Entry:     entry,
		Available: []cloud.Name{cloud.AWS},
		Console:   io.Discard,
	})
	if err != nil {
		tb.Fatal(err)
	}
	if result.Diagnostics.HasErrors() {
		tb.Fatalf("the generated stack has errors: %v", result.Diagnostics)
	}
	return result
}

// perResource shows at a glance whether the time grows faster than the stack.
func perResource(b *testing.B, n int) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/resource")
}
