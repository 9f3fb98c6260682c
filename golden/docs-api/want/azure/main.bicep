targetScope = 'resourceGroup'

metadata name = 'my-api'
metadata description = 'Resources of the stack "my-api", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

// ----------------------------------------------------------------- Parameters

@description('Region of every resource.')
param location string = resourceGroup().location

@description('Tags for every resource, beside those of the stack.')
param tags object = {}

@description('Container image of function api, by digest: REGISTRY/REPOSITORY@sha256:DIGEST.')
@minLength(1)
param functionApiImage string

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

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'my-api')
var stackTags = union(tags, { 'alien-stack': 'my-api', 'managed-by': 'alienc' })

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
var roleStorageTableDataReader = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '76199698-9eea-4c19-bc75-cec21354c6b6'
)
var roleKvDataWrite = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  guid(resourceGroup().id, 'alien', 'my-api', 'kv-data-write')
)
var roleKeyVaultSecretsUser = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4633458b-17de-408a-b874-0445c86b69e6'
)

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

// --------------------------------------------------- Vault: api-keys (frozen)

// Roles alone open it. Nobody can purge what was deleted for 90 days.
resource vaultApiKeys 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: 'kv-api-keys${uniqueSuffix}'
  location: location
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'api-keys' })
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

resource vaultApiKeysLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: vaultApiKeys
  name: 'alien-keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the secrets of vault api-keys. Only an owner takes this lock away, to delete it or to end a grant on it.'
  }
}

// ----------------------------------------------------------------- Identities

// Permission profile execution: what function api acts as.
resource profileExecution 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-my-api-execution'
  location: location
  tags: stackTags
}

// Pulls images. Code in a container cannot act as it.
resource pullIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-my-api-pull'
  location: location
  tags: stackTags
}

// ------------------------------------------------------------ Who may do what

@description('Profile execution: kv/data-read. Get, query and scan the items of that table.')
resource grantExecutionReadKvCache 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: kvCacheTable
  name: guid(kvCacheTable.id, profileExecution.id, roleStorageTableDataReader)
  properties: {
    principalId: profileExecution.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleStorageTableDataReader
  }
}

@description('Profile execution: kv/data-write. Put, update and delete the items of that table, without reading them.')
resource grantExecutionWriteKvCache 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: kvCacheTable
  name: guid(kvCacheTable.id, profileExecution.id, roleKvDataWrite)
  properties: {
    principalId: profileExecution.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleKvDataWrite
  }
}

@description('Profile execution: vault/data-read. Read the values of that vault.')
resource grantExecutionReadVaultApiKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vaultApiKeys
  name: guid(vaultApiKeys.id, profileExecution.id, roleKeyVaultSecretsUser)
  properties: {
    principalId: profileExecution.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleKeyVaultSecretsUser
  }
}

// -------------------------------------------------------- Where functions run

// The logs of all functions.
resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-my-api'
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
  name: 'cae-my-api'
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

// ----------------------------------------------- Function: api (live, public)

// Runs the image with the rights of profile execution.
resource functionApi 'Microsoft.App/containerApps@2025-07-01' = if (deployFunctions) {
  name: 'ca-api'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${profileExecution.id}': {}
      '${pullIdentity.id}': {}
    }
  }
  dependsOn: [
    grantExecutionReadKvCache
    grantExecutionReadVaultApiKeys
    grantExecutionWriteKvCache
  ]
  tags: union(stackTags, { 'alien-lifecycle': 'live', 'alien-resource': 'api' })
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
        external: true
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
              name: 'ALIEN_API_BINDING'
              value: string({
                service: 'containerapp'
                subscriptionId: subscription().subscriptionId
                resourceGroupName: resourceGroup().name
                containerAppName: 'ca-api'
                privateUrl: 'https://ca-api.${appsEnvironment.properties.defaultDomain}'
                publicUrl: 'https://ca-api.${appsEnvironment.properties.defaultDomain}'
              })
            }
            {
              name: 'ALIEN_API_KEYS_BINDING'
              value: string({
                service: 'key-vault'
                vaultName: vaultApiKeys.name
              })
            }
            {
              name: 'ALIEN_CACHE_BINDING'
              value: string({
                service: 'tablestorage'
                resourceGroupName: resourceGroup().name
                accountName: kvCache.name
                tableName: kvCacheTable.name
              })
            }
            {
              name: 'ALIEN_CURRENT_FUNCTION_BINDING_NAME'
              value: 'api'
            }
            {
              name: 'ALIEN_CURRENT_WORKER_BINDING_NAME'
              value: 'api'
            }
            {
              name: 'ALIEN_DEPLOYMENT_TYPE'
              value: 'azure'
            }
            {
              name: 'ALIEN_RESOURCE_ID'
              value: 'api'
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
          image: functionApiImage
          name: 'api'
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
      terminationGracePeriodSeconds: 30
    }
    workloadProfileName: 'Consumption'
  }
}

// -------------------------------------------------------------------- Outputs

@description('Table endpoint of kv cache')
output kvCacheTableEndpoint string = kvCache.properties.primaryEndpoints.table

@description('URI of vault api-keys')
output vaultApiKeysUri string = vaultApiKeys.properties.vaultUri

@description('Public address of function api')
output functionApiUrl string = 'https://ca-api.${appsEnvironment.properties.defaultDomain}'

@description('Object id of the identity that pulls images, for a grant on a registry outside this stack')
output pullIdentityPrincipalId string = pullIdentity.properties.principalId
