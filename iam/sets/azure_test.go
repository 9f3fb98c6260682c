package sets

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestSetsAreWholeOnAzure(t *testing.T) {
	for _, s := range append(All(), AllDerived()...) {
		for i, r := range s.Azure {
			for _, wrong := range azureFlaws(s, r) {
				t.Errorf("%s: rule %d: %s", s.ID, i+1, wrong)
			}
		}
	}
}

var azureAction = regexp.MustCompile(`^Microsoft\.[A-Za-z]+(/[A-Za-z]+)+$`)

// azureFlaws says what is wrong with a rule, as far as the set alone shows it.
func azureFlaws(s Set, r AzureRule) (wrong []string) {
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	actions := slices.Concat(r.Actions, r.DataActions)
	if (r.Role == "") == (len(actions) == 0) && r.Principal == "" {
		add("must have either a role or actions")
	}
	if r.Role != "" && r.Principal != "" {
		add("gives %s a role", r.Principal)
	}
	if r.Principal != "" && (r.Principal != "anyone" || !s.Derived) {
		add("is for %q", r.Principal)
	}
	if len(r.On) == 0 {
		add("is on nothing")
	}
	for _, a := range actions {
		if !azureAction.MatchString(a) {
			add("has the action %q", a)
		}
	}
	for _, text := range []string{r.Doc, r.Surplus, r.Damage, r.Reason} {
		if text != "" && !sentence.MatchString(text) {
			add("no sentence: %q", text)
		}
	}
	if r.When != "" && AzureStates[r.When] == "" {
		add("asks for resources that are %q", r.When)
	}
	managed := s.Purpose == "heartbeat" || s.Purpose == "management" && s.Grantable
	if managed != (r.As != "") || (r.As == "monitor") != (s.Purpose == "heartbeat") {
		add("is in %s as %q", s.Purpose, r.As)
	}
	if r.Damage != "" && s.Purpose != "management" {
		add("has a damage, which only management explains")
	}
	if (s.Setup || managed) && (r.Role != "" || len(r.DataActions) > 0) {
		add("setup and management have roles of their own, without data")
	}
	if len(r.Condition) > 0 && s.ID != "stack/provision" {
		add("has a condition")
	}
	if slices.Contains(r.On, "group") != s.Setup {
		add("is on %q", r.On)
	}
	return wrong
}

// TestAzureFlawsAreFound spoils a rule that is whole, word by word.
func TestAzureFlawsAreFound(t *testing.T) {
	const (
		read    = `data-read: {doc: Read., azure: [{dataActions: [Microsoft.Storage/a/read], on: container, when: expiring, surplus: It is.}]}`
		monitor = `heartbeat: {doc: See., azure: [{as: monitor, actions: [Microsoft.Storage/a/read], on: account}]}`
		update  = `management: {doc: Do., azure: [{as: live-storage, actions: [Microsoft.Storage/a/write], on: account, damage: It is.}]}`
		create  = `provision: {use: setup, doc: Make., azure: [{actions: [Microsoft.Storage/a/write], on: group, reason: It is.}]}`
	)
	for _, c := range []struct{ text, from, to, want string }{
		{read, "", "", ""},
		{monitor, "", "", ""},
		{update, "", "", ""},
		{create, "", "", ""},
		{read, "dataActions: [Microsoft.Storage/a/read], ", "", "must have either a role or actions"},
		{read, "on: container", "on: container, role: AcrPull", "must have either a role or actions"},
		{read, "on: container", "on: container, principal: anyone", `is for "anyone"`},
		{read, "on: container, ", "", "is on nothing"},
		{read, "a/read", "a/*", `has the action "Microsoft.Storage/a/*"`},
		{read, "Microsoft.Storage/a/read", "s3:GetObject", `has the action "s3:GetObject"`},
		{read, "It is.", "it is", `no sentence: "it is"`},
		{read, "expiring", "expired", `asks for resources that are "expired"`},
		{read, "when: expiring", "as: monitor", `is in data-read as "monitor"`},
		{read, "surplus", "damage", "has a damage, which only management explains"},
		{read, "on: container", "on: group", `is on ["group"]`},
		{read, "when: expiring", "condition: {A: {b: c}}", "has a condition"},
		{monitor, "as: monitor, ", "", `is in heartbeat as ""`},
		{monitor, "monitor", "live-storage", `is in heartbeat as "live-storage"`},
		{monitor, "actions", "dataActions", "setup and management have roles of their own, without data"},
		{update, "live-storage", "monitor", `is in management as "monitor"`},
		{update, "actions: [Microsoft.Storage/a/write]", "role: Storage Blob Data Reader", "setup and management have roles of their own, without data"},
		{create, "on: group", "on: account", `is on ["account"]`},
		{create, "actions", "dataActions", "setup and management have roles of their own, without data"},
	} {
		text := strings.Replace(c.text, c.from, c.to, 1)
		if text == c.text && c.from != c.to {
			t.Fatalf("nothing is %q", c.from)
		}
		list, err := parse("storage", []byte(text))
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		want := []string{c.want}
		if c.want == "" {
			want = nil
		}
		if wrong := azureFlaws(list[0], list[0].Azure[0]); !slices.Equal(wrong, want) {
			t.Errorf("%s: %q, want %q", text, wrong, want)
		}
	}
}

// Where a set grants nothing on Azure, that is a decision.
func TestSetsThatGrantNothingOnAzure(t *testing.T) {
	want := []string{
		"artifact-registry/teardown", "function/execute", "function/invoke", "function/logs", "function/schedule-trigger",
		"function/schedule-trust", "function/storage-trigger", "kv/management", "kv/teardown", "management/provision",
		"management/teardown", "management/trust", "profile/trust", "queue/management", "queue/secure-transport", "queue/teardown",
		"stack/installer", "stack/monitor", "stack/setup-trust", "storage/secure-transport", "vault/management", "vault/teardown",
	}
	var got []string
	for _, s := range append(All(), AllDerived()...) {
		if len(s.Azure) == 0 {
			got = append(got, s.ID)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("these grant nothing: %q, want %q", got, want)
	}
}

// What a set must never allow on Azure, as mustNot has it for AWS. Names are
// without "Microsoft."; one that ends in * is the beginning of many, one that
// begins with * the end.
var mustNotOnAzure = map[string][]string{
	"storage/data-read":            {"*/write", "*/delete", "*/listKeys/action", "*/add/action", "Authorization/*"},
	"storage/data-write":           {"*/blobs/read", "*/containers/read", "*/containers/write", "*/containers/delete", "*/listKeys/action", "*/move/action", "*/tags/*"},
	"storage/heartbeat":            {"*/write", "*/delete", "*/action", "*/blobs/read"},
	"storage/management":           {"Storage/storageAccounts/write", "*/containers/write", "*/delete", "*/action", "*/blobs/read", "*/blobs/write"},
	"kv/data-read":                 {"*/write", "*/delete", "*/action"},
	"kv/data-write":                {"*/entities/read", "*/tables/write", "*/tables/delete", "*/listKeys/action"},
	"kv/heartbeat":                 {"*/write", "*/delete", "*/action", "*/entities/read"},
	"kv/management":                {"*"},
	"queue/data-read":              {"*/send/action", "*/write", "*/delete"},
	"queue/data-write":             {"*/receive/action", "*/write", "*/delete"},
	"queue/heartbeat":              {"*/write", "*/delete", "*/action"},
	"queue/management":             {"*"},
	"vault/data-read":              {"*/setSecret/action", "*/write", "*/delete", "*/purge/action", "*/backup/action"},
	"vault/data-write":             {"*/getSecret/action", "*/purge/action", "*/backup/action", "*/write"},
	"vault/heartbeat":              {"*/write", "*/delete", "*/action", "KeyVault/vaults/secrets/*"},
	"vault/management":             {"*"},
	"artifact-registry/pull":       {"*/write", "*/delete", "*/action"},
	"artifact-registry/push":       {"*/delete", "*/action", "ContainerRegistry/registries/write"},
	"artifact-registry/heartbeat":  {"*/write", "*/delete", "*/action", "*/pull/read"},
	"artifact-registry/management": {"*/delete", "*/action", "ContainerRegistry/registries/write"},
	"function/execute":             {"*"},
	"function/invoke":              {"*"},
	"function/heartbeat":           {"*/write", "*/delete", "*/action"},
	"function/management":          {"*/delete", "*/listSecrets/action", "*/getAuthToken/action", "*/authtoken/action", "*/exec/action", "*/start/action", "*/stop/action", "*/authConfigs/*", "*/managedEnvironments/write", "*/userAssignedIdentities/write", "Authorization/*"},
}

// forbiddenOnAzure gives what a rule allows that its set must not.
func forbiddenOnAzure(id string, r AzureRule) (list []string) {
	for _, action := range slices.Concat(r.Actions, r.DataActions) {
		for _, f := range mustNotOnAzure[id] {
			pattern := strings.ReplaceAll(regexp.QuoteMeta(f), `\*`, ".*")
			if regexp.MustCompile("^" + pattern + "$").MatchString(strings.TrimPrefix(action, "Microsoft.")) {
				list = append(list, action)
			}
		}
	}
	return list
}

func TestSetsKeepTheirPromisesOnAzure(t *testing.T) {
	for _, s := range All() {
		if _, ok := mustNotOnAzure[s.ID]; !ok && s.Grantable {
			t.Errorf("%s: what must it never allow?", s.ID)
		}
		for _, r := range s.Azure {
			if wrong := forbiddenOnAzure(s.ID, r); len(wrong) > 0 {
				t.Errorf("%s allows %q", s.ID, wrong)
			}
		}
	}
	planted := AzureRule{Actions: []string{"Microsoft.Storage/storageAccounts/write", "Microsoft.Storage/storageAccounts/read"}}
	if got := forbiddenOnAzure("storage/management", planted); !slices.Equal(got, planted.Actions[:1]) {
		t.Errorf("found %q", got)
	}
}

func TestMisspeltRulesOfAzureAreRefused(t *testing.T) {
	for _, rule := range []string{"rol: AcrPull", "action: []", "dataaction: []", "scope: group", "on: {account: 1}", "sid: A"} {
		if _, err := parse("storage", []byte("data-read:\n  doc: Read.\n  azure:\n    - "+rule+"\n")); err == nil {
			t.Errorf("%s is accepted", rule)
		}
	}
}

// validOnAzure is a file with every key of a rule that there is.
const validOnAzure = `
data-read:
  doc: Read.
  azure:
    - role: Storage Blob Data Reader
      on: container
      when: expiring
      surplus: It may do more.
data-write:
  doc: Write.
  azure:
    - dataActions: [Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write]
      on: container
heartbeat:
  doc: See.
  azure:
    - as: monitor
      actions: [Microsoft.Storage/storageAccounts/read]
      on: account
management:
  doc: Change it.
  azure:
    - as: live-storage
      actions: [Microsoft.Storage/storageAccounts/blobServices/write]
      on: [account, environment]
      damage: It breaks.
provision:
  use: setup
  doc: Create it.
  aws:
    - sid: Bucket
      allow: [s3:CreateBucket]
      on: bucket
  azure:
    - actions: [Microsoft.Storage/storageAccounts/write]
      on: group
      doc: Create that.
      condition: {ForAnyOfAnyValues:GuidEquals: {Microsoft.Authorization/roleAssignments:RoleDefinitionId: "${roles}"}}
      reason: It is not there yet.
teardown:
  use: setup
  doc: Nothing; it is kept.
public-read:
  use: derived
  doc: Anyone may read.
  azure:
    - principal: anyone
      on: container
`

func TestTheSchemaIsStrictOnAzure(t *testing.T) {
	s := schema(t)
	if err := s.Validate(data(t, validOnAzure)); err != nil {
		t.Fatalf("%#v", err)
	}
	for what, change := range map[string][2]string{
		"an unknown key":                   {"      surplus: It may", "      more: x\n      surplus: It may"},
		"on nothing":                       {"      on: container\n      when", "      when"},
		"a role and actions":               {"when: expiring", "actions: [Microsoft.Storage/storageAccounts/read]"},
		"a role and actions on data":       {"when: expiring", "dataActions: [Microsoft.Storage/storageAccounts/read]"},
		"no role and no actions":           {"role: Storage Blob Data Reader\n      ", ""},
		"an empty role":                    {"role: Storage Blob Data Reader", `role: ""`},
		"a role for everybody":             {"principal: anyone", "principal: anyone\n      role: AcrPull"},
		"somebody else":                    {"principal: anyone", "principal: lambda.amazonaws.com"},
		"a principal of a public set":      {"when: expiring", "principal: anyone"},
		"no actions":                       {"[Microsoft.Storage/storageAccounts/read]", "[]"},
		"one action that is no list":       {"[Microsoft.Storage/storageAccounts/read]", "Microsoft.Storage/storageAccounts/read"},
		"an action twice":                  {"[Microsoft.Storage/storageAccounts/read]", "[Microsoft.A/b/read, Microsoft.A/b/read]"},
		"a wildcard":                       {"storageAccounts/read]", `storageAccounts/*]`},
		"a provider":                       {"[Microsoft.Storage/storageAccounts/read]", "[Microsoft.Storage]"},
		"an action of AWS":                 {"[Microsoft.Storage/storageAccounts/read]", `["s3:GetObject"]`},
		"an unknown state":                 {"when: expiring", "when: expired"},
		"a state of AWS":                   {"when: expiring", "when: versioned"},
		"another word of management":       {"as: monitor", "as: watch"},
		"a role that is one of management": {"when: expiring", "as: monitor"},
		"the group without a reason":       {"      reason: It is not there yet.\n", ""},
		"a reason that is no sentence":     {"reason: It is not there yet.", "reason: none"},
		"a surplus that is no sentence":    {"surplus: It may do more.", "surplus: more"},
		"a damage outside of management":   {"surplus: It may do more.", "damage: It breaks."},
		"data for setup":                   {"- actions: [Microsoft.Storage/storageAccounts/write]", "- dataActions: [Microsoft.Storage/storageAccounts/write]"},
		"a role of Azure for setup":        {"- actions: [Microsoft.Storage/storageAccounts/write]", "- role: AcrPull"},
		"a condition of a public set":      {"when: expiring", "condition: {ForAnyOfAnyValues:GuidEquals: {Microsoft.A/b:C: d}}"},
		"a condition with AWS's operator":  {"ForAnyOfAnyValues:GuidEquals", "StringEquals"},
		"a condition on AWS's key":         {"Microsoft.Authorization/roleAssignments:RoleDefinitionId", "aws:SourceArn"},
		"the same part twice":              {"[account, environment]", "[account, account]"},
		"an id of a statement":             {"as: monitor", "sid: A\n      as: monitor"},
		"no rule":                          {"  azure:\n    - principal: anyone\n      on: container\n", "  azure: []\n"},
	} {
		wrong := strings.Replace(validOnAzure, change[0], change[1], 1)
		if wrong == validOnAzure {
			t.Fatalf("%s: nothing to change", what)
		}
		if s.Validate(data(t, wrong)) == nil {
			t.Errorf("the schema takes %s", what)
		}
	}
}

func TestTheSchemaKnowsTheStatesOfAzure(t *testing.T) {
	when := schema(t).Properties["management"].Ref.Properties["azure"].Items2020.Ref.Properties["when"]
	var listed []string
	for _, v := range when.Enum {
		listed = append(listed, v.(string))
	}
	if want := slices.Sorted(maps.Keys(AzureStates)); !slices.Equal(listed, want) {
		t.Errorf("the schema lists %q, want %q", listed, want)
	}
}
