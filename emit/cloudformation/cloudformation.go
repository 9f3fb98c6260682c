// Package cloudformation makes the CloudFormation template of a stack.
//
//	storage            S3 bucket with a bucket policy
//	kv                 DynamoDB table
//	queue              SQS queue with a dead-letter queue and a queue policy
//	vault              a path in SSM Parameter Store, marked by one parameter
//	artifact-registry  ECR repository
//	function           Lambda function with its log group; a function URL when public
//	queue trigger      event source mapping
//	storage trigger    bucket notification with a Lambda permission
//	schedule trigger   EventBridge Scheduler schedule, with a role per function
//	profile            IAM role
//	management         IAM role with managed policies, only while the customer lets the vendor in
//
// One template serves every customer: what differs between them is a parameter
// or a pseudo parameter. Names and ARNs come from cloud/aws and are computed,
// so nothing refers to a resource that holds state and no dependency is a
// cycle. Permissions come from the plan: this package spells no action. It
// uses no transforms, no custom resources and no nested stacks, and it returns
// no errors: what an author can do wrong is found before.
package cloudformation

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
	"github.com/alienc/alienc/iam"
)

// Emit makes the template and its example parameters, and apart from them the
// template of a setup role. The deployment shows in the last alone. The same
// stack, plan and deployment give the same bytes.
func Emit(stack *ir.Stack, plan *iam.Plan, d aws.Deployment) emit.Output {
	prefix, _ := aws.PrefixLimit(stack)
	t := &template{stack: stack, plan: plan, prefix: prefix, list: make([]syntax.Resource, 0, 4*len(stack.Resources))}
	t.namePrefix(stack.ID)
	t.resources()
	t.managementParameters()
	t.commonParameters()
	out := syntax.Template{
		Head:        t.head(),
		Description: stack.ID + " (alienc)",
		Metadata:    t.metadata(),
		Parameters:  t.parameterSection(),
		Rules:       t.rules,
		Conditions:  t.conditions,
		Resources:   t.list,
		Outputs:     t.outputs,
	}
	data := out.YAML()
	role, roleBudgets := setupRole(stack, plan, d)
	return emit.Output{
		Files: []emit.File{
			{Path: "aws/template.yaml", Role: "template", Data: data},
			{Path: "aws/parameters.example.json", Role: "example-parameters", Data: t.example()},
			role,
		},
		Budgets: slices.Concat(t.budgets(len(data)), t.policies, roleBudgets),
		Parts:   parts(t.list),
	}
}

// template is a template while it grows.
type template struct {
	stack      *ir.Stack
	plan       *iam.Plan
	prefix     int // greatest length of the name prefix
	parameters []parameter
	rules      syntax.Object
	conditions syntax.Object
	list       []syntax.Resource
	outputs    syntax.Object
	policies   []cloud.Budget // of roles, repositories and functions
	section    string         // heading of the next resource
}

var _ ir.Visitor = (*template)(nil)

// resources adds what holds data, then the roles, then the functions that use
// both, so that a reader meets each thing before it is used.
func (t *template) resources() {
	for _, r := range t.stack.Resources {
		if r.Kind() != ir.KindFunction {
			r.Visit(t)
		}
	}
	for _, p := range t.stack.Profiles {
		if len(t.stack.Users(p.Name)) > 0 {
			t.profile(p)
		}
	}
	schedules := false
	for _, f := range t.stack.Functions() {
		t.Function(f)
		schedules = schedules || len(aws.Schedules(f)) > 0
	}
	if schedules {
		t.scheduleGroup()
	}
	t.management()
}

// begin gives the next resource a heading.
func (t *template) begin(section string) { t.section = section }

// add appends a resource that goes when the stack goes.
func (t *template) add(r syntax.Resource) {
	r.Section, t.section = t.section, ""
	t.list = append(t.list, r)
}

// keep appends a resource that holds state, whatever its lifecycle: deleting
// the stack leaves it, and only the rollback of its own creation removes it.
func (t *template) keep(r syntax.Resource) {
	r.DeletionPolicy, r.UpdateReplacePolicy = "RetainExceptOnCreate", "Retain"
	t.add(r)
}

// text turns text of a cloud package into a value of the template.
func text(t cloud.Text) syntax.Value {
	s := make(syntax.Sub, len(t))
	for i, seg := range t {
		s[i] = syntax.Segment{Lit: seg.Lit, Var: string(seg.Var)}
	}
	return s
}
