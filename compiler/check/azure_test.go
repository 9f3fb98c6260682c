package check

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

var bothClouds = []cloud.Name{cloud.AWS, cloud.Azure}

// onAzure gives the findings of a stack that goes to Azure alone.
func onAzure(s *ir.Stack) diag.List {
	_, list := Run(Input{Stack: s, Targets: []cloud.Name{cloud.Azure}, Available: bothClouds})
	return list
}

// says fails unless these are the findings, in any order.
func says(t *testing.T, list diag.List, want ...string) {
	t.Helper()
	open := map[string]int{}
	for _, w := range want {
		open[w]++
	}
	for _, d := range list {
		message := fmt.Sprintf("[%s] %s", d.ID, d.Message)
		if open[message]--; open[message] < 0 {
			t.Errorf("unexpected %s", message)
		}
	}
	for message, n := range open {
		if n > 0 {
			t.Errorf("missing %s", message)
		}
	}
}

// The stacks of the documentation give no more on both clouds than the memory
// that Azure rounds up.
func TestDocumentedStacksOnBothClouds(t *testing.T) {
	workspace, integrations := storage("workspace"), vault("integrations")
	agent := function("agent", workspace, integrations)
	agent.Commands = true
	s := stackOf([]*ir.Profile{profile("execution", "workspace: storage/data-read storage/data-write; integrations: vault/data-read")},
		workspace, integrations, agent)
	_, list := Run(Input{Stack: s, Available: bothClouds})
	says(t, list, `[memory-rounded] memoryMb 256 of "agent" becomes 512 on Azure`)

	results, jobs := storage("results"), queue("jobs")
	worker := function("worker", results, jobs)
	worker.Memory = 512
	worker.Triggers = []ir.Trigger{&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ir.RefTo(jobs)}}
	_, list = Run(Input{Stack: stackOf([]*ir.Profile{profile("execution", "results: storage/data-read storage/data-write; jobs: queue/data-read")},
		results, jobs, worker), Available: bothClouds})
	says(t, list)
}

// What Azure limits is no finding for a stack that does not go there.
func TestLimitsOfAzureHoldThereAlone(t *testing.T) {
	limit := 5000 // more than Azure runs at once, which limits it all the more
	f := function(strings.Repeat("f", 30))
	f.Memory, f.Timeout, f.Ingress, f.Concurrency = 10000, 300, ir.Public, &limit
	f.Environment = []ir.Variable{{Name: "PORT", Value: "80"}}
	windows := storage("windows")
	s := stackOf([]*ir.Profile{profile("execution", "")}, f, windows)
	says(t, run(s), fmt.Sprintf(`[public-function] function %q can be called by anyone`, f.ID))
	says(t, onAzure(s),
		fmt.Sprintf(`[public-function] function %q can be called by anyone`, f.ID),
		fmt.Sprintf(`[memory-out-of-range] memoryMb 10000 of %q: Azure allows 512..8192`, f.ID),
		fmt.Sprintf(`[timeout-exceeds-ingress] requests to %q are cut after 240 s on Azure`, f.ID),
		`[environment-reserved] "PORT" is reserved on Azure`,
		fmt.Sprintf(`[id-too-long] resource id %q has 30 characters; names on Azure Container Apps leave it 29`, f.ID),
		`[id-not-allowed-on-cloud] resource id "windows" cannot be part of storage account names on Azure: "microsoft" and "windows" are reserved`)
}

func TestNamesOnAzure(t *testing.T) {
	long := strings.Repeat("x", 60)
	for name, c := range map[string]struct {
		stack *ir.Stack
		want  []string
	}{
		"accounts and vaults are cut":  {stackOf(nil, storage(long), kv("k"+long), vault("v"+long)), nil},
		"ids that begin alike":         {stackOf(nil, vault("customers-a"), vault("customers-b")), nil},
		"a queue and its dead letters": {stackOf(nil, queue("a"), queue("a-dlq")), nil}, // built in
		"hyphens of an account":        {stackOf(nil, storage("a-b"), kv("ab")), []string{`[physical-name-collision] "a-b" and "ab" give the same Azure storage account name`}},
		"hyphens of a registry": {
			stackOf(nil, &ir.ArtifactRegistry{Common: common("a-b")}, &ir.ArtifactRegistry{Common: common("ab")}),
			[]string{`[physical-name-collision] "a-b" and "ab" give the same Azure registry name`},
		},
		"hyphens of a vault": {stackOf(nil, vault("a-1"), vault("a1")), []string{`[symbol-collision] "a-1" and "a1" both become vaultA1 in the template`}},
		"a part":             {stackOf(nil, kv("a"), kv("a-table")), []string{`[symbol-collision] "a" and "a-table" both become kvATable in the template`}},
		"what every template has": {
			stackOf(nil, storage("redundancy")), []string{`[symbol-collision] "app" and "redundancy" both become storageRedundancy in the template`},
		},
		"a profile": {
			stackOf([]*ir.Profile{profile(long+long+"y", "")}, as("f", long+long+"y")),
			nil,
		},
		"a profile that is too long": {
			stackOf([]*ir.Profile{profile(long+long+"yy", "")}, as("f", long+long+"yy")),
			[]string{fmt.Sprintf(`[id-too-long] profile name %q has 122 characters; names on Azure Managed Identity leave it 121`, long+long+"yy")},
		},
	} {
		for _, f := range c.stack.Functions() {
			f.Memory = 512
		}
		t.Run(name, func(t *testing.T) { says(t, onAzure(c.stack), c.want...) })
	}
}

// A symbol has a limit too, which only a grant reaches before the names do.
func TestSymbolsOnAzure(t *testing.T) {
	jobs := queue(strings.Repeat("q", 200))
	p := profile(strings.Repeat("p", 100), jobs.ID+": queue/data-read")
	f := as("f", p.Name)
	f.Memory, f.Links = 512, []ir.Ref{ir.RefTo(jobs)}
	s := stackOf([]*ir.Profile{p}, jobs, f)
	says(t, onAzure(s), fmt.Sprintf(`[id-too-long] resource id %q has 200 characters; symbols of a template on Azure leave it 141`, jobs.ID))
}

// Both clouds say the same of two ids once.
func TestAClashOnTwoCloudsIsSaidOnce(t *testing.T) {
	_, list := Run(Input{Stack: stackOf(nil, queue("a-1"), queue("a1")), Available: bothClouds})
	says(t, list, `[symbol-collision] "a-1" and "a1" both become QueueA1 in the template`)
}

// onScope gives a stack whose profile or management holds a set of the author
// on one scope of Azure, under a key.
func onScope(managed bool, key, scope string, rule ir.AzureRule, resources ...ir.Resource) *ir.Stack {
	rule.Stack, rule.Resource = &ir.AzureBinding{Scope: scope}, &ir.AzureBinding{Scope: scope}
	grants := granted("permissions", key+": acme/x")
	grants[0].Sets[0].Custom = &ir.CustomSet{Azure: []ir.AzureRule{rule}}
	if managed {
		s := stackOf(nil, resources...)
		s.Management = &ir.Management{Mode: ir.ManagementExtend, Grants: grants}
		return s
	}
	f := function("f", resources...)
	f.Memory = 512
	return stackOf([]*ir.Profile{{Name: "execution", Pos: next(), Grants: grants}}, append(resources, f)...)
}

const inGroup = "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}"

func TestManagedSetsOnAzure(t *testing.T) {
	const account = inGroup + "/providers/Microsoft.Storage/storageAccounts/${resourceName}"
	update := ir.AzureRule{Actions: []string{"Microsoft.Storage/storageAccounts/blobServices/write"}}
	data, logs := func() ir.Resource { return storage("data") }, func() ir.Resource { return live(storage("logs")) }
	changes := `[management-mutates-frozen] management would change frozen "data" through "Microsoft.Storage/storageAccounts/blobServices/write" in set "acme/x"`
	outside := `[management-changes-outside] management would act on more than the stack through "Microsoft.Storage/storageAccounts/blobServices/write" in set "acme/x"`
	wide := `[custom-set-wide-scope] scope "` + inGroup + `" in set "acme/x" covers the whole resource group`
	for name, c := range map[string]struct {
		stack *ir.Stack
		want  []string
	}{
		"settings are free": {onScope(true, "data", account, ir.AzureRule{Actions: []string{"Microsoft.Storage/storageAccounts/read"}}, data()), nil},
		"frozen":            {onScope(true, "data", account, update, data()), []string{changes}},
		"live":              {onScope(true, "logs", account, update, data(), logs()), nil},
		"the group of all":  {onScope(true, "logs", inGroup, update, data(), logs()), []string{changes, outside, wide}},
		"any, all live":     {onScope(true, "*", inGroup, update, logs()), []string{outside, wide}},
		"what the others share": {onScope(true, "jobs", inGroup+"/providers/Microsoft.ServiceBus/namespaces/${resourceName}",
			ir.AzureRule{Actions: []string{"Microsoft.ServiceBus/namespaces/write"}}, live(queue("jobs")), queue("tasks"), data()), []string{
			`[management-writes-iam] management could hand out access through "Microsoft.ServiceBus/namespaces/write" in set "acme/x"`,
			`[management-mutates-frozen] management would change frozen "tasks" through "Microsoft.ServiceBus/namespaces/write" in set "acme/x"`,
		}},
		"what a provider is not about": {onScope(true, "jobs", inGroup, ir.AzureRule{Actions: []string{"Microsoft.ServiceBus/namespaces/queues/delete"}}, live(queue("jobs")), data()), []string{
			`[management-writes-data] management would write data through "Microsoft.ServiceBus/namespaces/queues/delete" in set "acme/x"`,
			`[management-changes-outside] management would act on more than the stack through "Microsoft.ServiceBus/namespaces/queues/delete" in set "acme/x"`,
			wide,
		}},
		"a spelling twice": {onScope(true, "data", account, ir.AzureRule{Actions: []string{"Microsoft.Storage/storageAccounts/blobServices/write", "microsoft.storage/storageaccounts/blobservices/WRITE"}}, data()), []string{changes}},
		"access to a frozen account": {onScope(true, "data", account, ir.AzureRule{Actions: []string{"Microsoft.Storage/storageAccounts/write"}}, data()), []string{
			`[management-writes-iam] management could hand out access through "Microsoft.Storage/storageAccounts/write" in set "acme/x"`,
			`[management-mutates-frozen] management would change frozen "data" through "Microsoft.Storage/storageAccounts/write" in set "acme/x"`,
		}},
		"all that a role has": {onScope(true, "data", account, ir.AzureRule{PredefinedRoles: []string{"Storage Queue Data Message Processor", "8a0f0c08-91a1-4084-bc3d-661d67233fed"}}, data()), []string{
			`[management-reads-data] management would read data through "Storage Queue Data Message Processor" in set "acme/x"`,
			`[management-writes-data] management would write data through "Storage Queue Data Message Processor" in set "acme/x"`,
			`[management-mutates-frozen] management would change frozen "data" through "Storage Queue Data Message Processor" in set "acme/x"`,
		}},
		"code of what is not the stack's": {onScope(true, "f", inGroup, ir.AzureRule{Actions: []string{"Microsoft.App/containerApps/write"}}, plain(live(function("f")))), []string{
			`[management-writes-iam] management could hand out work under another identity through "Microsoft.App/containerApps/write" in set "acme/x"`,
			wide,
			`[profile-undefined] function "f" uses profile "execution", which is not defined`,
		}},
		"images of a frozen registry": {
			onScope(true, "images", inGroup+"/providers/Microsoft.ContainerRegistry/registries/${resourceName}", ir.AzureRule{PredefinedRoles: []string{"AcrPull"}}, &ir.ArtifactRegistry{Common: common("images")}),
			[]string{`[management-reads-data] management would read images of "images" through "AcrPull" in set "acme/x"`},
		},
		"code of a live function": {
			onScope(true, "f", inGroup+"/providers/Microsoft.App/containerApps/${resourceName}", ir.AzureRule{Actions: []string{"Microsoft.App/containerApps/write"}}, plain(live(function("f")))),
			[]string{`[profile-undefined] function "f" uses profile "execution", which is not defined`},
		},
		"a queue that could forward": {
			onScope(true, "jobs", inGroup+"/providers/Microsoft.ServiceBus/namespaces/${resourceName}/queues/${resourceName}", ir.AzureRule{Actions: []string{"Microsoft.ServiceBus/namespaces/queues/write"}}, live(queue("jobs"))),
			[]string{
				`[management-reads-data] management would read data through "Microsoft.ServiceBus/namespaces/queues/write" in set "acme/x"`,
			},
		},
		"what is refused is said once": {onScope(true, "data", account, ir.AzureRule{Actions: []string{"*"}, PredefinedRoles: []string{"Owner", "Nobody"}}, data()), []string{
			`[custom-set-wildcard-action] "*" is not allowed in set "acme/x"`,
			`[custom-set-privileged] "Owner" in set "acme/x" is a role that alienc never grants`,
			`[custom-set-unknown-action] "Nobody" in set "acme/x" is not a role that this alienc knows`,
		}},
		"a profile may do what management may not": {onScope(false, "data", account, update, data()), nil},
	} {
		t.Run(name, func(t *testing.T) { says(t, onAzure(c.stack), c.want...) })
	}
}

// plain gives a function the memory that Azure takes as it is.
func plain(r ir.Resource) ir.Resource {
	if f, ok := r.(*ir.Function); ok {
		f.Memory = 512
	}
	return r
}

// One set is judged for each cloud in that cloud's terms.
func TestASetOnBothClouds(t *testing.T) {
	s := onScope(true, "data", inGroup+"/providers/Microsoft.Storage/storageAccounts/${resourceName}",
		ir.AzureRule{Actions: []string{"Microsoft.Storage/storageAccounts/blobServices/write"}}, storage("data"))
	s.Management.Grants[0].Sets[0].Custom.AWS = []ir.AWSRule{{
		Effect: "Allow", Actions: []string{"s3:PutBucketVersioning"}, Resource: &ir.AWSBinding{Resources: []string{"arn:aws:s3:::${resourceName}"}},
	}}
	_, list := Run(Input{Stack: s, Available: bothClouds})
	says(t, list,
		`[management-mutates-frozen] management would change frozen "data" through "s3:PutBucketVersioning" in set "acme/x"`,
		`[management-mutates-frozen] management would change frozen "data" through "Microsoft.Storage/storageAccounts/blobServices/write" in set "acme/x"`)
}

// Two sets whose roles would have one name, or one symbol.
func TestRolesOfSetsOnAzure(t *testing.T) {
	data := storage("data")
	p := profile("execution", "data: a-b/c a/b-c")
	for i := range p.Grants[0].Sets {
		p.Grants[0].Sets[i].Custom = &ir.CustomSet{Azure: []ir.AzureRule{{
			Actions:  []string{"Microsoft.Storage/storageAccounts/read"},
			Resource: &ir.AzureBinding{Scope: inGroup + "/providers/Microsoft.Storage/storageAccounts/${resourceName}"},
		}}}
	}
	f := function("f", data)
	f.Memory = 512
	list := onAzure(stackOf([]*ir.Profile{p}, data, f))
	says(t, list, `[physical-name-collision] "a-b/c" and "a/b-c" give the same Azure custom role name`)
	if list[0].Path != "permissions.profiles.execution.data[1].id" || list[0].Pos != p.Grants[0].Sets[1].Pos {
		t.Errorf("%+v", list[0])
	}
}

// An override owes an update only where some target has one, and what is said
// of live is said only where management has something.
func TestIncompleteOverrideOnAzure(t *testing.T) {
	s := stackOf(nil, live(kv("cache")), live(storage("data")))
	s.Management = asks("override")
	says(t, onAzure(s), `[management-incomplete] override leaves live storage "data" without update rights`)
	_, list := Run(Input{Stack: s, Available: bothClouds})
	says(t, list,
		`[management-incomplete] override leaves live storage "data" without update rights`,
		`[management-incomplete] override leaves live kv "cache" without update rights`)

	s.Management = asks("override *: kv/management storage/management; cache: kv/heartbeat")
	says(t, onAzure(s), `[live-limited] live kv "cache" is monitor-only on Azure`)
}

// An override leaves the queue for commands, which setup makes.
func TestCommandsUnderOverrideOnAzure(t *testing.T) {
	build := func(commands bool) *ir.Stack {
		f := function("api")
		f.Commands = commands
		s := stackOf([]*ir.Profile{profile("execution", "")}, f)
		s.Management = asks("override")
		return s
	}
	want := "note [release-setup-again] live \"api\" changed since the previous build (commandsEnabled): the customer must run setup again\n"
	if got := compared(build(false), build(true), cloud.Azure); got != want {
		t.Errorf("got %s", got)
	}
	if got := compared(build(false), build(true), cloud.AWS); got != "" {
		t.Errorf("on AWS: %s", got)
	}
}

// Management changes in place what it may change on every target.
func TestReleasesOnSeveralClouds(t *testing.T) {
	one, four := 1, 4
	before, now := function("api"), function("api")
	before.Memory, now.Memory = 512, 512
	before.Concurrency, now.Concurrency = &one, &four
	was, is := stackOf([]*ir.Profile{profile("execution", "")}, before), stackOf([]*ir.Profile{profile("execution", "")}, now)
	const again = "note [release-setup-again] live \"api\" changed since the previous build (concurrencyLimit): the customer must run setup again\n"
	for want, targets := range map[string][]cloud.Name{"": {cloud.Azure}, again: bothClouds} {
		_, list := Run(Input{Stack: is, Previous: was, Targets: targets, Available: bothClouds})
		if got := show(list); got != want {
			t.Errorf("%v: %s", targets, got)
		}
	}

	was.ID = "other"
	_, list := Run(Input{Stack: is, Previous: was, Targets: []cloud.Name{cloud.Azure}, Available: bothClouds})
	if want := "error [release-replaces] stack id \"app\" was \"other\" in the previous build, and the names of what holds data are made of it\n"; show(list) != want {
		t.Errorf("%s", show(list))
	}
}

func TestBudgetsOfAzure(t *testing.T) {
	for _, c := range []struct {
		budget cloud.Budget
		want   string
	}{
		{cloud.Budget{Cloud: cloud.Azure, What: "resources", Used: 640, Limit: 800, Hard: true}, "warning [budget-near-limit] the stack uses 640 of 800 resources on Azure\n"},
		{cloud.Budget{Cloud: cloud.Azure, What: "resources", Used: 801, Limit: 800, Hard: true}, "error [template-too-large] 801 resources, Azure allows 800\n"},
		{cloud.Budget{Cloud: cloud.Azure, What: "role assignments", Used: 201, Limit: 200}, "warning [budget-near-limit] the stack uses 201 of 200 role assignments on Azure\n"},
	} {
		if got := show(Budgets([]cloud.Budget{c.budget})); got != c.want {
			t.Errorf("%s", got)
		}
	}
}

// The rules stay linear with a second cloud.
func TestSpeedOnBothClouds(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	start := time.Now()
	_, list := Run(Input{Stack: large(3000), Available: bothClouds})
	if took := time.Since(start); took > time.Second {
		t.Errorf("3,000 resources took %s", took)
	}
	if list.HasErrors() {
		t.Errorf("the stack is right, but:\n%.2000s", show(list))
	}
}
