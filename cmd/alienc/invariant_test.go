package main

import (
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// TestInspectGrants shows which grants are never written.
func TestInspectGrants(t *testing.T) {
	table := cloud.Lit("arn:aws:dynamodb:::table/a")
	everything := cloud.Lit("*")
	asked := []iam.Origin{{Path: "permissions"}}
	cases := []struct {
		name  string
		grant iam.Grant
		want  string
	}{
		{"an exact grant", iam.Grant{Effect: iam.Allow, Actions: []string{"dynamodb:GetItem"}, On: table, Origin: asked}, ""},
		{"all actions", iam.Grant{Identity: "profile:a", Effect: iam.Allow, Actions: []string{"dynamodb:*"}, On: table, Origin: asked}, "profile:a is granted dynamodb:*"},
		{"some actions", iam.Grant{Identity: "profile:a", Effect: iam.Allow, Actions: []string{"dynamodb:GetItem", "dynamodb:Get?"}, On: table, Origin: asked}, "profile:a is granted dynamodb:Get?"},
		{"all resources", iam.Grant{Identity: "profile:a", Effect: iam.Allow, Actions: []string{"dynamodb:GetItem"}, On: everything, Origin: asked}, "profile:a is granted dynamodb:GetItem on every resource"},
		{"all resources by the author", iam.Grant{Effect: iam.Allow, Actions: []string{"dynamodb:GetItem"}, On: everything, Custom: true, Origin: asked}, ""},
		{"an action without resources", iam.Grant{Effect: iam.Allow, Actions: []string{"ecr:GetAuthorizationToken"}, On: everything, Wildcard: "ECR knows no resource for it", Origin: asked}, ""},
		{"a denial of everything", iam.Grant{Effect: iam.Deny, Actions: []string{"s3:*"}, On: everything, Origin: asked}, ""},
		{"nobody's wish", iam.Grant{Identity: "profile:a", Effect: iam.Allow, Actions: []string{"dynamodb:GetItem"}, On: table}, "nobody asked for what profile:a is granted on arn:aws:dynamodb:::table/a"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := inspect(&iam.Plan{Grants: []iam.Grant{c.grant}}, nil); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
