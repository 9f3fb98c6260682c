package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/azure"
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

func TestNamesOnAzurePage(t *testing.T) {
	table := []string{"", "| What | Name | Characters | Longest id |", "|---|---|---|---|"}
	named, bare, long := azure.Names(azureKinds("<stack>", "<id>")), azure.Names(azureKinds("", "")), azure.Names(azureKinds("", strings.Repeat("x", 1000)))
	if len(named) != len(bare) || len(named) != len(long) {
		t.Fatal("the number of names depends on the ids")
	}
	seen := map[string]bool{}
	for i, n := range named {
		name := n.Name.String()
		room := fmt.Sprint(-bare[i].Over())
		switch ofStack, ofID := strings.Contains(name, "<stack>"), strings.Contains(name, "<id>"); {
		case ofStack && ofID:
			room += " together with the stack's"
		case ofStack:
			room += ", the stack's"
		case long[i].Over() <= 0:
			room += ", and cut above"
		}
		row := fmt.Sprintf("| %s (%s) | `%s` | %d to %d | %s |", n.Space, n.What, name, n.Least, n.Limit, room)
		if !seen[row] {
			table = append(table, row)
		}
		seen[row] = true
	}
	generated(t, "docs/reference/limits-azure.md", "names", append(table, ""))
}

// azureKinds is a stack that has every sort of name on Azure, all made of one
// id besides the stack's.
func azureKinds(stack, id string) *ir.Stack {
	common := ir.Common{ID: id}
	event := func(e ir.StorageEvent) ir.Trigger {
		return &ir.StorageTrigger{Storage: ir.Ref{Kind: ir.KindStorage, ID: id}, Events: []ir.StorageEvent{e}}
	}
	s := &ir.Stack{
		ID: stack,
		Resources: []ir.Resource{
			&ir.Storage{Common: common},
			&ir.Kv{Common: common},
			&ir.Queue{Common: common},
			&ir.Vault{Common: common},
			&ir.ArtifactRegistry{Common: common},
			&ir.Function{Common: common, Profile: id, Commands: true, Triggers: []ir.Trigger{&ir.ScheduleTrigger{}, event(ir.ObjectCreated)}},
			&ir.Function{Common: common, Profile: id, Triggers: []ir.Trigger{event(ir.ObjectDeleted)}},
		},
		Profiles: []*ir.Profile{{Name: id}},
	}
	return s.Seal()
}

// What the page says about settings and templates is what the checks know.
func TestLimitsOnAzurePage(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, "docs", "reference", "limits-azure.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{
		fmt.Sprintf("| `memoryMb` | up to %d, rounded up to the next multiple of %d |", azure.Memory.Max, azure.MemoryStep),
		fmt.Sprintf("| `timeoutSeconds` | %d to %d; requests to a public function are cut after %d |", azure.Timeout.Min, azure.Timeout.Max, azure.IngressTimeout),
		fmt.Sprintf("| `concurrencyLimit` | 1 or more; %d replicas where it is left out, and never more than %d |", azure.DefaultReplicas, azure.ReplicaLimit),
		fmt.Sprintf("| a value of `environment` | %s characters |", diag.Thousands(azure.TextLimit)),
		fmt.Sprintf("| `lifecycleRules` | %d |", azure.RuleLimit),
		fmt.Sprintf("| resources | %d | error: split the stack |", azure.ResourceLimit),
		fmt.Sprintf("| parameters, variables | %d each | error |", azure.ParameterLimit),
		fmt.Sprintf("| outputs | %d | error |", azure.OutputLimit),
		fmt.Sprintf("| size | %d MB | error |", azure.TemplateLimit>>20),
		fmt.Sprintf("| role assignments | %s in a subscription | warning above %d: the customer has others |", diag.Thousands(azure.AssignmentLimit), azure.AssignmentShare),
	} {
		if !strings.Contains(string(data), row+"\n") {
			t.Errorf("docs/reference/limits-azure.md lacks the line\n%s", row)
		}
	}
	for _, word := range azure.ReservedWords {
		if !strings.Contains(string(data), "`"+word+"`") {
			t.Errorf("docs/reference/limits-azure.md does not name %s", word)
		}
	}
	if azure.ParameterLimit != azure.VariableLimit {
		t.Error("parameters and variables have one line and two limits")
	}
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
