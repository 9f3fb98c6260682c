package azure

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// Physical is one name that a deployed stack takes.
type Physical struct {
	Space string     // names are unique in it, whatever their case: "storage account"
	Name  cloud.Text // with what only the deployment knows as variables
	Least int        // characters
	Limit int        // characters
	What  string     // the service, as in "too long on Azure Storage"
	ID    string     // the author's id or profile name that it is made of
	Pos   ir.Pos     // where the author gave that id
}

// Over is how many characters the name has too many; below 1 for one that
// fits.
func (p Physical) Over() int { return Longest(p.Name) - p.Limit }

// Key is equal for two names that Azure takes for one.
func (p Physical) Key() string { return p.Space + " " + strings.ToLower(p.Name.String()) }

// Names lists every name that the stack takes, in the order of its resources,
// followed by what serves the whole stack.
func Names(s *ir.Stack) []Physical {
	c := nameCollector{stack: s}
	for _, r := range s.Resources {
		r.Visit(&c)
	}
	for _, p := range s.Profiles {
		if len(s.Users(p.Name)) > 0 {
			c.add(identity, p.Name, p.Name, p.Pos)
		}
	}
	functions, delivered := needsEnvironment(s), needsEvents(s)
	for _, n := range []struct {
		needed bool
		naming naming
		part   string
	}{
		{needsNamespace(s), namespace, ""},
		{functions, environment, ""},
		{functions, workspace, ""},
		{functions, identity, pullID},
		{delivered, identity, eventsID},
		{true, role, longestPhase},
	} {
		if n.needed {
			c.add(n.naming, n.part, s.ID, s.Pos)
		}
	}
	for _, set := range customSets(s) {
		c.add(role, set.key, set.use.ID, set.use.Pos)
	}
	return c.list
}

// longestPhase is what the role with the longest name of alienc's own is for.
const longestPhase = "management live environment"

type nameCollector struct {
	stack *ir.Stack
	list  []Physical
}

func (c *nameCollector) add(n naming, part, id string, pos ir.Pos) {
	c.list = append(c.list, Physical{n.space, n.named(c.stack.ID, part), n.least, n.limit, n.service, id, pos})
}

func (c *nameCollector) own(r *ir.Common, forms ...naming) {
	for _, n := range forms {
		c.add(n, r.ID, r.ID, r.Pos)
	}
}

func (c *nameCollector) Storage(r *ir.Storage) {
	c.own(&r.Common, account)
	queues := EventQueues(c.stack, r)
	for _, q := range queues {
		c.list = append(c.list, Physical{events.space, q.Name, events.least, events.limit, events.service, r.ID, r.Pos})
	}
	if len(queues) > 0 {
		c.own(&r.Common, topic)
	}
	for _, q := range queues {
		c.own(&q.Function.Common, subscription)
	}
}

func (c *nameCollector) Kv(r *ir.Kv)                             { c.own(&r.Common, account) }
func (c *nameCollector) Queue(r *ir.Queue)                       { c.own(&r.Common, queue) }
func (c *nameCollector) Vault(r *ir.Vault)                       { c.own(&r.Common, vault) }
func (c *nameCollector) ArtifactRegistry(r *ir.ArtifactRegistry) { c.own(&r.Common, registry) }
func (c *nameCollector) Function(f *ir.Function) {
	c.own(&f.Common, app)
	for _, t := range Schedules(f) {
		c.add(job, jobID(f.ID, t.Index), f.ID, f.Pos)
	}
	if f.Commands {
		c.own(&f.Common, commands)
	}
}

// Name gives the physical name of what a resource becomes first of all: the
// account, the queue, the vault, the registry, the container app.
func Name(r ir.Resource) cloud.Text {
	var v mainNaming
	r.Visit(&v)
	return v.named("", r.Info().ID)
}

type mainNaming struct{ naming }

func (m *mainNaming) Storage(*ir.Storage)                   { m.naming = account }
func (m *mainNaming) Kv(*ir.Kv)                             { m.naming = account }
func (m *mainNaming) Queue(*ir.Queue)                       { m.naming = queue }
func (m *mainNaming) Vault(*ir.Vault)                       { m.naming = vault }
func (m *mainNaming) ArtifactRegistry(*ir.ArtifactRegistry) { m.naming = registry }
func (m *mainNaming) Function(*ir.Function)                 { m.naming = app }
