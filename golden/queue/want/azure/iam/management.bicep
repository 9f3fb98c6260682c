targetScope = 'resourceGroup'

metadata name = 'backlog management'
metadata description = 'What the vendor of the stack may do after setup. It watches every resource, and updates in place what is live. Written by alienc. For an owner of the resource group, once main.bicep is deployed: az deployment group create -g RESOURCE_GROUP -f iam/management.bicep -p managementPrincipalId=OBJECT_ID. To end it: iam/revoke.sh RESOURCE_GROUP OBJECT_ID'

// ----------------------------------------------------------------- Parameters

@description('Object id, in this tenant, of the service principal of the vendor\'s application. It is not the application id.')
@minLength(36)
@maxLength(36)
param managementPrincipalId string

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'backlog')

// --------------------------------------------------- What main.bicep has made

resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: 'sb-backlog-${uniqueSuffix}'
}

resource queueTasks 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = {
  parent: serviceBus
  name: 'tasks'
}

// ---------------------------------------------------------------------- Roles

resource roleManagementMonitor 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'backlog', 'management-monitor')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "backlog": read settings and metrics; no key, no data, no change.'
    permissions: [
      {
        actions: [
          'Microsoft.ServiceBus/namespaces/queues/read'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien backlog management monitor (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

// ------------------------------------------------------------ Who may do what

@description('Management: queue/heartbeat. See the settings and depth of that queue and its dead-letter queue, no messages.')
resource grantManagementMonitorQueueTasks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: queueTasks
  name: guid(queueTasks.id, managementPrincipalId, roleManagementMonitor.name)
  properties: {
    principalId: managementPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleManagementMonitor.name)
  }
}
