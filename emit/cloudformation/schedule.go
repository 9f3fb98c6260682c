package cloudformation

import (
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
)

// How often and for how long the scheduler tries to reach a function.
const (
	scheduleRetries = 3
	scheduleMaxAge  = 3600 // seconds
)

// schedules adds a function's schedules and the role that they act with.
func (t *template) schedules(f *ir.Function) {
	list := aws.Schedules(f)
	if len(list) == 0 {
		return
	}
	t.cronRole(f, f.At(list[0].Path()))
	for _, s := range list {
		t.schedule(f, s)
	}
}

func (t *template) schedule(f *ir.Function, s *ir.ScheduleTrigger) {
	t.add(syntax.Resource{
		Purpose:  "Calls the function at " + strings.Join(strings.Fields(s.Cron), " ") + " (minute hour day month weekday, UTC).",
		Name:     aws.ScheduleSymbol(f.ID, s.Index),
		Type:     "AWS::Scheduler::Schedule",
		Metadata: ownerOf(f).at(f.At(s.Path())).metadata(),
		Properties: syntax.Object{
			syntax.F("Name", text(aws.ScheduleName(f.ID, s.Index))),
			syntax.F("GroupName", syntax.Ref(aws.ScheduleGroupSymbol)),
			syntax.F("ScheduleExpression", syntax.Str(scheduleExpression(s))),
			syntax.F("ScheduleExpressionTimezone", syntax.Word("UTC")),
			syntax.F("State", syntax.Word("ENABLED")),
			syntax.F("FlexibleTimeWindow", syntax.Inline{syntax.F("Mode", syntax.Word("OFF"))}),
			syntax.F("Target", syntax.Object{
				syntax.F("Arn", syntax.GetAtt{Resource: symbol(f), Attribute: "Arn"}),
				syntax.F("RoleArn", syntax.GetAtt{Resource: aws.CronRoleSymbol(f.ID), Attribute: "Arn"}),
				syntax.F("Input", syntax.Str(scheduleInput(f, s))),
				syntax.F("RetryPolicy", syntax.Inline{
					syntax.F("MaximumRetryAttempts", syntax.Int(scheduleRetries)),
					syntax.F("MaximumEventAgeInSeconds", syntax.Int(scheduleMaxAge)),
				}),
			}),
		},
	})
}

// scheduleExpression is the schedule in the six fields of EventBridge. A check
// has refused what cannot be parsed or expressed.
func scheduleExpression(s *ir.ScheduleTrigger) string {
	cron, err := ir.ParseCron(s.Cron)
	if err != nil {
		return ""
	}
	expression, err := aws.Cron(cron)
	if err != nil {
		return ""
	}
	return expression
}

// scheduleInput is the event that the function gets. The scheduler puts the
// time in.
func scheduleInput(f *ir.Function, s *ir.ScheduleTrigger) string {
	return `{"source":"alien.schedule","detail-type":"Scheduled Event","time":"<aws.scheduler.scheduled-time>",` +
		`"detail":{"function":` + strconv.Quote(f.ID) + `,"trigger":` + strconv.Itoa(s.Index) + `}}`
}

// scheduleGroup holds the schedules of the stack. The roles of schedules trust
// it, not any schedule of the account.
func (t *template) scheduleGroup() {
	owner := owner{id: t.stack.ID, kind: "stack", lifecycle: ir.Frozen, pos: t.stack.Pos, shared: true}
	t.begin("Schedules of the stack")
	t.add(syntax.Resource{
		Purpose:  "The group of all schedules above.",
		Name:     aws.ScheduleGroupSymbol,
		Type:     "AWS::Scheduler::ScheduleGroup",
		Metadata: owner.metadata(),
		Properties: syntax.Object{
			syntax.F("Name", text(aws.ScheduleGroupName())),
			t.tagged(owner),
		},
	})
}
