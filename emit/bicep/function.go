package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// Function becomes a container app, and a job for each of its schedules.
func (t *template) Function(f *ir.Function) {
	t.begin(heading(f, reach(t.stack, f)))
	t.app(f)
	for _, s := range azure.Schedules(f) {
		t.job(f, s)
	}
	if f.Ingress == ir.Public {
		t.output(azure.URLOutput(f.ID), "Public address of function "+f.ID, text(azure.URL(f)))
	}
}

// reach says who can send a function requests.
func reach(s *ir.Stack, f *ir.Function) string {
	switch {
	case f.Ingress == ir.Public:
		return "public"
	case azure.Listens(s, f):
		return "called inside the environment"
	}
	return "no ingress"
}

func (t *template) app(f *ir.Function) {
	configuration := append(pulling(), syntax.F("activeRevisionsMode", syntax.Str("Single")))
	if azure.Listens(t.stack, f) {
		configuration = append(configuration, ingress(f))
	}
	t.add(syntax.Resource{
		Remarks:   []string{"Runs the image with the rights of profile " + f.Profile + "."},
		Symbol:    syntax.Symbol(symbol(f)),
		Type:      azure.AppType,
		Condition: syntax.Symbol(azure.DeployFunctionsParameter),
		Name:      text(azure.AppName(f.ID)),
		Location:  location,
		Identity:  acting(azure.ProfileSymbol(f.Profile), azure.PullIdentitySymbol),
		DependsOn: t.grantedTo(azure.ProfileSymbol(f.Profile), azure.PullIdentitySymbol),
		Tags:      tagged(f),
		Properties: syntax.Object{
			syntax.F("configuration", configuration),
			syntax.F("environmentId", idOf(azure.EnvironmentSymbol)),
			syntax.F("template", syntax.Object{
				syntax.F("containers", syntax.Lines{container(f, azure.Environment(t.stack, f), probes(f)...)}),
				syntax.F("scale", t.scale(f)),
				syntax.F("terminationGracePeriodSeconds", syntax.Int(min(f.Timeout, azure.GraceLimit))),
			}),
			syntax.F("workloadProfileName", consumption),
		},
	})
}

// pulling is how an app or a job gets its image: with an identity that is kept
// from the code inside.
func pulling() syntax.Object {
	return syntax.Object{
		syntax.F("identitySettings", syntax.Lines{syntax.Object{
			syntax.F("identity", idOf(azure.PullIdentitySymbol)),
			syntax.F("lifecycle", syntax.Str("None")),
		}}),
		syntax.F("registries", syntax.Symbol(azure.PullRegistriesVariable)),
	}
}

// ingress lets requests in, over TLS only: of a public function from anywhere,
// of any other from its environment.
func ingress(f *ir.Function) syntax.Field {
	return syntax.F("ingress", syntax.Object{
		syntax.F("allowInsecure", syntax.Bool(false)),
		syntax.F("external", syntax.Bool(f.Ingress == ir.Public)),
		syntax.F("targetPort", syntax.Int(azure.Port)),
		syntax.F("traffic", syntax.Lines{syntax.Object{
			syntax.F("latestRevision", syntax.Bool(true)),
			syntax.F("weight", syntax.Int(100)),
		}}),
		syntax.F("transport", syntax.Str("auto")),
	})
}

func container(f *ir.Function, variables []azure.Variable, more ...syntax.Field) syntax.Object {
	cpu, memory := azure.Compute(f.Memory)
	return append(syntax.Object{
		syntax.F("env", environment(variables)),
		syntax.F("image", syntax.Symbol(azure.ImageParameter(f.ID))),
		syntax.F("name", syntax.Str(f.ID)),
		syntax.F("resources", syntax.Object{
			syntax.F("cpu", syntax.JSON.Of(syntax.Str(cpu))),
			syntax.F("memory", syntax.Str(memory)),
		}),
	}, more...)
}
