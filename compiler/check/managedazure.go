package check

import (
	"fmt"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/compiler/ir"
)

// azureDeeds lists what a set allows on Azure: of a role, what each of its
// actions allows, under the name of the role.
func (r *review) azureDeeds(w written) []deed {
	var list []deed
	for i, rule := range w.Custom.Azure {
		on := r.azureGround(w, rule)
		for _, a := range allowances(rule, fmt.Sprintf("platforms.azure[%d]", i)) {
			if !a.allowed() {
				continue // it is refused
			}
			name, actions := a.meant()
			for _, action := range actions {
				list = append(list, r.azureDeed(a.path, name, action, on))
			}
		}
	}
	return list
}

// azureDeed is what one action could do. A scope holds whatever the provider:
// what is assigned on a resource of the stack is about nothing else.
func (r *review) azureDeed(path, name string, action catalogue.Action, on ground) deed {
	power := azure.PowerOf(action.Name, action.Data)
	hands := power.Hands
	if power.Replaces && on.outside {
		hands = cloud.Work
	}
	return deed{
		path: path, name: name, hands: hands,
		reads: power.Reads, writes: power.Writes, code: power.Code, changes: power.Changes(),
		frozen:  on.frozenFor(func(res ir.Resource) bool { return azure.Concerns(action.Name, r.Stack, res) }),
		outside: on.outside,
	}
}

// azureGround reads the scope of a rule.
func (r *review) azureGround(w written, rule ir.AzureRule) ground {
	binding, _ := w.azureBinding(rule)
	if binding == nil {
		return r.groundOf(w, false, func(ir.Resource) bool { return false })
	}
	scope := azure.Fill(binding.Scope, r.Stack, r.Stack.Resource(w.key), profileOn(w.holder))
	_, ours := azure.PlaceOf(r.Stack, scope)
	return r.groundOf(w, !ours, func(res ir.Resource) bool { return azure.Touches(r.Stack, scope, res) })
}

// meant gives the name of an action or role as Azure writes it, and the actions
// that it stands for. One that nobody knows stays as it is.
func (d allowance) meant() (name string, actions []catalogue.Action) {
	known := catalogue.Open()
	if !d.role {
		action, ok := known.Action(d.text, d.data)
		if !ok {
			action = catalogue.Action{Name: d.text, Data: d.data}
		}
		return action.Name, []catalogue.Action{action}
	}
	role, _ := known.Role(d.text) // an unknown one is refused
	for _, plane := range []struct {
		patterns []string
		data     bool
	}{{role.Actions, false}, {role.DataActions, true}} {
		for _, pattern := range plane.patterns {
			names := known.Expand(pattern, plane.data)
			if len(names) == 0 {
				names = []string{pattern}
			}
			for _, n := range names {
				actions = append(actions, catalogue.Action{Name: n, Data: plane.data})
			}
		}
	}
	return role.Name, actions
}
