package cloudformation_test

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestStorage(t *testing.T) {
	text := template(stack(&ir.Storage{Common: common("my-data", ir.Frozen)}))
	want := margin(`
		|    Type: AWS::S3::Bucket
		|    Metadata:
		|      Alien: { id: "my-data", kind: "storage", lifecycle: "frozen", source: "alien.ts:3" }
		|    DeletionPolicy: RetainExceptOnCreate
		|    UpdateReplacePolicy: Retain
		|    Properties:
		|      BucketName: !Sub "${NamePrefix}-my-data-${AWS::AccountId}-${AWS::Region}"
		|      PublicAccessBlockConfiguration:
		|        BlockPublicAcls: true
		|        BlockPublicPolicy: true
		|        IgnorePublicAcls: true
		|        RestrictPublicBuckets: true
		|      OwnershipControls:
		|        Rules:
		|          - { ObjectOwnership: BucketOwnerEnforced }
		|      BucketEncryption:
		|        ServerSideEncryptionConfiguration:
		|          - BucketKeyEnabled: true
		|            ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 }
		|      LifecycleConfiguration:
		|        Rules:
		|          - Id: abort-incomplete-uploads
		|            Status: Enabled
		|            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }
		|      Tags:
		|        - { Key: "alien-lifecycle", Value: "frozen" }
		|        - { Key: "alien-resource", Value: "my-data" }
		|        - { Key: "alien-stack", Value: "app" }
		|        - { Key: "managed-by", Value: "alienc" }
	`)
	if got := section(t, text, "StorageMyData"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	policy := section(t, text, "StorageMyDataPolicy")
	contains(t, policy, `
		|    DeletionPolicy: RetainExceptOnCreate
		|    UpdateReplacePolicy: Retain
		|    Properties:
		|      Bucket: !Ref StorageMyData
		|      PolicyDocument:
		|        Version: "2012-10-17"
		|        Statement:
		|          - Sid: DenyInsecureTransport
		|            Effect: Deny
		|            Principal: "*"
		|            Action: ["s3:*"]
		|            Resource:
		|              - !Sub "arn:${AWS::Partition}:s3:::${NamePrefix}-my-data-${AWS::AccountId}-${AWS::Region}"
		|              - !Sub "arn:${AWS::Partition}:s3:::${NamePrefix}-my-data-${AWS::AccountId}-${AWS::Region}/*"
		|            Condition:
		|              Bool:
		|                aws:SecureTransport: "false"
	`)
	lacks(t, policy, "Allow")
	contains(t, text, `
		|  MyDataBucket:
		|    Description: "Bucket of storage my-data"
		|    Value: !Ref StorageMyData
	`)
}

func TestStorageOptions(t *testing.T) {
	text := template(stack(&ir.Storage{
		Common: common("site", ir.Live), PublicRead: true, Versioning: true,
		LifecycleRules: []ir.LifecycleRule{{Days: 30}, {Days: 1, Prefix: "tmp: ${x}\n"}},
	}))
	bucket := section(t, text, "StorageSite")
	contains(t, bucket, `
		|      cfn-lint: { config: { ignore_checks: [E1029] } }
	`)
	contains(t, bucket, `
		|        BlockPublicAcls: true
		|        BlockPublicPolicy: false
		|        IgnorePublicAcls: true
		|        RestrictPublicBuckets: false
	`)
	contains(t, bucket, `
		|      VersioningConfiguration: { Status: Enabled }
	`)
	contains(t, bucket, `
		|          - Id: expire-0
		|            Status: Enabled
		|            ExpirationInDays: 30
		|            NoncurrentVersionExpiration: { NoncurrentDays: 30 }
		|          - Id: expire-1
		|            Status: Enabled
		|            Prefix: "tmp: ${x}\n"
		|            ExpirationInDays: 1
		|            NoncurrentVersionExpiration: { NoncurrentDays: 1 }
	`)
	contains(t, section(t, text, "StorageSitePolicy"), `
		|          - Sid: PublicRead
		|            Effect: Allow
		|            Principal: "*"
		|            Action: ["s3:GetObject"]
		|            Resource:
		|              - !Sub "arn:${AWS::Partition}:s3:::${NamePrefix}-site-${AWS::AccountId}-${AWS::Region}/*"
	`)
	plain := section(t, template(stack(&ir.Storage{
		Common: common("logs", ir.Live), LifecycleRules: []ir.LifecycleRule{{Days: 30}},
	})), "StorageLogs")
	contains(t, plain, `
		|            ExpirationInDays: 30
		|      Tags:
	`)
	lacks(t, plain, "Versioning", "Noncurrent", "NotificationConfiguration", "DependsOn")
}

func TestKv(t *testing.T) {
	text := template(stack(&ir.Kv{Common: common("cache", ir.Live)}))
	contains(t, section(t, text, "KvCache"), `
		|    Type: AWS::DynamoDB::Table
		|    Metadata:
		|      Alien: { id: "cache", kind: "kv", lifecycle: "live", source: "alien.ts:3" }
		|    DeletionPolicy: RetainExceptOnCreate
		|    UpdateReplacePolicy: Retain
		|    Properties:
		|      TableName: !Sub "${NamePrefix}-cache"
		|      BillingMode: PAY_PER_REQUEST
		|      DeletionProtectionEnabled: true
		|      AttributeDefinitions:
		|        - { AttributeName: pk, AttributeType: S }
		|        - { AttributeName: sk, AttributeType: S }
		|      KeySchema:
		|        - { AttributeName: pk, KeyType: HASH }
		|        - { AttributeName: sk, KeyType: RANGE }
		|      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }
		|      TimeToLiveSpecification: { AttributeName: ttl, Enabled: true }
		|      Tags:
	`)
	lacks(t, text, "SSESpecification", "LogRetentionDays", "(?!aws|ssm)")
}

func TestQueue(t *testing.T) {
	jobs := &ir.Queue{Common: common("jobs", ir.Frozen)}
	text := template(stack(jobs))
	contains(t, section(t, text, "QueueJobsDlq"), `
		|    DeletionPolicy: RetainExceptOnCreate
		|    UpdateReplacePolicy: Retain
		|    Properties:
		|      QueueName: !Sub "${NamePrefix}-jobs-dlq"
		|      MessageRetentionPeriod: 1209600
		|      SqsManagedSseEnabled: true
		|      RedriveAllowPolicy:
		|        redrivePermission: byQueue
		|        sourceQueueArns:
		|          - !Sub "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${NamePrefix}-jobs"
		|      Tags:
	`)
	contains(t, section(t, text, "QueueJobs"), `
		|    DeletionPolicy: RetainExceptOnCreate
		|    UpdateReplacePolicy: Retain
		|    Properties:
		|      QueueName: !Sub "${NamePrefix}-jobs"
		|      VisibilityTimeout: 30
		|      MessageRetentionPeriod: 345600
		|      SqsManagedSseEnabled: true
		|      RedrivePolicy:
		|        deadLetterTargetArn: !GetAtt QueueJobsDlq.Arn
		|        maxReceiveCount: 5
		|      Tags:
	`)
	contains(t, section(t, text, "QueueJobsPolicy"), `
		|    Properties:
		|      Queues: [!Ref QueueJobs, !Ref QueueJobsDlq]
		|      PolicyDocument:
		|        Version: "2012-10-17"
		|        Statement:
		|          - Sid: DenyInsecureTransport
		|            Effect: Deny
		|            Principal: "*"
		|            Action: ["sqs:*"]
		|            Resource:
		|              - "*"
		|            Condition:
		|              Bool:
		|                aws:SecureTransport: "false"
	`)
	for _, test := range []struct {
		timeout int
		want    string
	}{{1, "VisibilityTimeout: 30\n"}, {6, "VisibilityTimeout: 36\n"}, {900, "VisibilityTimeout: 5400\n"}, {20000, "VisibilityTimeout: 43200\n"}} {
		f := zip("worker", onQueue("0", jobs))
		f.Timeout = test.timeout
		if got := section(t, template(stack(jobs, f)), "QueueJobs"); !strings.Contains(got, test.want) {
			t.Errorf("timeout %d: no %q in\n%s", test.timeout, test.want, got)
		}
	}
}

func TestVault(t *testing.T) {
	text := template(stack(&ir.Vault{Common: common("keys", ir.Frozen)}))
	contains(t, section(t, text, "VaultKeys"), `
		|    Type: AWS::SSM::Parameter
		|    Metadata:
		|      Alien: { id: "keys", kind: "vault", lifecycle: "frozen", source: "alien.ts:3" }
		|    DeletionPolicy: RetainExceptOnCreate
		|    UpdateReplacePolicy: Retain
		|    Properties:
		|      Name: !Sub "/${NamePrefix}/keys/.alien"
		|      Type: String
		|      Tier: Standard
		|      Value: '{"kind":"vault","resource":"keys"}'
		|      Tags:
		|        alien-lifecycle: "frozen"
		|        alien-resource: "keys"
		|        alien-stack: "app"
		|        managed-by: "alienc"
	`)
	contains(t, section(t, text, "NamePrefix"), `
		|    AllowedPattern: "^(?!aws|ssm)[a-z][a-z0-9]*(-[a-z0-9]+)*$"
	`)
}

func TestArtifactRegistry(t *testing.T) {
	images := &ir.ArtifactRegistry{Common: common("images", ir.Frozen), ReplicationRegions: []string{"eu-west-1"}}
	text := template(stack(images, zip("worker")))
	registry := section(t, text, "ArtifactRegistryImages")
	contains(t, registry, `
		|    DeletionPolicy: RetainExceptOnCreate
		|    UpdateReplacePolicy: Retain
		|    Properties:
		|      RepositoryName: !Sub "${NamePrefix}/images"
		|      ImageTagMutability: IMMUTABLE
		|      ImageScanningConfiguration: { ScanOnPush: true }
		|      EncryptionConfiguration: { EncryptionType: AES256 }
		|      Tags:
	`)
	lacks(t, text, "eu-west-1")

	text = template(stack(images, image("b"), zip("worker"), image("a")))
	contains(t, section(t, text, "ArtifactRegistryImages"), `
		|      RepositoryPolicyText:
		|        Version: "2012-10-17"
		|        Statement:
		|          - Sid: LambdaECRImageRetrievalPolicy
		|            Effect: Allow
		|            Principal: { Service: lambda.amazonaws.com }
		|            Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
		|            Condition:
		|              ArnEquals:
		|                aws:SourceArn:
		|                  - !Sub "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${NamePrefix}-a"
		|                  - !Sub "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${NamePrefix}-b"
		|      Tags:
	`)
}
