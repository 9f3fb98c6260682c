package prove

// calls is what CloudFormation calls for a resource or for a property of one:
// actions separated by spaces. "action@place" is on another place than the
// resource itself; see [locate].
type calls struct {
	create string // to make it
	read   string // to see whether it is there and what it is
	update string // to change it in place
	delete string // to remove it
}

// handler is what is known about one type of resource.
type handler struct {
	calls
	with  map[string]calls // what a property adds
	plain string           // properties that the calls above carry themselves
}

// tagged are the calls for tags, which CloudFormation makes with or without
// the property: it stamps its own.
func tagged(add, list, remove string) calls {
	return calls{create: add, read: list, update: add + " " + remove}
}

// set is a property that has a call of its own to write and one to read it.
func set(put, get string) calls { return calls{create: put, read: get, update: put} }

// handlers holds every type that our templates use, with every property that
// they set. What holds state is kept when the stack goes, so nothing deletes
// it. Sources: the registry schemas of the types and their handlers'
// permissions, without what belongs to properties that no template sets.
var handlers = map[string]handler{
	"AWS::S3::Bucket": {
		calls: calls{create: "s3:CreateBucket", read: "s3:ListBucket"},
		with: map[string]calls{
			"PublicAccessBlockConfiguration": set("s3:PutBucketPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
			"OwnershipControls":              set("s3:PutBucketOwnershipControls", "s3:GetBucketOwnershipControls"),
			"BucketEncryption":               set("s3:PutEncryptionConfiguration", "s3:GetEncryptionConfiguration"),
			"VersioningConfiguration":        set("s3:PutBucketVersioning", "s3:GetBucketVersioning"),
			"LifecycleConfiguration":         set("s3:PutLifecycleConfiguration", "s3:GetLifecycleConfiguration"),
			"NotificationConfiguration":      set("s3:PutBucketNotification", "s3:GetBucketNotification"),
			"Tags":                           tagged("s3:PutBucketTagging s3:TagResource", "s3:GetBucketTagging s3:ListTagsForResource", "s3:UntagResource"),
		},
		plain: "BucketName",
	},
	"AWS::S3::BucketPolicy": {
		calls: set("s3:PutBucketPolicy", "s3:GetBucketPolicy"),
		plain: "Bucket PolicyDocument",
	},
	"AWS::DynamoDB::Table": {
		calls: calls{
			create: "dynamodb:CreateTable",
			read: "dynamodb:DescribeTable dynamodb:DescribeContributorInsights dynamodb:DescribeKinesisStreamingDestination " +
				"dynamodb:GetResourcePolicy",
			update: "dynamodb:UpdateTable",
		},
		with: map[string]calls{
			"TimeToLiveSpecification":          set("dynamodb:UpdateTimeToLive", "dynamodb:DescribeTimeToLive"),
			"PointInTimeRecoverySpecification": set("dynamodb:UpdateContinuousBackups", "dynamodb:DescribeContinuousBackups"),
			"Tags":                             tagged("dynamodb:TagResource", "dynamodb:ListTagsOfResource", "dynamodb:UntagResource"),
		},
		plain: "TableName BillingMode DeletionProtectionEnabled AttributeDefinitions KeySchema",
	},
	"AWS::SQS::Queue": {
		calls: calls{create: "sqs:CreateQueue", read: "sqs:GetQueueAttributes sqs:GetQueueUrl", update: "sqs:SetQueueAttributes"},
		with:  map[string]calls{"Tags": tagged("sqs:TagQueue", "sqs:ListQueueTags", "sqs:UntagQueue")},
		plain: "QueueName MessageRetentionPeriod SqsManagedSseEnabled RedriveAllowPolicy RedrivePolicy VisibilityTimeout",
	},
	"AWS::SQS::QueuePolicy": {
		calls: calls{create: "sqs:SetQueueAttributes", update: "sqs:SetQueueAttributes"},
		plain: "Queues PolicyDocument",
	},
	"AWS::SSM::Parameter": {
		calls: set("ssm:PutParameter", "ssm:GetParameters"),
		with:  map[string]calls{"Tags": tagged("ssm:AddTagsToResource", "ssm:ListTagsForResource", "ssm:RemoveTagsFromResource")},
		plain: "Name Type Tier Value",
	},
	"AWS::ECR::Repository": {
		calls: calls{
			create: "ecr:CreateRepository",
			read:   "ecr:DescribeRepositories ecr:GetLifecyclePolicy ecr:GetRepositoryPolicy ecr:ListTagsForResource",
		},
		with: map[string]calls{
			"RepositoryPolicyText":       {create: "ecr:SetRepositoryPolicy", update: "ecr:SetRepositoryPolicy ecr:DeleteRepositoryPolicy"},
			"ImageTagMutability":         {update: "ecr:PutImageTagMutability"},
			"ImageScanningConfiguration": {update: "ecr:PutImageScanningConfiguration"},
			"Tags":                       {create: "ecr:TagResource", update: "ecr:TagResource ecr:UntagResource"},
		},
		plain: "RepositoryName EncryptionConfiguration",
	},
	"AWS::IAM::Role": {
		calls: calls{
			create: "iam:CreateRole",
			read:   "iam:GetRole iam:ListAttachedRolePolicies iam:ListRolePolicies",
			update: "iam:UpdateAssumeRolePolicy iam:UpdateRole",
			delete: "iam:DeleteRole iam:ListAttachedRolePolicies iam:ListRolePolicies",
		},
		with: map[string]calls{
			"Description": {update: "iam:UpdateRoleDescription"},
			"Policies": {
				create: "iam:PutRolePolicy", read: "iam:GetRolePolicy", update: "iam:PutRolePolicy iam:DeleteRolePolicy",
				delete: "iam:DeleteRolePolicy",
			},
			"ManagedPolicyArns": {
				create: "iam:AttachRolePolicy@attached", update: "iam:AttachRolePolicy@attached iam:DetachRolePolicy@attached",
				delete: "iam:DetachRolePolicy@attached",
			},
			"PermissionsBoundary": {update: "iam:PutRolePermissionsBoundary"},
			"Tags":                {create: "iam:TagRole", update: "iam:TagRole iam:UntagRole"},
		},
		plain: "RoleName AssumeRolePolicyDocument MaxSessionDuration",
	},
	"AWS::IAM::ManagedPolicy": {
		calls: calls{
			create: "iam:CreatePolicy",
			read:   "iam:GetPolicy iam:GetPolicyVersion iam:ListEntitiesForPolicy",
			update: "iam:CreatePolicyVersion iam:DeletePolicyVersion iam:ListPolicyVersions",
			delete: "iam:DeletePolicy iam:DeletePolicyVersion iam:ListPolicyVersions iam:ListEntitiesForPolicy",
		},
		with: map[string]calls{
			"Roles": {
				create: "iam:AttachRolePolicy@role", update: "iam:AttachRolePolicy@role iam:DetachRolePolicy@role",
				delete: "iam:DetachRolePolicy@role",
			},
		},
		plain: "ManagedPolicyName Description PolicyDocument",
	},
	"AWS::Logs::LogGroup": {
		calls: calls{create: "logs:CreateLogGroup", read: "logs:DescribeLogGroups@any", delete: "logs:DeleteLogGroup"},
		with: map[string]calls{
			"RetentionInDays": {create: "logs:PutRetentionPolicy", update: "logs:PutRetentionPolicy"},
			"Tags":            tagged("logs:TagResource@tags", "logs:ListTagsForResource@tags", "logs:UntagResource@tags"),
		},
		plain: "LogGroupName",
	},
	"AWS::Lambda::Function": {
		calls: calls{
			create: "lambda:CreateFunction iam:PassRole@role",
			read: "lambda:GetFunction lambda:GetFunctionCodeSigningConfig lambda:GetFunctionRecursionConfig " +
				"lambda:GetFunctionScalingConfig lambda:GetRuntimeManagementConfig",
			update: "lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration iam:PassRole@role",
			delete: "lambda:DeleteFunction",
		},
		with: map[string]calls{
			"Code": {create: "s3:GetObject@code", update: "s3:GetObject@code"},
			"ReservedConcurrentExecutions": {
				create: "lambda:PutFunctionConcurrency", update: "lambda:PutFunctionConcurrency lambda:DeleteFunctionConcurrency",
			},
			"Tags": {create: "lambda:TagResource", update: "lambda:TagResource lambda:UntagResource"},
		},
		plain: "FunctionName Role Runtime Handler Architectures MemorySize Timeout LoggingConfig Environment PackageType",
	},
	"AWS::Lambda::Permission": {
		calls: calls{
			create: "lambda:AddPermission", read: "lambda:GetPolicy",
			update: "lambda:AddPermission lambda:RemovePermission", delete: "lambda:RemovePermission",
		},
		plain: "FunctionName Action Principal SourceAccount SourceArn FunctionUrlAuthType InvokedViaFunctionUrl",
	},
	"AWS::Lambda::Url": {
		calls: calls{
			create: "lambda:CreateFunctionUrlConfig", read: "lambda:GetFunctionUrlConfig",
			update: "lambda:UpdateFunctionUrlConfig", delete: "lambda:DeleteFunctionUrlConfig",
		},
		plain: "TargetFunctionArn AuthType InvokeMode",
	},
	"AWS::Lambda::EventSourceMapping": {
		calls: calls{
			create: "lambda:CreateEventSourceMapping@new", read: "lambda:GetEventSourceMapping",
			update: "lambda:UpdateEventSourceMapping", delete: "lambda:DeleteEventSourceMapping",
		},
		with:  map[string]calls{"Tags": tagged("lambda:TagResource@tags", "lambda:ListTags@tags", "lambda:UntagResource@tags")},
		plain: "FunctionName EventSourceArn BatchSize FunctionResponseTypes ScalingConfig",
	},
	"AWS::Scheduler::ScheduleGroup": {
		calls: calls{
			create: "scheduler:CreateScheduleGroup", read: "scheduler:GetScheduleGroup scheduler:ListTagsForResource",
			delete: "scheduler:DeleteScheduleGroup scheduler:DeleteSchedule@schedules",
		},
		with:  map[string]calls{"Tags": {create: "scheduler:TagResource", update: "scheduler:TagResource scheduler:UntagResource"}},
		plain: "Name",
	},
	"AWS::Scheduler::Schedule": {
		calls: calls{
			create: "scheduler:CreateSchedule iam:PassRole@role", read: "scheduler:GetSchedule",
			update: "scheduler:UpdateSchedule iam:PassRole@role", delete: "scheduler:DeleteSchedule",
		},
		plain: "Name GroupName ScheduleExpression ScheduleExpressionTimezone State FlexibleTimeWindow Target",
	},
}

// stackCalls are the calls that whoever installs makes directly, to create,
// watch, update and mend the stack, and the one that deletes it.
var stackCalls = calls{
	create: "cloudformation:CreateStack cloudformation:CreateChangeSet cloudformation:DescribeChangeSet " +
		"cloudformation:ExecuteChangeSet cloudformation:DeleteChangeSet " +
		"cloudformation:ValidateTemplate@any cloudformation:GetTemplateSummary@any",
	read: "cloudformation:DescribeStacks cloudformation:DescribeStackEvents cloudformation:DescribeStackResources " +
		"cloudformation:ListStackResources cloudformation:GetTemplate",
	update: "cloudformation:UpdateStack cloudformation:ContinueUpdateRollback",
	delete: "cloudformation:DeleteStack",
}
