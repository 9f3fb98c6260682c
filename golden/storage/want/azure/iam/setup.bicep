targetScope = 'resourceGroup'

metadata name = 'files setup'
metadata description = 'The role of whoever applies main.bicep, and the roles of the stack that Azure has no equal of. Written by alienc. For an owner of the resource group: az deployment group create -g RESOURCE_GROUP -f iam/setup.bicep -p deployerPrincipalId=OBJECT_ID'

// ----------------------------------------------------------------- Parameters

@description('Object id of the identity that applies main.bicep. Empty: the role is defined and nobody has it.')
param deployerPrincipalId string = ''

@description('What that identity is.')
@allowed([
  'Group'
  'ServicePrincipal'
  'User'
])
param deployerPrincipalType string = 'ServicePrincipal'

// ---------------------------------------------------------------------- Roles

resource roleSetup 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'files', 'setup')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "files": create and update its resources; deletes nothing and reads no data. Assign it only as iam/setup.bicep does, which limits what it may grant.'
    permissions: [
      {
        actions: [
          'Microsoft.Authorization/locks/read'
          'Microsoft.Authorization/locks/write'
          'Microsoft.Resources/deployments/cancel/action'
          'Microsoft.Resources/deployments/operations/read'
          'Microsoft.Resources/deployments/operationstatuses/read'
          'Microsoft.Resources/deployments/read'
          'Microsoft.Resources/deployments/validate/action'
          'Microsoft.Resources/deployments/whatIf/action'
          'Microsoft.Resources/deployments/write'
          'Microsoft.Resources/subscriptions/resourceGroups/read'
          'Microsoft.Storage/storageAccounts/blobServices/containers/read'
          'Microsoft.Storage/storageAccounts/blobServices/containers/write'
          'Microsoft.Storage/storageAccounts/blobServices/read'
          'Microsoft.Storage/storageAccounts/blobServices/write'
          'Microsoft.Storage/storageAccounts/read'
          'Microsoft.Storage/storageAccounts/write'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien files setup (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

// ----------------------------------------------------------- Who has the role

resource setupAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  name: guid(resourceGroup().id, deployerPrincipalId, roleSetup.name)
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleSetup.name)
  }
}

// -------------------------------------------------------------------- Outputs

@description('Id of the setup role')
output setupRoleId string = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleSetup.name)
