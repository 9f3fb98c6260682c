package azure

import (
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// Parameters of main.bicep.
const (
	LocationParameter          = "location"
	DeployFunctionsParameter   = "deployFunctions"
	RegistryServerParameter    = "registryServer"
	SoftDeleteDaysParameter    = "softDeleteDays"
	StorageRedundancyParameter = "storageRedundancy"
	TagsParameter              = "tags"
)

// Variables of main.bicep.
const (
	UniqueVariable         = "uniqueSuffix"
	StackTagsVariable      = "stackTags"
	PullRegistriesVariable = "pullRegistries"
)

// Symbols of what serves the whole stack.
const (
	NamespaceSymbol       = "serviceBus"
	NamespaceLockSymbol   = "serviceBusLock"
	PullIdentitySymbol    = "pullIdentity"
	EventsIdentitySymbol  = "eventsIdentity"
	WorkspaceSymbol       = "logs"
	EnvironmentSymbol     = "appsEnvironment"
	EnvironmentLogsSymbol = "appsEnvironmentLogs"
)

// Outputs of main.bicep.
const (
	PullPrincipalOutput = "pullIdentityPrincipalId"
	NamespaceOutput     = "serviceBusNamespace"
)

// Parameters of the files that an owner applies.
const (
	DeployerPrincipalParameter     = "deployerPrincipalId"
	DeployerPrincipalTypeParameter = "deployerPrincipalType"
	TeardownPrincipalParameter     = "teardownPrincipalId"
	TeardownPrincipalTypeParameter = "teardownPrincipalType"
	ManagementPrincipalParameter   = "managementPrincipalId"
)

// words are what symbols begin with, by kind. None begins like another, nor
// like "profile", "grant" or "role".
var words = map[ir.Kind]string{
	ir.KindStorage: "storage", ir.KindKv: "kv", ir.KindQueue: "queue", ir.KindVault: "vault",
	ir.KindArtifactRegistry: "registry", ir.KindFunction: "function",
}

func symbolOf(kind ir.Kind, id, part string) string { return words[kind] + cloud.Pascal(id) + part }

// ResourceSymbol is the symbol of what a resource becomes first of all.
func ResourceSymbol(kind ir.Kind, id string) string { return symbolOf(kind, id, "") }

// LockSymbol is the symbol of the lock on what a resource becomes.
func LockSymbol(kind ir.Kind, id string) string { return symbolOf(kind, id, "Lock") }

// BlobsSymbol is the symbol of the blob service of a storage's account.
func BlobsSymbol(id string) string { return symbolOf(ir.KindStorage, id, "Blobs") }

// ContainerSymbol is the symbol of a storage's container.
func ContainerSymbol(id string) string { return symbolOf(ir.KindStorage, id, "Container") }

// RulesSymbol is the symbol of the lifecycle rules of a storage.
func RulesSymbol(id string) string { return symbolOf(ir.KindStorage, id, "Rules") }

// EventsSymbol is the symbol of the queue for the events of a storage.
func EventsSymbol(id string) string { return symbolOf(ir.KindStorage, id, "Events") }

// DeletedEventsSymbol is the symbol of the queue for a storage's deletions,
// where another function is told of new objects.
func DeletedEventsSymbol(id string) string { return symbolOf(ir.KindStorage, id, "DeletedEvents") }

// TopicSymbol is the symbol of a storage's system topic.
func TopicSymbol(id string) string { return symbolOf(ir.KindStorage, id, "Topic") }

// SubscriptionSymbol is the symbol of the event subscription by which a
// storage triggers a function.
func SubscriptionSymbol(storage, function string) string {
	return symbolOf(ir.KindStorage, storage, "To"+cloud.Pascal(function))
}

// TablesSymbol is the symbol of the table service of a kv's account.
func TablesSymbol(id string) string { return symbolOf(ir.KindKv, id, "Tables") }

// TableSymbol is the symbol of a kv's table.
func TableSymbol(id string) string { return symbolOf(ir.KindKv, id, "Table") }

// CommandsSymbol is the symbol of the queue through which management calls a
// function.
func CommandsSymbol(id string) string { return symbolOf(ir.KindFunction, id, "Commands") }

// JobSymbol is the symbol of the job of a function's schedule; the index
// counts from 0.
func JobSymbol(id string, index int) string {
	return symbolOf(ir.KindFunction, id, "Cron"+strconv.Itoa(index))
}

// ImageParameter is the name of the parameter with a function's image.
func ImageParameter(id string) string { return symbolOf(ir.KindFunction, id, "Image") }

// ProfileSymbol is the symbol of a profile's identity.
func ProfileSymbol(profile string) string { return "profile" + cloud.Pascal(profile) }

// RoleSymbol is the symbol of a role: of a custom one by its key, where the
// role is defined or its id is computed, and of one of Azure's by its name.
func RoleSymbol(keyOrName string) string { return "role" + cloud.Pascal(keyOrName) }

// GrantSymbol is the symbol of the assignment of a role on the resource with
// that symbol; see [GrantVerb] and
// [SetVerb].
func GrantSymbol(identity, verb, resource string) string {
	return "grant" + cloud.Pascal(identity) + verb + strings.ToUpper(resource[:1]) + resource[1:]
}

// Verbs of grants that follow from the stack.
const (
	SendVerb    = "Send"    // to a queue of events or commands
	ReceiveVerb = "Receive" // from a queue that triggers a function
	PullVerb    = ""        // of the pull identity, which does nothing else
)

// GrantVerb is the word for a permission set of alienc's in the symbol of its
// grants: "Read" for "kv/data-read".
func GrantVerb(set string) string {
	_, purpose, _ := strings.Cut(set, "/")
	return cloud.Pascal(strings.TrimPrefix(purpose, "data-"))
}

// SetVerb is the word for a rule of an author's set, and for one of the rule's
// roles of Azure or "" for its actions: "SetAcmeMetrics", "SetAcmeImagesAcrPull".
// A number stands in it where the set has several rules.
func SetVerb(set ir.SetUse, rule int, role string) string {
	verb := "Set" + cloud.Pascal(set.ID)
	if len(set.Custom.Azure) > 1 {
		verb += strconv.Itoa(rule + 1)
	}
	return verb + cloud.Pascal(role)
}

// StackScopeWord stands in the symbol of a grant for the resource, where an
// author grants a set of their own under "*".
const StackScopeWord = "stack"

// BlobEndpointOutput is the name of the output with a storage's endpoint.
func BlobEndpointOutput(id string) string { return symbolOf(ir.KindStorage, id, "BlobEndpoint") }

// TableEndpointOutput is the name of the output with a kv's endpoint.
func TableEndpointOutput(id string) string { return symbolOf(ir.KindKv, id, "TableEndpoint") }

// VaultURIOutput is the name of the output with a vault's URI.
func VaultURIOutput(id string) string { return symbolOf(ir.KindVault, id, "Uri") }

// LoginServerOutput is the name of the output with an artifact registry's
// server.
func LoginServerOutput(id string) string {
	return symbolOf(ir.KindArtifactRegistry, id, "LoginServer")
}

// URLOutput is the name of the output with a public function's URL.
func URLOutput(id string) string { return symbolOf(ir.KindFunction, id, "Url") }
