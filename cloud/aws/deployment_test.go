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
		{"a plain value", portable, cloud.Concat(Account), "${aws:PrincipalAccount}", false, true},
		{"a known value", literal, cloud.Concat(Account), "111122223333", false, false},
		{"every resource", portable, cloud.Lit("*"), "*", false, false},
	} {
		got, wild := c.d.Pattern(c.text)
		if open := c.d.Open(c.text); got != c.want || wild != c.wild || open != c.open {
			t.Errorf("%s: %s wild %t open %t, want %s %t %t", c.name, got, wild, open, c.want, c.wild, c.open)
		}
	}
}
