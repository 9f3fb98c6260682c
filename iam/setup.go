package iam

import (
	"github.com/alienc/alienc/iam/sets"
)

// The identities of a customer who installs.
const (
	setup     = "setup"
	teardown  = "teardown"
	installer = "installer" // of customers who let CloudFormation act with a role
)

// awsSetup adds what creating and updating the stack needs, and apart from it
// what deleting it needs: for each resource, each role, and the stack itself.
func (d *deriver) awsSetup() {
	d.provision("stack", d.stackThing())
	for _, r := range d.stack.Resources {
		d.provision(string(r.Kind()), d.resource(r))
	}
	for _, p := range d.stack.Profiles {
		if len(d.stack.Users(p.Name)) > 0 {
			d.provision("profile", profileThing(p))
		}
	}
	if len(d.policies) > 0 {
		d.provision("management", d.managementThing())
	}
	whole := d.stackThing()
	d.bindAWS(binding{plane: Setup, identity: installer, set: sets.Derived("stack/installer"), on: whole, origin: whole.origin})
	d.bindAWS(binding{plane: Trust, set: sets.Derived("stack/setup-trust"), on: whole, scope: setup, origin: whole.origin})
}

func (d *deriver) provision(kind string, on thing) {
	d.bindAWS(binding{plane: Setup, identity: setup, set: sets.Setup(kind + "/provision"), on: on, origin: on.origin})
	d.bindAWS(binding{plane: Teardown, identity: teardown, set: sets.Setup(kind + "/teardown"), on: on, origin: on.origin})
}
