package aws

import (
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

func TestPattern(t *testing.T) {
	portable := Deployment{Prefix: "p"}
	account := Deployment{Prefix: "p", Account: "111122223333"}
	region := Deployment{Prefix: "p", Region: "us-gov-west-1"}
	literal := Deployment{Prefix: "p", Account: "111122223333", Region: "cn-north-1", StackName: "mine", CodeBucket: "zips"}
	bucket, table := cloud.Concat("arn:", Partition, ":s3:::", BucketName("data")), ARN(&ir.Kv{Common: ir.Common{ID: "cache"}})
	code := Scope(&ir.Function{}, "code")[0]
	for _, c := range []struct {
		name string
		d    Deployment
		text cloud.Text
		want string
		wild bool
		open bool
	}{
		{"account and region of an ARN", portable, table, "arn:aws:dynamodb:*:*:table/p-cache", true, true},
		{"a known account", account, table, "arn:aws:dynamodb:*:111122223333:table/p-cache", true, false},
		{"a known region", region, table, "arn:aws-us-gov:dynamodb:us-gov-west-1:*:table/p-cache", true, true},
		{"all known", literal, table, "arn:aws-cn:dynamodb:cn-north-1:111122223333:table/p-cache", false, false},
		{"behind the fifth colon", portable, bucket, "arn:aws:s3:::p-data-${aws:PrincipalAccount}-*", true, true},
		{"a bucket's name that is not whole", account, bucket, "arn:aws:s3:::p-data-111122223333-*", true, true},
		{"a bucket's whole name", literal, bucket, "arn:aws-cn:s3:::p-data-111122223333-cn-north-1", false, false},
		{"no region in the ARN", region, ProfileRoleARN("x"), "arn:aws-us-gov:iam::*:role/p-x", true, true},
		{"the stack", portable, cloud.Concat(StackID), "arn:aws:cloudformation:*:*:stack/p/*", true, true},
		{"a stack of another name", literal, cloud.Concat(StackID), "arn:aws-cn:cloudformation:cn-north-1:111122223333:stack/mine/*", false, false},
		{"the usual code bucket", portable, code, "arn:aws:s3:::p-artifacts-${aws:PrincipalAccount}-*/*", true, true},
		{"the code bucket that was named", literal, code, "arn:aws-cn:s3:::zips/*", false, false},
		{"a plain value", portable, cloud.Concat(Account), "${aws:PrincipalAccount}", false, false},
		{"a known value", literal, cloud.Concat(Account), "111122223333", false, false},
		{"a bucket that names no account", portable, cloud.Concat("arn:", Partition, ":s3:::acme-", Region, "/*"), "arn:aws:s3:::acme-*/*", true, false},
		{"the account in a name of another's", portable, cloud.Concat("arn:", Partition, ":sqs:us-east-1:999988887777:q-", Account), "arn:aws:sqs:us-east-1:999988887777:q-${aws:PrincipalAccount}", false, false},
		{"another's queue in any region", portable, cloud.Concat("arn:", Partition, ":sqs:", Region, ":999988887777:q"), "arn:aws:sqs:*:999988887777:q", true, false},
		{"every resource", portable, cloud.Lit("*"), "*", false, false},
	} {
		got, wild := c.d.Pattern(c.text)
		if open := c.d.Open(c.text); got != c.want || wild != c.wild || open != c.open {
			t.Errorf("%s: %s wild %t open %t, want %s %t %t", c.name, got, wild, open, c.want, c.wild, c.open)
		}
	}
}

// A region whose partition is not known would make every ARN of a literal
// policy wrong.
func TestPartition(t *testing.T) {
	for region, want := range map[string]string{
		"": "aws", "us-east-1": "aws", "eu-west-1": "aws", "ap-southeast-7": "aws", "mx-central-1": "aws", "il-central-1": "aws",
		"cn-northwest-1": "aws-cn", "us-gov-east-1": "aws-us-gov",
		"us-iso-east-1": "aws-iso", "us-isob-east-1": "aws-iso-b", "eu-isoe-west-1": "aws-iso-e", "us-isof-south-1": "aws-iso-f", "eusc-de-east-1": "aws-eusc",
	} {
		if got, _ := (Deployment{Region: region}).Pattern(cloud.Concat(Partition)); got != want {
			t.Errorf("%s: %s, want %s", region, got, want)
		}
		if region != "" && !IsRegion(region) {
			t.Errorf("%s is taken for no region", region)
		}
	}
}

func TestOfRequest(t *testing.T) {
	own := cloud.Concat("arn:", Partition, ":sqs:", Region, ":999988887777:q-", Region)
	for _, c := range []struct {
		d    Deployment
		want string
	}{
		{Deployment{}, "arn:aws:sqs:*:999988887777:q-${aws:RequestedRegion}"},
		{Deployment{Region: "eu-west-1"}, "arn:aws:sqs:eu-west-1:999988887777:q-eu-west-1"},
	} {
		if got, _ := c.d.Pattern(c.d.OfRequest(own)); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
	if own[5].Var != Region {
		t.Errorf("the text itself became %v", own)
	}
}
