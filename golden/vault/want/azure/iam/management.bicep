targetScope = 'resourceGroup'

metadata name = 'keys management'
metadata description = 'What the vendor of the stack may do after setup. It watches every resource, and updates in place what is live. Written by alienc. For an owner of the resource group, once main.bicep is deployed: az deployment group create -g RESOURCE_GROUP -f iam/management.bicep -p managementPrincipalId=OBJECT_ID. To end it: iam/revoke.sh RESOURCE_GROUP OBJECT_ID'

// ----------------------------------------------------------------- Parameters

@description('Object id, in this tenant, of the service principal of the vendor\'s application. It is not the application id.')
@minLength(36)
@maxLength(36)
param managementPrincipalId string

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'keys')

// --------------------------------------------------- What main.bicep has made

resource vaultCredentials 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: 'kv-cred631a${uniqueSuffix}'
}

// ---------------------------------------------------------------------- Roles

resource roleManagementMonitor 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'keys', 'management-monitor')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "keys": read settings and metrics; no key, no data, no change.'
    permissions: [
      {
        actions: [
          'Microsoft.Insights/metricDefinitions/read'
          'Microsoft.Insights/metrics/read'
          'Microsoft.KeyVault/vaults/read'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien keys management monitor (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

// ------------------------------------------------------------ Who may do what

@description('Management: vault/heartbeat. See the settings of that vault, neither its values nor their names.')
resource grantManagementMonitorVaultCredentials 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vaultCredentials
  name: guid(vaultCredentials.id, managementPrincipalId, roleManagementMonitor.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementMonitor.name)
  }
}
