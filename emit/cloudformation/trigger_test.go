package cloudformation_test

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestStorageTriggers(t *testing.T) {
	data := &ir.Storage{Common: common("data", ir.Frozen)}
	in := zip("in", onStorage("0", data, ir.ObjectCreated), onStorage("1", data, ir.ObjectCreated))
	in.Places = ir.Places{"triggers[0]": at(11), "triggers[1]": at(12)}
	out := zip("out", onStorage("0", data, ir.ObjectDeleted))
	text := template(stack(data, in, out))
	bucket := section(t, text, "StorageData")
	contains(t, bucket, `
		|    DependsOn: [FunctionInTriggerStorageData, FunctionOutTriggerStorageData]
	`)
	contains(t, bucket, `
		|      NotificationConfiguration:
		|        LambdaConfigurations:
		|          - Event: s3:ObjectCreated:*
		|            Function: !GetAtt FunctionIn.Arn
		|          - Event: s3:ObjectRemoved:*
		|            Function: !GetAtt FunctionOut.Arn
		|      Tags:
	`)
	want := margin(`
		|    Type: AWS::Lambda::Permission
		|    Metadata:
		|      Alien: { id: "in", kind: "function", lifecycle: "live", source: "alien.ts:11" }
		|    Properties:
		|      FunctionName: !GetAtt FunctionIn.Arn
		|      Action: lambda:InvokeFunction
		|      Principal: s3.amazonaws.com
		|      SourceAccount: !Ref AWS::AccountId
		|      SourceArn: !Sub "arn:${AWS::Partition}:s3:::${NamePrefix}-data-${AWS::AccountId}-${AWS::Region}"
	`)
	if got := section(t, text, "FunctionInTriggerStorageData"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if n := strings.Count(text, "AWS::Lambda::Permission"); n != 2 {
		t.Errorf("%d permissions, want 2", n)
	}
}

func TestTwoStoragesOfOneFunction(t *testing.T) {
	a, b := &ir.Storage{Common: common("a", ir.Frozen)}, &ir.Storage{Common: common("b", ir.Frozen)}
	text := template(stack(a, b, zip("in", onStorage("0", a, ir.ObjectCreated), onStorage("1", b, ir.ObjectCreated))))
	for _, id := range []string{"a", "b"} {
		contains(t, section(t, text, "FunctionInTriggerStorage"+strings.ToUpper(id)), `
		|      SourceArn: !Sub "arn:${AWS::Partition}:s3:::${NamePrefix}-`+id+`-${AWS::AccountId}-${AWS::Region}"
		`)
	}
}

func TestQueueTrigger(t *testing.T) {
	jobs := &ir.Queue{Common: common("jobs", ir.Frozen)}
	f := zip("worker", onQueue("0", jobs))
	contains(t, section(t, template(stack(jobs, f)), "FunctionWorkerTriggerQueueJobs"), `
		|      FunctionName: !GetAtt FunctionWorker.Arn
		|      EventSourceArn: !GetAtt QueueJobs.Arn
		|      BatchSize: 1
		|      FunctionResponseTypes: [ReportBatchItemFailures]
		|      Tags:
	`)
	for _, test := range []struct {
		limit int
		want  string // empty: left to Lambda
	}{{1, ""}, {2, "ScalingConfig: { MaximumConcurrency: 2 }"}, {1000, "ScalingConfig: { MaximumConcurrency: 1000 }"}, {1001, ""}} {
		f.Concurrency = &test.limit
		got := section(t, template(stack(jobs, f)), "FunctionWorkerTriggerQueueJobs")
		if test.want == "" {
			lacks(t, got, "ScalingConfig")
		} else if !strings.Contains(got, test.want) {
			t.Errorf("limit %d: no %q in\n%s", test.limit, test.want, got)
		}
	}
}

func TestSchedules(t *testing.T) {
	f := zip("worker", onCron("0", " 0\t3  * * *", 0), onCron("1", "*/5 8-18 * * MON-FRI", 1))
	f.Places = ir.Places{"triggers[1]": at(27)}
	text := template(stack(f))
	contains(t, section(t, text, "FunctionWorkerCronRole"), `
		|      RoleName: !Sub "${NamePrefix}-worker-cron"
		|      Description: 'alien schedules of function "worker"'
		|      PermissionsBoundary: !If [HasBoundary, !Ref PermissionsBoundaryArn, !Ref "AWS::NoValue"]
		|      AssumeRolePolicyDocument:
		|        Version: "2012-10-17"
		|        Statement:
		|          - Sid: SchedulerTrust
		|            Effect: Allow
		|            Principal: { Service: scheduler.amazonaws.com }
		|            Action: ["sts:AssumeRole"]
		|            Condition:
		|              ArnLike:
		|                aws:SourceArn: !Sub "arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/${NamePrefix}"
		|              StringEquals:
		|                aws:SourceAccount: !Ref AWS::AccountId
		|      Policies:
		|        - PolicyName: "alien-worker-cron"
		|          PolicyDocument:
		|            Version: "2012-10-17"
		|            Statement:
		|              - Sid: ScheduleTrigger
		|                Effect: Allow
		|                Action: ["lambda:InvokeFunction"]
		|                Resource:
		|                  - !Sub "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${NamePrefix}-worker"
		|      Tags:
		|        - { Key: "alien-lifecycle", Value: "live" }
	`)
	contains(t, text, `
		|  # Calls the function at 0 3 * * * (minute hour day month weekday, UTC).
	`)
	contains(t, section(t, text, "FunctionWorkerCron0"), `
		|      ScheduleExpression: "cron(0 3 * * ? *)"
	`)
	want := margin(`
		|    Type: AWS::Scheduler::Schedule
		|    Metadata:
		|      Alien: { id: "worker", kind: "function", lifecycle: "live", source: "alien.ts:27" }
		|    Properties:
		|      Name: !Sub "${NamePrefix}-worker-1"
		|      GroupName: !Ref ScheduleGroup
		|      ScheduleExpression: "cron(0/5 8-18 ? * MON-FRI *)"
		|      ScheduleExpressionTimezone: UTC
		|      State: ENABLED
		|      FlexibleTimeWindow: { Mode: "OFF" }
		|      Target:
		|        Arn: !GetAtt FunctionWorker.Arn
		|        RoleArn: !GetAtt FunctionWorkerCronRole.Arn
		|        Input: '{"source":"alien.schedule","detail-type":"Scheduled Event","time":"<aws.scheduler.scheduled-time>","detail":{"function":"worker","trigger":1}}'
		|        RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3600 }
	`)
	if got := section(t, text, "FunctionWorkerCron1"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	contains(t, section(t, text, "ScheduleGroup"), `
		|      Alien: { id: "app", kind: "stack", lifecycle: "frozen", source: "alien.ts:9" }
		|    Properties:
		|      Name: !Ref NamePrefix
		|      Tags:
		|        - { Key: "alien-stack", Value: "app" }
		|        - { Key: "managed-by", Value: "alienc" }
	`)
}
