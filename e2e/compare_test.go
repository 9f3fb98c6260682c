package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/e2e/template"
)

// Differences are found both ways, and equal values that look different are
// not taken for some.
func TestDifferences(t *testing.T) {
	for _, c := range []struct {
		name      string
		want, got object
		wrong     []string
	}{
		{"equal", object{"A": object{"x": []any{"1", true}}}, object{"A": object{"x": []any{float64(1), "true"}}}, nil},
		{"large numbers", object{"A": 1209600}, object{"A": "1209600"}, nil},
		{"other value", object{"A": "x"}, object{"A": "y"}, []string{`A is "y"; want "x"`}},
		{"other order", object{"A": []any{"x", "y"}}, object{"A": []any{"y", "x"}}, []string{`A is ["y","x"]; want ["x","y"]`}},
		{"deep inside", object{"A": object{"b": object{"c": false}}}, object{"A": object{"b": object{"c": true}}}, []string{`A is {"b":{"c":"true"}}; want {"b":{"c":"false"}}`}},
		{"not there", object{"A": "x"}, object{}, []string{`A is not there; want "x"`}},
		{"too much", object{}, object{"A": "x"}, []string{`A is "x"; the template does not set it`}},
		{"tags in either form", object{"Tags": object{"k": "v"}}, object{"Tags": []any{object{"Key": "k", "Value": "v"}, object{"Key": "aws:cloudformation:stack-name", "Value": "s"}}}, nil},
		{"a missing tag", object{"Tags": object{"k": "v"}}, object{"Tags": []any{}}, []string{`Tags is {}; want {"k":"v"}`}},
		{"tags of CloudFormation alone", object{}, object{"Tags": object{"aws:cloudformation:stack-name": "s"}}, nil},
	} {
		if got := differences(c.want, c.got); !slices.Equal(got, c.wrong) {
			t.Errorf("%s: %q, want %q", c.name, got, c.wrong)
		}
	}
}

// drifts are changes behind CloudFormation's back, and the property in which
// each must show.
var drifts = []struct {
	resource, service, operation string
	parameters                   func(p object, id string) object // from the properties and the physical id
	property                     string
}{
	{"AWS::S3::Bucket", "s3", "put_bucket_versioning", func(p object, _ string) object {
		return object{"Bucket": p["BucketName"], "VersioningConfiguration": object{"Status": "Suspended"}}
	}, "VersioningConfiguration"},
	{"AWS::S3::Bucket", "s3", "delete_public_access_block", func(p object, _ string) object {
		return object{"Bucket": p["BucketName"]}
	}, "PublicAccessBlockConfiguration"},
	{"AWS::S3::BucketPolicy", "s3", "put_bucket_policy", func(p object, _ string) object {
		return object{"Bucket": p["Bucket"], "Policy": `{"Version":"2012-10-17","Statement":[]}`}
	}, "PolicyDocument"},
	{"AWS::DynamoDB::Table", "dynamodb", "update_table", func(p object, _ string) object {
		return object{"TableName": p["TableName"], "DeletionProtectionEnabled": false}
	}, "DeletionProtectionEnabled"},
	{"AWS::SQS::Queue", "sqs", "set_queue_attributes", func(_ object, id string) object {
		return object{"QueueUrl": id, "Attributes": object{"MessageRetentionPeriod": "60"}}
	}, "MessageRetentionPeriod"},
	{"AWS::Lambda::EventSourceMapping", "lambda", "update_event_source_mapping", func(_ object, id string) object {
		return object{"UUID": id, "BatchSize": 7}
	}, "BatchSize"},
	{"AWS::SSM::Parameter", "ssm", "put_parameter", func(p object, _ string) object {
		return object{"Name": p["Name"], "Value": "other", "Overwrite": true}
	}, "Value"},
	{"AWS::ECR::Repository", "ecr", "put_image_tag_mutability", func(p object, _ string) object {
		return object{"repositoryName": p["RepositoryName"], "imageTagMutability": "MUTABLE"}
	}, "ImageTagMutability"},
	{"AWS::IAM::Role", "iam", "put_role_policy", func(p object, _ string) object {
		return object{"RoleName": p["RoleName"], "PolicyName": "more", "PolicyDocument": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}`}
	}, "Policies"},
	{"AWS::Lambda::Function", "lambda", "update_function_configuration", func(p object, _ string) object {
		return object{"FunctionName": p["FunctionName"], "MemorySize": 3008}
	}, "MemorySize"},
	{"AWS::Lambda::Url", "lambda", "update_function_url_config", func(p object, _ string) object {
		return object{"FunctionName": p["TargetFunctionArn"], "AuthType": "AWS_IAM"}
	}, "AuthType"},
	{"AWS::Logs::LogGroup", "logs", "put_retention_policy", func(p object, _ string) object {
		return object{"logGroupName": p["LogGroupName"], "retentionInDays": 3653}
	}, "RetentionInDays"},
	{"AWS::Scheduler::Schedule", "scheduler", "update_schedule", func(p object, _ string) object {
		return object{
			"Name": p["Name"], "GroupName": p["GroupName"], "ScheduleExpression": "rate(1 minute)", "Target": p["Target"],
			"FlexibleTimeWindow": p["FlexibleTimeWindow"], "ScheduleExpressionTimezone": p["ScheduleExpressionTimezone"], "State": p["State"],
		}
	}, "ScheduleExpression"},
}

// drift shows that reading back would notice: it changes resources of a stack
// that stands, where the stack has the type.
func (d *deployment) drift(t *testing.T) {
	t.Helper()
	for _, c := range drifts {
		i := slices.IndexFunc(d.template.Resources, func(r template.Resource) bool {
			_, exists := d.resources[r.Name]
			return exists && r.Type == c.resource
		})
		if i < 0 {
			continue
		}
		r := d.resources[d.template.Resources[i].Name]
		what := d.name + ": a changed " + c.property + " of a " + c.resource + " is noticed"
		if _, err := d.account.call(c.service, c.operation, c.parameters(r.Properties, d.values.Physical[r.Name])); err != nil {
			results.fail(t, what, err.Error())
			continue
		}
		wrong, err := d.compare(r)
		if err != nil || !slices.ContainsFunc(wrong, func(w string) bool { return strings.HasPrefix(w, c.property+" is ") }) {
			results.fail(t, what, append(wrong, "found this instead", fmt.Sprint(err))...)
			continue
		}
		results.pass("%s", what)
	}
}
