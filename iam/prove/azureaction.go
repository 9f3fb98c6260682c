package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/compiler/ir"
)

// azureAction is one action of Azure with what it can do.
type azureAction struct {
	name   string // as Microsoft writes it, or whoever wrote it where there is no such action
	onData bool   // whether it is one of the data actions of a role
	typ    string // what it is on: "Microsoft.App/containerApps/revisions"; empty where nobody knows
	power  azure.Power
	ends
}

func newAzureAction(name string, onData bool) azureAction {
	a := azureAction{name: name, onData: onData, typ: typeOf(name), power: azure.PowerOf(name, onData)}
	low := strings.ToLower(name)
	a.expires = expiringOnAzure[low]
	ends := slices.ContainsFunc(ending, func(word string) bool { return strings.Contains(lastWords(low), word) })
	switch {
	case !a.power.Changes():
	case ends, taking[lastWords(low)]:
		a.deletes = true
	case !a.power.Known, !reviewedOnAzure(name):
		a.deletes, a.doubtful = true, true
	}
	return a
}

// String gives the action as it is written, and says so where nobody knows what
// it does.
func (a azureAction) String() string {
	if !a.power.Known {
		return a.name + " (which the catalogue does not list)"
	}
	return a.name
}

// key tells the action from all others: a name can be on both planes.
func (a azureAction) key() string { return fmt.Sprint(a.onData, " ", strings.ToLower(a.name)) }

// typeOf gives the type of what an action is on: all but its last word, or two
// words where the last one is "action".
func typeOf(name string) string {
	parts := strings.Split(name, "/")
	n := len(parts) - 1
	if strings.EqualFold(parts[n], "action") {
		n--
	}
	if n < 1 || strings.Contains(name, "*") {
		return ""
	}
	return strings.Join(parts[:n], "/")
}

// lastWords gives what an action does, in small letters: "delete",
// "receive/action".
func lastWords(low string) string {
	parts := strings.Split(low, "/")
	if n := len(parts); n > 1 && parts[n-1] == "action" {
		return parts[n-2] + "/action"
	}
	return parts[len(parts)-1]
}

// concerns reports whether the action can have an effect on something or below
// it. An action on data is taken to have one wherever its provider's are; so is
// what can be on any resource, such as a lock, and what nobody knows.
func (a azureAction) concerns(s spot) bool {
	switch {
	case a.typ == "" || !azure.Bounded(a.name):
		return true
	case a.onData:
		return strings.EqualFold(catalogue.Provider(a.name), catalogue.Provider(s.typ))
	}
	return inherits(strings.ToLower(a.typ), strings.ToLower(s.typ))
}

// expiringOnAzure are the actions that only set something and by that can make
// Azure delete: rules that expire objects, messages and log lines, what is kept
// of deleted ones, and going back to an earlier state.
var expiringOnAzure = lowered(`Microsoft.Storage/storageAccounts/managementPolicies/write
	Microsoft.Storage/storageAccounts/blobServices/write Microsoft.Storage/storageAccounts/restoreBlobRanges/action
	Microsoft.ServiceBus/namespaces/queues/write Microsoft.ServiceBus/namespaces/topics/write
	Microsoft.ServiceBus/namespaces/topics/subscriptions/write Microsoft.ContainerRegistry/registries/write
	Microsoft.OperationalInsights/workspaces/write Microsoft.OperationalInsights/workspaces/tables/write`)

// taking are the actions that take away what they give out, or move it.
var taking = map[string]bool{"receive/action": true, "process/action": true, "move/action": true}

// joins reports whether the action keeps a function in an environment, which it
// leaves as it is.
func (a azureAction) joins() bool {
	return !a.onData && strings.EqualFold(a.name, "Microsoft.App/managedEnvironments/join/action")
}

// sends reports whether the action puts a message into a queue.
func (a azureAction) sends() bool {
	return a.onData && strings.EqualFold(a.name, "Microsoft.ServiceBus/namespaces/messages/send/action")
}

// reviewedOnAzure reports whether somebody looked at what the actions of a
// provider do.
func reviewedOnAzure(name string) bool {
	switch strings.ToLower(catalogue.Provider(name)) {
	case "microsoft.authorization", "microsoft.eventgrid", "microsoft.insights", "microsoft.resources":
		return true
	}
	return azure.Bounded(name)
}

// reveals reports whether the action shows what a resource keeps, or could,
// since nobody knows it. The images and code of a live resource are the vendor's
// own.
func (a azureAction) reveals(r ir.Resource) bool {
	if a.power.Reads || !a.power.Known {
		return true
	}
	return a.power.Code && !a.power.Changes() && (r == nil || r.Info().Lifecycle == ir.Frozen)
}

// does says in words what the action can do to what a resource keeps; no
// resource: to what nobody here knows.
func (a azureAction) does(r ir.Resource) []string {
	what, code := "data", "code"
	if r != nil {
		what = contents[r.Kind()]
		if r.Kind() == ir.KindArtifactRegistry {
			code = "images"
		}
	}
	var list []string
	say := func(deed string, so bool) {
		if so {
			list = append(list, deed)
		}
	}
	say("do what nobody knows", !a.power.Known)
	say("hand out "+a.power.Hands, a.power.Hands != "")
	say("read "+what, a.power.Reads)
	say("read "+code, a.power.Code && !a.power.Changes())
	say("replace "+code, a.power.Code && a.power.Changes())
	say("write "+what, a.power.Writes && a.power.Known)
	say("delete", a.power.Known && a.deletes && !a.doubtful)
	say("change settings", len(list) == 0 && a.power.Changes())
	say("see settings", len(list) == 0)
	return list
}
