package bicep_test

import (
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

// customSet is a stack whose author wrote a permission set for Azure.
func customSet() *ir.Stack {
	data := &ir.Storage{Common: common("data", ir.Frozen)}
	f := function("worker")
	f.Links = []ir.Ref{ir.RefTo(data)}
	s := stack(data, f)
	s.Profiles[0].Grants = []ir.Keyed{{Key: "data", Sets: []ir.SetUse{{ID: "acme/tags", Custom: &ir.CustomSet{
		Description: "Read tags.\n@secure()",
		Azure: []ir.AzureRule{{
			DataActions:     []string{"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags/read"},
			PredefinedRoles: []string{"Storage Blob Data Reader"},
			Resource: &ir.AzureBinding{Scope: "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/" +
				"Microsoft.Storage/storageAccounts/${resourceName}/blobServices/default/containers/${resourceName}"},
		}},
	}}}}}
	return s
}

// TestCustomSet: an author's set becomes one assignment of a role of its own
// and one of each role of Azure that it names, on the scope that it names.
func TestCustomSet(t *testing.T) {
	text := string(output(customSet()).Files[0].Data)
	for _, test := range [][2]string{
		{"grantRunSetAcmeTagsStorageData", "roleSetAcmeTags"},
		{"grantRunSetAcmeTagsStorageBlobDataReaderStorageData", "roleStorageBlobDataReader"},
	} {
		same(t, resource(t, text, test[0]), `
			|resource `+test[0]+` 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
			|  scope: storageDataContainer
			|  name: guid(storageDataContainer.id, profileRun.id, `+test[1]+`)
			|  properties: {
			|    principalId: profileRun.properties.principalId
			|    principalType: 'ServicePrincipal'
			|    roleDefinitionId: `+test[1]+`
			|  }
			|}
		`)
	}
	contains(t, text, `
		|var roleSetAcmeTags = subscriptionResourceId(
		|  'Microsoft.Authorization/roleDefinitions',
		|  guid(resourceGroup().id, 'alien', 'app', 'set-acme-tags')
		|)
	`)
	contains(t, text, `
		|@description('Profile run: acme/tags. Read tags.\n@secure()')
		|resource grantRunSetAcmeTagsStorageData 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
	`)
}
