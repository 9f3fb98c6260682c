package prove

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// readingMistakes take G1 away: management reads.
var readingMistakes = []mistake{
	{
		"management reads objects", func(p *plan) { p.add("data", "objects", "s3:GetObject") },
		"G1: management may read objects of data with s3:GetObject, by derived:planted on planted:data",
	},
	{
		"management lists objects of a live storage", func(p *plan) { p.add("site", "bucket", "s3:ListBucket") },
		"G1: management may read objects of site with s3:ListBucket",
	},
	{"management queries items", func(p *plan) { p.add("cache", "table", "dynamodb:Query") }, "G1: management may read items of cache with dynamodb:Query"},
	{
		"management is handed items", func(p *plan) { p.add("counters", "table", "dynamodb:PutItem") },
		"G1: management may get back, from a write whose condition fails, items of counters with dynamodb:PutItem",
	},
	{
		"management receives messages", func(p *plan) { p.add("jobs", "dead-letter", "sqs:ReceiveMessage") },
		"G1: management may read messages of jobs with sqs:ReceiveMessage",
	},
	{
		"management reads secrets of a live vault", func(p *plan) { p.add("tokens", "values", "ssm:GetParameter") },
		"G1: management may read secret values of tokens with ssm:GetParameter",
	},
	{
		"management pulls frozen images", func(p *plan) { p.add("images", "repository", "ecr:BatchGetImage") },
		"G1: management may read images of images with ecr:BatchGetImage",
	},
	{
		"management downloads frozen code", func(p *plan) { p.add("agent", "function", "lambda:GetFunction") },
		"G1: management may read code or logs of agent with lambda:GetFunction",
	},
	{
		"management reads log lines", func(p *plan) { p.add("worker", "logs", "logs:GetLogEvents") },
		"G1: management may read code or logs of worker with logs:GetLogEvents",
	},
	{"management reads what it says is something else", func(p *plan) {
		p.put(iam.Management, management, "builds", p.arn("images", "repository"), "ecr:GetDownloadUrlForLayer")
	}, "G1: management may read images of images with ecr:GetDownloadUrlForLayer"},
	{
		"management decrypts", func(p *plan) { p.put(iam.Management, management, "", cloud.Lit("*"), "kms:Decrypt") },
		"G1: management may read what is beyond one resource with kms:Decrypt",
	},
}
