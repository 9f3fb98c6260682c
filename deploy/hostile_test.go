package deploy

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// Texts that want to be more than a name. No check lets them this far; the
// page does not rely on that.
var hostile = []string{
	"$(touch x)", "`touch x`", "'; touch x; '", `"; touch x; "`, "a\n```\n\n# Title\n\n```sh\ntouch x", "a | b > c", "| `A_B` | run | `x` |", "\\", "--no-such", "${HOME}", "!!", "<script>", "a\u2028b",
}

// TestHostile: whatever the names are, the page has the same commands, one a
// line, and each name is one word of them.
func TestHostile(t *testing.T) {
	// stack has everything whose name reaches the page.
	stack := func(name string) Input {
		common := func(id string) ir.Common { return ir.Common{ID: id + name, Lifecycle: ir.Live} }
		s := &ir.Stack{ID: name, Management: &ir.Management{}, Resources: []ir.Resource{
			&ir.Storage{Common: common("s"), Versioning: true}, &ir.Kv{Common: common("k")}, &ir.Queue{Common: common("q")},
			&ir.Vault{Common: common("v")}, &ir.ArtifactRegistry{Common: common("r"), ReplicationRegions: []string{name}},
			&ir.Function{Common: common("z"), Profile: "p", Code: ir.Code{Source: &ir.Source{Dir: name, Toolchain: ir.ToolchainTypeScript}}},
			&ir.Function{Common: common("i"), Profile: "p", Code: ir.Code{Image: name}},
		}}
		files := func(base string) []string { return []string{"aws/iam/" + base + name + ".json"} }
		return Input{Stack: s.Seal(), AWS: &AWS{
			Deployment: aws.Deployment{Prefix: name, Account: name, Region: name, StackName: name, CodeBucket: name},
			SetupFiles: files("setup-policy"), TeardownFiles: files("teardown-policy"), ManagementFiles: files("management-policy"),
			TemplateBytes: inline + 1, SetupRoleBytes: inline + 1, ManagementPolicies: 2,
		}}
	}
	harmless(t, stack)
}

// harmless compares the pages of a stack with hostile names with that of one
// with a plain name.
func harmless(t *testing.T, stack func(name string) Input) {
	t.Helper()
	plain := string(Markdown(stack("name")))
	for _, name := range hostile {
		text := string(Markdown(stack(name)))
		if got, want := outline(text), outline(plain); got != want {
			t.Errorf("%q changes the page:\n%s\nwant\n%s", name, got, want)
			continue
		}
		if strings.Contains(prose(text), oneLine(name)) {
			t.Errorf("%q stands in the prose as more than code:\n%s", name, prose(text))
		}
		got, want := commands(text), commands(plain)
		for i := range want {
			p, err := parse(got[i])
			q, _ := parse(want[i])
			if err != nil || len(p.commands) != len(q.commands) || !slices.Equal(p.files, q.files) {
				t.Errorf("%q: %s reads as %q (%v)", name, got[i], p, err)
				continue
			}
			for n, words := range q.commands {
				if len(p.commands[n]) != len(words) {
					t.Errorf("%q: %s has the words %q", name, got[i], p.commands[n])
				}
			}
		}
	}
}

// codeSpan is what a sentence shows as code.
var codeSpan = regexp.MustCompile("`[^`]*`")

// prose gives what a page says outside commands, documents and headings, with
// all that stands in code left out.
func prose(text string) string {
	var b strings.Builder
	inside := false
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "```"):
			inside = !inside
		case !inside && !strings.HasPrefix(line, "#"):
			b.WriteString(codeSpan.ReplaceAllString(line, "`"))
		}
	}
	return b.String()
}

// outline gives the lines of a page that make it what it is: headings, fences
// and how many commands and rows there are.
func outline(text string) string {
	var b strings.Builder
	inside := false
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "```"):
			inside = !inside
			b.WriteString(line)
		case inside:
			b.WriteString("command\n")
		case strings.HasPrefix(line, "## "), strings.HasPrefix(line, "### "):
			b.WriteString(line)
		case strings.HasPrefix(line, "#"):
			b.WriteString("#\n")
		case strings.HasPrefix(line, "|"):
			cells := strings.ReplaceAll(line, `\|`, "")
			b.WriteString("row " + strings.Repeat("|", strings.Count(cells, "|")) + "\n")
		}
	}
	return b.String()
}
