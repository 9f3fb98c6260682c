package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// exposure notes what follows from the stack and is easily overlooked: what
// anyone can reach, and where live means less than it says. Where the author
// overrides what management has, live says nothing: what is listed counts.
func exposure(r *review) {
	for _, res := range r.Stack.Resources {
		info := res.Info()
		monitorOnly(r, res)
		switch res := res.(type) {
		case *ir.Storage:
			publicStorage(r, res)
		case *ir.Function:
			exposedFunction(r, res)
			if info.Lifecycle == ir.Live && r.aws() && hasSchedule(res) && mayUpdate(r.Stack, res) {
				r.add(limited(info, fmt.Sprintf("schedules of live function %q cannot be changed by management on AWS", res.ID)).
					WithHelp("a changed schedule reaches customers with the next setup"))
			}
		}
	}
}

func publicStorage(r *review, s *ir.Storage) {
	if !s.PublicRead {
		return
	}
	help := "anyone who knows an object's name can fetch it; nobody can list or write"
	if r.azure() {
		help += "\nmany tenants of Azure deny public access by policy: a deployment there fails until its owner makes an exception"
	}
	r.add(about(s, "publicRead", "public-storage", "storage %q can be read by anyone", s.ID).WithHelp(help))
}

// gives reports whether a built-in set grants anything on some target.
func (r *review) gives(set sets.Set) bool {
	return slices.ContainsFunc(r.targets, func(name cloud.Name) bool { return effective(name, set) })
}

// effective reports whether a built-in set grants anything on a cloud.
func effective(name cloud.Name, set sets.Set) bool {
	switch name {
	case cloud.AWS:
		return len(set.AWS) > 0
	case cloud.Azure:
		return set.Purpose != "management" || !azure.MonitorOnly(ir.Kind(set.Kind))
	}
	return true
}

// updates reports whether live gives management more of a resource than
// monitoring on some target.
func (r *review) updates(res ir.Resource) bool {
	set, ok := sets.Lookup(updateSet(res))
	return ok && r.gives(set)
}

// monitorOnly notes the targets on which live gives management nothing.
func monitorOnly(r *review, res ir.Resource) {
	info := res.Info()
	if info.Lifecycle != ir.Live {
		return
	}
	update, _ := sets.Lookup(updateSet(res))
	where := r.titles(func(name cloud.Name) bool { return !effective(name, update) && onlyMonitors(r.Stack, res, name) })
	if where == "" {
		return
	}
	has := "has"
	if strings.Contains(where, " and ") {
		has = "have"
	}
	r.add(limited(info, fmt.Sprintf("live %s %q is monitor-only on %s", res.Kind(), info.ID, where)).
		WithHelp(fmt.Sprintf("%s %s no right that changes its settings and nothing else, so management gets none", where, has)))
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
