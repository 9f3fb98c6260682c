package azure

// Types of resources, as Azure writes them.
const (
	AccountType           = "Microsoft.Storage/storageAccounts"
	BlobServiceType       = "Microsoft.Storage/storageAccounts/blobServices"
	ContainerType         = "Microsoft.Storage/storageAccounts/blobServices/containers"
	ManagementPolicyType  = "Microsoft.Storage/storageAccounts/managementPolicies"
	TableServiceType      = "Microsoft.Storage/storageAccounts/tableServices"
	TableType             = "Microsoft.Storage/storageAccounts/tableServices/tables"
	NamespaceType         = "Microsoft.ServiceBus/namespaces"
	QueueType             = "Microsoft.ServiceBus/namespaces/queues"
	VaultType             = "Microsoft.KeyVault/vaults"
	RegistryType          = "Microsoft.ContainerRegistry/registries"
	AppType               = "Microsoft.App/containerApps"
	JobType               = "Microsoft.App/jobs"
	EnvironmentType       = "Microsoft.App/managedEnvironments"
	IdentityType          = "Microsoft.ManagedIdentity/userAssignedIdentities"
	TopicType             = "Microsoft.EventGrid/systemTopics"
	SubscriptionType      = "Microsoft.EventGrid/systemTopics/eventSubscriptions"
	WorkspaceType         = "Microsoft.OperationalInsights/workspaces"
	DiagnosticSettingType = "Microsoft.Insights/diagnosticSettings"
	LockType              = "Microsoft.Authorization/locks"
	RoleAssignmentType    = "Microsoft.Authorization/roleAssignments"
	RoleDefinitionType    = "Microsoft.Authorization/roleDefinitions"
)

// versions holds the one version of the API that alienc uses of each type. A
// version should be half a year old, so that customers' tools know it, and is
// too old after two years.
var versions = map[string]string{
	AccountType:           "2025-06-01",
	BlobServiceType:       "2025-06-01",
	ContainerType:         "2025-06-01",
	ManagementPolicyType:  "2025-06-01",
	TableServiceType:      "2025-06-01",
	TableType:             "2025-06-01",
	NamespaceType:         "2024-01-01",
	QueueType:             "2024-01-01",
	VaultType:             "2025-05-01",
	RegistryType:          "2025-04-01",
	AppType:               "2025-07-01",
	JobType:               "2025-07-01",
	EnvironmentType:       "2025-07-01",
	IdentityType:          "2024-11-30",
	TopicType:             "2025-02-15",
	SubscriptionType:      "2025-02-15",
	WorkspaceType:         "2025-02-01",
	DiagnosticSettingType: "2021-05-01-preview", // there is no other
	LockType:              "2020-05-01",
	RoleAssignmentType:    "2022-04-01",
	RoleDefinitionType:    "2022-04-01",
}

// APIVersion gives the version of the API that alienc uses of a type, such as
// "2025-06-01". It panics for a type that is not among the constants.
func APIVersion(typ string) string {
	version, ok := versions[typ]
	if !ok {
		panic("azure: no version of " + typ)
	}
	return version
}
