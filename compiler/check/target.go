package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

const targetHelp = "restrict .platforms or --target"

// targets decides which clouds the stack is compiled to. A cloud that nobody
// named is left out silently when this alienc cannot compile to it.
func targets(r *review) {
	wanted := r.Targets
	if wanted == nil {
		wanted = platforms(r)
	}
	var missing []cloud.Name
	for _, c := range cloud.Names {
		switch {
		case !slices.Contains(wanted, c):
		case r.Stack.Platforms != nil && !slices.Contains(r.Stack.Platforms, string(c)):
			missing = append(missing, c)
		case slices.Contains(r.Available, c):
			r.targets = append(r.targets, c)
		case r.Targets != nil || r.Stack.Platforms != nil:
			missing = append(missing, c)
		}
	}
	for _, c := range missing {
		d := unavailable(r, c)
		if len(r.targets) == 0 {
			d = d.As(diag.Error)
		}
		r.add(d)
	}
}

// platforms gives the clouds that the stack lists, or all of them.
func platforms(r *review) []cloud.Name {
	listed := r.Stack.Platforms
	if listed == nil {
		return cloud.Names
	}
	var clouds []cloud.Name
	var others []diag.Diagnostic
	for i, word := range listed {
		if slices.Contains(cloud.Names, cloud.Name(word)) {
			clouds = append(clouds, cloud.Name(word))
			continue
		}
		path := fmt.Sprintf("platforms[%d]", i)
		others = append(others, diag.New("platform-ignored", r.Stack.Places.At(path, r.Stack.Pos), path,
			fmt.Sprintf("platform %q is ignored by alienc", word)).WithHelp("remove it, or leave it for other tools that read the stack"))
	}
	if len(clouds) == 0 {
		r.add(diag.New("no-supported-platform", r.Stack.Places.At("platforms", r.Stack.Pos), "platforms",
			fmt.Sprintf("platforms([%s]) leaves nothing to compile", strings.Join(quoted(listed), ", "))).
			WithHelp(`add "aws", "gcp" or "azure"`))
		return nil
	}
	r.add(others...)
	return clouds
}

// unavailable reports a cloud that was named and cannot be compiled to, at the
// word in .platforms where it stands there.
func unavailable(r *review, c cloud.Name) diag.Diagnostic {
	for i, word := range r.Stack.Platforms {
		if word == string(c) {
			path := fmt.Sprintf("platforms[%d]", i)
			return diag.New("target-not-available", r.Stack.Places.At(path, r.Stack.Pos), path,
				fmt.Sprintf("this alienc does not compile to %s yet", c)).WithHelp(targetHelp)
		}
	}
	if r.Stack.Platforms != nil {
		at := r.Stack.Places.At("platforms", r.Stack.Pos)
		return diag.New("target-not-available", at, "platforms", fmt.Sprintf("%s is asked for, but the stack does not list it in .platforms", c)).
			WithHelp(fmt.Sprintf("add %q to .platforms, or leave it out of --target", c))
	}
	return diag.New("target-not-available", ir.Pos{}, "", fmt.Sprintf("this alienc does not compile to %s yet", c)).WithHelp(targetHelp)
}
