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
