targetScope = 'resourceGroup'

metadata name = 'watcher teardown'
metadata description = 'The role of whoever deletes what holds no state. What holds state, and its locks, stay: only an owner deletes them. Written by alienc. For an owner of the resource group: az deployment group create -g RESOURCE_GROUP -f iam/teardown.bicep -p teardownPrincipalId=OBJECT_ID'

// ----------------------------------------------------------------- Parameters

@description('Object id of the identity that deletes what holds no state. Empty: the role is defined and nobody has it.')
param teardownPrincipalId string = ''

@description('What that identity is.')
@allowed([
  'Group'
  'ServicePrincipal'
  'User'
])
param teardownPrincipalType string = 'ServicePrincipal'

// ---------------------------------------------------------------------- Roles

resource roleTeardown 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'watcher', 'teardown')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "watcher": delete those of its resources that hold no state.'
    permissions: [
      {
        actions: [
          'Microsoft.App/containerApps/delete'
          'Microsoft.App/containerApps/read'
          'Microsoft.App/managedEnvironments/delete'
          'Microsoft.App/managedEnvironments/read'
          'Microsoft.EventGrid/systemTopics/delete'
          'Microsoft.EventGrid/systemTopics/read'
          'Microsoft.Insights/diagnosticSettings/delete'
          'Microsoft.Insights/diagnosticSettings/read'
          'Microsoft.ManagedIdentity/userAssignedIdentities/delete'
          'Microsoft.ManagedIdentity/userAssignedIdentities/read'
          'Microsoft.OperationalInsights/workspaces/delete'
          'Microsoft.OperationalInsights/workspaces/read'
          'Microsoft.ServiceBus/namespaces/delete'
          'Microsoft.ServiceBus/namespaces/read'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien watcher teardown (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

// ----------------------------------------------------------- Who has the role

resource teardownAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(teardownPrincipalId)) {
  name: guid(resourceGroup().id, teardownPrincipalId, roleTeardown.name)
  properties: {
    principalId: teardownPrincipalId
    principalType: teardownPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleTeardown.name)
  }
}

// -------------------------------------------------------------------- Outputs

@description('Id of the teardown role')
output teardownRoleId string = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleTeardown.name)
