package prove

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/aws/catalogue"
	"github.com/alienc/alienc/compiler/ir"
)

func stackDeployment(s *ir.Stack) aws.Deployment {
	d := here
	d.Prefix = s.ID
	return d
}

// needsIn gives the needs of every part of a stack.
func needsIn(t *testing.T, s *ir.Stack) (setup, teardown map[string][]request) {
	t.Helper()
	parts := compiled(s).Parts[cloud.AWS]
	located := locate(s, parts, stackDeployment(s))
	setup, teardown = map[string][]request{}, map[string][]request{}
	for _, p := range parts {
		create, remove, err := needsOf(p, located)
		if err != nil {
			t.Fatal(err)
		}
		setup[p.Name], teardown[p.Name] = create, remove
	}
	return setup, teardown
}

// short writes requests for comparison, without what every ARN begins with and
// what every call through CloudFormation carries.
func short(list []request) string {
	var b strings.Builder
	replacer := strings.NewReplacer("arn:aws:", "", "us-east-1:123456789012:", "", ":123456789012:", "")
	for _, r := range list {
		b.WriteString(r.action + " " + replacer.Replace(r.resource))
		if r.context["aws:calledvia"] == nil {
			b.WriteString(" direct")
		}
		for _, key := range []string{"iam:passedtoservice", "iam:policyarn", "lambda:functionarn"} {
			for _, v := range r.context[key] {
				b.WriteString(" " + key + "=" + replacer.Replace(v))
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestNeeds(t *testing.T) {
	setup, teardown := needsIn(t, kitchen())
	for symbol, want := range map[string]struct{ setup, teardown string }{
		"VaultKeys": {`
			ssm:PutParameter ssm:parameter/app/keys/.alien
			ssm:GetParameters ssm:parameter/app/keys/.alien
			ssm:AddTagsToResource ssm:parameter/app/keys/.alien
			ssm:ListTagsForResource ssm:parameter/app/keys/.alien
			ssm:RemoveTagsFromResource ssm:parameter/app/keys/.alien`, ""},
		"StorageSitePolicy": {`
			s3:PutBucketPolicy s3:::app-site-123456789012-us-east-1
			s3:GetBucketPolicy s3:::app-site-123456789012-us-east-1`, ""},
		"QueueJobsPolicy": {`
			sqs:SetQueueAttributes sqs:app-jobs
			sqs:SetQueueAttributes sqs:app-jobs-dlq`, ""},
		"ArtifactRegistryImages": {`
			ecr:CreateRepository ecr:repository/app/images
			ecr:DescribeRepositories ecr:repository/app/images
			ecr:GetLifecyclePolicy ecr:repository/app/images
			ecr:GetRepositoryPolicy ecr:repository/app/images
			ecr:ListTagsForResource ecr:repository/app/images
			ecr:PutImageScanningConfiguration ecr:repository/app/images
			ecr:PutImageTagMutability ecr:repository/app/images
			ecr:SetRepositoryPolicy ecr:repository/app/images
			ecr:DeleteRepositoryPolicy ecr:repository/app/images
			ecr:TagResource ecr:repository/app/images
			ecr:UntagResource ecr:repository/app/images`, ""},
		"FunctionWorker": {`
			lambda:CreateFunction lambda:function:app-worker
			iam:PassRole iam:role/app-run direct iam:passedtoservice=lambda.amazonaws.com
			lambda:GetFunction lambda:function:app-worker
			lambda:GetFunctionCodeSigningConfig lambda:function:app-worker
			lambda:GetFunctionRecursionConfig lambda:function:app-worker
			lambda:GetFunctionScalingConfig lambda:function:app-worker
			lambda:GetRuntimeManagementConfig lambda:function:app-worker
			lambda:UpdateFunctionCode lambda:function:app-worker
			lambda:UpdateFunctionConfiguration lambda:function:app-worker
			s3:GetObject s3:::app-artifacts-123456789012-us-east-1/* direct
			lambda:TagResource lambda:function:app-worker
			lambda:UntagResource lambda:function:app-worker`, `
			lambda:DeleteFunction lambda:function:app-worker`},
		"FunctionWorkerLogs": {`
			logs:CreateLogGroup logs:log-group:/aws/lambda/app-worker:*
			logs:DescribeLogGroups *
			logs:PutRetentionPolicy logs:log-group:/aws/lambda/app-worker:*
			logs:TagResource logs:log-group:/aws/lambda/app-worker
			logs:ListTagsForResource logs:log-group:/aws/lambda/app-worker
			logs:UntagResource logs:log-group:/aws/lambda/app-worker`, `
			logs:DeleteLogGroup logs:log-group:/aws/lambda/app-worker:*`},
		"FunctionWorkerTriggerQueueJobs": {`
			lambda:CreateEventSourceMapping * lambda:functionarn=lambda:function:app-worker
			lambda:GetEventSourceMapping lambda:event-source-mapping:* lambda:functionarn=lambda:function:app-worker
			lambda:UpdateEventSourceMapping lambda:event-source-mapping:* lambda:functionarn=lambda:function:app-worker
			lambda:TagResource lambda:event-source-mapping:*
			lambda:ListTags lambda:event-source-mapping:*
			lambda:UntagResource lambda:event-source-mapping:*`, `
			lambda:DeleteEventSourceMapping lambda:event-source-mapping:* lambda:functionarn=lambda:function:app-worker`},
		"FunctionApiUrlPermission": {`
			lambda:AddPermission lambda:function:app-api
			lambda:GetPolicy lambda:function:app-api
			lambda:RemovePermission lambda:function:app-api`, `
			lambda:RemovePermission lambda:function:app-api`},
		"FunctionAgentCron1": {`
			scheduler:CreateSchedule scheduler:schedule/app/app-agent-1
			iam:PassRole iam:role/app-agent-cron direct iam:passedtoservice=scheduler.amazonaws.com
			scheduler:GetSchedule scheduler:schedule/app/app-agent-1
			scheduler:UpdateSchedule scheduler:schedule/app/app-agent-1`, `
			scheduler:DeleteSchedule scheduler:schedule/app/app-agent-1`},
		"ScheduleGroup": {`
			scheduler:CreateScheduleGroup scheduler:schedule-group/app
			scheduler:GetScheduleGroup scheduler:schedule-group/app
			scheduler:ListTagsForResource scheduler:schedule-group/app
			scheduler:TagResource scheduler:schedule-group/app
			scheduler:UntagResource scheduler:schedule-group/app`, `
			scheduler:DeleteScheduleGroup scheduler:schedule-group/app
			scheduler:DeleteSchedule scheduler:schedule/app/app-worker-0
			scheduler:DeleteSchedule scheduler:schedule/app/app-agent-0
			scheduler:DeleteSchedule scheduler:schedule/app/app-agent-1`},
	} {
		for what, pair := range map[string][2]string{
			"setup":    {short(setup[symbol]), want.setup},
			"teardown": {short(teardown[symbol]), want.teardown},
		} {
			want := strings.ReplaceAll(strings.TrimSpace(pair[1]), "\t", "")
			if got := strings.TrimSpace(pair[0]); got != want {
				t.Errorf("%s of %s:\n%s\nwant:\n%s", what, symbol, got, want)
			}
		}
	}
	if got, want := short(setup["FunctionApi"]), "s3:GetObject"; strings.Contains(got, want) {
		t.Errorf("an image needs %s", want)
	}
	if got, want := short(setup["FunctionApi"]), "lambda:DeleteFunctionConcurrency lambda:function:app-api"; !strings.Contains(got, want) {
		t.Errorf("no %s in\n%s", want, got)
	}
}

// The parts of management are created and deleted with setup's rights.
func TestNeedsOfManagement(t *testing.T) {
	parts := []cloud.Part{
		{Type: "AWS::IAM::Role", Name: "ManagementRole", Properties: []string{"ManagedPolicyArns", "MaxSessionDuration", "PermissionsBoundary"}},
		{Type: "AWS::IAM::ManagedPolicy", Name: "ManagementPolicy1", Properties: []string{"Roles"}},
		{Type: "AWS::IAM::ManagedPolicy", Name: "ManagementPolicy2"},
	}
	located := locate(kitchen(), parts, stackDeployment(kitchen()))
	const want = `
		iam:CreateRole iam:role/app-management
		iam:GetRole iam:role/app-management
		iam:ListAttachedRolePolicies iam:role/app-management
		iam:ListRolePolicies iam:role/app-management
		iam:UpdateAssumeRolePolicy iam:role/app-management
		iam:UpdateRole iam:role/app-management
		iam:DeleteRole iam:role/app-management
		iam:ListAttachedRolePolicies iam:role/app-management
		iam:ListRolePolicies iam:role/app-management
		iam:AttachRolePolicy iam:role/app-management iam:policyarn=iam:policy/app-management-1
		iam:AttachRolePolicy iam:role/app-management iam:policyarn=iam:policy/app-management-2
		iam:DetachRolePolicy iam:role/app-management iam:policyarn=iam:policy/app-management-1
		iam:DetachRolePolicy iam:role/app-management iam:policyarn=iam:policy/app-management-2
		iam:DetachRolePolicy iam:role/app-management iam:policyarn=iam:policy/app-management-1
		iam:DetachRolePolicy iam:role/app-management iam:policyarn=iam:policy/app-management-2
		iam:PutRolePermissionsBoundary iam:role/app-management
		iam:CreatePolicy iam:policy/app-management-1
		iam:GetPolicy iam:policy/app-management-1
		iam:GetPolicyVersion iam:policy/app-management-1
		iam:ListEntitiesForPolicy iam:policy/app-management-1
		iam:CreatePolicyVersion iam:policy/app-management-1
		iam:DeletePolicyVersion iam:policy/app-management-1
		iam:ListPolicyVersions iam:policy/app-management-1
		iam:DeletePolicy iam:policy/app-management-1
		iam:DeletePolicyVersion iam:policy/app-management-1
		iam:ListPolicyVersions iam:policy/app-management-1
		iam:ListEntitiesForPolicy iam:policy/app-management-1
		iam:AttachRolePolicy iam:role/app-management iam:policyarn=iam:policy/app-management-1
		iam:DetachRolePolicy iam:role/app-management iam:policyarn=iam:policy/app-management-1
		iam:DetachRolePolicy iam:role/app-management iam:policyarn=iam:policy/app-management-1`
	var got string
	for _, p := range parts[:2] {
		setup, _, err := needsOf(p, located)
		if err != nil {
			t.Fatal(err)
		}
		got += short(setup)
	}
	if want := strings.ReplaceAll(strings.TrimSpace(want), "\t", ""); strings.TrimSpace(got) != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestNeedsOfTheUnknown(t *testing.T) {
	located := locate(kitchen(), nil, stackDeployment(kitchen()))
	for want, p := range map[string]cloud.Part{
		"nobody knows what a AWS::EC2::Instance needs":            {Type: "AWS::EC2::Instance", Name: "KvCache"},
		"nobody knows what ReplicaSet of a AWS::SQS::Queue needs": {Type: "AWS::SQS::Queue", Name: "QueueJobs", Properties: []string{"ReplicaSet"}},
		"nothing of the stack becomes QueueOther":                 {Type: "AWS::SQS::Queue", Name: "QueueOther"},
	} {
		if _, _, err := needsOf(p, located); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// Every part of every stack is known, and each call is one that AWS has, on a
// resource that it can be on. No row of the table is there for nothing.
func TestNeedsFitTheCatalogue(t *testing.T) {
	used := map[string]bool{}
	see := func(requests []request) {
		for _, r := range requests {
			used[r.action] = true
			if problem := misfit(r); problem != "" {
				t.Errorf("%s on %s: %s", r.action, r.resource, problem)
			}
		}
	}
	for seed := range uint64(60) {
		s := random(rand.New(rand.NewPCG(seed, 2)))
		setup, teardown := needsIn(t, s)
		for symbol := range setup {
			see(setup[symbol])
			see(teardown[symbol])
		}
		setupStack, teardownStack := stackNeeds(stackDeployment(s))
		see(setupStack)
		see(teardownStack)
	}
	for name, byProperty := range stepsByType() {
		for property, s := range byProperty {
			for _, step := range slices.Concat(s.setup, s.teardown) {
				if !used[step.action] && !strings.HasPrefix(name, "AWS::IAM::") {
					t.Errorf("no stack ever needs %s for %s of %s", step.action, property, name)
				}
			}
		}
	}
}

// misfit says why AWS would never find a request of that form; empty when it
// would.
func misfit(r request) string {
	action, ok := catalogue.Open().Action(r.action)
	if !ok {
		return "AWS has no such action"
	}
	for key := range r.context {
		service, _, _ := strings.Cut(key, ":")
		if service != "aws" && !slices.ContainsFunc(action.Conditions, func(c string) bool { return strings.EqualFold(c, key) }) {
			return "carries no " + key
		}
	}
	if r.action == "cloudformation:GetTemplateSummary" && r.resource == "*" {
		return "" // of a template that is no stack yet
	}
	if len(action.Resources) == 0 {
		if r.resource != "*" {
			return "is on nothing in particular"
		}
		return ""
	}
	service, _, _ := strings.Cut(r.action, ":")
	for _, kind := range action.Resources {
		form := variableParts.ReplaceAllString(catalogue.Open().ARN(service, kind), "*")
		// A log group is written with ":*" except where its tags are meant.
		if match(compile(form, true), r.resource) || match(compile(form, true), strings.TrimSuffix(r.resource, ":*")) {
			return ""
		}
	}
	return "is on " + strings.Join(action.Resources, " or ")
}

var variableParts = regexp.MustCompile(`\$\{[^}]*\}`)
