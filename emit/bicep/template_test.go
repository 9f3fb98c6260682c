package bicep_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep"
	"github.com/alienc/alienc/iam"
)

// everything is a stack with each kind and each trigger, and links in both
// directions between what triggers and what is triggered.
func everything() *ir.Stack {
	data := &ir.Storage{Common: common("data", ir.Frozen), Versioning: true, LifecycleRules: []ir.LifecycleRule{{Days: 7}}}
	cache := &ir.Kv{Common: common("cache", ir.Live)}
	jobs := &ir.Queue{Common: common("jobs", ir.Frozen)}
	keys := &ir.Vault{Common: common("keys", ir.Frozen)}
	images := &ir.ArtifactRegistry{Common: common("images", ir.Frozen)}
	api, worker := function("api"), function("worker",
		onStorage("0", data, ir.ObjectCreated, ir.ObjectDeleted), onQueue("1", jobs), onCron("2", "0 3 * * *", 0))
	api.Ingress, api.Code = ir.Public, ir.Code{Image: "registry.example.com/api@sha256:" + strings.Repeat("0a", 32)}
	worker.Commands = true
	for _, r := range []ir.Resource{data, cache, jobs, keys, images} {
		api.Links = append(api.Links, ir.RefTo(r))
		worker.Links = append(worker.Links, ir.RefTo(r))
	}
	worker.Links = append(worker.Links, ir.RefTo(api))
	s := stack(worker, data, cache, jobs, keys, images, api)
	s.Profiles[0].Grants = []ir.Keyed{{Key: ir.Any, Sets: []ir.SetUse{
		{ID: "storage/data-read"}, {ID: "kv/data-write"}, {ID: "queue/data-write"}, {ID: "vault/data-read"}, {ID: "artifact-registry/pull"},
	}}}
	return s
}

// kinds are small stacks that lack what others have.
func kinds() map[string]*ir.Stack {
	data, jobs := &ir.Storage{Common: common("data", ir.Frozen)}, &ir.Queue{Common: common("jobs", ir.Frozen)}
	commanded := function("agent")
	commanded.Commands = true
	return map[string]*ir.Stack{
		"nothing":         stack(),
		"storage":         stack(data),
		"kv":              stack(&ir.Kv{Common: common("cache", ir.Live)}),
		"queue":           stack(jobs),
		"vault":           stack(&ir.Vault{Common: common("keys", ir.Frozen)}),
		"registry":        stack(&ir.ArtifactRegistry{Common: common("images", ir.Frozen)}),
		"function":        stack(function("worker")),
		"commands":        stack(commanded),
		"queue trigger":   stack(jobs, function("worker", onQueue("0", jobs))),
		"storage trigger": stack(data, function("worker", onStorage("0", data, ir.ObjectCreated))),
		"schedule":        stack(function("worker", onCron("0", "0 3 * * *", 0))),
		"everything":      everything(),
	}
}

var declared = regexp.MustCompile(`(?m)^(param|var|resource|output) (\w+) `)

// TestNoRiddles: every parameter and variable is used, and everything that is
// referred to is there.
func TestNoRiddles(t *testing.T) {
	for name, s := range kinds() {
		text := string(output(s).Files[0].Data)
		for _, m := range declared.FindAllStringSubmatch(text, -1) {
			if m[1] != "param" && m[1] != "var" {
				continue
			}
			if len(regexp.MustCompile(`\b`+m[2]+`\b`).FindAllString(text, -1)) < 2 {
				t.Errorf("%s: nothing uses %s %s", name, m[1], m[2])
			}
		}
	}
	if text := template(stack()); strings.Count(text, "\n") != 4 {
		t.Errorf("an empty stack becomes\n%s", text)
	}
}

// TestSymbols: package azure, which checks them, knows every name.
func TestSymbols(t *testing.T) {
	s := everything()
	known := map[string]bool{}
	for _, symbol := range azure.Symbols(s) {
		known[symbol.Space+" "+symbol.Name] = true
	}
	for _, r := range azure.BuiltIns {
		known[azure.TemplateSpace+" "+azure.RoleSymbol(r.Name)] = true
	}
	for _, r := range iam.Derive(s, []cloud.Name{cloud.Azure}).Roles(iam.Setup) {
		known[azure.TemplateSpace+" "+r.Symbol] = true
	}
	for _, m := range declared.FindAllStringSubmatch(string(output(s).Files[0].Data), -1) {
		space := azure.TemplateSpace
		if m[1] == "output" {
			space = azure.OutputSpace
		}
		if !known[space+" "+m[2]] {
			t.Errorf("nobody checks the name of %s %s", m[1], m[2])
		}
	}
}

// TestLocks: what holds state is kept, whatever its lifecycle, and nothing else.
func TestLocks(t *testing.T) {
	for name, want := range map[string][]string{
		"storage": {"storageData"}, "kv": {"kvCache"}, "queue": {"serviceBus"}, "vault": {"vaultKeys"}, "registry": {"registryImages"},
		"function": nil, "commands": nil, "storage trigger": {"storageData"}, "schedule": nil,
		"everything": {"storageData", "kvCache", "vaultKeys", "registryImages", "serviceBus"},
	} {
		var got []string
		for _, m := range regexp.MustCompile(`'Microsoft.Authorization/locks@2020-05-01' = {\n  scope: (\w+)\n  name: 'alien-keep'\n`).
			FindAllStringSubmatch(template(kinds()[name]), -1) {
			got = append(got, m[1])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: locks on %v, want %v", name, got, want)
		}
	}
}

// TestKeyless: nothing of a stack can be opened with a key.
func TestKeyless(t *testing.T) {
	text := string(output(everything()).Files[0].Data)
	for _, test := range []struct {
		word string
		n    int
	}{
		{"allowSharedKeyAccess: false", 2},
		{"allowBlobPublicAccess: false", 2},
		{"disableLocalAuth: true", 1},
		{"adminUserEnabled: false", 1},
		{"anonymousPullEnabled: false", 1},
		{"enableRbacAuthorization: true", 1},
		{"allowInsecure: false", 1},
	} {
		if n := strings.Count(text, test.word); n != test.n {
			t.Errorf("%d times %s, want %d", n, test.word, test.n)
		}
	}
	lacks(t, text, "listKeys", "secrets:", "SystemAssigned", "'''", "/*", "@secure")
}

// TestLifecycle: frozen and live differ in a tag and in words about it.
func TestLifecycle(t *testing.T) {
	frozen, live := everything(), everything()
	for _, r := range frozen.Resources {
		r.Info().Lifecycle = ir.Frozen
	}
	for _, r := range live.Resources {
		r.Info().Lifecycle = ir.Live
	}
	words := strings.NewReplacer("frozen", "LIFE", "live", "LIFE", "-", "")
	a, b := words.Replace(template(frozen)), words.Replace(template(live))
	if a != b {
		t.Errorf("%s\nand\n%s", a, b)
	}
}

func TestParameters(t *testing.T) {
	text := template(everything())
	for _, block := range []string{`
		|@description('Region of every resource.')
		|param location string = resourceGroup().location
	`, `
		|@description('Container image of function worker, by digest: REGISTRY/REPOSITORY@sha256:DIGEST.')
		|@minLength(1)
		|param functionWorkerImage string
		|
	`, `
		|param functionApiImage string = 'registry.example.com/api@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a'
	`, `
		|param registryServer string = ''
	`, `
		|param deployFunctions bool = true
	`, `
		|@allowed([
		|  'Standard_GRS'
		|  'Standard_GZRS'
		|  'Standard_LRS'
		|  'Standard_ZRS'
		|])
		|param storageRedundancy string = 'Standard_ZRS'
	`, `
		|@minValue(7)
		|@maxValue(365)
		|param softDeleteDays int = 30
	`, `
		|param tags object = {}
	`, `
		|var uniqueSuffix = uniqueString(resourceGroup().id, 'app')
		|var stackTags = union(tags, { 'alien-stack': 'app', 'managed-by': 'alienc' })
	`} {
		contains(t, text, block)
	}
	same(t, string(output(everything()).Files[1].Data), `
		|using './main.bicep'
		|
		|// Image of function worker, by digest.
		|param functionWorkerImage = 'registry.example.com/app/worker@sha256:0000000000000000000000000000000000000000000000000000000000000000'
	`)
}

func TestLinterRules(t *testing.T) {
	var config struct {
		Analyzers struct {
			Core struct {
				Enabled bool
				Rules   map[string]struct{ Level string }
			}
		}
		Formatting map[string]any
	}
	out := output(everything())
	if err := json.Unmarshal(out.Files[2].Data, &config); err != nil {
		t.Fatal(err)
	}
	if !config.Analyzers.Core.Enabled || len(config.Analyzers.Core.Rules) < 35 {
		t.Errorf("%+v", config)
	}
	for rule, is := range config.Analyzers.Core.Rules {
		if is.Level != "error" {
			t.Errorf("%s is at %s", rule, is.Level)
		}
	}
	for _, rule := range []string{"no-hardcoded-location", "use-description-params", "outputs-should-not-contain-secrets", "no-unused-vars"} {
		if config.Analyzers.Core.Rules[rule].Level == "" {
			t.Errorf("%s is not on", rule)
		}
	}
	if got := fmt.Sprint(slices.Sorted(maps.Keys(config.Formatting))); got != "[indentKind indentSize insertFinalNewline newlineKind width]" {
		t.Error(got)
	}
}

func TestFiles(t *testing.T) {
	var got []string
	for _, f := range output(everything()).Files {
		got = append(got, f.Path+" "+f.Role)
	}
	want := []string{
		"azure/main.bicep template", "azure/main.bicepparam parameters", "azure/bicepconfig.json linter-rules",
		"azure/iam/setup.bicep setup", "azure/iam/teardown.bicep teardown", "azure/iam/management.bicep management",
		"azure/iam/roles/management-live-environment.json role-definition",
		"azure/iam/roles/management-live-function.json role-definition",
		"azure/iam/roles/management-live-identity.json role-definition",
		"azure/iam/roles/management-live-job.json role-definition",
		"azure/iam/roles/management-monitor.json role-definition",
		"azure/iam/roles/kv-data-write.json role-definition",
		"azure/iam/roles/setup.json role-definition",
		"azure/iam/roles/teardown.json role-definition",
		"azure/iam/revoke.sh revoke",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBudgets(t *testing.T) {
	out := bicep.Emit(everything(), &iam.Plan{})
	want := []cloud.Budget{
		{Cloud: cloud.Azure, What: "template", Unit: "bytes", Used: 3 * len(out.Files[0].Data), Limit: 4194304, Hard: true, Hint: "split the stack"},
		{Cloud: cloud.Azure, What: "resources", Used: 29, Limit: 800, Hard: true, Hint: "split the stack"},
		{Cloud: cloud.Azure, What: "parameters", Used: 8, Limit: 256, Hard: true, Hint: "split the stack"},
		{Cloud: cloud.Azure, What: "variables", Used: 3, Limit: 256, Hard: true, Hint: "split the stack"},
		{Cloud: cloud.Azure, What: "outputs", Used: 7, Limit: 64, Hard: true, Hint: "split the stack"},
	}
	if got := out.Budgets[:len(want)]; !slices.Equal(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestParts(t *testing.T) {
	parts := output(everything()).Parts
	for _, want := range []cloud.Part{
		{Type: "Microsoft.Storage/storageAccounts/blobServices/containers", Name: "storageDataContainer", Properties: []string{"properties.publicAccess"}},
		{Type: "Microsoft.Storage/storageAccounts/tableServices/tables", Name: "kvCacheTable"},
		{Type: "Microsoft.EventGrid/systemTopics", Name: "storageDataTopic", Properties: []string{"identity", "properties.source", "properties.topicType"}},
		{Type: "Microsoft.App/containerApps", Name: "functionApi", Properties: []string{
			"identity", "properties.configuration", "properties.environmentId", "properties.template", "properties.workloadProfileName",
		}},
	} {
		i := slices.IndexFunc(parts, func(p cloud.Part) bool { return p.Name == want.Name })
		if i < 0 || parts[i].Type != want.Type || !slices.Equal(parts[i].Properties, want.Properties) {
			t.Errorf("no %+v in %+v", want, parts)
		}
	}
}

func TestDeterminism(t *testing.T) {
	first := output(everything())
	for range 20 {
		for i, f := range output(everything()).Files {
			if !bytes.Equal(f.Data, first.Files[i].Data) {
				t.Fatalf("%s differs between two runs", f.Path)
			}
		}
	}
}

func BenchmarkEmit(b *testing.B) {
	s := everything()
	plan := iam.Derive(s, []cloud.Name{cloud.Azure})
	for b.Loop() {
		bicep.Emit(s, plan)
	}
}
