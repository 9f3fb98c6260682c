package prove

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// roles is a list of grants of Azure in which something is planted.
type roles struct{ plan }

// at gives the id of a part of a resource; "group" is that of the whole stack.
func (p *roles) at(id, part string) cloud.Text {
	p.t.Helper()
	list := azure.StackScope(p.stack, part)
	if r := p.stack.Resource(id); r != nil && part != "group" {
		list = azure.Scope(p.stack, r, part)
	}
	if len(list) == 0 {
		p.t.Fatalf("%s has no %s", id, part)
	}
	return list[0].ID
}

// put plants a right as if alienc had derived it. Words that begin with "data:"
// are actions on data.
func (p *roles) put(plane iam.Plane, identity, id string, on cloud.Text, actions string) {
	role := &iam.Role{Key: "planted", Symbol: "rolePlanted"}
	for _, name := range strings.Fields(actions) {
		if name, data := strings.CutPrefix(name, "data:"); data {
			role.DataActions = append(role.DataActions, name)
		} else {
			role.Actions = append(role.Actions, name)
		}
	}
	p.give(plane, identity, id, on, role)
}

func (p *roles) give(plane iam.Plane, identity, id string, on cloud.Text, role *iam.Role) {
	g := iam.Grant{
		Cloud: cloud.Azure, Plane: plane, Identity: identity, Effect: iam.Allow, Statement: "planted", Role: role,
		Actions: role.Actions, DataActions: role.DataActions, On: on, Scope: "planted:" + id, Resource: id, Lifecycle: ir.Frozen,
		Set: "derived:planted", Origin: []iam.Origin{{Path: "planted"}}, Reason: "Planted.",
	}
	if r := p.stack.Resource(id); r != nil {
		g.Lifecycle = r.Info().Lifecycle
	}
	p.grants = append(p.grants, g)
}

// manage plants a right of management on a part of a resource.
func (p *roles) manage(id, part, actions string) {
	p.t.Helper()
	p.put(iam.Management, management, id, p.at(id, part), actions)
}

// builtIn gives a role of Azure.
func builtIn(name string) *iam.Role {
	known, ok := catalogue.Open().Role(name)
	if !ok {
		panic("no role " + name)
	}
	return &iam.Role{ID: known.ID, Name: cloud.Lit(name), Symbol: azure.RoleSymbol(name), Actions: known.Actions, DataActions: known.DataActions}
}

// rewrite changes the role of an assignment, apart from the grants.
func (p *roles) rewrite(key string, change func(*iam.Role)) {
	p.t.Helper()
	var changed *iam.Role
	p.each(func(g iam.Grant) bool { return g.Role != nil && g.Role.Key == key }, func(g *iam.Grant) {
		if changed == nil {
			one := *g.Role
			one.Actions, one.DataActions = slices.Clone(one.Actions), slices.Clone(one.DataActions)
			change(&one)
			changed = &one
		}
		g.Role = changed
	})
}

// plantedRoles judges a stack with something planted in its plan.
func plantedRoles(t *testing.T, in Input, change func(*roles)) Result {
	t.Helper()
	p := &roles{plan{t: t, stack: in.Stack, grants: slices.Clone(in.Plan.Grants)}}
	change(p)
	in.Plan = &iam.Plan{Grants: p.grants}
	return Run(in)
}

func conditions(change func(*iam.Grant)) func(*roles) {
	return func(p *roles) {
		p.each(func(g iam.Grant) bool { return len(g.Conditions) > 0 }, change)
	}
}

const (
	readBlobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"
	listKeys  = "Microsoft.Storage/storageAccounts/listkeys/action"
)

var roleMistakes = []struct {
	name   string
	change func(*roles)
	want   string
}{
	{
		"reading objects", func(p *roles) { p.manage("data", "container", "data:"+readBlobs) },
		"G1: management may read objects of data with " + readBlobs + ", by derived:planted on planted:data",
	},
	{
		"reading objects by a role on the account above", func(p *roles) { p.manage("site", "account", "data:"+readBlobs) },
		"G1: management may read objects of site with " + readBlobs,
	},
	{
		"reading objects by a role on the group", func(p *roles) { p.manage("", "group", "data:"+readBlobs) },
		"G1: management may read objects of data with " + readBlobs,
	},
	{"receiving from a sibling by a role on the namespace", func(p *roles) {
		p.manage("mail", "namespace", "data:Microsoft.ServiceBus/namespaces/messages/receive/action")
	}, "G1: management may read messages of jobs with Microsoft.ServiceBus/namespaces/messages/receive/action"},
	{
		"reading secrets", func(p *roles) { p.manage("tokens", "vault", "data:Microsoft.KeyVault/vaults/secrets/getSecret/action") },
		"G1: management may read secret values of tokens",
	},
	{
		"reading images of what is frozen", func(p *roles) { p.manage("images", "registry", "Microsoft.ContainerRegistry/registries/pull/read") },
		"G1: management may read images of images",
	},
	{
		"reading log lines", func(p *roles) { p.manage("", "workspace", "Microsoft.OperationalInsights/workspaces/query/read") },
		"G1: management may read what is beyond one resource",
	},
	{
		"an action on data that nobody knows", func(p *roles) { p.manage("site", "container", "data:Microsoft.Storage/some/thing/action") },
		"G1: management may read objects of site with Microsoft.Storage/some/thing/action (which the catalogue does not list)",
	},
	{"writing objects of what is live", func(p *roles) {
		p.manage("site", "container", "data:Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write")
	}, "G1: management may act on data of site"},
	{"a role that reads more than its grants", func(p *roles) {
		p.rewrite("management-monitor", func(r *iam.Role) { r.DataActions = append(r.DataActions, readBlobs) })
	}, "G1: management may read objects of data with " + readBlobs + " on /subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Storage/storageAccounts/stdata${unique}, which no grant gives"},

	{"keys of an account", func(p *roles) { p.manage("data", "account", listKeys) }, "G2: management may hand out credentials through data with " + listKeys},
	{"assigning roles", func(p *roles) { p.manage("site", "account", "Microsoft.Authorization/roleAssignments/write") }, "G2: management may hand out rights through site"},
	{"a console", func(p *roles) { p.manage("api", "app", "Microsoft.App/containerApps/getAuthToken/action") }, "G2: management may hand out credentials through api"},
	{"federating an identity", func(p *roles) {
		p.manage("api", "identity", "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write")
	}, "G2: management may hand out identities through api"},
	{"attaching the identity of what is frozen", func(p *roles) {
		p.manage("agent", "identity", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action")
	}, "G2: management may hand out identities through agent"},
	{"attaching it for the sake of what is live", func(p *roles) {
		p.manage("api", "identity", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action")
		p.grants[len(p.grants)-1].Set = functionUpdate
		p.grants[len(p.grants)-1].On = p.at("agent", "identity")
	}, "G2: management may hand out identities through /subscriptions/"},
	{"attaching it as an update", func(p *roles) {
		p.manage("agent", "identity", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action")
		p.grants[len(p.grants)-1].Set = functionUpdate
	}, "G2: management may hand out identities through agent"},
	{"code of what is frozen", func(p *roles) { p.manage("agent", "app", "Microsoft.App/containerApps/write") }, "G2: management may hand out work under another identity through agent"},
	{"starting another image as a frozen job", func(p *roles) { p.manage("agent", "jobs", "Microsoft.App/jobs/start/action") }, "G2: management may hand out work under another identity through agent"},
	{"no role", func(p *roles) {
		p.manage("data", "account", "Microsoft.Storage/storageAccounts/read")
		p.grants[len(p.grants)-1].Role = nil
	}, "G2: no role carries what derived:planted gives management on planted:data"},
	{"somebody else in management", func(p *roles) {
		p.put(iam.Management, "guest", "data", p.at("data", "account"), "Microsoft.Storage/storageAccounts/read")
	}, "G2: guest holds derived:planted of management"},
	{"an owner", func(p *roles) { p.give(iam.Management, management, "", p.at("", "group"), builtIn("Owner")) }, "G2: management may hand out rights through what is beyond one resource with Microsoft.Authorization/roleAssignments/write"},

	{
		"settings of what is frozen", func(p *roles) { p.manage("data", "account", "Microsoft.Storage/storageAccounts/blobServices/write") },
		"G3: management may change data with Microsoft.Storage/storageAccounts/blobServices/write",
	},
	{"settings of what is frozen in the name of what is live", func(p *roles) {
		p.put(iam.Management, management, "site", p.at("data", "account"), "Microsoft.Storage/storageAccounts/blobServices/write")
	}, "G3: management may change data with"},
	{"settings of all by a role on the group", func(p *roles) { p.manage("site", "group", "Microsoft.KeyVault/vaults/write") }, "G3: management may change keys with"},
	{"sending to a queue that takes no commands", func(p *roles) {
		p.give(iam.Management, management, "jobs", p.at("jobs", "queue"), builtIn("Azure Service Bus Data Sender"))
		p.grants[len(p.grants)-1].Set = "derived:commands"
	}, "G3: management may change jobs with Microsoft.ServiceBus/namespaces/messages/send/action"},
	{"sending commands without need", func(p *roles) {
		p.give(iam.Management, management, "agent", p.at("agent", "commands"), builtIn("Azure Service Bus Data Sender"))
		p.drop(func(g iam.Grant) bool { return g.Set == "derived:commands" })
	}, "G3: management may change agent with Microsoft.ServiceBus/namespaces/messages/send/action"},
	{"sending commands to another queue", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Set == "derived:commands" }, func(g *iam.Grant) { g.On = p.at("jobs", "queue") })
	}, "G3: management may change jobs with Microsoft.ServiceBus/namespaces/messages/send/action"},
	{"the environment that all share", func(p *roles) { p.manage("api", "environment", "Microsoft.App/managedEnvironments/write") }, "G3: management may change agent with"},
	{"a lock", func(p *roles) { p.manage("data", "account", "Microsoft.Authorization/locks/delete") }, "G3: management may change data with Microsoft.Authorization/locks/delete"},
	{"an extension that can be on anything", func(p *roles) { p.manage("keys", "vault", "Microsoft.Insights/diagnosticSettings/write") }, "G3: management may change keys with"},

	{"deleting what is live", func(p *roles) { p.manage("site", "account", "Microsoft.Storage/storageAccounts/delete") }, "G4: management may delete from site with Microsoft.Storage/storageAccounts/delete"},
	{"deleting objects", func(p *roles) {
		p.manage("site", "container", "data:Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete")
	}, "G4: management may delete from site"},
	{"taking messages", func(p *roles) {
		p.manage("mail", "queue", "data:Microsoft.ServiceBus/namespaces/messages/receive/action")
	}, "G4: management may delete from mail"},
	{"rules that expire, without a word about it", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Plane == iam.Management && g.Set == "storage/management" }, func(g *iam.Grant) { g.Damage = "" })
	}, "G4: management may make Azure delete from site with"},
	{"purging a vault", func(p *roles) { p.manage("", "group", "Microsoft.KeyVault/locations/deletedVaults/purge/action") }, "G4: management may delete from"},
	{"a provider that nobody looked at", func(p *roles) { p.manage("site", "account", "Microsoft.Compute/galleries/share/action") }, "G4: management may perhaps delete from"},

	{"more than is opened", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Identity == anyone && g.Resource == "site" }, func(g *iam.Grant) { g.On = p.at("site", "account") })
	}, "G5: anyone may use " + readBlobs + " on storage:site/container: it is on something else"},
	{"a role for all", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Identity == anyone && g.Resource == "site" }, func(g *iam.Grant) { g.Role = builtIn("Storage Blob Data Reader") })
	}, "G5: anyone may use " + readBlobs + " on storage:site/container: no role can be given to anyone"},
	{"writing for all", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Identity == anyone && g.Resource == "site" }, func(g *iam.Grant) {
			g.DataActions = append(slices.Clone(g.DataActions), "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write")
		})
	}, "G5: anyone may use"},
	{"what nobody opened", func(p *roles) {
		p.put(iam.Exposure, anyone, "data", p.at("data", "container"), "data:"+readBlobs)
	}, "G5: anyone may use " + readBlobs + " on planted:data: the author opened nothing there"},
	{"what is public and is not", func(p *roles) { p.drop(func(g iam.Grant) bool { return g.Identity == anyone && g.Resource == "api" }) }, "G5: api is public, and nobody may reach it"},
	{"opening the network", func(p *roles) { p.manage("site", "account", "Microsoft.Storage/storageAccounts/write") }, "G5: management may open site with Microsoft.Storage/storageAccounts/write"},
	{"a function to open, without a word about it", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Plane == iam.Management && g.Set == functionUpdate }, func(g *iam.Grant) { g.Damage = "" })
	}, "G5: management may open worker with Microsoft.App/containerApps/write"},
	{"a policy of a resource", func(p *roles) {
		p.put(iam.ResourcePolicy, "service:events", "data", p.at("data", "container"), "data:"+readBlobs)
	}, "G5: service:events holds derived:planted by a policy of planted:data, which Azure does not have"},

	{"what no function links", func(p *roles) {
		p.put(iam.Runtime, "profile:run", "tokens", p.at("tokens", "vault"), "data:Microsoft.KeyVault/vaults/secrets/getSecret/action")
	}, "G6: profile:run holds derived:planted on tokens, which not every function links"},
	{"more than its set", func(p *roles) {
		p.put(iam.Runtime, "profile:run", "data", p.at("data", "container"), "data:"+readBlobs)
		p.grants[len(p.grants)-1].Set = "storage/data-write"
	}, "G6: profile:run may use " + readBlobs + " on planted:data, which is no rule of storage/data-write"},
	{"the account above", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Identity == "profile:run" && g.Set == "storage/data-read" }, func(g *iam.Grant) { g.On = p.at("data", "account") })
	}, "G6: profile:run may use"},
	{"the namespace above", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Identity == "profile:run" && g.Set == "queue/data-read" }, func(g *iam.Grant) { g.On = p.at("jobs", "namespace") })
	}, "G6: profile:run may use"},
	{"commands of another", func(p *roles) {
		p.give(iam.Runtime, "profile:run", "agent", p.at("agent", "commands"), builtIn("Azure Service Bus Data Receiver"))
		p.grants[len(p.grants)-1].Set = "derived:command-receipt"
	}, "G6: profile:run receives the commands of agent"},
	{"a trigger of another", func(p *roles) {
		p.give(iam.Runtime, "profile:run", "mail", p.at("mail", "queue"), builtIn("Azure Service Bus Data Receiver"))
		p.grants[len(p.grants)-1].Set = "derived:queue-trigger"
	}, "G6: profile:run receives from mail, which triggers none of its functions"},
	{"a trigger by the namespace", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Set == "derived:queue-trigger" && g.Resource == "jobs" }, func(g *iam.Grant) { g.On = p.at("jobs", "namespace") })
	}, "G6: profile:run receives from jobs, which triggers none of its functions"},
	{"pulling with more", func(p *roles) {
		p.give(iam.Runtime, pullIdentity, "images", p.at("images", "registry"), builtIn("AcrPush"))
	}, "G6: pull may use"},
	{"events that go elsewhere", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Identity == eventsIdentity }, func(g *iam.Grant) { g.On = p.at("jobs", "queue") })
	}, "G6: events may use"},
	{"an identity that nobody creates", func(p *roles) {
		p.put(iam.Runtime, "profile:ghost", "data", p.at("data", "container"), "data:"+readBlobs)
	}, "G6: profile:ghost holds derived:planted of runtime"},
	{"a role that has more than its grants", func(p *roles) {
		p.rewrite("storage-data-write", func(r *iam.Role) { r.DataActions = append(r.DataActions, readBlobs) })
	}, "G6: the role of profile:run has " + readBlobs + " on"},

	{"a pattern", func(p *roles) { p.manage("site", "account", "Microsoft.Storage/*/read") }, "G7: management may use the pattern Microsoft.Storage/*/read on planted:site"},
	{"the group without a reason", func(p *roles) { p.manage("site", "group", "Microsoft.Storage/storageAccounts/read") }, "G7: management may use Microsoft.Storage/storageAccounts/read on /subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}, which is no resource of the stack"},
	{"the group with a reason", func(p *roles) {
		p.manage("site", "group", "Microsoft.Storage/storageAccounts/read")
		p.grants[len(p.grants)-1].Wildcard = "It is easier."
	}, "G7: management may use"},
	{"a scope of somebody else", func(p *roles) {
		p.put(iam.Runtime, "profile:run", "data", cloud.Lit("/subscriptions/1/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a"), "data:"+readBlobs)
	}, "G7: profile:run may use"},
	{"what is shared without a reason", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Plane == iam.Management && g.Wildcard != "" }, func(g *iam.Grant) { g.Wildcard = "" })
	}, "G7: management may use Microsoft.App/managedEnvironments/join/action, Microsoft.App/managedEnvironments/read on"},

	{"setup that reads", func(p *roles) { p.put(iam.Setup, setup, "data", p.at("", "group"), "data:"+readBlobs) }, "G8: setup may act on data with " + readBlobs},
	{"setup with keys", func(p *roles) { p.put(iam.Setup, setup, "data", p.at("", "group"), listKeys) }, "G8: setup may get credentials with " + listKeys},
	{"setup that reads images", func(p *roles) {
		p.put(iam.Setup, setup, "images", p.at("", "group"), "Microsoft.ContainerRegistry/registries/pull/read")
	}, "G8: setup may read with Microsoft.ContainerRegistry/registries/pull/read"},
	{"setup that deletes", func(p *roles) {
		p.put(iam.Setup, setup, "data", p.at("", "group"), "Microsoft.Storage/storageAccounts/delete")
	}, "G8: setup may delete with Microsoft.Storage/storageAccounts/delete"},
	{"setup that defines roles", func(p *roles) {
		p.put(iam.Setup, setup, "data", p.at("", "group"), "Microsoft.Authorization/roleDefinitions/write")
	}, "G8: setup may change rights with Microsoft.Authorization/roleDefinitions/write"},
	{"setup with what nothing takes", func(p *roles) {
		p.put(iam.Setup, setup, "data", p.at("", "group"), "Microsoft.ServiceBus/namespaces/topics/write")
	}, "G8: setup may use Microsoft.ServiceBus/namespaces/topics/write, which no part of the template takes"},
	{"setup of the subscription", func(p *roles) {
		p.each(func(g iam.Grant) bool { return g.Plane == iam.Setup }, func(g *iam.Grant) { g.On = cloud.Concat("/subscriptions/", azure.SubscriptionID) })
	}, "G8: setup has a role on /subscriptions/${subscriptionId}, which is not the resource group of the stack"},
	{"any role to grant", conditions(func(g *iam.Grant) { g.Conditions = g.Conditions[1:] }), "G8: setup may grant"},
	{"roles to anyone", conditions(func(g *iam.Grant) { g.Conditions = g.Conditions[:1] }), "G8: setup may grant"},
	{"no condition", conditions(func(g *iam.Grant) { g.Conditions = nil }), "G8: setup may grant any role"},
	{"a condition that only needs one of the roles", conditions(func(g *iam.Grant) {
		g.Conditions = slices.Clone(g.Conditions)
		for i := range g.Conditions {
			g.Conditions[i].Operator = strings.Replace(g.Conditions[i].Operator, "GuidEquals", "GuidNotEquals", 1)
		}
	}), "G8: setup has the condition ForAnyOfAnyValues:GuidNotEquals of"},
	{"an owner to grant", func(p *roles) {
		p.give(iam.Runtime, pullIdentity, "images", p.at("images", "registry"), builtIn("Owner"))
	}, "G8: setup may grant Owner"},
	{"a condition without the right", func(p *roles) {
		p.rewrite(setup, func(r *iam.Role) {
			r.Actions = slices.DeleteFunc(r.Actions, func(a string) bool { return a == assignRoles })
		})
	}, "G8: setup has a condition for what it may not do"},
	{"one role more to grant", conditions(func(g *iam.Grant) {
		g.Conditions = slices.Clone(g.Conditions)
		for i, c := range g.Conditions {
			if c.Key == whichRole {
				g.Conditions[i].Values = append(slices.Clone(c.Values), cloud.Lit(builtIn("Owner").ID))
			}
		}
	}), "G8: setup may grant the role " + builtIn("Owner").ID + ", which the template does not"},
	{"one role less to grant", conditions(func(g *iam.Grant) {
		g.Conditions = slices.Clone(g.Conditions)
		for i, c := range g.Conditions {
			if c.Key == whichRole {
				g.Conditions[i].Values = c.Values[1:]
			}
		}
	}), "G8: setup may not grant"},
	{"people to grant to", conditions(func(g *iam.Grant) {
		g.Conditions = slices.Clone(g.Conditions)
		for i, c := range g.Conditions {
			if c.Key == whatPrincipal {
				g.Conditions[i].Values = append(slices.Clone(c.Values), cloud.Lit("User"))
			}
		}
	}), "G8: setup may grant roles to anyone"},
	{"teardown of data", func(p *roles) {
		p.put(iam.Teardown, teardown, "data", p.at("", "group"), "Microsoft.Storage/storageAccounts/delete")
	}, "G8: teardown may use Microsoft.Storage/storageAccounts/delete, which no part of the template takes"},
	{"teardown of locks", func(p *roles) {
		p.put(iam.Teardown, teardown, "data", p.at("", "group"), "Microsoft.Authorization/locks/delete")
	}, "G8: teardown may change rights with Microsoft.Authorization/locks/delete"},
	{"teardown that writes", func(p *roles) {
		p.put(iam.Teardown, teardown, "data", p.at("", "group"), "Microsoft.App/containerApps/write")
	}, "G8: teardown may change something with Microsoft.App/containerApps/write"},
}

// Whatever alienc could get wrong in a role is found, and said so that a
// maintainer knows where to look.
func TestPlantedRoles(t *testing.T) {
	in := onAzure(kitchen())
	for _, m := range roleMistakes {
		r := plantedRoles(t, in, m.change)
		if !slices.ContainsFunc(r.Broken, func(text string) bool { return strings.HasPrefix(text, m.want) }) {
			t.Errorf("%s: found\n%s\nwant\n%s", m.name, strings.Join(r.Broken, "\n"), m.want)
		}
		if slices.ContainsFunc(r.Guarantees, func(g Guarantee) bool { return g.ID == m.want[:2] && g.Holds }) {
			t.Errorf("%s: %s holds all the same", m.name, m.want[:2])
		}
	}
	if r := plantedRoles(t, in, func(*roles) {}); len(r.Broken) > 0 {
		t.Errorf("nothing planted, and found\n%s", strings.Join(r.Broken, "\n"))
	}
}

// Every right of setup and teardown is needed: without any one of them the
// template could not be deployed or deleted.
func TestSetupWithoutOneActionOnAzure(t *testing.T) {
	in := onAzure(kitchen())
	n := 0
	for _, identity := range []string{setup, teardown} {
		i := slices.IndexFunc(in.Plan.Grants, func(g iam.Grant) bool { return g.Identity == identity })
		for _, name := range in.Plan.Grants[i].Role.Actions {
			n++
			r := plantedRoles(t, in, func(p *roles) {
				p.rewrite(identity, func(r *iam.Role) {
					r.Actions = slices.DeleteFunc(r.Actions, func(a string) bool { return a == name })
				})
			})
			want := "G8: " + identity + " lacks " + name + " for "
			if !slices.ContainsFunc(r.Broken, func(text string) bool { return strings.HasPrefix(text, want) }) {
				t.Errorf("found\n%s\nwant\n%s", strings.Join(r.Broken, "\n"), want)
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d rights", n)
	}
}

// A right to change anything that is frozen is found for every changing action
// of its provider, even where the grant says that it is on something live.
func TestEveryChangingActionOnWhatIsFrozenOnAzure(t *testing.T) {
	in := onAzure(kitchen())
	p := newAzureProver(in, &Result{})
	tried := 0
	for _, r := range p.frozen {
		for _, on := range p.estate[r.Info().ID] {
			for _, known := range catalogue.Open().Actions() {
				a := newAzureAction(known.Name, known.Data)
				if !a.power.Changes() || !strings.EqualFold(catalogue.Provider(a.name), catalogue.Provider(on.typ)) || !a.concerns(on) {
					continue
				}
				tried++
				word := a.name
				if a.onData {
					word = "data:" + word
				}
				planted := &roles{plan{t: t, stack: in.Stack}}
				planted.put(iam.Management, management, "site", cloud.Lit(on.id), word)
				var result Result
				newAzureProver(Input{Stack: in.Stack, Plan: &iam.Plan{Grants: planted.grants}}, &result).change()
				want := "G3: management may change " + r.Info().ID + " with " + a.name + ","
				if !slices.ContainsFunc(result.Broken, func(text string) bool { return strings.HasPrefix(text, want) }) {
					t.Fatalf("%s on %s is not found:\n%s", a.name, on.id, strings.Join(result.Broken, "\n"))
				}
			}
		}
	}
	if tried < 150 {
		t.Errorf("only %d were tried", tried)
	}
}
