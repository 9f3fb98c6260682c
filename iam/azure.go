package iam

import (
	"strings"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// The identities of a stack on Azure besides those of its profiles. No profile
// can be called so.
const (
	pull   = "pull"   // reads the images of functions; their code cannot act as it
	events = "events" // delivers the events of storages
)

// holder gives the symbol of an identity in main.bicep, empty for whom only
// the customer knows.
func holder(identity string) string {
	switch identity {
	case pull:
		return azure.PullIdentitySymbol
	case events:
		return azure.EventsIdentitySymbol
	}
	if profile, ok := strings.CutPrefix(identity, "profile:"); ok {
		return azure.ProfileSymbol(profile)
	}
	return ""
}

// azure adds every grant that the stack needs on Azure: what its identities
// hold, what is public, what the vendor keeps, and what setup and teardown need
// for all of it.
func (d *deriver) azure() {
	for _, p := range d.stack.Profiles {
		if users := d.stack.Users(p.Name); len(users) > 0 {
			d.azureProfile(p, users)
		}
	}
	for _, r := range d.stack.Resources {
		r.Visit(&azureResources{d})
	}
	d.azureManagement()
	d.azureSetup()
	d.shareAssignments()
}

// azureProfile adds the rights of the identity of a profile: what the author
// grants, and receiving from the queues of its functions' triggers and
// commands.
func (d *deriver) azureProfile(p *ir.Profile, users []*ir.Function) {
	me := binding{plane: Runtime, identity: "profile:" + p.Name}
	uses, origins := profileUses(d.stack, p)
	for i, u := range uses {
		b := me
		b.set, _ = sets.Lookup(u.set)
		b.on, b.origin = d.azureThing(d.stack.Resource(u.resource)), origins[i]
		d.bindAzure(b)
	}
	for _, keyed := range p.Grants {
		for _, s := range keyed.Sets {
			if s.Custom != nil {
				d.azureCustom(me, p.Name, keyed.Key, s)
			}
		}
	}
	for _, f := range users {
		d.azureSources(me, f)
		if f.Commands {
			b := me
			b.set, b.on, b.origin = sets.Derived("function/command-receipt"), d.azureThing(f), at(f, "commandsEnabled")
			d.bindAzure(b)
		}
	}
}

// azureSources adds receiving what triggers a function.
func (d *deriver) azureSources(me binding, f *ir.Function) {
	for _, t := range f.Triggers {
		b := me
		b.origin = at(f, t.Path())
		switch t := t.(type) {
		case *ir.QueueTrigger:
			if r := d.stack.Resource(t.Queue.ID); r != nil {
				b.set, b.on = sets.Derived("queue/queue-trigger"), d.azureThing(r)
				d.bindAzure(b)
			}
		case *ir.StorageTrigger:
			if r, ok := d.stack.Resource(t.Storage.ID).(*ir.Storage); ok {
				b.set, b.on, b.source = sets.Derived("storage/event-receipt"), d.eventsThing(r, f), f
				d.bindAzure(b)
				b.identity, b.set = events, sets.Derived("storage/event-delivery")
				d.bindAzure(b)
			}
		}
	}
}

// azureResources adds what others than profiles hold on a resource.
type azureResources struct{ *deriver }

// Storage is open for reading where the author asked for it.
func (v *azureResources) Storage(r *ir.Storage) {
	if r.PublicRead {
		v.bindAzure(binding{plane: Exposure, set: sets.Derived("storage/public-read"), on: v.azureThing(r), origin: at(r, "publicRead")})
	}
}

// Kv needs nothing: only identities' own roles reach a table.
func (v *azureResources) Kv(*ir.Kv) {}

// Queue needs nothing: keys of its namespace are off.
func (v *azureResources) Queue(*ir.Queue) {}

// Vault needs nothing: it knows roles alone.
func (v *azureResources) Vault(*ir.Vault) {}

// ArtifactRegistry lets the identity that pulls images read those of the
// stack's functions, which stand here unless a parameter says otherwise.
func (v *azureResources) ArtifactRegistry(r *ir.ArtifactRegistry) {
	for _, f := range v.stack.Functions() {
		v.bindAzure(binding{
			plane: Runtime, identity: pull, set: sets.Derived("artifact-registry/image-pull"), on: v.azureThing(r), origin: at(f, "code"),
		})
	}
}

// Function is open to anyone who knows its URL, where it is public.
func (v *azureResources) Function(f *ir.Function) {
	if f.Ingress == ir.Public {
		v.bindAzure(binding{plane: Exposure, set: sets.Derived("function/public-ingress"), on: v.azureThing(f), origin: at(f, ingressSetting(f))})
	}
}
