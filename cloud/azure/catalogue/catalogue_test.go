package catalogue_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud/azure/catalogue"
)

func TestRole(t *testing.T) {
	for _, ask := range []string{"Azure Service Bus Data Receiver", "azure service bus data receiver", "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0", "4F6D3B9B-027B-4F4C-9142-0E5A2A2247E0"} {
		r, ok := catalogue.Open().Role(ask)
		if !ok || r.Name != "Azure Service Bus Data Receiver" || r.ID != "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0" {
			t.Errorf("%s: %+v, %t", ask, r, ok)
		}
		if want := []string{"Microsoft.ServiceBus/*/queues/read", "Microsoft.ServiceBus/*/topics/read", "Microsoft.ServiceBus/*/topics/subscriptions/read"}; !slices.Equal(r.Actions, want) {
			t.Errorf("actions %q, want %q", r.Actions, want)
		}
		if want := []string{"Microsoft.ServiceBus/*/receive/action"}; !slices.Equal(r.DataActions, want) || r.NotActions != nil {
			t.Errorf("data actions %q, not %q", r.DataActions, r.NotActions)
		}
	}
	if r, _ := catalogue.Open().Role("Contributor"); !slices.Contains(r.NotActions, "Microsoft.Authorization/*/Write") || !slices.Equal(r.Actions, []string{"*"}) {
		t.Errorf("Contributor: %+v", r)
	}
	for _, ask := range []string{"", "Service Bus Data Receiver", "4f6d3b9b", "Owner "} {
		if r, ok := catalogue.Open().Role(ask); ok {
			t.Errorf("%q: %+v", ask, r)
		}
	}
}

func TestAction(t *testing.T) {
	for _, c := range []struct {
		ask   string
		data  bool
		want  string
		level catalogue.Level
	}{
		{"microsoft.storage/storageaccounts/READ", false, "Microsoft.Storage/storageAccounts/read", catalogue.Read},
		{"Microsoft.Storage/storageAccounts/read", true, "", ""},
		{"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", true, "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", catalogue.Read},
		{"Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", false, "", ""},
		{"Microsoft.KeyVault/vaults/keys/read", false, "Microsoft.KeyVault/vaults/keys/read", catalogue.Read},
		{"Microsoft.KeyVault/vaults/keys/read", true, "Microsoft.KeyVault/vaults/keys/read", catalogue.Read},
		{"Microsoft.App/containerApps/listsecrets/action", false, "Microsoft.App/containerApps/listSecrets/action", catalogue.Write},
		{"microsoft.app/jobs/read", false, "Microsoft.App/jobs/read", catalogue.Read}, // a role writes it in small letters
		{"Microsoft.Authorization/elevateAccess/action", false, "Microsoft.Authorization/elevateAccess/action", catalogue.Write},
		{"Microsoft.Storage/storageAccounts/*", false, "", ""},
		{"Microsoft.Storage/storageAccounts/invented/read", false, "", ""},
		{"", false, "", ""},
	} {
		a, ok := catalogue.Open().Action(c.ask, c.data)
		if a.Name != c.want || ok != (c.want != "") || a.Data != (ok && c.data) {
			t.Errorf("%s, data %t: %+v, %t", c.ask, c.data, a, ok)
		}
		if ok && catalogue.LevelOf(a.Name) != c.level {
			t.Errorf("%s: %s", a.Name, catalogue.LevelOf(a.Name))
		}
	}
	if c := catalogue.Open(); !c.HasProvider("MICROSOFT.storage") || c.HasProvider("Microsoft.Nothing") || c.HasProvider("*") {
		t.Error("providers")
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"*", "A/b/read", true},
		{"*/read", "A/b/read", true},
		{"*/read", "A/b/write", false},
		{"A/*/read", "a/B/c/READ", true},
		{"A/*/read", "A/read", false},
		{"A/*", "A/", true},
		{"A/*", "AB/c", false},
		{"A/b/read", "A/b/read", true},
		{"A/b/read", "A/b/reads", false},
		{"A/*/b/*/read", "A/x/b/y/b/z/read", true},
		{"A/*ab*b", "A/ab", false}, // no character counts twice
		{"A/*ab*b", "A/abb", true},
		{"", "", true},
		{"", "a", false},
	} {
		if catalogue.PatternOf(c.pattern).Match(c.name) != c.want {
			t.Errorf("%s on %s: %t", c.pattern, c.name, !c.want)
		}
	}
}

func TestExpand(t *testing.T) {
	for _, c := range []struct {
		pattern string
		data    bool
		want    []string
	}{
		{"Microsoft.ServiceBus/*/receive/action", true, []string{"Microsoft.ServiceBus/namespaces/messages/receive/action"}},
		{"Microsoft.ServiceBus/*/receive/action", false, nil},
		{"microsoft.app/containerapps/revisions/*/action", false, []string{
			"Microsoft.App/containerApps/revisions/activate/action", "Microsoft.App/containerApps/revisions/deactivate/action",
			"Microsoft.App/containerApps/revisions/restart/action",
		}},
		{"Microsoft.Nothing/*", false, nil},
	} {
		if got := catalogue.Open().Expand(c.pattern, c.data); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.pattern, got)
		}
	}
}

// Every entry is well formed and stands once.
func TestWhole(t *testing.T) {
	c := catalogue.Open()
	if roles, actions := len(c.Roles()), len(c.Actions()); roles != 109 || actions < 400 {
		t.Errorf("%d roles, %d actions", roles, actions)
	}
	ids := map[string]bool{}
	for _, r := range c.Roles() {
		if ids[r.ID] {
			t.Errorf("%s has the id of another role", r.Name)
		}
		ids[r.ID] = true
		if len(r.Actions)+len(r.DataActions) == 0 {
			t.Errorf("%s allows nothing", r.Name)
		}
	}
	form := regexp.MustCompile(`^[A-Za-z]+(\.[A-Za-z]+)+(/[A-Za-z.]+)+/(read|write|delete|action)$`)
	seen := map[string]bool{}
	for _, a := range c.Actions() {
		if !form.MatchString(a.Name) {
			t.Errorf("%s is not how Azure writes actions", a.Name)
		}
		lower := strings.ToLower(a.Name)
		if a.Data {
			lower += " on data"
		}
		if seen[lower] {
			t.Errorf("%s stands twice", lower)
		}
		seen[lower] = true
		if found, ok := c.Action(strings.ToUpper(a.Name), a.Data); !ok || found != a {
			t.Errorf("%s is not found by its own name", a.Name)
		}
	}
}

// The licence of the source stands beside the data, for the snapshot in use.
func TestNotice(t *testing.T) {
	text, err := os.ReadFile("NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{catalogue.Version, "MIT License", "Ian McKay", "iam-dataset"} {
		if !strings.Contains(string(text), part) {
			t.Errorf("NOTICE does not hold %q", part)
		}
	}
}
