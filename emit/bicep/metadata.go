package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// symbol is the name in the file of what a resource of the stack becomes first
// of all.
func symbol(r ir.Resource) string { return azure.ResourceSymbol(r.Kind(), r.Info().ID) }

// stackTags are the tags of what serves several resources. No permission
// depends on tags.
const stackTags = syntax.Symbol(azure.StackTagsVariable)

// location is where every resource stands.
const location = syntax.Symbol(azure.LocationParameter)

// tagged gives the tags of what belongs to one resource of the stack.
func tagged(r ir.Resource) syntax.Value {
	return syntax.Union.Of(stackTags, syntax.Inline{
		syntax.F("alien-lifecycle", syntax.Str(r.Info().Lifecycle)),
		syntax.F("alien-resource", syntax.Str(r.Info().ID)),
	})
}

// heading names a resource of the stack with what a reviewer asks first.
func heading(r ir.Resource, remarks string) string {
	if remarks != "" {
		remarks = ", " + remarks
	}
	return r.Kind().Noun() + ": " + r.Info().ID + " (" + string(r.Info().Lifecycle) + remarks + ")"
}

// output adds an output.
func (t *template) output(name, description string, value syntax.Value) {
	o := syntax.Output{Description: description, Name: name, Type: syntax.TypeString, Value: value}
	if len(t.outputs) == 0 {
		o.Section = "Outputs"
	}
	t.outputs = append(t.outputs, o)
}

// sharedOutputs adds what a customer asks for of the stack as a whole.
func (t *template) sharedOutputs() {
	if t.shares("namespace") {
		t.output(azure.NamespaceOutput, "Service Bus namespace of the stack", nameOf(azure.NamespaceSymbol))
	}
	if t.shares("pull-identity") {
		t.output(azure.PullPrincipalOutput, "Object id of the identity that pulls images, for a grant on a registry outside this stack",
			syntax.Dot(syntax.Symbol(azure.PullIdentitySymbol), "properties", "principalId"))
	}
}
