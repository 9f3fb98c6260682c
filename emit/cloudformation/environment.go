package cloudformation

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
)

// environment is what a function finds in its environment. An author's value is
// plain text, whatever it looks like.
func (t *template) environment(f *ir.Function) syntax.Object {
	variables := aws.Environment(t.stack, f)
	out := make(syntax.Object, len(variables))
	for i, v := range variables {
		out[i] = syntax.F(v.Name, text(v.Value))
	}
	return out
}

// ignoreE1029 tells cfn-lint that "${" in an author's text is meant: outside of
// Fn::Sub CloudFormation leaves it alone, and cfn-lint takes it for a mistake.
var ignoreE1029 = syntax.F("cfn-lint", syntax.Inline{
	syntax.F("config", syntax.Inline{syntax.F("ignore_checks", syntax.List{syntax.Word("E1029")})}),
})

func looksSubstituted(f *ir.Function) bool {
	return slices.ContainsFunc(f.Environment, func(v ir.Variable) bool { return strings.Contains(v.Value, "${") })
}
