package prove

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// plan is a list of grants in which something is planted.
type plan struct {
	t      *testing.T
	stack  *ir.Stack
	grants []iam.Grant
}

// arn gives a part of a resource of the stack.
func (p *plan) arn(id, part string) cloud.Text {
	p.t.Helper()
	list := aws.Scope(p.stack.Resource(id), part)
	if len(list) == 0 {
		p.t.Fatalf("%s has no %s", id, part)
	}
	return list[0]
}

// add plants a right of management on a resource as if alienc had derived it.
func (p *plan) add(id, part, actions string, conditions ...iam.Condition) {
	p.t.Helper()
	p.put(iam.Management, management, id, p.arn(id, part), actions, conditions...)
}

func (p *plan) put(plane iam.Plane, identity, id string, on cloud.Text, actions string, conditions ...iam.Condition) {
	g := iam.Grant{
		Cloud: cloud.AWS, Plane: plane, Identity: identity, Effect: iam.Allow, Statement: "Planted", Actions: strings.Fields(actions),
		On: on, Scope: "planted:" + id, Conditions: conditions, Resource: id, Lifecycle: ir.Frozen, Set: "derived:planted",
		Origin: []iam.Origin{{Path: "planted"}}, Reason: "Planted.",
	}
	if r := p.stack.Resource(id); r != nil {
		g.Lifecycle = r.Info().Lifecycle
	}
	p.grants = append(p.grants, g)
}

// each changes the grants that are picked; there have to be some.
func (p *plan) each(pick func(iam.Grant) bool, change func(*iam.Grant)) {
	p.t.Helper()
	n := 0
	for i := range p.grants {
		if pick(p.grants[i]) {
			change(&p.grants[i])
			n++
		}
	}
	if n == 0 {
		p.t.Fatal("nothing to change")
	}
}

func (p *plan) drop(pick func(iam.Grant) bool) {
	p.t.Helper()
	n := len(p.grants)
	p.grants = slices.DeleteFunc(p.grants, pick)
	if len(p.grants) == n {
		p.t.Fatal("nothing to drop")
	}
}

func named(plane iam.Plane, statement string) func(iam.Grant) bool {
	return func(g iam.Grant) bool { return g.Plane == plane && g.Statement == statement }
}

// without removes the conditions on a key.
func without(key string) func(*iam.Grant) {
	return func(g *iam.Grant) {
		g.Conditions = slices.DeleteFunc(slices.Clone(g.Conditions), func(c iam.Condition) bool { return c.Key == key })
	}
}

func only(operator, key string, value cloud.Text) iam.Condition {
	return iam.Condition{Operator: operator, Key: key, Values: []cloud.Text{value}}
}

// everywhere gives setup an action on everything, as if there were a reason.
func everywhere(action string) func(*plan) {
	return func(p *plan) {
		p.put(iam.Setup, setup, "data", cloud.Lit("*"), action, iam.ThroughCloudFormation())
		p.grants[len(p.grants)-1].Wildcard = "It has no name."
	}
}

// planted judges the kitchen with something planted in its plan.
func planted(t *testing.T, in Input, change func(*plan)) Result {
	t.Helper()
	p := &plan{t: t, stack: in.Stack, grants: slices.Clone(in.Plan.Grants)}
	change(p)
	in.Plan = &iam.Plan{Grants: p.grants}
	return Run(in)
}

// Whatever alienc could get wrong is found, and said so that a maintainer knows
// where to look. The kitchen itself has nothing wrong.
func TestPlantedMistakes(t *testing.T) {
	role := func(name string) cloud.Text { return global("role/", aws.Prefix, "-", name) }
	through := iam.ThroughCloudFormation()
	in := compiled(kitchen())
	for _, c := range []struct {
		name   string
		change func(*plan)
		want   string
	}{
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

		{
			"management passes a role", func(p *plan) { p.put(iam.Management, management, "", role("run"), "iam:PassRole") },
			"G2: management may hand out identities through what is beyond one resource with iam:PassRole",
		},
		{
			"management writes its own role", func(p *plan) { p.put(iam.Management, management, "", role("management"), "iam:PutRolePolicy") },
			"G2: management may hand out rights through what is beyond one resource with iam:PutRolePolicy",
		},
		{"management makes a new version of its policy", func(p *plan) {
			p.put(iam.Management, management, "api", global("policy/", aws.Prefix, "-management-1"), "iam:CreatePolicyVersion")
		}, "G2: management may change or use an identity with iam:CreatePolicyVersion"},
		{
			"management assumes another role", func(p *plan) { p.put(iam.Management, management, "", role("run"), "sts:AssumeRole") },
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
		{"a profile holds what is for setup", func(p *plan) {
			p.put(iam.Runtime, "profile:run", "cache", p.arn("cache", "table"), "dynamodb:CreateTable")
			p.grants[len(p.grants)-1].Set = "kv/provision"
		}, "G6: profile:run may use dynamodb:CreateTable on planted:cache, which is no rule of kv/provision"},
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

		{
			"setup reads objects", func(p *plan) { p.put(iam.Setup, setup, "data", p.arn("data", "objects"), "s3:GetObject", through) },
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
			"setup scans", func(p *plan) { p.put(iam.Setup, setup, "cache", p.arn("cache", "table"), "dynamodb:Scan", through) },
			"G8: setup may read cache with dynamodb:scan on arn:aws:dynamodb:‹region›:‹account›:table/‹prefix›-cache",
		},
		{
			"setup changes by itself", func(p *plan) { p.each(named(iam.Setup, "Table"), without("aws:CalledVia")) },
			"G8: setup may use dynamodb:UpdateTable on kv:cache/table without CloudFormation",
		},
		{"setup gives the role of management away", func(p *plan) {
			p.put(iam.Setup, setup, "", role("management"), "iam:PassRole", only("StringEquals", "iam:PassedToService", cloud.Lit("lambda.amazonaws.com")))
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
			p.put(iam.Setup, setup, "", role("other"), "iam:PassRole", only("StringEquals", "iam:PassedToService", cloud.Lit("lambda.amazonaws.com")))
		}, "G8: setup may pass arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-other"},
		{
			"setup writes a role of somebody else", func(p *plan) { p.put(iam.Setup, setup, "", role("other"), "iam:PutRolePolicy", through) },
			"G8: setup may use iam:PutRolePolicy on arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-other",
		},
		{
			"setup attaches any policy", func(p *plan) { p.each(named(iam.Setup, "ManagementAttach"), without("iam:PolicyARN")) },
			"G8: setup may use iam:AttachRolePolicy on arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-management",
		},
		{
			"setup becomes a role", func(p *plan) { p.put(iam.Setup, setup, "", role("run"), "sts:AssumeRole", through) },
			"G8: setup may use sts:AssumeRole on arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-run",
		},
		{"setup reaches another bucket", func(p *plan) {
			p.put(iam.Setup, setup, "", cloud.Lit("arn:aws:s3:::other"), "s3:GetBucketTagging", through)
		}, "G8: setup may use s3:GetBucketTagging on arn:aws:s3:::other, which is not of the stack"},
		{
			"teardown reads", func(p *plan) {
				p.put(iam.Teardown, teardown, "jobs", p.arn("jobs", "queue"), "sqs:ReceiveMessage", through)
			},
			"G8: teardown may read with sqs:ReceiveMessage on planted:jobs",
		},
		{"teardown deletes what keeps data", func(p *plan) {
			p.put(iam.Teardown, teardown, "data", p.arn("data", "bucket"), "s3:DeleteBucket", through)
		}, "G8: teardown may use s3:DeleteBucket on planted:data, which no part of the template takes"},
		{
			"setup deletes a table", func(p *plan) {
				p.put(iam.Setup, setup, "cache", p.arn("cache", "table"), "dynamodb:DeleteTable", through)
			},
			"G8: setup may use dynamodb:DeleteTable on planted:cache, which no part of the template takes",
		},
		{
			"setup deletes items", func(p *plan) {
				p.put(iam.Setup, setup, "cache", p.arn("cache", "table"), "dynamodb:DeleteItem", through)
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
			p.put(iam.Setup, setup, "api", p.arn("api", "log-group"), "lambda:UpdateFunctionCode", through)
		}, "G8: setup may use lambda:UpdateFunctionCode on planted:api, which no part of the template takes"},
		{
			"setup holds what nobody knows", func(p *plan) { p.put(iam.Setup, setup, "data", p.arn("data", "bucket"), "s3:Reinvent", through) },
			"G8: setup may use s3:Reinvent on planted:data, which no part of the template takes",
		},
		{"the installer gives away another role", func(p *plan) {
			p.each(named(iam.Setup, "PassSetupRole"), func(g *iam.Grant) { g.On = role("management") })
		}, "G8: the installer may use iam:PassRole on arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-management"},
	} {
		r := planted(t, in, c.change)
		if !slices.ContainsFunc(r.Broken, func(text string) bool { return strings.HasPrefix(text, c.want) }) {
			t.Errorf("%s: found\n%s\nwant\n%s", c.name, strings.Join(r.Broken, "\n"), c.want)
		}
		guarantee := c.want[:2]
		if slices.ContainsFunc(r.Guarantees, func(g Guarantee) bool { return g.ID == guarantee && g.Holds }) {
			t.Errorf("%s: %s holds all the same", c.name, guarantee)
		}
	}
	if r := planted(t, in, func(*plan) {}); len(r.Broken) > 0 {
		t.Errorf("nothing planted, and found\n%s", strings.Join(r.Broken, "\n"))
	}
}

// Every right of setup and teardown is needed: without any one of them the
// template could not be created, updated or deleted.
func TestSetupWithoutOneRight(t *testing.T) {
	in := compiled(kitchen())
	type right struct{ identity, action, on string }
	onOf := func(g iam.Grant) string {
		on, _ := somewhere.Pattern(g.On)
		return on
	}
	var rights []right
	for _, g := range in.Plan.Grants {
		for _, name := range g.Actions {
			r := right{g.Identity, name, onOf(g)}
			held := slices.Contains(rights, r) || slices.Contains(rights, right{setup, name, r.on})
			if (g.Plane == iam.Setup && g.Identity == setup || g.Plane == iam.Teardown) && !held && !spare(r.action, r.on) {
				rights = append(rights, r)
			}
		}
	}
	if len(rights) < 300 {
		t.Errorf("only %d rights", len(rights))
	}
	for _, r := range rights {
		result := planted(t, in, func(p *plan) {
			p.each(func(g iam.Grant) bool {
				return g.Identity == r.identity && onOf(g) == r.on && slices.Contains(g.Actions, r.action)
			}, func(g *iam.Grant) {
				g.Actions = slices.DeleteFunc(slices.Clone(g.Actions), func(a string) bool { return a == r.action })
			})
			p.grants = slices.DeleteFunc(p.grants, func(g iam.Grant) bool { return len(g.Actions) == 0 })
		})
		want := "G8: " + r.identity + " lacks " + r.action + " on " + r.on + " for "
		if !slices.ContainsFunc(result.Broken, func(text string) bool { return strings.HasPrefix(text, want) }) {
			t.Errorf("found\n%s\nwant\n%s", strings.Join(result.Broken, "\n"), want)
		}
	}
}

// spare are the rights on the form of a log group's ARN that the action is not
// documented to take.
func spare(action, on string) bool {
	if !strings.Contains(on, ":log-group:") || action == "logs:DeleteLogGroup" {
		return false
	}
	tags := slices.Contains([]string{"logs:TagResource", "logs:UntagResource", "logs:ListTagsForResource"}, action)
	return tags == strings.HasSuffix(on, ":*")
}

// A right to change anything that is frozen is found for every changing action
// of every service, even where the grant says that it is on something live.
func TestEveryChangingActionOnWhatIsFrozen(t *testing.T) {
	in := compiled(kitchen())
	p := newProver(in, &Result{})
	tried := 0
	for _, r := range p.frozen {
		for _, at := range p.around(r) {
			for _, a := range actionsOf()[serviceOf(at)] {
				if !a.power.Changes() || a.calls || a.at != (at.arn != "*") {
					continue
				}
				tried++
				result := planted(t, in, func(p *plan) {
					p.put(iam.Management, management, "site", cloud.Lit(at.arn), a.written)
				})
				if !slices.ContainsFunc(result.Broken, func(text string) bool {
					return strings.HasPrefix(text, "G3: management may change "+r.Info().ID+" with "+a.written+",")
				}) {
					t.Fatalf("%s on %s is not found", a.written, at.arn)
				}
			}
		}
	}
	if tried < 1000 {
		t.Errorf("only %d were tried", tried)
	}
}
