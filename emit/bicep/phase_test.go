package bicep_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep"
	"github.com/alienc/alienc/iam"
)

// TestSetup: whoever applies main.bicep may assign the roles that it assigns,
// and only to applications.
func TestSetup(t *testing.T) {
	out := output(everything())
	text := file(out, "iam/setup.bicep")
	same(t, section(t, text, "var grantableRoleIds"), `
		|var grantableRoleIds = join(
		|  [
		|    roleKvDataWrite.name
		|    '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
		|    '4633458b-17de-408a-b874-0445c86b69e6'
		|    '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
		|    '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
		|    '7f951dda-4ed3-4680-a7ca-43fe172d538d'
		|  ],
		|  ', '
		|)
	`)
	same(t, resource(t, text, "roleKvDataWrite"), `
		|resource roleKvDataWrite 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
		|  name: guid(resourceGroup().id, 'alien', 'app', 'kv-data-write')
		|  properties: {
		|    assignableScopes: [
		|      resourceGroup().id
		|    ]
		|    description: 'Stack "app": Put, update and delete the items of that table, without reading them.'
		|    permissions: [
		|      {
		|        actions: []
		|        dataActions: [
		|          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action'
		|          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/delete'
		|          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/update/action'
		|          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/write'
		|        ]
		|        notActions: []
		|        notDataActions: []
		|      }
		|    ]
		|    roleName: 'alien app kv-data-write (${uniqueString(resourceGroup().id)})'
		|    type: 'CustomRole'
		|  }
		|}
	`)
	same(t, resource(t, text, "setupAssignment"), `
		|resource setupAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
		|  name: guid(resourceGroup().id, deployerPrincipalId, roleSetup.name)
		|  properties: {
		|    condition: '((!(ActionMatches{\'Microsoft.Authorization/roleAssignments/write\'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${grantableRoleIds}} AND @Request[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {\'ServicePrincipal\'}))'
		|    conditionVersion: '2.0'
		|    principalId: deployerPrincipalId
		|    principalType: deployerPrincipalType
		|    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleSetup.name)
		|  }
		|}
	`)
	lacks(t, resource(t, text, "roleSetup"), "roleDefinitions/write", "/delete'", "'*'", "elevateAccess", "listKeys")
	// The words of the condition, and six ids with five commas and blanks.
	want := cloud.Budget{
		Cloud: cloud.Azure, Policy: true, What: "condition of the setup role", Unit: "characters",
		Used: 303 + 6*36 + 5*2, Limit: 8192, Hard: true, Hint: "split the stack",
	}
	if !slices.Contains(out.Budgets, want) {
		t.Errorf("no %+v in %+v", want, out.Budgets)
	}
}

// TestSetupWithoutGrants: who has nothing to assign may assign nothing, and
// needs no condition.
func TestSetupWithoutGrants(t *testing.T) {
	text := file(output(kinds()["storage"]), "iam/setup.bicep")
	lacks(t, text, "roleAssignments/write", "condition", "grantableRoleIds")
	contains(t, text, `
		|          'Microsoft.Storage/storageAccounts/write'
	`)
}

// TestTeardown: there is a role only where something holds no state, and it
// deletes nothing else.
func TestTeardown(t *testing.T) {
	for name, want := range map[string]bool{
		"storage": false, "kv": false, "queue": false, "vault": false, "registry": false,
		"function": true, "commands": true, "storage trigger": true, "everything": true,
	} {
		text := file(output(kinds()[name]), "iam/teardown.bicep")
		if (text != "") != want {
			t.Errorf("%s: a file is there: %v", name, text != "")
		}
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			if strings.HasPrefix(line, "'Microsoft.") && !strings.HasSuffix(line, "/read'") && !strings.HasSuffix(line, "/delete'") {
				t.Errorf("%s: %s", name, line)
			}
		}
		lacks(t, text, "storageAccounts/delete", "vaults/delete", "registries/delete", "Microsoft.Authorization/locks/", "roleAssignments/delete", "condition:")
	}
	text := file(output(kinds()["commands"]), "iam/teardown.bicep")
	contains(t, text, "|          'Microsoft.ServiceBus/namespaces/delete'\n")
	lacks(t, file(output(everything()), "iam/teardown.bicep"), "namespaces/delete")
}

// TestNobodyIsGivenAnything: a file of a phase gives its role to nobody until
// somebody is named.
func TestNobodyIsGivenAnything(t *testing.T) {
	out := output(everything())
	for path, parameter := range map[string]string{"iam/setup.bicep": "deployerPrincipal", "iam/teardown.bicep": "teardownPrincipal"} {
		text := file(out, path)
		contains(t, text, "|param "+parameter+"Id string = ''\n")
		contains(t, text, "|param "+parameter+"Type string = 'ServicePrincipal'\n")
		if a, b := strings.Count(text, "/roleAssignments@"), strings.Count(text, " = if (!empty("+parameter+"Id)) {"); a != 1 || b != 1 {
			t.Errorf("%s: %d assignments, %d with a condition", path, a, b)
		}
	}
}

// TestNoFilesWithoutRights: a plan without anything makes no file that an owner
// would apply.
func TestNoFilesWithoutRights(t *testing.T) {
	out := bicep.Emit(kinds()["storage"], &iam.Plan{})
	if n := len(out.Files); n != 4 || file(out, "iam/revoke.sh") == "" {
		t.Errorf("%d files", n)
	}
}

// managementFile is iam/management.bicep of a stack of nothing but some
// resources.
func managementFile(management *ir.Management, resources ...ir.Resource) string {
	s := stack(resources...)
	s.Management = management
	return file(output(s), "iam/management.bicep")
}
