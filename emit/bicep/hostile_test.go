package bicep_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit"
)

// evil is text that would do harm wherever it were taken for code: in Bicep, in
// JSON, in a shell, in a comment, and in the eyes of a reader.
const evil = "it's \"x\" ${resourceGroup().id} '''\n}\nresource evil 'a@1' = {\n*/ `id` $(id) ; rm -rf / #\u202e\u2028"

// described is a stack with a text wherever an author writes freely.
func described(words string) *ir.Stack {
	s := customSet()
	s.Profiles[0].Grants[0].Sets[0].Custom.Description = words
	s.Management = &ir.Management{Mode: ir.ManagementExtend, Grants: []ir.Keyed{{Key: "data", Sets: []ir.SetUse{{
		ID: "acme/look", Custom: &ir.CustomSet{Description: words, Azure: []ir.AzureRule{{
			Actions: []string{"Microsoft.Storage/storageAccounts/read"}, Description: words,
			Resource: &ir.AzureBinding{Scope: "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/" +
				"Microsoft.Storage/storageAccounts/${resourceName}"},
		}}},
	}}}}}
	return s
}

// TestHostileText: an author's words never become anything else than words. The
// files declare what they declare for harmless words, and the script is the
// same. Here the id of the stack is such text too, though a check refuses that.
func TestHostileText(t *testing.T) {
	s := described(evil)
	s.ID = evil
	bad, good := output(s), output(described("good"))
	if len(bad.Files) != len(good.Files) {
		t.Fatalf("%d files, and %d of harmless words", len(bad.Files), len(good.Files))
	}
	for i, f := range bad.Files {
		text, harmless := string(f.Data), string(good.Files[i].Data)
		if f.Path != good.Files[i].Path {
			t.Errorf("%s instead of %s", f.Path, good.Files[i].Path)
		}
		switch {
		case strings.HasSuffix(f.Path, ".sh"):
			if text != harmless {
				t.Errorf("%s depends on the stack", f.Path)
			}
		case strings.HasSuffix(f.Path, ".bicep"):
			if a, b := declarations(text), declarations(harmless); a != b {
				t.Errorf("%s declares\n%s\nand with harmless words\n%s", f.Path, a, b)
			}
			for _, r := range text {
				if r > '~' || r < ' ' && r != '\n' {
					t.Errorf("%s: %q", f.Path, r)
				}
			}
		case strings.HasSuffix(f.Path, ".json") && f.Role == "role-definition":
			var role struct{ Name, Description string }
			if err := json.Unmarshal(f.Data, &role); err != nil {
				t.Errorf("%s: %v", f.Path, err)
			}
			if !strings.HasPrefix(role.Name, "alien "+evil) {
				t.Errorf("%s: name %q", f.Path, role.Name)
			}
		}
	}
}

// declarations lists the lines that declare something, without what comes
// after the name.
func declarations(text string) string {
	var b strings.Builder
	for _, m := range declared.FindAllString(text, -1) {
		b.WriteString(m + "\n")
	}
	return b.String()
}

// file is a file of an output by its path below azure/, empty when it is not
// there.
func file(out emit.Output, path string) string {
	for _, f := range out.Files {
		if f.Path == "azure/"+path {
			return string(f.Data)
		}
	}
	return ""
}
