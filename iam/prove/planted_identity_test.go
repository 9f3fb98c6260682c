package prove

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// identityMistakes take G2 away: management becomes more, or somebody becomes management.
var identityMistakes = []mistake{
	{
		"management passes a role", func(p *plan) { p.put(iam.Management, management, "", roleOf("run"), "iam:PassRole") },
		"G2: management may hand out identities through what is beyond one resource with iam:PassRole",
	},
	{
		"management writes its own role", func(p *plan) { p.put(iam.Management, management, "", roleOf("management"), "iam:PutRolePolicy") },
		"G2: management may hand out rights through what is beyond one resource with iam:PutRolePolicy",
	},
	{"management makes a new version of its policy", func(p *plan) {
		p.put(iam.Management, management, "api", global("policy/", aws.Prefix, "-management-1"), "iam:CreatePolicyVersion")
	}, "G2: management may change or use an identity with iam:CreatePolicyVersion"},
	{
		"management assumes another role", func(p *plan) { p.put(iam.Management, management, "", roleOf("run"), "sts:AssumeRole") },
		"G2: management may hand out credentials through what is beyond one resource with sts:AssumeRole",
	},
	{
		"management opens a function", func(p *plan) { p.add("api", "function", "lambda:AddPermission") },
		"G2: management may hand out rights through api with lambda:AddPermission",
	},
	{
		"management sets the policy of a queue", func(p *plan) { p.add("mail", "queue", "sqs:SetQueueAttributes") },
		"G2: management may hand out rights through mail with sqs:SetQueueAttributes",
	},
	{
		"management sets the policy of a bucket", func(p *plan) { p.add("site", "bucket", "s3:PutBucketPolicy") },
		"G2: management may hand out rights through site with s3:PutBucketPolicy",
	},
	{
		"management sets the policy of a repository", func(p *plan) { p.add("builds", "repository", "ecr:SetRepositoryPolicy") },
		"G2: management may hand out rights through builds with ecr:SetRepositoryPolicy",
	},
	{
		"management may bring layers", func(p *plan) { p.drop(named(iam.Management, "FunctionUpdateDenyLayers")) },
		"G2: management may give layers to api with lambda:UpdateFunctionConfiguration",
	},
	{
		"management may move functions", func(p *plan) { p.drop(named(iam.Management, "FunctionUpdateDenyVpc")) },
		"G2: management may give a network to worker with lambda:UpdateFunctionConfiguration",
	},
	{"anyone may be management", func(p *plan) {
		p.each(named(iam.Trust, "ManagementTrust"), func(g *iam.Grant) { g.Identity = "anyone" })
	}, "G2: anyone may act as management"},
	{
		"the external id is optional", func(p *plan) { p.each(named(iam.Trust, "ManagementTrust"), without("sts:ExternalId")) },
		"G2: vendor may act as management",
	},
	{"the vendor may be a profile", func(p *plan) {
		p.each(named(iam.Trust, "LambdaTrust"), func(g *iam.Grant) { g.Identity = iam.Vendor })
	}, "G2: vendor may act as profile:run"},
	{"Lambda may be management", func(p *plan) {
		p.each(named(iam.Trust, "ManagementTrust"), func(g *iam.Grant) { g.Identity = "service:lambda.amazonaws.com" })
	}, "G2: service:lambda.amazonaws.com may act as management"},
	{"another service may be a profile", func(p *plan) {
		p.each(named(iam.Trust, "LambdaTrust"), func(g *iam.Grant) { g.Identity = "service:ec2.amazonaws.com" })
	}, "G2: service:ec2.amazonaws.com may act as profile:run"},
	{
		"schedules of anybody may call", func(p *plan) { p.each(named(iam.Trust, "SchedulerTrust"), without("aws:SourceArn")) },
		"G2: service:scheduler.amazonaws.com may act as cron:agent",
	},
	{"schedules of another account may call", func(p *plan) {
		p.each(named(iam.Trust, "SchedulerTrust"), without("aws:SourceAccount"))
	}, "G2: service:scheduler.amazonaws.com may act as cron:agent"},
	{"schedules may call under no condition", func(p *plan) {
		p.each(named(iam.Trust, "SchedulerTrust"), func(g *iam.Grant) { g.Conditions = nil })
	}, "G2: service:scheduler.amazonaws.com may act as cron:worker"},
	{"schedules of another group may call", func(p *plan) {
		p.each(named(iam.Trust, "SchedulerTrust"), func(g *iam.Grant) {
			g.Conditions = []iam.Condition{
				only("ArnLike", "aws:SourceArn", cloud.Lit("arn:aws:scheduler:us-east-1:1:schedule-group/x")),
				only("StringEquals", "aws:SourceAccount", cloud.Concat(aws.Account)),
			}
		})
	}, "G2: service:scheduler.amazonaws.com may act as cron:agent"},
	{"Lambda may be a schedule", func(p *plan) {
		p.each(named(iam.Trust, "SchedulerTrust"), func(g *iam.Grant) { g.Identity = "service:lambda.amazonaws.com" })
	}, "G2: service:lambda.amazonaws.com may act as cron:agent"},
	{"schedules may be a profile", func(p *plan) {
		p.each(named(iam.Trust, "LambdaTrust"), func(g *iam.Grant) { g.Identity = "service:scheduler.amazonaws.com" })
	}, "G2: service:scheduler.amazonaws.com may act as profile:quiet"},
	{"the external id is one that anybody can read", func(p *plan) {
		p.each(named(iam.Trust, "ManagementTrust"), func(g *iam.Grant) {
			g.Conditions = []iam.Condition{only("StringEquals", "sts:ExternalId", cloud.Lit("x"))}
		})
	}, "G2: vendor may act as management"},
	{"sessions may carry tags", func(p *plan) {
		p.each(named(iam.Trust, "ManagementTrust"), func(g *iam.Grant) { g.Actions = []string{"sts:AssumeRole", "sts:TagSession"} })
	}, "G2: vendor may use sts:AssumeRole, sts:TagSession on management"},
	{"Lambda may set up", func(p *plan) {
		p.each(named(iam.Trust, "SetupTrust"), func(g *iam.Grant) { g.Identity = "service:lambda.amazonaws.com" })
	}, "G2: service:lambda.amazonaws.com may act as setup"},
}
