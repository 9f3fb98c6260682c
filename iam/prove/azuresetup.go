package prove

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/iam"
)

// Conditions under which setup may assign roles.
const (
	assignRoles   = "Microsoft.Authorization/roleAssignments/write"
	whichRole     = "Microsoft.Authorization/roleAssignments:RoleDefinitionId"
	whatPrincipal = "Microsoft.Authorization/roleAssignments:PrincipalType"
)

// installation judges G8: what setup and teardown may do is enough for the
// template and no more, reads no data, and assigns the roles of this stack's
// identities alone.
func (p *azureProver) installation() {
	c := p.claim("G8")
	p.carried(c, iam.Setup, isOnly(setup))
	p.carried(c, iam.Teardown, isOnly(teardown))
	create, remove := p.Plan.Assignments(iam.Setup), p.Plan.Assignments(iam.Teardown)
	for _, a := range slices.Concat(create, remove) {
		if !isGroup(a.On) {
			c.bug("%s has a role on %s, which is not the resource group of the stack", a.Identity, a.On)
		}
	}
	for _, a := range remove {
		if len(a.Conditions) > 0 {
			c.bug("teardown has a condition, which nobody knows")
		}
	}
	held := slices.Concat(p.rights(create), p.rights(remove))
	for _, r := range held {
		p.installs(c, r)
	}
	granted := p.grantable()
	for _, a := range create {
		p.delegates(c, a, granted)
	}
	taken := p.takes(c, create, remove, held)
	text := "Setup cannot read data (apart from what the settings that it writes can send elsewhere: events, messages and log lines) and can grant "
	if len(granted) == 0 {
		text += "no role."
	} else {
		text += "only these roles, to identities of applications alone: " + names(slices.Sorted(maps.Values(granted))) + "."
	}
	c.close(text, fmt.Sprintf(
		"%s of setup and teardown; the %s that creating, updating and deleting the %s of the template take are all allowed",
		plural(len(held), "action", "actions"), plural(taken, "action", "actions"), plural(len(p.Parts[cloud.Azure]), "part", "parts"),
	))
}

// installs looks at one right of setup or teardown. The key of a workspace
// alone is no credential to anything that is read: it writes log lines.
func (p *azureProver) installs(c *claim, r right) {
	a := r.action
	low := strings.ToLower(a.name)
	switch {
	case a.onData:
		c.bug("%s may act on data with %s", r.Identity, a)
	case (a.power.Reads || a.power.Code) && !a.power.Changes():
		c.bug("%s may read with %s", r.Identity, a)
	case r.Identity == setup && a.deletes:
		c.bug("setup may delete with %s", a)
	case a.power.Hands == cloud.Credentials && low != "microsoft.operationalinsights/workspaces/sharedkeys/action":
		c.bug("%s may get credentials with %s", r.Identity, a)
	case strings.HasPrefix(low, "microsoft.authorization/") && a.power.Changes() && !strings.EqualFold(a.name, assignRoles) &&
		!strings.EqualFold(a.name, azure.LockType+"/write"):
		c.bug("%s may change rights with %s", r.Identity, a)
	case r.Identity == teardown && a.power.Changes() && !a.deletes:
		c.bug("teardown may change something with %s", a)
	}
}

// grantable gives the roles that the identities of the stack have: the name or
// key of each by how a condition names it.
func (p *azureProver) grantable() map[string]string {
	list := map[string]string{}
	for _, a := range p.Plan.Assignments(iam.Runtime) {
		if a.Role.ID != "" {
			list[a.Role.ID] = a.Role.Name.String()
		} else {
			list[cloud.Concat(azure.Attribute(a.Role.Symbol, azure.NameProperty)).String()] = a.Role.Key
		}
	}
	return list
}

// delegates looks at the right to assign roles: it is bound to exactly those
// that the template assigns, and to identities of applications, so that no
// person gets anything by it.
func (p *azureProver) delegates(c *claim, a iam.Assignment, granted map[string]string) {
	rule := newRoleRule(a)
	for _, name := range slices.Sorted(maps.Values(granted)) {
		if slices.Contains(azure.Never, name) {
			c.bug("setup may grant %s", name)
		}
	}
	if !rule.has(assignRoles, false) {
		if len(a.Conditions) > 0 {
			c.bug("setup has a condition for what it may not do")
		}
		return
	}
	roles, principals := false, false
	for _, one := range a.Conditions {
		var values []string
		for _, v := range one.Values {
			values = append(values, v.String())
		}
		switch {
		case one.Operator == "ForAnyOfAnyValues:GuidEquals" && one.Key == whichRole:
			roles = true
			for _, id := range values {
				if granted[id] == "" {
					c.bug("setup may grant the role %s, which the template does not", id)
				}
			}
			for id, name := range granted {
				if !slices.Contains(values, id) {
					c.bug("setup may not grant %s, which the template does", name)
				}
			}
		case one.Operator == "ForAnyOfAnyValues:StringEqualsIgnoreCase" && one.Key == whatPrincipal:
			principals = slices.Equal(values, []string{"ServicePrincipal"})
		default:
			c.bug("setup has the condition %s of %s, which nobody knows", one.Operator, one.Key)
		}
	}
	if !roles {
		c.bug("setup may grant any role")
	}
	if !principals {
		c.bug("setup may grant roles to anyone")
	}
}

// takes tries what the parts of the template take, finds what nothing takes,
// and gives how many actions there are.
func (p *azureProver) takes(c *claim, create, remove []iam.Assignment, held []right) int {
	toCreate, toRemove, problems := azureTakes(p.Stack, p.Parts[cloud.Azure])
	for _, problem := range problems {
		c.bug("%s", problem)
	}
	at := strings.ToLower(azure.StackScope(p.Stack, "group")[0].ID.String())
	lacks := func(identity string, list []iam.Assignment, taken map[string]string) {
		rules := rulesOf(list)
		for _, name := range slices.Sorted(maps.Keys(taken)) {
			if !allows(rules, name, false, at) {
				c.bug("%s lacks %s for %s", identity, name, taken[name])
			}
		}
	}
	lacks(setup, create, toCreate)
	lacks(teardown, remove, toRemove)
	for _, r := range held {
		taken := toCreate
		if r.Identity == teardown {
			taken = toRemove
		}
		if taken[r.action.name] == "" {
			c.bug("%s may use %s, which no part of the template takes", r.Identity, r.action)
		}
	}
	return len(toCreate) + len(toRemove)
}

func rulesOf(list []iam.Assignment) []roleRule {
	rules := make([]roleRule, len(list))
	for i, a := range list {
		rules[i] = newRoleRule(a)
	}
	return rules
}
