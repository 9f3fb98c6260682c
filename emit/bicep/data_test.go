package bicep_test

import (
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestStorage(t *testing.T) {
	text := template(stack(&ir.Storage{Common: common("my-data", ir.Frozen)}))
	same(t, resource(t, text, "storageMyData"), `
		|resource storageMyData 'Microsoft.Storage/storageAccounts@2025-06-01' = {
		|  name: 'stmydata${uniqueSuffix}'
		|  location: location
		|  sku: {
		|    name: storageRedundancy
		|  }
		|  kind: 'StorageV2'
		|  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'my-data' })
		|  properties: {
		|    accessTier: 'Hot'
		|    allowBlobPublicAccess: false
		|    allowCrossTenantReplication: false
		|    allowSharedKeyAccess: false
		|    defaultToOAuthAuthentication: true
		|    encryption: {
		|      keySource: 'Microsoft.Storage'
		|      requireInfrastructureEncryption: true
		|      services: {
		|        blob: {
		|          enabled: true
		|        }
		|      }
		|    }
		|    minimumTlsVersion: 'TLS1_2'
		|    networkAcls: {
		|      bypass: 'AzureServices'
		|      defaultAction: 'Allow'
		|    }
		|    publicNetworkAccess: 'Enabled'
		|    supportsHttpsTrafficOnly: true
		|  }
		|}
	`)
	same(t, resource(t, text, "storageMyDataBlobs"), `
		|resource storageMyDataBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
		|  parent: storageMyData
		|  name: 'default'
		|  properties: {
		|    containerDeleteRetentionPolicy: {
		|      days: softDeleteDays
		|      enabled: true
		|    }
		|    deleteRetentionPolicy: {
		|      days: softDeleteDays
		|      enabled: true
		|    }
		|    isVersioningEnabled: false
		|  }
		|}
	`)
	same(t, resource(t, text, "storageMyDataContainer"), `
		|resource storageMyDataContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
		|  parent: storageMyDataBlobs
		|  name: 'objects'
		|  properties: {
		|    publicAccess: 'None'
		|  }
		|}
	`)
	same(t, resource(t, text, "storageMyDataLock"), `
		|resource storageMyDataLock 'Microsoft.Authorization/locks@2020-05-01' = {
		|  scope: storageMyData
		|  name: 'alien-keep'
		|  properties: {
		|    level: 'CanNotDelete'
		|    notes: 'It holds the objects of storage my-data. Only an owner takes this lock away, to delete it or to end a grant on it.'
		|  }
		|}
	`)
	same(t, section(t, text, "output storageMyDataBlobEndpoint"), `
		|output storageMyDataBlobEndpoint string = storageMyData.properties.primaryEndpoints.blob
	`)
	lacks(t, text, "managementPolicies", "Microsoft.EventGrid", "Microsoft.App", "pullRegistries", "deployFunctions", "registryServer")
}

func TestStorageOptions(t *testing.T) {
	text := template(stack(&ir.Storage{
		Common: common("site", ir.Live), PublicRead: true, Versioning: true,
		LifecycleRules: []ir.LifecycleRule{{Days: 30}, {Days: 1, Prefix: "it's ${x}\n"}},
	}))
	contains(t, resource(t, text, "storageSite"), `
		|    allowBlobPublicAccess: true
	`)
	contains(t, resource(t, text, "storageSiteContainer"), `
		|    publicAccess: 'Blob'
	`)
	contains(t, resource(t, text, "storageSiteBlobs"), `
		|    isVersioningEnabled: true
	`)
	same(t, resource(t, text, "storageSiteRules"), `
		|resource storageSiteRules 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
		|  parent: storageSite
		|  name: 'default'
		|  properties: {
		|    policy: {
		|      rules: [
		|        {
		|          definition: {
		|            actions: {
		|              baseBlob: {
		|                delete: {
		|                  daysAfterModificationGreaterThan: 30
		|                }
		|              }
		|              version: {
		|                delete: {
		|                  daysAfterCreationGreaterThan: 30
		|                }
		|              }
		|            }
		|            filters: {
		|              blobTypes: [
		|                'appendBlob'
		|                'blockBlob'
		|              ]
		|              prefixMatch: [
		|                '${storageSiteContainer.name}/'
		|              ]
		|            }
		|          }
		|          enabled: true
		|          name: 'expire0'
		|          type: 'Lifecycle'
		|        }
		|        {
		|          definition: {
		|            actions: {
		|              baseBlob: {
		|                delete: {
		|                  daysAfterModificationGreaterThan: 1
		|                }
		|              }
		|              version: {
		|                delete: {
		|                  daysAfterCreationGreaterThan: 1
		|                }
		|              }
		|            }
		|            filters: {
		|              blobTypes: [
		|                'appendBlob'
		|                'blockBlob'
		|              ]
		|              prefixMatch: [
		|                '${storageSiteContainer.name}/it\'s \${x}\n'
		|              ]
		|            }
		|          }
		|          enabled: true
		|          name: 'expire1'
		|          type: 'Lifecycle'
		|        }
		|      ]
		|    }
		|  }
		|}
	`)
	plain := resource(t, template(stack(&ir.Storage{
		Common: common("logs", ir.Live), LifecycleRules: []ir.LifecycleRule{{Days: 30}},
	})), "storageLogsRules")
	lacks(t, plain, "version")
}

func TestKv(t *testing.T) {
	text := template(stack(&ir.Kv{Common: common("cache", ir.Live)}))
	contains(t, resource(t, text, "kvCache"), `
		|  name: 'stcache${uniqueSuffix}'
		|  location: location
		|  sku: {
		|    name: storageRedundancy
		|  }
		|  kind: 'StorageV2'
		|  tags: union(stackTags, { 'alien-lifecycle': 'live', 'alien-resource': 'cache' })
		|  properties: {
		|    allowBlobPublicAccess: false
		|    allowCrossTenantReplication: false
		|    allowSharedKeyAccess: false
		|    defaultToOAuthAuthentication: true
	`)
	same(t, resource(t, text, "kvCacheTables"), `
		|resource kvCacheTables 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
		|  parent: kvCache
		|  name: 'default'
		|}
	`)
	same(t, resource(t, text, "kvCacheTable"), `
		|resource kvCacheTable 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
		|  parent: kvCacheTables
		|  name: 'items'
		|}
	`)
	contains(t, resource(t, text, "kvCacheLock"), `
		|  scope: kvCache
		|  name: 'alien-keep'
	`)
	same(t, section(t, text, "output kvCacheTableEndpoint"), `
		|output kvCacheTableEndpoint string = kvCache.properties.primaryEndpoints.table
	`)
	lacks(t, text, "softDeleteDays")
}

func TestQueue(t *testing.T) {
	text := template(stack(&ir.Queue{Common: common("jobs", ir.Frozen)}))
	same(t, resource(t, text, "serviceBus"), `
		|resource serviceBus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
		|  name: 'sb-app-${uniqueSuffix}'
		|  location: location
		|  sku: {
		|    name: 'Standard'
		|    tier: 'Standard'
		|  }
		|  tags: stackTags
		|  properties: {
		|    disableLocalAuth: true
		|    minimumTlsVersion: '1.2'
		|    publicNetworkAccess: 'Enabled'
		|  }
		|}
	`)
	same(t, resource(t, text, "queueJobs"), `
		|resource queueJobs 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
		|  parent: serviceBus
		|  name: 'jobs'
		|  properties: {
		|    deadLetteringOnMessageExpiration: true
		|    defaultMessageTimeToLive: 'P14D'
		|    lockDuration: 'PT5M'
		|    maxDeliveryCount: 5
		|    maxSizeInMegabytes: 1024
		|  }
		|}
	`)
	contains(t, resource(t, text, "serviceBusLock"), `
		|  scope: serviceBus
		|  name: 'alien-keep'
	`)
	same(t, section(t, text, "output serviceBusNamespace"), `
		|output serviceBusNamespace string = serviceBus.name
	`)
	lacks(t, text, "storageRedundancy", "softDeleteDays")
}

func TestVault(t *testing.T) {
	text := template(stack(&ir.Vault{Common: common("integrations", ir.Frozen)}))
	same(t, resource(t, text, "vaultIntegrations"), `
		|resource vaultIntegrations 'Microsoft.KeyVault/vaults@2025-05-01' = {
		|  name: 'kv-inte7955${uniqueSuffix}'
		|  location: location
		|  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'integrations' })
		|  properties: {
		|    enablePurgeProtection: true
		|    enableRbacAuthorization: true
		|    enableSoftDelete: true
		|    enabledForDeployment: false
		|    enabledForDiskEncryption: false
		|    enabledForTemplateDeployment: false
		|    networkAcls: {
		|      bypass: 'AzureServices'
		|      defaultAction: 'Allow'
		|    }
		|    publicNetworkAccess: 'Enabled'
		|    sku: {
		|      family: 'A'
		|      name: 'standard'
		|    }
		|    softDeleteRetentionInDays: 90
		|    tenantId: subscription().tenantId
		|  }
		|}
	`)
	contains(t, resource(t, text, "vaultIntegrationsLock"), `
		|  scope: vaultIntegrations
		|  name: 'alien-keep'
	`)
	same(t, section(t, text, "output vaultIntegrationsUri"), `
		|output vaultIntegrationsUri string = vaultIntegrations.properties.vaultUri
	`)
}

func TestArtifactRegistry(t *testing.T) {
	images := &ir.ArtifactRegistry{Common: common("my-images", ir.Live), ReplicationRegions: []string{"eu-west-1"}}
	text := template(stack(images))
	same(t, resource(t, text, "registryMyImages"), `
		|resource registryMyImages 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
		|  name: 'crmyimages${uniqueSuffix}'
		|  location: location
		|  sku: {
		|    name: 'Standard'
		|  }
		|  tags: union(stackTags, { 'alien-lifecycle': 'live', 'alien-resource': 'my-images' })
		|  properties: {
		|    adminUserEnabled: false
		|    anonymousPullEnabled: false
		|    dataEndpointEnabled: false
		|    networkRuleBypassOptions: 'AzureServices'
		|    policies: {
		|      azureADAuthenticationAsArmPolicy: {
		|        status: 'enabled'
		|      }
		|      exportPolicy: {
		|        status: 'enabled'
		|      }
		|    }
		|    publicNetworkAccess: 'Enabled'
		|  }
		|}
	`)
	contains(t, resource(t, text, "registryMyImagesLock"), `
		|  scope: registryMyImages
		|  name: 'alien-keep'
	`)
	same(t, section(t, text, "output registryMyImagesLoginServer"), `
		|output registryMyImagesLoginServer string = registryMyImages.properties.loginServer
	`)
	lacks(t, text, "eu-west-1", "pullRegistries")

	contains(t, template(stack(images, function("worker"))), `
		|var pullRegistries = concat(
		|  [
		|    {
		|      identity: pullIdentity.id
		|      server: registryMyImages.properties.loginServer
		|    }
		|  ],
		|  empty(registryServer)
		|    ? []
		|    : [
		|        {
		|          identity: pullIdentity.id
		|          server: registryServer
		|        }
		|      ]
		|)
	`)
}
