package azure

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud/azure/catalogue"
)

// The names and ids are those of Azure, and what is never granted exists.
func TestRoles(t *testing.T) {
	known := catalogue.Open()
	for _, r := range BuiltIns {
		if found, ok := known.Role(r.ID); !ok || found.Name != r.Name {
			t.Errorf("%s: %q is %q", r.Name, r.ID, found.Name)
		}
		if slices.Contains(Never, r.Name) {
			t.Errorf("%s is used and never granted", r.Name)
		}
		if found, ok := BuiltInRole(r.Name); !ok || found != r {
			t.Errorf("%s is not found", r.Name)
		}
	}
	for _, name := range Never {
		if _, ok := known.Role(name); !ok {
			t.Errorf("there is no role %s", name)
		}
	}
	if !slices.IsSorted(Never) || !slices.IsSortedFunc(BuiltIns, func(a, b BuiltIn) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the lists are not sorted")
	}
	if _, ok := BuiltInRole("Owner"); ok {
		t.Error("Owner is used")
	}
}
