package iam

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// anyone is the identity of everybody, with or without an account.
const anyone = "anyone"

// aws adds every grant that the stack needs on AWS: first what the profiles
// hold, then what stands on each resource.
func (d *deriver) aws() {
	for _, p := range d.stack.Profiles {
		if users := d.stack.Users(p.Name); len(users) > 0 {
			d.awsProfile(p, users)
		}
	}
	v := &awsResources{deriver: d}
	for _, f := range d.stack.Functions() {
		if f.Code.Form() == ir.Image {
			v.images = append(v.images, f)
		}
	}
	for _, r := range d.stack.Resources {
		r.Visit(v)
	}
}

// awsProfile adds the trust and the rights of the role of a profile.
func (d *deriver) awsProfile(p *ir.Profile, users []*ir.Function) {
	identity := "profile:" + p.Name
	d.bindAWS(binding{
		plane: Trust, set: sets.Derived("function/trust"), resource: users[0], scope: identity, shared: true,
		origin: Origin{p.Pos, "permissions.profiles." + p.Name},
	})
	uses, origins := profileUses(d.stack, p)
	held := make(map[use]bool, len(uses))
	for _, u := range uses {
		held[u] = true
	}
	for i, u := range uses {
		set, _ := sets.Lookup(u.set)
		d.bindAWS(binding{
			plane: Runtime, identity: identity, set: set, resource: d.stack.Resource(u.resource), origin: origins[i],
			holds: func(other string) bool { return held[use{other, u.resource}] },
		})
	}
	for _, keyed := range p.Grants {
		for _, s := range keyed.Sets {
			if s.Custom != nil {
				d.awsCustom(p, keyed.Key, s)
			}
		}
	}
	for _, f := range users {
		d.bindAWS(binding{plane: Runtime, identity: identity, set: sets.Derived("function/logs"), resource: f, origin: at(f, "")})
		for _, t := range f.Triggers {
			if t, ok := t.(*ir.QueueTrigger); ok {
				if queue := d.stack.Resource(t.Queue.ID); queue != nil {
					d.bindAWS(binding{
						plane: Runtime, identity: identity, set: sets.Derived("queue/queue-trigger"), resource: queue,
						origin: at(f, t.Path()),
					})
				}
			}
		}
	}
}

// awsResources adds what stands on a resource, and the role of a function's
// schedules.
type awsResources struct {
	*deriver
	images []*ir.Function // the functions that run a container image
}

func (v *awsResources) on(plane Plane, set string, r, source ir.Resource, origin Origin) {
	v.bindAWS(binding{plane: plane, set: sets.Derived(set), resource: r, source: source, origin: origin})
}

// Storage refuses requests without TLS, and opens reading where the author
// asked for it.
func (v *awsResources) Storage(r *ir.Storage) {
	v.on(ResourcePolicy, "storage/secure-transport", r, nil, at(r, ""))
	if r.PublicRead {
		v.on(Exposure, "storage/public-read", r, nil, at(r, "publicRead"))
	}
}

// Kv needs nothing: only identities' own policies reach a table.
func (v *awsResources) Kv(*ir.Kv) {}

// Queue refuses requests without TLS.
func (v *awsResources) Queue(r *ir.Queue) {
	v.on(ResourcePolicy, "queue/secure-transport", r, nil, at(r, ""))
}

// Vault needs nothing: a parameter has no policy.
func (v *awsResources) Vault(*ir.Vault) {}

// ArtifactRegistry lets Lambda pull the images of the stack's own functions.
func (v *awsResources) ArtifactRegistry(r *ir.ArtifactRegistry) {
	for _, f := range v.images {
		v.on(ResourcePolicy, "artifact-registry/image-pull", r, f, at(f, "code"))
	}
}

// Function is opened to what triggers it and, if it is public, to anyone who
// knows its URL.
func (v *awsResources) Function(f *ir.Function) {
	for _, t := range f.Triggers {
		origin := at(f, t.Path())
		switch t := t.(type) {
		case *ir.StorageTrigger:
			if storage := v.stack.Resource(t.Storage.ID); storage != nil {
				v.on(ResourcePolicy, "function/storage-trigger", f, storage, origin)
			}
		case *ir.ScheduleTrigger:
			identity := "cron:" + f.ID
			v.bindAWS(binding{plane: Trust, set: sets.Derived("function/schedule-trust"), resource: f, scope: identity, origin: origin})
			v.bindAWS(binding{plane: Runtime, identity: identity, set: sets.Derived("function/schedule-trigger"), resource: f, origin: origin})
		}
	}
	if f.Ingress == ir.Public {
		setting := "ingress"
		if f.Endpoint != "" {
			setting = "publicEndpoint"
		}
		v.on(Exposure, "function/public-ingress", f, nil, at(f, setting))
	}
}

// bindAWS adds the grants of each rule of the set that applies.
func (d *deriver) bindAWS(b binding) {
	for _, rule := range b.set.AWS {
		switch {
		case rule.When != "" && !applies(rule.When, b.resource),
			rule.With != "" && !b.holds(rule.With),
			rule.Without != "" && b.holds(rule.Without):
			continue
		}
		for _, part := range rule.On {
			for _, arn := range aws.Scope(b.resource, part) {
				d.add(b.grant(rule, part, arn))
			}
		}
	}
}

func (b binding) grant(rule sets.Rule, part string, arn cloud.Text) Grant {
	g := Grant{
		Cloud: cloud.AWS, Plane: b.plane, Identity: b.identity, Effect: Allow, Statement: rule.Sid, Actions: rule.Allow,
		On: arn, Scope: subject(b.resource) + "/" + part, Conditions: b.conditions(rule.Condition),
		Resource: b.resource.Info().ID, Lifecycle: b.resource.Info().Lifecycle,
		Set: b.set.ID, Origin: []Origin{b.origin}, Reason: b.set.Doc, Wildcard: rule.Reason,
	}
	if len(rule.Deny) > 0 {
		g.Effect, g.Actions = Deny, rule.Deny
	}
	switch rule.Principal {
	case "":
	case anyone:
		g.Identity = anyone
	default:
		g.Identity = service(rule.Principal)
	}
	if b.set.Derived {
		g.Set = "derived:" + b.set.Purpose
	}
	if b.scope != "" {
		g.Scope = b.scope
	}
	if b.shared {
		g.Resource, g.Lifecycle = "", ir.Frozen
	}
	if b.source != nil {
		g.Source = b.source.Info().ID
	}
	return g
}

func (b binding) conditions(list []sets.Condition) []Condition {
	if len(list) == 0 {
		return nil
	}
	out := make([]Condition, len(list))
	for i, c := range list {
		values := make([]cloud.Text, len(c.Values))
		for j, v := range c.Values {
			values[j] = b.value(v)
		}
		out[i] = Condition{c.Operator, c.Key, sortedTexts(values)}
	}
	return out
}

// value fills in what a set leaves to the resource.
func (b binding) value(v string) cloud.Text {
	word, ok := strings.CutPrefix(v, "${")
	if !ok {
		return cloud.Lit(v)
	}
	switch word = strings.TrimSuffix(word, "}"); word {
	case "account":
		return cloud.Concat(aws.Account)
	case "source":
		return aws.ARN(b.source)
	}
	return aws.Scope(b.resource, word)[0]
}

// applies says whether a resource is what a rule asks for.
func applies(when string, r ir.Resource) bool {
	switch r := r.(type) {
	case *ir.Storage:
		return when == "versioned" && r.Versioning
	case *ir.Function:
		switch when {
		case "public":
			return r.Ingress == ir.Public
		case "queue-trigger":
			return slices.ContainsFunc(r.Triggers, func(t ir.Trigger) bool {
				_, ok := t.(*ir.QueueTrigger)
				return ok
			})
		}
	}
	return false
}

// service is the identity of a service of AWS.
func service(name string) string { return "service:" + name }
