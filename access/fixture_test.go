package access

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/aws/catalogue"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/prove"
)

// at is a place of alien.ts.
func at(line int, path string) []iam.Origin {
	return []iam.Origin{{Pos: ir.Pos{File: "alien.ts", Line: line, Column: 4}, Path: path}}
}

func frozen(id string) ir.Common { return ir.Common{ID: id, Lifecycle: ir.Frozen} }

func live(id string) ir.Common { return ir.Common{ID: id, Lifecycle: ir.Live} }

// small is a stack of a bucket and a live function, with one grant of each
// sort. Text by an author is said.
func small(said string) Input {
	data, worker := &ir.Storage{Common: frozen("data")}, &ir.Function{Common: live("worker"), Profile: "run", Code: ir.Code{Image: "x"}}
	pos := ir.Pos{File: "alien.ts", Line: 9, Column: 2}
	stack := &ir.Stack{
		ID: "shop", Resources: []ir.Resource{data, worker}, Profiles: []*ir.Profile{{Name: "run", Pos: pos}},
		Management: &ir.Management{Mode: ir.ManagementExtend, Pos: pos},
		Notes:      []ir.Note{{ID: "memory-rounded", Message: "memoryMb of " + said, Pos: pos}},
	}
	quoted := at(7, "permissions."+said)
	quoted[0].Pos.File = said
	return Input{
		Stack: stack.Seal(),
		Plan: &iam.Plan{Grants: []iam.Grant{
			{
				Cloud: cloud.AWS, Plane: iam.Runtime, Identity: "profile:run", Effect: iam.Allow, Statement: "StorageDataReadObjects",
				Actions: []string{"s3:GetObject"}, On: aws.Scope(data, "objects")[0], Scope: "storage:data/objects",
				Resource: "data", Lifecycle: ir.Frozen, Set: "storage/data-read", Origin: at(5, "permissions.profiles.run.data[0]"), Reason: "Read objects.",
			},
			{
				Cloud: cloud.AWS, Plane: iam.Runtime, Identity: "profile:run", Effect: iam.Deny, Statement: "Custom",
				Actions: []string{"s3:DeleteObject", "new:" + said}, On: cloud.Concat("arn:", aws.Partition, ":s3:::${aws:x}", said, "$", aws.Prefix), Scope: "*",
				Conditions: []iam.Condition{{Operator: "StringLike", Key: "aws:" + said, Values: []cloud.Text{cloud.Lit(said), cloud.Concat(aws.Account)}}},
				Lifecycle:  ir.Frozen, Set: "acme/" + said, Custom: true, Wide: true, Origin: quoted, Reason: said,
			},
			{
				Cloud: cloud.AWS, Plane: iam.Management, Identity: "management", Effect: iam.Allow, Statement: "FunctionUpdate",
				Actions: []string{"lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration"}, On: aws.ARN(worker), Scope: "function:worker/function",
				Resource: "worker", Lifecycle: ir.Live, Set: "function/management", Origin: at(6, "resources.worker.lifecycle"),
				Reason: "Replace its code.", Authored: true, Damage: "It may lose messages.", Wildcard: "No name; no star.",
			},
			{
				Cloud: cloud.AWS, Plane: iam.Setup, Identity: "setup", Effect: iam.Allow, Statement: "Stack",
				Actions: []string{"cloudformation:CreateStack"}, On: cloud.Concat(aws.StackID), Scope: "stack:shop/stack",
				Lifecycle: ir.Frozen, Set: "stack/provision", Origin: at(2, "id"), Reason: "Create it.",
			},
			{
				Cloud: cloud.AWS, Plane: iam.Setup, Identity: "setup", Effect: iam.Allow, Statement: "Bucket",
				Actions: []string{"s3:CreateBucket", "s3:GetObject", "s3:GetBucketPolicy"}, On: aws.ARN(data), Scope: "storage:data/bucket",
				Conditions: []iam.Condition{{Operator: "ForAnyValue:StringEquals", Key: "aws:CalledVia", Values: []cloud.Text{cloud.Lit("cloudformation.amazonaws.com")}}},
				Resource:   "data", Lifecycle: ir.Frozen, Set: "storage/provision", Origin: at(3, "resources.data"), Reason: "Create it.",
			},
		}},
		Proof: prove.Result{
			Guarantees: []prove.Guarantee{
				{ID: "G1", Cloud: cloud.AWS, Text: "Management cannot read data.", Holds: true, Proof: "0 of 2 grants read " + said},
				{
					ID: "G4", Cloud: cloud.AWS, Text: "Management cannot delete " + said + ".", Proof: "1 of 2 grants deletes",
					Causes: []prove.Cause{{Text: said, Origin: at(30, "permissions.management")}, {Text: said}},
				},
			},
			Reach: []prove.Reach{
				{
					Cloud: cloud.AWS, Resource: "data", Kind: ir.KindStorage, Lifecycle: ir.Frozen, Together: []prove.Deed{{Text: "read objects"}},
					Through: []prove.Through{{Function: "worker", Sets: []string{"storage/data-read"}, Deeds: []prove.Deed{{Text: "read objects"}}}},
				},
				{Cloud: cloud.AWS, Resource: "worker", Kind: ir.KindFunction, Lifecycle: ir.Live, Management: []prove.Deed{{Text: "replace code"}, {Text: "settings"}}, Together: []prove.Deed{{Text: "replace code"}, {Text: "settings"}}},
			},
			Beyond: []prove.Reach{{
				Cloud:    cloud.AWS,
				Through:  []prove.Through{{Function: "worker", Sets: []string{"acme/" + said}, Deeds: []prove.Deed{{Text: "call", Set: "acme/" + said}}}},
				Together: []prove.Deed{{Text: "call", Set: "acme/" + said}},
			}},
		},
		Parts:      map[cloud.Name][]cloud.Part{cloud.AWS: {{Type: "AWS::Lambda::Function"}, {Type: "AWS::S3::Bucket"}}},
		Targets:    []cloud.Name{cloud.AWS},
		Accepted:   []ir.Accepted{{Check: "management-writes-data", Subject: "management/" + said, Reason: said, Pos: ir.Pos{File: "alienc.yaml", Line: 3, Column: 5}}},
		Alienc:     "1.2.3",
		Catalogues: map[cloud.Name]string{cloud.AWS: "0.9"},
		Inputs:     "ab12",
	}
}

// opened is the small stack with a public endpoint of that name.
func opened(name string) Input {
	in := small(name)
	worker := in.Stack.Resource("worker").(*ir.Function)
	worker.Endpoint = name
	in.Plan = &iam.Plan{Grants: append(slices.Clone(in.Plan.Grants), iam.Grant{
		Cloud: cloud.AWS, Plane: iam.Exposure, Identity: "anyone", Effect: iam.Allow, Statement: "FunctionUrl", Actions: []string{"lambda:InvokeFunctionUrl"},
		On: aws.ARN(worker), Scope: "function:worker/function", Resource: "worker", Lifecycle: ir.Live, Set: "derived:public-ingress", Origin: at(8, "x"), Reason: "Call it.",
	})}
	return in
}

// stacks gives the documents' input for every golden program, and for the
// example that holds everything.
func stacks(tb testing.TB) map[string]Input {
	tb.Helper()
	files, err := filepath.Glob("../golden/*/alien.ts")
	if err != nil || len(files) < 10 {
		tb.Fatalf("%d programs: %v", len(files), err)
	}
	list := map[string]Input{}
	for _, file := range append(files, "../examples/kitchen-sink/alien.ts") {
		list[filepath.Base(filepath.Dir(file))] = compiled(tb, file)
	}
	return list
}

func compiled(tb testing.TB, entry string) Input {
	tb.Helper()
	r, err := compiler.Compile(context.Background(), compiler.Options{Entry: entry, Available: []cloud.Name{cloud.AWS}, Console: os.Stderr})
	if err != nil {
		tb.Fatal(err)
	}
	if r.Diagnostics.HasErrors() {
		tb.Fatalf("%s: %v", entry, r.Diagnostics)
	}
	plan := iam.Derive(r.Stack, r.Targets)
	parts := map[cloud.Name][]cloud.Part{cloud.AWS: cloudformation.Emit(r.Stack, plan, aws.Deployment{Prefix: r.Stack.ID}).Parts}
	proof := prove.Run(prove.Input{Stack: r.Stack, Plan: plan, Parts: parts, Accepted: r.Accepted})
	if len(proof.Broken) > 0 {
		tb.Fatalf("%s: %q", entry, proof.Broken)
	}
	return Input{
		Stack: r.Stack, Plan: plan, Proof: proof, Parts: parts, Targets: r.Targets, Accepted: r.Accepted,
		Alienc: "1.2.3", Catalogues: map[cloud.Name]string{cloud.AWS: catalogue.Version}, Inputs: "ab12",
	}
}
