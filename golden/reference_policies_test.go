package golden_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/diag"
)

// TestReferencePolicies compares the policies of a stack with policies that
// people wrote for the same alien.ts: statement by statement, each must have
// the same effect, actions, resources, conditions and principal. A difference
// that is meant is listed here with its reason.
//
// ALIENC_REFERENCE names a folder with that alien.ts, its sources and the
// policies under iam/. It is not part of the repository.
func TestReferencePolicies(t *testing.T) {
	folder := os.Getenv("ALIENC_REFERENCE")
	if folder == "" {
		t.Skip("ALIENC_REFERENCE names no folder with policies written by hand")
	}
	meant := map[string]string{} // "setup-policy Bucket": why; none is needed
	_, files := build(t, compiler.Options{
		Entry: filepath.Join(folder, "alien.ts"), Available: []cloud.Name{cloud.AWS}, Console: os.Stderr,
		Overrun: func(d diag.Diagnostic) { panic("evaluation cannot be interrupted: " + d.Message) },
	})
	for _, name := range []string{"setup-policy", "teardown-policy", "management-policy", "management-trust", "profiles/execution"} {
		want := map[string]any{}
		written, err := filepath.Glob(filepath.Join(folder, "iam", filepath.FromSlash(name)+"*.json"))
		if err != nil || len(written) == 0 {
			t.Fatalf("no %s in %s: %v", name, folder, err)
		}
		for _, path := range written {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			addStatements(t, want, path, data)
		}
		got := map[string]any{}
		for path, data := range files {
			if ok, err := filepath.Match("aws/iam/"+name+"*.json", path); err != nil {
				t.Fatal(err)
			} else if ok {
				addStatements(t, got, path, data)
			}
		}
		for sid := range want {
			if _, there := got[sid]; !there {
				got[sid] = nil
			}
		}
		for sid := range got {
			if !reflect.DeepEqual(got[sid], want[sid]) && meant[name+" "+sid] == "" {
				t.Errorf("%s: %s is\n%v\nwritten by hand\n%v", name, sid, got[sid], want[sid])
			}
		}
	}
}

// addStatements reads a policy into statements by id, in one form: where IAM
// takes a value or a list, a sorted list.
func addStatements(t *testing.T, into map[string]any, path string, data []byte) {
	t.Helper()
	var policy struct{ Statement []map[string]any }
	if err := json.Unmarshal(data, &policy); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, s := range policy.Statement {
		for _, key := range []string{"Action", "Resource"} {
			s[key] = listed(s[key])
		}
		if conditions, ok := s["Condition"].(map[string]any); ok {
			for _, keys := range conditions {
				for key, value := range keys.(map[string]any) {
					keys.(map[string]any)[key] = listed(value)
				}
			}
		}
		sid, _ := s["Sid"].(string)
		if _, twice := into[sid]; twice || sid == "" {
			t.Fatalf("%s: two statements %q", path, sid)
		}
		into[sid] = s
	}
}

func listed(v any) []string {
	var list []string
	switch v := v.(type) {
	case string:
		list = []string{v}
	case []any:
		for _, item := range v {
			list = append(list, item.(string))
		}
	}
	slices.Sort(list)
	return list
}
