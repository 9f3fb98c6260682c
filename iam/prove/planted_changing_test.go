package prove

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// changingMistakes take G3 and G4 away: management changes what is frozen, or deletes.
var changingMistakes = []mistake{
	{
		"management changes a frozen bucket", func(p *plan) { p.add("data", "bucket", "s3:PutBucketVersioning") },
		"G3: management may change data with s3:PutBucketVersioning",
	},
	{
		"management tags a frozen table", func(p *plan) { p.add("cache", "table", "dynamodb:TagResource") },
		"G3: management may change cache with dynamodb:TagResource",
	},
	{
		"management changes a frozen function", func(p *plan) { p.add("agent", "function", "lambda:UpdateFunctionCode") },
		"G3: management may change agent with lambda:UpdateFunctionCode",
	},
	{"management changes a version of a frozen function", func(p *plan) {
		p.put(iam.Management, management, "api", cloud.Concat(p.arn("agent", "function"), ":1"), "lambda:UpdateFunctionConfiguration")
	}, "G3: management may change agent with lambda:UpdateFunctionConfiguration"},
	{"management changes a frozen function by an alias", func(p *plan) {
		p.put(iam.Management, management, "api", cloud.Concat(p.arn("agent", "function"), ":*"), "lambda:UpdateAlias")
	}, "G3: management may change agent with lambda:UpdateAlias"},
	{
		"management shortens the logs of a frozen function", func(p *plan) { p.add("agent", "log-group", "logs:PutRetentionPolicy") },
		"G3: management may change agent with logs:PutRetentionPolicy",
	},
	{
		"management redirects a frozen schedule", func(p *plan) { p.add("agent", "schedules", "scheduler:UpdateSchedule") },
		"G3: management may change agent with scheduler:UpdateSchedule",
	},
	{"management pauses the trigger of a frozen function", func(p *plan) {
		p.add("worker", "mappings", "lambda:UpdateEventSourceMapping", only("ArnEquals", "lambda:FunctionArn", p.arn("agent", "function")))
	}, "G3: management may change agent with lambda:UpdateEventSourceMapping"},
	{"management pauses every trigger", func(p *plan) {
		p.each(named(iam.Management, "FunctionUpdateTriggers"), without("lambda:FunctionArn"))
	}, "G3: management may change agent with lambda:UpdateEventSourceMapping"},
	{"management adds a trigger to a frozen function", func(p *plan) {
		p.put(iam.Management, management, "worker", cloud.Lit("*"), "lambda:CreateEventSourceMapping", only("ArnLike", "lambda:FunctionArn", cloud.Lit("arn:aws:lambda:*:*:function:*")))
	}, "G3: management may change agent with lambda:CreateEventSourceMapping"},
	{"management updates the stack", func(p *plan) {
		p.put(iam.Management, management, "", cloud.Concat(aws.StackID), "cloudformation:UpdateStack")
	}, "G3: management may change what is beyond one resource with cloudformation:UpdateStack"},
	{"management changes settings of the account", func(p *plan) {
		p.put(iam.Management, management, "site", cloud.Lit("*"), "s3:PutAccountPublicAccessBlock")
	}, "G3: management may change settings of the whole account with s3:PutAccountPublicAccessBlock"},
	{"management closes the account", func(p *plan) {
		p.put(iam.Management, management, "site", cloud.Lit("*"), "account:CloseAccount")
	}, "G3: management may change what is beyond one resource with account:CloseAccount"},
	{"management backs up into another service", func(p *plan) {
		p.put(iam.Management, management, "counters", p.arn("cache", "table"), "backup:StartBackupJob")
	}, "G3: management may change arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${NamePrefix}-cache with backup:StartBackupJob"},
	{
		"management calls a function without commands", func(p *plan) { p.add("worker", "function", "lambda:InvokeFunction") },
		"G3: management may call worker with lambda:InvokeFunction, by derived:planted on planted:worker",
	},
	{"commands for a function that takes none", func(p *plan) {
		p.each(named(iam.Management, "FunctionInvoke"), func(g *iam.Grant) { g.Resource, g.On = "worker", p.arn("worker", "function") })
	}, "G3: management may call worker with lambda:InvokeFunction"},
	{
		"management deletes objects", func(p *plan) { p.add("site", "objects", "s3:DeleteObjectVersion") },
		"G4: management may delete from site with s3:DeleteObjectVersion",
	},
	{
		"management deletes a live table", func(p *plan) { p.add("counters", "table", "dynamodb:DeleteTable") },
		"G4: management may delete from counters with dynamodb:DeleteTable",
	},
	{
		"management purges a queue", func(p *plan) { p.add("mail", "queue", "sqs:PurgeQueue") },
		"G4: management may delete from mail with sqs:PurgeQueue",
	},
	{
		"management deletes images", func(p *plan) { p.add("builds", "repository", "ecr:BatchDeleteImage") },
		"G4: management may delete from builds with ecr:BatchDeleteImage",
	},
	{"management cancels the stack's update", func(p *plan) {
		p.put(iam.Management, management, "", cloud.Concat(aws.StackID), "cloudformation:ExecuteChangeSet")
	}, "G4: management may delete from what is beyond one resource with cloudformation:ExecuteChangeSet"},
	{"a rule can expire objects, and nothing says so", func(p *plan) {
		p.each(named(iam.Management, "StorageUpdate"), func(g *iam.Grant) { g.Damage = "" })
	}, "G4: management may make AWS delete from site with s3:PutLifecycleConfiguration"},
	{"a damage excuses a deletion", func(p *plan) {
		p.add("site", "bucket", "s3:DeleteBucket")
		p.grants[len(p.grants)-1].Damage = "It can delete the bucket."
	}, "G4: management may delete from site with s3:DeleteBucket"},
}
