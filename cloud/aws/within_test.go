package aws

import (
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestWithin(t *testing.T) {
	data := &ir.Storage{Common: ir.Common{ID: "data"}}
	cache := &ir.Kv{Common: ir.Common{ID: "cache"}}
	jobs := &ir.Queue{Common: ir.Common{ID: "jobs"}}
	keys := &ir.Vault{Common: ir.Common{ID: "keys"}}
	images := &ir.ArtifactRegistry{Common: ir.Common{ID: "images"}}
	api := &ir.Function{Common: ir.Common{ID: "api"}, Triggers: []ir.Trigger{&ir.ScheduleTrigger{TriggerPath: "triggers[0]"}}}
	const region = ":${awsRegion}:${awsAccountId}:"
	for _, c := range []struct {
		pattern string
		r       ir.Resource
		want    bool
	}{
		{"arn:aws:s3:::${resourceName}", data, true},
		{"arn:aws:s3:::${resourceName}/*", data, true},
		{"arn:aws:s3:::${resourceName}/$${aws:username}/*", data, true},
		{"arn:aws:s3:::${stackPrefix}-data-${awsAccountId}-${awsRegion}", data, true},
		{"arn:aws:s3:::${stackPrefix}-data-${awsAccountId}-${awsRegion}/reports/*", data, true},
		{"arn:aws:s3:::${resourceName}*", data, false},
		{"arn:aws:s3:::${resourceName}-more", data, false},
		{"arn:aws:s3:::${resourceName}${awsRegion}", data, false},
		{"arn:aws:s3:::${stackPrefix}-data-*", data, false},
		{"arn:aws:s3:::${stackPrefix}-data-${awsAccountId}", data, false},
		{"arn:aws:s3:::${stackPrefix}-logs-${awsAccountId}-${awsRegion}", data, false},
		{"arn:aws:s3:::$${NamePrefix}-data-${awsAccountId}-${awsRegion}", data, false},
		{"arn:aws:s3:::app-data-123456789012-us-east-1", data, false}, // a name that anybody may take
		{"arn:*:s3:::${resourceName}", data, false},
		{"*", data, false},
		{"", data, false},

		{"arn:aws:dynamodb" + region + "table/${resourceName}", cache, true},
		{"arn:aws:dynamodb" + region + "table/${resourceName}/index/*", cache, true},
		{"arn:aws:dynamodb" + region + "table/${resourceName}*", cache, false},
		{"arn:aws:dynamodb:*:${awsAccountId}:table/${resourceName}", cache, false},
		{"arn:aws:dynamodb:eu-west-1:123456789012:table/${resourceName}", cache, false},

		{"arn:aws:sqs" + region + "${resourceName}", jobs, true},
		{"arn:aws:sqs" + region + "${resourceName}-dead", jobs, false},
		{"arn:aws:sqs" + region + "${resourceName}:x", jobs, false},

		{"arn:aws:ssm" + region + "parameter/${stackPrefix}/keys/*", keys, true},
		{"arn:aws:ssm" + region + "parameter/${stackPrefix}/*", keys, false},

		{"arn:aws:ecr" + region + "repository/${resourceName}", images, true},
		{"arn:aws:ecr" + region + "repository/${resourceName}/other", images, false},

		{"arn:aws:lambda" + region + "function:${resourceName}", api, true},
		{"arn:aws:lambda" + region + "function:${resourceName}:*", api, true},
		{"arn:aws:lambda" + region + "function:${resourceName}*", api, false},
		{"arn:aws:lambda" + region + "event-source-mapping:*", api, false},
		{"arn:aws:logs" + region + "log-group:/aws/lambda/${resourceName}:*", api, true},
		{"arn:aws:scheduler" + region + "schedule/${stackPrefix}/api-0", api, false},
	} {
		if got := Within(Fill(c.pattern, c.r, "management"), c.r); got != c.want {
			t.Errorf("%s is within %s: %t", c.pattern, c.r.Info().ID, got)
		}
	}
	for _, r := range []ir.Resource{data, cache, jobs, keys, images, api} {
		for _, part := range Parts(r.Kind()) {
			for _, arn := range Scope(r, part) {
				if got, want := Within(arn, r), part != "any" && part != "code" && part != "mappings"; got != want {
					t.Errorf("%s is within %s: %t", arn, r.Info().ID, got)
				}
			}
		}
	}
}

func TestConcerns(t *testing.T) {
	api := &ir.Function{Common: ir.Common{ID: "api"}}
	cron := &ir.Function{Common: ir.Common{ID: "cron"}, Triggers: []ir.Trigger{&ir.ScheduleTrigger{TriggerPath: "triggers[0]"}}}
	for _, c := range []struct {
		action string
		r      ir.Resource
		want   bool
	}{
		{"s3:PutBucketCORS", &ir.Storage{}, true},
		{"S3:putbucketcors", &ir.Storage{}, true},
		{"s3:PutBucketCORS", &ir.Kv{}, false},
		{"s3:PutObject", api, false},
		{"dynamodb:UpdateTable", &ir.Kv{}, true},
		{"sqs:PurgeQueue", &ir.Queue{}, true},
		{"sqs:PurgeQueue", &ir.Kv{}, false},
		{"ssm:PutParameter", &ir.Vault{}, true},
		{"ecr:PutImage", &ir.ArtifactRegistry{}, true},
		{"ecr:PutImage", api, false},
		{"lambda:InvokeFunction", api, true},
		{"logs:DeleteLogGroup", api, true},
		{"logs:DeleteLogGroup", &ir.Queue{}, false},
		{"scheduler:UpdateSchedule", cron, true},
		{"cloudformation:UpdateStack", &ir.Queue{}, true},
		{"kms:DisableKey", &ir.Storage{}, true}, // nobody reviewed it
		{"cloudwatch:PutDashboard", &ir.Storage{}, false},
	} {
		if got := Concerns(c.action, c.r); got != c.want {
			t.Errorf("%s concerns a %s: %t", c.action, c.r.Kind(), got)
		}
	}
}
