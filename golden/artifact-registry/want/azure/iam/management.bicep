targetScope = 'resourceGroup'

metadata name = 'registry management'
metadata description = 'What the vendor of the stack may do after setup. It watches every resource, and updates in place what is live. Written by alienc. For an owner of the resource group, once main.bicep is deployed: az deployment group create -g RESOURCE_GROUP -f iam/management.bicep -p managementPrincipalId=OBJECT_ID. To end it: iam/revoke.sh RESOURCE_GROUP OBJECT_ID'

// ----------------------------------------------------------------- Parameters

@description('Object id, in this tenant, of the service principal of the vendor\'s application. It is not the application id.')
@minLength(36)
@maxLength(36)
param managementPrincipalId string

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'registry')

// --------------------------------------------------- What main.bicep has made

resource registryImages 'Microsoft.ContainerRegistry/registries@2025-04-01' existing = {
  name: 'crimages${uniqueSuffix}'
}

// ---------------------------------------------------------------------- Roles

resource roleManagementMonitor 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'registry', 'management-monitor')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "registry": read settings and metrics; no key, no data, no change.'
    permissions: [
      {
        actions: [
          'Microsoft.ContainerRegistry/registries/read'
          'Microsoft.Insights/metricDefinitions/read'
          'Microsoft.Insights/metrics/read'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien registry management monitor (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

// ------------------------------------------------------------ Who may do what

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
