package docs

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

func TestChecksPage(t *testing.T) {
	table := []string{"", "| Id | Severity | What holds of accepted input |", "|---|---|---|"}
	for _, rule := range diag.Rules {
		severity := rule.Severity.String()
		if slices.Contains(diag.Acceptable, rule.ID) {
			severity += ", may be accepted"
		}
		table = append(table, fmt.Sprintf("| `%s` | %s | %s |", rule.ID, severity, rule.Holds))
	}
	generated(t, "docs/reference/checks.md", "rules", append(table, ""))
}

func TestNamesOnAWSPage(t *testing.T) {
	table := []string{"", "| What | Name | Limit | Room for the prefix |", "|---|---|---|---|"}
	names, bare := aws.Names(allKinds("<id>")), aws.Names(allKinds(""))
	if len(names) != len(bare) {
		t.Fatal("the number of names depends on the ids")
	}
	seen := map[string]bool{}
	for i, n := range names {
		what := n.What + " " + n.Space
		room := fmt.Sprint(n.Limit - aws.Longest(bare[i].Name, 0))
		if strings.Contains(n.Name.String(), "<id>") {
			room += " − length of id"
		}
		row := fmt.Sprintf("| %s | `%s` | %d | %s |", what, n.Name, n.Limit, room)
		if !seen[row] {
			table = append(table, row)
		}
		seen[row] = true
	}
	generated(t, "docs/reference/limits-aws.md", "names", append(table, ""))
}

// allKinds is a stack that has every sort of name, all made of one id.
func allKinds(id string) *ir.Stack {
	common := ir.Common{ID: id}
	stack := &ir.Stack{
		ID: id,
		Resources: []ir.Resource{
			&ir.Storage{Common: common},
			&ir.Kv{Common: common},
			&ir.Queue{Common: common},
			&ir.Vault{Common: common},
			&ir.ArtifactRegistry{Common: common},
			&ir.Function{Common: common, Profile: id, Triggers: []ir.Trigger{&ir.ScheduleTrigger{}}},
		},
		Profiles: []*ir.Profile{{Name: id}},
	}
	return stack.Seal()
}

var commandName = regexp.MustCompile(`(?m)^  ([a-z]+) `)

// The command reference is what the program itself says about its commands.
func TestCommandsPage(t *testing.T) {
	w := workspace{t, t.TempDir()}
	text := w.commands(nil)
	if len(text) == 0 {
		t.Fatal("alienc help lists no commands")
	}
	generated(t, "docs/reference/cli.md", "commands", append(text, ""))
}

// commands describes the commands below one, or all of them, each with those
// below it.
func (w workspace) commands(parent []string) []string {
	w.Helper()
	_, list, _ := strings.Cut(w.help(parent), "\nCommands:\n")
	list, _, _ = strings.Cut(list, "\nFlags:\n")
	var text []string
	for _, m := range commandName.FindAllStringSubmatch(list, -1) {
		if m[1] == "help" {
			continue
		}
		name := append(slices.Clone(parent), m[1])
		text = append(text, "", strings.Repeat("#", 1+len(name))+" "+strings.Join(name, " "), "", "```")
		text = append(text, strings.Split(strings.TrimRight(w.help(name), "\n"), "\n")...)
		text = append(text, "```")
		text = append(text, w.commands(name)...)
	}
	return text
}

func (w workspace) help(command []string) string {
	w.Helper()
	usage, code := w.run(append([]string{"help"}, command...)...)
	if code != 0 {
		w.Fatalf("alienc help %s ends with %d:\n%s", strings.Join(command, " "), code, usage)
	}
	return usage
}
