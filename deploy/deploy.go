// Package deploy writes DEPLOY.md: the commands with which a customer installs,
// watches, updates and removes a stack, in the order in which they are needed,
// each with what it needs, what it changes and how to undo it.
//
// Every command is whole, stands on one line, and is made of words that are
// quoted where a shell would read them otherwise. Names come from cloud/aws and
// cloud/azure, so they are those of the templates and the policies. What nobody
// has said is a placeholder in capitals, which the page explains at its top.
//
// A build for several clouds has one page with a part for each, and each part
// is whole: a customer reads one of them.
//
// The page is a function of its input alone. It grants nothing: which rights a
// step needs stands in the policy files, and the page only says which file to
// lend to whom, and when to take it back.
package deploy

import (
	"strings"

	"github.com/alienc/alienc/compiler/ir"
)

// Input is what the page is about.
type Input struct {
	Stack *ir.Stack // checked
	AWS   *AWS      // nil: the build is not for AWS
	Azure *Azure    // nil: the build is not for Azure
}

// Markdown writes DEPLOY.md. The same input gives the same bytes.
func Markdown(in Input) []byte {
	var parts []func(page) []byte
	var clouds []string
	if in.AWS != nil {
		clouds = append(clouds, "AWS")
		parts = append(parts, func(p page) []byte { return awsMarkdown(p, *in.AWS) })
	}
	if in.Azure != nil {
		clouds = append(clouds, "Azure")
		parts = append(parts, func(p page) []byte { return azureMarkdown(p, *in.Azure) })
	}
	p := page{stack: in.Stack}
	if len(parts) == 1 {
		return parts[0](p)
	}
	p.level = "#"
	var b strings.Builder
	b.WriteString("# Deploying " + oneLine(in.Stack.ID) + "\n\nThis page has one part for each cloud: " + strings.Join(clouds, ", ") +
		". Each is whole, and the sections that it names are its own. Read the one of the cloud that you deploy to.\n")
	for _, part := range parts {
		b.WriteByte('\n')
		b.Write(part(p))
	}
	return []byte(b.String())
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
