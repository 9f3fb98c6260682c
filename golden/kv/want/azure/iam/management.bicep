targetScope = 'resourceGroup'

metadata name = 'lookups management'
metadata description = 'What the vendor of the stack may do after setup. It watches every resource, and updates in place what is live. Written by alienc. For an owner of the resource group, once main.bicep is deployed: az deployment group create -g RESOURCE_GROUP -f iam/management.bicep -p managementPrincipalId=OBJECT_ID. To end it: iam/revoke.sh RESOURCE_GROUP OBJECT_ID'

// ----------------------------------------------------------------- Parameters

@description('Object id, in this tenant, of the service principal of the vendor\'s application. It is not the application id.')
@minLength(36)
@maxLength(36)
param managementPrincipalId string

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'lookups')

// --------------------------------------------------- What main.bicep has made

resource kvCache 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: 'stcache${uniqueSuffix}'
}

// ---------------------------------------------------------------------- Roles

resource roleManagementMonitor 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'lookups', 'management-monitor')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "lookups": read settings and metrics; no key, no data, no change.'
    permissions: [
      {
        actions: [
          'Microsoft.Insights/metricDefinitions/read'
          'Microsoft.Insights/metrics/read'
          'Microsoft.Storage/storageAccounts/read'
          'Microsoft.Storage/storageAccounts/tableServices/read'
          'Microsoft.Storage/storageAccounts/tableServices/tables/read'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien lookups management monitor (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

// ------------------------------------------------------------ Who may do what

@description('Management: kv/heartbeat. See the settings of that table and of the account that it stands in, no items.')
resource grantManagementMonitorKvCache 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: kvCache
  name: guid(kvCache.id, managementPrincipalId, roleManagementMonitor.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementMonitor.name)
  }
}
