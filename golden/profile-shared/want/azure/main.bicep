targetScope = 'resourceGroup'

metadata name = 'shared'
metadata description = 'Resources of the stack "shared", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

// ----------------------------------------------------------------- Parameters

@description('Region of every resource.')
param location string = resourceGroup().location

@description('Tags for every resource, beside those of the stack.')
param tags object = {}

@description('Container image of function reader, by digest: REGISTRY/REPOSITORY@sha256:DIGEST.')
@minLength(1)
param functionReaderImage string

@description('Container image of function writer, by digest: REGISTRY/REPOSITORY@sha256:DIGEST.')
@minLength(1)
param functionWriterImage string

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
var uniqueSuffix = uniqueString(resourceGroup().id, 'shared')
var stackTags = union(tags, { 'alien-stack': 'shared', 'managed-by': 'alienc' })

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
var roleStorageBlobDataReader = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
)
var roleStorageDataWrite = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  guid(resourceGroup().id, 'alien', 'shared', 'storage-data-write')
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

// ----------------------------------------------------------------- Identities

// Permission profile access: what each of the functions reader and writer acts as.
resource profileAccess 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-shared-access'
  location: location
  tags: stackTags
}

// Pulls images. Code in a container cannot act as it.
resource pullIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-shared-pull'
  location: location
  tags: stackTags
}

// ------------------------------------------------------------ Who may do what

@description('Profile access: storage/data-read. List and read the objects of that storage.')
resource grantAccessReadStorageData 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storageDataContainer
  name: guid(storageDataContainer.id, profileAccess.id, roleStorageBlobDataReader)
  properties: {
    principalId: profileAccess.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleStorageBlobDataReader
  }
}

@description('Profile access: storage/data-write. Create, overwrite and delete the current objects of that storage, without reading them.')
resource grantAccessWriteStorageData 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storageDataContainer
  name: guid(storageDataContainer.id, profileAccess.id, roleStorageDataWrite)
  properties: {
    principalId: profileAccess.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleStorageDataWrite
  }
}

// -------------------------------------------------------- Where functions run

// The logs of all functions.
resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-shared'
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
  name: 'cae-shared'
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

// --------------------- Function: reader (live, called inside the environment)

// Runs the image with the rights of profile access.
resource functionReader 'Microsoft.App/containerApps@2025-07-01' = if (deployFunctions) {
  name: 'ca-reader'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${profileAccess.id}': {}
      '${pullIdentity.id}': {}
    }
  }
  dependsOn: [
    grantAccessReadStorageData
    grantAccessWriteStorageData
  ]
  tags: union(stackTags, { 'alien-lifecycle': 'live', 'alien-resource': 'reader' })
  properties: {
    configuration: {
      activeRevisionsMode: 'Single'
      identitySettings: [
        {
          identity: pullIdentity.id
          lifecycle: 'None'
        }
      ]
      ingress: {
        allowInsecure: false
        external: false
        targetPort: 8080
        traffic: [
          {
            latestRevision: true
            weight: 100
          }
        ]
        transport: 'auto'
      }
      registries: pullRegistries
    }
    environmentId: appsEnvironment.id
    template: {
      containers: [
        {
          env: [
            {
              name: 'ALIEN_CURRENT_FUNCTION_BINDING_NAME'
              value: 'reader'
            }
            {
              name: 'ALIEN_CURRENT_WORKER_BINDING_NAME'
              value: 'reader'
            }
            {
              name: 'ALIEN_DATA_BINDING'
              value: string({
                service: 'blob'
                accountName: storageData.name
                containerName: storageDataContainer.name
              })
            }
            {
              name: 'ALIEN_DEPLOYMENT_TYPE'
              value: 'azure'
            }
            {
              name: 'ALIEN_READER_BINDING'
              value: string({
                service: 'containerapp'
                subscriptionId: subscription().subscriptionId
                resourceGroupName: resourceGroup().name
                containerAppName: 'ca-reader'
                privateUrl: 'https://ca-reader.internal.${appsEnvironment.properties.defaultDomain}'
              })
            }
            {
              name: 'ALIEN_RESOURCE_ID'
              value: 'reader'
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
              name: 'AZURE_CLIENT_ID'
              value: profileAccess.properties.clientId
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
          image: functionReaderImage
          name: 'reader'
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
            http: {
              metadata: {
                concurrentRequests: '50'
              }
            }
            name: 'http'
          }
        ]
      }
      terminationGracePeriodSeconds: 180
    }
    workloadProfileName: 'Consumption'
  }
}

// ------------------- Function: writer (frozen, called inside the environment)

// Runs the image with the rights of profile access.
resource functionWriter 'Microsoft.App/containerApps@2025-07-01' = if (deployFunctions) {
  name: 'ca-writer'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${profileAccess.id}': {}
      '${pullIdentity.id}': {}
    }
  }
  dependsOn: [
    grantAccessReadStorageData
    grantAccessWriteStorageData
  ]
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'writer' })
  properties: {
    configuration: {
      activeRevisionsMode: 'Single'
      identitySettings: [
        {
          identity: pullIdentity.id
          lifecycle: 'None'
        }
      ]
      ingress: {
        allowInsecure: false
        external: false
        targetPort: 8080
        traffic: [
          {
            latestRevision: true
            weight: 100
          }
        ]
        transport: 'auto'
      }
      registries: pullRegistries
    }
    environmentId: appsEnvironment.id
    template: {
      containers: [
        {
          env: [
            {
              name: 'ALIEN_CURRENT_FUNCTION_BINDING_NAME'
              value: 'writer'
            }
            {
              name: 'ALIEN_CURRENT_WORKER_BINDING_NAME'
              value: 'writer'
            }
            {
              name: 'ALIEN_DATA_BINDING'
              value: string({
                service: 'blob'
                accountName: storageData.name
                containerName: storageDataContainer.name
              })
            }
            {
              name: 'ALIEN_DEPLOYMENT_TYPE'
              value: 'azure'
            }
            {
              name: 'ALIEN_RESOURCE_ID'
              value: 'writer'
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
              name: 'ALIEN_WRITER_BINDING'
              value: string({
                service: 'containerapp'
                subscriptionId: subscription().subscriptionId
                resourceGroupName: resourceGroup().name
                containerAppName: 'ca-writer'
                privateUrl: 'https://ca-writer.internal.${appsEnvironment.properties.defaultDomain}'
              })
            }
            {
              name: 'AZURE_CLIENT_ID'
              value: profileAccess.properties.clientId
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
          image: functionWriterImage
          name: 'writer'
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
            http: {
              metadata: {
                concurrentRequests: '50'
              }
            }
            name: 'http'
          }
        ]
      }
      terminationGracePeriodSeconds: 180
    }
    workloadProfileName: 'Consumption'
  }
}

// -------------------------------------------------------------------- Outputs

@description('Blob endpoint of storage data')
output storageDataBlobEndpoint string = storageData.properties.primaryEndpoints.blob

@description('Object id of the identity that pulls images, for a grant on a registry outside this stack')
output pullIdentityPrincipalId string = pullIdentity.properties.principalId
