package prove

import (
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

// sinkStack is the stack of the example that has everything, without the sets
// that its author wrote for another cloud.
func sinkStack() *ir.Stack {
	background := []ir.Ref{link(ir.KindStorage, "uploads"), link(ir.KindStorage, "archive"), link(ir.KindQueue, "resize")}
	return stackOf(
		[]*ir.Profile{
			profile("background", "archive: storage/data-write; *: storage/data-read queue/data-read queue/data-write"),
			profile("web", "site: storage/data-read storage/data-write; sessions: kv/data-read kv/data-write; credentials: vault/data-read vault/data-write; resizer: function/invoke"),
			profile("scan", "archive: storage/data-read; images: artifact-registry/pull artifact-registry/push"),
		},
		&ir.Storage{Common: frozen("site"), PublicRead: true},
		&ir.Storage{Common: live("uploads"), LifecycleRules: []ir.LifecycleRule{{Days: 7, Prefix: "tmp/"}}},
		&ir.Storage{Common: frozen("archive"), Versioning: true, LifecycleRules: []ir.LifecycleRule{{Days: 30, Prefix: "drafts/"}, {Days: 365}}},
		&ir.Kv{Common: live("sessions")},
		&ir.Queue{Common: live("resize")},
		&ir.Vault{Common: frozen("credentials")},
		&ir.ArtifactRegistry{Common: live("images")},
		&ir.Function{
			Common: live("resizer"), Code: zipCode, Memory: 512, Timeout: 300, Ingress: ir.Private, Commands: true, Profile: "background", Links: background,
			Triggers: []ir.Trigger{
				&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: link(ir.KindQueue, "resize")},
				&ir.StorageTrigger{TriggerPath: "triggers[1]", Storage: link(ir.KindStorage, "uploads"), Events: []ir.StorageEvent{ir.ObjectCreated, ir.ObjectDeleted}},
				&ir.StorageTrigger{TriggerPath: "triggers[2]", Storage: link(ir.KindStorage, "archive"), Events: []ir.StorageEvent{ir.ObjectDeleted}},
				&ir.ScheduleTrigger{TriggerPath: "triggers[3]", Cron: "*/15 8-18 * * MON-FRI"},
				&ir.ScheduleTrigger{TriggerPath: "triggers[4]", Cron: "0 3 1 JAN,JUL *", Index: 1},
			},
		},
		&ir.Function{Common: live("reporter"), Code: zipCode, Memory: 512, Timeout: 60, Ingress: ir.Private, Profile: "background", Links: background},
		&ir.Function{
			Common: live("api"), Code: zipCode, Memory: 512, Timeout: 30, Ingress: ir.Public, Profile: "web",
			Links: []ir.Ref{link(ir.KindStorage, "site"), link(ir.KindKv, "sessions"), link(ir.KindVault, "credentials"), link(ir.KindFunction, "resizer")},
		},
		&ir.Function{
			Common: frozen("scanner"), Code: imageCode, Memory: 512, Timeout: 30, Ingress: ir.Private, Profile: "scan",
			Links: []ir.Ref{link(ir.KindStorage, "archive"), link(ir.KindArtifactRegistry, "images")},
		},
	)
}
