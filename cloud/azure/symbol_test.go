package azure

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestSymbols(t *testing.T) {
	want := map[string][]string{
		TemplateSpace: {
			"location", "deployFunctions", "registryServer", "softDeleteDays", "storageRedundancy", "tags",
			"uniqueSuffix", "stackTags", "pullRegistries",
			"serviceBus", "serviceBusLock", "pullIdentity", "eventsIdentity", "logs", "appsEnvironment", "appsEnvironmentLogs",
			"storageWorkspace", "storageWorkspaceBlobs", "storageWorkspaceContainer", "storageWorkspaceRules", "storageWorkspaceLock",
			"storageWorkspaceTopic", "storageWorkspaceEvents", "storageWorkspaceToWorker",
			"kvCache", "kvCacheTables", "kvCacheTable", "kvCacheLock",
			"queueJobs",
			"vaultIntegrations", "vaultIntegrationsLock",
			"registryImages", "registryImagesLock",
			"functionAgent", "functionAgentImage", "functionAgentCommands",
			"functionApi", "functionApiImage",
			"functionWorker", "functionWorkerImage", "functionWorkerCron0", "functionWorkerCron1",
			"profileExecution", "profileProcessing", "profileWeb",
			"roleSetAcmeMetrics1",
			"grantExecutionReadStorageWorkspace", "grantExecutionWriteStorageWorkspace",
			"grantExecutionReadKvCache", "grantExecutionSetAcmeMetrics1Stack", "grantExecutionSetAcmeMetrics2AcrPullStack",
			"grantExecutionReceiveFunctionAgentCommands",
			"grantProcessingReceiveQueueJobs", "grantProcessingReceiveStorageWorkspaceEvents", "grantEventsSendStorageWorkspaceEvents",
			"grantPullRegistryImages",
		},
		OutputSpace: {
			"pullIdentityPrincipalId", "serviceBusNamespace", "storageWorkspaceBlobEndpoint", "kvCacheTableEndpoint",
			"vaultIntegrationsUri", "registryImagesLoginServer", "functionApiUrl",
		},
	}
	got := map[string][]string{}
	for _, s := range Symbols(kitchen()) {
		got[s.Space] = append(got[s.Space], s.Name)
	}
	for space, names := range want {
		if !slices.Equal(got[space], names) {
			t.Errorf("%s:\n%s\nwant:\n%s", space, strings.Join(got[space], "\n"), strings.Join(names, "\n"))
		}
	}
}

// clashes lists the names that two different things have.
func clashes(s *ir.Stack) []string {
	first := map[string]Symbol{}
	var list []string
	for _, symbol := range Symbols(s) {
		before, ok := first[symbol.Key()]
		if ok && (before.ID != symbol.ID || before.What != symbol.What) {
			list = append(list, symbol.Name)
		}
		first[symbol.Key()] = symbol
	}
	return list
}

func TestClashesCanBeFound(t *testing.T) {
	grant := func(key, set string) ir.Keyed { return ir.Keyed{Key: key, Sets: []ir.SetUse{{ID: set}}} }
	function := func(id, profile string) *ir.Function {
		return &ir.Function{Common: sample(id), Profile: profile}
	}
	for name, c := range map[string]struct {
		stack ir.Stack
		want  []string
	}{
		"nothing": {ir.Stack{Resources: []ir.Resource{&ir.Queue{Common: sample("a")}, &ir.Queue{Common: sample("b")}}}, nil},
		"hyphens": {ir.Stack{Resources: []ir.Resource{&ir.Queue{Common: sample("a-1")}, &ir.Queue{Common: sample("a1")}}}, []string{"queueA1"}},
		"case": {
			ir.Stack{Resources: []ir.Resource{&ir.Queue{Common: sample("a-b")}, &ir.Queue{Common: sample("ab")}}},
			[]string{"queueAb"},
		},
		"a part": {
			ir.Stack{Resources: []ir.Resource{&ir.Kv{Common: sample("a")}, &ir.Kv{Common: sample("a-lock")}}},
			[]string{"kvALock", "kvALockLock"}[:1],
		},
		"a parameter":    {ir.Stack{Resources: []ir.Resource{&ir.ArtifactRegistry{Common: sample("server")}}}, []string{"registryServer"}},
		"an output only": {ir.Stack{Resources: []ir.Resource{&ir.Function{Common: sample("url"), Ingress: ir.Public}}}, nil},
		"grants of two profiles": {
			ir.Stack{
				Resources: []ir.Resource{&ir.Storage{Common: sample("write-kv-b")}, &ir.Kv{Common: sample("b")}, function("f", "a"), function("g", "a-read-storage")},
				Profiles: []*ir.Profile{
					{Name: "a", Grants: []ir.Keyed{grant("write-kv-b", "storage/data-read")}},
					{Name: "a-read-storage", Grants: []ir.Keyed{grant("b", "kv/data-write")}},
				},
			},
			[]string{"grantAReadStorageWriteKvB"},
		},
	} {
		s := c.stack
		s.ID = "s"
		if got := clashes(s.Seal()); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSymbolsKeepTheirOwner(t *testing.T) {
	place := ir.Pos{File: "alien.ts", Line: 7, Column: 3}
	s := (&ir.Stack{ID: "s", Resources: []ir.Resource{&ir.Kv{Common: ir.Common{ID: "a-1", Pos: place}}}}).Seal()
	for _, symbol := range Symbols(s) {
		if symbol.Name == "kvA1Table" {
			if symbol.ID != "a-1" || symbol.Pos != place || symbol.What != "table" {
				t.Errorf("%+v", symbol)
			}
			return
		}
	}
	t.Error("no kvA1Table")
}

func TestVerbs(t *testing.T) {
	for set, want := range map[string]string{
		"kv/data-read": "Read", "storage/data-write": "Write", "artifact-registry/pull": "Pull", "artifact-registry/push": "Push", "queue/heartbeat": "Heartbeat",
	} {
		if got := GrantVerb(set); got != want {
			t.Errorf("%s: %s", set, got)
		}
	}
	one, two := &ir.CustomSet{Azure: make([]ir.AzureRule, 1)}, &ir.CustomSet{Azure: make([]ir.AzureRule, 2)}
	for _, c := range []struct{ got, want string }{
		{SetVerb(ir.SetUse{ID: "acme/metrics", Custom: one}, 0, ""), "SetAcmeMetrics"},
		{SetVerb(ir.SetUse{ID: "acme/metrics", Custom: two}, 1, "Key Vault Reader"), "SetAcmeMetrics2KeyVaultReader"},
		{RoleKey(ir.SetUse{ID: "Acme/readAll", Custom: one}, 0), "set-acme-readall"},
		{RoleKey(ir.SetUse{ID: "acme/a--b", Custom: two}, 1), "set-acme-a-b-2"},
		{RoleSymbol("set-acme-metrics"), "roleSetAcmeMetrics"},
		{RoleSymbol("Storage Blob Data Reader"), "roleStorageBlobDataReader"},
		{GrantSymbol("events", SendVerb, "storageXEvents"), "grantEventsSendStorageXEvents"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}
