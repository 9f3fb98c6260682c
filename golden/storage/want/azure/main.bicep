targetScope = 'resourceGroup'

metadata name = 'files'
metadata description = 'Resources of the stack "files", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

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
var uniqueSuffix = uniqueString(resourceGroup().id, 'files')
var stackTags = union(tags, { 'alien-stack': 'files', 'managed-by': 'alienc' })

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

// -------------------------------------------------------------------- Outputs

@description('Blob endpoint of storage data')
output storageDataBlobEndpoint string = storageData.properties.primaryEndpoints.blob
