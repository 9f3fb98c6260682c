package bicep

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/emit/bicep/syntax"
	"github.com/alienc/alienc/iam"
)

// compiled is how many times as long a file of alienc's is at most once Bicep
// has compiled it to the template that Azure takes and measures.
const compiled = 3

// budgets measures a file of that many bytes.
func (t *template) budgets(file *syntax.File, bytes int) []cloud.Budget {
	const split = "split the stack"
	assignments := 0
	for _, plane := range []iam.Plane{iam.Runtime, iam.Management, iam.Setup, iam.Teardown} {
		assignments += len(t.plan.Assignments(plane))
	}
	return []cloud.Budget{
		{Cloud: cloud.Azure, What: "template", Unit: "bytes", Used: compiled * bytes, Limit: azure.TemplateLimit, Hard: true, Hint: split},
		{Cloud: cloud.Azure, What: "resources", Used: len(file.Resources), Limit: azure.ResourceLimit, Hard: true, Hint: split},
		{Cloud: cloud.Azure, What: "parameters", Used: len(file.Params), Limit: azure.ParameterLimit, Hard: true, Hint: split},
		{Cloud: cloud.Azure, What: "variables", Used: len(file.Vars), Limit: azure.VariableLimit, Hard: true, Hint: split},
		{Cloud: cloud.Azure, What: "outputs", Used: len(file.Outputs), Limit: azure.OutputLimit, Hard: true, Hint: split},
		{
			Cloud: cloud.Azure, What: "role assignments", Used: assignments, Limit: azure.AssignmentShare, Policy: true,
			Hint: "a subscription has 4,000 in all, so deploy where few are used",
		},
	}
}

// parts lists what the file creates. What stands in the properties of a
// resource has that word before its name.
func parts(resources []syntax.Resource) []cloud.Part {
	list := make([]cloud.Part, len(resources))
	for i := range resources {
		list[i] = part(&resources[i])
	}
	return list
}

func part(r *syntax.Resource) cloud.Part {
	var names []string
	if r.Identity != nil {
		names = append(names, "identity")
	}
	if properties, ok := r.Properties.(syntax.Object); ok {
		for _, f := range properties {
			names = append(names, "properties."+f.Name)
		}
	}
	slices.Sort(names)
	typ, _, _ := strings.Cut(r.Type, "@")
	return cloud.Part{Type: typ, Name: string(r.Symbol), Properties: names}
}
