package azure

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// shown writes variables one a line; objects as JSON with its keys in order.
func shown(list []Variable) []string {
	var out []string
	for _, v := range list {
		if v.Object == nil {
			out = append(out, v.Name+"="+v.Value.String())
			continue
		}
		var fields []string
		for _, f := range v.Object {
			fields = append(fields, f.Name+":"+f.Value.String())
		}
		out = append(out, v.Name+"={"+strings.Join(fields, ",")+"}")
	}
	return out
}

func functionOf(t *testing.T, s *ir.Stack, id string) *ir.Function {
	t.Helper()
	f, ok := s.Resource(id).(*ir.Function)
	if !ok {
		t.Fatalf("no function %q", id)
	}
	return f
}

const (
	agentBinding = "ALIEN_AGENT_BINDING={service:containerapp,subscriptionId:${subscriptionId},resourceGroupName:${resourceGroup}," +
		"containerAppName:ca-agent,privateUrl:https://ca-agent.internal.${appsEnvironment.properties.defaultDomain}}"
	apiBinding = "ALIEN_API_BINDING={service:containerapp,subscriptionId:${subscriptionId},resourceGroupName:${resourceGroup}," +
		"containerAppName:ca-api,privateUrl:https://ca-api.${appsEnvironment.properties.defaultDomain},publicUrl:https://ca-api.${appsEnvironment.properties.defaultDomain}}"
	workerBinding = "ALIEN_WORKER_BINDING={service:containerapp,subscriptionId:${subscriptionId},resourceGroupName:${resourceGroup}," +
		"containerAppName:ca-worker,privateUrl:https://ca-worker.internal.${appsEnvironment.properties.defaultDomain}}"
	jobsBinding = "ALIEN_JOBS_BINDING={service:servicebus,namespace:${serviceBus.name},queueName:${queueJobs.name}}"
)

func TestEnvironment(t *testing.T) {
	s := kitchen()
	for id, want := range map[string][]string{
		"agent": {
			agentBinding,
			apiBinding,
			"ALIEN_CACHE_BINDING={service:tablestorage,resourceGroupName:${resourceGroup},accountName:${kvCache.name},tableName:${kvCacheTable.name}}",
			"ALIEN_COMMANDS_QUEUE=${serviceBus.name}/${functionAgentCommands.name}",
			"ALIEN_CURRENT_FUNCTION_BINDING_NAME=agent",
			"ALIEN_CURRENT_WORKER_BINDING_NAME=agent",
			"ALIEN_DEPLOYMENT_TYPE=azure",
			"ALIEN_IMAGES_BINDING={service:acr,registryName:${registryImages.name},resourceGroupName:${resourceGroup}}",
			"ALIEN_INTEGRATIONS_BINDING={service:key-vault,vaultName:${vaultIntegrations.name}}",
			jobsBinding,
			"ALIEN_RESOURCE_ID=agent",
			"ALIEN_TIMEOUT_SECONDS=180",
			"ALIEN_TRANSPORT=container-app",
			"ALIEN_WORKSPACE_BINDING={service:blob,accountName:${storageWorkspace.name},containerName:${storageWorkspaceContainer.name}}",
			"AZURE_CLIENT_ID=${profileExecution.properties.clientId}",
			"AZURE_REGION=${location}",
			"AZURE_SUBSCRIPTION_ID=${subscriptionId}",
			"AZURE_TENANT_ID=${tenantId}",
			"GREETING=say ${subscriptionId}",
			"PORT=8080",
		},
		"worker": { // only triggered by the storage, so not bound to it; one queue for its two triggers
			agentBinding,
			"ALIEN_CURRENT_FUNCTION_BINDING_NAME=worker",
			"ALIEN_CURRENT_WORKER_BINDING_NAME=worker",
			"ALIEN_DEPLOYMENT_TYPE=azure",
			jobsBinding,
			"ALIEN_RESOURCE_ID=worker",
			"ALIEN_TIMEOUT_SECONDS=300",
			"ALIEN_TRANSPORT=container-app",
			"ALIEN_TRIGGER_QUEUES=queue:${serviceBus.name}/${queueJobs.name},storage:${serviceBus.name}/${storageWorkspaceEvents.name}",
			workerBinding,
			"AZURE_CLIENT_ID=${profileProcessing.properties.clientId}",
			"AZURE_REGION=${location}",
			"AZURE_SUBSCRIPTION_ID=${subscriptionId}",
			"AZURE_TENANT_ID=${tenantId}",
			"PORT=8080",
		},
	} {
		if got := shown(Environment(s, functionOf(t, s, id))); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant:\n%s", id, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// A job receives from no queue, and knows why it runs.
func TestJobEnvironment(t *testing.T) {
	s := kitchen()
	want := []string{
		agentBinding,
		"ALIEN_CURRENT_FUNCTION_BINDING_NAME=worker",
		"ALIEN_CURRENT_WORKER_BINDING_NAME=worker",
		"ALIEN_DEPLOYMENT_TYPE=azure",
		jobsBinding,
		"ALIEN_RESOURCE_ID=worker",
		"ALIEN_TIMEOUT_SECONDS=300",
		"ALIEN_TRANSPORT=container-app",
		"ALIEN_TRIGGER=cron:1",
		workerBinding,
		"AZURE_CLIENT_ID=${profileProcessing.properties.clientId}",
		"AZURE_REGION=${location}",
		"AZURE_SUBSCRIPTION_ID=${subscriptionId}",
		"AZURE_TENANT_ID=${tenantId}",
		"PORT=8080",
	}
	if got := shown(JobEnvironment(s, functionOf(t, s, "worker"), 1)); !slices.Equal(got, want) {
		t.Errorf("%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAnAuthorsValueIsNeverAVariable(t *testing.T) {
	s := kitchen()
	for _, v := range Environment(s, functionOf(t, s, "agent")) {
		if v.Name == "GREETING" && (len(v.Value) != 1 || v.Value[0].Var != "") {
			t.Errorf("value of the author: %#v", v.Value)
		}
	}
}

// Everything that a template refers to has a longest length, which Longest
// panics without; and the text of a variable fits an expression.
func TestLongest(t *testing.T) {
	s := kitchen()
	for _, f := range s.Functions() {
		for _, v := range append(Environment(s, f), JobEnvironment(s, f, 0)...) {
			n := Longest(v.Value)
			for _, field := range v.Object {
				n += Longest(field.Value)
			}
			if n == 0 || n > ExpressionLimit {
				t.Errorf("%s: %d characters", v.Name, n)
			}
		}
	}
	for _, c := range []struct {
		text cloud.Text
		want int
	}{
		{nil, 0},
		{cloud.Concat("ab", Unique), 15},
		{cloud.Concat(SubscriptionID, TenantID, ManagementPrincipal), 3 * 36},
		{cloud.Concat(ResourceGroup, Location), 90 + 18},
		{cloud.Concat(Attribute("profileX", "properties.clientId")), 36},
		{cloud.Concat(Attribute("queueX", "name"), "/"), 261},
	} {
		if got := Longest(c.text); got != c.want {
			t.Errorf("%s: %d, want %d", c.text, got, c.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a variable that nobody knows has a length")
		}
	}()
	Longest(cloud.Concat(cloud.Var("nothing")))
}

func TestAttributes(t *testing.T) {
	symbol, path, ok := AttributeOf(Attribute("profileExecution", "properties.clientId"))
	if symbol != "profileExecution" || !slices.Equal(path, []string{"properties", "clientId"}) || !ok {
		t.Errorf("%s %q %t", symbol, path, ok)
	}
	for _, v := range []cloud.Var{Unique, SubscriptionID, Location, ManagementPrincipal} {
		if _, _, ok := AttributeOf(v); ok {
			t.Errorf("%s is an attribute", v)
		}
	}
}

// Two functions of one storage do not compete for its events.
func TestEventQueues(t *testing.T) {
	trigger := func(events ...ir.StorageEvent) ir.Trigger {
		return &ir.StorageTrigger{Storage: ir.Ref{Kind: ir.KindStorage, ID: "data"}, Events: events}
	}
	data := &ir.Storage{Common: sample("data")}
	a, b := &ir.Function{Common: sample("a")}, &ir.Function{Common: sample("b")}
	for name, c := range map[string]struct {
		a, b []ir.Trigger
		want string
	}{
		"nobody":              {nil, nil, "null"},
		"both events":         {[]ir.Trigger{trigger(ir.ObjectCreated, ir.ObjectDeleted)}, nil, `[["data-events","storageDataEvents","a"]]`},
		"in two triggers":     {[]ir.Trigger{trigger(ir.ObjectDeleted), trigger(ir.ObjectCreated)}, nil, `[["data-events","storageDataEvents","a"]]`},
		"deletions alone":     {nil, []ir.Trigger{trigger(ir.ObjectDeleted)}, `[["data-events","storageDataEvents","b"]]`},
		"one each":            {[]ir.Trigger{trigger(ir.ObjectCreated)}, []ir.Trigger{trigger(ir.ObjectDeleted)}, `[["data-events","storageDataEvents","a"],["data-deleted-events","storageDataDeletedEvents","b"]]`},
		"the other way round": {[]ir.Trigger{trigger(ir.ObjectDeleted)}, []ir.Trigger{trigger(ir.ObjectCreated)}, `[["data-deleted-events","storageDataDeletedEvents","a"],["data-events","storageDataEvents","b"]]`},
	} {
		a.Triggers, b.Triggers = c.a, c.b
		s := (&ir.Stack{ID: "s", Resources: []ir.Resource{data, a, b}}).Seal()
		var list [][3]string
		for _, q := range EventQueues(s, data) {
			list = append(list, [3]string{q.Name.String(), q.Symbol, q.Function.ID})
		}
		if got, err := json.Marshal(list); err != nil || string(got) != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestListens(t *testing.T) {
	queue := &ir.QueueTrigger{Queue: ir.Ref{Kind: ir.KindQueue, ID: "q"}}
	link := []ir.Ref{{Kind: ir.KindFunction, ID: "f"}}
	for name, c := range map[string]struct {
		f     ir.Function
		other []ir.Ref
		want  bool
	}{
		"public":                    {ir.Function{Ingress: ir.Public}, nil, true},
		"public with a trigger":     {ir.Function{Ingress: ir.Public, Triggers: []ir.Trigger{queue}}, nil, true},
		"nothing else starts it":    {ir.Function{}, nil, true},
		"triggered":                 {ir.Function{Triggers: []ir.Trigger{queue}}, nil, false},
		"scheduled":                 {ir.Function{Triggers: []ir.Trigger{&ir.ScheduleTrigger{}}}, nil, false},
		"commanded":                 {ir.Function{Commands: true}, nil, false},
		"triggered and linked":      {ir.Function{Triggers: []ir.Trigger{queue}}, link, true},
		"commanded and linked":      {ir.Function{Commands: true}, link, true},
		"triggered, another linked": {ir.Function{Triggers: []ir.Trigger{queue}}, []ir.Ref{{Kind: ir.KindStorage, ID: "f"}}, false},
	} {
		f := c.f
		f.ID = "f"
		other := &ir.Function{Common: sample("other"), Links: c.other}
		s := (&ir.Stack{ID: "s", Resources: []ir.Resource{&f, other}}).Seal()
		if Listens(s, &f) != c.want {
			t.Errorf("%s: %t", name, !c.want)
		}
	}
}
