targetScope = 'resourceGroup'

metadata name = 'backlog'
metadata description = 'Resources of the stack "backlog", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

// ----------------------------------------------------------------- Parameters

@description('Region of every resource.')
param location string = resourceGroup().location

@description('Tags for every resource, beside those of the stack.')
param tags object = {}

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'backlog')
var stackTags = union(tags, { 'alien-stack': 'backlog', 'managed-by': 'alienc' })

// --------------------------------------------------------------------- Queues

// The namespace of all queues. No keys.
resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: 'sb-backlog-${uniqueSuffix}'
  location: location
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  tags: stackTags
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }
}

// Queue: tasks (live). What failed five times is set aside beside it.
resource queueTasks 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: serviceBus
  name: 'tasks'
  properties: {
    deadLetteringOnMessageExpiration: true
    defaultMessageTimeToLive: 'P14D'
    lockDuration: 'PT5M'
    maxDeliveryCount: 5
    maxSizeInMegabytes: 1024
  }
}

resource serviceBusLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: serviceBus
  name: 'alien-keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the messages of the stack\'s queues. Only an owner takes this lock away, to delete it or to end a grant on it.'
  }
}

// -------------------------------------------------------------------- Outputs

@description('Service Bus namespace of the stack')
output serviceBusNamespace string = serviceBus.name
