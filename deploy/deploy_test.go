package deploy

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// headings are the same on every page, whatever the stack has, so that what a
// page says of another section is right.
var headings = []string{
	"0. Before you start", "1. Choose the parameters", "2. Put the code where the template reads it", "3. Lend the setup policy",
	"4. Deploy", "5. See what exists", "6. Take the setup policy back", "7. Store a secret", "8. Let the vendor in, and out",
	"9. Install this release over an earlier one", "10. What the vendor does to a live function",
	"11. Replicate images to other regions", "12. Tear down",
}

func TestSections(t *testing.T) {
	for _, b := range programs(t) {
		text := string(Markdown(b.in))
		var got []string
		for _, m := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(text, -1) {
			got = append(got, m[1])
		}
		if !slices.Equal(got, headings) {
			t.Errorf("%s: sections %q", b.name, got)
		}
		for i, part := range strings.Split(text, "\n## ")[1:] {
			if i < 2 || !strings.Contains(part, "```") {
				continue // nothing to do, or nothing that changes
			}
			before, _, _ := strings.Cut(part, "```")
			for _, fact := range []string{"- **Needs:** ", "- **Changes:** ", "- **Undo:** "} {
				if strings.Count(before, fact) != 1 {
					t.Errorf("%s: section %s says %q %d times before its first command", b.name, headings[i], fact, strings.Count(before, fact))
				}
			}
		}
	}
}

// templateParameter is a parameter as CloudFormation reads it.
type templateParameter struct {
	Default        any    `yaml:"Default"`
	AllowedPattern string `yaml:"AllowedPattern"`
	AllowedValues  []any  `yaml:"AllowedValues"`
}

// takes reports whether the template takes a value.
func (p templateParameter) takes(value string) bool {
	if len(p.AllowedValues) > 0 {
		return slices.ContainsFunc(p.AllowedValues, func(v any) bool { return fmt.Sprint(v) == value })
	}
	// Go's expressions have no look-ahead and no such counts; the examples need
	// neither.
	return regexp.MustCompile(strings.NewReplacer("(?!aws|ssm)", "", "{16,1224}", "{16,}").Replace(p.AllowedPattern)).MatchString(value)
}

var parameterRow = regexp.MustCompile("(?m)^\\| `([A-Za-z0-9]+)` \\| .+ \\| ([^|]+) \\| `([^`]*)` \\|$")

// TestParameters compares section 1, and what the commands pass, with the
// template.
func TestParameters(t *testing.T) {
	for _, b := range programs(t) {
		var template struct {
			Parameters map[string]templateParameter `yaml:"Parameters"`
		}
		if err := yaml.Unmarshal(b.files[templateFile], &template); err != nil {
			t.Fatal(err)
		}
		text := string(Markdown(b.in))
		rows := parameterRow.FindAllStringSubmatch(sectionOf(t, text, "## 1. "), -1)
		if len(rows) != len(template.Parameters) {
			t.Errorf("%s: %d rows for %d parameters", b.name, len(rows), len(template.Parameters))
		}
		deploy := commands(sectionOf(t, text, "## 4. "))[0]
		for _, row := range rows {
			name, initial, example := row[1], row[2], row[3]
			p, ok := template.Parameters[name]
			want := "`" + fmt.Sprint(p.Default) + "`"
			switch p.Default {
			case nil:
				want = required
			case "":
				want = "empty"
			}
			if !ok || initial != want || !p.takes(example) {
				t.Errorf("%s: row %q, the template has it: %t, default %s, takes the example: %t", b.name, row[0], ok, want, p.takes(example))
			}
			if passed := strings.Contains(deploy, " "+name+"="); passed != (p.Default == nil) {
				t.Errorf("%s: section 4 passes %s: %t, it has the default %v", b.name, name, passed, p.Default)
			}
			if b.in.AWS.managed() {
				for _, heading := range []string{"### On", "### Off\n"} {
					update := sectionOf(t, text, heading)
					if n := strings.Count(update, " ParameterKey="+name+","); n != 1 {
						t.Errorf("%s: %s names %s %d times; CloudFormation wants each parameter once", b.name, heading, name, n)
					}
				}
			}
		}
	}
}

// TestAgent is the page of one stack, by hand.
func TestAgent(t *testing.T) {
	text := string(Markdown(agent(t, aws.Deployment{}).in))
	for heading, want := range map[string][]string{
		"## 3. ": {
			"aws iam create-policy --policy-name my-agent-setup-policy-RELEASE --policy-document file://aws/iam/setup-policy.json",
			"aws iam attach-role-policy --role-name INSTALLER_ROLE --policy-arn arn:aws:iam::ACCOUNT_ID:policy/my-agent-setup-policy-RELEASE",
		},
		"## 4. ": {
			"aws cloudformation deploy --disable-rollback --stack-name my-agent --template-file aws/template.yaml --capabilities CAPABILITY_NAMED_IAM --parameter-overrides AgentCodeBucket=CODE_BUCKET AgentCodeKey=agent-RELEASE.zip",
			`aws cloudformation describe-stack-events --stack-name my-agent --query "StackEvents[?contains(ResourceStatus,'FAILED')].[LogicalResourceId,ResourceStatusReason]" --output table`,
		},
		"## 7. ": {
			"aws ssm put-parameter --name /my-agent/integrations/secret-SECRET_NAME --type SecureString --value file://SECRET_FILE",
			"aws ssm describe-parameters --parameter-filters Key=Path,Option=Recursive,Values=/my-agent/integrations --query 'Parameters[].Name' --output text",
			"aws ssm delete-parameter --name /my-agent/integrations/secret-SECRET_NAME",
		},
		"### Off\n": {
			"aws cloudformation update-stack --stack-name my-agent --use-previous-template --capabilities CAPABILITY_NAMED_IAM --parameters ParameterKey=ManagementEnabled,ParameterValue=false ParameterKey=NamePrefix,UsePreviousValue=true ParameterKey=AgentCodeBucket,UsePreviousValue=true ParameterKey=AgentCodeKey,UsePreviousValue=true ParameterKey=ManagementPrincipalArn,UsePreviousValue=true ParameterKey=ManagementExternalId,UsePreviousValue=true ParameterKey=PermissionsBoundaryArn,UsePreviousValue=true ParameterKey=LogRetentionDays,UsePreviousValue=true",
			"aws cloudformation wait stack-update-complete --stack-name my-agent",
			"aws iam get-role --role-name my-agent-management",
		},
		"## 10. ": {
			"aws sts assume-role --role-arn arn:aws:iam::ACCOUNT_ID:role/my-agent-management --role-session-name update --external-id VENDOR_EXTERNAL_ID",
			"aws lambda update-function-code --function-name my-agent-agent --zip-file fileb://CODE_FOLDER/agent.zip",
			"aws lambda wait function-updated --function-name my-agent-agent",
		},
		"### Delete the data for ever": {
			"aws s3 rm s3://my-agent-workspace-ACCOUNT_ID-REGION --recursive",
			"aws s3 rb s3://my-agent-workspace-ACCOUNT_ID-REGION",
			"aws ssm describe-parameters --parameter-filters Key=Path,Option=Recursive,Values=/my-agent/integrations --query 'Parameters[].Name' --output text",
			"aws ssm delete-parameter --name /my-agent/integrations/.alien",
		},
	} {
		if got := commands(sectionOf(t, text, heading)); !slices.Equal(got, want) {
			t.Errorf("%s has\n%s\nwant\n%s", heading, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// What is known of a deployment stands on the page, and is asked for nowhere.
func TestKnownDeployment(t *testing.T) {
	about := aws.Deployment{Prefix: "acme-agent", Account: "111122223333", Region: "cn-north-1", StackName: "agent-prod", CodeBucket: "acme-zips"}
	b := compiled(t, "../examples/kitchen-sink/alien.ts", about)
	text := string(Markdown(b.in))
	for _, w := range []string{accountID, region, codeBucket, "other partitions"} {
		if strings.Contains(text, w) {
			t.Errorf("the page asks for %s", w)
		}
	}
	deploy := commands(sectionOf(t, text, "## 4. "))[0]
	for _, want := range []string{
		" --stack-name agent-prod ", " NamePrefix=acme-agent ", " ResizerCodeBucket=acme-zips ", " --s3-bucket TEMPLATE_BUCKET ",
		" ApiImageUri=111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/acme-agent-code/api@DIGEST_OF_API ",
	} {
		if !strings.Contains(deploy, want) {
			t.Errorf("section 4 has no %q: %s", want, deploy)
		}
	}
	for _, want := range []string{
		"set to the account and region of the deployment: `111122223333` and `cn-north-1`.",
		"--policy-arn arn:aws-cn:iam::111122223333:policy/acme-agent-teardown-policy",
		"s3://acme-agent-archive-111122223333-cn-north-1",
		`"aws:SourceArn":"arn:aws-cn:lambda:cn-north-1:111122223333:function:acme-agent-scanner"`,
		`"Principal":{"Service":"lambda.amazonaws.com"},"Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],"Condition":{"ArnEquals":`,
		"/acme-agent/credentials/secret-SECRET_NAME",
		"\naws lambda get-function --function-name acme-agent-api --query Code.ImageUri --output text\n",
		"\naws lambda get-function --function-name acme-agent-reporter --query Configuration.CodeSha256 --output text\n",
		"\nopenssl dgst -sha256 -binary CODE_FOLDER/reporter.zip | openssl base64\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page has no %q", want)
		}
	}
}

// TestSizes: a template that CloudFormation does not take inline goes through a
// bucket, which is made before anything needs it and removed in the end.
func TestSizes(t *testing.T) {
	for _, c := range []struct {
		template, role int
		bucket         bool
	}{
		{inline, inline, false}, {inline + 1, inline, true}, {inline, inline + 1, true},
	} {
		in := agent(t, aws.Deployment{}).in
		in.AWS.TemplateBytes, in.AWS.SetupRoleBytes = c.template, c.role
		list := commands(string(Markdown(in)))
		made := slices.Index(list, "aws s3 mb s3://TEMPLATE_BUCKET")
		removed := slices.Index(list, "aws s3 rb s3://TEMPLATE_BUCKET")
		used := 0
		for i, line := range list {
			if strings.Contains(line, " --s3-bucket TEMPLATE_BUCKET") {
				used++
				if made < 0 || i < made || i > removed {
					t.Errorf("%+v: %s before or after there is a bucket", c, line)
				}
			}
		}
		want := 0
		if c.template > inline {
			want += 3 // first, preview, update
		}
		if c.role > inline {
			want++
		}
		if used != want || made >= 0 != c.bucket || removed >= 0 != c.bucket {
			t.Errorf("%+v: %d commands use the bucket, want %d; it is made %t, removed %t", c, used, want, made >= 0, removed >= 0)
		}
	}
}

// TestNothingToDo: what a stack does not have is said in a sentence.
func TestNothingToDo(t *testing.T) {
	stack := (&ir.Stack{ID: "small", Resources: []ir.Resource{&ir.Kv{Common: ir.Common{ID: "items", Lifecycle: ir.Frozen}}}, Management: &ir.Management{}}).Seal()
	in := build("small", stack, aws.Deployment{Prefix: "small"}).in
	in.AWS.ManagementPolicies, in.AWS.ManagementFiles, in.AWS.SetupRoleBytes = 0, nil, 0
	text := string(Markdown(in))
	for heading, want := range map[string]string{
		"## 2. ":  "This stack has no functions, so there is no code to put anywhere.",
		"## 7. ":  "This stack has no vault.",
		"## 8. ":  "The vendor asks for no access after setup: the template has no role for it.",
		"## 10. ": "No function of this stack is live: only a deployment of yours changes their code.",
		"## 11. ": "This stack asks for no replication.",
	} {
		if got := sectionOf(t, text, heading); !strings.Contains(got, want) || strings.Contains(got, "```") {
			t.Errorf("%s says %s, want only %q", heading, got, want)
		}
	}
	for _, w := range []string{codeBucket, vendorRole, secretName, "setup-role", "--role-arn"} {
		if strings.Contains(text, w) {
			t.Errorf("the page speaks of %s", w)
		}
	}
	in = agent(t, aws.Deployment{}).in
	in.AWS.ManagementPolicies = 0
	want := "The vendor has no role in this stack: only a deployment of yours changes the code of its functions."
	if got := sectionOf(t, string(Markdown(in)), "## 10. "); !strings.Contains(got, want) {
		t.Errorf("a live function without management: %s", got)
	}
}

// A prefix may be too long for the usual name of a bucket.
func TestCodeBucket(t *testing.T) {
	for _, c := range []struct{ prefix, want, example string }{
		{"my-agent", "reads from `my-agent-artifacts-ACCOUNT_ID-REGION` alone", "`my-agent-artifacts-123456789012-us-east-1`"},
		{strings.Repeat("a", 31), "which may be too long for a bucket", "`artifacts-123456789012-us-east-1`"},
	} {
		text := string(Markdown(agent(t, aws.Deployment{Prefix: c.prefix}).in))
		i := strings.Index(text, "| `CODE_BUCKET` |")
		row, _, _ := strings.Cut(text[i:], "\n")
		if !strings.Contains(row, c.want) || !strings.HasSuffix(row, "| "+c.example+" |") {
			t.Errorf("%s: %s", c.prefix, row)
		}
	}
}

// TestReplication is the rule that the reader merges, by hand.
func TestReplication(t *testing.T) {
	b := compiled(t, "../examples/kitchen-sink/alien.ts", aws.Deployment{Account: "111122223333"})
	got := sectionOf(t, string(Markdown(b.in)), "## 11. ")
	want := `{
  "rules": [
    {
      "destinations": [
        {
          "region": "eu-central-1",
          "registryId": "111122223333"
        },
        {
          "region": "us-west-2",
          "registryId": "111122223333"
        }
      ],
      "repositoryFilters": [
        {
          "filter": "kitchen-sink/images",
          "filterType": "PREFIX_MATCH"
        }
      ]
    }
  ]
}`
	if !strings.Contains(got, want) {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestSameBytes(t *testing.T) {
	in := compiled(t, "../examples/kitchen-sink/alien.ts", aws.Deployment{}).in
	if !bytes.Equal(Markdown(in), Markdown(in)) {
		t.Error("two pages of one input differ")
	}
}
