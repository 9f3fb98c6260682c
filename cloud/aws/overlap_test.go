package aws

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// A pattern is written as in a custom set; what it is compared with is a part
// of a resource of the stack.
func TestOverlap(t *testing.T) {
	data := &ir.Storage{Common: ir.Common{ID: "data"}}
	cache := &ir.Kv{Common: ir.Common{ID: "cache"}}
	jobs := &ir.Queue{Common: ir.Common{ID: "jobs"}}
	keys := &ir.Vault{Common: ir.Common{ID: "keys"}}
	for _, c := range []struct {
		pattern string
		of      ir.Resource
		part    string
		want    bool
	}{
		{"*", data, "bucket", true},
		{"arn:aws:s3:::*", data, "bucket", true},
		{"arn:*:s3:::*-data-*", data, "bucket", true},
		{"arn:aws:s3:::${stackPrefix}-data-${awsAccountId}-${awsRegion}", data, "bucket", true},
		{"arn:aws:s3:::${stackPrefix}-*", data, "bucket", true},
		{"arn:aws:s3:::${stackPrefix}-d?ta-*", data, "bucket", true},
		{"arn:aws:s3:::${stackPrefix}-d?a-*", data, "bucket", false},
		{"arn:aws:s3:::${stackPrefix}-logs-*", data, "bucket", false},
		{"arn:aws:s3:::${stackPrefix}-logs-${awsAccountId}-${awsRegion}", data, "bucket", false},

		// What the customer chooses may be what the author writes.
		{"arn:aws:s3:::acme-data-123456789012-eu-west-1", data, "bucket", true},
		{"arn:aws:s3:::acme-data-12345678901-eu-west-1", data, "bucket", false}, // no account has 11 digits
		{"arn:aws:s3:::acme-data-12345678901x-eu-west-1", data, "bucket", false},
		{"arn:aws:s3:::acme_data-123456789012-eu-west-1", data, "bucket", false}, // no prefix ends so
		{"arn:aws-cn:s3:::acme-data-123456789012-cn-north-1", data, "bucket", true},
		{"arn:aws:s3:::ACME-DATA-123456789012-EU-WEST-1", data, "bucket", true},
		{"arn:aws:s3:::acme-data", data, "bucket", false},
		{"arn:aws:s3:::acme-data-123456789012-eu-west-1/reports/*", data, "bucket", false},
		{"arn:aws:s3:::acme-data-123456789012-eu-west-1/reports/*", data, "objects", true},
		{"arn:aws:s3:::acme-data-123456789012-eu-west-1", data, "objects", false},

		// What IAM fills in may be anything.
		{"arn:aws:s3:::$${aws:PrincipalTag/Bucket}", data, "bucket", true},
		{"arn:aws:s3:::$${aws:PrincipalTag/Bucket, 'logs'}/*", data, "objects", true},
		{"arn:aws:s3:::x$${aws:PrincipalTag/Bucket}_", data, "bucket", false},
		{"arn:aws:s3:::$${aws:PrincipalTag", data, "bucket", true},

		{"arn:aws:dynamodb:${awsRegion}:${awsAccountId}:table/${stackPrefix}-cache", cache, "table", true},
		{"arn:aws:dynamodb:${awsRegion}:${awsAccountId}:table/${stackPrefix}-cached", cache, "table", false},
		{"arn:aws:dynamodb:${awsRegion}:${awsAccountId}:table/${stackPrefix}-*-cache", cache, "table", false},
		{"arn:aws:dynamodb:*:*:table/${stackPrefix}-cache*", cache, "table", true},
		{"arn:aws:dynamodb:eu-west-1:123456789012:table/orders", cache, "table", false},
		{"arn:aws:dynamodb:eu-west-1:123456789012:table/orders-cache", cache, "table", true},
		{"arn:aws:dynamodb:eu-west-1:123456789012:*", cache, "table", true},
		{"arn:aws:sqs:eu-west-1:123456789012:*", cache, "table", false},

		{"arn:aws:sqs:${awsRegion}:${awsAccountId}:${stackPrefix}-jobs*", jobs, "dead-letter", true},
		{"arn:aws:sqs:${awsRegion}:${awsAccountId}:${stackPrefix}-jobs", jobs, "dead-letter", false},
		{"arn:aws:sqs:*:*:${stackPrefix}-tasks", jobs, "queue", false},

		{"arn:aws:ssm:${awsRegion}:${awsAccountId}:parameter/${stackPrefix}/*", keys, "marker", true},
		{"arn:aws:ssm:${awsRegion}:${awsAccountId}:parameter/${stackPrefix}/key/*", keys, "values", false},
	} {
		arn := Scope(c.of, c.part)[0]
		pattern := Fill(c.pattern, nil, "management")
		if got := Overlap(pattern, arn); got != c.want {
			t.Errorf("%s and %s overlap: %t", c.pattern, arn, got)
		}
		if got := Overlap(arn, pattern); got != c.want {
			t.Errorf("%s and %s, the other way round, overlap: %t", arn, c.pattern, got)
		}
	}
}

func TestTouches(t *testing.T) {
	api := &ir.Function{Common: ir.Common{ID: "api"}, Profile: "web", Triggers: []ir.Trigger{&ir.ScheduleTrigger{TriggerPath: "triggers[0]"}}}
	jobs := &ir.Queue{Common: ir.Common{ID: "jobs"}}
	cache := &ir.Kv{Common: ir.Common{ID: "cache"}}
	images := &ir.ArtifactRegistry{Common: ir.Common{ID: "images"}}
	for _, c := range []struct {
		service, rest string
		of            ir.Resource
		want          bool
	}{
		{"lambda", "function:${stackPrefix}-api", api, true},
		{"lambda", "function:${stackPrefix}-api:live", api, true},
		{"lambda", "function:${stackPrefix}-api-two", api, false},
		{"lambda", "event-source-mapping:0a1b", api, true}, // nobody knows whose it is
		{"lambda", "layer:sharp:3", api, false},
		{"logs", "log-group:/aws/lambda/${stackPrefix}-api", api, true},
		{"logs", "log-group:/aws/lambda/${stackPrefix}-api:log-stream:x", api, true},
		{"s3", "code/*", api, false}, // where its code came from
		{"scheduler", "schedule/${stackPrefix}/${stackPrefix}-api-0", api, true},
		{"scheduler", "schedule/${stackPrefix}/${stackPrefix}-api-1", api, false}, // it has one schedule
		{"sqs", "${stackPrefix}-jobs-dlq", jobs, true},
		{"sqs", "${stackPrefix}-api", jobs, false},
		{"dynamodb", "table/${stackPrefix}-cache/index/by-day", cache, true},
		{"dynamodb", "table/${stackPrefix}-cache-2/index/by-day", cache, false},
		{"ecr", "repository/${stackPrefix}/images", images, true},
		{"ecr", "repository/${stackPrefix}/drafts", images, false},
		{"cloudformation", "stack/shop/*", images, true},
		{"cloudformation", "stackset/shop:1", images, false},
	} {
		place := "${awsRegion}:${awsAccountId}"
		if c.service == "s3" {
			place = ":"
		}
		pattern := Fill("arn:aws:"+c.service+":"+place+":"+c.rest, nil, "management")
		if got := Touches(pattern, c.of); got != c.want {
			t.Errorf("%s touches %s: %t", pattern, c.of.Info().ID, got)
		}
	}
}

// A long pattern of an author costs the product of the lengths, not a power.
func TestOverlapIsBounded(t *testing.T) {
	one := cloud.Lit(strings.Repeat("*a", 2000) + "b")
	two := cloud.Lit(strings.Repeat("*a", 2000) + "c")
	if Overlap(one, two) {
		t.Error("one ends in b, the other in c")
	}
}

// Two patterns that were both made of one name always overlap.
func TestOverlapNeverMissesAName(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	parts := []struct {
		text string
		name cloud.Var
	}{
		{"arn:", ""},
		{"aws", Partition},
		{":s3:", ""},
		{"eu-west-1", Region},
		{":", ""},
		{"123456789012", Account},
		{":", ""},
		{"my-agent", Prefix},
		{"-data-", ""},
		{"123456789012", Account},
		{"/a", ""},
	}
	loosened := func() cloud.Text {
		var out cloud.Text
		for _, p := range parts {
			if p.name != "" && chance.IntN(2) == 0 {
				out = cloud.Concat(out, p.name)
				continue
			}
			for i := 0; i < len(p.text); i++ {
				switch chance.IntN(12) {
				case 0:
					out = cloud.Concat(out, "?")
				case 1:
					out = cloud.Concat(out, "*")
					i += chance.IntN(4) // a star may swallow some characters, or none
				case 2:
					out = cloud.Concat(out, "${aws:userid}")
				default:
					out = cloud.Concat(out, p.text[i:i+1])
				}
			}
		}
		return out
	}
	for range 5000 {
		if one, two := loosened(), loosened(); !Overlap(one, two) {
			t.Fatalf("%s and %s", one, two)
		}
	}
}
