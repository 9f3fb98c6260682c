package access

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/iam"
)

// The identities that only Azure has, see package iam.
const (
	pull   = "pull"
	events = "events"
)

// azureActors says who acts on Azure, when, and who may act as an identity.
func (p *page) azureActors() {
	p.azureInstaller()
	p.azureVendor()
	p.azureIdentities()
}

// azureInstaller is about setup and teardown, which the customer does.
func (p *page) azureInstaller() {
	held := p.held(iam.Setup, setup)
	p.paragraph("**Setup: you**, once for each release, with ", plural(distinct(held), "action"), " of the role ", roles(held), ", which `azure/iam/setup.bicep` defines and assigns on the resource group. ",
		"An owner of the group applies that file, with `", azure.DeployerPrincipalParameter, "` for who installs.")
	t := p.table("Right of setup that hands something out", "Actions", "On", "Only if", "Why")
	for _, group := range grouped(held, byRight) {
		g := group[0]
		if handing := slices.DeleteFunc(rightsOf(group), func(r right) bool { return p.power(r).Hands == "" }); len(handing) > 0 {
			t.row(code(g.Set), p.actions(handing), join(patterns(group), ", ", code), conditions(g.Conditions), prose(g.Reason))
		}
	}
	t.end("")
	p.delegated(held)
	if deleting := p.held(iam.Teardown, teardown); len(deleting) > 0 {
		p.paragraph("**Teardown: you**, when you delete the stack, with ", plural(distinct(deleting), "action"), " of the role ", roles(deleting), " in `azure/iam/teardown.bicep`, on the resource group. ",
			"It is a file of its own so that you can withhold it. What holds state, with its lock, is left to an owner.")
	}
}

// byRight tells grants apart that say different things, whatever they are about.
func byRight(g *iam.Grant) string {
	return strings.Join([]string{g.Set, g.Reason, string(conditions(g.Conditions))}, "\n")
}

// delegated prints the roles that setup may assign, as its condition says, and
// who gets each of them by the template.
func (p *page) delegated(held []*iam.Grant) {
	granted := p.Plan.Assignments(iam.Runtime)
	t := p.table("Role that setup may assign", "Defined by", "Who gets it in the template")
	for _, value := range p.delegable(held) {
		named, by, who := code(pattern(value)), text("no file of this stack"), []string(nil)
		for _, a := range granted {
			if delegates(value, a.Role) {
				named, by = roleName(a.Role), definer(a.Role)
				who = append(who, a.Identity)
			}
		}
		t.row(named, by, everybody(unique(who)))
	}
	for _, g := range held {
		if assigns(g) && len(p.delegable([]*iam.Grant{g})) == 0 {
			t.row("any role", "anybody", "NOT GUARANTEED: no condition says which")
		}
	}
	t.end("Setup may assign no role.")
}

// assigns reports whether a grant allows to assign roles.
func assigns(g *iam.Grant) bool {
	return slices.ContainsFunc(rights(g), func(r right) bool { return strings.EqualFold(r.action, azure.RoleAssignmentType+"/write") })
}

// delegable gives the roles to which conditions narrow the assigning of roles.
func (p *page) delegable(held []*iam.Grant) []cloud.Text {
	var list []cloud.Text
	for _, g := range held {
		for _, c := range g.Conditions {
			if c.Key == roleDefinitionKey && c.Operator == "ForAnyOfAnyValues:GuidEquals" {
				list = append(list, c.Values...)
			}
		}
	}
	return list
}

// roleDefinitionKey is what a condition calls the role that is to be assigned.
const roleDefinitionKey = "Microsoft.Authorization/roleAssignments:RoleDefinitionId"

// delegates reports whether a value of a condition is the id of a role.
func delegates(value cloud.Text, r *iam.Role) bool {
	if r.ID != "" {
		return value.String() == r.ID
	}
	return value.String() == cloud.Concat(azure.Attribute(r.Symbol, azure.NameProperty)).String()
}

// azureVendor is about the management identity.
func (p *page) azureVendor() {
	assigned := p.Plan.Assignments(iam.Management)
	if len(assigned) == 0 {
		p.paragraph("**Management: nobody.** This stack gives the vendor no rights after setup.")
		return
	}
	p.paragraph("**Management: the vendor**, after setup, with ", plural(distinct(p.held(iam.Management, management)), "action"), " by ", plural(len(assigned), "assignment"), " of roles in `azure/iam/management.bicep`. ",
		"It is nobody until an owner of the resource group applies that file, with `", azure.ManagementPrincipalParameter, "` for who it is; no other file names the vendor.")
	p.line("- Trusted: exactly the principal with that object id in your tenant: the service principal of the vendor's application, or an identity of yours that trusts the vendor's.")
	p.authorship()
	t := p.table("Role of management", "Defined by", "Assigned on")
	for _, group := range grouped(p.held(iam.Management, management), func(g *iam.Grant) string { return string(roles([]*iam.Grant{g})) }) {
		if role := group[0].Role; role != nil {
			t.row(roleName(role), definer(role), join(patterns(group), ", ", code))
		}
	}
	t.end("")
}

// azureIdentities is about the identities that main.bicep makes. Whoever may
// attach one to something that runs may act as it.
func (p *page) azureIdentities() {
	t := p.table("Identity", "In the template", "Acts for", "Who may attach it")
	for _, profile := range p.Stack.Profiles {
		if users := p.Stack.Users(profile.Name); len(users) > 0 {
			t.row(code("profile:"+profile.Name)+" "+place(profile.Pos), code(azure.ProfileSymbol(profile.Name)), codeOf(users),
				p.attaching(azure.ProfileScope(p.Stack, profile.Name, "identity")))
		}
	}
	if at := azure.StackScope(p.Stack, "pull-identity"); len(at) > 0 {
		t.row(code(pull), code(at[0].Symbol), "pulling the images of functions; their code cannot act as it", p.attaching(at))
	}
	if at := azure.StackScope(p.Stack, "events-identity"); len(at) > 0 {
		t.row(code(events), code(at[0].Symbol), "delivering the events of storages", p.attaching(at))
	}
	t.end("")
	p.paragraph("A resource of this stack takes no key, no user of its own and no anonymous request, apart from what stands under Exposure: what a role does not give, nobody has. ",
		"Roles that are assigned above the resource group, such as those of its owners, are not this stack's and stand nowhere on this page.")
}

// attaching lists who may give the identity at a place to something that runs.
func (p *page) attaching(at []azure.Place) text {
	var who []string
	for _, g := range p.all(func(g *iam.Grant) bool { return g.Effect == iam.Allow }) {
		if !within(at, g) {
			continue
		}
		for _, r := range rights(g) {
			if p.power(r).Hands == cloud.Identities {
				who = append(who, g.Identity)
			}
		}
	}
	slices.Sort(who)
	return everybody(slices.Compact(who))
}

// everybody lists identities.
func everybody(who []string) text {
	if len(who) == 0 {
		return "nobody"
	}
	return join(who, ", ", code)
}

// within reports whether a grant is on one of the places, or on what may hold
// it: a right on the resource group is one on all in it.
func within(at []azure.Place, g *iam.Grant) bool {
	return slices.ContainsFunc(at, func(place azure.Place) bool {
		return strings.EqualFold(g.On.String(), place.ID.String()) || azure.BreadthOf(g.On) != azure.Single
	})
}
