package main

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/emit/cloudformation"
	"github.com/alienc/alienc/iam"
)

// backend makes the files of one cloud.
type backend struct {
	name cloud.Name
	emit func(*ir.Stack, *iam.Plan, aws.Deployment) emit.Output
	// policies makes the access policies that stand apart from the templates.
	policies func(*iam.Plan, aws.Deployment) ([]iam.Document, []cloud.Budget)
}

// backends lists the clouds that this alienc compiles to, in output order.
var backends = []backend{
	{cloud.AWS, cloudformation.Emit, iam.AWSDocuments},
}

func available() []cloud.Name {
	list := make([]cloud.Name, len(backends))
	for i, b := range backends {
		list[i] = b.name
	}
	return list
}
