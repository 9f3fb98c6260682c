targetScope = 'resourceGroup'

metadata name = 'my-agent'
metadata description = 'Resources of the stack "my-agent", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

// ----------------------------------------------------------------- Parameters

@description('Region of every resource.')
param location string = resourceGroup().location

@description('Tags for every resource, beside those of the stack.')
param tags object = {}

@description('Container image of function agent, by digest: REGISTRY/REPOSITORY@sha256:DIGEST.')
@minLength(1)
param functionAgentImage string

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
var uniqueSuffix = uniqueString(resourceGroup().id, 'my-agent')
var stackTags = union(tags, { 'alien-stack': 'my-agent', 'managed-by': 'alienc' })

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
  guid(resourceGroup().id, 'alien', 'my-agent', 'storage-data-write')
)
var roleKeyVaultSecretsUser = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4633458b-17de-408a-b874-0445c86b69e6'
)
var roleAzureServiceBusDataReceiver = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
)

// --------------------------------------- Storage: workspace (frozen, private)

// The account. Encrypted twice, no keys, no anonymous access.
resource storageWorkspace 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'stworkspace${uniqueSuffix}'
  location: location
  sku: {
    name: storageRedundancy
  }
  kind: 'StorageV2'
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'workspace' })
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
resource storageWorkspaceBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: storageWorkspace
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

resource storageWorkspaceContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: storageWorkspaceBlobs
  name: 'objects'
  properties: {
    publicAccess: 'None'
  }
}

resource storageWorkspaceLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: storageWorkspace
  name: 'alien-keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the objects of storage workspace. Only an owner takes this lock away, to delete it or to end a grant on it.'
  }
}

// ----------------------------------------------- Vault: integrations (frozen)

// Roles alone open it. Nobody can purge what was deleted for 90 days.
resource vaultIntegrations 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: 'kv-inte7955${uniqueSuffix}'
  location: location
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'integrations' })
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

resource vaultIntegrationsLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: vaultIntegrations
  name: 'alien-keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the secrets of vault integrations. Only an owner takes this lock away, to delete it or to end a grant on it.'
  }
}

// --------------------------------------------------------------------- Queues

// The namespace of all queues. No keys.
resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: 'sb-my-agent-${uniqueSuffix}'
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

// Commands for function agent.
resource functionAgentCommands 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: serviceBus
  name: 'agent-commands'
  properties: {
    deadLetteringOnMessageExpiration: true
    defaultMessageTimeToLive: 'PT1H'
    lockDuration: 'PT1M'
    maxDeliveryCount: 3
  }
}

// ----------------------------------------------------------------- Identities

// Permission profile execution: what function agent acts as.
resource profileExecution 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-my-agent-execution'
  location: location
  tags: stackTags
}

// Pulls images. Code in a container cannot act as it.
resource pullIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-my-agent-pull'
  location: location
  tags: stackTags
}

// ------------------------------------------------------------ Who may do what

@description('Profile execution: storage/data-read. List and read the objects of that storage.')
resource grantExecutionReadStorageWorkspace 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storageWorkspaceContainer
  name: guid(storageWorkspaceContainer.id, profileExecution.id, roleStorageBlobDataReader)
  properties: {
    principalId: profileExecution.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleStorageBlobDataReader
  }
}

@description('Profile execution: storage/data-write. Create, overwrite and delete the current objects of that storage, without reading them.')
resource grantExecutionWriteStorageWorkspace 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storageWorkspaceContainer
  name: guid(storageWorkspaceContainer.id, profileExecution.id, roleStorageDataWrite)
  properties: {
    principalId: profileExecution.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleStorageDataWrite
  }
}

@description('Profile execution: vault/data-read. Read the values of that vault.')
resource grantExecutionReadVaultIntegrations 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vaultIntegrations
  name: guid(vaultIntegrations.id, profileExecution.id, roleKeyVaultSecretsUser)
  properties: {
    principalId: profileExecution.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleKeyVaultSecretsUser
  }
}

@description('Profile execution: Receive the commands that are sent to that function.')
resource grantExecutionReceiveFunctionAgentCommands 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: functionAgentCommands
  name: guid(functionAgentCommands.id, profileExecution.id, roleAzureServiceBusDataReceiver)
  properties: {
    principalId: profileExecution.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roleAzureServiceBusDataReceiver
  }
}

// -------------------------------------------------------- Where functions run

// The logs of all functions.
resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-my-agent'
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
  name: 'cae-my-agent'
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

// ----------------------------------------- Function: agent (live, no ingress)

// Runs the image with the rights of profile execution.
resource functionAgent 'Microsoft.App/containerApps@2025-07-01' = if (deployFunctions) {
  name: 'ca-agent'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${profileExecution.id}': {}
      '${pullIdentity.id}': {}
    }
  }
  dependsOn: [
    grantExecutionReadStorageWorkspace
    grantExecutionReadVaultIntegrations
    grantExecutionReceiveFunctionAgentCommands
    grantExecutionWriteStorageWorkspace
  ]
  tags: union(stackTags, { 'alien-lifecycle': 'live', 'alien-resource': 'agent' })
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
              name: 'ALIEN_AGENT_BINDING'
              value: string({
                service: 'containerapp'
                subscriptionId: subscription().subscriptionId
                resourceGroupName: resourceGroup().name
                containerAppName: 'ca-agent'
                privateUrl: 'https://ca-agent.internal.${appsEnvironment.properties.defaultDomain}'
              })
            }
            {
              name: 'ALIEN_COMMANDS_QUEUE'
              value: '${serviceBus.name}/${functionAgentCommands.name}'
            }
            {
              name: 'ALIEN_CURRENT_FUNCTION_BINDING_NAME'
              value: 'agent'
            }
            {
              name: 'ALIEN_CURRENT_WORKER_BINDING_NAME'
              value: 'agent'
            }
            {
              name: 'ALIEN_DEPLOYMENT_TYPE'
              value: 'azure'
            }
            {
              name: 'ALIEN_INTEGRATIONS_BINDING'
              value: string({
                service: 'key-vault'
                vaultName: vaultIntegrations.name
              })
            }
            {
              name: 'ALIEN_RESOURCE_ID'
              value: 'agent'
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
              name: 'ALIEN_WORKSPACE_BINDING'
              value: string({
                service: 'blob'
                accountName: storageWorkspace.name
                containerName: storageWorkspaceContainer.name
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
          image: functionAgentImage
          name: 'agent'
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
                queueName: functionAgentCommands.name
              }
              type: 'azure-servicebus'
            }
            name: 'queue-0'
          }
        ]
      }
      terminationGracePeriodSeconds: 180
    }
    workloadProfileName: 'Consumption'
  }
}

// -------------------------------------------------------------------- Outputs

@description('Blob endpoint of storage workspace')
output storageWorkspaceBlobEndpoint string = storageWorkspace.properties.primaryEndpoints.blob

@description('URI of vault integrations')
output vaultIntegrationsUri string = vaultIntegrations.properties.vaultUri

@description('Service Bus namespace of the stack')
output serviceBusNamespace string = serviceBus.name

@description('Object id of the identity that pulls images, for a grant on a registry outside this stack')
output pullIdentityPrincipalId string = pullIdentity.properties.principalId
