package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// probeDelay is how many seconds a container has before it is first asked
// whether it is ready.
const probeDelay = 3

// probes asks a public function whether it takes requests. Azure always asks
// by GET. Nobody waits for a function that nobody can reach, so others are not
// asked.
func probes(f *ir.Function) []syntax.Field {
	if f.Probe == nil || f.Ingress != ir.Public {
		return nil
	}
	return []syntax.Field{syntax.F("probes", syntax.Lines{syntax.Object{
		syntax.F("httpGet", syntax.Object{
			syntax.F("path", syntax.Str(f.Probe.Path)),
			syntax.F("port", syntax.Int(azure.Port)),
		}),
		syntax.F("initialDelaySeconds", syntax.Int(probeDelay)),
		syntax.F("type", syntax.Str("Readiness")),
	}})}
}
