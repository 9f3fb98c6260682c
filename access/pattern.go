package access

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
)

// names gives the variables that are written by another name than their own.
var names = map[cloud.Var]string{
	aws.Partition: "${partition}",
	aws.Account:   "${account}",
	aws.Region:    "${region}",
	aws.StackID:   "arn:${partition}:cloudformation:${region}:${account}:stack/${StackName}/*",
}

// pattern writes a text as the documents show it: what is known only at
// deployment stands as ${name}, and a dollar sign of the text itself is
// doubled, so that an author's "${" never reads as a variable.
func pattern(t cloud.Text) string {
	var b strings.Builder
	for _, s := range t {
		switch name, ok := names[s.Var]; {
		case s.Var == "":
			b.WriteString(strings.ReplaceAll(s.Lit, "$", "$$"))
		case ok:
			b.WriteString(name)
		default:
			b.WriteString("${" + string(s.Var) + "}")
		}
	}
	return b.String()
}
