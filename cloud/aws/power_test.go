package aws

import "testing"

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
	} {
		if got := PowerOf(action).Hands; got != want {
			t.Errorf("%s: %q, want %q", action, got, want)
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
