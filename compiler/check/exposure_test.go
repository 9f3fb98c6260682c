package check

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

// A note says what management has, so under an override it depends on what is
// listed.
func TestNotesUnderOverride(t *testing.T) {
	const (
		jobs     = `live queue "jobs" is monitor-only on AWS`
		keys     = `live vault "keys" is monitor-only on AWS`
		schedule = `schedules of live function "cron" cannot be changed by management on AWS`
		calls    = `management may call frozen function "agent"`
	)
	for management, want := range map[string][]string{
		"auto":                                            {jobs, keys, schedule, calls},
		"extend jobs: queue/heartbeat":                    {jobs, keys, schedule, calls},
		"extend jobs: queue/data-write":                   {keys, schedule, calls},
		"override":                                        nil,
		"override *: queue/management":                    nil, // on AWS it grants nothing
		"override jobs: queue/heartbeat":                  {jobs},
		"override *: queue/heartbeat":                     {jobs},
		"override *: vault/heartbeat":                     {keys},
		"override keys: vault/data-write":                 nil,
		"override cron: worker/management":                {schedule},
		"override cron: function/invoke":                  nil,
		"override agent: worker/invoke":                   {calls},
		"override jobs: queue/heartbeat queue/management": {jobs},
		"override jobs: queue/heartbeat queue/data-read":  nil,
	} {
		cron, agent := function("cron"), function("agent")
		cron.Triggers = []ir.Trigger{&ir.ScheduleTrigger{TriggerPath: "triggers[0]", Cron: "0 3 * * *"}}
		agent.Lifecycle, agent.Commands = ir.Frozen, true
		s := stackOf([]*ir.Profile{profile("execution", "")}, live(queue("jobs")), live(vault("keys")), cron, agent)
		s.Management = asks(management)
		got := map[string]bool{}
		for _, d := range run(s) {
			if d.ID == "live-limited" || d.ID == "commands-on-frozen" {
				got[d.Message] = true
			}
		}
		for _, message := range want {
			if !got[message] {
				t.Errorf("%s: missing %s", management, message)
			}
			delete(got, message)
		}
		for message := range got {
			t.Errorf("%s: unexpected %s", management, message)
		}
	}
}

// A set of the author's own on a queue is more than monitoring.
func TestCustomSetsAndMonitoring(t *testing.T) {
	for key, want := range map[string]bool{"jobs": false, "data": true, "*": true} {
		s := managedBy(key, "arn:aws:s3:::bucket", []string{"s3:GetBucketCORS"}, live(queue("jobs")), storage("data"))
		found := false
		for _, d := range run(s) {
			found = found || strings.Contains(d.Message, "monitor-only")
		}
		if found != want {
			t.Errorf("under %q, jobs is said to be monitor-only: %t", key, found)
		}
	}
}
