package check

import "github.com/alienc/alienc/compiler/ir"

// probes checks that somebody asks a readiness probe.
func probes(r *review) {
	for _, f := range r.Stack.Functions() {
		switch {
		case f.Probe == nil:
		case f.Ingress != ir.Public:
			r.add(about(f, "readinessProbe", "probe-on-private-function", "readinessProbe on private function %q is never used", f.ID).
				WithHelp(`remove it, or add .ingress("public")`))
		case r.aws():
			r.add(about(f, "readinessProbe", "probe-ignored", "readinessProbe of %q has no effect on AWS", f.ID).
				WithHelp("Lambda starts a function when it is called and does not ask it before"))
		}
	}
}
