package prove

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// profileMistakes take G6 and G7 away: code reaches more, or a name is a pattern.
var profileMistakes = []mistake{
	{"a profile reads a table that it does not link", func(p *plan) {
		p.put(iam.Runtime, "profile:run", "counters", p.arn("counters", "table"), "dynamodb:GetItem")
	}, "G6: profile:run holds derived:planted on counters, which not every function links"},
	{"a profile reads another table than it says", func(p *plan) {
		p.put(iam.Runtime, "profile:run", "cache", p.arn("counters", "table"), "dynamodb:GetItem")
	}, "G6: profile:run reaches arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${NamePrefix}-counters by derived:planted on cache"},
	{
		"a profile reads everything", func(p *plan) { p.put(iam.Runtime, "profile:run", "cache", cloud.Lit("*"), "dynamodb:GetItem") },
		"G6: profile:run reaches * by derived:planted on cache",
	},
	{"a profile writes other logs", func(p *plan) {
		p.each(named(iam.Runtime, "FunctionLogs"), func(g *iam.Grant) { g.Resource, g.On = "agent", p.arn("agent", "logs") })
	}, "G6: profile:run writes the logs of agent"},
	{"a profile does more to its logs than writing", func(p *plan) {
		p.each(named(iam.Runtime, "FunctionLogs"), func(g *iam.Grant) {
			g.Actions = strings.Fields("logs:DeleteLogGroup logs:FilterLogEvents logs:PutSubscriptionFilter")
		})
	}, "G6: profile:run may use logs:DeleteLogGroup, logs:FilterLogEvents, logs:PutSubscriptionFilter on function:api/logs, which is no rule of derived:logs"},
	{"a profile gets back the items that it writes", func(p *plan) {
		p.each(named(iam.Runtime, "KvDataWrite"), func(g *iam.Grant) { g.Statement = "KvDataWriteOnly" })
	}, "G6: profile:run may use dynamodb:BatchWriteItem, dynamodb:DeleteItem, dynamodb:PutItem, dynamodb:UpdateItem on kv:cache/table, which is no rule of kv/data-write"},
	{"a profile writes where its set reads", func(p *plan) {
		p.each(named(iam.Runtime, "StorageDataReadObjects"), func(g *iam.Grant) { g.Actions = []string{"s3:PutObject"} })
	}, "G6: profile:run may use s3:PutObject on storage:data/objects, which is no rule of storage/data-read"},
	{"a profile writes where its set does not say", func(p *plan) {
		p.each(named(iam.Runtime, "FunctionLogs"), func(g *iam.Grant) { g.On = p.arn(g.Resource, "log-group") })
	}, "G6: profile:run may use logs:CreateLogStream, logs:PutLogEvents on function:api/logs, which is no rule of derived:logs"},
	{"a profile holds what is for setup", func(p *plan) {
		p.each(named(iam.Setup, "Table"), func(g *iam.Grant) {
			g.Plane, g.Identity, g.Conditions = iam.Runtime, "profile:run", nil
		})
	}, "G6: profile:run may use dynamodb:UntagResource, dynamodb:UpdateContinuousBackups, dynamodb:UpdateTable, dynamodb:UpdateTimeToLive, dynamodb:CreateTable and 8 more on kv:cache/table, which is no rule of kv/provision"},
	{"a profile receives from a queue that triggers another", func(p *plan) {
		p.each(named(iam.Runtime, "QueueTrigger"), func(g *iam.Grant) { g.Resource, g.On = "jobs", p.arn("jobs", "queue") })
	}, "G6: profile:quiet receives from jobs, which triggers none of its functions"},
	{"a schedule calls another function", func(p *plan) {
		p.each(named(iam.Runtime, "ScheduleTrigger"), func(g *iam.Grant) { g.On = p.arn("api", "function") })
	}, "G6: the schedules of agent may use lambda:InvokeFunction on function:agent/function"},
	{"a schedule does more", func(p *plan) {
		p.put(iam.Runtime, "cron:agent", "agent", p.arn("agent", "function"), "lambda:UpdateFunctionCode")
	}, "G6: the schedules of agent may use lambda:UpdateFunctionCode on planted:agent"},
	{"an action is a pattern", func(p *plan) {
		p.put(iam.Runtime, "profile:run", "data", p.arn("data", "objects"), "s3:Get*")
	}, "G7: profile:run may use the pattern s3:Get* on planted:data"},
	{"a resource is a pattern without a reason", func(p *plan) {
		p.put(iam.Runtime, "profile:run", "data", cloud.Concat("arn:", aws.Partition, ":s3:::", aws.Prefix, "-*"), "s3:GetObject")
	}, "G7: profile:run may use s3:GetObject on arn:${AWS::Partition}:s3:::${NamePrefix}-*, and nothing says why"},
	{
		"a reason gets lost", func(p *plan) { p.each(named(iam.Management, "MetricsMonitor"), func(g *iam.Grant) { g.Wildcard = "" }) },
		"G7: management may use cloudwatch:GetMetricData on *, and nothing says why",
	},
}
