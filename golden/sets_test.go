package golden_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/sets"
)

// grantless are the sets that grant nothing on AWS: what they are for is kept,
// derived, or not to be had there.
var grantless = []string{
	"artifact-registry/teardown", "function/command-receipt", "function/execute", "kv/teardown", "management/teardown",
	"queue/management", "queue/teardown", "storage/event-delivery", "storage/event-receipt", "storage/teardown",
	"vault/management", "vault/teardown",
}

// TestEverySetIsUsed derives the plans of all cases. A statement or a rule of a
// set that none of them holds is one that no code binds, or that no golden
// shows.
func TestEverySetIsUsed(t *testing.T) {
	var grants []iam.Grant
	for _, name := range cases(t) {
		folder := name
		if there, ok := elsewhere[name]; ok {
			folder = there
		}
		r, err := compiler.Compile(context.Background(), compiler.Options{
			Entry: filepath.Join(folder, "alien.ts"), Available: []cloud.Name{cloud.AWS},
		})
		if err != nil || r.Diagnostics.HasErrors() {
			t.Fatalf("%s: %v %v", name, err, r.Diagnostics)
		}
		grants = append(grants, iam.Derive(r.Stack, []cloud.Name{cloud.AWS, cloud.Azure}).Grants...)
	}
	var without []string
	for _, s := range append(sets.All(), sets.AllDerived()...) {
		if len(s.AWS) == 0 {
			without = append(without, s.ID)
		}
		for _, rule := range unused(s, grants) {
			t.Errorf("%s of %s is in no plan of any case", rule, s.ID)
		}
	}
	slices.Sort(without)
	if !slices.Equal(without, grantless) {
		t.Errorf("these sets grant nothing: %q, want %q", without, grantless)
	}
	planted := sets.Set{
		ID: "storage/copy", Purpose: "copy", Derived: true,
		AWS:   []sets.Rule{{Sid: "Copy", Allow: []string{"s3:GetObject"}}},
		Azure: []sets.AzureRule{{Actions: []string{"Microsoft.Storage/storageAccounts/read"}, On: []string{"account"}}},
	}
	if len(unused(planted, grants)) != 2 {
		t.Error("a set that nobody derives goes unnoticed")
	}
}

// unused gives the statements of a set that no grant comes from.
func unused(s sets.Set, grants []iam.Grant) []string {
	name := s.ID
	if s.Derived {
		name = "derived:" + s.Purpose
	}
	var list []string
	for _, r := range s.AWS {
		if !slices.ContainsFunc(grants, func(g iam.Grant) bool {
			return g.Set == name && g.Statement == r.Sid && slices.Equal(g.Actions, slices.Concat(r.Allow, r.Deny))
		}) {
			list = append(list, r.Sid)
		}
	}
	for _, r := range s.Azure {
		if !slices.ContainsFunc(grants, func(g iam.Grant) bool { return g.Cloud == cloud.Azure && g.Set == name && carries(g, r) }) {
			list = append(list, fmt.Sprintf("%s%q on %q", r.Role, slices.Concat(r.Actions, r.DataActions), r.On))
		}
	}
	return list
}

// carries reports whether a grant can come from a rule for Azure.
func carries(g iam.Grant, r sets.AzureRule) bool {
	if r.Role != "" {
		return g.Role != nil && g.Role.Name.String() == r.Role
	}
	return slices.Equal(g.Actions, r.Actions) && slices.Equal(g.DataActions, r.DataActions)
}
