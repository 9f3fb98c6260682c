targetScope = 'resourceGroup'

metadata name = 'remote setup'
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
    '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  ],
  ', '
)

// ---------------------------------------------------------------------- Roles

resource roleSetup 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'alien', 'remote', 'setup')
  properties: {
    assignableScopes: [
      resourceGroup().id
    ]
    description: 'Stack "remote": create and update its resources; deletes nothing and reads no data. Assign it only as iam/setup.bicep does, which limits what it may grant.'
    permissions: [
      {
        actions: [
          'Microsoft.App/containerApps/read'
          'Microsoft.App/containerApps/write'
          'Microsoft.App/managedEnvironments/join/action'
          'Microsoft.App/managedEnvironments/read'
          'Microsoft.App/managedEnvironments/write'
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
          'Microsoft.ServiceBus/namespaces/queues/read'
          'Microsoft.ServiceBus/namespaces/queues/write'
          'Microsoft.ServiceBus/namespaces/read'
          'Microsoft.ServiceBus/namespaces/write'
        ]
        dataActions: []
        notActions: []
        notDataActions: []
      }
    ]
    roleName: 'alien remote setup (${uniqueString(resourceGroup().id)})'
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
