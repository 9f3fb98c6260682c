package cloudformation_test

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestZipFunction(t *testing.T) {
	f := zip("worker")
	text := template(stack(f))
	want := margin(`
		|    Type: AWS::Lambda::Function
		|    Metadata:
		|      Alien: { id: "worker", kind: "function", lifecycle: "live", source: "alien.ts:3" }
		|    Properties:
		|      FunctionName: !Sub "${NamePrefix}-worker"
		|      Role: !GetAtt ProfileRun.Arn
		|      Runtime: nodejs24.x
		|      Handler: index.handler
		|      Architectures: [arm64]
		|      Code:
		|        S3Bucket: !Ref WorkerCodeBucket
		|        S3Key: !Ref WorkerCodeKey
		|      MemorySize: 256
		|      Timeout: 180
		|      LoggingConfig: { LogFormat: JSON, LogGroup: !Ref FunctionWorkerLogs }
		|      Environment:
		|        Variables:
		|          ALIEN_CURRENT_FUNCTION_BINDING_NAME: "worker"
		|          ALIEN_CURRENT_WORKER_BINDING_NAME: "worker"
		|          ALIEN_DEPLOYMENT_TYPE: "aws"
		|          ALIEN_LAMBDA_MODE: "buffered"
		|          ALIEN_RESOURCE_ID: "worker"
		|          ALIEN_TRANSPORT: "lambda"
		|          ALIEN_WORKER_BINDING: !Sub '{"service":"lambda","functionName":"${NamePrefix}-worker","region":"${AWS::Region}"}'
		|          AWS_ACCOUNT_ID: !Ref AWS::AccountId
		|      Tags:
		|        - { Key: "alien-lifecycle", Value: "live" }
		|        - { Key: "alien-resource", Value: "worker" }
		|        - { Key: "alien-stack", Value: "app" }
		|        - { Key: "managed-by", Value: "alienc" }
	`)
	if got := section(t, text, "FunctionWorker"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	contains(t, section(t, text, "FunctionWorkerLogs"), `
		|    DeletionPolicy: Delete
		|    UpdateReplacePolicy: Delete
		|    Properties:
		|      LogGroupName: !Sub "/aws/lambda/${NamePrefix}-worker"
		|      RetentionInDays: !Ref LogRetentionDays
	`)
	contains(t, text, `
		|  # ---------- Function: worker (live, zip, private) ----------
	`)
	lacks(t, text, "AWS::Lambda::Url", "AWS::Lambda::Permission", "ImageUri", "ScheduleGroup")

	f.Code.Source = &ir.Source{Dir: "./src", Toolchain: ir.ToolchainRust, Binary: "worker"}
	contains(t, section(t, template(stack(f)), "FunctionWorker"), `
		|      Runtime: provided.al2023
		|      Handler: bootstrap
		|      Architectures: [arm64]
	`)
}

func TestPublicImageFunction(t *testing.T) {
	f, three := image("api"), 3
	f.Memory, f.Timeout, f.Concurrency = 512, 30, &three
	text := template(stack(f))
	contains(t, section(t, text, "FunctionApi"), `
		|      PackageType: Image
		|      Architectures: [x86_64]
		|      Code: { ImageUri: !Ref ApiImageUri }
		|      MemorySize: 512
		|      Timeout: 30
		|      ReservedConcurrentExecutions: 3
	`)
	lacks(t, text, "Runtime:", "Handler:", "ApiCodeKey")
	contains(t, section(t, text, "FunctionApiUrl"), `
		|      TargetFunctionArn: !GetAtt FunctionApi.Arn
		|      AuthType: NONE
		|      InvokeMode: BUFFERED
	`)
	contains(t, section(t, text, "FunctionApiUrlPermission"), `
		|      FunctionName: !GetAtt FunctionApi.Arn
		|      Action: lambda:InvokeFunctionUrl
		|      Principal: "*"
		|      FunctionUrlAuthType: "NONE"
	`)
	invoke := section(t, text, "FunctionApiUrlInvokePermission")
	contains(t, invoke, `
		|      FunctionName: !GetAtt FunctionApi.Arn
		|      Action: lambda:InvokeFunction
		|      Principal: "*"
		|      InvokedViaFunctionUrl: true
	`)
	lacks(t, invoke, "FunctionUrlAuthType")
	contains(t, text, `
		|  ApiUrl:
		|    Description: "Public address of function api"
		|    Value: !GetAtt FunctionApiUrl.FunctionUrl
	`)
	contains(t, text, `
		|  # ---------- Function: api (live, container image, public) ----------
	`)
}

func TestAuthorsEnvironment(t *testing.T) {
	f := zip("worker")
	f.Environment = []ir.Variable{{Name: "NO", Value: "yes"}, {Name: "QUERY", Value: "a ${NamePrefix}\n#: 'b' \"c\"\u202e"}}
	got := section(t, template(stack(f)), "FunctionWorker")
	contains(t, got, `
		|          "NO": "yes"
		|          QUERY: "a ${NamePrefix}\n#: 'b' \"c\"\u202E"
	`)
	contains(t, got, `
		|      cfn-lint: { config: { ignore_checks: [E1029] } }
	`)
}

func TestLinks(t *testing.T) {
	data, cache := &ir.Storage{Common: common("data", ir.Frozen)}, &ir.Kv{Common: common("cache", ir.Frozen)}
	api, worker := image("api"), zip("worker")
	worker.Links = []ir.Ref{ir.RefTo(data), ir.RefTo(cache), ir.RefTo(api)}
	got := section(t, template(stack(data, cache, api, worker)), "FunctionWorker")
	for _, want := range []string{
		`ALIEN_API_BINDING: !Sub '{"service":"lambda","functionName":"${NamePrefix}-api","region":"${AWS::Region}","url":"${FunctionApiUrl.FunctionUrl}"}'`,
		`ALIEN_CACHE_BINDING: !Sub '{"service":"dynamodb","tableName":"${NamePrefix}-cache","region":"${AWS::Region}"}'`,
		`ALIEN_DATA_BINDING: !Sub '{"service":"s3","bucketName":"${NamePrefix}-data-${AWS::AccountId}-${AWS::Region}"}'`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

func TestProfile(t *testing.T) {
	cache := &ir.Kv{Common: common("cache", ir.Frozen)}
	f := zip("worker")
	f.Links = []ir.Ref{ir.RefTo(cache)}
	s := stack(cache, f)
	s.Profiles = []*ir.Profile{
		{Name: "run", Pos: at(8), Grants: []ir.Keyed{{Key: "cache", Sets: []ir.SetUse{{ID: "kv/data-read"}}}}},
		{Name: "idle", Pos: at(9)},
	}
	text := template(s.Seal())
	want := margin(`
		|    Type: AWS::IAM::Role
		|    Metadata:
		|      Alien: { id: "run", kind: "profile", lifecycle: "frozen", source: "alien.ts:8" }
		|    Properties:
		|      RoleName: !Sub "${NamePrefix}-run"
		|      Description: 'alien permission profile "run"'
		|      PermissionsBoundary: !If [HasBoundary, !Ref PermissionsBoundaryArn, !Ref "AWS::NoValue"]
		|      AssumeRolePolicyDocument:
		|        Version: "2012-10-17"
		|        Statement:
		|          - Sid: LambdaTrust
		|            Effect: Allow
		|            Principal: { Service: lambda.amazonaws.com }
		|            Action: ["sts:AssumeRole"]
		|      Policies:
		|        - PolicyName: "alien-run"
		|          PolicyDocument:
		|            Version: "2012-10-17"
		|            Statement:
		|              - Sid: FunctionLogs
		|                Effect: Allow
		|                Action: ["logs:CreateLogStream", "logs:PutLogEvents"]
		|                Resource:
		|                  - !Sub "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/${NamePrefix}-worker:*"
		|              - Sid: KvDataRead
		|                Effect: Allow
		|                Action:
		|                  - "dynamodb:BatchGetItem"
		|                  - "dynamodb:ConditionCheckItem"
		|                  - "dynamodb:DescribeTable"
		|                  - "dynamodb:GetItem"
		|                  - "dynamodb:Query"
		|                  - "dynamodb:Scan"
		|                Resource:
		|                  - !Sub "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${NamePrefix}-cache"
		|      Tags:
		|        - { Key: "alien-stack", Value: "app" }
		|        - { Key: "managed-by", Value: "alienc" }
	`)
	if got := section(t, text, "ProfileRun"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	lacks(t, text, "ProfileIdle")
	contains(t, text, `
		|  HasBoundary: !Not [!Equals [!Ref PermissionsBoundaryArn, ""]]
	`)
}
