targetScope = 'resourceGroup'

metadata name = 'ticker'
metadata description = 'Resources of the stack "ticker", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

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

var stackTags = union(tags, { 'alien-stack': 'ticker', 'managed-by': 'alienc' })

// Where the pull identity reads images. Public registries need no line.
var pullRegistries = empty(registryServer)
  ? []
  : [
      {
        identity: pullIdentity.id
        server: registryServer
      }
    ]

// ----------------------------------------------------------------- Identities

// Permission profile execution: what function worker acts as.
resource profileExecution 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-ticker-execution'
  location: location
  tags: stackTags
}

// Pulls images. Code in a container cannot act as it.
resource pullIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-ticker-pull'
  location: location
  tags: stackTags
}

// -------------------------------------------------------- Where functions run

// The logs of all functions.
resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-ticker'
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
  name: 'cae-ticker'
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
              name: 'ALIEN_RESOURCE_ID'
              value: 'worker'
            }
            {
              name: 'ALIEN_TIMEOUT_SECONDS'
              value: '180'
            }
            {
              name: 'ALIEN_TRANSPORT'
              value: 'container-app'
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
      }
      terminationGracePeriodSeconds: 180
    }
    workloadProfileName: 'Consumption'
  }
}

// Runs the image once at */15 * * * * (minute hour day month weekday, UTC).
resource functionWorkerCron0 'Microsoft.App/jobs@2025-07-01' = if (deployFunctions) {
  name: 'caj-worker-0'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${profileExecution.id}': {}
      '${pullIdentity.id}': {}
    }
  }
  tags: union(stackTags, { 'alien-lifecycle': 'live', 'alien-resource': 'worker' })
  properties: {
    configuration: {
      identitySettings: [
        {
          identity: pullIdentity.id
          lifecycle: 'None'
        }
      ]
      registries: pullRegistries
      replicaRetryLimit: 1
      replicaTimeout: 180
      scheduleTriggerConfig: {
        cronExpression: '*/15 * * * *'
        parallelism: 1
        replicaCompletionCount: 1
      }
      triggerType: 'Schedule'
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
              name: 'ALIEN_RESOURCE_ID'
              value: 'worker'
            }
            {
              name: 'ALIEN_TIMEOUT_SECONDS'
              value: '180'
            }
            {
              name: 'ALIEN_TRANSPORT'
              value: 'container-app'
            }
            {
              name: 'ALIEN_TRIGGER'
              value: 'cron:0'
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
    }
    workloadProfileName: 'Consumption'
  }
}

// Runs the image once at 30 6 * * 1-5 (minute hour day month weekday, UTC).
resource functionWorkerCron1 'Microsoft.App/jobs@2025-07-01' = if (deployFunctions) {
  name: 'caj-worker-1'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${profileExecution.id}': {}
      '${pullIdentity.id}': {}
    }
  }
  tags: union(stackTags, { 'alien-lifecycle': 'live', 'alien-resource': 'worker' })
  properties: {
    configuration: {
      identitySettings: [
        {
          identity: pullIdentity.id
          lifecycle: 'None'
        }
      ]
      registries: pullRegistries
      replicaRetryLimit: 1
      replicaTimeout: 180
      scheduleTriggerConfig: {
        cronExpression: '30 6 * * 1-5'
        parallelism: 1
        replicaCompletionCount: 1
      }
      triggerType: 'Schedule'
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
              name: 'ALIEN_RESOURCE_ID'
              value: 'worker'
            }
            {
              name: 'ALIEN_TIMEOUT_SECONDS'
              value: '180'
            }
            {
              name: 'ALIEN_TRANSPORT'
              value: 'container-app'
            }
            {
              name: 'ALIEN_TRIGGER'
              value: 'cron:1'
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
    }
    workloadProfileName: 'Consumption'
  }
}

// -------------------------------------------------------------------- Outputs

@description('Object id of the identity that pulls images, for a grant on a registry outside this stack')
output pullIdentityPrincipalId string = pullIdentity.properties.principalId
