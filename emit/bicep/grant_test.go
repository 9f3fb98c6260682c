package bicep_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep"
	"github.com/alienc/alienc/iam"
)

// Roles of the plans below.
var (
	reader = &iam.Role{ID: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", Symbol: "roleStorageBlobDataReader"}
	writer = &iam.Role{Key: "storage-data-write", Symbol: "roleStorageDataWrite", File: iam.Setup}
	sender = &iam.Role{ID: "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", Symbol: "roleAzureServiceBusDataSender"}
)

func right(symbol, identity string, role *iam.Role, place azure.Place, set, reason string) iam.Grant {
	return iam.Grant{
		Cloud: cloud.Azure, Plane: iam.Runtime, Identity: identity, Effect: iam.Allow, Statement: symbol,
		On: place.ID, Place: place, Role: role, Set: set, Reason: reason,
	}
}

// granted is a stack with a storage that triggers a function, and a plan that
// says who may do what. One assignment carries two grants, and management's
// is none of this file's.
func granted() (*ir.Stack, *iam.Plan) {
	data := &ir.Storage{Common: common("data", ir.Frozen)}
	s := stack(data, function("worker", onStorage("0", data, ir.ObjectCreated), onCron("1", "0 3 * * *", 0)))
	container, queue := azure.Scope(s, data, "container")[0], azure.Scope(s, data, "events")[0]
	management := right("grantManagementReadStorageData", "management", reader, azure.Scope(s, data, "account")[0], "storage/heartbeat", "Watch.")
	management.Plane = iam.Management
	return s, &iam.Plan{Grants: []iam.Grant{
		right("grantRunWriteStorageData", "profile:run", writer, container, "storage/data-write", "Write objects."),
		right("grantRunReadStorageData", "profile:run", reader, container, "storage/data-read", "Read objects."),
		right("grantRunReadStorageData", "profile:run", reader, container, "acme/it's ${x}", "Look."),
		management,
		right("grantEventsSendStorageDataEvents", "events", sender, queue, "derived:storage-trigger", "Deliver the events."),
	}}
}

func TestGrants(t *testing.T) {
	s, plan := granted()
	text := string(bicep.Emit(s, plan).Files[0].Data)
	contains(t, text, `
		|@description('Profile run: storage/data-read, acme/it\'s \${x}. Read objects. Look.')
		|resource grantRunReadStorageData 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
		|  scope: storageDataContainer
		|  name: guid(storageDataContainer.id, profileRun.id, roleStorageBlobDataReader)
		|  properties: {
		|    principalId: profileRun.properties.principalId
		|    principalType: 'ServicePrincipal'
		|    roleDefinitionId: roleStorageBlobDataReader
		|  }
		|}
	`)
	contains(t, text, `
		|@description('Events: Deliver the events.')
		|resource grantEventsSendStorageDataEvents 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
		|  scope: storageDataEvents
		|  name: guid(storageDataEvents.id, eventsIdentity.id, roleAzureServiceBusDataSender)
		|  properties: {
		|    principalId: eventsIdentity.properties.principalId
	`)
	contains(t, text, `
		|var roleStorageDataWrite = subscriptionResourceId(
		|  'Microsoft.Authorization/roleDefinitions',
		|  guid(resourceGroup().id, 'alien', 'app', 'storage-data-write')
		|)
		|var roleStorageBlobDataReader = subscriptionResourceId(
		|  'Microsoft.Authorization/roleDefinitions',
		|  '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
		|)
	`)
	for _, symbol := range []string{"functionWorker", "functionWorkerCron0"} {
		contains(t, resource(t, text, symbol), `
			|  dependsOn: [
			|    grantRunReadStorageData
			|    grantRunWriteStorageData
			|  ]
		`)
	}
	contains(t, resource(t, text, "storageDataToWorker"), `
		|  dependsOn: [
		|    grantEventsSendStorageDataEvents
		|  ]
	`)
	if n := strings.Count(text, "'Microsoft.Authorization/roleAssignments@"); n != 3 {
		t.Errorf("%d assignments, want 3", n)
	}
	lacks(t, text, "anagement")
}

// TestGrantOnTheGroup: the one scope without a symbol is the resource group,
// which an author can choose under "*" and accept.
func TestGrantOnTheGroup(t *testing.T) {
	s, plan := granted()
	plan.Grants = append(plan.Grants, right("grantRunSetAcmeLookStack", "profile:run", reader, azure.StackScope(s, "group")[0], "acme/look", "Look."))
	same(t, resource(t, string(bicep.Emit(s, plan).Files[0].Data), "grantRunSetAcmeLookStack"), `
		|resource grantRunSetAcmeLookStack 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
		|  name: guid(resourceGroup().id, profileRun.id, roleStorageBlobDataReader)
		|  properties: {
		|    principalId: profileRun.properties.principalId
		|    principalType: 'ServicePrincipal'
		|    roleDefinitionId: roleStorageBlobDataReader
		|  }
		|}
	`)
}

// TestNoGrantWidens: what is on no resource of the file never falls on the group.
func TestNoGrantWidens(t *testing.T) {
	s, plan := granted()
	elsewhere := azure.Place{ID: cloud.Concat("/subscriptions/", azure.SubscriptionID)}
	plan.Grants = append(plan.Grants, right("grantRunSetAcmeLookStack", "profile:run", reader, elsewhere, "acme/look", "Look."))
	defer func() {
		if recover() == nil {
			t.Error("a grant on the subscription is written")
		}
	}()
	bicep.Emit(s, plan)
}

func TestAssignmentBudget(t *testing.T) {
	budgets := bicep.Emit(granted()).Budgets
	i := slices.IndexFunc(budgets, func(b cloud.Budget) bool { return b.What == "role assignments" })
	if b := budgets[i]; b.Used != 4 || b.Limit != 200 || b.Hard || !b.Policy {
		t.Errorf("%+v", b)
	}
}
