package iam

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/iam/sets"
)

// phases says what the roles of setup and teardown are for.
var phases = map[Plane]string{
	Setup:    "create and update its resources; deletes nothing and reads no data. Assign it only as iam/setup.bicep does, which limits what it may grant.",
	Teardown: "delete those of its resources that hold no state.",
}

// azureSetup adds what creating and updating the stack needs, and apart from
// it what deleting what holds no state needs. Each has one role, on the resource
// group. Who may assign roles may assign those that the identities of the
// stack hold, so everything else comes first.
func (d *deriver) azureSetup() {
	d.azureProvision("stack", d.azureStack())
	for _, r := range d.stack.Resources {
		d.azureProvision(string(r.Kind()), d.azureThing(r))
	}
	for _, p := range d.stack.Profiles {
		if len(d.stack.Users(p.Name)) > 0 {
			me := profileThing(p)
			me.places = func(string) []azure.Place { return azure.StackScope(d.stack, group) }
			d.azureProvision("profile", me)
		}
	}
}

func (d *deriver) azureProvision(kind string, on thing) {
	d.bindAzure(binding{plane: Setup, identity: setup, set: sets.Setup(kind + "/provision"), on: on, origin: on.origin})
	d.bindAzure(binding{plane: Teardown, identity: teardown, set: sets.Setup(kind + "/teardown"), on: on, origin: on.origin})
}

// azureStack makes a thing of the stack as a whole.
func (d *deriver) azureStack() thing {
	t := d.stackThing()
	t.places = func(part string) []azure.Place { return azure.StackScope(d.stack, part) }
	t.is = func(state string) bool {
		switch state {
		case "granting":
			return len(d.grantedRoles()) > 0
		case "only-alienc":
			return len(azure.StackScope(d.stack, "namespace")) > 0 && !azure.HoldsMessages(d.stack)
		}
		return false
	}
	return t
}
