package iam

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

func TestReferenceProfile(t *testing.T) {
	got := lines(Statements(derive(reference()).For(cloud.AWS, Runtime, "profile:execution")))
	compare(t, "execution", got, []string{
		"Allow FunctionLogs: logs:CreateLogStream logs:PutLogEvents on arn:logs:here:log-group:/aws/lambda/P-api:* arn:logs:here:log-group:/aws/lambda/P-worker:*",
		"Allow KvDataRead: dynamodb:BatchGetItem dynamodb:ConditionCheckItem dynamodb:DescribeTable dynamodb:GetItem dynamodb:Query dynamodb:Scan on arn:dynamodb:here:table/P-cache",
		"Allow KvDataWrite: dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:UpdateItem on arn:dynamodb:here:table/P-cache",
		"Allow QueueDataRead: sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage on arn:sqs:here:P-jobs",
		"Allow QueueTrigger: sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on arn:sqs:here:P-jobs",
		"Allow StorageDataReadBucket: s3:GetBucketLocation s3:ListBucket on arn:s3:::P-workspace-here",
		"Allow StorageDataReadObjects: s3:GetObject on arn:s3:::P-workspace-here/*",
		"Allow StorageDataReadVersions: s3:GetObjectVersion on arn:s3:::P-workspace-here/*",
		"Allow StorageDataWriteBucket: s3:ListBucketMultipartUploads on arn:s3:::P-workspace-here",
		"Allow StorageDataWriteObjects: s3:AbortMultipartUpload s3:DeleteObject s3:ListMultipartUploadParts s3:PutObject on arn:s3:::P-workspace-here/*",
		"Allow VaultDataRead: ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath on arn:ssm:here:parameter/P/integrations arn:ssm:here:parameter/P/integrations/*",
	})
}

func TestReferenceAroundTheProfile(t *testing.T) {
	plan := derive(reference())
	for _, c := range []struct {
		what string
		list []Grant
		want []string
	}{
		{"role of the schedules", plan.For(cloud.AWS, Runtime, "cron:worker"), []string{
			"Allow ScheduleTrigger: lambda:InvokeFunction on arn:lambda:here:function:P-worker",
		}},
		{"trust of the profile", plan.About(cloud.AWS, Trust, "profile:execution"), []string{
			"Allow LambdaTrust to lambda.amazonaws.com: sts:AssumeRole on arn:iam::account:role/P-execution",
		}},
		{"trust of the schedules", plan.About(cloud.AWS, Trust, "cron:worker"), []string{
			"Allow SchedulerTrust to scheduler.amazonaws.com: sts:AssumeRole on arn:iam::account:role/P-worker-cron" +
				" if ArnLike aws:SourceArn=arn:scheduler:here:schedule-group/P if StringEquals aws:SourceAccount=account",
		}},
		{"bucket policy", plan.About(cloud.AWS, ResourcePolicy, "storage:workspace"), []string{
			"Deny DenyInsecureTransport to *: s3:* on arn:s3:::P-workspace-here arn:s3:::P-workspace-here/* if Bool aws:SecureTransport=false",
		}},
		{"queue policy", plan.About(cloud.AWS, ResourcePolicy, "queue:jobs"), []string{
			"Deny DenyInsecureTransport to *: sqs:* on * if Bool aws:SecureTransport=false",
		}},
		{"repository policy", plan.About(cloud.AWS, ResourcePolicy, "artifact-registry:images"), []string{
			"Allow LambdaECRImageRetrievalPolicy to lambda.amazonaws.com: ecr:BatchGetImage ecr:GetDownloadUrlForLayer on arn:ecr:here:repository/P/images" +
				" if ArnEquals aws:SourceArn=arn:lambda:here:function:P-api",
		}},
		{"permissions of api", plan.About(cloud.AWS, ResourcePolicy, "function:api"), nil},
		{"permissions of worker", plan.About(cloud.AWS, ResourcePolicy, "function:worker"), []string{
			"Allow StorageTrigger to s3.amazonaws.com: lambda:InvokeFunction on arn:lambda:here:function:P-worker" +
				" if ArnLike aws:SourceArn=arn:s3:::P-workspace-here if StringEquals aws:SourceAccount=account",
		}},
		{"exposure of api", plan.About(cloud.AWS, Exposure, "function:api"), []string{
			"Allow FunctionUrl to *: lambda:InvokeFunctionUrl on arn:lambda:here:function:P-api if StringEquals lambda:FunctionUrlAuthType=NONE",
			"Allow FunctionUrlInvoke to *: lambda:InvokeFunction on arn:lambda:here:function:P-api if Bool lambda:InvokedViaFunctionUrl=true",
		}},
		{"exposure of worker", plan.About(cloud.AWS, Exposure, "function:worker"), nil},
		{"exposure of workspace", plan.About(cloud.AWS, Exposure, "storage:workspace"), nil},
	} {
		compare(t, c.what, lines(Statements(c.list)), c.want)
	}
}

func TestEveryGrantIsExplained(t *testing.T) {
	for _, g := range derive(reference()).Grants {
		if len(g.Origin) == 0 || g.Origin[0].Path == "" || g.Reason == "" || g.Set == "" || g.Scope == "" || g.Lifecycle == "" {
			t.Errorf("%s of %s lacks a field: %+v", g.Statement, g.Identity, g)
		}
	}
}

func TestOrigins(t *testing.T) {
	s := reference()
	s.Profiles[0].Grants = append(s.Profiles[0].Grants, profile("execution", "*: queue/data-read").Grants...)
	got := map[string]string{}
	for _, g := range derive(s).Grants {
		if g.Plane == Setup || g.Plane == Teardown || g.Plane == Management {
			continue
		}
		var paths []string
		for _, o := range g.Origin {
			paths = append(paths, o.Path)
		}
		got[g.Statement+" "+g.Scope] = g.Set + " from " + strings.Join(paths, ", ")
	}
	for grant, want := range map[string]string{
		"QueueDataRead queue:jobs/queue":                                    "queue/data-read from permissions.profiles.execution.jobs[0], permissions.profiles.execution.*[0]",
		"QueueTrigger queue:jobs/queue":                                     "derived:queue-trigger from resources.worker.triggers[1]",
		"FunctionLogs function:api/logs":                                    "derived:logs from resources.api",
		"StorageTrigger function:worker/function":                           "derived:storage-trigger from resources.worker.triggers[0]",
		"ScheduleTrigger function:worker/function":                          "derived:schedule-trigger from resources.worker.triggers[2]",
		"SchedulerTrust cron:worker":                                        "derived:schedule-trust from resources.worker.triggers[2]",
		"LambdaTrust profile:execution":                                     "derived:trust from permissions.profiles.execution",
		"FunctionUrl function:api/function":                                 "derived:public-ingress from resources.api.ingress",
		"LambdaECRImageRetrievalPolicy artifact-registry:images/repository": "derived:image-pull from resources.api.code",
		"DenyInsecureTransport queue:jobs/any":                              "derived:secure-transport from resources.jobs",
		"StorageDataReadVersions storage:workspace/objects":                 "storage/data-read from permissions.profiles.execution.workspace[0]",
	} {
		if got[grant] != want {
			t.Errorf("%s is %s, want %s", grant, got[grant], want)
		}
	}
}

func TestPlacesOfOrigins(t *testing.T) {
	trigger := ir.Pos{File: "alien.ts", Line: 9, Column: 5}
	grant := ir.Pos{File: "alien.ts", Line: 20, Column: 7}
	s := reference()
	s.Functions()[1].Places = ir.Places{"triggers[1]": trigger}
	s.Profiles[0].Grants[2].Sets[0].Pos = grant
	for _, g := range derive(s).Grants {
		switch g.Statement {
		case "QueueTrigger":
			if g.Origin[0].Pos != trigger {
				t.Errorf("the trigger's grant comes from %s", g.Origin[0].Pos)
			}
		case "QueueDataRead":
			if g.Origin[0].Pos != grant {
				t.Errorf("the profile's grant comes from %s", g.Origin[0].Pos)
			}
		}
	}
}

// small is a stack of the resources with functions of profile p, which link
// what the lists name.
func small(resources []ir.Resource, p *ir.Profile, links ...[]string) *ir.Stack {
	s := &ir.Stack{ID: "s", Resources: resources, Profiles: []*ir.Profile{p}}
	byID := map[string]ir.Resource{}
	for _, r := range resources {
		byID[r.Info().ID] = r
	}
	for i, ids := range links {
		f := &ir.Function{Common: live("f" + string(rune('0'+i))), Code: ir.Code{Image: "x"}, Profile: p.Name}
		for _, id := range ids {
			f.Links = append(f.Links, ir.RefTo(byID[id]))
		}
		s.Resources = append(s.Resources, f)
	}
	return s.Seal()
}

// granted gives the statements of profile p without its logs.
func granted(s *ir.Stack) []string {
	return slices.DeleteFunc(lines(Statements(derive(s).For(cloud.AWS, Runtime, "profile:p"))), func(line string) bool {
		return strings.HasPrefix(line, "Allow FunctionLogs: ")
	})
}

func TestProfiles(t *testing.T) {
	storage := func(id string) ir.Resource { return &ir.Storage{Common: frozen(id)} }
	versioned := func(id string) ir.Resource { return &ir.Storage{Common: frozen(id), Versioning: true} }
	kv := func(id string) ir.Resource { return &ir.Kv{Common: frozen(id)} }
	queue := func(id string) ir.Resource { return &ir.Queue{Common: frozen(id)} }
	registry := func(id string) ir.Resource { return &ir.ArtifactRegistry{Common: frozen(id)} }
	const (
		kvRead   = "dynamodb:BatchGetItem dynamodb:ConditionCheckItem dynamodb:DescribeTable dynamodb:GetItem dynamodb:Query dynamodb:Scan"
		kvWrite  = "dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:UpdateItem"
		ifSilent = " if StringEqualsIfExists dynamodb:ReturnValues=NONE"
		send     = "sqs:GetQueueAttributes sqs:GetQueueUrl sqs:SendMessage"
	)
	for _, c := range []struct {
		name  string
		stack *ir.Stack
		want  []string
	}{
		{
			"a link alone gives nothing",
			small([]ir.Resource{kv("a"), queue("q")}, profile("p"), []string{"a", "q"}), nil,
		},
		{
			"star means what is linked, of the set's kind",
			small([]ir.Resource{kv("a"), kv("b"), kv("c"), queue("q")}, profile("p", "*: kv/data-read"), []string{"c", "a", "q"}),
			[]string{"Allow KvDataRead: " + kvRead + " on arn:dynamodb:here:table/P-a arn:dynamodb:here:table/P-c"},
		},
		{
			"star with nothing linked",
			small([]ir.Resource{kv("a"), queue("q")}, profile("p", "*: kv/data-read"), []string{"q"}), nil,
		},
		{
			"functions share the profile, so star covers what any of them links",
			small([]ir.Resource{queue("a"), queue("b")}, profile("p", "*: queue/data-write"), []string{"a"}, []string{"b", "a"}),
			[]string{"Allow QueueDataWrite: " + send + " on arn:sqs:here:P-a arn:sqs:here:P-b"},
		},
		{
			"write without read may not see what it replaces",
			small([]ir.Resource{kv("a")}, profile("p", "a: kv/data-write"), []string{"a"}),
			[]string{"Allow KvDataWriteOnly: " + kvWrite + " on arn:dynamodb:here:table/P-a" + ifSilent},
		},
		{
			"each table by what the profile may do there",
			small([]ir.Resource{kv("a"), kv("b")}, profile("p", "a: kv/data-write", "b: kv/data-write", "*: kv/data-write", "b: kv/data-read"), []string{"a", "b"}),
			[]string{
				"Allow KvDataRead: " + kvRead + " on arn:dynamodb:here:table/P-b",
				"Allow KvDataWrite: " + kvWrite + " on arn:dynamodb:here:table/P-b",
				"Allow KvDataWriteOnly: " + kvWrite + " on arn:dynamodb:here:table/P-a" + ifSilent,
			},
		},
		{
			"read through star counts for write under a name",
			small([]ir.Resource{kv("a")}, profile("p", "a: kv/data-write", "*: kv/data-read"), []string{"a"}),
			[]string{
				"Allow KvDataRead: " + kvRead + " on arn:dynamodb:here:table/P-a",
				"Allow KvDataWrite: " + kvWrite + " on arn:dynamodb:here:table/P-a",
			},
		},
		{
			"versions only where there are any",
			small([]ir.Resource{storage("a"), versioned("b")}, profile("p", "*: storage/data-read"), []string{"a", "b"}),
			[]string{
				"Allow StorageDataReadBucket: s3:GetBucketLocation s3:ListBucket on arn:s3:::P-a-here arn:s3:::P-b-here",
				"Allow StorageDataReadObjects: s3:GetObject on arn:s3:::P-a-here/* arn:s3:::P-b-here/*",
				"Allow StorageDataReadVersions: s3:GetObjectVersion on arn:s3:::P-b-here/*",
			},
		},
		{
			"pull and push share the token",
			small([]ir.Resource{registry("a"), registry("b")}, profile("p", "a: artifact-registry/pull", "b: artifact-registry/push"), []string{"a", "b"}),
			[]string{
				"Allow ArtifactRegistryPull: ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:DescribeImages ecr:GetDownloadUrlForLayer on arn:ecr:here:repository/P/a",
				"Allow ArtifactRegistryPush: ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:CompleteLayerUpload ecr:DescribeImages ecr:GetDownloadUrlForLayer" +
					" ecr:InitiateLayerUpload ecr:PutImage ecr:UploadLayerPart on arn:ecr:here:repository/P/b",
				"Allow ArtifactRegistryToken: ecr:GetAuthorizationToken on *",
			},
		},
		{
			"execute adds nothing",
			small([]ir.Resource{kv("a")}, profile("p", "*: function/execute worker/execute", "f0: function/execute"), []string{"a"}), nil,
		},
		{
			"what a check refuses gives nothing",
			small([]ir.Resource{kv("a")}, profile("p", "a: queue/data-read storage/provision kv/data-raed", "b: kv/data-read"), []string{"a"}), nil,
		},
	} {
		compare(t, c.name, granted(c.stack), c.want)
	}
}

func TestInvokeAlsoAsWorker(t *testing.T) {
	s := small([]ir.Resource{&ir.Function{Common: live("g"), Code: ir.Code{Image: "x"}, Profile: "other"}}, profile("p", "g: worker/invoke", "*: function/invoke"), []string{"g"})
	compare(t, "invoke", granted(s), []string{"Allow FunctionInvoke: lambda:InvokeFunction on arn:lambda:here:function:P-g"})
}

func TestAnUnusedProfileIsNobody(t *testing.T) {
	s := reference()
	s.Profiles = append(s.Profiles, profile("batch", "cache: kv/data-read"))
	for _, g := range derive(s.Seal()).Grants {
		if strings.Contains(g.Identity+g.Scope, "batch") {
			t.Errorf("%s for %s", g.Statement, g.Identity)
		}
	}
}

func TestNothingIsDerivedForOtherClouds(t *testing.T) {
	if got := Derive(reference(), []cloud.Name{cloud.GCP}).Grants; len(got) > 0 {
		t.Errorf("%d grants", len(got))
	}
}

func TestPublicStorage(t *testing.T) {
	s := small([]ir.Resource{&ir.Storage{Common: frozen("site"), PublicRead: true, Versioning: true}}, profile("p"))
	compare(t, "exposure", lines(Statements(derive(s).About(cloud.AWS, Exposure, "storage:site"))), []string{
		"Allow PublicRead to *: s3:GetObject on arn:s3:::P-site-here/*",
	})
}

func TestRepositoriesWithoutImageFunctionsOpenToNobody(t *testing.T) {
	s := reference()
	s.Functions()[0].Code = ir.Code{Source: &ir.Source{Toolchain: ir.ToolchainRust}}
	if got := derive(s).About(cloud.AWS, ResourcePolicy, "artifact-registry:images"); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestRepositoriesNameEveryImageFunction(t *testing.T) {
	s := small([]ir.Resource{&ir.ArtifactRegistry{Common: frozen("r")}}, profile("p"), nil, nil)
	compare(t, "repository policy", lines(Statements(derive(s).About(cloud.AWS, ResourcePolicy, "artifact-registry:r"))), []string{
		"Allow LambdaECRImageRetrievalPolicy to lambda.amazonaws.com: ecr:BatchGetImage ecr:GetDownloadUrlForLayer on arn:ecr:here:repository/P/r" +
			" if ArnEquals aws:SourceArn=arn:lambda:here:function:P-f0 arn:lambda:here:function:P-f1",
	})
}

func TestTwoTriggersOfOneStorageAreOnePermission(t *testing.T) {
	s := reference()
	worker := s.Functions()[1]
	worker.Triggers = append(worker.Triggers, &ir.StorageTrigger{
		TriggerPath: "triggers[3]", Storage: ref(ir.KindStorage, "workspace"), Events: []ir.StorageEvent{ir.ObjectDeleted},
	})
	got := derive(s.Seal()).About(cloud.AWS, ResourcePolicy, "function:worker")
	if len(got) != 1 || len(got[0].Origin) != 2 || got[0].Source != "workspace" {
		t.Errorf("%+v", got)
	}
}

func TestMonitoringAndUpdatingCanBeGranted(t *testing.T) {
	s := reference()
	s.Profiles[0] = profile("execution", "worker: function/heartbeat function/management", "api: function/heartbeat")
	var got []string
	for _, line := range lines(Statements(derive(s.Seal()).For(cloud.AWS, Runtime, "profile:execution"))) {
		if strings.Contains(line, " FunctionMonitor") || strings.Contains(line, " FunctionUpdate") {
			got = append(got, line)
		}
	}
	const mappings = " on arn:lambda:here:event-source-mapping:* if ArnEquals lambda:FunctionArn=arn:lambda:here:function:P-worker"
	compare(t, "management sets", got, []string{
		"Allow FunctionMonitor: lambda:GetFunctionConcurrency lambda:GetFunctionConfiguration lambda:GetPolicy lambda:ListTags on arn:lambda:here:function:P-api arn:lambda:here:function:P-worker",
		"Allow FunctionMonitorLogs: logs:DescribeLogStreams on arn:logs:here:log-group:/aws/lambda/P-api:* arn:logs:here:log-group:/aws/lambda/P-worker:*",
		"Allow FunctionMonitorSchedules: scheduler:GetSchedule on arn:scheduler:here:schedule/P/P-worker-0",
		"Allow FunctionMonitorTriggers: lambda:GetEventSourceMapping" + mappings,
		"Allow FunctionMonitorUrls: lambda:GetFunctionUrlConfig on arn:lambda:here:function:P-api",
		"Allow FunctionUpdate: lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration on arn:lambda:here:function:P-worker",
		"Deny FunctionUpdateDenyLayers: lambda:UpdateFunctionConfiguration on arn:lambda:here:function:P-worker if Null lambda:Layer=false",
		"Deny FunctionUpdateDenyVpc: lambda:UpdateFunctionConfiguration on arn:lambda:here:function:P-worker if Null lambda:VpcIds=false",
		"Allow FunctionUpdateTriggers: lambda:UpdateEventSourceMapping" + mappings,
	})
}
