package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// jobRetries is how often a run that failed is tried again.
const jobRetries = 1

// job starts the function's image at the times of a schedule, for one event.
// It acts as the function does, so a schedule needs no right.
func (t *template) job(f *ir.Function, s *ir.ScheduleTrigger) {
	t.add(syntax.Resource{
		Remarks:   []string{"Runs the image once at " + cron(s) + " (minute hour day month weekday, UTC)."},
		Symbol:    syntax.Symbol(azure.JobSymbol(f.ID, s.Index)),
		Type:      azure.JobType,
		Condition: syntax.Symbol(azure.DeployFunctionsParameter),
		Name:      text(azure.JobName(f.ID, s.Index)),
		Location:  location,
		Identity:  acting(azure.ProfileSymbol(f.Profile), azure.PullIdentitySymbol),
		DependsOn: t.grantedTo(azure.ProfileSymbol(f.Profile), azure.PullIdentitySymbol),
		Tags:      tagged(f),
		Properties: syntax.Object{
			syntax.F("configuration", append(pulling(),
				syntax.F("replicaRetryLimit", syntax.Int(jobRetries)),
				syntax.F("replicaTimeout", syntax.Int(f.Timeout)),
				syntax.F("scheduleTriggerConfig", syntax.Object{
					syntax.F("cronExpression", syntax.Str(cron(s))),
					syntax.F("parallelism", syntax.Int(1)),
					syntax.F("replicaCompletionCount", syntax.Int(1)),
				}),
				syntax.F("triggerType", syntax.Str("Schedule")),
			)),
			syntax.F("environmentId", idOf(azure.EnvironmentSymbol)),
			syntax.F("template", syntax.Object{
				syntax.F("containers", syntax.Lines{container(f, azure.JobEnvironment(t.stack, f, s.Index))}),
			}),
			syntax.F("workloadProfileName", consumption),
		},
	})
}

// cron is the schedule as Container Apps reads it. A check has refused what
// cannot be parsed.
func cron(s *ir.ScheduleTrigger) string {
	parsed, err := ir.ParseCron(s.Cron)
	if err != nil {
		return ""
	}
	return azure.Cron(parsed)
}
