package azure

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// Place is a resource that a role can be assigned on.
type Place struct {
	ID     cloud.Text // Azure's id of it
	Type   string     // "Microsoft.Storage/storageAccounts"
	Symbol string     // in main.bicep; empty for the resource group
}

// groupID is the id of the resource group of the deployment.
var groupID = cloud.Concat("/subscriptions/", SubscriptionID, "/resourceGroups/", ResourceGroup)

// place names a resource: for each part of its type behind the provider, the
// name of that part.
func place(typ, symbol string, names ...any) Place {
	parts := strings.Split(typ, "/")
	id := cloud.Concat(groupID, "/providers/", parts[0])
	for i, name := range names {
		id = cloud.Concat(id, "/", parts[i+1], "/", name)
	}
	return Place{id, typ, symbol}
}

func accountPlace(kind ir.Kind, id string) Place {
	return place(AccountType, ResourceSymbol(kind, id), AccountName(id))
}

func blobsPlace(id string) Place {
	return place(BlobServiceType, BlobsSymbol(id), AccountName(id), ServiceName)
}

func containerPlace(id string) Place {
	return place(ContainerType, ContainerSymbol(id), AccountName(id), ServiceName, ContainerName)
}

func tablesPlace(id string) Place {
	return place(TableServiceType, TablesSymbol(id), AccountName(id), ServiceName)
}

func tablePlace(id string) Place {
	return place(TableType, TableSymbol(id), AccountName(id), ServiceName, TableName)
}

func queuePlace(s *ir.Stack, symbol string, name cloud.Text) Place {
	return place(QueueType, symbol, NamespaceName(s.ID), name)
}

func identityPlace(symbol string, name cloud.Text) Place { return place(IdentityType, symbol, name) }

// parts lists the words for the parts of each kind that permissions can be on,
// the one that a resource becomes first of all in front. The words are those
// that permission sets use.
var parts = map[ir.Kind][]string{
	ir.KindStorage:          {"account", "blobs", "container", "events", "topic"},
	ir.KindKv:               {"account", "tables", "table"},
	ir.KindQueue:            {"queue", "namespace"},
	ir.KindVault:            {"vault"},
	ir.KindArtifactRegistry: {"registry"},
	ir.KindFunction:         {"app", "jobs", "commands", "sources", "environment", "identity", "pull-identity"},
}

// Parts lists the words for the parts of a kind that permissions can be on.
func Parts(kind ir.Kind) []string { return parts[kind] }

// Scope gives the places of a part of a resource, none for a word that the
// kind does not have. Most parts are one place; the "events" of a storage are
// one for each function that receives them, the "jobs" of a function one for
// each schedule, and its "sources" one for each queue that its triggers read.
func Scope(s *ir.Stack, r ir.Resource, part string) []Place {
	v := scoping{stack: s, part: part}
	r.Visit(&v)
	return v.places
}

type scoping struct {
	stack  *ir.Stack
	part   string
	places []Place
}

func (v *scoping) Storage(r *ir.Storage) {
	switch v.part {
	case "account":
		v.places = []Place{accountPlace(ir.KindStorage, r.ID)}
	case "blobs":
		v.places = []Place{blobsPlace(r.ID)}
	case "container":
		v.places = []Place{containerPlace(r.ID)}
	case "events":
		for _, q := range EventQueues(v.stack, r) {
			v.places = append(v.places, queuePlace(v.stack, q.Symbol, q.Name))
		}
	case "topic":
		if len(EventQueues(v.stack, r)) > 0 {
			v.places = []Place{place(TopicType, TopicSymbol(r.ID), TopicName(r.ID))}
		}
	}
}

func (v *scoping) Kv(r *ir.Kv) {
	switch v.part {
	case "account":
		v.places = []Place{accountPlace(ir.KindKv, r.ID)}
	case "tables":
		v.places = []Place{tablesPlace(r.ID)}
	case "table":
		v.places = []Place{tablePlace(r.ID)}
	}
}

func (v *scoping) Queue(r *ir.Queue) {
	switch v.part {
	case "queue":
		v.places = []Place{queuePlace(v.stack, ResourceSymbol(ir.KindQueue, r.ID), QueueName(r.ID))}
	case "namespace":
		v.places = StackScope(v.stack, "namespace")
	}
}

func (v *scoping) Vault(r *ir.Vault) {
	if v.part == "vault" {
		v.places = []Place{place(VaultType, ResourceSymbol(ir.KindVault, r.ID), VaultName(r.ID))}
	}
}

func (v *scoping) ArtifactRegistry(r *ir.ArtifactRegistry) {
	if v.part == "registry" {
		v.places = []Place{place(RegistryType, ResourceSymbol(ir.KindArtifactRegistry, r.ID), RegistryName(r.ID))}
	}
}

func (v *scoping) Function(f *ir.Function) {
	switch v.part {
	case "app":
		v.places = []Place{place(AppType, ResourceSymbol(ir.KindFunction, f.ID), AppName(f.ID))}
	case "jobs":
		for _, t := range Schedules(f) {
			v.places = append(v.places, place(JobType, JobSymbol(f.ID, t.Index), JobName(f.ID, t.Index)))
		}
	case "commands":
		if f.Commands {
			v.places = []Place{queuePlace(v.stack, CommandsSymbol(f.ID), CommandsQueueName(f.ID))}
		}
	case "sources":
		for _, source := range Sources(v.stack, f) {
			v.places = append(v.places, queuePlace(v.stack, source.Symbol, source.Name))
		}
	case "environment", "pull-identity":
		v.places = StackScope(v.stack, v.part)
	case "identity":
		v.places = ProfileScope(v.stack, f.Profile, v.part)
	}
}

// ProfileScope gives the places of a part of a permission profile: its
// "identity".
func ProfileScope(s *ir.Stack, profile, part string) []Place {
	if part == "identity" {
		return []Place{identityPlace(ProfileSymbol(profile), IdentityName(s.ID, profile))}
	}
	return nil
}

// StackScope gives the places of a part of the stack as a whole: the resource
// "group" of the deployment, and what serves several resources, if it is there
// at all.
func StackScope(s *ir.Stack, part string) []Place {
	switch {
	case part == "group":
		return []Place{{ID: groupID, Type: "Microsoft.Resources/resourceGroups"}}
	case part == "namespace" && needsNamespace(s):
		return []Place{place(NamespaceType, NamespaceSymbol, NamespaceName(s.ID))}
	case part == "environment" && needsEnvironment(s):
		return []Place{place(EnvironmentType, EnvironmentSymbol, EnvironmentName(s.ID))}
	case part == "workspace" && needsEnvironment(s):
		return []Place{place(WorkspaceType, WorkspaceSymbol, WorkspaceName(s.ID))}
	case part == "pull-identity" && needsEnvironment(s):
		return []Place{identityPlace(PullIdentitySymbol, PullIdentityName(s.ID))}
	case part == "events-identity" && needsEvents(s):
		return []Place{identityPlace(EventsIdentitySymbol, EventsIdentityName(s.ID))}
	}
	return nil
}

// StackParts lists the words for the parts of a stack as a whole.
var StackParts = []string{"group", "namespace", "environment", "workspace", "pull-identity", "events-identity"}

// Places lists every resource of the stack that a role can be assigned on,
// each once; the resource group is not among them.
func Places(s *ir.Stack) []Place {
	var list []Place
	seen := map[string]bool{}
	add := func(places []Place) {
		for _, p := range places {
			if key := folded(p.ID); p.Symbol != "" && !seen[key] {
				seen[key] = true
				list = append(list, p)
			}
		}
	}
	for _, r := range s.Resources {
		for _, part := range Parts(r.Kind()) {
			if !sharedParts[part] {
				add(Scope(s, r, part))
			}
		}
	}
	for _, p := range s.Profiles {
		if len(s.Users(p.Name)) > 0 {
			add(ProfileScope(s, p.Name, "identity"))
		}
	}
	for _, part := range StackParts {
		add(StackScope(s, part))
	}
	return list
}

// ID is Azure's id of what a resource becomes first of all; see [Name].
func ID(s *ir.Stack, r ir.Resource) cloud.Text { return Scope(s, r, Parts(r.Kind())[0])[0].ID }
