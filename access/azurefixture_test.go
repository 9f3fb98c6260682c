package access

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep"
	"github.com/alienc/alienc/emit/cloudformation"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/prove"
)

// The roles of the small stack on Azure.
var (
	reader  = &iam.Role{ID: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", Name: cloud.Lit("Storage Blob Data Reader"), Symbol: "roleStorageBlobDataReader"}
	sender  = &iam.Role{ID: "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", Name: cloud.Lit("Azure Service Bus Data Sender"), Symbol: "roleAzureServiceBusDataSender"}
	install = &iam.Role{Key: "setup", Name: azure.RoleName("shop", "setup"), Symbol: "roleSetup", File: iam.Setup}
	update  = &iam.Role{Key: "management-live-function", Name: azure.RoleName("shop", "management live function"), Symbol: "roleManagementLiveFunction", File: iam.Management}
)

// onGroup is the resource group of a deployment.
var onGroup = azure.StackScope(nil, "group")[0].ID

// smallOnAzure is the small stack on Azure alone, with one grant of each sort.
// Text by an author is said.
func smallOnAzure(said string) Input {
	in := small(said)
	data, worker := in.Stack.Resource("data"), in.Stack.Resource("worker")
	own := &iam.Role{Key: "set-acme", Name: azure.RoleName("shop", "set-"+said), Symbol: "roleSetAcme", File: iam.Setup, Description: said}
	container, app := azure.Scope(in.Stack, data, "container")[0], azure.Scope(in.Stack, worker, "app")[0]
	quoted := at(7, "permissions."+said)
	quoted[0].Pos.File = said
	grant := func(plane iam.Plane, identity, statement string, role *iam.Role, place azure.Place) iam.Grant {
		return iam.Grant{
			Cloud: cloud.Azure, Plane: plane, Identity: identity, Effect: iam.Allow, Statement: statement, Role: role,
			On: place.ID, Place: place, Lifecycle: ir.Frozen,
		}
	}
	read := grant(iam.Runtime, "profile:run", "grantRunReadStorageData", reader, container)
	read.Actions, read.DataActions = []string{"Microsoft.Storage/storageAccounts/blobServices/containers/read"}, []string{"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"}
	read.Scope, read.Resource, read.Set, read.Origin, read.Reason = "storage:data/container", "data", "storage/data-read", at(5, "permissions.profiles.run.data[0]"), "Read objects."
	read.Surplus = "It may read settings too."

	send := grant(iam.Runtime, "events", "grantEventsSendStorageDataEvents", sender, container)
	send.DataActions = []string{"Microsoft.ServiceBus/*/send/action"}
	send.Scope, send.Resource, send.Set, send.Origin, send.Reason = "storage:data/events", "data", "derived:event-delivery", at(6, "resources.worker.triggers[0]"), "Send events."

	custom := grant(iam.Runtime, "profile:run", "grantRunSetAcmeStack", own, azure.Place{ID: cloud.Concat("/subscriptions/${subscriptionId}", said, "$", azure.SubscriptionID)})
	action := strings.ReplaceAll(said, "*", "") // a pattern would be another thing to say
	custom.Actions, custom.DataActions = []string{"Acme.Things/" + action + "/read"}, []string{"acme.things/" + action + "/Read", "Acme.New/" + action + "/write"}
	custom.Scope, custom.Set, custom.Origin, custom.Reason, custom.Custom, custom.Wide = "*", "acme/"+said, quoted, said, true, true

	replace := grant(iam.Management, "management", "grantManagementUpdateFunctionWorker", update, app)
	replace.Actions, replace.Scope, replace.Resource, replace.Lifecycle = []string{"Microsoft.App/containerApps/read", "Microsoft.App/containerApps/write"}, "function:worker/app", "worker", ir.Live
	replace.Set, replace.Origin, replace.Reason, replace.Authored, replace.Damage = "function/management", at(6, "resources.worker.lifecycle"), "Replace its image.", true, "It may be opened."

	deploy := grant(iam.Setup, "setup", "setupAssignment", install, azure.Place{ID: onGroup})
	deploy.Actions = []string{"Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", "Microsoft.Storage/storageAccounts/blobServices/containers/read"}
	deploy.Scope, deploy.Resource, deploy.Set, deploy.Origin, deploy.Reason, deploy.Wildcard = "storage:data/group", "data", "storage/provision", at(3, "resources.data"), "Create it.", "Nothing is there yet."
	assign := grant(iam.Setup, "setup", "setupAssignment", install, azure.Place{ID: onGroup})
	assign.Actions = []string{"Microsoft.Authorization/roleAssignments/write"}
	assign.Scope, assign.Set, assign.Origin, assign.Reason, assign.Wildcard = "stack:shop/group", "stack/provision", at(2, "id"), "Grant roles.", "Nothing is there yet."
	assign.Conditions = []iam.Condition{{Operator: "ForAnyOfAnyValues:GuidEquals", Key: roleDefinitionKey, Values: []cloud.Text{
		cloud.Concat(azure.Attribute("roleSetAcme", azure.NameProperty)), cloud.Lit(reader.ID), cloud.Lit("00000000-0000-0000-0000-000000000000"),
	}}}

	open := grant(iam.Exposure, "anyone", "", nil, app)
	open.Scope, open.Resource, open.Lifecycle, open.Set, open.Origin, open.Reason = "function:worker/app", "worker", ir.Live, "derived:public-ingress", at(8, "resources.worker.ingress"), "Call it."

	in.Plan = &iam.Plan{Grants: []iam.Grant{read, send, custom, replace, deploy, assign, open}}
	in.Proof.Guarantees = slices.Clone(in.Proof.Guarantees)
	for i := range in.Proof.Guarantees {
		in.Proof.Guarantees[i].Cloud = cloud.Azure
	}
	in.Proof.Reach = slices.Clone(in.Proof.Reach)
	for i := range in.Proof.Reach {
		in.Proof.Reach[i].Cloud = cloud.Azure
	}
	in.Proof.Beyond = slices.Clone(in.Proof.Beyond)
	in.Proof.Beyond[0].Cloud = cloud.Azure
	in.Parts = map[cloud.Name][]cloud.Part{cloud.Azure: {{Type: azure.AccountType}, {Type: azure.ContainerType}, {Type: azure.LockType}}}
	in.Targets, in.Catalogues = []cloud.Name{cloud.Azure}, map[cloud.Name]string{cloud.Azure: "2026"}
	return in
}

// smallOnBoth is the small stack on both clouds.
func smallOnBoth(said string) Input {
	in, other := small(said), smallOnAzure(said)
	in.Plan = &iam.Plan{Grants: append(slices.Clone(in.Plan.Grants), other.Plan.Grants...)}
	in.Proof.Guarantees = append(slices.Clone(in.Proof.Guarantees), other.Proof.Guarantees...)
	in.Proof.Reach = append(slices.Clone(in.Proof.Reach), other.Proof.Reach...)
	in.Proof.Beyond = append(slices.Clone(in.Proof.Beyond), other.Proof.Beyond...)
	in.Parts, in.Catalogues = maps.Clone(in.Parts), maps.Clone(in.Catalogues)
	maps.Copy(in.Parts, other.Parts)
	maps.Copy(in.Catalogues, other.Catalogues)
	in.Targets = []cloud.Name{cloud.AWS, cloud.Azure}
	return in
}

// derived gives the documents' input of a stack for clouds, without a proof.
func derived(stack *ir.Stack, targets ...cloud.Name) Input {
	in := Input{Stack: stack, Plan: iam.Derive(stack, targets), Parts: map[cloud.Name][]cloud.Part{}, Targets: targets, Alienc: "1.2.3", Inputs: "ab12"}
	for _, name := range targets {
		if name == cloud.Azure {
			in.Parts[name] = bicep.Emit(stack, in.Plan).Parts
		} else {
			in.Parts[name] = cloudformation.Emit(stack, in.Plan, aws.Deployment{Prefix: stack.ID}).Parts
		}
	}
	return in
}

// proven gives it with what was proven.
func proven(stack *ir.Stack, targets ...cloud.Name) Input {
	in := derived(stack, targets...)
	in.Proof = prove.Run(prove.Input{Stack: stack, Plan: in.Plan, Parts: in.Parts})
	return in
}

// portable gives every golden program that compiles for both clouds.
func portable(tb testing.TB) map[string]*ir.Stack {
	tb.Helper()
	list, err := forBoth()
	if err != nil || len(list) < 10 {
		tb.Fatalf("%d programs for both clouds: %v", len(list), err)
	}
	return maps.Clone(list)
}

var forBoth = sync.OnceValues(func() (map[string]*ir.Stack, error) {
	files, err := filepath.Glob("../golden/*/alien.ts")
	if err != nil {
		return nil, err
	}
	list := map[string]*ir.Stack{}
	for _, file := range files {
		r, err := compiler.Compile(context.Background(), compiler.Options{Entry: file, Available: []cloud.Name{cloud.AWS, cloud.Azure}, Console: os.Stderr})
		if err != nil {
			return nil, err
		}
		if !r.Diagnostics.HasErrors() && len(r.Targets) == 2 {
			list[filepath.Base(filepath.Dir(file))] = r.Stack
		}
	}
	return list, nil
})

// agency is the stack of the hand-written templates for Azure: an agent that
// takes commands, a public API that is frozen, and a worker with every
// trigger, each with a profile of its own.
func agency() *ir.Stack {
	workspace, cache, jobs := &ir.Storage{Common: frozen("workspace"), Versioning: true, LifecycleRules: []ir.LifecycleRule{{Days: 30, Prefix: "tmp/"}}}, &ir.Kv{Common: frozen("cache")}, &ir.Queue{Common: frozen("jobs")}
	integrations, images := &ir.Vault{Common: frozen("integrations")}, &ir.ArtifactRegistry{Common: live("images")}
	agent := &ir.Function{
		Common: live("agent"), Ingress: ir.Private, Commands: true, Profile: "execution", Memory: 1024, Timeout: 180, Code: ir.Code{Source: &ir.Source{Dir: "./agent", Toolchain: ir.ToolchainTypeScript}},
		Links: []ir.Ref{ir.RefTo(workspace), ir.RefTo(cache), ir.RefTo(jobs), ir.RefTo(integrations)},
	}
	api := &ir.Function{Common: frozen("api"), Ingress: ir.Public, Profile: "web", Memory: 512, Timeout: 30, Code: ir.Code{Image: "registry.example.com/api:1"}, Links: []ir.Ref{ir.RefTo(cache)}}
	worker := &ir.Function{
		Common: live("worker"), Ingress: ir.Private, Profile: "processing", Memory: 512, Timeout: 300, Code: ir.Code{Source: &ir.Source{Dir: "./worker", Toolchain: ir.ToolchainDocker}},
		Links: []ir.Ref{ir.RefTo(agent), ir.RefTo(jobs), ir.RefTo(workspace)},
		Triggers: []ir.Trigger{
			&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ir.RefTo(jobs)},
			&ir.StorageTrigger{TriggerPath: "triggers[1]", Storage: ir.RefTo(workspace), Events: []ir.StorageEvent{ir.ObjectCreated}},
			&ir.ScheduleTrigger{TriggerPath: "triggers[2]", Cron: "0 3 * * *"},
		},
	}
	s := &ir.Stack{
		ID: "my-agent", Resources: []ir.Resource{workspace, cache, jobs, integrations, images, agent, api, worker},
		Profiles: []*ir.Profile{
			{Name: "execution", Pos: line(61), Grants: []ir.Keyed{
				{Key: "workspace", Sets: uses("storage/data-read", "storage/data-write")},
				{Key: "cache", Sets: uses("kv/data-read", "kv/data-write")},
				{Key: "jobs", Sets: uses("queue/data-write")},
				{Key: "integrations", Sets: uses("vault/data-read")},
			}},
			{Name: "processing", Pos: line(67), Grants: []ir.Keyed{
				{Key: "agent", Sets: uses("function/invoke")}, {Key: "jobs", Sets: uses("queue/data-read")}, {Key: "workspace", Sets: uses("storage/data-read")},
			}},
			{Name: "web", Pos: line(72), Grants: []ir.Keyed{{Key: "cache", Sets: uses("kv/data-read")}}},
		},
	}
	return s.Seal()
}

func line(n int) ir.Pos { return ir.Pos{File: "alien.ts", Line: n, Column: 7} }

func uses(ids ...string) []ir.SetUse {
	var list []ir.SetUse
	for _, id := range ids {
		list = append(list, ir.SetUse{ID: id})
	}
	return list
}
