package iam

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// management is the identity of the vendor after setup.
const management = "management"

// awsManagement adds what the vendor keeps: to watch every resource, to update
// the live ones in place, and to call what takes commands. The author may add
// to that, or list everything alone.
func (d *deriver) awsManagement() {
	m := d.stack.Management
	if m == nil {
		m = &ir.Management{Mode: ir.ManagementAuto}
	}
	if m.Mode != ir.ManagementOverride {
		d.awsAuto()
	}
	d.awsAuthored(m.Grants)
	held := d.held(Management, management)
	if len(held) == 0 {
		return // nobody to be
	}
	d.policies = splitManagement(d.stack, held)
	me := d.managementThing()
	d.bindAWS(binding{plane: Trust, set: sets.Derived("management/trust"), on: me, scope: management, origin: me.origin})
}

// awsAuto adds what follows from frozen and live.
func (d *deriver) awsAuto() {
	whole := d.stackThing()
	d.bindAWS(binding{plane: Management, identity: management, set: sets.Derived("stack/monitor"), on: whole, origin: whole.origin})
	for _, r := range d.stack.Resources {
		kind := string(r.Kind())
		d.manage(kind+"/heartbeat", r, added(r), false)
		if r.Info().Lifecycle == ir.Live {
			d.manage(kind+"/management", r, added(r), false)
		}
		if f, ok := r.(*ir.Function); ok && f.Commands {
			d.bindAWS(binding{
				plane: Management, identity: management, set: sets.Derived("function/commands"), on: d.resource(f),
				origin: at(f, "commandsEnabled"),
			})
		}
	}
}

// awsAuthored adds what the author lists for management. Under "*" a set of
// alienc's means every resource of its kind, one by one.
func (d *deriver) awsAuthored(grants []ir.Keyed) {
	for _, keyed := range grants {
		for _, s := range keyed.Sets {
			if s.Custom != nil {
				d.awsCustom(binding{plane: Management, identity: management, authored: true}, management, keyed.Key, s)
				continue
			}
			set, ok := sets.Lookup(s.ID)
			if !ok || !set.Grantable {
				continue // a check has said so
			}
			for _, r := range d.stack.Resources {
				if string(r.Kind()) == set.Kind && (keyed.Key == ir.Any || keyed.Key == r.Info().ID) {
					d.manage(set.ID, r, Origin{s.Pos, s.Path}, true)
				}
			}
		}
	}
}

// manage gives management a public set on a resource.
func (d *deriver) manage(id string, r ir.Resource, origin Origin, authored bool) {
	set, _ := sets.Lookup(id)
	d.bindAWS(binding{
		plane: Management, identity: management, set: set, on: d.resource(r), origin: origin, authored: authored,
		holds: func(other string) bool { return d.authorGives(other, r) },
	})
}

// authorGives says whether the author gives management a set on a resource.
func (d *deriver) authorGives(id string, r ir.Resource) bool {
	for _, keyed := range d.stack.Management.Grants {
		if keyed.Key != ir.Any && keyed.Key != r.Info().ID {
			continue
		}
		for _, s := range keyed.Sets {
			if s.Custom == nil && sets.Canonical(s.ID) == id {
				return true
			}
		}
	}
	return false
}

// added is where a resource got its lifecycle.
func added(r ir.Resource) Origin {
	info := r.Info()
	origin := Origin{info.Added, "resources." + info.ID + ".lifecycle"}
	if origin.Pos.IsZero() {
		origin.Pos = info.Pos
	}
	return origin
}

func (d *deriver) stackThing() thing {
	return shared("stack:"+d.stack.ID, Origin{d.stack.Pos, "id"}, aws.StackScope)
}

func (d *deriver) managementThing() thing {
	origin := Origin{d.stack.Pos, "id"}
	if m := d.stack.Management; m != nil && !m.Pos.IsZero() {
		origin = Origin{m.Pos, "permissions.management"}
	}
	return shared(management, origin, func(part string) []cloud.Text {
		return aws.ManagementScope(len(d.policies), part)
	})
}

// held gives what an identity holds on AWS so far.
func (d *deriver) held(plane Plane, identity string) []Grant {
	var list []Grant
	for i := range d.grants {
		if g := &d.grants[i]; g.Cloud == cloud.AWS && g.Plane == plane && g.Identity == identity {
			list = append(list, *g)
		}
	}
	return list
}
