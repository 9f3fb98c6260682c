package bicep

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/emit/bicep/syntax"
	"github.com/alienc/alienc/iam"
)

// phase is a file with the role of setup or of teardown, which an owner of the
// resource group applies.
type phase struct {
	plane                    iam.Plane
	principal, principalType string // parameters
	who                      string // is given the role
	roles                    string // which roles the file has
}

var (
	setupPhase = phase{
		plane: iam.Setup, principal: azure.DeployerPrincipalParameter, principalType: azure.DeployerPrincipalTypeParameter,
		who:   "the identity that applies main.bicep",
		roles: "The role of whoever applies main.bicep, and the roles of the stack that Azure has no equal of.",
	}
	teardownPhase = phase{
		plane: iam.Teardown, principal: azure.TeardownPrincipalParameter, principalType: azure.TeardownPrincipalTypeParameter,
		who:   "the identity that deletes what holds no state",
		roles: "The role of whoever deletes what holds no state. What holds state, and its locks, stay: only an owner deletes them.",
	}
)

// phaseFile makes the file of a phase; there is none when the phase needs
// nothing. The role is given to nobody until the owner says to whom.
func phaseFile(stack *ir.Stack, plan *iam.Plan, p phase) ([]emit.File, []cloud.Budget) {
	assignments := plan.Assignments(p.plane)
	if len(assignments) == 0 {
		return nil, nil
	}
	word := string(p.plane)
	t := &template{stack: stack, plan: plan}
	t.begin("Roles")
	for _, r := range plan.Roles(p.plane) {
		t.define(r)
	}
	file := syntax.File{
		Name: stack.ID + " " + word,
		Description: p.roles + " Written by alienc. For an owner of the resource group: az deployment group create -g RESOURCE_GROUP -f iam/" +
			word + ".bicep -p " + p.principal + "=OBJECT_ID",
		Params: p.parameters(),
	}
	var budgets []cloud.Budget
	for i, a := range assignments {
		if i == 0 {
			t.begin("Who has the role")
		}
		c := conditionOf(a)
		if c != nil {
			file.Vars = c.variables()
			budgets = append(budgets, cloud.Budget{
				Cloud: cloud.Azure, Policy: true, What: "condition of the " + word + " role", Unit: "characters",
				Used: c.size(), Limit: azure.ConditionLimit, Hard: true, Hint: "split the stack",
			})
		}
		t.assignPhase(p, a, c)
		t.output(word+"RoleId", "Id of the "+word+" role", definedID(a.Role))
	}
	file.Resources, file.Outputs = t.list, t.outputs
	return []emit.File{{Path: "azure/iam/" + word + ".bicep", Role: word, Data: file.Bicep()}}, budgets
}

func (p phase) parameters() []syntax.Param {
	return []syntax.Param{
		{
			Section:     "Parameters",
			Description: "Object id of " + p.who + ". Empty: the role is defined and nobody has it.",
			Name:        syntax.Symbol(p.principal), Type: syntax.TypeString, Default: syntax.Str(""),
		},
		{
			Description: "What that identity is.",
			Allowed:     []syntax.Value{syntax.Str("Group"), syntax.Str("ServicePrincipal"), syntax.Str("User")},
			Name:        syntax.Symbol(p.principalType), Type: syntax.TypeString, Default: syntax.Str("ServicePrincipal"),
		},
	}
}

// assignPhase gives the role to whom the parameter names, on the resource group.
func (t *template) assignPhase(p phase, a iam.Assignment, c *condition) {
	principal := syntax.Symbol(p.principal)
	properties := syntax.Object{
		syntax.F("principalId", principal),
		syntax.F("principalType", syntax.Symbol(p.principalType)),
		syntax.F("roleDefinitionId", definedID(a.Role)),
	}
	if c != nil {
		properties = append(properties, syntax.F("condition", c.text()), syntax.F("conditionVersion", syntax.Str("2.0")))
	}
	t.add(syntax.Resource{
		Symbol:     syntax.Symbol(a.Symbol),
		Type:       azure.RoleAssignmentType,
		Condition:  syntax.Not{Condition: syntax.Empty.Of(principal)},
		Name:       syntax.GUID.Of(scope(a), principal, nameOf(a.Role.Symbol)),
		Properties: properties,
	})
}
