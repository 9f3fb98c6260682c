package cloudformation_test

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/emit/cloudformation"
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

// zip makes a private function from TypeScript.
func zip(id string, triggers ...ir.Trigger) *ir.Function {
	return &ir.Function{
		Common: common(id, ir.Live), Code: ir.Code{Source: &ir.Source{Dir: "./src", Toolchain: ir.ToolchainTypeScript}},
		Memory: 256, Timeout: 180, Ingress: ir.Private, Profile: "run", Triggers: triggers,
	}
}

// image makes a public function from a container image.
func image(id string) *ir.Function {
	f := zip(id)
	f.Code, f.Ingress = ir.Code{Image: "registry/image"}, ir.Public
	return f
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
	return cloudformation.Emit(s, iam.Derive(s, []cloud.Name{cloud.AWS}), aws.Deployment{Prefix: s.ID})
}

func template(s *ir.Stack) string { return string(output(s).Files[0].Data) }

// section cuts the lines of one entry out of a template, from "  Name:" to the
// next line that is not deeper.
func section(t *testing.T, text, name string) string {
	t.Helper()
	_, rest, found := strings.Cut("\n"+text, "\n  "+name+":\n")
	if !found {
		t.Fatalf("no %s in\n%s", name, text)
	}
	var b strings.Builder
	for line := range strings.Lines(rest) {
		if !strings.HasPrefix(line, "   ") {
			break
		}
		b.WriteString(line)
	}
	return b.String()
}

// contains fails unless the entry holds the block of lines, in which "|" marks
// the left edge.
func contains(t *testing.T, entry, block string) {
	t.Helper()
	if want := margin(block); !strings.Contains(entry, want) {
		t.Errorf("got\n%s\nwithout\n%s", entry, want)
	}
}

func lacks(t *testing.T, entry string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(entry, w) {
			t.Errorf("%q in\n%s", w, entry)
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
