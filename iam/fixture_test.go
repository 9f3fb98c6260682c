package iam

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

func frozen(id string) ir.Common { return ir.Common{ID: id, Lifecycle: ir.Frozen} }

func live(id string) ir.Common { return ir.Common{ID: id, Lifecycle: ir.Live} }

func ref(kind ir.Kind, id string) ir.Ref { return ir.Ref{Kind: kind, ID: id} }

// profile writes a profile from "key: set set" lines.
func profile(name string, lines ...string) *ir.Profile {
	p := &ir.Profile{Name: name}
	for _, line := range lines {
		key, list, _ := strings.Cut(line, ": ")
		keyed := ir.Keyed{Key: key}
		for i, id := range strings.Fields(list) {
			keyed.Sets = append(keyed.Sets, ir.SetUse{ID: id, Path: "permissions.profiles." + name + "." + key + "[" + strconv.Itoa(i) + "]"})
		}
		p.Grants = append(p.Grants, keyed)
	}
	return p
}

// reference is the stack of the hand-written reference: an API and a worker
// with every trigger, sharing one profile.
func reference() *ir.Stack {
	links := []ir.Ref{ref(ir.KindStorage, "workspace"), ref(ir.KindKv, "cache"), ref(ir.KindQueue, "jobs"), ref(ir.KindVault, "integrations")}
	s := &ir.Stack{
		ID: "my-agent",
		Resources: []ir.Resource{
			&ir.Storage{Common: frozen("workspace"), Versioning: true},
			&ir.Kv{Common: frozen("cache")},
			&ir.Queue{Common: frozen("jobs")},
			&ir.Vault{Common: frozen("integrations")},
			&ir.ArtifactRegistry{Common: frozen("images")},
			&ir.Function{
				Common: live("api"), Code: ir.Code{Source: &ir.Source{Toolchain: ir.ToolchainDocker}},
				Ingress: ir.Public, Links: links, Profile: "execution",
			},
			&ir.Function{
				Common: live("worker"), Code: ir.Code{Source: &ir.Source{Toolchain: ir.ToolchainTypeScript}},
				Ingress: ir.Private, Links: links, Profile: "execution",
				Triggers: []ir.Trigger{
					&ir.StorageTrigger{TriggerPath: "triggers[0]", Storage: ref(ir.KindStorage, "workspace"), Events: []ir.StorageEvent{ir.ObjectCreated}},
					&ir.QueueTrigger{TriggerPath: "triggers[1]", Queue: ref(ir.KindQueue, "jobs")},
					&ir.ScheduleTrigger{TriggerPath: "triggers[2]", Cron: "0 3 * * *"},
				},
			},
		},
		Profiles: []*ir.Profile{profile("execution",
			"workspace: storage/data-read storage/data-write",
			"cache: kv/data-read kv/data-write",
			"jobs: queue/data-read",
			"integrations: vault/data-read",
		)},
	}
	return s.Seal()
}

func derive(s *ir.Stack) *Plan { return Derive(s, []cloud.Name{cloud.AWS}) }

// short writes a text for comparison: "here" is the region and account of the
// stack, P the name prefix.
func short(t cloud.Text) string {
	return strings.NewReplacer(
		"arn:${AWS::Partition}:", "arn:", "${AWS::Region}:${AWS::AccountId}", "here", "${AWS::AccountId}-${AWS::Region}", "here",
		"${AWS::AccountId}", "account", "${NamePrefix}", "P",
	).Replace(t.String())
}

func shorts(list []cloud.Text) string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = short(t)
	}
	return strings.Join(out, " ")
}

// lines writes statements one a line: "Allow KvDataRead dynamodb:GetItem on
// arn:… if StringEquals key=value".
func lines(list []Statement) []string {
	out := make([]string, len(list))
	for i, s := range list {
		line := string(s.Effect) + " " + s.ID
		if s.Principal != "" {
			line += " to " + s.Principal
		}
		line += ": " + strings.Join(s.Actions, " ") + " on " + shorts(s.Resources)
		for _, c := range s.Conditions {
			line += " if " + c.Operator + " " + c.Key + "=" + shorts(c.Values)
		}
		out[i] = line
	}
	return out
}

func compare(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
