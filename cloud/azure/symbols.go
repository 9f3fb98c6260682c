package azure

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
)

// Spaces of symbols. Parameters, variables and resources share one.
const (
	TemplateSpace = "template"
	OutputSpace   = "outputs"
)

// Symbol is one name that main.bicep uses inside itself.
type Symbol struct {
	Name  string // letters and digits; at most [SymbolLimit]
	Space string // names are unique in it, whatever their case
	What  string // what it names, in a few words: "blob service"
	ID    string // the author's id or profile name that it is made of
	Pos   ir.Pos // where the author gave that id
}

// Key is equal for two symbols that Azure takes for one: its deployments do
// not tell capitals from small letters.
func (s Symbol) Key() string { return s.Space + " " + strings.ToLower(s.Name) }

// Symbols lists every symbol of main.bicep, in the order of its resources, with
// those that a later file of the stack may need.
func Symbols(s *ir.Stack) []Symbol {
	c := symbolCollector{stack: s}
	for _, group := range []struct {
		what  string
		names []string
	}{
		{"parameter", []string{LocationParameter, DeployFunctionsParameter, RegistryServerParameter, SoftDeleteDaysParameter, StorageRedundancyParameter, TagsParameter}},
		{"variable", []string{UniqueVariable, StackTagsVariable, PullRegistriesVariable}},
		{"resource", []string{NamespaceSymbol, NamespaceLockSymbol, PullIdentitySymbol, EventsIdentitySymbol, WorkspaceSymbol, EnvironmentSymbol, EnvironmentLogsSymbol}},
	} {
		for _, name := range group.names {
			c.list = append(c.list, Symbol{name, TemplateSpace, group.what, s.ID, s.Pos})
		}
	}
	for _, name := range []string{PullPrincipalOutput, NamespaceOutput} {
		c.list = append(c.list, Symbol{name, OutputSpace, "output", s.ID, s.Pos})
	}
	for _, r := range s.Resources {
		c.of = r.Info()
		c.add(ResourceSymbol(r.Kind(), c.of.ID), string(r.Kind()))
		r.Visit(&c)
	}
	for _, p := range s.Profiles {
		if len(s.Users(p.Name)) > 0 {
			c.list = append(c.list, Symbol{ProfileSymbol(p.Name), TemplateSpace, "identity of the profile", p.Name, p.Pos})
		}
	}
	c.roles()
	c.grants()
	return c.list
}

type symbolCollector struct {
	stack *ir.Stack
	list  []Symbol
	of    *ir.Common
}

func (c *symbolCollector) add(name, what string) {
	c.list = append(c.list, Symbol{name, TemplateSpace, what, c.of.ID, c.of.Pos})
}

func (c *symbolCollector) output(name string) {
	c.list = append(c.list, Symbol{name, OutputSpace, "output", c.of.ID, c.of.Pos})
}

func (c *symbolCollector) Storage(r *ir.Storage) {
	c.add(BlobsSymbol(r.ID), "blob service")
	c.add(ContainerSymbol(r.ID), "container")
	c.add(RulesSymbol(r.ID), "lifecycle rules")
	c.add(LockSymbol(ir.KindStorage, r.ID), "lock")
	queues := EventQueues(c.stack, r)
	if len(queues) > 0 {
		c.add(TopicSymbol(r.ID), "system topic")
	}
	for _, q := range queues {
		c.add(q.Symbol, "queue of events")
		c.add(SubscriptionSymbol(r.ID, q.Function.ID), "event subscription")
	}
	c.output(BlobEndpointOutput(r.ID))
}

func (c *symbolCollector) Kv(r *ir.Kv) {
	c.add(TablesSymbol(r.ID), "table service")
	c.add(TableSymbol(r.ID), "table")
	c.add(LockSymbol(ir.KindKv, r.ID), "lock")
	c.output(TableEndpointOutput(r.ID))
}

func (c *symbolCollector) Queue(*ir.Queue) {} // it shares the namespace, with its lock and its output

func (c *symbolCollector) Vault(r *ir.Vault) {
	c.add(LockSymbol(ir.KindVault, r.ID), "lock")
	c.output(VaultURIOutput(r.ID))
}

func (c *symbolCollector) ArtifactRegistry(r *ir.ArtifactRegistry) {
	c.add(LockSymbol(ir.KindArtifactRegistry, r.ID), "lock")
	c.output(LoginServerOutput(r.ID))
}

func (c *symbolCollector) Function(f *ir.Function) {
	c.add(ImageParameter(f.ID), "parameter")
	if f.Commands {
		c.add(CommandsSymbol(f.ID), "queue of commands")
	}
	for _, t := range Schedules(f) {
		c.add(JobSymbol(f.ID, t.Index), "job")
	}
	if f.Ingress == ir.Public {
		c.output(URLOutput(f.ID))
	}
}

// roles adds the roles of the stack. Those of Azure and of alienc's own begin
// alike and differ behind that, so only an author's sets can clash.
func (c *symbolCollector) roles() {
	for _, set := range customSets(c.stack) {
		c.list = append(c.list, Symbol{RoleSymbol(set.key), TemplateSpace, "role of the set", set.use.ID, set.use.Pos})
	}
}

// grants adds the assignments of roles, with those that only some release of
// alienc could need: a grant that clashes when it comes is found now.
func (c *symbolCollector) grants() {
	linked := map[string][]ir.Resource{}
	eachGrant(c.stack, func(p *ir.Profile, k ir.Keyed, set ir.SetUse) {
		switch {
		case p == nil: // management has a file of its own
		case set.Custom != nil:
			c.custom(p, k.Key, set)
		case k.Key != ir.Any:
			c.grant(p.Name, GrantVerb(set.ID), c.stack.Resource(k.Key))
		default:
			if linked[p.Name] == nil {
				linked[p.Name] = linkedBy(c.stack, p)
			}
			kind, _, _ := strings.Cut(set.ID, "/")
			for _, r := range linked[p.Name] {
				if string(r.Kind()) == kind || kind == "worker" && r.Kind() == ir.KindFunction {
					c.grant(p.Name, GrantVerb(set.ID), r)
				}
			}
		}
	})
	for _, f := range c.stack.Functions() {
		if f.Commands {
			c.granted(f.Profile, ReceiveVerb, CommandsSymbol(f.ID), f)
		}
		for _, source := range Sources(c.stack, f) {
			r := c.stack.Resource(source.ID)
			c.granted(f.Profile, ReceiveVerb, source.Symbol, r)
			if source.Kind == ir.KindStorage {
				c.granted(eventsID, SendVerb, source.Symbol, r)
			}
		}
	}
	for _, r := range c.stack.Resources {
		if r.Kind() == ir.KindArtifactRegistry {
			c.grant(pullID, PullVerb, r)
		}
	}
}

// custom adds the assignments of an author's set: for each rule one of its own
// role, and one of each role of Azure.
func (c *symbolCollector) custom(p *ir.Profile, key string, set ir.SetUse) {
	for i, rule := range set.Custom.Azure {
		roles := rule.PredefinedRoles
		if len(rule.Actions)+len(rule.DataActions) > 0 {
			roles = append([]string{""}, roles...)
		}
		for _, role := range roles {
			verb := SetVerb(set, i, role)
			if key == ir.Any {
				c.list = append(c.list, Symbol{
					GrantSymbol(p.Name, verb, StackScopeWord), TemplateSpace, fmt.Sprintf("grant of %q", p.Name), set.ID, set.Pos,
				})
				continue
			}
			c.grant(p.Name, verb, c.stack.Resource(key))
		}
	}
}

func (c *symbolCollector) grant(identity, verb string, on ir.Resource) {
	if on != nil {
		c.granted(identity, verb, ResourceSymbol(on.Kind(), on.Info().ID), on)
	}
}

func (c *symbolCollector) granted(identity, verb, symbol string, on ir.Resource) {
	info := on.Info()
	c.list = append(c.list, Symbol{GrantSymbol(identity, verb, symbol), TemplateSpace, fmt.Sprintf("grant of %q", identity), info.ID, info.Pos})
}

// linkedBy lists what the functions of a profile link, each once, in the order
// of the links.
func linkedBy(s *ir.Stack, p *ir.Profile) []ir.Resource {
	var list []ir.Resource
	seen := map[string]bool{}
	for _, f := range s.Users(p.Name) {
		for _, link := range f.Links {
			if r := s.Resource(link.ID); r != nil && !seen[link.ID] {
				seen[link.ID] = true
				list = append(list, r)
			}
		}
	}
	return list
}
