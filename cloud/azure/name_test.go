package azure

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

func sample(id string) ir.Common { return ir.Common{ID: id, Lifecycle: ir.Frozen} }

// kitchen has one of each kind, and a function with every trigger.
func kitchen() *ir.Stack {
	agent := &ir.Function{
		Common: sample("agent"), Code: ir.Code{Image: "x"}, Ingress: ir.Private, Profile: "execution", Timeout: 180, Commands: true,
		Links: []ir.Ref{
			{Kind: ir.KindStorage, ID: "workspace"},
			{Kind: ir.KindKv, ID: "cache"},
			{Kind: ir.KindQueue, ID: "jobs"},
			{Kind: ir.KindVault, ID: "integrations"},
			{Kind: ir.KindArtifactRegistry, ID: "images"},
			{Kind: ir.KindFunction, ID: "api"},
		},
		Environment: []ir.Variable{{Name: "GREETING", Value: "say ${subscriptionId}"}},
	}
	api := &ir.Function{Common: sample("api"), Code: ir.Code{Image: "x"}, Ingress: ir.Public, Profile: "web", Timeout: 30}
	worker := &ir.Function{
		Common: sample("worker"), Code: ir.Code{Source: &ir.Source{Toolchain: ir.ToolchainDocker}},
		Ingress: ir.Private, Profile: "processing", Timeout: 300,
		Links: []ir.Ref{{Kind: ir.KindFunction, ID: "agent"}, {Kind: ir.KindQueue, ID: "jobs"}},
		Triggers: []ir.Trigger{
			&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ir.Ref{Kind: ir.KindQueue, ID: "jobs"}},
			&ir.StorageTrigger{TriggerPath: "triggers[1]", Storage: ir.Ref{Kind: ir.KindStorage, ID: "workspace"}, Events: []ir.StorageEvent{ir.ObjectCreated}},
			&ir.StorageTrigger{TriggerPath: "triggers[2]", Storage: ir.Ref{Kind: ir.KindStorage, ID: "workspace"}, Events: []ir.StorageEvent{ir.ObjectDeleted}},
			&ir.ScheduleTrigger{TriggerPath: "triggers[3]", Cron: "0 3 * * *", Index: 0},
			&ir.ScheduleTrigger{TriggerPath: "triggers[4]", Cron: "0 4 * * *", Index: 1},
		},
	}
	use := func(id string) ir.SetUse { return ir.SetUse{ID: id} }
	s := &ir.Stack{
		ID: "my-agent",
		Resources: []ir.Resource{
			&ir.Storage{Common: sample("workspace")},
			&ir.Kv{Common: sample("cache")},
			&ir.Queue{Common: sample("jobs")},
			&ir.Vault{Common: sample("integrations")},
			&ir.ArtifactRegistry{Common: sample("images")},
			agent, api, worker,
		},
		Profiles: []*ir.Profile{
			{Name: "execution", Grants: []ir.Keyed{
				{Key: "workspace", Sets: []ir.SetUse{use("storage/data-read"), use("storage/data-write")}},
				{Key: "*", Sets: []ir.SetUse{use("kv/data-read"), {ID: "acme/metrics", Custom: &ir.CustomSet{Azure: []ir.AzureRule{
					{Actions: []string{"a"}}, {PredefinedRoles: []string{"AcrPull"}},
				}}}}},
			}},
			{Name: "idle", Grants: []ir.Keyed{{Key: "cache", Sets: []ir.SetUse{use("kv/data-write")}}}},
			{Name: "processing"},
			{Name: "web"},
		},
	}
	return s.Seal()
}

func TestNames(t *testing.T) {
	want := []string{
		"storage account stworkspace${unique}",
		"queue workspace-events",
		"system topic egst-workspace",
		"event subscription to-worker",
		"storage account stcache${unique}",
		"queue jobs",
		"key vault kv-inte7955${unique}",
		"registry crimages${unique}",
		"container app ca-agent",
		"queue agent-commands",
		"container app ca-api",
		"container app ca-worker",
		"job caj-worker-0",
		"job caj-worker-1",
		"identity id-my-agent-execution",
		"identity id-my-agent-processing",
		"identity id-my-agent-web",
		"namespace sb-my-agent-${unique}",
		"environment cae-my-agent",
		"workspace log-my-agent",
		"identity id-my-agent-pull",
		"identity id-my-agent-events",
		"custom role alien my-agent management live environment (${groupUnique})",
		"custom role alien my-agent set-acme-metrics-1 (${groupUnique})",
	}
	var got []string
	for _, n := range Names(kitchen()) {
		got = append(got, n.Space+" "+n.Name.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("names:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A stack takes names for what it needs and for nothing else.
func TestNamesOfSmallStacks(t *testing.T) {
	for name, c := range map[string]struct {
		resource ir.Resource
		want     []string
	}{
		"storage":                {&ir.Storage{Common: sample("a")}, []string{"sta${unique}"}},
		"vault":                  {&ir.Vault{Common: sample("a")}, []string{"kv-a${unique}"}},
		"queue":                  {&ir.Queue{Common: sample("a")}, []string{"a", "sb-s-${unique}"}},
		"function":               {&ir.Function{Common: sample("a")}, []string{"ca-a", "cae-s", "log-s", "id-s-pull"}},
		"function with commands": {&ir.Function{Common: sample("a"), Commands: true}, []string{"ca-a", "a-commands", "sb-s-${unique}", "cae-s", "log-s", "id-s-pull"}},
	} {
		var got []string
		for _, n := range Names((&ir.Stack{ID: "s", Resources: []ir.Resource{c.resource}}).Seal()) {
			if n.Space != "custom role" {
				got = append(got, n.Name.String())
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// The lengths of Azure's page of naming rules, and the longest id that each
// leaves, which nothing states but this test.
func TestLongestIDs(t *testing.T) {
	for _, c := range []struct {
		name  string
		n     naming
		stack string
		want  int
	}{
		{"storage account, cut above", account, "", 9},
		{"key vault, cut above", vault, "", 8},
		{"registry", registry, "", 35},
		{"queue", queue, "", 260},
		{"queue of events", events, "", 253},
		{"queue of commands", commands, "", 251},
		{"container app", app, "", 29},
		{"job, less its index and a hyphen", job, "", 28},
		{"system topic", topic, "", 45},
		{"event subscription", subscription, "", 61},
		{"identity, beside a stack of ten", identity, "my-stack-1", 128 - 4 - 10},
	} {
		if got := c.n.room(c.stack); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	for _, c := range []struct {
		name string
		n    naming
		want int
	}{{"namespace", namespace, 33}, {"environment", environment, 28}, {"workspace", workspace, 59}} {
		if over := Longest(c.n.named(strings.Repeat("s", c.want), "")) - c.n.limit; over != 0 {
			t.Errorf("%s: a stack id of %d is %d too long", c.name, c.want, over)
		}
	}
}

// Azure's rules for names, as regular expressions.
var rules = map[string]*regexp.Regexp{
	"storage account":    regexp.MustCompile(`^[a-z0-9]{3,24}$`),
	"key vault":          regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$`),
	"registry":           regexp.MustCompile(`^[a-zA-Z0-9]{5,50}$`),
	"namespace":          regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]{4,48}[a-zA-Z0-9]$`),
	"queue":              regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9._/-]{0,258}[a-zA-Z0-9])?$`),
	"container app":      regexp.MustCompile(`^[a-z][a-z0-9-]{0,30}[a-z0-9]$`),
	"job":                regexp.MustCompile(`^[a-z][a-z0-9-]{0,30}[a-z0-9]$`),
	"environment":        regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]{0,30}[a-zA-Z0-9]$`),
	"identity":           regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$`),
	"workspace":          regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$`),
	"system topic":       regexp.MustCompile(`^[a-zA-Z0-9-]{3,50}$`),
	"event subscription": regexp.MustCompile(`^[a-zA-Z0-9-]{3,64}$`),
	"custom role":        regexp.MustCompile(`^.{1,512}$`),
}

// Short ids, long ids, and ids that begin with a digit or are full of hyphens
// give names that Azure takes, as long as none is over its limit.
func TestNamesAreLegal(t *testing.T) {
	rename := func(s *ir.Stack, id string) *ir.Stack {
		for i, r := range s.Resources {
			r.Info().ID = id + string(rune('a'+i))
		}
		for _, f := range s.Functions() {
			f.Links = nil
			for _, trigger := range f.Triggers {
				switch trigger := trigger.(type) {
				case *ir.QueueTrigger:
					trigger.Queue.ID = id + "c"
				case *ir.StorageTrigger:
					trigger.Storage.ID = id + "a"
				}
			}
		}
		s.ID = "s" + id + "x"
		return s.Seal()
	}
	for _, base := range []string{"", "1", "a-b-c-d-e-f-", "1-2-3-4-5-6-7-8-9-", "abcdefghijklmnopqrstuvw"} {
		for _, n := range Names(rename(kitchen(), base)) {
			if n.Over() > 0 {
				t.Fatalf("%s is too long for this test", n.Name)
			}
			value := n.Name.Resolve(func(cloud.Var) string { return "abcdefgh23456" })
			if !rules[n.Space].MatchString(value) || strings.Contains(value, "--") {
				t.Errorf("%s %q is not allowed", n.Space, value)
			}
			if len(value) < n.Least || len(value) > n.Limit {
				t.Errorf("%s %q is not %d to %d long", n.Space, value, n.Least, n.Limit)
			}
		}
	}
}

// The beginning, and four digits of the SHA-256 of the whole id.
func TestShortenedNames(t *testing.T) {
	for _, c := range []struct {
		got  cloud.Text
		want string
	}{
		{VaultName("integrations"), "kv-inte7955${unique}"},
		{VaultName("eight-lo"), "kv-eight-lo${unique}"},
		{VaultName("customers"), "kv-cust21eb${unique}"},
		{AccountName("workspace"), "stworkspace${unique}"},
		{AccountName("work-space"), "stworkspace${unique}"}, // which is a collision
		{AccountName("workspaces"), "stworks6e8d${unique}"},
		{AccountName("customer-data-archive"), "stcusto5feb${unique}"},
		{AccountName("customer-dataarchive"), "stcustoa619${unique}"},
		{RegistryName("a-b"), "crab${unique}"},
	} {
		if c.got.String() != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

func TestOver(t *testing.T) {
	long := (&ir.Stack{ID: "s", Resources: []ir.Resource{&ir.Function{
		Common: sample(strings.Repeat("a", 30)), Triggers: []ir.Trigger{&ir.ScheduleTrigger{Index: 10}},
	}}}).Seal()
	over := map[string]int{}
	for _, n := range Names(long) {
		if n.Over() > 0 {
			over[n.Space] = n.Over()
		}
	}
	if len(over) != 2 || over["container app"] != 1 || over["job"] != 5 {
		t.Errorf("%v", over)
	}
}

// Azure tells no capitals from small letters.
func TestKeysLookOverCase(t *testing.T) {
	if one, two := (Physical{Space: "queue", Name: cloud.Lit("Jobs")}), (Physical{Space: "queue", Name: cloud.Lit("jobs")}); one.Key() != two.Key() {
		t.Error("names")
	}
	if one, two := (Symbol{Space: TemplateSpace, Name: "functionABImage"}), (Symbol{Space: TemplateSpace, Name: "functionAbImage"}); one.Key() != two.Key() {
		t.Error("symbols")
	}
	if one, two := (Symbol{Space: TemplateSpace, Name: "a"}), (Symbol{Space: OutputSpace, Name: "a"}); one.Key() == two.Key() {
		t.Error("spaces")
	}
}

func TestRefused(t *testing.T) {
	for id, want := range map[string]string{
		"windows": "windows", "my-windows-app": "windows", "microsoft-sync": "microsoft", "azure": "", "login": "", "window-s": "",
	} {
		p := Physical{Name: AppName(id)}
		if word, refused := p.Refused(); word != want || refused != (want != "") {
			t.Errorf("%s: %q, %t", id, word, refused)
		}
	}
}
