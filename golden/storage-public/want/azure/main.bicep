targetScope = 'resourceGroup'

metadata name = 'website'
metadata description = 'Resources of the stack "website", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

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

@description('Days for which deleted objects can be brought back.')
@minValue(7)
@maxValue(365)
param softDeleteDays int = 30

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'website')
var stackTags = union(tags, { 'alien-stack': 'website', 'managed-by': 'alienc' })

// ------------------------------------------ Storage: site (live, public read)

// The account. Encrypted twice, no keys; anyone may read an object.
resource storageSite 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'stsite${uniqueSuffix}'
  location: location
  sku: {
    name: storageRedundancy
  }
  kind: 'StorageV2'
  tags: union(stackTags, { 'alien-lifecycle': 'live', 'alien-resource': 'site' })
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: true
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
resource storageSiteBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: storageSite
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

resource storageSiteContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: storageSiteBlobs
  name: 'objects'
  properties: {
    publicAccess: 'Blob'
  }
}

resource storageSiteLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: storageSite
  name: 'alien-keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the objects of storage site. Only an owner takes this lock away, to delete it or to end a grant on it.'
  }
}

// -------------------------------------------------------------------- Outputs

@description('Blob endpoint of storage site')
output storageSiteBlobEndpoint string = storageSite.properties.primaryEndpoints.blob
