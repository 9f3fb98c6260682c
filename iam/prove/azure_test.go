package prove

import (
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep"
	"github.com/alienc/alienc/iam"
)

// onAzure makes what is judged of a stack for Azure.
func onAzure(s *ir.Stack) Input {
	plan := iam.Derive(s, []cloud.Name{cloud.Azure})
	return Input{Stack: s, Plan: plan, Parts: map[cloud.Name][]cloud.Part{cloud.Azure: bicep.Emit(s, plan).Parts}}
}

func link(kind ir.Kind, id string) ir.Ref { return ir.Ref{Kind: kind, ID: id} }

// agentStack is the stack of the hand-written templates for Azure: an agent
// that takes commands, a public API that is frozen, and a worker with every
// trigger, each with a profile of its own.
func agentStack() *ir.Stack {
	return stackOf(
		[]*ir.Profile{
			profile("execution", "workspace: storage/data-read storage/data-write; cache: kv/data-read kv/data-write; jobs: queue/data-write; integrations: vault/data-read"),
			profile("processing", "agent: function/invoke; jobs: queue/data-read; workspace: storage/data-read"),
			profile("web", "cache: kv/data-read"),
		},
		&ir.Storage{Common: frozen("workspace"), Versioning: true, LifecycleRules: []ir.LifecycleRule{{Days: 30, Prefix: "tmp/"}}},
		&ir.Kv{Common: frozen("cache")},
		&ir.Queue{Common: frozen("jobs")},
		&ir.Vault{Common: frozen("integrations")},
		&ir.ArtifactRegistry{Common: live("images")},
		&ir.Function{
			Common: live("agent"), Code: zipCode, Memory: 1024, Timeout: 30, Ingress: ir.Private, Commands: true, Profile: "execution",
			Links: []ir.Ref{link(ir.KindStorage, "workspace"), link(ir.KindKv, "cache"), link(ir.KindQueue, "jobs"), link(ir.KindVault, "integrations")},
		},
		&ir.Function{
			Common: frozen("api"), Code: imageCode, Memory: 512, Timeout: 30, Ingress: ir.Public, Profile: "web",
			Links: []ir.Ref{link(ir.KindKv, "cache")},
		},
		&ir.Function{
			Common: live("worker"), Code: zipCode, Memory: 512, Timeout: 300, Ingress: ir.Private, Profile: "processing",
			Links: []ir.Ref{link(ir.KindFunction, "agent"), link(ir.KindQueue, "jobs"), link(ir.KindStorage, "workspace")},
			Triggers: []ir.Trigger{
				&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: link(ir.KindQueue, "jobs")},
				&ir.StorageTrigger{TriggerPath: "triggers[1]", Storage: link(ir.KindStorage, "workspace"), Events: []ir.StorageEvent{ir.ObjectCreated}},
				&ir.ScheduleTrigger{TriggerPath: "triggers[2]", Cron: "0 3 * * *"},
			},
		},
	)
}

func TestX(t *testing.T) {
	for _, s := range []*ir.Stack{agentStack(), kitchen()} {
		r := Run(onAzure(s))
		t.Log("\n" + report(r) + reached(r))
		for _, g := range r.Guarantees {
			t.Log(g.ID, g.Proof)
		}
		for _, w := range r.Wildcards {
			t.Log(w)
		}
	}
}
