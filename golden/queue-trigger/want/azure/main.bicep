targetScope = 'resourceGroup'

metadata name = 'consumer'
metadata description = 'Resources of the stack "consumer", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

// ----------------------------------------------------------------- Parameters

@description('Region of every resource.')
param location string = resourceGroup().location

@description('Tags for every resource, beside those of the stack.')
param tags object = {}

@description('Container image of function worker, by digest: REGISTRY/REPOSITORY@sha256:DIGEST.')
@minLength(1)
param functionWorkerImage string

@description('Login server of a registry outside this stack on which the pull identity has AcrPull. Empty: none.')
param registryServer string = ''

@description('False: everything but the functions, for a first deployment whose images cannot be read yet.')
param deployFunctions bool = true

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'consumer')
var stackTags = union(tags, { 'alien-stack': 'consumer', 'managed-by': 'alienc' })

// Where the pull identity reads images. Public registries need no line.
var pullRegistries = empty(registryServer)
  ? []
  : [
      {
        identity: pullIdentity.id
        server: registryServer
      }
    ]

// Roles. Those of this stack alone are defined in iam/setup.bicep.
var roleAzureServiceBusDataReceiver = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
)

// --------------------------------------------------------------------- Queues

// The namespace of all queues. No keys.
resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: 'sb-consumer-${uniqueSuffix}'
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

// Queue: jobs (frozen). What failed five times is set aside beside it.
resource queueJobs 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: serviceBus
  name: 'jobs'
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

// ----------------------------------------------------------------- Identities

// Permission profile execution: what function worker acts as.
resource profileExecution 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-consumer-execution'
  location: location
  tags: stackTags
}

// Pulls images. Code in a container cannot act as it.
resource pullIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-consumer-pull'
  location: location
  tags: stackTags
}

// ------------------------------------------------------------ Who may do what

@description('Profile execution: queue/data-read. Receive the messages of that queue, extend them and acknowledge them. Receive the messages that trigger the function and acknowledge them.')
resource grantExecutionReadQueueJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: queueJobs
  name: guid(queueJobs.id, profileExecution.id, roleAzureServiceBusDataReceiver)
  properties: {
    principalId: profileExecution.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleAzureServiceBusDataReceiver
  }
}

// -------------------------------------------------------- Where functions run

// The logs of all functions.
resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-consumer'
  location: location
  tags: stackTags
  properties: {
    features: {
      disableLocalAuth: false
      enableLogAccessUsingOnlyResourcePermissions: true
    }
    retentionInDays: 30
    sku: {
      name: 'PerGB2018'
    }
  }
}

// The environment. Traffic inside it is encrypted.
resource appsEnvironment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'cae-consumer'
  location: location
  tags: stackTags
  properties: {
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    peerTrafficConfiguration: {
      encryption: {
        enabled: true
      }
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource appsEnvironmentLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: appsEnvironment
  name: 'logs'
  properties: {
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
    workspaceId: logs.id
  }
}

// ---------------------------------------- Function: worker (live, no ingress)

// Runs the image with the rights of profile execution.
resource functionWorker 'Microsoft.App/containerApps@2025-07-01' = if (deployFunctions) {
  name: 'ca-worker'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${profileExecution.id}': {}
      '${pullIdentity.id}': {}
    }
  }
  dependsOn: [
    grantExecutionReadQueueJobs
  ]
  tags: union(stackTags, { 'alien-lifecycle': 'live', 'alien-resource': 'worker' })
  properties: {
    configuration: {
      activeRevisionsMode: 'Single'
      identitySettings: [
        {
          identity: pullIdentity.id
          lifecycle: 'None'
        }
      ]
      registries: pullRegistries
    }
    environmentId: appsEnvironment.id
    template: {
      containers: [
        {
          env: [
            {
              name: 'ALIEN_CURRENT_FUNCTION_BINDING_NAME'
              value: 'worker'
            }
            {
              name: 'ALIEN_CURRENT_WORKER_BINDING_NAME'
              value: 'worker'
            }
            {
              name: 'ALIEN_DEPLOYMENT_TYPE'
              value: 'azure'
            }
            {
              name: 'ALIEN_JOBS_BINDING'
              value: string({
                service: 'servicebus'
                namespace: serviceBus.name
                queueName: queueJobs.name
              })
            }
            {
              name: 'ALIEN_RESOURCE_ID'
              value: 'worker'
            }
            {
              name: 'ALIEN_TIMEOUT_SECONDS'
              value: '30'
            }
            {
              name: 'ALIEN_TRANSPORT'
              value: 'container-app'
            }
            {
              name: 'ALIEN_TRIGGER_QUEUES'
              value: 'queue:${serviceBus.name}/${queueJobs.name}'
            }
            {
              name: 'ALIEN_WORKER_BINDING'
              value: string({
                service: 'containerapp'
                subscriptionId: subscription().subscriptionId
                resourceGroupName: resourceGroup().name
                containerAppName: 'ca-worker'
                privateUrl: 'https://ca-worker.internal.${appsEnvironment.properties.defaultDomain}'
              })
            }
            {
              name: 'AZURE_CLIENT_ID'
              value: profileExecution.properties.clientId
            }
            {
              name: 'AZURE_REGION'
              value: location
            }
            {
              name: 'AZURE_SUBSCRIPTION_ID'
              value: subscription().subscriptionId
            }
            {
              name: 'AZURE_TENANT_ID'
              value: subscription().tenantId
            }
            {
              name: 'PORT'
              value: '8080'
            }
          ]
          image: functionWorkerImage
          name: 'worker'
          resources: {
            cpu: json('0.25')
            memory: '0.5Gi'
          }
        }
      ]
      scale: {
        maxReplicas: 10
        minReplicas: 0
        rules: [
          {
            custom: {
              identity: profileExecution.id
              metadata: {
                messageCount: '5'
                namespace: serviceBus.name
                queueName: queueJobs.name
              }
              type: 'azure-servicebus'
            }
            name: 'queue-0'
          }
        ]
      }
      terminationGracePeriodSeconds: 30
    }
    workloadProfileName: 'Consumption'
  }
}

// -------------------------------------------------------------------- Outputs

@description('Service Bus namespace of the stack')
output serviceBusNamespace string = serviceBus.name

@description('Object id of the identity that pulls images, for a grant on a registry outside this stack')
output pullIdentityPrincipalId string = pullIdentity.properties.principalId
