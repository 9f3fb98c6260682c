package azure

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

const here = "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/"

func listed(places []Place) []string {
	var out []string
	for _, p := range places {
		id := p.ID.String()
		if rest, ok := strings.CutPrefix(id, here); ok {
			id = "~" + rest
		}
		out = append(out, p.Symbol+" "+id)
	}
	return out
}

func TestScope(t *testing.T) {
	const (
		bus      = "~Microsoft.ServiceBus/namespaces/sb-my-agent-${unique}"
		identity = "~Microsoft.ManagedIdentity/userAssignedIdentities/id-my-agent-"
	)
	s := kitchen()
	for _, c := range []struct {
		id, part string
		want     []string
	}{
		{"workspace", "account", []string{"storageWorkspace ~Microsoft.Storage/storageAccounts/stworkspace${unique}"}},
		{"workspace", "blobs", []string{"storageWorkspaceBlobs ~Microsoft.Storage/storageAccounts/stworkspace${unique}/blobServices/default"}},
		{"workspace", "container", []string{"storageWorkspaceContainer ~Microsoft.Storage/storageAccounts/stworkspace${unique}/blobServices/default/containers/objects"}},
		{"workspace", "events", []string{"storageWorkspaceEvents " + bus + "/queues/workspace-events"}},
		{"workspace", "topic", []string{"storageWorkspaceTopic ~Microsoft.EventGrid/systemTopics/egst-workspace"}},
		{"workspace", "table", nil},
		{"cache", "account", []string{"kvCache ~Microsoft.Storage/storageAccounts/stcache${unique}"}},
		{"cache", "tables", []string{"kvCacheTables ~Microsoft.Storage/storageAccounts/stcache${unique}/tableServices/default"}},
		{"cache", "table", []string{"kvCacheTable ~Microsoft.Storage/storageAccounts/stcache${unique}/tableServices/default/tables/items"}},
		{"jobs", "queue", []string{"queueJobs " + bus + "/queues/jobs"}},
		{"jobs", "namespace", []string{"serviceBus " + bus}},
		{"integrations", "vault", []string{"vaultIntegrations ~Microsoft.KeyVault/vaults/kv-inte7955${unique}"}},
		{"images", "registry", []string{"registryImages ~Microsoft.ContainerRegistry/registries/crimages${unique}"}},
		{"agent", "app", []string{"functionAgent ~Microsoft.App/containerApps/ca-agent"}},
		{"agent", "jobs", nil},
		{"agent", "commands", []string{"functionAgentCommands " + bus + "/queues/agent-commands"}},
		{"agent", "environment", []string{"appsEnvironment ~Microsoft.App/managedEnvironments/cae-my-agent"}},
		{"agent", "identity", []string{"profileExecution " + identity + "execution"}},
		{"agent", "pull-identity", []string{"pullIdentity " + identity + "pull"}},
		{"worker", "jobs", []string{"functionWorkerCron0 ~Microsoft.App/jobs/caj-worker-0", "functionWorkerCron1 ~Microsoft.App/jobs/caj-worker-1"}},
		{"worker", "commands", nil},
		{"worker", "sources", []string{"queueJobs " + bus + "/queues/jobs", "storageWorkspaceEvents " + bus + "/queues/workspace-events"}},
	} {
		if got := listed(Scope(s, s.Resource(c.id), c.part)); !slices.Equal(got, c.want) {
			t.Errorf("%s of %s:\n%s\nwant:\n%s", c.part, c.id, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestScopesOfWhatIsShared(t *testing.T) {
	s := kitchen()
	for part, want := range map[string]string{
		"group":           " /subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}",
		"namespace":       "serviceBus ~Microsoft.ServiceBus/namespaces/sb-my-agent-${unique}",
		"environment":     "appsEnvironment ~Microsoft.App/managedEnvironments/cae-my-agent",
		"workspace":       "logs ~Microsoft.OperationalInsights/workspaces/log-my-agent",
		"pull-identity":   "pullIdentity ~Microsoft.ManagedIdentity/userAssignedIdentities/id-my-agent-pull",
		"events-identity": "eventsIdentity ~Microsoft.ManagedIdentity/userAssignedIdentities/id-my-agent-events",
		"bucket":          "",
	} {
		if got := strings.Join(listed(StackScope(s, part)), " "); got != want {
			t.Errorf("%s: %s, want %s", part, got, want)
		}
	}
	small := (&ir.Stack{ID: "s", Resources: []ir.Resource{&ir.Vault{Common: sample("v")}}}).Seal()
	for _, part := range StackParts {
		if places := StackScope(small, part); len(places) > 0 && part != "group" {
			t.Errorf("a vault alone needs no %s", part)
		}
	}
	if places := ProfileScope(s, "execution", "role"); places != nil {
		t.Errorf("a profile has a role: %q", listed(places))
	}
}

// What a grant is on, a template can find again.
func TestPlaces(t *testing.T) {
	s := kitchen()
	places := Places(s)
	symbols := map[string]bool{}
	for _, symbol := range Symbols(s) {
		symbols[symbol.Name] = true
	}
	seen := map[string]bool{}
	for _, p := range places {
		if seen[p.Symbol] || !symbols[p.Symbol] {
			t.Errorf("%s stands twice or is no symbol of the template", p.Symbol)
		}
		seen[p.Symbol] = true
		if found, ok := PlaceOf(s, cloud.Lit(strings.ToUpper(p.ID.String()))); !ok || found.Symbol != p.Symbol {
			t.Errorf("%s is not found by its id", p.Symbol)
		}
		if BreadthOf(p.ID) != Single {
			t.Errorf("%s is no single resource", p.ID)
		}
		if APIVersion(p.Type) == "" {
			t.Errorf("%s has no version", p.Type)
		}
	}
	if len(places) != 25 {
		t.Errorf("%d places:\n%s", len(places), strings.Join(listed(places), "\n"))
	}
	for _, r := range s.Resources {
		if id := ID(s, r); !strings.HasSuffix(id.String(), "/"+Name(r).String()) {
			t.Errorf("%s: %s", r.Info().ID, id)
		}
	}
}

func TestBreadth(t *testing.T) {
	for scope, want := range map[string]Breadth{
		"*":                 Everything,
		"/":                 Everything,
		"/*":                Everything,
		"":                  Malformed,
		"stdata":            Malformed,
		"//":                Everything,
		"/subscriptions":    Malformed,
		"/subscriptions/":   Malformed,
		"/subscriptions/*":  Malformed,
		"/resourceGroups/x": Malformed,
		"/subscriptions/1":  Elsewhere,
		"/subscriptions/1/resourceGroups/x/providers/A/b/c":                Elsewhere,
		"/Subscriptions/${subscriptionId}":                                 Subscription,
		"/subscriptions/${subscriptionId}/resourceGroups/x":                Elsewhere,
		"/subscriptions/${subscriptionId}/resourceGroups":                  Malformed,
		"/subscriptions/${subscriptionId}/providers/A/b/c":                 Malformed,
		"/subscriptions/${subscriptionId}/RESOURCEGROUPS/${resourceGroup}": Group,
		here + "Microsoft.KeyVault/vaults/x":                               Single,
		here + "Microsoft.KeyVault/vaults/x/secrets/y":                     Single,
		here + "Microsoft.KeyVault/vaults/x/secrets":                       Malformed,
		here + "Microsoft.KeyVault/vaults":                                 Malformed,
		here + "Microsoft.KeyVault":                                        Malformed,
		here + "Microsoft.KeyVault/vaults/*":                               Malformed,
		here:                                                               Malformed,
		"/providers/Microsoft.Management/managementGroups/x":               Everything,
	} {
		if got := BreadthOf(cloud.Lit(scope)); got != want {
			t.Errorf("%q: %d, want %d", scope, got, want)
		}
	}
}

func TestTouches(t *testing.T) {
	s := kitchen()
	const account = here + "Microsoft.Storage/storageAccounts/stworkspace${unique}"
	const bus = here + "Microsoft.ServiceBus/namespaces/sb-my-agent-${unique}"
	const environment = here + "Microsoft.App/managedEnvironments/cae-my-agent"
	for _, c := range []struct{ scope, touched, not string }{
		{account, "workspace", "cache jobs agent"},
		{strings.ToUpper(account), "workspace", "cache"},
		{account + "/blobServices/default/containers/objects/x/y", "workspace", "cache"},
		{account + "x", "", "workspace cache"},
		{bus, "jobs workspace agent", "cache api worker"}, // whose queues of events and commands lie in it
		{bus + "/queues/jobs", "jobs", "workspace agent worker"},
		{bus + "/queues/agent-commands", "agent", "jobs worker"},
		{environment, "agent api worker", "jobs"},
		{here + "Microsoft.App/containerApps/ca-api", "api", "agent worker"},
		{here + "Microsoft.ManagedIdentity/userAssignedIdentities/id-my-agent-execution", "agent", "api worker"},
		{"/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}", "workspace cache jobs integrations images agent api worker", ""},
		{"/", "workspace cache jobs integrations images agent api worker", ""},
	} {
		for _, id := range strings.Fields(c.touched) {
			if !Touches(s, cloud.Lit(c.scope), s.Resource(id)) {
				t.Errorf("%s does not touch %s", c.scope, id)
			}
		}
		for _, id := range strings.Fields(c.not) {
			if Touches(s, cloud.Lit(c.scope), s.Resource(id)) {
				t.Errorf("%s touches %s", c.scope, id)
			}
		}
	}
}

// An action is about resources of its own provider, or about any.
func TestConcerns(t *testing.T) {
	s := kitchen()
	for action, want := range map[string]string{
		"Microsoft.KeyVault/vaults/write":             "integrations",
		"Microsoft.Storage/storageAccounts/write":     "workspace cache",
		"microsoft.servicebus/NAMESPACES/write":       "workspace jobs agent", // queues of events and commands
		"Microsoft.App/containerApps/write":           "agent api worker",
		"Microsoft.ContainerRegistry/registries/read": "images",
		"Microsoft.Insights/diagnosticSettings/write": "workspace cache jobs integrations images agent api worker",
		"Quantum.Computing/qubits/write":              "workspace cache jobs integrations images agent api worker",
	} {
		var got []string
		for _, r := range s.Resources {
			if Concerns(action, s, r) {
				got = append(got, r.Info().ID)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", action, strings.Join(got, " "), want)
		}
	}
}

func TestFill(t *testing.T) {
	s := kitchen()
	for _, c := range []struct{ text, under, profile, want string }{
		{here + "Microsoft.Storage/storageAccounts/${storageAccountName}", "workspace", "p", here + "Microsoft.Storage/storageAccounts/stworkspace${unique}"},
		{"${storageAccountName} ${resourceName}", "cache", "p", "stcache${unique} stcache${unique}"},
		{"${storageAccountName} ${resourceName}", "jobs", "p", "${storageAccountName} jobs"},
		{"storageAccounts/${resourceName}/blobServices/default/containers/${resourceName}", "workspace", "p", "storageAccounts/stworkspace${unique}/blobServices/default/containers/objects"},
		{"storageAccounts/${resourceName}/tableServices/default/tables/${resourceName}", "cache", "p", "storageAccounts/stcache${unique}/tableServices/default/tables/items"},
		{"x/namespaces/${resourceName}/queues/${resourceName}", "jobs", "p", "x/namespaces/sb-my-agent-${unique}/queues/jobs"},
		{"x/namespaces/${resourceId}/tables/${resourceName}", "workspace", "p", "x/namespaces/workspace/tables/stworkspace${unique}"},
		{"${stackPrefix} ${resourceId}", "integrations", "p", "my-agent integrations"},
		{"${serviceAccountName} ${principalId}", "", "execution", "id-my-agent-execution ${profileExecution.properties.principalId}"},
		{"${serviceAccountName} ${principalId}", "", "", "${serviceAccountName} ${managementPrincipalId}"},
		{"${stackTag}, ${resourceTag}, ${managedByTag}", "", "p", "alien-stack, alien-resource, managed-by"},
		{"$${x} ${awsRegion} ${", "", "p", "$${x} ${awsRegion} ${"},
	} {
		if got := Fill(c.text, s, s.Resource(c.under), c.profile).String(); got != c.want {
			t.Errorf("%s under %q = %s, want %s", c.text, c.under, got, c.want)
		}
	}
	if got := Fill("$${x} ${awsRegion}", s, nil, "p"); len(got) != 1 || got[0].Lit != "${x} ${awsRegion}" {
		t.Errorf("%#v", got)
	}
}

func TestVariablesExist(t *testing.T) {
	s := kitchen()
	for _, name := range Interpolations {
		if _, ok := Interpolation(name, s, s.Resource("workspace"), "p"); !ok {
			t.Errorf("${%s} has no value", name)
		}
	}
	for name, want := range map[string]bool{"stackPrefix": true, "subscriptionId": true, "resourceName": false, "resourceId": false, "storageAccountName": false, "region": false} {
		if _, ok := Interpolation(name, s, nil, "p"); ok != want {
			t.Errorf("${%s} has a value under *: %t", name, ok)
		}
	}
}

func TestEveryPartIsSomewhere(t *testing.T) {
	s := kitchen()
	for _, kind := range ir.Kinds {
		for _, part := range Parts(kind) {
			found := false
			for _, r := range s.Resources {
				found = found || r.Kind() == kind && len(Scope(s, r, part)) > 0
			}
			if !found {
				t.Errorf("no %s has a %s", kind, part)
			}
		}
		if len(Parts(kind)) == 0 || words[kind] == "" {
			t.Errorf("%s has no part or no word", kind)
		}
	}
}
