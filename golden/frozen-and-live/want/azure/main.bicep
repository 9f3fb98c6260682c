targetScope = 'resourceGroup'

metadata name = 'both'
metadata description = 'Resources of the stack "both", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

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

@description('How storage accounts are copied, for good. Standard_ZRS and Standard_GZRS need a region with zones.')
@allowed([
  'Standard_GRS'
  'Standard_GZRS'
  'Standard_LRS'
  'Standard_ZRS'
])
param storageRedundancy string = 'Standard_ZRS'

@description('Days for which deleted objects can be brought back.')
@minValue(7)
@maxValue(365)
param softDeleteDays int = 30

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'both')
var stackTags = union(tags, { 'alien-stack': 'both', 'managed-by': 'alienc' })

// Where the pull identity reads images. Public registries need no line.
var pullRegistries = concat(
  [
    {
      identity: pullIdentity.id
      server: registryImages.properties.loginServer
    }
  ],
  empty(registryServer)
    ? []
    : [
        {
          identity: pullIdentity.id
          server: registryServer
        }
      ]
)

// Roles. Those of this stack alone are defined in iam/setup.bicep.
var roleAzureServiceBusDataReceiver = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
)
var roleAcrPull = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '7f951dda-4ed3-4680-a7ca-43fe172d538d'
)

// -------------------------------------------- Storage: data (frozen, private)

// The account. Encrypted twice, no keys, no anonymous access.
resource storageData 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'stdata${uniqueSuffix}'
  location: location
  sku: {
    name: storageRedundancy
  }
  kind: 'StorageV2'
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'data' })
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
      services: {
        blob: {
          enabled: true
        }
      }
    }
    minimumTlsVersion: 'TLS1_2'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Allow'
    }
    publicNetworkAccess: 'Enabled'
    supportsHttpsTrafficOnly: true
  }
}

// What is deleted can be brought back for a while.
resource storageDataBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: storageData
  name: 'default'
  properties: {
    containerDeleteRetentionPolicy: {
      days: softDeleteDays
      enabled: true
    }
    deleteRetentionPolicy: {
      days: softDeleteDays
      enabled: true
    }
    isVersioningEnabled: false
  }
}

resource storageDataContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: storageDataBlobs
  name: 'objects'
  properties: {
    publicAccess: 'None'
  }
}

resource storageDataLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: storageData
  name: 'alien-keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the objects of storage data. Only an owner takes this lock away, to delete it or to end a grant on it.'
  }
}

// --------------------------------------------------------- Kv: cache (frozen)

// The account. Encrypted, no keys, no anonymous access.
resource kvCache 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'stcache${uniqueSuffix}'
  location: location
  sku: {
    name: storageRedundancy
  }
  kind: 'StorageV2'
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'cache' })
  properties: {
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Allow'
    }
    publicNetworkAccess: 'Enabled'
    supportsHttpsTrafficOnly: true
  }
}

resource kvCacheTables 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: kvCache
  name: 'default'
}

resource kvCacheTable 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
  parent: kvCacheTables
  name: 'items'
}

resource kvCacheLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: kvCache
  name: 'alien-keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the items of kv cache. Only an owner takes this lock away, to delete it or to end a grant on it.'
  }
}

// ------------------------------------------------------- Vault: keys (frozen)

// Roles alone open it. Nobody can purge what was deleted for 90 days.
resource vaultKeys 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: 'kv-keys${uniqueSuffix}'
  location: location
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'keys' })
  properties: {
    enablePurgeProtection: true
    enableRbacAuthorization: true
    enableSoftDelete: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Allow'
    }
    publicNetworkAccess: 'Enabled'
    sku: {
      family: 'A'
      name: 'standard'
    }
    softDeleteRetentionInDays: 90
    tenantId: subscription().tenantId
  }
}

resource vaultKeysLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: vaultKeys
  name: 'alien-keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the secrets of vault keys. Only an owner takes this lock away, to delete it or to end a grant on it.'
  }
}

// ------------------------------------------ ArtifactRegistry: images (frozen)

// No admin user, no anonymous pull.
resource registryImages 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: 'crimages${uniqueSuffix}'
  location: location
  sku: {
    name: 'Standard'
  }
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'images' })
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
    dataEndpointEnabled: false
    networkRuleBypassOptions: 'AzureServices'
    policies: {
      azureADAuthenticationAsArmPolicy: {
        status: 'enabled'
      }
      exportPolicy: {
        status: 'enabled'
      }
    }
    publicNetworkAccess: 'Enabled'
  }
}

resource registryImagesLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: registryImages
  name: 'alien-keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the images of artifact registry images. Only an owner takes this lock away, to delete it or to end a grant on it.'
  }
}

// --------------------------------------------------------------------- Queues

// The namespace of all queues. No keys.
resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: 'sb-both-${uniqueSuffix}'
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

// Permission profile processing: what function worker acts as.
resource profileProcessing 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-both-processing'
  location: location
  tags: stackTags
}

// Pulls images. Code in a container cannot act as it.
resource pullIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-both-pull'
  location: location
  tags: stackTags
}

// ------------------------------------------------------------ Who may do what

@description('Profile processing: Receive the messages that trigger the function and acknowledge them.')
resource grantProcessingReceiveQueueJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: queueJobs
  name: guid(queueJobs.id, profileProcessing.id, roleAzureServiceBusDataReceiver)
  properties: {
    principalId: profileProcessing.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleAzureServiceBusDataReceiver
  }
}

@description('Pull: Pull the images of functions from that registry; the code of a function cannot act as this identity.')
resource grantPullRegistryImages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registryImages
  name: guid(registryImages.id, pullIdentity.id, roleAcrPull)
  properties: {
    principalId: pullIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleAcrPull
  }
}

// -------------------------------------------------------- Where functions run

// The logs of all functions.
resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-both'
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
  name: 'cae-both'
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

// -------------------------------------- Function: worker (frozen, no ingress)

// Runs the image with the rights of profile processing.
resource functionWorker 'Microsoft.App/containerApps@2025-07-01' = if (deployFunctions) {
  name: 'ca-worker'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${profileProcessing.id}': {}
      '${pullIdentity.id}': {}
    }
  }
  dependsOn: [
    grantProcessingReceiveQueueJobs
    grantPullRegistryImages
  ]
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'worker' })
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
              value: profileProcessing.properties.clientId
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
              identity: profileProcessing.id
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

@description('Blob endpoint of storage data')
output storageDataBlobEndpoint string = storageData.properties.primaryEndpoints.blob

@description('Table endpoint of kv cache')
output kvCacheTableEndpoint string = kvCache.properties.primaryEndpoints.table

@description('URI of vault keys')
output vaultKeysUri string = vaultKeys.properties.vaultUri

@description('Login server of artifact registry images')
output registryImagesLoginServer string = registryImages.properties.loginServer

@description('Service Bus namespace of the stack')
output serviceBusNamespace string = serviceBus.name

@description('Object id of the identity that pulls images, for a grant on a registry outside this stack')
output pullIdentityPrincipalId string = pullIdentity.properties.principalId
