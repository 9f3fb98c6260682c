package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/iam"
)

// inspect looks at what is about to be written for what must never be there,
// whatever the input. It gives "" or what is wrong.
func inspect(plan *iam.Plan, files []emit.File) string {
	for _, g := range plan.Grants {
		if g.Effect != iam.Allow {
			continue
		}
		for _, action := range g.Actions {
			if strings.ContainsAny(action, "*?") {
				return fmt.Sprintf("%s is granted %s", g.Identity, action)
			}
		}
		if g.On.String() == "*" && g.Wildcard == "" && !g.Custom {
			return fmt.Sprintf("%s is granted %s on every resource", g.Identity, strings.Join(g.Actions, ", "))
		}
		if len(g.Origin) == 0 {
			return fmt.Sprintf("nobody asked for what %s is granted on %s", g.Identity, g.On)
		}
	}
	seen := map[string]bool{}
	for _, f := range files {
		switch {
		case !inside(f.Path) || seen[f.Path]:
			return fmt.Sprintf("%q is not a name for an output", f.Path)
		case len(f.Data) == 0 || f.Data[len(f.Data)-1] != '\n' || !utf8.Valid(f.Data):
			return f.Path + " is not a text file"
		case strings.HasSuffix(f.Path, "template.yaml") && aws.DynamicReference(string(f.Data)):
			return f.Path + " refers to a value of the customer"
		}
		seen[f.Path] = true
	}
	return ""
}
