targetScope = 'resourceGroup'

metadata name = 'both management'
metadata description = 'What the vendor of the stack may do after setup. It watches every resource, and updates in place what is live. Written by alienc. For an owner of the resource group, once main.bicep is deployed: az deployment group create -g RESOURCE_GROUP -f iam/management.bicep -p managementPrincipalId=OBJECT_ID. To end it: iam/revoke.sh RESOURCE_GROUP OBJECT_ID'

// ----------------------------------------------------------------- Parameters

@description('Object id, in this tenant, of the service principal of the vendor\'s application. It is not the application id.')
@minLength(36)
@maxLength(36)
param managementPrincipalId string

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'both')

// --------------------------------------------------- What main.bicep has made

resource storageData 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: 'stdata${uniqueSuffix}'
}

resource kvCache 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: 'stcache${uniqueSuffix}'
}

resource vaultKeys 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: 'kv-keys${uniqueSuffix}'
}

resource registryImages 'Microsoft.ContainerRegistry/registries@2025-04-01' existing = {
  name: 'crimages${uniqueSuffix}'
}

resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: 'sb-both-${uniqueSuffix}'
}

resource queueJobs 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = {
  parent: serviceBus
  name: 'jobs'
}

resource functionWorker 'Microsoft.App/containerApps@2025-07-01' existing = {
  name: 'ca-worker'
}

// ---------------------------------------------------------------------- Roles

resource roleManagementMonitor 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'both', 'management-monitor')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "both": read settings and metrics; no key, no data, no change.'
    permissions: [
      {
        actions: [
          'Microsoft.App/containerApps/read'
          'Microsoft.App/containerApps/revisions/read'
          'Microsoft.ContainerRegistry/registries/read'
          'Microsoft.Insights/metricDefinitions/read'
          'Microsoft.Insights/metrics/read'
          'Microsoft.KeyVault/vaults/read'
          'Microsoft.ServiceBus/namespaces/queues/read'
          'Microsoft.Storage/storageAccounts/blobServices/containers/read'
          'Microsoft.Storage/storageAccounts/blobServices/read'
          'Microsoft.Storage/storageAccounts/managementPolicies/read'
          'Microsoft.Storage/storageAccounts/read'
          'Microsoft.Storage/storageAccounts/tableServices/read'
          'Microsoft.Storage/storageAccounts/tableServices/tables/read'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien both management monitor (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

// ------------------------------------------------------------ Who may do what

@description('Management: storage/heartbeat. See the settings of that storage, neither its objects nor their names.')
resource grantManagementMonitorStorageData 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storageData
  name: guid(storageData.id, managementPrincipalId, roleManagementMonitor.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementMonitor.name)
  }
}

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

@description('Management: queue/heartbeat. See the settings and depth of that queue and its dead-letter queue, no messages.')
resource grantManagementMonitorQueueJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: queueJobs
  name: guid(queueJobs.id, managementPrincipalId, roleManagementMonitor.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementMonitor.name)
  }
}

@description('Management: vault/heartbeat. See the settings of that vault, neither its values nor their names.')
resource grantManagementMonitorVaultKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vaultKeys
  name: guid(vaultKeys.id, managementPrincipalId, roleManagementMonitor.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementMonitor.name)
  }
}

@description('Management: artifact-registry/heartbeat. See the settings of that registry, no images.')
resource grantManagementMonitorRegistryImages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registryImages
  name: guid(registryImages.id, managementPrincipalId, roleManagementMonitor.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementMonitor.name)
  }
}

@description('Management: function/heartbeat. See the state and settings of that function, neither its code nor its logs.')
resource grantManagementMonitorFunctionWorker 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: functionWorker
  name: guid(functionWorker.id, managementPrincipalId, roleManagementMonitor.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementMonitor.name)
  }
}
