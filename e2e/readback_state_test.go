package e2e

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/e2e/template"
)

// Readers of what holds state, and of log groups.

func readBucket(a account, _ template.Resource, name string) (object, error) {
	ask := object{"Bucket": name}
	if _, err := a.call("s3", "head_bucket", ask); err != nil {
		return nil, err
	}
	out := object{"BucketName": name}

	encryption, err := a.call("s3", "get_bucket_encryption", ask)
	if err != nil {
		return nil, err
	}
	block, err := a.optional("NoSuchPublicAccessBlockConfiguration", "s3", "get_public_access_block", ask)
	if err != nil {
		return nil, err
	}
	take(block, out, map[string]string{"PublicAccessBlockConfiguration": "PublicAccessBlockConfiguration"})
	ownership, err := a.optional("OwnershipControlsNotFoundError", "s3", "get_bucket_ownership_controls", ask)
	if err != nil {
		return nil, err
	}
	take(ownership, out, map[string]string{"OwnershipControls": "OwnershipControls"})
	versioning, err := a.call("s3", "get_bucket_versioning", ask)
	if err != nil {
		return nil, err
	}
	if !empty(versioning["Status"]) {
		out["VersioningConfiguration"] = object{"Status": versioning["Status"]}
	}
	notifications, err := a.call("s3", "get_bucket_notification_configuration", ask)
	if err != nil {
		return nil, err
	}
	if list := lambdaNotifications(notifications); len(list) > 0 {
		out["NotificationConfiguration"] = object{"LambdaConfigurations": list}
	}
	out["BucketEncryption"] = bucketEncryption(encryption)
	return out, nil
}

// bucketEncryption translates the rules of a bucket's encryption. The emulator
// takes BucketKeyEnabled and always answers false.
func bucketEncryption(answer object) object {
	results.skip("reading back BucketKeyEnabled of AWS::S3::Bucket: the emulator does not apply it")
	configuration, _ := answer["ServerSideEncryptionConfiguration"].(object)
	rules, _ := configuration["Rules"].([]any)
	list := []any{}
	for _, r := range rules {
		r, _ := r.(object)
		list = append(list, object{"BucketKeyEnabled": true, "ServerSideEncryptionByDefault": r["ApplyServerSideEncryptionByDefault"]})
	}
	return object{"ServerSideEncryptionConfiguration": list}
}

// lambdaNotifications gives one entry an event, as a template writes them.
func lambdaNotifications(answer object) []any {
	configurations, _ := answer["LambdaFunctionConfigurations"].([]any)
	list := []any{}
	for _, c := range configurations {
		c, _ := c.(object)
		events, _ := c["Events"].([]any)
		for _, event := range events {
			entry := object{"Event": event, "Function": c["LambdaFunctionArn"]}
			take(c, entry, map[string]string{"Filter": "Filter"})
			list = append(list, entry)
		}
	}
	return list
}

func readBucketPolicy(a account, r template.Resource, _ string) (object, error) {
	bucket := r.Properties["Bucket"]
	answer, err := a.call("s3", "get_bucket_policy", object{"Bucket": bucket})
	if err != nil {
		return nil, err
	}
	policy, err := document(answer["Policy"])
	return object{"Bucket": bucket, "PolicyDocument": policy}, err
}

func readTable(a account, _ template.Resource, name string) (object, error) {
	answer, err := a.call("dynamodb", "describe_table", object{"TableName": name})
	if err != nil {
		return nil, err
	}
	table, _ := answer["Table"].(object)
	out := object{}
	take(table, out, map[string]string{
		"TableName": "TableName", "AttributeDefinitions": "AttributeDefinitions", "KeySchema": "KeySchema",
		"DeletionProtectionEnabled": "DeletionProtectionEnabled", "SSEDescription": "SSESpecification",
		"GlobalSecondaryIndexes": "GlobalSecondaryIndexes", "LocalSecondaryIndexes": "LocalSecondaryIndexes",
	})
	billing, _ := table["BillingModeSummary"].(object)
	take(billing, out, map[string]string{"BillingMode": "BillingMode"})
	answer, err = a.call("dynamodb", "list_tags_of_resource", object{"ResourceArn": table["TableArn"]})
	if err != nil {
		return nil, err
	}
	take(answer, out, map[string]string{"Tags": "Tags"})
	return out, nil
}

func readQueue(a account, r template.Resource, url string) (object, error) {
	answer, err := a.call("sqs", "get_queue_attributes", object{"QueueUrl": url, "AttributeNames": []string{"All"}})
	if err != nil {
		return nil, err
	}
	attributes, _ := answer["Attributes"].(object)
	arn := fmt.Sprint(attributes["QueueArn"])
	out := object{"QueueName": arn[strings.LastIndex(arn, ":")+1:]}
	take(attributes, out, map[string]string{
		"MessageRetentionPeriod": "MessageRetentionPeriod", "SqsManagedSseEnabled": "SqsManagedSseEnabled",
		"KmsMasterKeyId": "KmsMasterKeyId", "FifoQueue": "FifoQueue",
	})
	// A queue has a visibility timeout, said or not.
	if _, said := r.Properties["VisibilityTimeout"]; said || attributes["VisibilityTimeout"] != "30" {
		out["VisibilityTimeout"] = attributes["VisibilityTimeout"]
	}
	for _, name := range []string{"RedrivePolicy", "RedriveAllowPolicy"} {
		if empty(attributes[name]) {
			continue
		}
		if out[name], err = document(attributes[name]); err != nil {
			return nil, err
		}
	}
	answer, err = a.call("sqs", "list_queue_tags", object{"QueueUrl": url})
	if err != nil {
		return nil, err
	}
	take(answer, out, map[string]string{"Tags": "Tags"})
	return out, nil
}

// readQueuePolicy reads the policy of every queue that the resource names: all
// must have the same.
func readQueuePolicy(a account, r template.Resource, _ string) (object, error) {
	queues, _ := r.Properties["Queues"].([]any)
	var policy object
	for i, url := range queues {
		answer, err := a.call("sqs", "get_queue_attributes", object{"QueueUrl": url, "AttributeNames": []string{"Policy"}})
		if err != nil {
			return nil, err
		}
		attributes, _ := answer["Attributes"].(object)
		if empty(attributes["Policy"]) {
			return nil, &apiError{Code: "NoSuchPolicy", Message: fmt.Sprintf("%v has no policy", url)}
		}
		one, err := document(attributes["Policy"])
		if err != nil {
			return nil, err
		}
		if i > 0 && canonical("", one) != canonical("", policy) {
			return nil, fmt.Errorf("the queues have different policies: %v and %v", policy, one)
		}
		policy = one
	}
	return object{"Queues": r.Properties["Queues"], "PolicyDocument": policy}, nil
}

func readParameter(a account, r template.Resource, name string) (object, error) {
	answer, err := a.call("ssm", "get_parameter", object{"Name": name})
	if err != nil {
		return nil, err
	}
	parameter, _ := answer["Parameter"].(object)
	out := object{}
	take(parameter, out, map[string]string{"Name": "Name", "Type": "Type", "Value": "Value"})
	answer, err = a.call("ssm", "describe_parameters", object{"ParameterFilters": []object{{"Key": "Name", "Values": []string{name}}}})
	if err != nil {
		return nil, err
	}
	list, _ := answer["Parameters"].([]any)
	for _, p := range list {
		if p, _ := p.(object); p["Name"] == name {
			take(p, out, map[string]string{"Description": "Description", "AllowedPattern": "AllowedPattern"})
			if _, said := r.Properties["Tier"]; said || p["Tier"] != "Standard" {
				out["Tier"] = p["Tier"]
			}
		}
	}
	answer, err = a.call("ssm", "list_tags_for_resource", object{"ResourceType": "Parameter", "ResourceId": name})
	if err != nil {
		return nil, err
	}
	take(answer, out, map[string]string{"TagList": "Tags"})
	return out, nil
}

func readRepository(a account, _ template.Resource, name string) (object, error) {
	answer, err := a.call("ecr", "describe_repositories", object{"repositoryNames": []string{name}})
	if err != nil {
		return nil, err
	}
	repository, _ := answer["repositories"].([]any)[0].(object)
	out := object{}
	take(repository, out, map[string]string{"repositoryName": "RepositoryName", "imageTagMutability": "ImageTagMutability"})
	scanning, _ := repository["imageScanningConfiguration"].(object)
	encryption, _ := repository["encryptionConfiguration"].(object)
	out["ImageScanningConfiguration"] = object{"ScanOnPush": scanning["scanOnPush"]}
	out["EncryptionConfiguration"] = object{"EncryptionType": encryption["encryptionType"]}
	answer, err = a.optional("RepositoryPolicyNotFoundException", "ecr", "get_repository_policy", object{"repositoryName": name})
	if err != nil {
		return nil, err
	}
	if !empty(answer["policyText"]) {
		if out["RepositoryPolicyText"], err = document(answer["policyText"]); err != nil {
			return nil, err
		}
	}
	answer, err = a.call("ecr", "list_tags_for_resource", object{"resourceArn": repository["repositoryArn"]})
	if err != nil {
		return nil, err
	}
	take(answer, out, map[string]string{"tags": "Tags"})
	return out, nil
}

func readLogGroup(a account, _ template.Resource, name string) (object, error) {
	answer, err := a.call("logs", "describe_log_groups", object{"logGroupNamePrefix": name})
	if err != nil {
		return nil, err
	}
	groups, _ := answer["logGroups"].([]any)
	for _, g := range groups {
		g, _ := g.(object)
		if g["logGroupName"] != name {
			continue
		}
		out := object{}
		take(g, out, map[string]string{"logGroupName": "LogGroupName", "retentionInDays": "RetentionInDays", "kmsKeyId": "KmsKeyId"})
		answer, err := a.call("logs", "list_tags_for_resource", object{"resourceArn": g["logGroupArn"]})
		if err != nil {
			return nil, err
		}
		take(answer, out, map[string]string{"tags": "Tags"})
		return out, nil
	}
	return nil, &apiError{Code: "NoSuchLogGroup", Message: "there is no log group " + name}
}
