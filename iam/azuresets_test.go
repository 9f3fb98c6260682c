package iam

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// placesOf finds the places of a part of something.
type placesOf func(part string) []azure.Place

// azureSample has a thing of each kind with everything that a set can ask for.
func azureSample() map[string]placesOf {
	s := azureReference()
	f := s.Resource("worker").(*ir.Function)
	f.Commands = true
	out := map[string]placesOf{
		"profile": func(part string) []azure.Place { return azure.ProfileScope(s, "execution", part) },
		"stack":   func(string) []azure.Place { return nil },
	}
	for _, r := range s.Resources {
		out[string(r.Kind())] = func(part string) []azure.Place { return azure.Scope(s, r, part) }
	}
	for kind, own := range out {
		out[kind] = func(part string) []azure.Place {
			if part == group {
				return azure.StackScope(s, part)
			}
			return own(part)
		}
	}
	return out
}

// azureFault says what is wrong with one rule of a set.
type azureFault func(s sets.Set, r sets.AzureRule, of placesOf) []string

func noneOnAzure(t *testing.T, find azureFault) {
	t.Helper()
	resources := azureSample()
	for _, s := range append(sets.All(), sets.AllDerived()...) {
		for i, r := range s.Azure {
			for _, wrong := range find(s, r, resources[s.Kind]) {
				t.Errorf("%s: rule %d: %s", s.ID, i+1, wrong)
			}
		}
	}
}

func TestSetsOfAzureAreOnPartsThatExist(t *testing.T) { noneOnAzure(t, unknownPlaces) }

func unknownPlaces(s sets.Set, r sets.AzureRule, of placesOf) (wrong []string) {
	for _, part := range r.On {
		if len(of(part)) == 0 {
			wrong = append(wrong, fmt.Sprintf("is on %q, which a %s has not", part, s.Kind))
		}
	}
	return wrong
}

func TestActionsAndRolesOfAzureExist(t *testing.T) { noneOnAzure(t, unknownOnAzure) }

func unknownOnAzure(_ sets.Set, r sets.AzureRule, _ placesOf) (wrong []string) {
	for _, plane := range []struct {
		names  []string
		onData bool
	}{{r.Actions, false}, {r.DataActions, true}} {
		for _, name := range plane.names {
			if a, ok := catalogue.Open().Action(name, plane.onData); !ok || a.Name != name {
				wrong = append(wrong, fmt.Sprintf("Azure has no action %s, on data: %t", name, plane.onData))
			}
		}
	}
	if r.Role == "" {
		return wrong
	}
	fits, ok := azure.BuiltInRole(r.Role)
	if known, there := catalogue.Open().Role(r.Role); !ok || !there || known.ID != fits.ID || len(known.NotActions) > 0 || slices.Contains(azure.Never, r.Role) {
		wrong = append(wrong, r.Role+" is no role that fits a set")
	}
	return wrong
}

func TestWhatIsWideOnAzureHasAReason(t *testing.T) { noneOnAzure(t, unexplainedOnAzure) }

// What several resources share needs a reason; so does a role that has more
// than one right on the thing itself.
func unexplainedOnAzure(_ sets.Set, r sets.AzureRule, _ placesOf) (wrong []string) {
	wide := slices.ContainsFunc(r.On, func(part string) bool {
		return slices.Contains(azure.StackParts, part) || part == "identity"
	})
	if wide != (r.Reason != "") {
		wrong = append(wrong, fmt.Sprintf("is on %q, and the reason is %q", r.On, r.Reason))
	}
	if role, ok := catalogue.Open().Role(r.Role); ok {
		more := len(role.DataActions) > 0 && len(role.Actions) > 0 || len(role.DataActions) > 1
		if more != (r.Surplus != "") {
			wrong = append(wrong, fmt.Sprintf("has %s, and the surplus is %q", r.Role, r.Surplus))
		}
	}
	return wrong
}

func TestActionsOfAzureHaveAnEffect(t *testing.T) { noneOnAzure(t, idleOnAzure) }

// An action is on a type of resource: one that is neither the place nor below
// it does nothing there. Metrics are of any resource.
func idleOnAzure(_ sets.Set, r sets.AzureRule, of placesOf) (wrong []string) {
	for _, part := range r.On {
		for _, place := range of(part) {
			if part == group {
				continue
			}
			for _, name := range slices.Concat(r.Actions, r.DataActions) {
				low := strings.ToLower(name)
				if !strings.HasPrefix(low, strings.ToLower(place.Type)+"/") && !strings.HasPrefix(low, "microsoft.insights/metric") {
					wrong = append(wrong, fmt.Sprintf("%s does nothing on a %s", name, part))
				}
			}
		}
	}
	return wrong
}

func TestSetsOfAzureDoWhatTheyAreFor(t *testing.T) { noneOnAzure(t, unfitOnAzure) }

// Monitoring reads settings alone, updating touches no data and hands nothing
// out, setup deletes nothing and teardown nothing but deletes.
func unfitOnAzure(s sets.Set, r sets.AzureRule, _ placesOf) (wrong []string) {
	for _, name := range r.Actions {
		power, deletes := azure.PowerOf(name, false), strings.HasSuffix(name, "/delete")
		switch s.Purpose {
		case "heartbeat":
			if power.Changes() || power.Reads || power.Code {
				wrong = append(wrong, "monitoring has "+name)
			}
		case "management":
			if deletes || power.Reads || power.Writes || power.Hands != "" && r.As != "live-identity" {
				wrong = append(wrong, "updating has "+name)
			}
		case "provision":
			if deletes || power.Hands == "credentials" && name != "Microsoft.OperationalInsights/workspaces/sharedKeys/action" {
				wrong = append(wrong, "setup has "+name)
			}
		case "teardown":
			if !deletes && power.Changes() || strings.HasPrefix(name, "Microsoft.Authorization/") {
				wrong = append(wrong, "teardown has "+name)
			}
		}
	}
	return wrong
}

// TestFaultsAreFoundOnAzure spoils rules one by one.
func TestFaultsAreFoundOnAzure(t *testing.T) {
	resources := azureSample()
	for _, c := range []struct {
		what, set string
		spoil     func(r *sets.AzureRule)
		find      azureFault
		want      string
	}{
		{
			"a part of another kind", "storage/data-read", func(r *sets.AzureRule) { r.On = []string{"table"} },
			unknownPlaces, `is on "table", which a storage has not`,
		},
		{
			"a misspelt action", "storage/heartbeat", func(r *sets.AzureRule) { r.Actions = []string{"Microsoft.Storage/storageAccounts/reed"} },
			unknownOnAzure, "Azure has no action Microsoft.Storage/storageAccounts/reed, on data: false",
		},
		{
			"other letters", "queue/heartbeat", func(r *sets.AzureRule) { r.Actions = []string{"Microsoft.ServiceBus/namespaces/Queues/read"} },
			unknownOnAzure, "Azure has no action Microsoft.ServiceBus/namespaces/Queues/read, on data: false",
		},
		{
			"an action on the wrong plane", "kv/data-write", func(r *sets.AzureRule) { r.Actions = r.DataActions },
			unknownOnAzure, "Azure has no action Microsoft.Storage/storageAccounts/tableServices/tables/entities/write, on data: false",
		},
		{
			"a role that does not fit", "storage/data-read", func(r *sets.AzureRule) { r.Role = "Storage Blob Data Contributor" },
			unknownOnAzure, "Storage Blob Data Contributor is no role that fits a set",
		},
		{
			"a part that others share", "queue/data-read", func(r *sets.AzureRule) { r.On = []string{"namespace"} },
			unexplainedOnAzure, `is on ["namespace"], and the reason is ""`,
		},
		{
			"a reason for nothing", "kv/data-write", func(r *sets.AzureRule) { r.Reason = "It is." },
			unexplainedOnAzure, `is on ["table"], and the reason is "It is."`,
		},
		{
			"more than the set says", "storage/data-read", func(r *sets.AzureRule) { r.Surplus = "" },
			unexplainedOnAzure, `has Storage Blob Data Reader, and the surplus is ""`,
		},
		{
			"no more than the set says", "artifact-registry/pull", func(r *sets.AzureRule) { r.Surplus = "It is." },
			unexplainedOnAzure, `has AcrPull, and the surplus is "It is."`,
		},
		{
			"a right on what lies above", "vault/data-write", func(r *sets.AzureRule) { r.DataActions = []string{"Microsoft.Storage/x/read"} },
			idleOnAzure, "Microsoft.Storage/x/read does nothing on a vault",
		},
		{
			"monitoring that changes", "vault/heartbeat", func(r *sets.AzureRule) { r.Actions = []string{"Microsoft.KeyVault/vaults/write"} },
			unfitOnAzure, "monitoring has Microsoft.KeyVault/vaults/write",
		},
		{
			"monitoring that shows code", "artifact-registry/heartbeat", func(r *sets.AzureRule) { r.Actions = []string{"Microsoft.ContainerRegistry/registries/pull/read"} },
			unfitOnAzure, "monitoring has Microsoft.ContainerRegistry/registries/pull/read",
		},
		{
			"updating that opens access", "storage/management", func(r *sets.AzureRule) { r.Actions = []string{"Microsoft.Storage/storageAccounts/write"} },
			unfitOnAzure, "updating has Microsoft.Storage/storageAccounts/write",
		},
		{
			"setup that deletes", "kv/provision", func(r *sets.AzureRule) { r.Actions = []string{"Microsoft.Storage/storageAccounts/delete"} },
			unfitOnAzure, "setup has Microsoft.Storage/storageAccounts/delete",
		},
		{
			"setup that lists keys", "kv/provision", func(r *sets.AzureRule) { r.Actions = []string{"Microsoft.Storage/storageAccounts/listKeys/action"} },
			unfitOnAzure, "setup has Microsoft.Storage/storageAccounts/listKeys/action",
		},
		{
			"teardown that lifts locks", "profile/teardown", func(r *sets.AzureRule) { r.Actions = []string{"Microsoft.Authorization/locks/delete"} },
			unfitOnAzure, "teardown has Microsoft.Authorization/locks/delete",
		},
	} {
		s, ok := sets.Find(c.set)
		if !ok || len(s.Azure) == 0 {
			t.Fatalf("%s has no rule", c.set)
		}
		r := s.Azure[0]
		if wrong := c.find(s, r, resources[s.Kind]); len(wrong) > 0 {
			t.Errorf("%s: before: %q", c.what, wrong)
		}
		c.spoil(&r)
		if wrong := c.find(s, r, resources[s.Kind]); !slices.Contains(wrong, c.want) {
			t.Errorf("%s: found %q, want %q", c.what, wrong, c.want)
		}
	}
}
