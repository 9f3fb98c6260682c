package cloudformation_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation"
	"github.com/alienc/alienc/iam"
)

func TestManagement(t *testing.T) {
	text := template(stack(&ir.Kv{Common: common("cache", ir.Live)}))
	contains(t, text, `
		|Rules:
		|  ManagementPrincipalNeedsExternalId:
		|    RuleCondition: !Not [!Equals [!Ref ManagementPrincipalArn, ""]]
		|    Assertions:
		|      - Assert: !Not [!Equals [!Ref ManagementExternalId, ""]]
		|        AssertDescription: "ManagementExternalId is required when ManagementPrincipalArn is set"
		|  ManagementExternalIdNeedsPrincipal:
		|    RuleCondition: !Not [!Equals [!Ref ManagementExternalId, ""]]
		|    Assertions:
		|      - Assert: !Not [!Equals [!Ref ManagementPrincipalArn, ""]]
		|        AssertDescription: "ManagementPrincipalArn is required when ManagementExternalId is set"
		|Conditions:
		|  HasManagement: !And
		|    - !Not [!Equals [!Ref ManagementPrincipalArn, ""]]
		|    - !Equals [!Ref ManagementEnabled, "true"]
		|  HasBoundary: !Not [!Equals [!Ref PermissionsBoundaryArn, ""]]
	`)
	for name, want := range map[string]string{
		"ManagementPrincipalArn": `
			|    Type: String
			|    Default: ""
			|    AllowedPattern: "^(arn:aws[a-z-]*:iam::[0-9]{12}:(root|role/[^*?]+|user/[^*?]+))?$"
			|    Description: "ARN of the vendor's role that may act as management. Empty: the vendor has no access"
		`,
		"ManagementExternalId": `
			|    Type: String
			|    Default: ""
			|    AllowedPattern: "^([A-Za-z0-9+=,.@:/_-]{16,1224})?$"
			|    Description: "External id that the vendor must present, 16 characters or more. Goes with ManagementPrincipalArn"
		`,
		"ManagementEnabled": `
			|    Type: String
			|    Default: "true"
			|    AllowedValues: ["true", "false"]
			|    Description: "false removes the management role and its policies, and nothing else"
		`,
		"ManagementPolicy": `
			|    Type: AWS::IAM::ManagedPolicy
			|    Metadata:
			|      Alien: { id: "management", kind: "management", lifecycle: "frozen", source: "alien.ts:9" }
			|    Condition: HasManagement
			|    Properties:
			|      ManagedPolicyName: !Sub "${NamePrefix}-management"
			|      Description: 'alien management of stack "app"'
			|      PolicyDocument:
			|        Version: "2012-10-17"
			|        Statement:
			|          - Sid: KvMonitor
			|            Effect: Allow
			|            Action:
			|              - "dynamodb:DescribeContinuousBackups"
			|              - "dynamodb:DescribeTable"
			|              - "dynamodb:DescribeTimeToLive"
			|              - "dynamodb:ListTagsOfResource"
			|            Resource:
			|              - !Sub "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${NamePrefix}-cache"
			|          - Sid: KvUpdate
			|            Effect: Allow
			|            Action: ["dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTimeToLive"]
			|            Resource:
			|              - !Sub "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${NamePrefix}-cache"
			|          - Sid: MetricsMonitor
			|            Effect: Allow
			|            Action: ["cloudwatch:GetMetricData"]
			|            Resource:
			|              - "*"
			|          - Sid: StackMonitor
			|            Effect: Allow
			|            Action:
			|              - "cloudformation:DescribeStackResources"
			|              - "cloudformation:DescribeStacks"
			|              - "cloudformation:ListStackResources"
			|            Resource:
			|              - !Ref AWS::StackId
		`,
		"ManagementRole": `
			|    Type: AWS::IAM::Role
			|    Metadata:
			|      Alien: { id: "management", kind: "management", lifecycle: "frozen", source: "alien.ts:9" }
			|    Condition: HasManagement
			|    Properties:
			|      RoleName: !Sub "${NamePrefix}-management"
			|      Description: 'alien management of stack "app": vendor access after setup'
			|      MaxSessionDuration: 3600
			|      PermissionsBoundary: !If [HasBoundary, !Ref PermissionsBoundaryArn, !Ref "AWS::NoValue"]
			|      ManagedPolicyArns: [!Ref ManagementPolicy]
			|      AssumeRolePolicyDocument:
			|        Version: "2012-10-17"
			|        Statement:
			|          - Sid: ManagementTrust
			|            Effect: Allow
			|            Principal: { AWS: !Ref ManagementPrincipalArn }
			|            Action: ["sts:AssumeRole"]
			|            Condition:
			|              StringEquals:
			|                sts:ExternalId: !Ref ManagementExternalId
			|      Tags:
			|        - { Key: "alien-stack", Value: "app" }
			|        - { Key: "managed-by", Value: "alienc" }
		`,
		"ManagementRoleArn": `
			|    Condition: HasManagement
			|    Description: "Role that the vendor assumes"
			|    Value: !GetAtt ManagementRole.Arn
		`,
	} {
		if got := section(t, text, name); got != margin(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, margin(want))
		}
	}
}

func TestNobodyToManage(t *testing.T) {
	s := stack(&ir.Kv{Common: common("cache", ir.Live)})
	s.Management = &ir.Management{Mode: ir.ManagementOverride}
	lacks(t, template(s), "Management", "Rules:", "HasBoundary")
}

func TestManagementInSeveralPolicies(t *testing.T) {
	var resources []ir.Resource
	for i := range 120 {
		resources = append(resources, &ir.Queue{Common: common(fmt.Sprintf("queue-%03d", i), ir.Frozen)})
	}
	text := template(stack(resources...))
	contains(t, section(t, text, "ManagementRole"), `
		|      ManagedPolicyArns:
		|        - !Ref ManagementPolicy1
		|        - !Ref ManagementPolicy2
		|        - !Ref ManagementPolicy3
		|        - !Ref ManagementPolicy4
		|        - !Ref ManagementPolicy5
		|      AssumeRolePolicyDocument:
	`)
	contains(t, section(t, text, "ManagementPolicy2"), `
		|      ManagedPolicyName: !Sub "${NamePrefix}-management-2"
	`)
	lacks(t, text, "  ManagementPolicy:\n")
}

func setupRole(s *ir.Stack, d aws.Deployment) string {
	for _, f := range cloudformation.Emit(s, iam.Derive(s, []cloud.Name{cloud.AWS}), d).Files {
		if f.Path == "aws/iam/setup-role.template.yaml" {
			return string(f.Data)
		}
	}
	return ""
}

func TestSetupRole(t *testing.T) {
	text := setupRole(everything(), aws.Deployment{Prefix: "app"})
	contains(t, text, `
		|  StackName:
		|    Type: String
		|    Default: "app"
		|    MaxLength: 128
		|    AllowedPattern: "^[A-Za-z][-A-Za-z0-9]*$"
	`)
	contains(t, section(t, text, "SetupRole"), `
		|      RoleName: !Sub "${NamePrefix}-setup"
		|      Description: 'alien setup of stack "app", for CloudFormation alone'
		|      PermissionsBoundary: !If [HasBoundary, !Ref PermissionsBoundaryArn, !Ref "AWS::NoValue"]
		|      ManagedPolicyArns: [!Ref SetupPolicy1, !Ref SetupPolicy2]
		|      AssumeRolePolicyDocument:
		|        Version: "2012-10-17"
		|        Statement:
		|          - Sid: SetupTrust
		|            Effect: Allow
		|            Principal: { Service: cloudformation.amazonaws.com }
		|            Action: ["sts:AssumeRole"]
	`)
	contains(t, section(t, text, "SetupPolicy1"), `
		|          - Sid: Code
		|            Effect: Allow
		|            Action: ["s3:GetObject"]
		|            Resource:
		|              - !Sub "arn:${AWS::Partition}:s3:::${NamePrefix}-artifacts-${AWS::AccountId}-${AWS::Region}/*"
		|          - Sid: EventSourceMapping
		|            Effect: Allow
		|            Action: ["lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping"]
		|            Resource:
		|              - !Sub "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:event-source-mapping:*"
		|            Condition:
		|              ArnEquals:
		|                lambda:FunctionArn: !Sub "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${NamePrefix}-worker"
	`)
	person := section(t, text, "InstallerPolicy")
	contains(t, person, `
		|          - Sid: PassSetupRole
		|            Effect: Allow
		|            Action: ["iam:PassRole"]
		|            Resource:
		|              - !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${NamePrefix}-setup"
		|            Condition:
		|              StringEquals:
		|                iam:PassedToService: "cloudformation.amazonaws.com"
		|          - Sid: Stack
	`)
	contains(t, person, `
		|            Resource:
		|              - !Sub "arn:${AWS::Partition}:cloudformation:${AWS::Region}:${AWS::AccountId}:stack/${StackName}/*"
		|          - Sid: TemplateCheck
	`)
	lacks(t, text, "aws:CalledVia", "AWS::StackId", "CodeBucket}")
	for _, policy := range []string{"SetupPolicy1", "SetupPolicy2"} {
		lacks(t, section(t, text, policy), "cloudformation:", "PassSetupRole")
	}
}

// What is known of the deployment shows in the template of the setup role, and
// never in the template of the stack.
func TestSetupRoleOfADeployment(t *testing.T) {
	d := aws.Deployment{Prefix: "mine", Account: "111122223333", Region: "eu-west-1", StackName: "prod", CodeBucket: "zips"}
	text := setupRole(everything(), d)
	contains(t, section(t, text, "NamePrefix"), `
		|    Default: "mine"
	`)
	contains(t, section(t, text, "StackName"), `
		|    Default: "prod"
	`)
	contains(t, section(t, text, "SetupPolicy1"), `
		|              - !Sub "arn:${AWS::Partition}:s3:::zips/*"
	`)
	lacks(t, text, "111122223333", "eu-west-1")
	s := everything()
	if string(cloudformation.Emit(s, iam.Derive(s, []cloud.Name{cloud.AWS}), d).Files[0].Data) != template(everything()) {
		t.Error("the template depends on the deployment")
	}
	if !strings.Contains(template(everything()), "ManagementRole") {
		t.Error("the comparison shows nothing")
	}
}
