// Package compiler turns alien.ts into a checked [ir.Stack]. It joins the steps
// that stand in the packages below it: bundle, eval with sdk, and check.
package compiler

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/bundle"
	"github.com/alienc/alienc/compiler/check"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/eval"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/compiler/sdk"
)

// Options say what to compile.
type Options struct {
	Entry     string            // path of the entry file
	Env       map[string]string // all that process.env holds
	Targets   []cloud.Name      // the clouds that were asked for; nil: the stack decides
	Available []cloud.Name      // the clouds that this alienc compiles to
	Accepted  []ir.Accepted     // risks that alienc.yaml accepts
	Previous  *ir.Stack         // what an earlier build declared; nil: no comparison
	Console   io.Writer         // takes what the author's code prints; nil: nobody
	// Overrun is called from another goroutine when the author's code neither
	// ends nor can be interrupted. It must end the process.
	Overrun func(diag.Diagnostic)
}

// Input is a file that was read.
type Input = bundle.Input

// Result is what was found. When Diagnostics holds an error, Stack is for
// messages only: nothing may be made from it.
type Result struct {
	Stack       *ir.Stack // nil when evaluation ended early
	Targets     []cloud.Name
	Diagnostics diag.List     // sorted
	Inputs      []Input       // sorted by path, which is relative to the folder of the entry file
	Env         []string      // names of the passed variables that were read, sorted
	Accepted    []ir.Accepted // the risks that lowered an error, sorted by place
}

// Compile reads, runs and checks an entry file. The error says that the file
// cannot be read; everything else is a diagnostic.
func Compile(ctx context.Context, o Options) (*Result, error) {
	root, err := bundle.Root(o.Entry)
	if err != nil {
		return nil, err
	}
	watched := eval.Watch(filepath.Base(o.Entry), eval.DefaultLimits, o.Overrun)
	script, list, err := bundle.Build(bundle.Options{
		Entry: o.Entry, Root: root, Exports: sdk.Exports(), Quiet: sdk.Quiet(),
		Hooks: bundle.Hooks{Export: eval.Export, Unknown: eval.Unknown, Forbidden: eval.Forbidden, Done: eval.Done},
	})
	watched()
	if err != nil {
		return nil, err
	}
	result := &Result{Diagnostics: list}
	if script == nil {
		result.Diagnostics.Sort()
		return result, nil
	}
	result.Inputs = script.Inputs
	run := eval.Run(ctx, eval.Program{
		Entry: filepath.Base(o.Entry), Code: script.Code, Async: script.Async, Silent: script.Silent, Position: script.Position,
	}, eval.Options{Env: o.Env, Console: o.Console, Overrun: o.Overrun, Limits: eval.DefaultLimits})
	result.Stack, result.Env = run.Stack, run.Env
	result.Diagnostics.Add(run.Session.Diagnostics...)
	if run.Stack != nil {
		var found diag.List
		if result.Diagnostics.HasErrors() {
			o.Previous = nil // what was refused would seem removed
		}
		result.Targets, found = check.Run(check.Input{
			Stack: run.Stack, Targets: o.Targets, Available: o.Available, Root: root, Dir: filepath.Dir(script.Entry),
			Accepted: o.Accepted, Previous: o.Previous,
		})
		// What was wrong with a value was said at its call. A stack may be empty
		// because what it holds was refused, and so may a risk be gone.
		refused := result.Diagnostics.HasErrors()
		found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
			return run.Session.Spoiled(d.Path) || refused && (d.ID == "empty-stack" || d.ID == "accepted-risk-stale")
		})
		result.Accepted = used(o.Accepted, found)
		result.Diagnostics.Add(found...)
	}
	result.Diagnostics.Sort()
	if run.Stack != nil {
		run.Stack.Notes = notes(result.Diagnostics)
	}
	return result, nil
}

// used gives the accepted risks that the stack has.
func used(accepted []ir.Accepted, found diag.List) []ir.Accepted {
	var list []ir.Accepted
	for _, a := range accepted {
		if slices.ContainsFunc(found, func(d diag.Diagnostic) bool {
			return d.Accepted && d.ID == a.Check && d.Subject == a.Subject
		}) {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, func(a, b ir.Accepted) int { return a.Pos.Compare(b.Pos) })
	return list
}

// notes gives the remarks that become part of the stack's document. Those
// about another build do not: output depends on the input alone.
func notes(list diag.List) []ir.Note {
	var out []ir.Note
	for _, d := range list {
		if d.Severity == diag.Note && !strings.HasPrefix(d.ID, "release-") {
			out = append(out, ir.Note{ID: d.ID, Message: d.Message, Pos: d.Pos})
		}
	}
	return out
}
