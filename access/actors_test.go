package access

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

func TestWhoCanAct(t *testing.T) {
	const stack = "| `Stack` | list: `cloudformation:DescribeStacks`, `cloudformation:ListStackResources`; read: "
	const cron = "`service:scheduler.amazonaws.com` if `aws:SourceArn` `ArnLike` `arn:${partition}:scheduler:${region}:${account}:schedule-group/${NamePrefix}` and `aws:SourceAccount` `StringEquals` `${account}`"
	for _, c := range []struct {
		name string
		want []string // beginnings of lines, in order; others may stand between
	}{
		{"schedule-trigger", []string{
			"**Setup: you**, once for each release, with ",
			stack,
			"| `TemplateCheck` | read: `cloudformation:GetTemplateSummary`, `cloudformation:ValidateTemplate` | `*` |  | These are the calls of whoever installs. |",
			"| `Code` | read data: `s3:GetObject` | `arn:${partition}:s3:::${CodeBucket}/*` |  | Lambda reads the zip with the rights of whoever installs. |",
			"| `PassToScheduler` | write: `iam:PassRole` (hands out identities) | `arn:${partition}:iam::${account}:role/${NamePrefix}-worker-cron` | `iam:PassedToService` `StringEquals` `scheduler.amazonaws.com` | Whether ",
			"| `PassToLambda` | write: `iam:PassRole` (hands out identities) | ",
			"`aws/iam/setup-role.template.yaml` gives ",
			"**Teardown: you**, when you delete the stack, with 7 actions in `aws/iam/teardown-policy.json` ",
			"**Management: the vendor**, after setup, with 12 actions in `aws/iam/management-policy.json` ",
			"- Trusted: exactly the principal that you name, and only with that external id.",
			"- A session lasts at most one hour.",
			"- The rights follow from the words frozen and live",
			"| `profile:execution` `alien.ts:12:30` | code of `worker` (live) | `service:lambda.amazonaws.com` | `aws/iam/profiles/execution.json` |",
			"| `cron:worker` | the schedules of `worker` | " + cron + " | in the template |",
			"By the policies of resources nobody may use anything",
		}},
		{"profile-shared", []string{"| `profile:access` `alien.ts:21:30` | code of `reader` (live), `writer` (frozen) | "}},
		{"storage-trigger", []string{
			"| `service:s3.amazonaws.com` | write: `lambda:InvokeFunction` | `function:worker` (live) | `aws:SourceArn` `ArnLike` `arn:${partition}:s3:::${NamePrefix}-uploads-${account}-${region}` and `aws:SourceAccount` `StringEquals` `${account}` | S3 may call that function for events of that one bucket. | `alien.ts:8:12` |",
			"By the policies of resources nobody else may use anything",
		}},
		{"management-extend", []string{"- The author added rights to the derived ones, at `alien.ts:"}},
		{"management-override", []string{"- The author wrote these rights at `alien.ts:"}},
	} {
		got := section(Markdown(compiled(t, "../golden/"+c.name+"/alien.ts")), "Who can act")
		rest := got
		for _, want := range c.want {
			i := slices.IndexFunc(rest, func(l string) bool { return strings.HasPrefix(l, want) })
			if i < 0 {
				t.Fatalf("%s: no %q in\n%s", c.name, want, strings.Join(got, "\n"))
			}
			rest = rest[i+1:]
		}
		if slices.ContainsFunc(got, func(l string) bool {
			return strings.HasPrefix(l, "| `Function` |") || strings.HasPrefix(l, "| `Role` |")
		}) {
			t.Errorf("%s: what works through CloudFormation alone is listed as direct", c.name)
		}
	}
}

// Rights that differ in their resource alone are one row.
func TestDirectRightsAreGathered(t *testing.T) {
	in := small("x")
	pass := func(role string) iam.Grant {
		return iam.Grant{
			Cloud: cloud.AWS, Plane: iam.Setup, Identity: "setup", Effect: iam.Allow, Statement: "PassToLambda", Actions: []string{"iam:PassRole"},
			On: cloud.Lit(role), Scope: "profile:" + role + "/role", Set: "profile/provision", Origin: at(1, "x"),
		}
	}
	in.Plan = &iam.Plan{Grants: []iam.Grant{pass("b"), pass("a")}}
	got := section(Markdown(in), "Who can act")[3]
	if !strings.HasPrefix(got, "| `PassToLambda` | write: `iam:PassRole` (hands out identities) | `a`, `b` |  | Whether passing a role ") {
		t.Error(got)
	}
}

func TestExposure(t *testing.T) {
	for name, want := range map[string][]string{
		"storage":        {"Nothing is public."},
		"storage-public": {"| `storage:site` (live) | Anyone may read an object of that storage whose key they know. | read data: `s3:GetObject` |  | `alien.ts:3:51` |"},
		"function-public": {
			"| `function:worker` (live) | Anyone may call that function through its URL. | write: `lambda:InvokeFunctionUrl` | `lambda:FunctionUrlAuthType` `StringEquals` `NONE` | `alien.ts:5:12` |",
			"| `function:worker` (live) | Anyone may call that function through its URL. | write: `lambda:InvokeFunction` | `lambda:InvokedViaFunctionUrl` `Bool` `true` | `alien.ts:5:12` |",
		},
	} {
		got := section(Markdown(compiled(t, "../golden/"+name+"/alien.ts")), "Exposure")
		if len(want) > 0 && strings.HasPrefix(want[0], "|") {
			want = append([]string{"| Public | Anyone may | Actions | Only if | Asked for at |", "|---|---|---|---|---|"}, want...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %s", name, strings.Join(got, "\n"))
		}
	}
	if got := section(Markdown(opened("web")), "Exposure"); !strings.HasPrefix(got[2], "| `function:worker` (live) endpoint `web` | Call it. | write: `lambda:InvokeFunctionUrl` |") {
		t.Error(got[2])
	}
}

func TestNobodyAfterSetup(t *testing.T) {
	in := small("x")
	grants := slices.DeleteFunc(slices.Clone(in.Plan.Grants), func(g iam.Grant) bool { return g.Plane == iam.Management })
	in.Plan = &iam.Plan{Grants: grants}
	page := Markdown(in)
	if got := strings.Join(section(page, "Who can act"), "\n"); !strings.Contains(got, "**Management: nobody.**") || strings.Contains(got, "the vendor**") {
		t.Error(got)
	}
	if got := section(page, "How to switch management off"); len(got) != 1 || !strings.HasPrefix(got[0], "There is nothing to switch off") {
		t.Errorf("%q", got)
	}
}
