targetScope = 'resourceGroup'

metadata name = 'website management'
metadata description = 'What the vendor of the stack may do after setup. It watches every resource, and updates in place what is live. Written by alienc. For an owner of the resource group, once main.bicep is deployed: az deployment group create -g RESOURCE_GROUP -f iam/management.bicep -p managementPrincipalId=OBJECT_ID. To end it: iam/revoke.sh RESOURCE_GROUP OBJECT_ID'

// ----------------------------------------------------------------- Parameters

@description('Object id, in this tenant, of the service principal of the vendor\'s application. It is not the application id.')
@minLength(36)
@maxLength(36)
param managementPrincipalId string

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'website')

// --------------------------------------------------- What main.bicep has made

resource storageSite 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: 'stsite${uniqueSuffix}'
}

// ---------------------------------------------------------------------- Roles

resource roleManagementLiveStorage 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'website', 'management-live-storage')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "website": update live storages in place.'
    permissions: [
      {
        actions: [
          'Microsoft.Insights/metricDefinitions/read'
          'Microsoft.Insights/metrics/read'
          'Microsoft.Storage/storageAccounts/blobServices/containers/read'
          'Microsoft.Storage/storageAccounts/blobServices/read'
          'Microsoft.Storage/storageAccounts/blobServices/write'
          'Microsoft.Storage/storageAccounts/managementPolicies/read'
          'Microsoft.Storage/storageAccounts/managementPolicies/write'
          'Microsoft.Storage/storageAccounts/read'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien website management live storage (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

// ------------------------------------------------------------ Who may do what

@description('Management: storage/heartbeat, storage/management. See the settings of that storage, neither its objects nor their names. Change the lifecycle rules, versioning and CORS of that storage in place.')
resource grantManagementUpdateStorageSite 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storageSite
  name: guid(storageSite.id, managementPrincipalId, roleManagementLiveStorage.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementLiveStorage.name)
  }
}
