package iam

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

const cloudFormation = " if ForAnyValue:StringEquals aws:CalledVia=cloudformation.amazonaws.com"

const writeRole = "iam:CreateRole iam:GetRole iam:ListAttachedRolePolicies iam:ListRolePolicies iam:PutRolePermissionsBoundary" +
	" iam:TagRole iam:UntagRole iam:UpdateAssumeRolePolicy iam:UpdateRole iam:UpdateRoleDescription"

func TestReferenceSetup(t *testing.T) {
	const worker = " if ArnEquals lambda:FunctionArn=arn:lambda:here:function:P-worker"
	const both = "arn:lambda:here:function:P-api arn:lambda:here:function:P-worker"
	s := reference()
	limit := 10
	s.Functions()[1].Concurrency = &limit
	compare(t, "setup", lines(Statements(derive(s).For(cloud.AWS, Setup, "setup"))), []string{
		"Allow Bucket: s3:CreateBucket s3:GetBucketOwnershipControls s3:GetBucketPolicy s3:GetBucketPublicAccessBlock s3:GetBucketTagging" +
			" s3:GetEncryptionConfiguration s3:GetLifecycleConfiguration s3:ListBucket s3:ListTagsForResource s3:PutBucketOwnershipControls" +
			" s3:PutBucketPolicy s3:PutBucketPublicAccessBlock s3:PutBucketTagging s3:PutEncryptionConfiguration s3:PutLifecycleConfiguration" +
			" s3:TagResource s3:UntagResource on arn:s3:::P-workspace-here" + cloudFormation,
		"Allow BucketNotification: s3:GetBucketNotification s3:PutBucketNotification on arn:s3:::P-workspace-here" + cloudFormation,
		"Allow BucketVersioning: s3:GetBucketVersioning s3:PutBucketVersioning on arn:s3:::P-workspace-here" + cloudFormation,
		"Allow Code: s3:GetObject on arn:s3:::${CodeBucket}/*",
		"Allow EventSourceMapping: lambda:GetEventSourceMapping lambda:UpdateEventSourceMapping on arn:lambda:here:event-source-mapping:*" + worker + cloudFormation,
		"Allow EventSourceMappingCreate: lambda:CreateEventSourceMapping on *" + worker + cloudFormation,
		"Allow EventSourceMappingTags: lambda:ListTags lambda:TagResource lambda:UntagResource on arn:lambda:here:event-source-mapping:*" + cloudFormation,
		"Allow Function: lambda:CreateFunction lambda:GetFunction lambda:GetFunctionCodeSigningConfig lambda:GetFunctionRecursionConfig" +
			" lambda:GetFunctionScalingConfig lambda:GetRuntimeManagementConfig lambda:TagResource lambda:UntagResource" +
			" lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration on " + both + cloudFormation,
		"Allow FunctionConcurrency: lambda:DeleteFunctionConcurrency lambda:PutFunctionConcurrency on arn:lambda:here:function:P-worker" + cloudFormation,
		"Allow FunctionPermission: lambda:AddPermission lambda:GetPolicy lambda:RemovePermission on " + both + cloudFormation,
		"Allow FunctionUrl: lambda:CreateFunctionUrlConfig lambda:GetFunctionUrlConfig lambda:UpdateFunctionUrlConfig on arn:lambda:here:function:P-api" + cloudFormation,
		"Allow LogGroup: logs:CreateLogGroup logs:ListTagsForResource logs:PutRetentionPolicy logs:TagResource logs:UntagResource" +
			" on arn:logs:here:log-group:/aws/lambda/P-api arn:logs:here:log-group:/aws/lambda/P-api:*" +
			" arn:logs:here:log-group:/aws/lambda/P-worker arn:logs:here:log-group:/aws/lambda/P-worker:*" + cloudFormation,
		"Allow LogGroupList: logs:DescribeLogGroups on *" + cloudFormation,
		"Allow ManagementAttach: iam:AttachRolePolicy iam:DetachRolePolicy on arn:iam::account:role/P-management" +
			" if ArnEquals iam:PolicyARN=arn:iam::account:policy/P-management" + cloudFormation,
		"Allow ManagementOff: iam:DeleteRole on arn:iam::account:role/P-management" + cloudFormation,
		"Allow ManagementPolicy: iam:CreatePolicy iam:CreatePolicyVersion iam:DeletePolicy iam:DeletePolicyVersion iam:GetPolicy" +
			" iam:GetPolicyVersion iam:ListEntitiesForPolicy iam:ListPolicyVersions on arn:iam::account:policy/P-management" + cloudFormation,
		"Allow PassToLambda: iam:PassRole on arn:iam::account:role/P-execution if StringEquals iam:PassedToService=lambda.amazonaws.com",
		"Allow PassToScheduler: iam:PassRole on arn:iam::account:role/P-worker-cron if StringEquals iam:PassedToService=scheduler.amazonaws.com",
		"Allow Queue: sqs:CreateQueue sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ListQueueTags sqs:SetQueueAttributes sqs:TagQueue sqs:UntagQueue" +
			" on arn:sqs:here:P-jobs arn:sqs:here:P-jobs-dlq" + cloudFormation,
		"Allow Repository: ecr:CreateRepository ecr:DescribeRepositories ecr:GetLifecyclePolicy ecr:GetRepositoryPolicy ecr:ListTagsForResource" +
			" ecr:PutImageScanningConfiguration ecr:PutImageTagMutability ecr:TagResource ecr:UntagResource on arn:ecr:here:repository/P/images" + cloudFormation,
		"Allow RepositoryPolicy: ecr:DeleteRepositoryPolicy ecr:SetRepositoryPolicy on arn:ecr:here:repository/P/images" + cloudFormation,
		"Allow Role: " + writeRole + " on arn:iam::account:role/P-execution arn:iam::account:role/P-management arn:iam::account:role/P-worker-cron" + cloudFormation,
		"Allow RolePolicy: iam:DeleteRolePolicy iam:GetRolePolicy iam:PutRolePolicy on arn:iam::account:role/P-execution arn:iam::account:role/P-worker-cron" + cloudFormation,
		"Allow Schedule: scheduler:CreateSchedule scheduler:GetSchedule scheduler:UpdateSchedule on arn:scheduler:here:schedule/P/P-worker-0" + cloudFormation,
		"Allow ScheduleGroup: scheduler:CreateScheduleGroup scheduler:GetScheduleGroup scheduler:ListTagsForResource scheduler:TagResource" +
			" scheduler:UntagResource on arn:scheduler:here:schedule-group/P" + cloudFormation,
		"Allow Stack: cloudformation:ContinueUpdateRollback cloudformation:CreateChangeSet cloudformation:CreateStack cloudformation:DeleteChangeSet" +
			" cloudformation:DescribeChangeSet cloudformation:DescribeStackEvents cloudformation:DescribeStackResources cloudformation:DescribeStacks" +
			" cloudformation:ExecuteChangeSet cloudformation:GetTemplate cloudformation:ListStackResources cloudformation:UpdateStack on ${AWS::StackId}",
		"Allow Table: dynamodb:CreateTable dynamodb:DescribeContinuousBackups dynamodb:DescribeContributorInsights dynamodb:DescribeKinesisStreamingDestination" +
			" dynamodb:DescribeTable dynamodb:DescribeTimeToLive dynamodb:GetResourcePolicy dynamodb:ListTagsOfResource dynamodb:TagResource" +
			" dynamodb:UntagResource dynamodb:UpdateContinuousBackups dynamodb:UpdateTable dynamodb:UpdateTimeToLive on arn:dynamodb:here:table/P-cache" + cloudFormation,
		"Allow TemplateCheck: cloudformation:GetTemplateSummary cloudformation:ValidateTemplate on *",
		"Allow VaultMarker: ssm:AddTagsToResource ssm:GetParameters ssm:ListTagsForResource ssm:PutParameter ssm:RemoveTagsFromResource" +
			" on arn:ssm:here:parameter/P/integrations/.alien" + cloudFormation,
	})
}

func TestReferenceTeardown(t *testing.T) {
	const both = "arn:lambda:here:function:P-api arn:lambda:here:function:P-worker"
	const roles = "arn:iam::account:role/P-execution arn:iam::account:role/P-worker-cron"
	compare(t, "teardown", lines(Statements(derive(reference()).For(cloud.AWS, Teardown, "teardown"))), []string{
		"Allow EventSourceMapping: lambda:DeleteEventSourceMapping on arn:lambda:here:event-source-mapping:*" +
			" if ArnEquals lambda:FunctionArn=arn:lambda:here:function:P-worker" + cloudFormation,
		"Allow Function: lambda:DeleteFunction on " + both + cloudFormation,
		"Allow FunctionPermission: lambda:RemovePermission on " + both + cloudFormation,
		"Allow FunctionUrl: lambda:DeleteFunctionUrlConfig on arn:lambda:here:function:P-api" + cloudFormation,
		"Allow LogGroup: logs:DeleteLogGroup on arn:logs:here:log-group:/aws/lambda/P-api:* arn:logs:here:log-group:/aws/lambda/P-worker:*" + cloudFormation,
		"Allow Role: iam:DeleteRole on " + roles + cloudFormation,
		"Allow RolePolicy: iam:DeleteRolePolicy on " + roles + cloudFormation,
		"Allow Schedule: scheduler:DeleteSchedule on arn:scheduler:here:schedule/P/P-worker-0" + cloudFormation,
		"Allow ScheduleGroup: scheduler:DeleteScheduleGroup on arn:scheduler:here:schedule-group/P" + cloudFormation,
		"Allow Stack: cloudformation:DeleteStack on ${AWS::StackId}",
	})
}

func TestReferenceInstaller(t *testing.T) {
	plan := derive(reference())
	compare(t, "installer", lines(Statements(plan.For(cloud.AWS, Setup, "installer"))), []string{
		"Allow PassSetupRole: iam:PassRole on arn:iam::account:role/P-setup if StringEquals iam:PassedToService=cloudformation.amazonaws.com",
	})
	compare(t, "trust of the setup role", lines(Statements(plan.About(cloud.AWS, Trust, "setup"))), []string{
		"Allow SetupTrust to cloudformation.amazonaws.com: sts:AssumeRole on arn:iam::account:role/P-setup",
	})
}

// What a stack does not have, setup may not make.
func TestSetupIsForThisStackAlone(t *testing.T) {
	s := &ir.Stack{ID: "s", Resources: []ir.Resource{&ir.Storage{Common: frozen("a")}, &ir.ArtifactRegistry{Common: frozen("r")}}}
	var got []string
	for _, line := range lines(Statements(derive(s.Seal()).For(cloud.AWS, Setup, "setup"))) {
		id, _, _ := strings.Cut(strings.TrimPrefix(line, "Allow "), ":")
		got = append(got, id)
	}
	compare(t, "statements", got, []string{
		"Bucket", "ManagementAttach", "ManagementOff", "ManagementPolicy", "Repository", "Role", "Stack", "TemplateCheck",
	})
}
