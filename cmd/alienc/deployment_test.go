package main

import (
	"testing"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

func TestDeployment(t *testing.T) {
	stack := (&ir.Stack{ID: "app", Resources: []ir.Resource{&ir.Kv{Common: ir.Common{ID: "cache"}}}}).Seal()
	for name, c := range map[string]struct {
		given settings
		want  aws.Deployment
	}{
		"nothing": {settings{}, aws.Deployment{Prefix: "app"}},
		"a name":  {settings{Name: "acme"}, aws.Deployment{Prefix: "acme"}},
		"everything": {
			settings{"acme", "012345678901", "eu-west-1", "Acme", "acme.code"},
			aws.Deployment{Prefix: "acme", Account: "012345678901", Region: "eu-west-1", StackName: "Acme", CodeBucket: "acme.code"},
		},
	} {
		s := session{options: options{settings: c.given}}
		if err := s.deploy(stack); err != nil || s.deployment != c.want {
			t.Errorf("%s: %+v, %v", name, s.deployment, err)
		}
	}
}
