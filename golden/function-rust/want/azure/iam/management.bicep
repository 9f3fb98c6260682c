targetScope = 'resourceGroup'

metadata name = 'rusty management'
metadata description = 'What the vendor of the stack may do after setup. It watches every resource, and updates in place what is live. Written by alienc. For an owner of the resource group, once main.bicep is deployed: az deployment group create -g RESOURCE_GROUP -f iam/management.bicep -p managementPrincipalId=OBJECT_ID. To end it: iam/revoke.sh RESOURCE_GROUP OBJECT_ID'

// ----------------------------------------------------------------- Parameters

@description('Object id, in this tenant, of the service principal of the vendor\'s application. It is not the application id.')
@minLength(36)
@maxLength(36)
param managementPrincipalId string

// --------------------------------------------------- What main.bicep has made

resource profileExecution 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: 'id-rusty-execution'
}

resource pullIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: 'id-rusty-pull'
}

resource appsEnvironment 'Microsoft.App/managedEnvironments@2025-07-01' existing = {
  name: 'cae-rusty'
}

resource functionWorker 'Microsoft.App/containerApps@2025-07-01' existing = {
  name: 'ca-worker'
}

// ---------------------------------------------------------------------- Roles

resource roleManagementLiveEnvironment 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'rusty', 'management-live-environment')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "rusty": keep live functions in their environment.'
    permissions: [
      {
        actions: [
          'Microsoft.App/managedEnvironments/join/action'
          'Microsoft.App/managedEnvironments/read'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien rusty management live environment (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

resource roleManagementLiveFunction 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'rusty', 'management-live-function')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "rusty": update live functions in place; no secrets, no console, no deletion.'
    permissions: [
      {
        actions: [
          'Microsoft.App/containerApps/read'
          'Microsoft.App/containerApps/revisions/activate/action'
          'Microsoft.App/containerApps/revisions/deactivate/action'
          'Microsoft.App/containerApps/revisions/read'
          'Microsoft.App/containerApps/revisions/restart/action'
          'Microsoft.App/containerApps/write'
          'Microsoft.Insights/metricDefinitions/read'
          'Microsoft.Insights/metrics/read'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien rusty management live function (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

resource roleManagementLiveIdentity 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'rusty', 'management-live-identity')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "rusty": keep the identities of live functions.'
    permissions: [
      {
        actions: [
          'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
          'Microsoft.ManagedIdentity/userAssignedIdentities/read'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien rusty management live identity (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

// ------------------------------------------------------------ Who may do what

@description('Management: function/heartbeat, function/management. See the state and settings of that function, neither its code nor its logs. Replace the image of that function, update its settings in place, and activate, restart and deactivate its revisions.')
resource grantManagementUpdateFunctionWorker 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: functionWorker
  name: guid(functionWorker.id, managementPrincipalId, roleManagementLiveFunction.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementLiveFunction.name)
  }
}

@description('Management: function/management. Keep that function in its environment when it is updated.')
resource grantManagementKeepAppsEnvironment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: appsEnvironment
  name: guid(appsEnvironment.id, managementPrincipalId, roleManagementLiveEnvironment.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleManagementLiveEnvironment.name
    )
  }
}

@description('Management: function/management. Keep the identities of that function when it is updated.')
resource grantManagementKeepProfileExecution 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: profileExecution
  name: guid(profileExecution.id, managementPrincipalId, roleManagementLiveIdentity.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementLiveIdentity.name)
  }
}

@description('Management: function/management. Keep the identities of that function when it is updated.')
resource grantManagementKeepPullIdentity 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: pullIdentity
  name: guid(pullIdentity.id, managementPrincipalId, roleManagementLiveIdentity.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementLiveIdentity.name)
  }
}
