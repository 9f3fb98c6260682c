package azure

import (
	"strings"
	"sync"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/compiler/ir"
)

// Power is what an action can do, apart from its level: whether it touches
// what a customer keeps, the code that runs, or anybody's rights.
type Power struct {
	Known  bool            // whether the catalogue lists the action
	Level  catalogue.Level // of one that nobody knows: Write; of one that only shows: Read, whatever its last word
	Reads  bool            // shows or copies objects, items, messages, secret values or log lines, or the names of objects or secrets
	Writes bool            // creates, changes or deletes one of these
	Code   bool            // shows or replaces code or images
	Hands  string          // what it can hand out: one of the words of package cloud, or nothing

	// Replaces: it changes what a function runs, which works under the
	// function's identity. Apart from Hands, since that is what management is
	// for on a live function; elsewhere it hands out work.
	Replaces bool
}

// Changes reports whether the action changes anything at all.
func (p Power) Changes() bool { return p.Level != catalogue.Read }

// row says what the actions of a pattern can do. Services and types stand in
// the pattern without "Microsoft.".
type row struct {
	pattern string
	power   Power
}

// Shorthands for the tables. What only shows has the level of reading, though
// Azure's word for it is "action".
var (
	shows       = Power{Reads: true, Level: catalogue.Read}
	tells       = Power{Level: catalogue.Read} // nothing that a customer keeps
	copies      = Power{Reads: true}
	writes      = Power{Writes: true}
	moves       = Power{Reads: true, Writes: true}
	code        = Power{Code: true}
	settings    = Power{}
	rights      = Power{Hands: cloud.Rights}
	identities  = Power{Hands: cloud.Identities}
	credentials = Power{Hands: cloud.Credentials}
	work        = Power{Hands: cloud.Work}
	builds      = Power{Hands: cloud.Work, Code: true}
	access      = Power{Hands: cloud.Access}
	replaces    = Power{Replaces: true, Code: true}
)

// control lists what actions of the control plane can do besides showing or
// changing settings. All rows that fit an action count.
var control = []row{
	// What neither shows nor changes anything that lasts.
	{"Storage/*/generateUserDelegationKey/action", tells}, // good for no more than its holder may do
	{"Resources/deployments/validate/action", tells},
	{"Resources/deployments/whatIf/action", tells},
	{"*/checkNameAvailability/action", tells},
	// Rights, also those that a resource keeps itself: access policies, local
	// users, rules with keys of their own.
	{"Authorization/*/write", rights},
	{"Authorization/*/delete", rights},
	{"Authorization/*/action", rights},
	{"ContainerRegistry/registries/scopeMaps/write", rights},
	{"ContainerRegistry/registries/tokens/write", rights},
	{"KeyVault/vaults/write", rights},
	{"KeyVault/vaults/accessPolicies/write", rights},
	{"ServiceBus/*/authorizationRules/write", rights},
	{"Storage/storageAccounts/localUsers/write", rights},
	{"Storage/storageAccounts/tableServices/tables/write", rights},
	{"Storage/storageAccounts/queueServices/queues/write", rights},
	// The settings that open a resource to others: its network, whether it takes
	// keys, whether anybody may read.
	{"App/containerApps/authConfigs/write", access},
	{"App/containerApps/authConfigs/delete", access},
	{"Compute/galleries/share/action", access},
	{"ContainerRegistry/registries/write", access},
	{"ServiceBus/namespaces/write", access},
	{"ServiceBus/namespaces/networkrulesets/write", access},
	{"Storage/storageAccounts/write", access},
	{"Storage/storageAccounts/blobServices/containers/write", access},
	// Work under an identity: of a build, of a machine.
	{"ContainerRegistry/registries/tasks/write", builds},
	{"ContainerRegistry/registries/taskruns/write", builds},
	{"ContainerRegistry/registries/scheduleRun/action", builds},
	{"HybridCompute/machines/extensions/write", work},
	// What a function runs. Who starts a job may say what it runs this once.
	{"App/containerApps/write", replaces},
	{"App/containerApps/sourcecontrols/write", replaces},
	{"App/jobs/write", replaces},
	{"App/jobs/start/action", replaces},
	// Identities.
	{"ManagedIdentity/*/assign/action", identities},
	{"ManagedIdentity/*/federatedIdentityCredentials/write", identities},
	// Credentials, by whatever service.
	{"*/list*Keys/action", credentials},
	{"*/list*Key/action", credentials},
	{"*/list*Secrets/action", credentials},
	{"*/list*Secret/action", credentials},
	{"*/list*Credentials/action", credentials},
	{"*/list*Credential/action", credentials},
	{"*/list*Sas/action", credentials},
	{"*/list*Token*/action", credentials},
	{"*/list*ConnectionStrings/action", credentials},
	{"*/regenerate*/action", credentials},
	{"*/rotate*Credentials/action", credentials},
	{"*/fetch*Credentials/action", credentials},
	{"*/generateCredentials/action", credentials},
	{"*/authtoken/action", credentials},
	{"*/getAuthToken/action", credentials},
	{"*/sharedKeys/*", credentials},
	{"*/beginGetAccess/action", credentials},
	{"EventGrid/*/getFullUrl/action", credentials},
	{"ContainerRegistry/registries/webhooks/getCallbackConfig/action", credentials},
	// Secret values that a template hands over.
	{"KeyVault/vaults/deploy/action", shows},
	{"KeyVault/vaults/secrets/write", writes},
	{"KeyVault/vaults/keys/write", writes},
	// Contents that are copied or forwarded to another place, and log lines.
	{"EventGrid/*/eventSubscriptions/write", copies},
	{"EventGrid/eventSubscriptions/write", copies},
	{"Insights/diagnosticSettings/write", copies},
	{"OperationalInsights/workspaces/query/*", shows},
	{"OperationalInsights/workspaces/search/action", shows},
	{"OperationalInsights/workspaces/analytics/query/action", shows},
	{"ServiceBus/*/queues/write", copies},
	{"ServiceBus/*/topics/subscriptions/write", copies},
	{"Storage/storageAccounts/inventoryPolicies/write", copies},
	{"Storage/storageAccounts/objectReplicationPolicies/write", moves},
	{"Storage/storageAccounts/restoreBlobRanges/action", writes},
	// Deleting what holds data.
	{"Storage/storageAccounts/delete", writes},
	{"Storage/storageAccounts/*/containers/delete", writes},
	{"Storage/storageAccounts/*/shares/delete", writes},
	{"Storage/storageAccounts/*/queues/delete", writes},
	{"Storage/storageAccounts/*/tables/delete", writes},
	{"ServiceBus/namespaces/delete", writes},
	{"ServiceBus/*/queues/delete", writes},
	{"ServiceBus/*/topics/delete", writes},
	{"ServiceBus/*/subscriptions/delete", writes},
	{"KeyVault/vaults/delete", writes},
	{"KeyVault/locations/deletedVaults/purge/action", writes},
	{"OperationalInsights/workspaces/delete", writes},
	{"OperationalInsights/workspaces/tables/delete", writes},
	{"Resources/subscriptions/resourceGroups/delete", writes},
	// Images.
	{"ContainerRegistry/registries/pull/read", code},
	{"ContainerRegistry/registries/push/write", code},
	{"ContainerRegistry/registries/artifacts/delete", code},
	{"ContainerRegistry/registries/quarantine/*", code},
	{"ContainerRegistry/registries/importImage/action", code},
	{"ContainerRegistry/registries/*pipelines/write", code},
	{"ContainerRegistry/registries/pipelineRuns/write", code},
	{"ContainerRegistry/registries/delete", code},
}

// data lists the actions on data that do something else than their last word
// says: one that ends in /read reads, any other writes. The first row that fits
// counts.
var data = []row{
	{"App/*/exec/action", work}, // acts as the container
	{"App/*/debug/action", work},
	{"App/sessionPools/interpreters/execute/action", work},
	{"App/*/logstream/action", shows},
	{"ContainerRegistry/registries/repositories/content/*", code},
	{"ContainerRegistry/registries/quarantinedArtifacts/*", code},
	{"ContainerRegistry/registries/trustedCollections/write", code},
	{"ContainerRegistry/registries/repositories/metadata/*", settings},
	{"ContainerRegistry/registries/catalog/read", settings},
	{"Insights/metrics/write", settings},
	{"KeyVault/vaults/secrets/getSecret/action", shows},
	{"KeyVault/vaults/secrets/readMetadata/action", shows},
	{"KeyVault/vaults/secrets/backup/action", shows},
	{"KeyVault/vaults/keys/release/action", credentials},
	{"KeyVault/vaults/keys/sign/action", credentials},
	{"KeyVault/vaults/keys/backup/action", shows},
	{"KeyVault/vaults/keys/decrypt/action", shows},
	{"KeyVault/vaults/keys/unwrap/action", shows},
	{"KeyVault/vaults/keys/verify/action", tells},
	{"KeyVault/vaults/keys/encrypt/action", tells},
	{"KeyVault/vaults/keys/wrap/action", tells},
	{"OperationalInsights/workspaces/jobs/export/action", shows},
	{"ServiceBus/*/receive/action", moves}, // takes the message away
	{"Storage/*/queues/messages/process/action", moves},
	{"Storage/*/blobs/filter/action", shows},
	{"Storage/*/modifyPermissions/action", rights},
	{"Storage/*/manageOwnership/action", rights},
	{"Storage/*/takeOwnership/action", rights},
	{"Storage/*/runAs*/action", rights},
	{"Storage/*/readFileBackupSemantics/action", shows},
}

// PowerOf judges an action on one of the planes, in any case. A pattern can do
// what any known action that it covers can. One that the catalogue does not
// know counts as writing data, beside what its name gives away.
func PowerOf(name string, onData bool) Power {
	known := catalogue.Open()
	if strings.Contains(name, "*") {
		all := Power{Level: catalogue.LevelOf(name)}
		for _, action := range known.Expand(name, onData) {
			all = all.with(PowerOf(action, onData))
		}
		if all.Known {
			return all
		}
	} else if _, ok := known.Action(name, onData); ok {
		p := Power{Known: true, Level: catalogue.LevelOf(name)}
		what := judged(name, onData, p.Changes())
		if what.Level != "" {
			p.Level = what.Level
		}
		return p.with(what)
	}
	p := Power{Level: catalogue.Write, Writes: true}
	if !onData {
		p = p.with(ofControl(name))
	}
	return p
}

// judged is what the tables say of an action of the catalogue.
func judged(name string, onData, changes bool) Power {
	if onData {
		return ofData(name, changes)
	}
	return ofControl(name)
}

func ofControl(name string) Power {
	var all Power
	name = strings.ToLower(name) // once for all patterns
	for i, covers := range controlPatterns() {
		if covers.Match(name) {
			all = all.with(control[i].power)
		}
	}
	return all
}

func ofData(name string, changes bool) Power {
	for i, covers := range dataPatterns() {
		if covers.Match(name) {
			return data[i].power
		}
	}
	if changes {
		return writes
	}
	return shows
}

// The patterns of the tables, in their order.
var (
	controlPatterns = sync.OnceValue(func() []catalogue.Pattern { return patterns(control) })
	dataPatterns    = sync.OnceValue(func() []catalogue.Pattern { return patterns(data) })
)

func patterns(rows []row) []catalogue.Pattern {
	list := make([]catalogue.Pattern, len(rows))
	for i, r := range rows {
		text := r.pattern
		if !strings.HasPrefix(text, "*") {
			text = "Microsoft." + text
		}
		list[i] = catalogue.PatternOf(text)
	}
	return list
}

// PowerOfRole judges all that a role of Azure gives. What the role takes away
// again counts all the same.
func PowerOfRole(r catalogue.Role) Power {
	all := Power{Known: true, Level: catalogue.Read}
	for _, name := range r.Actions {
		all = all.with(PowerOf(name, false))
	}
	for _, name := range r.DataActions {
		all = all.with(PowerOf(name, true))
	}
	return all
}

// with gives what both together can do.
func (p Power) with(q Power) Power {
	p.Known = p.Known || q.Known
	if q.Level == catalogue.Write || p.Level == "" {
		p.Level = q.Level
	}
	p.Reads, p.Writes, p.Code = p.Reads || q.Reads, p.Writes || q.Writes, p.Code || q.Code
	p.Replaces = p.Replaces || q.Replaces
	if hands[q.Hands] > hands[p.Hands] {
		p.Hands = q.Hands
	}
	return p
}

// hands orders what can be handed out by what it leads to: one word tells of
// all that a role or a pattern can do.
var hands = map[string]int{"": 0, cloud.Access: 1, cloud.Work: 2, cloud.Credentials: 3, cloud.Identities: 4, cloud.Rights: 5}

// monitorOnly holds the kinds for which live gives management no more than
// frozen: what updates them would also open access or redirect data.
var monitorOnly = map[ir.Kind]bool{ir.KindKv: true, ir.KindQueue: true, ir.KindVault: true}

// MonitorOnly reports whether live gives management no more of a kind than
// frozen.
func MonitorOnly(kind ir.Kind) bool { return monitorOnly[kind] }
