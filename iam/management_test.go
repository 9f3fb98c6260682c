package iam

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// managed gives the statements of management, without what every stack has.
func managed(s *ir.Stack) []string {
	return slices.DeleteFunc(lines(Statements(derive(s).For(cloud.AWS, Management, "management"))), func(line string) bool {
		return strings.HasPrefix(line, "Allow MetricsMonitor: ") || strings.HasPrefix(line, "Allow StackMonitor: ")
	})
}

const (
	storageMonitor = "s3:GetBucketLocation s3:GetBucketNotification s3:GetBucketOwnershipControls s3:GetBucketPolicyStatus" +
		" s3:GetBucketPublicAccessBlock s3:GetBucketTagging s3:GetBucketVersioning s3:GetEncryptionConfiguration s3:GetLifecycleConfiguration"
	kvMonitor       = "dynamodb:DescribeContinuousBackups dynamodb:DescribeTable dynamodb:DescribeTimeToLive dynamodb:ListTagsOfResource"
	queueMonitor    = "sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ListQueueTags"
	registryMonitor = "ecr:DescribeImages ecr:DescribeRepositories ecr:GetLifecyclePolicy ecr:GetRepositoryPolicy ecr:ListImages ecr:ListTagsForResource"
	functionMonitor = "lambda:GetFunctionConcurrency lambda:GetFunctionConfiguration lambda:GetPolicy lambda:ListTags"
)

func TestReferenceManagement(t *testing.T) {
	compare(t, "management", lines(Statements(derive(reference()).For(cloud.AWS, Management, "management"))), []string{
		"Allow ArtifactRegistryMonitor: " + registryMonitor + " on arn:ecr:here:repository/P/images",
		"Allow FunctionMonitor: " + functionMonitor + " on arn:lambda:here:function:P-api arn:lambda:here:function:P-worker",
		"Allow FunctionMonitorLogs: logs:DescribeLogStreams on arn:logs:here:log-group:/aws/lambda/P-api:* arn:logs:here:log-group:/aws/lambda/P-worker:*",
		"Allow FunctionMonitorSchedules: scheduler:GetSchedule on arn:scheduler:here:schedule/P/P-worker-0",
		"Allow FunctionMonitorTriggers: lambda:GetEventSourceMapping on arn:lambda:here:event-source-mapping:* if ArnEquals lambda:FunctionArn=arn:lambda:here:function:P-worker",
		"Allow FunctionMonitorUrls: lambda:GetFunctionUrlConfig on arn:lambda:here:function:P-api",
		"Allow FunctionUpdate: lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration on arn:lambda:here:function:P-api arn:lambda:here:function:P-worker",
		"Deny FunctionUpdateDenyLayers: lambda:UpdateFunctionConfiguration on arn:lambda:here:function:P-api arn:lambda:here:function:P-worker if Null lambda:Layer=false",
		"Deny FunctionUpdateDenyVpc: lambda:UpdateFunctionConfiguration on arn:lambda:here:function:P-api arn:lambda:here:function:P-worker if Null lambda:VpcIds=false",
		"Allow FunctionUpdateTriggers: lambda:UpdateEventSourceMapping on arn:lambda:here:event-source-mapping:* if ArnEquals lambda:FunctionArn=arn:lambda:here:function:P-worker",
		"Allow KvMonitor: " + kvMonitor + " on arn:dynamodb:here:table/P-cache",
		"Allow MetricsMonitor: cloudwatch:GetMetricData on *",
		"Allow QueueMonitor: " + queueMonitor + " on arn:sqs:here:P-jobs arn:sqs:here:P-jobs-dlq",
		"Allow StackMonitor: cloudformation:DescribeStackResources cloudformation:DescribeStacks cloudformation:ListStackResources on ${AWS::StackId}",
		"Allow StorageMonitor: " + storageMonitor + " on arn:s3:::P-workspace-here",
		"Allow VaultMonitor: ssm:ListTagsForResource on arn:ssm:here:parameter/P/integrations/.alien",
	})
	compare(t, "trust", lines(Statements(derive(reference()).About(cloud.AWS, Trust, "management"))), []string{
		"Allow ManagementTrust to vendor: sts:AssumeRole on arn:iam::account:role/P-management if StringEquals sts:ExternalId=${ManagementExternalId}",
	})
}

func TestFrozenAndLive(t *testing.T) {
	function := func(c ir.Common, commands bool) ir.Resource {
		return &ir.Function{Common: c, Code: ir.Code{Image: "x"}, Profile: "p", Commands: commands}
	}
	const logs = "Allow FunctionMonitorLogs: logs:DescribeLogStreams on arn:logs:here:log-group:/aws/lambda/P-f:*"
	for _, c := range []struct {
		name     string
		resource ir.Resource
		want     []string
	}{
		{"frozen storage", &ir.Storage{Common: frozen("data")}, []string{"Allow StorageMonitor: " + storageMonitor + " on arn:s3:::P-data-here"}},
		{"live storage", &ir.Storage{Common: live("data")}, []string{
			"Allow StorageMonitor: " + storageMonitor + " on arn:s3:::P-data-here",
			"Allow StorageUpdate: s3:PutBucketCORS s3:PutBucketVersioning s3:PutLifecycleConfiguration on arn:s3:::P-data-here",
		}},
		{"frozen kv", &ir.Kv{Common: frozen("a")}, []string{"Allow KvMonitor: " + kvMonitor + " on arn:dynamodb:here:table/P-a"}},
		{"live kv", &ir.Kv{Common: live("a")}, []string{
			"Allow KvMonitor: " + kvMonitor + " on arn:dynamodb:here:table/P-a",
			"Allow KvUpdate: dynamodb:UpdateContinuousBackups dynamodb:UpdateTimeToLive on arn:dynamodb:here:table/P-a",
		}},
		{"live queue", &ir.Queue{Common: live("q")}, []string{"Allow QueueMonitor: " + queueMonitor + " on arn:sqs:here:P-q arn:sqs:here:P-q-dlq"}},
		{"live vault", &ir.Vault{Common: live("v")}, []string{"Allow VaultMonitor: ssm:ListTagsForResource on arn:ssm:here:parameter/P/v/.alien"}},
		{"frozen registry", &ir.ArtifactRegistry{Common: frozen("r")}, []string{"Allow ArtifactRegistryMonitor: " + registryMonitor + " on arn:ecr:here:repository/P/r"}},
		{"live registry", &ir.ArtifactRegistry{Common: live("r")}, []string{
			"Allow ArtifactRegistryMonitor: " + registryMonitor + " on arn:ecr:here:repository/P/r",
			"Allow ArtifactRegistryPush: ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:CompleteLayerUpload ecr:DescribeImages" +
				" ecr:GetDownloadUrlForLayer ecr:InitiateLayerUpload ecr:PutImage ecr:UploadLayerPart on arn:ecr:here:repository/P/r",
			"Allow ArtifactRegistryToken: ecr:GetAuthorizationToken on *",
			"Allow ArtifactRegistryUpdate: ecr:PutImageScanningConfiguration ecr:PutLifecyclePolicy on arn:ecr:here:repository/P/r",
		}},
		{"frozen function", function(frozen("f"), false), []string{"Allow FunctionMonitor: " + functionMonitor + " on arn:lambda:here:function:P-f", logs}},
		{"frozen function that takes commands", function(frozen("f"), true), []string{
			"Allow FunctionInvoke: lambda:InvokeFunction on arn:lambda:here:function:P-f",
			"Allow FunctionMonitor: " + functionMonitor + " on arn:lambda:here:function:P-f", logs,
		}},
		{"live function", function(live("f"), false), []string{
			"Allow FunctionMonitor: " + functionMonitor + " on arn:lambda:here:function:P-f", logs,
			"Allow FunctionUpdate: lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration on arn:lambda:here:function:P-f",
			"Deny FunctionUpdateDenyLayers: lambda:UpdateFunctionConfiguration on arn:lambda:here:function:P-f if Null lambda:Layer=false",
			"Deny FunctionUpdateDenyVpc: lambda:UpdateFunctionConfiguration on arn:lambda:here:function:P-f if Null lambda:VpcIds=false",
		}},
	} {
		s := &ir.Stack{ID: "s", Resources: []ir.Resource{c.resource}}
		compare(t, c.name, managed(s.Seal()), c.want)
	}
}

func TestExtendAndOverride(t *testing.T) {
	resources := []ir.Resource{&ir.Kv{Common: live("a")}, &ir.Kv{Common: frozen("b")}, &ir.Queue{Common: frozen("q")}}
	with := func(mode ir.ManagementMode, lines ...string) *ir.Stack {
		s := &ir.Stack{ID: "s", Resources: resources, Management: &ir.Management{Mode: mode, Grants: profile("m", lines...).Grants}}
		return s.Seal()
	}
	monitor := "Allow KvMonitor: " + kvMonitor + " on arn:dynamodb:here:table/P-a arn:dynamodb:here:table/P-b"
	update := "Allow KvUpdate: dynamodb:UpdateContinuousBackups dynamodb:UpdateTimeToLive on arn:dynamodb:here:table/P-a"
	queue := "Allow QueueMonitor: " + queueMonitor + " on arn:sqs:here:P-q arn:sqs:here:P-q-dlq"
	send := "Allow QueueDataWrite: sqs:GetQueueAttributes sqs:GetQueueUrl sqs:SendMessage on arn:sqs:here:P-q"
	compare(t, "extend", managed(with(ir.ManagementExtend, "q: queue/data-write")), []string{monitor, update, send, queue})
	compare(t, "override", lines(Statements(derive(with(ir.ManagementOverride, "*: kv/heartbeat", "q: queue/data-write")).For(cloud.AWS, Management, "management"))),
		[]string{monitor, send})
	compare(t, "write without read", managed(with(ir.ManagementOverride, "a: kv/data-write")), []string{
		"Allow KvDataWriteOnly: dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:UpdateItem on arn:dynamodb:here:table/P-a" +
			" if StringEqualsIfExists dynamodb:ReturnValues=NONE",
	})
	for _, g := range derive(with(ir.ManagementExtend, "q: queue/data-write")).For(cloud.AWS, Management, "management") {
		if g.Authored != (g.Set == "queue/data-write") {
			t.Errorf("%s: authored %t", g.Set, g.Authored)
		}
	}

	nobody := derive(with(ir.ManagementOverride))
	if nobody.ManagementPolicies() != nil || len(nobody.About(cloud.AWS, Trust, "management")) > 0 {
		t.Error("an identity that may do nothing exists")
	}
	for _, g := range nobody.For(cloud.AWS, Setup, "setup") {
		if strings.HasPrefix(g.Statement, "Management") {
			t.Errorf("setup may make the policies of nobody: %s", g.Statement)
		}
	}
}

func TestCustomSetsInManagement(t *testing.T) {
	keyed := customSet("data", "acme/tagging", ir.AWSRule{
		Effect: "Allow", Actions: []string{"s3:PutBucketTagging"}, Resource: on("arn:aws:s3:::${resourceName}"),
	})
	s := &ir.Stack{
		ID: "s", Resources: []ir.Resource{&ir.Storage{Common: live("data")}},
		Management: &ir.Management{Mode: ir.ManagementOverride, Grants: keyed.Grants},
	}
	plan := derive(s.Seal())
	compare(t, "custom", managed(s), []string{"Allow CustomAcmeTagging: s3:PutBucketTagging on arn:s3:::P-data-here"})
	for _, g := range plan.For(cloud.AWS, Management, "management") {
		if !g.Custom || !g.Authored || g.Resource != "data" || g.Lifecycle != ir.Live {
			t.Errorf("%+v", g)
		}
	}
}
