package azure

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud/azure/catalogue"
)

// say writes a power in words.
func say(p Power) string {
	list := []string{string(p.Level)}
	for _, w := range []struct {
		is   bool
		word string
	}{{p.Reads, "reads"}, {p.Writes, "writes"}, {p.Code, "code"}, {p.Replaces, "replaces"}, {p.Hands != "", p.Hands}, {!p.Known, "unknown"}} {
		if w.is {
			list = append(list, w.word)
		}
	}
	return strings.Join(list, " ")
}

func TestPower(t *testing.T) {
	for action, want := range map[string]string{
		"Microsoft.Authorization/roleAssignments/write":                                       "write rights",
		"microsoft.authorization/ROLEDEFINITIONS/write":                                       "write rights",
		"Microsoft.Authorization/roleAssignments/delete":                                      "write rights",
		"Microsoft.Authorization/roleAssignments/read":                                        "read",
		"Microsoft.Authorization/elevateAccess/action":                                        "write rights",
		"Microsoft.Authorization/somethingNew/action":                                         "write writes rights unknown",
		"Microsoft.ManagedIdentity/userAssignedIdentities/assign/action":                      "write identities",
		"Microsoft.ManagedIdentity/userAssignedIdentities/write":                              "write",
		"Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write": "write identities",
		"Microsoft.Storage/storageAccounts/listKeys/action":                                   "write credentials",
		"Microsoft.Storage/storageAccounts/regenerateKey/action":                              "write credentials",
		"Microsoft.Storage/storageAccounts/ListAccountSas/action":                             "write credentials",
		"Microsoft.Storage/storageAccounts/read":                                              "read",
		"Microsoft.Storage/storageAccounts/write":                                             "write access",
		"Microsoft.Storage/storageAccounts/delete":                                            "write writes",
		"Microsoft.Storage/storageAccounts/blobServices/write":                                "write",
		"Microsoft.Storage/storageAccounts/blobServices/containers/write":                     "write access",
		"Microsoft.Storage/storageAccounts/blobServices/containers/delete":                    "write writes",
		"Microsoft.Storage/storageAccounts/managementPolicies/write":                          "write",
		"Microsoft.Storage/storageAccounts/objectReplicationPolicies/write":                   "write reads writes",
		"Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action":     "read", // good for no more than its holder may do
		"Microsoft.ServiceBus/namespaces/queues/read":                                         "read",
		"Microsoft.ServiceBus/namespaces/queues/write":                                        "write reads",
		"Microsoft.ServiceBus/namespaces/queues/authorizationRules/listKeys/action":           "write credentials",
		"Microsoft.ServiceBus/namespaces/authorizationRules/write":                            "write rights",
		"Microsoft.KeyVault/vaults/write":                                                     "write rights",
		"Microsoft.KeyVault/vaults/accessPolicies/write":                                      "write rights",
		"Microsoft.KeyVault/vaults/deploy/action":                                             "read reads",
		"Microsoft.ContainerRegistry/registries/pull/read":                                    "read code",
		"Microsoft.ContainerRegistry/registries/push/write":                                   "write code",
		"Microsoft.ContainerRegistry/registries/listCredentials/action":                       "write credentials",
		"Microsoft.ContainerRegistry/registries/importImage/action":                           "write code",
		"Microsoft.App/containerApps/write":                                                   "write code replaces",
		"Microsoft.App/jobs/start/action":                                                     "write code replaces",
		"Microsoft.App/containerApps/delete":                                                  "write",
		"Microsoft.App/containerApps/authConfigs/delete":                                      "write access",
		"Microsoft.ContainerRegistry/registries/scheduleRun/action":                           "write code work under another identity",
		"Microsoft.ContainerRegistry/registries/write":                                        "write access",
		"Microsoft.App/containerApps/listSecrets/action":                                      "write credentials",
		"Microsoft.App/containerApps/getAuthToken/action":                                     "write credentials",
		"Microsoft.App/containerApps/authtoken/action":                                        "write credentials",
		"Microsoft.App/containerApps/revisions/restart/action":                                "write",
		"Microsoft.App/managedEnvironments/join/action":                                       "write",
		"Microsoft.OperationalInsights/workspaces/sharedKeys/action":                          "write credentials",
		"Microsoft.OperationalInsights/workspaces/query/read":                                 "read reads",
		"Microsoft.Insights/metrics/read":                                                     "read",
		"Microsoft.Insights/diagnosticSettings/write":                                         "write reads",
		"Microsoft.EventGrid/systemTopics/eventSubscriptions/write":                           "write reads",
		"Quantum.Computing/qubits/listConnectionStrings/action":                               "write writes credentials unknown",
		"Quantum.Computing/qubits/read":                                                       "write writes unknown",
	} {
		if got := say(PowerOf(action, false)); got != want {
			t.Errorf("%s: %s, want %s", action, got, want)
		}
	}
}

func TestPowerOnData(t *testing.T) {
	for action, want := range map[string]string{
		"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read":                   "read reads",
		"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write":                  "write writes",
		"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action":             "write writes",
		"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete":                 "write writes",
		"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/manageOwnership/action": "write rights",
		"Microsoft.Storage/storageAccounts/tableServices/tables/entities/update/action":          "write writes",
		"Microsoft.Storage/storageAccounts/tableServices/tables/read":                            "write writes unknown", // it is on the control plane
		"Microsoft.KeyVault/vaults/secrets/getSecret/action":                                     "read reads",
		"Microsoft.KeyVault/vaults/secrets/readMetadata/action":                                  "read reads",
		"Microsoft.KeyVault/vaults/secrets/setSecret/action":                                     "write writes",
		"Microsoft.KeyVault/vaults/keys/sign/action":                                             "write credentials",
		"Microsoft.ServiceBus/namespaces/messages/receive/action":                                "write reads writes",
		"Microsoft.ServiceBus/namespaces/messages/send/action":                                   "write writes",
		"Microsoft.ContainerRegistry/registries/repositories/content/read":                       "read code",
		"Microsoft.ContainerRegistry/registries/repositories/metadata/read":                      "read",
		"Microsoft.App/containerApps/exec/action":                                                "write work under another identity",
		"Microsoft.App/containerApps/logstream/action":                                           "read reads",
	} {
		if got := say(PowerOf(action, true)); got != want {
			t.Errorf("%s: %s, want %s", action, got, want)
		}
	}
}

// A pattern can do what it covers.
func TestPowerOfPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern string
		data    bool
		want    string
	}{
		{"*", false, "write reads writes code replaces rights"},
		{"*/read", false, "read reads code credentials"}, // the shared keys of a workspace,
		{"Microsoft.Authorization/*/read", false, "read"},
		{"Microsoft.App/containerApps/*/action", false, "write credentials"},
		{"Microsoft.ServiceBus/*/queues/read", false, "read"},
		{"Microsoft.ServiceBus/*/receive/action", true, "write reads writes"},
		{"Microsoft.Support/*", false, "write"},
		{"Quantum.Computing/*", false, "write writes unknown"},
	} {
		if got := say(PowerOf(c.pattern, c.data)); got != c.want {
			t.Errorf("%s: %s, want %s", c.pattern, got, c.want)
		}
	}
}

func TestPowerOfRoles(t *testing.T) {
	for name, want := range map[string]string{
		"Storage Blob Data Reader":        "read reads",
		"Azure Service Bus Data Sender":   "write writes",
		"Azure Service Bus Data Receiver": "write reads writes",
		"Key Vault Secrets User":          "read reads",
		"AcrPull":                         "read code",
		"AcrPush":                         "write code",
		"Container Apps Operator":         "write reads credentials", // getAuthToken, and exec acts as the container
		"Owner":                           "write reads writes code replaces rights",
		"Key Vault Crypto User":           "write reads writes credentials",
	} {
		r, ok := catalogue.Open().Role(name)
		if !ok {
			t.Fatalf("no role %s", name)
		}
		if got := say(PowerOfRole(r)); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// No row is there for nothing: each covers an action that the catalogue knows.
func TestEveryRowCoversSomething(t *testing.T) {
	for _, table := range []struct {
		rows     []row
		patterns []catalogue.Pattern
		data     bool
	}{{control, controlPatterns(), false}, {data, dataPatterns(), true}} {
		for i, p := range table.patterns {
			found := strings.HasPrefix(table.rows[i].pattern, "*") // it is for any service
			for _, a := range catalogue.Open().Actions() {
				found = found || a.Data == table.data && p.Match(a.Name)
			}
			if !found {
				t.Errorf("no known action fits %s", table.rows[i].pattern)
			}
		}
	}
}

func BenchmarkPower(b *testing.B) {
	for b.Loop() {
		PowerOf("Microsoft.Storage/storageAccounts/blobServices/containers/read", false)
	}
}
