package check

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// schedules checks cron expressions, and that each target can say them.
func schedules(r *review) {
	for _, f := range r.Stack.Functions() {
		for _, t := range f.Triggers {
			s, ok := t.(*ir.ScheduleTrigger)
			if !ok {
				continue
			}
			path := s.Path() + ".cron"
			cron, err := ir.ParseCron(s.Cron)
			var wrong *ir.CronError
			if errors.As(err, &wrong) {
				help := wrong.Help
				if help == "" {
					help = fmt.Sprintf("field %d of %d is wrong: minute hour day-of-month month day-of-week", wrong.Field, 5)
				}
				r.add(about(f, path, "cron-syntax", "cron %q: %s", s.Cron, wrong.Problem).WithHelp(help))
				continue
			}
			if _, err := aws.Cron(cron); err != nil && r.aws() {
				w := strings.Fields(s.Cron)
				days := strings.Join([]string{w[0], w[1], w[2], w[3], "*"}, " ")
				weekdays := strings.Join([]string{w[0], w[1], "*", w[3], w[4]}, " ")
				r.add(about(f, path, "cron-not-expressible", "cron %q cannot be expressed on AWS", s.Cron).
					WithHelp(fmt.Sprintf("use two triggers, %q and %q; both fire on a day that matches both", days, weekdays)))
			}
		}
	}
}
