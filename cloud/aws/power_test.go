package aws

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud/aws/catalogue"
)

func TestPrivilege(t *testing.T) {
	for action, want := range map[string]string{
		"iam:PassRole":                  "identities",
		"IAM:passrole":                  "identities",
		"iam:CreateAccessKey":           "rights",
		"iam:TagRole":                   "rights",
		"iam:SomethingNew":              "rights",
		"iam:GetRole":                   "",
		"iam:ListRoles":                 "",
		"sts:AssumeRole":                "credentials",
		"sts:AssumeRoleWithWebIdentity": "credentials",
		"sts:GetSessionToken":           "credentials",
		"sts:GetFederationToken":        "credentials",
		"sts:GetCallerIdentity":         "",
		"lakeformation:GetTemporaryGlueTableCredentials": "credentials",
		"eks-auth:AssumeRoleForPodIdentity":              "credentials",
		"ssm:RequestManagedInstanceRoleToken":            "credentials",
		"ssm:GetParameter":                               "",
		"s3:PutBucketPolicy":                             "rights",
		"s3:PutObjectAcl":                                "rights",
		"s3:PutObject":                                   "",
		"kms:CreateGrant":                                "rights",
		"kms:Decrypt":                                    "",
		"sqs:SetQueueAttributes":                         "rights",
		"lambda:AddPermission":                           "rights",
		"events:PutEvents":                               "",
		"quantum:Entangle":                               "",
		"cloudformation:UpdateStack":                     "work under another identity",
		"cloudformation:UpdateResource":                  "work under another identity",
		"cloudformation:DescribeStacks":                  "",
		"CodeBuild:startbuild":                           "work under another identity",
		"ssm:SendCommand":                                "work under another identity",
		"ssm:PutParameter":                               "",
		"ecs:ExecuteCommand":                             "work under another identity",
		"ec2:ModifyInstanceAttribute":                    "work under another identity",
		"dsql:DbConnect":                                 "work under another identity",
		"lambda:CreateFunction":                          "work under another identity",
		"lambda:CreateEventSourceMapping":                "work under another identity",
		"lambda:UpdateFunctionCode":                      "",
		"lambda:UpdateFunctionConfiguration":             "",
		"lambda:UpdateEventSourceMapping":                "",
		"lambda:InvokeFunction":                          "",
		"lambda:PublishLayerVersion":                     "",
		"lambda:AddLayerVersionPermission":               "rights",
		"ram:CreateResourceShare":                        "access",
		"ec2:ModifyImageAttribute":                       "access",
		"rds:ModifyDBSnapshotAttribute":                  "access",
		"kinesis:PutResourcePolicy":                      "access",
		"es:UpdateDomainConfig":                          "access",
		"logs:PutDestinationPolicy":                      "access",
		"sso:CreateAccountAssignment":                    "rights",
		"identitystore:CreateUser":                       "rights",
		"eks:CreateAccessEntry":                          "rights",
		"rolesanywhere:CreateTrustAnchor":                "rights",
		"eks:CreatePodIdentityAssociation":               "identities",
		"cognito-identity:SetIdentityPoolRoles":          "identities",
		"s3express:CreateSession":                        "credentials",
		"sagemaker:CreatePresignedDomainUrl":             "credentials",
		"cognito-idp:AdminSetUserPassword":               "credentials",
	} {
		if got := PowerOf(action).Hands; got != want {
			t.Errorf("%s: %q, want %q", action, got, want)
		}
	}
}

// What an action shows or carries away is more than its level says.
func TestReadsThatWrite(t *testing.T) {
	for action, want := range map[string]bool{
		"dynamodb:CreateGlobalTable":         true,
		"dynamodb:CreateTable":               false,
		"ecr:PutReplicationConfiguration":    true,
		"ecr:PutLifecyclePolicy":             false,
		"lambda:ListFunctions":               true, // with their environment
		"lambda:ListVersionsByFunction":      true,
		"lambda:ListAliases":                 false,
		"rds-data:ExecuteStatement":          true,
		"rds-data:BatchExecuteStatement":     true,
		"redshift-data:ExecuteStatement":     true,
		"athena:StartQueryExecution":         true,
		"states:GetActivityTask":             true,
		"backup:StartCopyJob":                true,
		"rds:StartExportTask":                true,
		"rds:CopyDBSnapshot":                 true,
		"rds:RebootDBInstance":               false,
		"s3:PutReplicationConfiguration":     true,
		"s3:PutBucketNotification":           false, // see Sends
		"logs:PutAccountPolicy":              true,
		"sqs:SetQueueAttributes":             false,
		"secretsmanager:BatchGetSecretValue": true,
	} {
		if got := PowerOf(action).Reads; got != want {
			t.Errorf("%s reads: %t", action, got)
		}
	}
	for action, want := range map[string]Power{
		"s3:PutBucketNotification":           {Known: true, Level: catalogue.Write, Sends: true},
		"lambda:UpdateFunctionConfiguration": {Known: true, Level: catalogue.Write, Replaces: true},
		"lambda:UpdateFunctionCode":          {Known: true, Level: catalogue.Write, Code: true, Replaces: true},
		"s3:PutBucketCORS":                   {Known: true, Level: catalogue.Write},
	} {
		if got := PowerOf(action); got != want {
			t.Errorf("%s: %+v", action, got)
		}
	}
}

func TestReviewed(t *testing.T) {
	for action, want := range map[string]bool{"s3:PutObject": true, "S3:putobject": true, "kms:Decrypt": false, "s3": true, "": false} {
		if got := Reviewed(action); got != want {
			t.Errorf("%q: %t", action, got)
		}
	}
}

// A name that is misspelt would say nothing about any action, one that a table
// need not have would hide what the catalogue says.
func TestTablesAreOfTheCatalogue(t *testing.T) {
	reading := []catalogue.Level{catalogue.List, catalogue.Read}
	for name, c := range map[string]struct {
		table   map[string]string
		levels  []catalogue.Level // that its actions have
		without bool              // they have any other level
	}{
		"settings":  {settings, reading, false},
		"copying":   {copying, reading, true},
		"sending":   {sending, reading, true},
		"changing":  {changing, reading, true},
		"coding":    {coding, nil, true},
		"replacing": {replacing, reading, true},
		"minting":   {minting, []catalogue.Level{catalogue.Permissions}, true},
		"ranking":   {ranking, []catalogue.Level{catalogue.Permissions, catalogue.Read, catalogue.List}, true},
		"lending":   {lending, []catalogue.Level{catalogue.Permissions, catalogue.Read, catalogue.List}, true},
		"working":   {working, []catalogue.Level{catalogue.Permissions, catalogue.Read, catalogue.List}, true},
		"opening":   {opening, []catalogue.Level{catalogue.Permissions, catalogue.Read, catalogue.List}, true},
	} {
		for service, names := range c.table {
			seen := map[string]bool{}
			for _, short := range strings.Fields(names) {
				full := service + ":" + short
				action, ok := catalogue.Open().Action(full)
				switch {
				case !ok || action.Name != full:
					t.Errorf("%s: the catalogue has no %s", name, full)
				case slices.Contains(c.levels, action.Level) == c.without:
					t.Errorf("%s: %s has the level %s", name, full, action.Level)
				case seen[short]:
					t.Errorf("%s: %s twice", name, full)
				}
				seen[short] = true
			}
		}
	}
	for service, names := range working {
		for _, short := range strings.Fields(names) {
			if listed(minting, service, short) || listed(ranking, service, short) || listed(lending, service, short) || listed(opening, service, short) {
				t.Errorf("%s:%s is in two tables", service, short)
			}
		}
	}
}

func TestListed(t *testing.T) {
	table := map[string]string{"s": "GetObjectAcl GetObject\n\t\tPutObject XGetTag GetTag"}
	for name, want := range map[string]bool{
		"GetObjectAcl": true, "GetObject": true, "PutObject": true, "GetTag": true, "XGetTag": true,
		"Object": false, "Get": false, "etTag": false, "PutObjectAcl": false,
	} {
		if got := listed(table, "s", name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
	if listed(table, "t", "GetObject") {
		t.Error("a service without a table lists something")
	}
}
