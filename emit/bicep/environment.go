package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// environment is what a container finds in its environment. An author's value
// is plain text, whatever it looks like. A binding is written as an object,
// which Azure turns into JSON with the keys in the order given.
func environment(variables []azure.Variable) syntax.Lines {
	out := make(syntax.Lines, len(variables))
	for i, v := range variables {
		out[i] = syntax.Object{syntax.F("name", syntax.Str(v.Name)), syntax.F("value", valueOf(v))}
	}
	return out
}

func valueOf(v azure.Variable) syntax.Value {
	if v.Object == nil {
		return text(v.Value)
	}
	fields := make(syntax.Ordered, len(v.Object))
	for i, f := range v.Object {
		fields[i] = syntax.F(f.Name, text(f.Value))
	}
	return syntax.String.Of(fields)
}
