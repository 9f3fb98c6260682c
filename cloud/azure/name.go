package azure

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
)

// naming is how the physical names of one sort of thing are made. All names
// are computed, never generated, so that policies can name exact resources
// before any exists.
type naming struct {
	service string // as people call it
	space   string // names are unique in it, within one resource group
	pattern cloud.Text
	least   int // characters; source: Azure's page of naming rules, as limit
	limit   int
	compact bool // hyphens of the id are left out, since the service takes none
	cut     bool // an id that does not fit is shortened; see shorten
}

// The physical names. Those that have to differ in all of Azure carry Unique.
// Only accounts and vaults, which have 24 characters, are cut; any other name
// that is too long is an error.
var (
	account      = naming{"Storage", "storage account", cloud.Concat("st", id, Unique), 3, 24, true, true}
	vault        = naming{"Key Vault", "key vault", cloud.Concat("kv-", id, Unique), 3, 24, false, true}
	registry     = naming{"Container Registry", "registry", cloud.Concat("cr", id, Unique), 5, 50, true, false}
	namespace    = naming{"Service Bus", "namespace", cloud.Concat("sb-", stack, "-", Unique), 6, 50, false, false}
	queue        = naming{"Service Bus", "queue", cloud.Concat(id), 1, 260, false, false}
	events       = naming{"Service Bus", "queue", cloud.Concat(id, "-events"), 1, 260, false, false}
	deletions    = naming{"Service Bus", "queue", cloud.Concat(id, "-deleted-events"), 1, 260, false, false}
	commands     = naming{"Service Bus", "queue", cloud.Concat(id, "-commands"), 1, 260, false, false}
	app          = naming{"Container Apps", "container app", cloud.Concat("ca-", id), 2, 32, false, false}
	job          = naming{"Container Apps", "job", cloud.Concat("caj-", id), 2, 32, false, false}
	environment  = naming{"Container Apps", "environment", cloud.Concat("cae-", stack), 2, 32, false, false}
	identity     = naming{"Managed Identity", "identity", cloud.Concat("id-", stack, "-", id), 3, 128, false, false}
	workspace    = naming{"Log Analytics", "workspace", cloud.Concat("log-", stack), 4, 63, false, false}
	topic        = naming{"Event Grid", "system topic", cloud.Concat("egst-", id), 3, 50, false, false}
	subscription = naming{"Event Grid", "event subscription", cloud.Concat("to-", id), 3, 64, false, false}
	role         = naming{"RBAC", "custom role", cloud.Concat("alien ", stack, " ", id, " (", GroupUnique, ")"), 1, 512, false, false}
)

// Names that are the same everywhere: what they stand in belongs to one
// resource alone.
const (
	ContainerName         = "objects"
	TableName             = "items"
	ServiceName           = "default" // of an account's blob and table service and its management policy
	LockName              = "alien-keep"
	DiagnosticSettingName = "logs"
)

// The ids of alienc's own identities. No profile may have one of them.
const (
	pullID   = "pull"
	eventsID = "events"
)

// hashLength is how many characters of a shortened id stand for the whole.
const hashLength = 4

// shorten cuts an id to a length: its beginning, and the first hexadecimal
// digits of the SHA-256 of the whole id, so that two ids that begin alike stay
// apart.
func shorten(beginning, whole string, length int) string {
	sum := sha256.Sum256([]byte(whole))
	return beginning[:length-hashLength] + fmt.Sprintf("%x", sum)[:hashLength]
}

// named gives the name that is made of an id.
func (n naming) named(stackID, value string) cloud.Text {
	part := value
	if n.compact {
		part = strings.ReplaceAll(value, "-", "")
	}
	if room := n.room(stackID); n.cut && len(part) > room {
		part = shorten(part, value, room)
	}
	return with(n.pattern, stackID, part)
}

// room is how many characters of an id fit; below 1 for a stack's id that
// leaves none.
func (n naming) room(stackID string) int { return n.limit - Longest(with(n.pattern, stackID, "")) }

// AccountName is the name of the storage account of the storage or kv with
// that id.
func AccountName(id string) cloud.Text { return account.named("", id) }

// VaultName is the name of the key vault of the vault with that id.
func VaultName(id string) cloud.Text { return vault.named("", id) }

// RegistryName is the name of the registry of the artifact registry with that
// id.
func RegistryName(id string) cloud.Text { return registry.named("", id) }

// NamespaceName is the name of the Service Bus namespace of a stack.
func NamespaceName(stack string) cloud.Text { return namespace.named(stack, "") }

// QueueName is the name of the queue with that id.
func QueueName(id string) cloud.Text { return queue.named("", id) }

// CommandsQueueName is the name of the queue through which management calls
// the function with that id.
func CommandsQueueName(function string) cloud.Text { return commands.named("", function) }

// AppName is the name of the container app of the function with that id.
func AppName(function string) cloud.Text { return app.named("", function) }

// JobName is the name of the job of the function's schedule with that index,
// which counts from 0.
func JobName(function string, index int) cloud.Text { return job.named("", jobID(function, index)) }

func jobID(function string, index int) string { return function + "-" + strconv.Itoa(index) }

// EnvironmentName is the name of the environment of a stack's container apps.
func EnvironmentName(stack string) cloud.Text { return environment.named(stack, "") }

// WorkspaceName is the name of the workspace that holds a stack's logs.
func WorkspaceName(stack string) cloud.Text { return workspace.named(stack, "") }

// IdentityName is the name of the identity of a permission profile.
func IdentityName(stack, profile string) cloud.Text { return identity.named(stack, profile) }

// PullIdentityName is the name of the identity that pulls a stack's images.
func PullIdentityName(stack string) cloud.Text { return identity.named(stack, pullID) }

// EventsIdentityName is the name of the identity that delivers the events of a
// stack's storages.
func EventsIdentityName(stack string) cloud.Text { return identity.named(stack, eventsID) }

// TopicName is the name of the system topic of the storage with that id.
func TopicName(storage string) cloud.Text { return topic.named("", storage) }

// SubscriptionName is the name of the event subscription that delivers to the
// function with that id.
func SubscriptionName(function string) cloud.Text { return subscription.named("", function) }

// RoleName is the name of a custom role of a stack, which is unique in the
// tenant. What it is for stands in it as people read it: "management monitor".
func RoleName(stack, what string) cloud.Text { return role.named(stack, what) }
