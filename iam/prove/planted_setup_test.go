package prove

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// setupMistakes take G8 away: setup, teardown or the installer may do more.
var setupMistakes = []mistake{
	{
		"setup reads objects", func(p *plan) { p.put(iam.Setup, setup, "data", p.arn("data", "objects"), "s3:GetObject", through()) },
		"G8: setup may read with s3:GetObject on planted:data",
	},
	{"setup reads objects where it says that it reads code", func(p *plan) {
		p.each(named(iam.Setup, "Code"), func(g *iam.Grant) { g.On = p.arn("data", "objects") })
	}, "G8: setup may use s3:getobject on arn:aws:s3:::‹prefix›-data-‹account›-‹region›/* without CloudFormation"},
	{
		"setup lists objects by itself", func(p *plan) { p.each(named(iam.Setup, "Bucket"), without("aws:CalledVia")) },
		"G8: setup may read with s3:ListBucket on storage:data/bucket",
	},
	{"setup reads secrets", func(p *plan) {
		p.each(named(iam.Setup, "VaultMarker"), func(g *iam.Grant) { g.On = p.arn(g.Resource, "values") })
	}, "G8: setup may read with ssm:GetParameters on vault:keys/marker"},
	{
		"setup scans", func(p *plan) { p.put(iam.Setup, setup, "cache", p.arn("cache", "table"), "dynamodb:Scan", through()) },
		"G8: setup may read cache with dynamodb:scan on arn:aws:dynamodb:‹region›:‹account›:table/‹prefix›-cache",
	},
	{
		"setup changes by itself", func(p *plan) { p.each(named(iam.Setup, "Table"), without("aws:CalledVia")) },
		"G8: setup may use dynamodb:UpdateTable on kv:cache/table without CloudFormation",
	},
	{"setup gives the role of management away", func(p *plan) {
		p.put(iam.Setup, setup, "", roleOf("management"), "iam:PassRole", only("StringEquals", "iam:PassedToService", cloud.Lit("lambda.amazonaws.com")))
	}, "G8: setup may give arn:aws:iam::‹account›:role/‹prefix›-management to lambda.amazonaws.com"},
	{
		"setup gives roles to anything", func(p *plan) { p.each(named(iam.Setup, "PassToLambda"), without("iam:PassedToService")) },
		"G8: setup may give arn:aws:iam::‹account›:role/‹prefix›-run to ec2.amazonaws.com",
	},
	{"setup gives a schedule's role to functions", func(p *plan) {
		p.each(named(iam.Setup, "PassToScheduler"), func(g *iam.Grant) {
			g.Conditions = []iam.Condition{only("StringEquals", "iam:PassedToService", cloud.Lit("lambda.amazonaws.com"))}
		})
	}, "G8: setup may give arn:aws:iam::‹account›:role/‹prefix›-worker-cron to lambda.amazonaws.com"},
	{"setup gives away a role of somebody else", func(p *plan) {
		p.put(iam.Setup, setup, "", roleOf("other"), "iam:PassRole", only("StringEquals", "iam:PassedToService", cloud.Lit("lambda.amazonaws.com")))
	}, "G8: setup may pass arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-other"},
	{
		"setup writes a role of somebody else", func(p *plan) { p.put(iam.Setup, setup, "", roleOf("other"), "iam:PutRolePolicy", through()) },
		"G8: setup may use iam:PutRolePolicy on arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-other",
	},
	{
		"setup attaches any policy", func(p *plan) { p.each(named(iam.Setup, "ManagementAttach"), without("iam:PolicyARN")) },
		"G8: setup may use iam:AttachRolePolicy on arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-management",
	},
	{
		"setup becomes a role", func(p *plan) { p.put(iam.Setup, setup, "", roleOf("run"), "sts:AssumeRole", through()) },
		"G8: setup may use sts:AssumeRole on arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-run",
	},
	{"setup reaches another bucket", func(p *plan) {
		p.put(iam.Setup, setup, "", cloud.Lit("arn:aws:s3:::other"), "s3:GetBucketTagging", through())
	}, "G8: setup may use s3:GetBucketTagging on arn:aws:s3:::other, which is not of the stack"},
	{
		"teardown reads", func(p *plan) {
			p.put(iam.Teardown, teardown, "jobs", p.arn("jobs", "queue"), "sqs:ReceiveMessage", through())
		},
		"G8: teardown may read with sqs:ReceiveMessage on planted:jobs",
	},
	{"teardown deletes what keeps data", func(p *plan) {
		p.put(iam.Teardown, teardown, "data", p.arn("data", "bucket"), "s3:DeleteBucket", through())
	}, "G8: teardown may use s3:DeleteBucket on planted:data, which no part of the template takes"},
	{
		"setup deletes a table", func(p *plan) {
			p.put(iam.Setup, setup, "cache", p.arn("cache", "table"), "dynamodb:DeleteTable", through())
		},
		"G8: setup may use dynamodb:DeleteTable on planted:cache, which no part of the template takes",
	},
	{
		"setup deletes items", func(p *plan) {
			p.put(iam.Setup, setup, "cache", p.arn("cache", "table"), "dynamodb:DeleteItem", through())
		},
		"G8: setup may use dynamodb:DeleteItem on planted:cache, which no part of the template takes",
	},
	{
		"setup deletes every object", everywhere("s3:DeleteObject"),
		"G8: setup may use s3:DeleteObject on planted:data, which no part of the template takes",
	},
	{
		"setup deletes every table", everywhere("dynamodb:DeleteTable"),
		"G8: setup may use dynamodb:DeleteTable on planted:data, which no part of the template takes",
	},
	{
		"setup replaces the code of every function", everywhere("lambda:UpdateFunctionCode"),
		"G8: setup may use lambda:UpdateFunctionCode on planted:data, which no part of the template takes",
	},
	{"setup updates a function by the name of a log group", func(p *plan) {
		p.put(iam.Setup, setup, "api", p.arn("api", "log-group"), "lambda:UpdateFunctionCode", through())
	}, "G8: setup may use lambda:UpdateFunctionCode on planted:api, which no part of the template takes"},
	{
		"setup holds what nobody knows", func(p *plan) { p.put(iam.Setup, setup, "data", p.arn("data", "bucket"), "s3:Reinvent", through()) },
		"G8: setup may use s3:Reinvent on planted:data, which no part of the template takes",
	},
	{"the installer gives away another role", func(p *plan) {
		p.each(named(iam.Setup, "PassSetupRole"), func(g *iam.Grant) { g.On = roleOf("management") })
	}, "G8: the installer may use iam:PassRole on arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-management"},
}
