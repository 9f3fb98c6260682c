package bicep

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/emit/bicep/syntax"
	"github.com/alienc/alienc/iam"
)

// objectID is how many characters the object id of a principal has. One that
// is shorter or longer is not the id that is asked for.
const objectID = 36

// managementFile makes the file with what the vendor may do after setup; there
// is none when that is nothing. It makes roles and assignments, and refers to
// everything else as main.bicep, which must be deployed, names it. It cannot
// take a right away: nothing that is deployed can. That is what the script for
// revoking is for.
func (t *template) managementFile() ([]emit.File, []cloud.Budget) {
	assignments := t.plan.Assignments(iam.Management)
	if len(assignments) == 0 {
		return nil, nil
	}
	m := &template{stack: t.stack, plan: t.plan, list: t.existing(assignments)}
	m.begin("Roles")
	for _, r := range t.plan.Roles(iam.Management) {
		m.define(r)
	}
	m.begin("Who may do what")
	for _, a := range assignments {
		m.assignManagement(a)
	}
	file := syntax.File{
		Name: t.stack.ID + " management",
		Description: "What the vendor of the stack may do after setup. " + managementPurpose(t.stack) + " Written by alienc. For an owner of the resource group, once main.bicep is deployed: " +
			"az deployment group create -g RESOURCE_GROUP -f iam/management.bicep -p " + azure.ManagementPrincipalParameter + "=OBJECT_ID. To end it: iam/revoke.sh RESOURCE_GROUP OBJECT_ID",
		Params: []syntax.Param{{
			Section:     "Parameters",
			Description: "Object id, in this tenant, of the service principal of the vendor's application. It is not the application id.",
			MinLength:   objectID, MaxLength: objectID,
			Name: azure.ManagementPrincipalParameter, Type: syntax.TypeString,
		}},
		Vars:      m.managementVariables(assignments),
		Resources: m.list,
	}
	data := file.Bicep()
	const split = "split the stack"
	return []emit.File{{Path: "azure/iam/management.bicep", Role: "management", Data: data}}, []cloud.Budget{
		{Cloud: cloud.Azure, Policy: true, What: "management template", Unit: "bytes", Used: compiled * len(data), Limit: azure.TemplateLimit, Hard: true, Hint: split},
		{Cloud: cloud.Azure, Policy: true, What: "resources of management", Used: len(m.list), Limit: azure.ResourceLimit, Hard: true, Hint: split},
	}
}

// managementPurpose says in a sentence what the rights of management follow
// from.
func managementPurpose(s *ir.Stack) string {
	mode := ir.ManagementAuto
	if s.Management != nil {
		mode = s.Management.Mode
	}
	if mode == ir.ManagementOverride {
		return "It is what its alien.ts lists for management, and nothing else."
	}
	purpose := "It watches every resource, and updates in place what is live"
	if slices.ContainsFunc(s.Functions(), func(f *ir.Function) bool { return f.Commands }) {
		purpose += "; it sends commands to what takes them"
	}
	if mode == ir.ManagementExtend {
		purpose += "; and it does what its alien.ts adds"
	}
	return purpose + "."
}

// existing refers to each resource that a role is assigned on, and to those
// that it stands in, in the words of the file that makes them.
func (t *template) existing(assignments []iam.Assignment) []syntax.Resource {
	parents := map[syntax.Symbol]syntax.Symbol{}
	for i := range t.list {
		parents[t.list[i].Symbol] = t.list[i].Parent
	}
	needed := map[syntax.Symbol]bool{}
	for _, a := range assignments {
		for symbol := syntax.Symbol(a.Place.Symbol); symbol != ""; symbol = parents[symbol] {
			needed[symbol] = true
		}
	}
	var list []syntax.Resource
	for i := range t.list {
		if r := &t.list[i]; needed[r.Symbol] {
			list = append(list, syntax.Resource{Symbol: r.Symbol, Type: r.Type, Existing: true, Parent: r.Parent, Name: r.Name})
		}
	}
	if len(list) > 0 {
		list[0].Section = "What main.bicep has made"
	}
	return list
}

// managementVariables lists what the names of resources need, and the roles
// that another file or Azure defines.
func (t *template) managementVariables(assignments []iam.Assignment) []syntax.Var {
	var list []syntax.Var
	if slices.ContainsFunc(t.list, func(r syntax.Resource) bool { return r.Existing && unique(r.Name) }) {
		list = append(list, t.uniqueVariable())
	}
	remarks := []string{"Roles that Azure, or iam/setup.bicep, defines."}
	for _, r := range roles(assignments) {
		if r.File != iam.Management {
			list = append(list, syntax.Var{Remarks: remarks, Name: syntax.Symbol(r.Symbol), Value: t.roleID(r)})
			remarks = nil
		}
	}
	if len(list) > 0 {
		list[0].Section = "Variables"
	}
	return list
}

// unique reports whether a name tells this deployment from all others.
func unique(name syntax.Value) bool {
	text, ok := name.(syntax.Text)
	return ok && slices.ContainsFunc(text, func(s syntax.Segment) bool { return s.Var == syntax.Symbol(azure.UniqueVariable) })
}

// assignManagement gives the vendor a role on one resource. Whoever the
// principal is, it is an application and no person.
func (t *template) assignManagement(a iam.Assignment) {
	const principal = syntax.Symbol(azure.ManagementPrincipalParameter)
	var id, name syntax.Value = syntax.Symbol(a.Role.Symbol), syntax.Symbol(a.Role.Symbol)
	if a.Role.File == iam.Management {
		id, name = definedID(a.Role), nameOf(a.Role.Symbol)
	}
	t.add(syntax.Resource{
		Description: describe(a),
		Symbol:      syntax.Symbol(a.Symbol),
		Type:        azure.RoleAssignmentType,
		Scope:       syntax.Symbol(a.Place.Symbol),
		Name:        syntax.GUID.Of(scope(a), principal, name),
		Properties: syntax.Object{
			syntax.F("principalId", principal),
			syntax.F("principalType", syntax.Str("ServicePrincipal")),
			syntax.F("roleDefinitionId", id),
		},
	})
}
