targetScope = 'resourceGroup'

metadata name = 'records'
metadata description = 'Resources of the stack "records", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

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
var uniqueSuffix = uniqueString(resourceGroup().id, 'records')
var stackTags = union(tags, { 'alien-stack': 'records', 'managed-by': 'alienc' })

// ----------------------------------------- Storage: archive (frozen, private)

// The account. Encrypted twice, no keys, no anonymous access.
resource storageArchive 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'starchive${uniqueSuffix}'
  location: location
  sku: {
    name: storageRedundancy
  }
  kind: 'StorageV2'
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'archive' })
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
resource storageArchiveBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: storageArchive
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
    isVersioningEnabled: true
  }
}

resource storageArchiveContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: storageArchiveBlobs
  name: 'objects'
  properties: {
    publicAccess: 'None'
  }
}

resource storageArchiveRules 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: storageArchive
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          definition: {
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: 30
                }
              }
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 30
                }
              }
            }
            filters: {
              blobTypes: [
                'appendBlob'
                'blockBlob'
              ]
              prefixMatch: [
                '${storageArchiveContainer.name}/tmp/'
              ]
            }
          }
          enabled: true
          name: 'expire0'
          type: 'Lifecycle'
        }
        {
          definition: {
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: 365
                }
              }
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 365
                }
              }
            }
            filters: {
              blobTypes: [
                'appendBlob'
                'blockBlob'
              ]
              prefixMatch: [
                '${storageArchiveContainer.name}/'
              ]
            }
          }
          enabled: true
          name: 'expire1'
          type: 'Lifecycle'
        }
      ]
    }
  }
}

resource storageArchiveLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: storageArchive
  name: 'alien-keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'It holds the objects of storage archive. Only an owner takes this lock away, to delete it or to end a grant on it.'
  }
}

// -------------------------------------------------------------------- Outputs

@description('Blob endpoint of storage archive')
output storageArchiveBlobEndpoint string = storageArchive.properties.primaryEndpoints.blob
