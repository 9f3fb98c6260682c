package bicep_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

func TestManagement(t *testing.T) {
	agent := function("agent")
	agent.Commands = true
	text := managementFile(nil, &ir.Storage{Common: common("data", ir.Frozen)}, agent)
	contains(t, text, `
		|@description('Object id, in this tenant, of the service principal of the vendor\'s application. It is not the application id.')
		|@minLength(36)
		|@maxLength(36)
		|param managementPrincipalId string
	`)
	same(t, resource(t, text, "storageData"), `
		|resource storageData 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
		|  name: 'stdata${uniqueSuffix}'
		|}
	`)
	same(t, resource(t, text, "functionAgentCommands"), `
		|resource functionAgentCommands 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = {
		|  parent: serviceBus
		|  name: 'agent-commands'
		|}
	`)
	same(t, resource(t, text, "grantManagementMonitorStorageData"), `
		|resource grantManagementMonitorStorageData 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
		|  scope: storageData
		|  name: guid(storageData.id, managementPrincipalId, roleManagementMonitor.name)
		|  properties: {
		|    principalId: managementPrincipalId
		|    principalType: 'ServicePrincipal'
		|    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementMonitor.name)
		|  }
		|}
	`)
	same(t, resource(t, text, "grantManagementSendFunctionAgentCommands"), `
		|resource grantManagementSendFunctionAgentCommands 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
		|  scope: functionAgentCommands
		|  name: guid(functionAgentCommands.id, managementPrincipalId, roleAzureServiceBusDataSender)
		|  properties: {
		|    principalId: managementPrincipalId
		|    principalType: 'ServicePrincipal'
		|    roleDefinitionId: roleAzureServiceBusDataSender
		|  }
		|}
	`)
	contains(t, text, "It watches every resource, and updates in place what is live; it sends commands to what takes them. Written")
}

// TestManagementIsAnOverlay: the file declares roles and assignments, each
// assignment on one resource, and refers to the rest as main.bicep declares it.
func TestManagementIsAnOverlay(t *testing.T) {
	declaration := regexp.MustCompile(`(?m)^resource (\w+) '([\w./@-]+)'( existing)? = (?s:(.*?))\n}$`)
	naming := regexp.MustCompile(`(?m)^  (parent|name): .*$`)
	for name, s := range kinds() {
		out := output(s)
		names := map[string]string{}
		for _, m := range declaration.FindAllStringSubmatch(file(out, "main.bicep"), -1) {
			names[m[1]] = m[2] + strings.Join(naming.FindAllString(m[4], -1), "")
		}
		seen := map[string]bool{}
		for _, m := range declaration.FindAllStringSubmatch(file(out, "iam/management.bicep"), -1) {
			switch {
			case m[3] != "":
				seen[m[1]] = true
				if want := names[m[1]]; want != m[2]+strings.Join(naming.FindAllString(m[4], -1), "") {
					t.Errorf("%s: %s is %s in main.bicep, not\n%s", name, m[1], want, m[0])
				}
			case strings.HasPrefix(m[2], "Microsoft.Authorization/roleAssignments@"):
				if scope := regexp.MustCompile(`(?m)^  scope: (\w+)$`).FindStringSubmatch(m[4]); len(scope) != 2 || !seen[scope[1]] {
					t.Errorf("%s: on no resource:\n%s", name, m[0])
				}
			case !strings.HasPrefix(m[2], "Microsoft.Authorization/roleDefinitions@"):
				t.Errorf("%s: management.bicep makes %s", name, m[2])
			}
		}
		if len(s.Resources) > 0 && len(seen) == 0 {
			t.Errorf("%s: management sees nothing", name)
		}
		lacks(t, file(out, "main.bicep"), "managementPrincipalId")
	}
}

// TestManagementByTheAuthor: where the author lists everything, there is
// nothing else; a list of nothing makes no file.
func TestManagementByTheAuthor(t *testing.T) {
	data := &ir.Storage{Common: common("data", ir.Frozen)}
	override := &ir.Management{Mode: ir.ManagementOverride, Grants: []ir.Keyed{{Key: "data", Sets: []ir.SetUse{{ID: "storage/data-read"}}}}}
	text := managementFile(override, data)
	contains(t, text, "It is what its alien.ts lists for management, and nothing else.")
	same(t, resource(t, text, "storageDataBlobs"), `
		|resource storageDataBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' existing = {
		|  parent: storageData
		|  name: 'default'
		|}
	`)
	if n := strings.Count(text, "/roleAssignments@"); n != 1 {
		t.Errorf("%d assignments in\n%s", n, text)
	}
	if text := managementFile(&ir.Management{Mode: ir.ManagementOverride}, data); text != "" {
		t.Errorf("a file for nothing:\n%s", text)
	}
}

// TestManagementOnTheGroup: an author may choose the resource group and accept
// that; no other assignment falls on it.
func TestManagementOnTheGroup(t *testing.T) {
	management := &ir.Management{Mode: ir.ManagementExtend, Grants: []ir.Keyed{{Key: ir.Any, Sets: []ir.SetUse{{
		ID: "acme/look", Custom: &ir.CustomSet{Description: "Look.", Azure: []ir.AzureRule{{
			Actions: []string{"Microsoft.Storage/storageAccounts/read"},
			Stack:   &ir.AzureBinding{Scope: "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}"},
		}}},
	}}}}}
	text := managementFile(management, &ir.Storage{Common: common("data", ir.Frozen)})
	same(t, resource(t, text, "grantManagementSetAcmeLookStack"), `
		|resource grantManagementSetAcmeLookStack 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
		|  name: guid(resourceGroup().id, managementPrincipalId, roleSetAcmeLook.name)
		|  properties: {
		|    principalId: managementPrincipalId
		|    principalType: 'ServicePrincipal'
		|    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleSetAcmeLook.name)
		|  }
		|}
	`)
	if all, scoped := strings.Count(text, "/roleAssignments@"), strings.Count(text, "\n  scope: "); all != 2 || scoped != 1 {
		t.Errorf("%d assignments, %d on a resource", all, scoped)
	}
	contains(t, text, "and it does what its alien.ts adds.")
}

// TestSharedRole: a role that a profile and management both have is defined
// once, in setup.bicep.
func TestSharedRole(t *testing.T) {
	s := customSet()
	s.Management = &ir.Management{Mode: ir.ManagementExtend, Grants: s.Profiles[0].Grants}
	out := output(s)
	const definition = "resource roleSetAcmeTags 'Microsoft.Authorization/roleDefinitions@"
	if a, b := strings.Count(file(out, "iam/setup.bicep"), definition), strings.Count(file(out, "iam/management.bicep"), definition); a != 1 || b != 0 {
		t.Errorf("defined %d times in setup.bicep, %d times in management.bicep", a, b)
	}
	same(t, section(t, file(out, "iam/management.bicep"), "var roleSetAcmeTags"), `
		|var roleSetAcmeTags = subscriptionResourceId(
		|  'Microsoft.Authorization/roleDefinitions',
		|  guid(resourceGroup().id, 'alien', 'app', 'set-acme-tags')
		|)
		|var roleStorageBlobDataReader = subscriptionResourceId(
		|  'Microsoft.Authorization/roleDefinitions',
		|  '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
		|)
	`)
}

func TestManagementBudgets(t *testing.T) {
	s := kinds()["storage"]
	out := output(s)
	for _, want := range []cloud.Budget{
		{Cloud: cloud.Azure, Policy: true, What: "management template", Unit: "bytes", Used: 3 * len(file(out, "iam/management.bicep")), Limit: 4194304, Hard: true, Hint: "split the stack"},
		{Cloud: cloud.Azure, Policy: true, What: "resources of management", Used: 3, Limit: 800, Hard: true, Hint: "split the stack"},
	} {
		if !slices.Contains(out.Budgets, want) {
			t.Errorf("no %+v in %+v", want, out.Budgets)
		}
	}
}

// TestRoleDefinitions: every role of the stack's own is also a file for the
// command line, in the words of the plan.
func TestRoleDefinitions(t *testing.T) {
	for name, s := range kinds() {
		plan, out := iam.Derive(s, []cloud.Name{cloud.Azure}), output(s)
		for _, plane := range []iam.Plane{iam.Setup, iam.Teardown, iam.Management} {
			for _, r := range plan.Roles(plane) {
				var role struct {
					Name, Description                                                  string
					IsCustom                                                           bool
					Actions, NotActions, DataActions, NotDataActions, AssignableScopes []string
				}
				d := json.NewDecoder(strings.NewReader(file(out, "iam/roles/"+r.Key+".json")))
				d.DisallowUnknownFields()
				if err := d.Decode(&role); err != nil {
					t.Errorf("%s: %s: %v", name, r.Key, err)
					continue
				}
				if !strings.HasPrefix(role.Name, "alien app ") || !strings.HasSuffix(role.Name, " (RESOURCE_GROUP)") || !role.IsCustom ||
					role.Description != r.Description || !slices.Equal(role.Actions, r.Actions) || !slices.Equal(role.DataActions, r.DataActions) ||
					role.NotActions == nil || len(role.NotActions) > 0 || role.NotDataActions == nil || len(role.NotDataActions) > 0 ||
					!slices.Equal(role.AssignableScopes, []string{"/subscriptions/SUBSCRIPTION_ID/resourceGroups/RESOURCE_GROUP"}) {
					t.Errorf("%s: %s: %+v", name, r.Key, role)
				}
				if len(r.Description) > azure.RoleDescriptionLimit {
					t.Errorf("%s: %s has a description of %d characters", name, r.Key, len(r.Description))
				}
			}
		}
	}
}
