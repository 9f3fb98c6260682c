targetScope = 'resourceGroup'

metadata name = 'lookups'
metadata description = 'Resources of the stack "lookups", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

// ----------------------------------------------------------------- Parameters

@description('Region of every resource.')
param location string = resourceGroup().location

@description('Tags for every resource, beside those of the stack.')
param tags object = {}

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
var uniqueSuffix = uniqueString(resourceGroup().id, 'lookups')
var stackTags = union(tags, { 'alien-stack': 'lookups', 'managed-by': 'alienc' })

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

// -------------------------------------------------------------------- Outputs

@description('Table endpoint of kv cache')
output kvCacheTableEndpoint string = kvCache.properties.primaryEndpoints.table
