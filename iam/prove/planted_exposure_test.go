package prove

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// exposureMistakes take G5 away: somebody else may use a resource.
var exposureMistakes = []mistake{
	{
		"anyone reads a private storage", func(p *plan) { p.put(iam.Exposure, "anyone", "data", p.arn("data", "objects"), "s3:GetObject") },
		"G5: anyone may use s3:GetObject on planted:data: the author opened nothing there",
	},
	{
		"anyone lists an open storage", func(p *plan) { p.put(iam.Exposure, "anyone", "site", p.arn("site", "bucket"), "s3:ListBucket") },
		"G5: anyone may use s3:ListBucket on planted:site: opening gives less",
	},
	{"anyone reads another storage than the open one", func(p *plan) {
		p.put(iam.Exposure, "anyone", "site", p.arn("data", "objects"), "s3:GetObject")
	}, "G5: anyone may use s3:GetObject on planted:site: it is on something else"},
	{
		"anyone sends by the policy of a queue", func(p *plan) { p.put(iam.ResourcePolicy, "anyone", "mail", p.arn("mail", "queue"), "sqs:SendMessage") },
		"G5: anyone may use sqs:SendMessage on planted:mail: the author opened nothing there",
	},
	{"anyone calls a function without its URL", func(p *plan) {
		p.each(named(iam.Exposure, "FunctionUrlInvoke"), func(g *iam.Grant) { g.Conditions = nil })
	}, "G5: anyone may use lambda:InvokeFunction on function:api/function: it is not bound to the URL"},
	{"anyone calls a URL that asks for signatures", func(p *plan) {
		p.each(named(iam.Exposure, "FunctionUrl"), func(g *iam.Grant) { g.Conditions = nil })
	}, "G5: anyone may use lambda:InvokeFunctionUrl on function:api/function: it is not bound to the URL"},
	{
		"nobody reads the open storage", func(p *plan) { p.drop(named(iam.Exposure, "PublicRead")) },
		"G5: site is public, and nobody may reach it",
	},
	{
		"S3 calls for any customer", func(p *plan) { p.each(named(iam.ResourcePolicy, "StorageTrigger"), without("aws:SourceArn")) },
		"G5: service:s3.amazonaws.com may use lambda:InvokeFunction by the policy of function:worker/function: it is not bound to data",
	},
	{"S3 calls for another bucket", func(p *plan) {
		p.each(named(iam.ResourcePolicy, "StorageTrigger"), func(g *iam.Grant) {
			g.Conditions = []iam.Condition{
				only("ArnLike", "aws:SourceArn", cloud.Lit("arn:aws:s3:::attacker")),
				only("StringEquals", "aws:SourceAccount", cloud.Concat(aws.Account)),
			}
		})
	}, "G5: service:s3.amazonaws.com may use lambda:InvokeFunction by the policy of function:worker/function: it is not bound to data"},
	{"S3 calls for a bucket of that name in any account", func(p *plan) {
		p.each(named(iam.ResourcePolicy, "StorageTrigger"), without("aws:SourceAccount"))
	}, "G5: service:s3.amazonaws.com may use lambda:InvokeFunction by the policy of function:worker/function: it is not bound to the account"},
	{"S3 replaces code", func(p *plan) {
		p.each(named(iam.ResourcePolicy, "StorageTrigger"), func(g *iam.Grant) { g.Actions = []string{"lambda:UpdateFunctionCode"} })
	}, "G5: service:s3.amazonaws.com may use lambda:UpdateFunctionCode by the policy of function:worker/function: serving takes less"},
	{"S3 calls a function that its bucket does not trigger", func(p *plan) {
		p.each(named(iam.ResourcePolicy, "StorageTrigger"), func(g *iam.Grant) { g.Resource, g.On = "api", p.arn("api", "function") })
	}, "G5: service:s3.amazonaws.com may use lambda:InvokeFunction by the policy of function:worker/function: data triggers no such function"},
	{"S3 calls a function other than the grant says", func(p *plan) {
		p.each(named(iam.ResourcePolicy, "StorageTrigger"), func(g *iam.Grant) { g.On = p.arn("agent", "function") })
	}, "G5: service:s3.amazonaws.com may use lambda:InvokeFunction by the policy of function:worker/function: it serves no resource of the stack"},
	{"Lambda pulls from what is no registry", func(p *plan) {
		p.put(iam.ResourcePolicy, "service:lambda.amazonaws.com", "mail", p.arn("mail", "queue"), "ecr:BatchGetImage", only("ArnEquals", "aws:SourceArn", p.arn("api", "function")))
		p.grants[len(p.grants)-1].Source = "api"
	}, "G5: service:lambda.amazonaws.com may use ecr:BatchGetImage by the policy of planted:mail: api pulls no image from there"},
	{"another service calls", func(p *plan) {
		p.each(named(iam.ResourcePolicy, "StorageTrigger"), func(g *iam.Grant) { g.Identity = "service:sns.amazonaws.com" })
	}, "G5: service:sns.amazonaws.com may use lambda:InvokeFunction by the policy of function:worker/function: another service is meant"},
	{"Lambda pulls for any function", func(p *plan) {
		p.each(named(iam.ResourcePolicy, "LambdaECRImageRetrievalPolicy"), without("aws:SourceArn"))
	}, "G5: service:lambda.amazonaws.com may use ecr:BatchGetImage, ecr:GetDownloadUrlForLayer by the policy of artifact-registry:images/repository: it is not bound to api"},
	{"Lambda pulls for a function of zips", func(p *plan) {
		p.each(named(iam.ResourcePolicy, "LambdaECRImageRetrievalPolicy"), func(g *iam.Grant) { g.Source = "worker" })
	}, "G5: service:lambda.amazonaws.com may use ecr:BatchGetImage, ecr:GetDownloadUrlForLayer by the policy of artifact-registry:images/repository: worker pulls no image from there"},
	{"a service sends to a queue", func(p *plan) {
		p.put(iam.ResourcePolicy, "service:sns.amazonaws.com", "mail", p.arn("mail", "queue"), "sqs:SendMessage")
	}, "G5: service:sns.amazonaws.com may use sqs:SendMessage by the policy of planted:mail: it serves no resource of the stack"},
	{
		"another account is let in", func(p *plan) {
			p.put(iam.ResourcePolicy, "account:1", "mail", p.arn("mail", "queue"), "sqs:SendMessage")
		},
		"G5: account:1 may use sqs:SendMessage by the policy of planted:mail: it serves no resource of the stack",
	},
}
