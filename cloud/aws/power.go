package aws

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud/aws/catalogue"
)

// Power is what an action can do, apart from its level: whether it touches
// what a customer keeps, the code that runs, or anybody's rights.
type Power struct {
	Known  bool            // whether the catalogue lists the action
	Level  catalogue.Level // of an action that nobody knows: Write
	Reads  bool            // shows or copies objects, items, messages, secret values or log lines, or the names of objects or secrets
	Writes bool            // creates, changes or deletes one of these
	Code   bool            // shows or replaces code or images
	Hands  string          // what it can hand out: Rights, Identities, Credentials, Work, Access, or nothing

	// Sends: it makes the cloud send the names of new objects to a place of the
	// caller's choice. Apart from Reads, since setting up a trigger takes it.
	Sends bool

	// Replaces: it changes what a function runs, which works under the
	// function's identity. Apart from Hands, since that is what management is
	// for on a live function; elsewhere it hands out Work.
	Replaces bool
}

// Changes reports whether the action changes anything at all.
func (p Power) Changes() bool { return p.Level != catalogue.List && p.Level != catalogue.Read }

// Reviewed reports whether we looked at every action of the service of an
// action. Of any other service we know what its catalogue says, and whatever
// stands in the tables.
func Reviewed(action string) bool {
	service, _, _ := strings.Cut(strings.ToLower(action), ":")
	_, ok := settings[service]
	return ok
}

// settings lists, for the services whose actions we know well, the reading
// actions that show settings alone. Any other reading action of these services
// is taken to read data, so that a new one is suspect until it is listed here.
var settings = map[string]string{
	"s3": `GetAccelerateConfiguration GetAccountPublicAccessBlock GetAnalyticsConfiguration GetBucketAbac GetBucketAcl GetBucketCORS
		GetBucketLocation GetBucketLogging GetBucketMetadataTableConfiguration GetBucketNotification GetBucketObjectLockConfiguration
		GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketPublicAccessBlock GetBucketRequestPayment GetBucketTagging
		GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration
		GetLifecycleConfiguration GetMetricsConfiguration GetReplicationConfiguration ListAccessPoints ListAllMyBuckets ListTagsForResource`,
	"dynamodb": `DescribeContinuousBackups DescribeContributorInsights DescribeEndpoints DescribeKinesisStreamingDestination DescribeLimits
		DescribeStream DescribeTable DescribeTableReplicaAutoScaling DescribeTimeToLive GetAbacStatus GetResourcePolicy ListBackups
		ListContributorInsights ListExports ListGlobalTables ListImports ListStreams ListTables ListTagsOfResource`,
	"sqs": `GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues ListQueueTags ListQueues`,
	"ssm": `GetResourcePolicies ListTagsForResource`,
	"ecr": `BatchCheckLayerAvailability DescribeImageReplicationStatus DescribeImageScanFindings DescribeImages DescribeRegistry
		DescribeRepositories GetAccountSetting GetAuthorizationToken GetLifecyclePolicy GetLifecyclePolicyPreview GetRegistryPolicy
		GetRegistryScanningConfiguration GetRepositoryPolicy ListImages ListTagsForResource`,
	"lambda": `GetAccountSettings GetAlias GetCodeSigningConfig GetEventSourceMapping GetFunctionCodeSigningConfig GetFunctionConcurrency
		GetFunctionConfiguration GetFunctionEventInvokeConfig GetFunctionRecursionConfig GetFunctionScalingConfig GetFunctionUrlConfig
		GetLayerVersionPolicy GetPolicy GetProvisionedConcurrencyConfig GetRuntimeManagementConfig ListAliases ListCodeSigningConfigs
		ListEventSourceMappings ListFunctionEventInvokeConfigs ListFunctionUrlConfigs ListFunctionsByCodeSigningConfig
		ListLayerVersions ListLayers ListProvisionedConcurrencyConfigs ListTags`,
	"logs":      `DescribeLogGroups DescribeLogStreams DescribeMetricFilters DescribeSubscriptionFilters ListLogGroups ListTagsForResource ListTagsLogGroup`,
	"scheduler": `GetSchedule GetScheduleGroup ListScheduleGroups ListSchedules ListSchedulesByTarget ListTagsForResource`,
	"cloudformation": `DescribeChangeSet DescribeStackDriftDetectionStatus DescribeStackEvents DescribeStackResource DescribeStackResourceDrifts
		DescribeStackResources DescribeStacks GetStackPolicy GetTemplate GetTemplateSummary ListChangeSets ListStackResources ListStacks ValidateTemplate`,
	"cloudwatch": `DescribeAlarmHistory DescribeAlarms DescribeAlarmsForMetric GetDashboard GetMetricData GetMetricStatistics GetMetricWidgetImage
		ListDashboards ListMetrics ListTagsForResource`,
	"secretsmanager": `DescribeSecret GetRandomPassword GetResourcePolicy`,
}

// copying lists actions whose level says that they write, though they also
// show data or carry it to another place.
var copying = map[string]string{
	"appflow":       `StartFlow`,
	"athena":        `RunQuery StartQueryExecution`,
	"backup":        `CopyFromBackupVault StartCopyJob StartRestoreJob`,
	"cleanrooms":    `StartAnalysisLogExport StartProtectedQuery`,
	"datasync":      `StartTaskExecution`,
	"dms":           `StartReplication StartReplicationTask`,
	"docdb-elastic": `CopyClusterSnapshot RestoreClusterFromSnapshot`,
	"dynamodb": `AssociateTableReplica CreateBackup CreateGlobalTable CreateTableReplica EnableKinesisStreamingDestination ExportTableToPointInTime
		PartiQLDelete PartiQLUpdate RestoreTableFromAwsBackup RestoreTableFromBackup RestoreTableToPointInTime StartAwsBackupJob
		UpdateGlobalTable`,
	"ec2": `CopyImage CopySnapshot CreateImage CreateInstanceExportTask CreateSnapshot CreateSnapshots CreateStoreImageTask
		CreateTrafficMirrorSession CreateVolume ExportImage`,
	"ecr":         `PutReplicationConfiguration`,
	"elasticache": `CopyServerlessCacheSnapshot CopySnapshot ExportServerlessCacheSnapshot`,
	"es":          `ESHttpPatch ESHttpPost ESHttpPut`,
	"events":      `CreateArchive PutTargets StartReplay`,
	"firehose":    `UpdateDestination`,
	"fsx":         `CopyBackup CopySnapshotAndUpdateVolume`,
	"healthlake":  `StartFHIRExportJob StartFHIRExportJobWithPost`,
	"kms":         `Decrypt DeriveSharedSecret ReEncryptFrom`,
	"lightsail":   `CopySnapshot ExportSnapshot`,
	"logs": `AssociateSourceToS3TableIntegration CreateDelivery CreateExportTask CreateLogDelivery CreateScheduledQuery IntegrateWithS3Table
		PutAccountPolicy PutDeliverySource PutMetricFilter PutSubscriptionFilter UpdateLogDelivery UpdateScheduledQuery`,
	"memorydb":        `CopySnapshot`,
	"mobiletargeting": `CreateExportJob`,
	"neptune-graph":   `StartExportTask`,
	"opensearch":      `StartDirectQuery`,
	"qldb":            `ExecuteStatement ExportJournalToS3 StreamJournalToKinesis`,
	"rds": `CopyDBClusterSnapshot CopyDBSnapshot CreateDBInstanceReadReplica RestoreDBClusterFromSnapshot RestoreDBClusterToPointInTime
		RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime StartActivityStream StartDBInstanceAutomatedBackupsReplication
		StartExportTask`,
	"rds-data":      `BatchExecuteStatement ExecuteSql ExecuteStatement`,
	"redshift":      `CopyClusterSnapshot EnableSnapshotCopy ExecuteQuery RestoreFromClusterSnapshot RestoreTableFromClusterSnapshot`,
	"redshift-data": `BatchExecuteStatement ExecuteStatement`,
	"redshift-serverless": `CreateSnapshotCopyConfiguration RestoreFromRecoveryPoint RestoreFromSnapshot RestoreTableFromRecoveryPoint
		RestoreTableFromSnapshot UpdateSnapshotCopyConfiguration`,
	"s3": `CreateBucketMetadataTableConfiguration CreateJob InitiateReplication PutBucketLogging PutInventoryConfiguration
		PutReplicationConfiguration UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataJournalTableConfiguration`,
	"s3-outposts":    `PutReplicationConfiguration`,
	"s3express":      `PutInventoryConfiguration`,
	"s3tables":       `PutTableBucketReplication PutTableReplication`,
	"sdb":            `StartDomainExport`,
	"secretsmanager": `ReplicateSecretToRegions`,
	"sns":            `Subscribe`,
	"sqs":            `StartMessageMoveTask`,
	"states":         `GetActivityTask`,
	"timestream":     `CreateScheduledQuery ExecuteScheduledQuery`,
}

// sending lists the actions that Power.Sends is about.
var sending = map[string]string{"s3": `PutBucketNotification`}

// changing lists the actions that create, change or delete data, for services
// whose catalogue does not show it.
var changing = map[string]string{
	"dynamodb":       `BatchWriteItem DeleteItem ImportTable PartiQLDelete PartiQLInsert PartiQLUpdate PutItem UpdateItem WriteDataForReplication DeleteTable DeleteBackup`,
	"sqs":            `ChangeMessageVisibility DeleteMessage DeleteQueue PurgeQueue SendMessage StartMessageMoveTask`,
	"ssm":            `DeleteParameter DeleteParameters LabelParameterVersion PutParameter UnlabelParameterVersion`,
	"logs":           `DeleteLogGroup DeleteLogStream PutLogEvents`,
	"secretsmanager": `CreateSecret DeleteSecret PutSecretValue RestoreSecret RotateSecret UpdateSecret UpdateSecretVersionStage`,
}

// coding lists the actions that show or replace code and images.
var coding = map[string]string{
	"ecr":    `BatchDeleteImage BatchGetImage BatchImportUpstreamImage CompleteLayerUpload GetDownloadUrlForLayer InitiateLayerUpload PutImage ReplicateImage UploadLayerPart`,
	"lambda": `CreateFunction GetFunction GetLayerVersion PublishLayerVersion UpdateFunctionCode`,
}

// replacing lists the actions that Power.Replaces is about.
var replacing = map[string]string{"lambda": `UpdateFunctionCode UpdateFunctionConfiguration`}

// PowerOf judges an action by its name, in any case. One that the catalogue
// does not list counts as writing data; if it is IAM's, also as handing out
// rights.
func PowerOf(name string) Power {
	action, ok := catalogue.Open().Action(name)
	lower := strings.ToLower(name)
	service, _, _ := strings.Cut(lower, ":")
	if !ok {
		p := Power{Level: catalogue.Write, Writes: true}
		if service == "iam" {
			p.Hands = Rights
		}
		return p
	}
	_, short, _ := strings.Cut(action.Name, ":")
	p := Power{
		Known: true, Level: action.Level, Hands: hands(service, short, action.Level),
		Sends: listed(sending, service, short), Replaces: listed(replacing, service, short),
	}
	p.Code = listed(coding, service, short)
	p.Writes = listed(changing, service, short) || service == "s3" && p.Changes() && slices.Contains(action.Resources, "object")
	p.Reads = listed(copying, service, short) || !p.Changes() && !p.Code && revealing(service, short, action.Level)
	return p
}

// revealing reports whether a reading action shows more than settings. Of a
// service that nobody looked at, lists of names do not count and contents do.
func revealing(service, name string, level catalogue.Level) bool {
	if _, known := settings[service]; known {
		return !listed(settings, service, name)
	}
	switch service {
	case "iam", "kms", "sts":
		return false // what they show is about rights and keys; see Hands
	}
	return level == catalogue.Read
}

// listed reports whether a table has the name among the words of a service. It
// is asked about every action of every grant, so it splits nothing.
func listed(table map[string]string, service, name string) bool {
	text := table[service]
	for at := 0; ; at++ {
		found := strings.Index(text[at:], name)
		if found < 0 {
			return false
		}
		at += found
		if end := at + len(name); (at == 0 || text[at-1] <= ' ') && (end == len(text) || text[end] <= ' ') {
			return true
		}
	}
}
