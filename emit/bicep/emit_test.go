package bicep_test

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/emit/bicep"
	"github.com/alienc/alienc/iam"
)

func at(line int) ir.Pos { return ir.Pos{File: "alien.ts", Line: line, Column: 1} }

func common(id string, l ir.Lifecycle) ir.Common {
	return ir.Common{ID: id, Lifecycle: l, Pos: at(3)}
}

// stack makes a stack "app" whose functions run as the profile "run".
func stack(resources ...ir.Resource) *ir.Stack {
	s := &ir.Stack{
		ID: "app", Pos: at(9), Resources: resources,
		Profiles:   []*ir.Profile{{Name: "run", Pos: at(8)}},
		Management: &ir.Management{Mode: ir.ManagementAuto},
	}
	return s.Seal()
}

// function makes a private function from source.
func function(id string, triggers ...ir.Trigger) *ir.Function {
	return &ir.Function{
		Common: common(id, ir.Live), Code: ir.Code{Source: &ir.Source{Dir: "./src", Toolchain: ir.ToolchainTypeScript}},
		Memory: 256, Timeout: 180, Ingress: ir.Private, Profile: "run", Triggers: triggers,
	}
}

func onQueue(i string, q *ir.Queue) ir.Trigger {
	return &ir.QueueTrigger{TriggerPath: ir.TriggerPath("triggers[" + i + "]"), Queue: ir.RefTo(q)}
}

func onStorage(i string, s *ir.Storage, events ...ir.StorageEvent) ir.Trigger {
	return &ir.StorageTrigger{TriggerPath: ir.TriggerPath("triggers[" + i + "]"), Storage: ir.RefTo(s), Events: events}
}

func onCron(i, cron string, index int) ir.Trigger {
	return &ir.ScheduleTrigger{TriggerPath: ir.TriggerPath("triggers[" + i + "]"), Cron: cron, Index: index}
}

func output(s *ir.Stack) emit.Output {
	return bicep.Emit(s, iam.Derive(s, []cloud.Name{cloud.Azure}))
}

// template is main.bicep of a stack in which nobody has a right, so that a test
// of a resource shows that resource alone.
func template(s *ir.Stack) string { return string(bicep.Emit(s, &iam.Plan{}).Files[0].Data) }

// section cuts one declaration out of a file: from the line that begins with
// the words, such as "resource kvCache ", to the line that ends it.
func section(t *testing.T, text, words string) string {
	t.Helper()
	at := strings.Index("\n"+text, "\n"+words+" ")
	if at < 0 {
		t.Fatalf("no %s in\n%s", words, text)
	}
	var b strings.Builder
	for line := range strings.Lines(text[at:]) {
		if line == "\n" {
			break
		}
		b.WriteString(line)
	}
	return b.String()
}

func resource(t *testing.T, text, symbol string) string {
	t.Helper()
	return section(t, text, "resource "+symbol)
}

// same fails unless the declaration is the block of lines, in which "|" marks
// the left edge.
func same(t *testing.T, got, block string) {
	t.Helper()
	if want := margin(block); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// contains fails unless the text holds the block of lines.
func contains(t *testing.T, text, block string) {
	t.Helper()
	if want := margin(block); !strings.Contains(text, want) {
		t.Errorf("got\n%s\nwithout\n%s", text, want)
	}
}

func lacks(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(text, w) {
			t.Errorf("%q in\n%s", w, text)
		}
	}
}

func margin(block string) string {
	var b strings.Builder
	for line := range strings.Lines(block) {
		if _, rest, found := strings.Cut(line, "|"); found {
			b.WriteString(rest)
		}
	}
	return b.String()
}
