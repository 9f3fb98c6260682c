package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// variables lists what the resources refer to by name. One without use would be
// a riddle, so each is there only where something needs it.
func (t *template) variables() []syntax.Var {
	var list []syntax.Var
	if t.has(ir.KindStorage, ir.KindKv, ir.KindVault, ir.KindArtifactRegistry) || t.shares("namespace") {
		list = append(list, t.uniqueVariable())
	}
	if len(t.list) > 0 {
		list = append(list, syntax.Var{
			Name: azure.StackTagsVariable,
			Value: syntax.Union.Of(syntax.Symbol(azure.TagsParameter), syntax.Inline{
				syntax.F("alien-stack", syntax.Str(t.stack.ID)),
				syntax.F("managed-by", syntax.Str("alienc")),
			}),
		})
	}
	if t.shares("pull-identity") {
		list = append(list, syntax.Var{
			Remarks: []string{"Where the pull identity reads images. Public registries need no line."},
			Name:    azure.PullRegistriesVariable,
			Value:   t.pullRegistries(),
		})
	}
	for i, r := range roles(t.granted) {
		v := syntax.Var{Name: syntax.Symbol(r.Symbol), Value: t.roleID(r)}
		if i == 0 {
			v.Remarks = []string{"Roles. Those of this stack alone are defined in iam/setup.bicep."}
		}
		list = append(list, v)
	}
	if len(list) > 0 {
		list[0].Section = "Variables"
	}
	return list
}

func (t *template) uniqueVariable() syntax.Var {
	return syntax.Var{
		Remarks: []string{"Tells this deployment from all others, in names that are unique in the world."},
		Name:    azure.UniqueVariable,
		Value:   syntax.UniqueString.Of(group("id"), syntax.Str(t.stack.ID)),
	}
}

// pullRegistries lists the registries of the stack, and the customer's own if
// there is one.
func (t *template) pullRegistries() syntax.Value {
	registry := func(server syntax.Value) syntax.Object {
		return syntax.Object{syntax.F("identity", idOf(azure.PullIdentitySymbol)), syntax.F("server", server)}
	}
	server := syntax.Symbol(azure.RegistryServerParameter)
	customers := syntax.If{
		Condition: syntax.Empty.Of(server),
		Then:      syntax.List{},
		Else:      syntax.Lines{registry(server)},
	}
	var own syntax.Lines
	for _, r := range t.stack.Resources {
		if r.Kind() == ir.KindArtifactRegistry {
			own = append(own, registry(syntax.Dot(syntax.Symbol(symbol(r)), "properties", "loginServer")))
		}
	}
	if own == nil {
		return customers
	}
	return syntax.Concat.Of(own, customers)
}
