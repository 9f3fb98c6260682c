package aws

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

func TestScope(t *testing.T) {
	const here = "${AWS::Region}:${AWS::AccountId}:"
	s := kitchen()
	for _, c := range []struct {
		id, part string
		want     []string
	}{
		{"workspace", "bucket", []string{"arn:${AWS::Partition}:s3:::${NamePrefix}-workspace-${AWS::AccountId}-${AWS::Region}"}},
		{"workspace", "objects", []string{"arn:${AWS::Partition}:s3:::${NamePrefix}-workspace-${AWS::AccountId}-${AWS::Region}/*"}},
		{"cache", "table", []string{"arn:${AWS::Partition}:dynamodb:" + here + "table/${NamePrefix}-cache"}},
		{"jobs", "queue", []string{"arn:${AWS::Partition}:sqs:" + here + "${NamePrefix}-jobs"}},
		{"jobs", "dead-letter", []string{"arn:${AWS::Partition}:sqs:" + here + "${NamePrefix}-jobs-dlq"}},
		{"api-keys", "path", []string{"arn:${AWS::Partition}:ssm:" + here + "parameter/${NamePrefix}/api-keys"}},
		{"api-keys", "values", []string{"arn:${AWS::Partition}:ssm:" + here + "parameter/${NamePrefix}/api-keys/*"}},
		{"api-keys", "marker", []string{"arn:${AWS::Partition}:ssm:" + here + "parameter/${NamePrefix}/api-keys/.alien"}},
		{"images", "repository", []string{"arn:${AWS::Partition}:ecr:" + here + "repository/${NamePrefix}/images"}},
		{"images", "any", []string{"*"}},
		{"worker", "function", []string{"arn:${AWS::Partition}:lambda:" + here + "function:${NamePrefix}-worker"}},
		{"worker", "logs", []string{"arn:${AWS::Partition}:logs:" + here + "log-group:/aws/lambda/${NamePrefix}-worker:*"}},
		{"worker", "mappings", []string{"arn:${AWS::Partition}:lambda:" + here + "event-source-mapping:*"}},
		{"worker", "schedules", []string{
			"arn:${AWS::Partition}:scheduler:" + here + "schedule/${NamePrefix}/${NamePrefix}-worker-0",
			"arn:${AWS::Partition}:scheduler:" + here + "schedule/${NamePrefix}/${NamePrefix}-worker-1",
		}},
		{"api", "schedules", nil},
		{"worker", "schedule-group", []string{"arn:${AWS::Partition}:scheduler:" + here + "schedule-group/${NamePrefix}"}},
		{"worker", "cron-role", []string{"arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-worker-cron"}},
		{"worker", "code", []string{"arn:${AWS::Partition}:s3:::${CodeBucket}/*"}},
		{"worker", "log-group", []string{"arn:${AWS::Partition}:logs:" + here + "log-group:/aws/lambda/${NamePrefix}-worker"}},
		{"worker", "any", []string{"*"}},
		{"worker", "bucket", nil},
		{"workspace", "any", nil},
	} {
		var got []string
		for _, arn := range Scope(s.Resource(c.id), c.part) {
			got = append(got, arn.String())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s of %s:\n%s\nwant:\n%s", c.part, c.id, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestScopesOfWhatIsShared(t *testing.T) {
	for _, c := range []struct {
		what string
		got  []cloud.Text
		want string
	}{
		{"role of a profile", ProfileScope("execution", "role"), "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-execution"},
		{"policies of a profile", ProfileScope("execution", "policies"), ""},
		{"role of management", ManagementScope(2, "role"), "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-management"},
		{"the one policy", ManagementScope(1, "policies"), "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/${NamePrefix}-management"},
		{
			"both policies", ManagementScope(2, "policies"),
			"arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/${NamePrefix}-management-1 arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/${NamePrefix}-management-2",
		},
		{"no policy", ManagementScope(0, "policies"), ""},
		{"external id", ManagementScope(1, "external-id"), "${ManagementExternalId}"},
		{"stack", StackScope("stack"), "${AWS::StackId}"},
		{"setup role", StackScope("setup-role"), "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-setup"},
		{"a part that nothing has", StackScope("bucket"), ""},
	} {
		var texts []string
		for _, arn := range c.got {
			texts = append(texts, arn.String())
		}
		if got := strings.Join(texts, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

func TestFill(t *testing.T) {
	s := kitchen()
	for _, c := range []struct{ text, under, want string }{
		{"arn:aws:s3:::${resourceName}/in/*", "workspace", "arn:${AWS::Partition}:s3:::${NamePrefix}-workspace-${AWS::AccountId}-${AWS::Region}/in/*"},
		{"arn:aws:sqs:${awsRegion}:${awsAccountId}:${stackPrefix}-x", "", "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${NamePrefix}-x"},
		{"arn:aws-cn:s3:::x", "", "arn:aws-cn:s3:::x"},
		{"see arn:aws:s3:::x", "", "see arn:aws:s3:::x"},
		{"${resourceId} of ${serviceAccountName}", "jobs", "jobs of ${NamePrefix}-execution"},
		{"${principalId}", "", "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-execution"},
		{"aws:ResourceTag/${stackTag}, ${resourceTag}, ${managedByTag}", "", "aws:ResourceTag/alien-stack, alien-resource, managed-by"},
		{"parameter${resourceName}/x", "api-keys", "parameter/${NamePrefix}/api-keys/x"},
	} {
		if got := Fill(c.text, s.Resource(c.under), "execution").String(); got != c.want {
			t.Errorf("%s under %q = %s, want %s", c.text, c.under, got, c.want)
		}
	}
}

func TestFillKeepsPolicyVariablesLiteral(t *testing.T) {
	got := Fill("home/$${aws:username}/*", nil, "p")
	if len(got) != 1 || got[0].Lit != "home/${aws:username}/*" {
		t.Errorf("%#v", got)
	}
}

func TestWhatIsAboutAResourceHasNoValueUnderStar(t *testing.T) {
	for name, known := range map[string]bool{"stackPrefix": true, "awsRegion": true, "resourceName": false, "resourceId": false, "projectName": false} {
		if _, ok := Interpolation(name, nil, "p"); ok != known {
			t.Errorf("%s under * has a value: %t", name, ok)
		}
	}
}

func TestEveryPartHasAnARN(t *testing.T) {
	for _, r := range kitchen().Resources {
		if ARN(r) == nil {
			t.Errorf("%s has no ARN", r.Info().ID)
		}
		for _, part := range Parts(r.Kind()) {
			if arns := Scope(r, part); len(arns) == 0 && part != "schedules" {
				t.Errorf("%s of %s has no ARN", part, r.Info().ID)
			}
		}
	}
	if got := len(Parts(ir.KindVault)); got != 3 {
		t.Errorf("a vault has %d parts", got)
	}
}
