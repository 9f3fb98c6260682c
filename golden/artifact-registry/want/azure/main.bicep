targetScope = 'resourceGroup'

metadata name = 'registry'
metadata description = 'Resources of the stack "registry", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam'

// ----------------------------------------------------------------- Parameters

@description('Region of every resource.')
param location string = resourceGroup().location

@description('Tags for every resource, beside those of the stack.')
param tags object = {}

// ------------------------------------------------------------------ Variables

// Tells this deployment from all others, in names that are unique in the world.
var uniqueSuffix = uniqueString(resourceGroup().id, 'registry')
var stackTags = union(tags, { 'alien-stack': 'registry', 'managed-by': 'alienc' })

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

// -------------------------------------------------------------------- Outputs

@description('Login server of artifact registry images')
output registryImagesLoginServer string = registryImages.properties.loginServer
