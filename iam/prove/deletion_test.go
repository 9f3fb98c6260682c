package prove

import (
	"slices"
	"strings"
	"testing"
)

// How an action is called tells whether it deletes only where somebody looked
// at the service.
func TestWhatDeletes(t *testing.T) {
	p := newProver(compiled(kitchen()), &Result{})
	for verb, list := range map[string]string{
		"": `s3:PutBucketTagging s3:GetObject sqs:SendMessage lambda:UpdateFunctionCode ssm:PutParameter ssm:AddTagsToResource
			ecr:PutImage ecr:StartImageScan ec2:DescribeInstances`,
		"delete from": `s3:DeleteObject sqs:PurgeQueue dynamodb:BatchWriteItem cloudformation:UpdateStack cloudformation:ExecuteChangeSet
			ssm:SendCommand ssm:StartAutomationExecution ssm:CreateAssociation ssm:DeleteParameter kms:ScheduleKeyDeletion
			dlm:CreateLifecyclePolicy dlm:UpdateLifecyclePolicy elasticfilesystem:PutLifecycleConfiguration
			s3express:PutLifecycleConfiguration s3-outposts:PutLifecycleConfiguration s3tables:PutTableRecordExpirationConfiguration
			aoss:CreateLifecyclePolicy imagebuilder:CreateLifecyclePolicy backup:UpdateRecoveryPointLifecycle
			kinesisvideo:UpdateDataRetention transfer:StartRemoteDelete personalize:CreateDataDeletionJob
			healthlake:StartFHIRBulkDeleteJob ec2:TerminateInstances`,
		"perhaps delete from":  "codebuild:StartBuild backup:StartBackupJob ec2:CreateTags rds-data:ExecuteStatement kms:Decrypt",
		"make AWS delete from": "s3:PutLifecycleConfiguration dynamodb:UpdateTimeToLive",
	} {
		for name := range strings.FieldsSeq(list) {
			got := ""
			if a := p.judged(name); a.deletes || a.expires {
				got = deletionBy(a)
			}
			if got != verb {
				t.Errorf("%s: %q, want %q", name, got, verb)
			}
		}
	}
}

// The gravest of many actions are named, and few are named as they come.
func TestFew(t *testing.T) {
	p := newProver(compiled(kitchen()), &Result{})
	for list, want := range map[string]string{
		"a:B": "a:B",
		"ec2:CreateTags ec2:DescribeInstances s3:GetBucketTagging sqs:GetQueueUrl ssm:SendCommand":                                   "ec2:CreateTags, ec2:DescribeInstances, s3:GetBucketTagging, sqs:GetQueueUrl, ssm:SendCommand",
		"dynamodb:DescribeTable ec2:DescribeInstances iam:PassRole s3:GetBucketTagging s3:GetObject sqs:GetQueueUrl ssm:SendCommand": "iam:PassRole, ssm:SendCommand, s3:GetObject, dynamodb:DescribeTable, ec2:DescribeInstances and 2 more",
		"lambda:ListTags s3:GetBucketTagging s3:Reinvent sqs:GetQueueUrl sqs:ListQueueTags sqs:ListQueues":                           "s3:Reinvent, lambda:ListTags, s3:GetBucketTagging, sqs:GetQueueUrl, sqs:ListQueueTags and 1 more",
	} {
		words := strings.Fields(list)
		before := slices.Clone(words)
		if got := p.few(words); got != want {
			t.Errorf("%s: %s, want %s", list, got, want)
		}
		if !slices.Equal(words, before) {
			t.Errorf("%s: the list itself changed", list)
		}
	}
}
