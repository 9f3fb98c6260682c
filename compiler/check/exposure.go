package check

import (
	"fmt"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// exposure notes what follows from the stack and is easily overlooked: what
// anyone can reach, and where live means less than it says. Where the author
// overrides what management has, live says nothing: what is listed counts.
func exposure(r *review) {
	for _, res := range r.Stack.Resources {
		info := res.Info()
		live := info.Lifecycle == ir.Live && r.aws()
		switch res := res.(type) {
		case *ir.Storage:
			if res.PublicRead {
				r.add(about(res, "publicRead", "public-storage", "storage %q can be read by anyone", res.ID).
					WithHelp("anyone who knows an object's name can fetch it; nobody can list or write"))
			}
		case *ir.Queue, *ir.Vault:
			if live && onlyMonitors(r.Stack, res) {
				r.add(limited(info, fmt.Sprintf("live %s %q is monitor-only on AWS", res.Kind(), info.ID)).
					WithHelp("AWS has no right that changes its settings and nothing else, so management gets none"))
			}
		case *ir.Function:
			exposedFunction(r, res)
			if live && hasSchedule(res) && mayUpdate(r.Stack, res) {
				r.add(limited(info, fmt.Sprintf("schedules of live function %q cannot be changed by management on AWS", res.ID)).
					WithHelp("a changed schedule reaches customers with the next setup"))
			}
		}
	}
}

func exposedFunction(r *review, f *ir.Function) {
	if f.Ingress == ir.Public {
		path := "ingress"
		if f.Endpoint != "" {
			path = "publicEndpoint"
		}
		r.add(about(f, path, "public-function", "function %q can be called by anyone", f.ID).
			WithHelp("the code must check who calls; private functions are called by triggers and by linked functions"))
	}
	called := derived(r.Stack) || lists(r.Stack, f, "function/invoke")
	if f.Commands && f.Lifecycle == ir.Frozen && called {
		r.add(about(f, "commandsEnabled", "commands-on-frozen", "management may call frozen function %q", f.ID).
			WithHelp("calling is not updating: its code and settings stay as they are"))
	}
}

func limited(info *ir.Common, message string) diag.Diagnostic {
	at := info.Added
	if at.IsZero() {
		at = info.Pos
	}
	return diag.New("live-limited", at, "resources."+info.ID+".lifecycle", message)
}

func hasSchedule(f *ir.Function) bool {
	for _, t := range f.Triggers {
		if _, ok := t.(*ir.ScheduleTrigger); ok {
			return true
		}
	}
	return false
}
