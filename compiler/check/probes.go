package check

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// probes checks that somebody asks a readiness probe, and as its author says.
func probes(r *review) {
	for _, f := range r.Stack.Functions() {
		if f.Probe == nil {
			continue
		}
		if f.Ingress != ir.Public {
			r.add(about(f, "readinessProbe", "probe-on-private-function", "readinessProbe on private function %q is never used", f.ID).
				WithHelp(`remove it, or add .ingress("public")`))
			continue
		}
		if r.aws() {
			r.add(about(f, "readinessProbe", "probe-ignored", "readinessProbe of %q has no effect on AWS", f.ID).
				WithHelp("Lambda starts a function when it is called and does not ask it before"))
		}
		if r.azure() && f.Probe.Method != azure.ProbeMethod {
			r.add(about(f, "readinessProbe.method", "probe-ignored", "the method %s of readinessProbe of %q has no effect on Azure", f.Probe.Method, f.ID).
				WithHelp("Container Apps asks with GET: make the path answer it"))
		}
	}
}
