targetScope = 'resourceGroup'

metadata name = 'remote management'
metadata description = 'What the vendor of the stack may do after setup. It watches every resource, and updates in place what is live; it sends commands to what takes them. Written by alienc. For an owner of the resource group, once main.bicep is deployed: az deployment group create -g RESOURCE_GROUP -f iam/management.bicep -p managementPrincipalId=OBJECT_ID. To end it: iam/revoke.sh RESOURCE_GROUP OBJECT_ID'

// ----------------------------------------------------------------- Parameters

@description('Object id, in this tenant, of the service principal of the vendor\'s application. It is not the application id.')
@minLength(36)
@maxLength(36)
param managementPrincipalId string

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'remote')

// Roles that Azure, or iam/setup.bicep, defines.
var roleAzureServiceBusDataSender = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
)

// --------------------------------------------------- What main.bicep has made

resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: 'sb-remote-${uniqueSuffix}'
}

resource functionWorkerCommands 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = {
  parent: serviceBus
  name: 'worker-commands'
}

resource functionWorker 'Microsoft.App/containerApps@2025-07-01' existing = {
  name: 'ca-worker'
}

// ---------------------------------------------------------------------- Roles

resource roleManagementMonitor 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'remote', 'management-monitor')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "remote": read settings and metrics; no key, no data, no change.'
    permissions: [
      {
        actions: [
          'Microsoft.App/containerApps/read'
          'Microsoft.App/containerApps/revisions/read'
          'Microsoft.Insights/metricDefinitions/read'
          'Microsoft.Insights/metrics/read'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien remote management monitor (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

// ------------------------------------------------------------ Who may do what

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

@description('Management: Send commands to that function through a queue of its own.')
resource grantManagementSendFunctionWorkerCommands 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: functionWorkerCommands
  name: guid(functionWorkerCommands.id, managementPrincipalId, roleAzureServiceBusDataSender)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleAzureServiceBusDataSender
  }
}
