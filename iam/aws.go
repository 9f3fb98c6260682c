package iam

import (
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// aws adds every grant that the stack needs on AWS: what the profiles hold,
// what stands on each resource, what the vendor keeps, and what setup and
// teardown need for all of it.
func (d *deriver) aws() {
	for _, p := range d.stack.Profiles {
		if users := d.stack.Users(p.Name); len(users) > 0 {
			d.awsProfile(p, users)
		}
	}
	for _, r := range d.stack.Resources {
		r.Visit(&awsResources{d})
	}
	d.awsManagement()
	d.awsSetup()
}

// awsProfile adds the trust and the rights of the role of a profile.
func (d *deriver) awsProfile(p *ir.Profile, users []*ir.Function) {
	me := profileThing(p)
	identity := me.subject
	d.bindAWS(binding{plane: Trust, set: sets.Derived("profile/trust"), on: me, scope: identity, origin: me.origin})
	uses, origins := profileUses(d.stack, p)
	held := make(map[use]bool, len(uses))
	for _, u := range uses {
		held[u] = true
	}
	for i, u := range uses {
		set, _ := sets.Lookup(u.set)
		d.bindAWS(binding{
			plane: Runtime, identity: identity, set: set, on: d.resource(d.stack.Resource(u.resource)), origin: origins[i],
			holds: func(other string) bool { return held[use{other, u.resource}] },
		})
	}
	for _, keyed := range p.Grants {
		for _, s := range keyed.Sets {
			if s.Custom != nil {
				d.awsCustom(binding{plane: Runtime, identity: identity}, p.Name, keyed.Key, s)
			}
		}
	}
	for _, f := range users {
		d.bindAWS(binding{plane: Runtime, identity: identity, set: sets.Derived("function/logs"), on: d.resource(f), origin: at(f, "")})
		for _, t := range f.Triggers {
			if t, ok := t.(*ir.QueueTrigger); ok {
				if queue := d.stack.Resource(t.Queue.ID); queue != nil {
					d.bindAWS(binding{
						plane: Runtime, identity: identity, set: sets.Derived("queue/queue-trigger"), on: d.resource(queue),
						origin: at(f, t.Path()),
					})
				}
			}
		}
	}
}

// awsResources adds what stands on a resource, and the role of a function's
// schedules.
type awsResources struct{ *deriver }

func (v *awsResources) on(plane Plane, set string, r, source ir.Resource, origin Origin) {
	v.bindAWS(binding{plane: plane, set: sets.Derived(set), on: v.resource(r), source: source, origin: origin})
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
			v.bindAWS(binding{plane: Trust, set: sets.Derived("function/schedule-trust"), on: v.resource(f), scope: identity, origin: origin})
			v.bindAWS(binding{plane: Runtime, identity: identity, set: sets.Derived("function/schedule-trigger"), on: v.resource(f), origin: origin})
		}
	}
	if f.Ingress == ir.Public {
		v.on(Exposure, "function/public-ingress", f, nil, at(f, ingressSetting(f)))
	}
}

// ingressSetting is the setting by which the author made a function public.
func ingressSetting(f *ir.Function) string {
	if f.Endpoint != "" {
		return "publicEndpoint"
	}
	return "ingress"
}
