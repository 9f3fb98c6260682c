targetScope = 'resourceGroup'

metadata name = 'keys'
metadata description = 'Resources of the stack "keys", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

// ----------------------------------------------------------------- Parameters

@description('Region of every resource.')
param location string = resourceGroup().location

@description('Tags for every resource, beside those of the stack.')
param tags object = {}

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'keys')
var stackTags = union(tags, { 'alien-stack': 'keys', 'managed-by': 'alienc' })

// ------------------------------------------------ Vault: credentials (frozen)

// Roles alone open it. Nobody can purge what was deleted for 90 days.
resource vaultCredentials 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: 'kv-cred631a${uniqueSuffix}'
  location: location
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'credentials' })
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

resource vaultCredentialsLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: vaultCredentials
  name: 'alien-keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the secrets of vault credentials. Only an owner takes this lock away, to delete it or to end a grant on it.'
  }
}

// -------------------------------------------------------------------- Outputs

@description('URI of vault credentials')
output vaultCredentialsUri string = vaultCredentials.properties.vaultUri
