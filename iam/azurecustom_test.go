package iam

import (
	"fmt"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

// azureSet grants a set of the author's under a key.
func azureSet(key string, rules ...ir.AzureRule) ir.Keyed {
	return ir.Keyed{Key: key, Sets: []ir.SetUse{{
		ID: "acme/index", Path: "permissions." + key, Custom: &ir.CustomSet{Description: "Why it is needed.", Azure: rules},
	}}}
}

func scoped(scope string) *ir.AzureBinding { return &ir.AzureBinding{Scope: scope} }

func TestCustomSetsOnAzure(t *testing.T) {
	const (
		group     = "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}"
		container = group + "/providers/Microsoft.Storage/storageAccounts/${storageAccountName}/blobServices/default/containers/${resourceName}"
		tags      = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags/"
		account   = "Storage/storageAccounts/stdata${unique}"
	)
	for _, c := range []struct {
		name       string
		profile    []ir.Keyed
		management []ir.Keyed
		want       []string // assignments
		roles      []string
	}{
		{
			name: "actions are a role of the stack's, known by their own names",
			profile: []ir.Keyed{azureSet("data", ir.AzureRule{
				DataActions: []string{tags + "WRITE", tags + "read"}, Resource: scoped(container), Stack: scoped(group),
			})},
			want:  []string{"grantPSetAcmeIndexStorageData: profile:p has set-acme-index on " + account + "/blobServices/default/containers/objects"},
			roles: []string{"in setup: set-acme-index alien acme set-acme-index (${groupUnique})", "  data " + tags + "read", "  data " + tags + "write"},
		},
		{
			name:    "a wildcard becomes the actions that are known now",
			profile: []ir.Keyed{azureSet("data", ir.AzureRule{DataActions: []string{tags + "*"}, Resource: scoped(container)})},
			want:    []string{"grantPSetAcmeIndexStorageData: profile:p has set-acme-index on " + account + "/blobServices/default/containers/objects"},
			roles:   []string{"in setup: set-acme-index alien acme set-acme-index (${groupUnique})", "  data " + tags + "read", "  data " + tags + "write"},
		},
		{
			name: "beside roles of Azure, rules by number",
			profile: []ir.Keyed{azureSet("data",
				ir.AzureRule{PredefinedRoles: []string{"Storage Blob Data Reader"}, Resource: scoped(container)},
				ir.AzureRule{
					Actions: []string{"Microsoft.Storage/storageAccounts/read"}, PredefinedRoles: []string{"Storage Blob Delegator"},
					Resource: scoped(group + "/providers/microsoft.storage/STORAGEACCOUNTS/${storageAccountName}"),
				},
			)},
			want: []string{
				`grantPSetAcmeIndex1StorageBlobDataReaderStorageData: profile:p has "Storage Blob Data Reader" on ` + account + "/blobServices/default/containers/objects",
				`grantPSetAcmeIndex2StorageBlobDelegatorStorageData: profile:p has "Storage Blob Delegator" on ` + account,
				`grantPSetAcmeIndex2StorageData: profile:p has set-acme-index-2 on ` + account,
			},
			roles: []string{
				"in setup: set-acme-index-2 alien acme set-acme-index-2 (${groupUnique})", "  Microsoft.Storage/storageAccounts/read",
			},
		},
		{
			name:    "under star, the stack binding counts, as written",
			profile: []ir.Keyed{azureSet("*", ir.AzureRule{Actions: []string{"Microsoft.Insights/metrics/read"}, Resource: scoped(container), Stack: scoped(group)})},
			want:    []string{"grantPSetAcmeIndexStack: profile:p has set-acme-index on the group"},
			roles:   []string{"in setup: set-acme-index alien acme set-acme-index (${groupUnique})", "  Microsoft.Insights/metrics/read"},
		},
		{
			name:       "of management alone, in its file",
			management: []ir.Keyed{azureSet("data", ir.AzureRule{Actions: []string{"Microsoft.Insights/metrics/read"}, Resource: scoped(container)})},
			want:       []string{"grantManagementSetAcmeIndexStorageData: management has set-acme-index on " + account + "/blobServices/default/containers/objects"},
			roles:      []string{"in management: set-acme-index alien acme set-acme-index (${groupUnique})", "  Microsoft.Insights/metrics/read"},
		},
		{
			name:       "of both, in the file that is applied first",
			profile:    []ir.Keyed{azureSet("*", ir.AzureRule{Actions: []string{"Microsoft.Insights/metrics/read"}, Stack: scoped(group)})},
			management: []ir.Keyed{azureSet("*", ir.AzureRule{Actions: []string{"Microsoft.Insights/metrics/read"}, Stack: scoped(group)})},
			want: []string{
				"grantManagementSetAcmeIndexStack: management has set-acme-index on the group",
				"grantPSetAcmeIndexStack: profile:p has set-acme-index on the group",
			},
			roles: []string{"in setup: set-acme-index alien acme set-acme-index (${groupUnique})", "  Microsoft.Insights/metrics/read"},
		},
		{
			name:    "without the binding that counts, nothing",
			profile: []ir.Keyed{azureSet("data", ir.AzureRule{Actions: []string{"Microsoft.Insights/metrics/read"}, Stack: scoped(group)})},
		},
	} {
		s := (&ir.Stack{
			ID: "acme",
			Resources: []ir.Resource{
				&ir.Storage{Common: frozen("data")},
				&ir.Function{Common: frozen("api"), Ingress: ir.Private, Profile: "p", Links: []ir.Ref{ref(ir.KindStorage, "data")}},
			},
			Profiles:   []*ir.Profile{{Name: "p", Grants: c.profile}},
			Management: &ir.Management{Mode: ir.ManagementOverride, Grants: c.management},
		}).Seal()
		p := deriveAzure(s)
		compare(t, c.name, append(assigned(p, Management), assigned(p, Runtime)...), c.want)
		var roles []string
		for _, file := range []Plane{Management, Setup} {
			for _, line := range defined(p, file) {
				if line == "setup alien acme setup (${groupUnique})" {
					break // setup's own role
				}
				if line[0] != ' ' {
					line = fmt.Sprintf("in %s: %s", file, line)
				}
				roles = append(roles, line)
			}
		}
		compare(t, c.name+", roles", roles, c.roles)
		for _, g := range p.Grants {
			if g.Custom && (g.Wide != (g.Scope == ir.Any) || g.Reason != "Why it is needed." || g.Place.Symbol == "" && !g.Wide) {
				t.Errorf("%s: %+v", c.name, g)
			}
		}
	}
}
