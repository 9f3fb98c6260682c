targetScope = 'resourceGroup'

metadata name = 'starred setup'
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

// ------------------------------------------------------------------ Variables

// The roles that may be assigned, and only to identities of applications: those that main.bicep assigns.
var grantableRoleIds = join(
  [
    roleKvDataWrite.name
    '76199698-9eea-4c19-bc75-cec21354c6b6'
  ],
  ', '
)

// ---------------------------------------------------------------------- Roles

resource roleKvDataWrite 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'starred', 'kv-data-write')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "starred": Put, update and delete the items of that table, without reading them.'
    permissions: [
      {
        actions: []
        dataActions: [
          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action'
          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/delete'
          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/update/action'
          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/write'
        ]
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien starred kv-data-write (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

resource roleSetup 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'starred', 'setup')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "starred": create and update its resources; deletes nothing and reads no data. Assign it only as iam/setup.bicep does, which limits what it may grant.'
    permissions: [
      {
        actions: [
          'Microsoft.App/containerApps/read'
          'Microsoft.App/containerApps/write'
          'Microsoft.App/managedEnvironments/join/action'
          'Microsoft.App/managedEnvironments/read'
          'Microsoft.App/managedEnvironments/write'
          'Microsoft.Authorization/locks/read'
          'Microsoft.Authorization/locks/write'
          'Microsoft.Authorization/roleAssignments/read'
          'Microsoft.Authorization/roleAssignments/write'
          'Microsoft.Insights/diagnosticSettings/read'
          'Microsoft.Insights/diagnosticSettings/write'
          'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
          'Microsoft.ManagedIdentity/userAssignedIdentities/read'
          'Microsoft.ManagedIdentity/userAssignedIdentities/write'
          'Microsoft.OperationalInsights/workspaces/read'
          'Microsoft.OperationalInsights/workspaces/sharedKeys/action'
          'Microsoft.OperationalInsights/workspaces/write'
          'Microsoft.Resources/deployments/cancel/action'
          'Microsoft.Resources/deployments/operations/read'
          'Microsoft.Resources/deployments/operationstatuses/read'
          'Microsoft.Resources/deployments/read'
          'Microsoft.Resources/deployments/validate/action'
          'Microsoft.Resources/deployments/whatIf/action'
          'Microsoft.Resources/deployments/write'
          'Microsoft.Resources/subscriptions/resourceGroups/read'
          'Microsoft.Storage/storageAccounts/read'
          'Microsoft.Storage/storageAccounts/tableServices/read'
          'Microsoft.Storage/storageAccounts/tableServices/tables/read'
          'Microsoft.Storage/storageAccounts/tableServices/tables/write'
          'Microsoft.Storage/storageAccounts/tableServices/write'
          'Microsoft.Storage/storageAccounts/write'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien starred setup (${uniqueString(resourceGroup().id)})'
    type: 'CustomRole'
  }
}

// ----------------------------------------------------------- Who has the role

resource setupAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  name: guid(resourceGroup().id, deployerPrincipalId, roleSetup.name)
  properties: {
    condition: '((!(ActionMatches{\'Microsoft.Authorization/roleAssignments/write\'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${grantableRoleIds}} AND @Request[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {\'ServicePrincipal\'}))'
    conditionVersion: '2.0'
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleSetup.name)
  }
}

// -------------------------------------------------------------------- Outputs

@description('Id of the setup role')
output setupRoleId string = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleSetup.name)
