package iam

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// azureReference is the stack of the hand-written templates for Azure: an
// agent that takes commands, a public API that is frozen, and a worker with
// every trigger, each with a profile of its own.
func azureReference() *ir.Stack {
	s := &ir.Stack{
		ID: "my-agent",
		Resources: []ir.Resource{
			&ir.Storage{Common: frozen("workspace"), Versioning: true, LifecycleRules: []ir.LifecycleRule{{Days: 30, Prefix: "tmp/"}}},
			&ir.Kv{Common: frozen("cache")},
			&ir.Queue{Common: frozen("jobs")},
			&ir.Vault{Common: frozen("integrations")},
			&ir.ArtifactRegistry{Common: live("images")},
			&ir.Function{
				Common: live("agent"), Ingress: ir.Private, Commands: true, Profile: "execution",
				Links: []ir.Ref{ref(ir.KindStorage, "workspace"), ref(ir.KindKv, "cache"), ref(ir.KindQueue, "jobs"), ref(ir.KindVault, "integrations")},
			},
			&ir.Function{Common: frozen("api"), Ingress: ir.Public, Profile: "web", Links: []ir.Ref{ref(ir.KindKv, "cache")}},
			&ir.Function{
				Common: live("worker"), Ingress: ir.Private, Profile: "processing",
				Links: []ir.Ref{ref(ir.KindFunction, "agent"), ref(ir.KindQueue, "jobs"), ref(ir.KindStorage, "workspace")},
				Triggers: []ir.Trigger{
					&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ref(ir.KindQueue, "jobs")},
					&ir.StorageTrigger{TriggerPath: "triggers[1]", Storage: ref(ir.KindStorage, "workspace"), Events: []ir.StorageEvent{ir.ObjectCreated}},
					&ir.ScheduleTrigger{TriggerPath: "triggers[2]", Cron: "0 3 * * *"},
				},
			},
		},
		Profiles: []*ir.Profile{
			profile("execution",
				"workspace: storage/data-read storage/data-write",
				"cache: kv/data-read kv/data-write",
				"jobs: queue/data-write",
				"integrations: vault/data-read",
			),
			profile("processing",
				"agent: function/invoke",
				"jobs: queue/data-read",
				"workspace: storage/data-read",
			),
			profile("web", "cache: kv/data-read"),
		},
	}
	return s.Seal()
}

func deriveAzure(s *ir.Stack) *Plan { return Derive(s, []cloud.Name{cloud.Azure}) }

// where writes an id of Azure without the group of the stack.
func where(on cloud.Text) string {
	const group = "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}"
	text := on.String()
	if text == group {
		return "the group"
	}
	return strings.TrimPrefix(text, group+"/providers/Microsoft.")
}

// roleOf writes a role: the name of one of Azure's, the key of the stack's.
func roleOf(r *Role) string {
	if r.ID != "" {
		return fmt.Sprintf("%q", r.Name.String())
	}
	return r.Key
}

// assigned writes the assignments of a plane one a line, sorted: "symbol:
// identity has role on scope".
func assigned(p *Plan, plane Plane) []string {
	var list []string
	for _, a := range p.Assignments(plane) {
		list = append(list, fmt.Sprintf("%s: %s has %s on %s", a.Symbol, a.Identity, roleOf(a.Role), where(a.On)))
	}
	slices.Sort(list)
	return list
}

// defined writes the roles of a file, each with its actions below it.
func defined(p *Plan, file Plane) []string {
	var list []string
	for _, r := range p.Roles(file) {
		list = append(list, r.Key+" "+r.Name.String())
		for _, a := range r.Actions {
			list = append(list, "  "+a)
		}
		for _, a := range r.DataActions {
			list = append(list, "  data "+a)
		}
	}
	return list
}

// TestTheReferenceOnAzure says of each identity of the hand-written templates
// which role it has on which resource, and what is in the roles.
func TestTheReferenceOnAzure(t *testing.T) {
	p := deriveAzure(azureReference())
	compare(t, "runtime", assigned(p, Runtime), []string{
		"grantEventsSendStorageWorkspaceEvents: events has \"Azure Service Bus Data Sender\" on ServiceBus/namespaces/sb-my-agent-${unique}/queues/workspace-events",
		"grantExecutionReadKvCache: profile:execution has \"Storage Table Data Reader\" on Storage/storageAccounts/stcache${unique}/tableServices/default/tables/items",
		"grantExecutionReadStorageWorkspace: profile:execution has \"Storage Blob Data Reader\" on Storage/storageAccounts/stworkspace${unique}/blobServices/default/containers/objects",
		"grantExecutionReadVaultIntegrations: profile:execution has \"Key Vault Secrets User\" on KeyVault/vaults/kv-inte7955${unique}",
		"grantExecutionReceiveFunctionAgentCommands: profile:execution has \"Azure Service Bus Data Receiver\" on ServiceBus/namespaces/sb-my-agent-${unique}/queues/agent-commands",
		"grantExecutionWriteKvCache: profile:execution has kv-data-write on Storage/storageAccounts/stcache${unique}/tableServices/default/tables/items",
		"grantExecutionWriteQueueJobs: profile:execution has \"Azure Service Bus Data Sender\" on ServiceBus/namespaces/sb-my-agent-${unique}/queues/jobs",
		"grantExecutionWriteStorageWorkspace: profile:execution has storage-data-write on Storage/storageAccounts/stworkspace${unique}/blobServices/default/containers/objects",
		"grantProcessingReadQueueJobs: profile:processing has \"Azure Service Bus Data Receiver\" on ServiceBus/namespaces/sb-my-agent-${unique}/queues/jobs",
		"grantProcessingReadStorageWorkspace: profile:processing has \"Storage Blob Data Reader\" on Storage/storageAccounts/stworkspace${unique}/blobServices/default/containers/objects",
		"grantProcessingReceiveStorageWorkspaceEvents: profile:processing has \"Azure Service Bus Data Receiver\" on ServiceBus/namespaces/sb-my-agent-${unique}/queues/workspace-events",
		"grantPullRegistryImages: pull has \"AcrPull\" on ContainerRegistry/registries/crimages${unique}",
		"grantWebReadKvCache: profile:web has \"Storage Table Data Reader\" on Storage/storageAccounts/stcache${unique}/tableServices/default/tables/items",
	})
	compare(t, "management", assigned(p, Management), []string{
		"grantManagementKeepAppsEnvironment: management has management-live-environment on App/managedEnvironments/cae-my-agent",
		"grantManagementKeepProfileExecution: management has management-live-identity on ManagedIdentity/userAssignedIdentities/id-my-agent-execution",
		"grantManagementKeepProfileProcessing: management has management-live-identity on ManagedIdentity/userAssignedIdentities/id-my-agent-processing",
		"grantManagementKeepPullIdentity: management has management-live-identity on ManagedIdentity/userAssignedIdentities/id-my-agent-pull",
		"grantManagementMonitorFunctionApi: management has management-monitor on App/containerApps/ca-api",
		"grantManagementMonitorKvCache: management has management-monitor on Storage/storageAccounts/stcache${unique}",
		"grantManagementMonitorQueueJobs: management has management-monitor on ServiceBus/namespaces/sb-my-agent-${unique}/queues/jobs",
		"grantManagementMonitorStorageWorkspace: management has management-monitor on Storage/storageAccounts/stworkspace${unique}",
		"grantManagementMonitorVaultIntegrations: management has management-monitor on KeyVault/vaults/kv-inte7955${unique}",
		"grantManagementSendFunctionAgentCommands: management has \"Azure Service Bus Data Sender\" on ServiceBus/namespaces/sb-my-agent-${unique}/queues/agent-commands",
		"grantManagementUpdateFunctionAgent: management has management-live-function on App/containerApps/ca-agent",
		"grantManagementUpdateFunctionWorker: management has management-live-function on App/containerApps/ca-worker",
		"grantManagementUpdateFunctionWorkerCron0: management has management-live-job on App/jobs/caj-worker-0",
		"grantManagementUpdateRegistryImages: management has management-live-registry on ContainerRegistry/registries/crimages${unique}",
	})
	compare(t, "setup", assigned(p, Setup), []string{"setupAssignment: setup has setup on the group"})
	compare(t, "teardown", assigned(p, Teardown), []string{"teardownAssignment: teardown has teardown on the group"})
	compare(t, "trust", assigned(p, Trust), nil)
	compare(t, "roles of setup", defined(p, Setup), []string{
		"kv-data-write alien my-agent kv-data-write (${groupUnique})",
		"  data Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action",
		"  data Microsoft.Storage/storageAccounts/tableServices/tables/entities/delete",
		"  data Microsoft.Storage/storageAccounts/tableServices/tables/entities/update/action",
		"  data Microsoft.Storage/storageAccounts/tableServices/tables/entities/write",
		"setup alien my-agent setup (${groupUnique})",
		"  Microsoft.App/containerApps/read",
		"  Microsoft.App/containerApps/write",
		"  Microsoft.App/jobs/read",
		"  Microsoft.App/jobs/write",
		"  Microsoft.App/managedEnvironments/join/action",
		"  Microsoft.App/managedEnvironments/read",
		"  Microsoft.App/managedEnvironments/write",
		"  Microsoft.Authorization/locks/read",
		"  Microsoft.Authorization/locks/write",
		"  Microsoft.Authorization/roleAssignments/read",
		"  Microsoft.Authorization/roleAssignments/write",
		"  Microsoft.ContainerRegistry/registries/read",
		"  Microsoft.ContainerRegistry/registries/write",
		"  Microsoft.EventGrid/eventSubscriptions/read",
		"  Microsoft.EventGrid/eventSubscriptions/write",
		"  Microsoft.EventGrid/systemTopics/eventSubscriptions/read",
		"  Microsoft.EventGrid/systemTopics/eventSubscriptions/write",
		"  Microsoft.EventGrid/systemTopics/read",
		"  Microsoft.EventGrid/systemTopics/write",
		"  Microsoft.Insights/diagnosticSettings/read",
		"  Microsoft.Insights/diagnosticSettings/write",
		"  Microsoft.KeyVault/vaults/read",
		"  Microsoft.KeyVault/vaults/write",
		"  Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
		"  Microsoft.ManagedIdentity/userAssignedIdentities/read",
		"  Microsoft.ManagedIdentity/userAssignedIdentities/write",
		"  Microsoft.OperationalInsights/workspaces/read",
		"  Microsoft.OperationalInsights/workspaces/sharedKeys/action",
		"  Microsoft.OperationalInsights/workspaces/write",
		"  Microsoft.Resources/deployments/cancel/action",
		"  Microsoft.Resources/deployments/operations/read",
		"  Microsoft.Resources/deployments/operationstatuses/read",
		"  Microsoft.Resources/deployments/read",
		"  Microsoft.Resources/deployments/validate/action",
		"  Microsoft.Resources/deployments/whatIf/action",
		"  Microsoft.Resources/deployments/write",
		"  Microsoft.Resources/subscriptions/resourceGroups/read",
		"  Microsoft.ServiceBus/namespaces/queues/read",
		"  Microsoft.ServiceBus/namespaces/queues/write",
		"  Microsoft.ServiceBus/namespaces/read",
		"  Microsoft.ServiceBus/namespaces/write",
		"  Microsoft.Storage/storageAccounts/blobServices/containers/read",
		"  Microsoft.Storage/storageAccounts/blobServices/containers/write",
		"  Microsoft.Storage/storageAccounts/blobServices/read",
		"  Microsoft.Storage/storageAccounts/blobServices/write",
		"  Microsoft.Storage/storageAccounts/managementPolicies/read",
		"  Microsoft.Storage/storageAccounts/managementPolicies/write",
		"  Microsoft.Storage/storageAccounts/read",
		"  Microsoft.Storage/storageAccounts/tableServices/read",
		"  Microsoft.Storage/storageAccounts/tableServices/tables/read",
		"  Microsoft.Storage/storageAccounts/tableServices/tables/write",
		"  Microsoft.Storage/storageAccounts/tableServices/write",
		"  Microsoft.Storage/storageAccounts/write",
		"storage-data-write alien my-agent storage-data-write (${groupUnique})",
		"  data Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
		"  data Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete",
		"  data Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write",
	})
	compare(t, "roles of teardown", defined(p, Teardown), []string{
		"teardown alien my-agent teardown (${groupUnique})",
		"  Microsoft.App/containerApps/delete",
		"  Microsoft.App/containerApps/read",
		"  Microsoft.App/jobs/delete",
		"  Microsoft.App/jobs/read",
		"  Microsoft.App/managedEnvironments/delete",
		"  Microsoft.App/managedEnvironments/read",
		"  Microsoft.EventGrid/systemTopics/delete",
		"  Microsoft.EventGrid/systemTopics/read",
		"  Microsoft.Insights/diagnosticSettings/delete",
		"  Microsoft.Insights/diagnosticSettings/read",
		"  Microsoft.ManagedIdentity/userAssignedIdentities/delete",
		"  Microsoft.ManagedIdentity/userAssignedIdentities/read",
		"  Microsoft.OperationalInsights/workspaces/delete",
		"  Microsoft.OperationalInsights/workspaces/read",
	})
	compare(t, "roles of management", defined(p, Management), []string{
		"management-live-environment alien my-agent management live environment (${groupUnique})",
		"  Microsoft.App/managedEnvironments/join/action",
		"  Microsoft.App/managedEnvironments/read",
		"management-live-function alien my-agent management live function (${groupUnique})",
		"  Microsoft.App/containerApps/read",
		"  Microsoft.App/containerApps/revisions/activate/action",
		"  Microsoft.App/containerApps/revisions/deactivate/action",
		"  Microsoft.App/containerApps/revisions/read",
		"  Microsoft.App/containerApps/revisions/restart/action",
		"  Microsoft.App/containerApps/write",
		"  Microsoft.Insights/metricDefinitions/read",
		"  Microsoft.Insights/metrics/read",
		"management-live-identity alien my-agent management live identity (${groupUnique})",
		"  Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
		"  Microsoft.ManagedIdentity/userAssignedIdentities/read",
		"management-live-job alien my-agent management live job (${groupUnique})",
		"  Microsoft.App/jobs/executions/read",
		"  Microsoft.App/jobs/read",
		"  Microsoft.App/jobs/write",
		"  Microsoft.Insights/metricDefinitions/read",
		"  Microsoft.Insights/metrics/read",
		"management-live-registry alien my-agent management live registry (${groupUnique})",
		"  Microsoft.ContainerRegistry/registries/pull/read",
		"  Microsoft.ContainerRegistry/registries/push/write",
		"  Microsoft.ContainerRegistry/registries/read",
		"  Microsoft.Insights/metricDefinitions/read",
		"  Microsoft.Insights/metrics/read",
		"management-monitor alien my-agent management monitor (${groupUnique})",
		"  Microsoft.App/containerApps/read",
		"  Microsoft.App/containerApps/revisions/read",
		"  Microsoft.Insights/metricDefinitions/read",
		"  Microsoft.Insights/metrics/read",
		"  Microsoft.KeyVault/vaults/read",
		"  Microsoft.ServiceBus/namespaces/queues/read",
		"  Microsoft.Storage/storageAccounts/blobServices/containers/read",
		"  Microsoft.Storage/storageAccounts/blobServices/read",
		"  Microsoft.Storage/storageAccounts/managementPolicies/read",
		"  Microsoft.Storage/storageAccounts/read",
		"  Microsoft.Storage/storageAccounts/tableServices/read",
		"  Microsoft.Storage/storageAccounts/tableServices/tables/read",
	})
}

// Setup assigns only the roles that the reference grants, and only to service
// principals; nothing else of Azure has a condition.
func TestSetupDelegatesOnAzure(t *testing.T) {
	p := deriveAzure(azureReference())
	var got []string
	for _, g := range p.Grants {
		for _, c := range g.Conditions {
			for _, v := range c.Values {
				got = append(got, fmt.Sprintf("%s %s: %s %s=%s", g.Plane, strings.Join(g.Actions, " "), c.Operator, c.Key, v))
			}
		}
	}
	const roles = "setup Microsoft.Authorization/roleAssignments/write: ForAnyOfAnyValues:GuidEquals Microsoft.Authorization/roleAssignments:RoleDefinitionId="
	compare(t, "conditions", got, []string{
		roles + "${roleKvDataWrite.name}",
		roles + "${roleStorageDataWrite.name}",
		roles + "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", // Storage Blob Data Reader
		roles + "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
		roles + "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0", // Azure Service Bus Data Receiver
		roles + "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", // Azure Service Bus Data Sender
		roles + "76199698-9eea-4c19-bc75-cec21354c6b6", // Storage Table Data Reader
		roles + "7f951dda-4ed3-4680-a7ca-43fe172d538d", // AcrPull
		"setup Microsoft.Authorization/roleAssignments/write: ForAnyOfAnyValues:StringEqualsIgnoreCase " +
			"Microsoft.Authorization/roleAssignments:PrincipalType=ServicePrincipal",
	})
	assignment := p.Assignments(Setup)[0]
	if len(assignment.Conditions) != 2 || assignment.Place.Symbol != "" || assignment.Holder != "" {
		t.Errorf("setup is assigned as %+v", assignment)
	}
}

// Whoever holds nothing, or nothing to assign, needs no right to assign.
func TestSetupGrantsNothingWithoutGrants(t *testing.T) {
	s := (&ir.Stack{ID: "plain", Resources: []ir.Resource{
		&ir.Kv{Common: frozen("cache")},
		&ir.Function{Common: frozen("api"), Ingress: ir.Private, Profile: "run"},
	}, Profiles: []*ir.Profile{profile("run")}}).Seal()
	p := deriveAzure(s)
	compare(t, "runtime", assigned(p, Runtime), nil)
	for _, g := range p.Grants {
		for _, a := range g.Actions {
			if strings.HasPrefix(a, "Microsoft.Authorization/roleAssignments/") || strings.HasPrefix(a, "Microsoft.ServiceBus/") {
				t.Errorf("%s of %s has %s", g.Identity, g.Scope, a)
			}
		}
	}
}

// What holds no state at all has no teardown, and a namespace goes with it
// only where all that it holds is alienc's own.
func TestTeardownOnAzure(t *testing.T) {
	stateful := (&ir.Stack{ID: "kept", Resources: []ir.Resource{
		&ir.Storage{Common: live("data")}, &ir.Kv{Common: live("cache")}, &ir.Queue{Common: frozen("jobs")},
		&ir.Vault{Common: frozen("keys")}, &ir.ArtifactRegistry{Common: frozen("images")},
	}}).Seal()
	if p := deriveAzure(stateful); len(p.Assignments(Teardown))+len(p.Roles(Teardown)) > 0 {
		t.Errorf("teardown of what is kept: %q", defined(p, Teardown))
	}
	for _, c := range []struct {
		queues []ir.Resource
		want   bool
	}{{nil, true}, {[]ir.Resource{&ir.Queue{Common: frozen("jobs")}}, false}} {
		s := (&ir.Stack{ID: "called", Resources: append(c.queues,
			&ir.Function{Common: frozen("api"), Ingress: ir.Private, Commands: true, Profile: "run"},
		), Profiles: []*ir.Profile{profile("run")}}).Seal()
		role := deriveAzure(s).Roles(Teardown)[0]
		if got := slices.Contains(role.Actions, "Microsoft.ServiceBus/namespaces/delete"); got != c.want {
			t.Errorf("beside %d queues teardown deletes the namespace: %t", len(c.queues), got)
		}
	}
}

// azureManaged derives a stack of one resource of each kind, as lifecycle says, and
// gives the assignments and roles of management.
func azureManaged(lifecycle ir.Lifecycle, m *ir.Management) (*Plan, []string) {
	with := func(id string) ir.Common { return ir.Common{ID: id, Lifecycle: lifecycle} }
	s := (&ir.Stack{ID: "acme", Resources: []ir.Resource{
		&ir.Storage{Common: with("data")}, &ir.Kv{Common: with("cache")}, &ir.Queue{Common: with("jobs")},
		&ir.Vault{Common: with("keys")}, &ir.ArtifactRegistry{Common: with("images")},
		&ir.Function{Common: with("api"), Ingress: ir.Private, Profile: "run", Triggers: []ir.Trigger{
			&ir.ScheduleTrigger{TriggerPath: "triggers[0]", Cron: "0 3 * * *"},
		}},
	}, Profiles: []*ir.Profile{profile("run")}, Management: m}).Seal()
	p := deriveAzure(s)
	var list []string
	for _, a := range p.Assignments(Management) {
		list = append(list, roleOf(a.Role)+" on "+where(a.On))
	}
	return p, list
}

func TestFrozenIsReadOnlyOnAzure(t *testing.T) {
	p, got := azureManaged(ir.Frozen, nil)
	compare(t, "frozen", got, []string{
		"management-monitor on Storage/storageAccounts/stdata${unique}",
		"management-monitor on Storage/storageAccounts/stcache${unique}",
		"management-monitor on ServiceBus/namespaces/sb-acme-${unique}/queues/jobs",
		"management-monitor on KeyVault/vaults/kv-keys${unique}",
		"management-monitor on ContainerRegistry/registries/crimages${unique}",
		"management-monitor on App/containerApps/ca-api",
		"management-monitor on App/jobs/caj-api-0",
	})
	roles := p.Roles(Management)
	if len(roles) != 1 {
		t.Fatalf("%d roles of management", len(roles))
	}
	for _, a := range roles[0].Actions {
		if !strings.HasSuffix(a, "/read") {
			t.Errorf("monitoring has %s", a)
		}
	}
}

func TestLiveOnAzure(t *testing.T) {
	p, got := azureManaged(ir.Live, nil)
	compare(t, "live", got, []string{
		"management-live-storage on Storage/storageAccounts/stdata${unique}",
		"management-monitor on Storage/storageAccounts/stcache${unique}", // what updates it opens access
		"management-monitor on ServiceBus/namespaces/sb-acme-${unique}/queues/jobs",
		"management-monitor on KeyVault/vaults/kv-keys${unique}",
		"management-live-registry on ContainerRegistry/registries/crimages${unique}",
		"management-live-function on App/containerApps/ca-api",
		"management-live-job on App/jobs/caj-api-0",
		"management-live-environment on App/managedEnvironments/cae-acme",
		"management-live-identity on ManagedIdentity/userAssignedIdentities/id-acme-run",
		"management-live-identity on ManagedIdentity/userAssignedIdentities/id-acme-pull",
	})
	var storage []string
	for _, line := range defined(p, Management) {
		if strings.Contains(line, "live storage") || len(storage) > 0 {
			storage = append(storage, line)
		}
		if strings.HasPrefix(line, "management-monitor") {
			storage = storage[:len(storage)-1]
			break
		}
	}
	compare(t, "a live storage", storage, []string{
		"management-live-storage alien acme management live storage (${groupUnique})",
		"  Microsoft.Insights/metricDefinitions/read",
		"  Microsoft.Insights/metrics/read",
		"  Microsoft.Storage/storageAccounts/blobServices/containers/read",
		"  Microsoft.Storage/storageAccounts/blobServices/read",
		"  Microsoft.Storage/storageAccounts/blobServices/write",
		"  Microsoft.Storage/storageAccounts/managementPolicies/read",
		"  Microsoft.Storage/storageAccounts/managementPolicies/write",
		"  Microsoft.Storage/storageAccounts/read",
	})
}

// What the author lists alone is all that there is: updating without watching
// has a role of its own.
func TestOverrideOnAzure(t *testing.T) {
	p, got := azureManaged(ir.Live, &ir.Management{Mode: ir.ManagementOverride, Grants: profile("management",
		"data: storage/management",
		"images: artifact-registry/management artifact-registry/heartbeat",
		"cache: kv/heartbeat",
	).Grants})
	compare(t, "override", got, []string{
		"management-only-storage on Storage/storageAccounts/stdata${unique}",
		"management-live-registry on ContainerRegistry/registries/crimages${unique}",
		"management-monitor on Storage/storageAccounts/stcache${unique}",
	})
	compare(t, "roles", defined(p, Management), []string{
		"management-live-registry alien acme management live registry (${groupUnique})",
		"  Microsoft.ContainerRegistry/registries/pull/read",
		"  Microsoft.ContainerRegistry/registries/push/write",
		"  Microsoft.ContainerRegistry/registries/read",
		"  Microsoft.Insights/metricDefinitions/read",
		"  Microsoft.Insights/metrics/read",
		"management-monitor alien acme management monitor (${groupUnique})",
		"  Microsoft.Insights/metricDefinitions/read",
		"  Microsoft.Insights/metrics/read",
		"  Microsoft.Storage/storageAccounts/read",
		"  Microsoft.Storage/storageAccounts/tableServices/read",
		"  Microsoft.Storage/storageAccounts/tableServices/tables/read",
		"management-only-storage alien acme management only storage (${groupUnique})",
		"  Microsoft.Storage/storageAccounts/blobServices/write",
		"  Microsoft.Storage/storageAccounts/managementPolicies/write",
	})
	for _, g := range p.Grants {
		if g.Plane == Management && !g.Authored {
			t.Errorf("nobody wrote %s on %s", g.Set, g.Scope)
		}
	}
	if p, _ := azureManaged(ir.Live, &ir.Management{Mode: ir.ManagementOverride}); len(p.Assignments(Management))+len(p.Roles(Management)) > 0 {
		t.Error("management holds something that nobody listed")
	}
}

// A grant of the author's on what is there anyway is the same grant with two
// origins; one on a frozen resource, which a check refuses without an accepted
// risk, is what the author lists and no more.
func TestExtendOnAzure(t *testing.T) {
	_, got := azureManaged(ir.Frozen, &ir.Management{Mode: ir.ManagementExtend, Grants: profile("management",
		"data: storage/heartbeat storage/management",
		"cache: kv/data-write",
	).Grants})
	compare(t, "extend", got[:3], []string{
		"management-live-storage on Storage/storageAccounts/stdata${unique}",
		"management-monitor on Storage/storageAccounts/stcache${unique}",
		"management-monitor on ServiceBus/namespaces/sb-acme-${unique}/queues/jobs",
	})
	if last := got[len(got)-1]; last != "kv-data-write on Storage/storageAccounts/stcache${unique}/tableServices/default/tables/items" {
		t.Errorf("a set on data: %s", last)
	}
}

// Grants that need the same role of one identity on one place are one
// assignment, however they came to be.
func TestGrantsShareAnAssignment(t *testing.T) {
	p := deriveAzure(azureReference())
	for _, a := range p.Assignments(Runtime) {
		if a.Symbol != "grantProcessingReadQueueJobs" {
			continue
		}
		var from []string
		for _, g := range a.Grants {
			from = append(from, g.Set+" "+g.Statement+" "+g.Origin[0].Path)
		}
		compare(t, "grants", from, []string{
			"queue/data-read grantProcessingReadQueueJobs permissions.profiles.processing.jobs[0]",
			"derived:queue-trigger grantProcessingReadQueueJobs resources.worker.triggers[0]",
		})
		if a.Holder != "profileProcessing" || a.Place.Symbol != "queueJobs" || a.Place.Type != "Microsoft.ServiceBus/namespaces/queues" {
			t.Errorf("assigned to %q on %+v", a.Holder, a.Place)
		}
		return
	}
	t.Error("nobody reads jobs")
}

// Two functions told of the same storage read a queue each.
func TestEachFunctionReadsItsOwnEvents(t *testing.T) {
	worker := func(id, profile string, event ir.StorageEvent) *ir.Function {
		return &ir.Function{Common: frozen(id), Ingress: ir.Private, Profile: profile, Triggers: []ir.Trigger{
			&ir.StorageTrigger{TriggerPath: "triggers[0]", Storage: ref(ir.KindStorage, "data"), Events: []ir.StorageEvent{event}},
		}}
	}
	s := (&ir.Stack{ID: "acme", Resources: []ir.Resource{
		&ir.Storage{Common: frozen("data")}, worker("made", "a", ir.ObjectCreated), worker("gone", "b", ir.ObjectDeleted),
	}, Profiles: []*ir.Profile{profile("a"), profile("b")}}).Seal()
	const queues = "ServiceBus/namespaces/sb-acme-${unique}/queues/"
	compare(t, "events", assigned(deriveAzure(s), Runtime), []string{
		`grantAReceiveStorageDataEvents: profile:a has "Azure Service Bus Data Receiver" on ` + queues + "data-events",
		`grantBReceiveStorageDataDeletedEvents: profile:b has "Azure Service Bus Data Receiver" on ` + queues + "data-deleted-events",
		`grantEventsSendStorageDataDeletedEvents: events has "Azure Service Bus Data Sender" on ` + queues + "data-deleted-events",
		`grantEventsSendStorageDataEvents: events has "Azure Service Bus Data Sender" on ` + queues + "data-events",
	})
}

// What anyone may do stands in the plan without a role.
func TestExposureOnAzure(t *testing.T) {
	s := azureReference()
	s.Resources = append(s.Resources, &ir.Storage{Common: frozen("closed")})
	s.Resources[0].(*ir.Storage).PublicRead = true
	var got []string
	for _, g := range deriveAzure(s.Seal()).Grants {
		if g.Plane == Exposure {
			got = append(got, fmt.Sprintf("%s %s on %s %q role %t", g.Identity, g.Set, where(g.On), g.DataActions, g.Role != nil))
		}
	}
	compare(t, "exposure", got, []string{
		`anyone derived:public-read on Storage/storageAccounts/stworkspace${unique}/blobServices/default/containers/objects ` +
			`["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"] role false`,
		`anyone derived:public-ingress on App/containerApps/ca-api [] role false`,
	})
}

// Each cloud has its own grants, whatever else is compiled.
func TestCloudsDoNotMix(t *testing.T) {
	s := azureReference()
	text := func(list []Grant) string {
		return strings.ReplaceAll(fmt.Sprintf("%+v", list), fmt.Sprintf("%p", s), "")
	}
	for _, order := range [][]cloud.Name{{cloud.AWS, cloud.Azure}, {cloud.Azure, cloud.AWS}} {
		both := Derive(s, order)
		for _, c := range []struct {
			name  cloud.Name
			alone *Plan
		}{{cloud.AWS, derive(s)}, {cloud.Azure, deriveAzure(s)}} {
			got := slices.DeleteFunc(slices.Clone(both.Grants), func(g Grant) bool { return g.Cloud != c.name })
			if len(got) != len(c.alone.Grants) {
				t.Fatalf("%v: %d grants on %s, want %d", order, len(got), c.name, len(c.alone.Grants))
			}
			for i := range got {
				got[i].Role, c.alone.Grants[i].Role = nil, nil // pointers differ
			}
			if text(got) != text(c.alone.Grants) {
				t.Errorf("%v: other grants on %s than alone", order, c.name)
			}
		}
		if !slices.EqualFunc(both.ManagementPolicies(), derive(s).ManagementPolicies(), func(a, b []Statement) bool { return len(a) == len(b) }) {
			t.Errorf("%v: other policies of management", order)
		}
	}
	if got := derive(s).roles; len(got) > 0 {
		t.Errorf("roles of Azure for AWS: %v", got)
	}
}

// A profile may be granted what management has. On each part it then has what
// is for that part alone.
func TestASetOnSeveralPartsHasSeveralRoles(t *testing.T) {
	s := (&ir.Stack{ID: "acme", Resources: []ir.Resource{
		&ir.Function{Common: live("api"), Ingress: ir.Private, Profile: "a"},
		&ir.Function{Common: frozen("ops"), Ingress: ir.Private, Profile: "b", Links: []ir.Ref{ref(ir.KindFunction, "api")}},
	}, Profiles: []*ir.Profile{profile("a"), profile("b", "api: function/management")}}).Seal()
	p := deriveAzure(s)
	compare(t, "assigned", assigned(p, Runtime), []string{
		"grantBManagementAppsEnvironment: profile:b has function-management-environment on App/managedEnvironments/cae-acme",
		"grantBManagementFunctionApi: profile:b has function-management-app on App/containerApps/ca-api",
		"grantBManagementProfileA: profile:b has function-management-identity on ManagedIdentity/userAssignedIdentities/id-acme-a",
		"grantBManagementPullIdentity: profile:b has function-management-identity on ManagedIdentity/userAssignedIdentities/id-acme-pull",
	})
	for _, role := range p.Roles(Setup) {
		if role.Key == "function-management-environment" {
			compare(t, role.Key, role.Actions, []string{
				"Microsoft.App/managedEnvironments/join/action", "Microsoft.App/managedEnvironments/read",
			})
		}
	}
}
