package e2e

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// results holds what all checks have found so far.
var results report

type report struct {
	mu             sync.Mutex
	passed, failed int
	skips          []string // each once, in order of appearance
}

// pass says that a check held.
func (r *report) pass(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.passed++
	fmt.Printf("PASS "+format+"\n", args...)
}

// fail says that a check did not hold, with what was found instead.
func (r *report) fail(t *testing.T, what string, details ...string) {
	t.Helper()
	r.mu.Lock()
	r.failed++
	fmt.Println("FAIL " + what)
	for _, d := range details {
		fmt.Println("     " + strings.ReplaceAll(strings.TrimSpace(d), "\n", "\n     "))
	}
	r.mu.Unlock()
	t.Fail()
}

// skip says that a check could not run; the same words are said once.
func (r *report) skip(format string, args ...any) {
	line := fmt.Sprintf("SKIP "+format, args...)
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Contains(r.skips, line) {
		r.skips = append(r.skips, line)
		fmt.Println(line)
	}
}

// summary repeats what could not be checked, so that no SKIP scrolls away.
func (r *report) summary() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.passed+r.failed+len(r.skips) == 0 {
		return
	}
	if len(r.skips) > 0 {
		fmt.Println("\nNot checked:")
		for _, line := range r.skips {
			fmt.Println(line)
		}
	}
	fmt.Printf("\n%d passed, %d failed, %d skipped\n", r.passed, r.failed, len(r.skips))
}
