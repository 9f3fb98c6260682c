// Package bicep makes the Bicep file of a stack, for one resource group.
//
//	storage            account with a blob service and one container
//	kv                 account with a table service and one table
//	queue              one in the one Service Bus namespace of the stack
//	vault              key vault
//	artifact-registry  container registry
//	function           container app, with ingress where something calls it
//	queue trigger      scale rule that reads the queue with the profile's identity
//	storage trigger    an Event Grid system topic that fills a queue of its own, then as queue
//	schedule trigger   job of the same image
//	commands           queue of the function's own
//	profile            user-assigned identity
//
// One file serves every customer: what differs between them is a parameter, or
// is computed from the resource group. Nothing is a module and nothing is
// nested, so a reader meets everything from top to bottom. Nothing has a key:
// identities do everything, and each right of an identity is one assignment on
// one resource, written from the plan. What holds state carries a lock,
// whatever its lifecycle. This package spells no action, and it returns no
// errors: what an author can do wrong is found before.
//
// Who deploys that file can make no role and hand out none but its own. Roles,
// and who has them besides the stack's identities, stand in files apart, which
// an owner of the resource group applies: one for setup, one for teardown, one
// for the vendor.
package bicep

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/emit/bicep/syntax"
	"github.com/alienc/alienc/iam"
)

// Emit makes the file of resources, the file of its parameters and the linter's
// rules; and apart from them, for an owner of the resource group, the roles of
// setup, teardown and management, and the script that takes rights away. The
// same stack and plan give the same bytes.
func Emit(stack *ir.Stack, plan *iam.Plan) emit.Output {
	t := &template{stack: stack, plan: plan, list: make([]syntax.Resource, 0, 6*len(stack.Resources))}
	t.resources()
	file := syntax.File{
		Name:        stack.ID,
		Description: `Resources of the stack "` + stack.ID + `", written by alienc: change the source and build again. To apply it: az deployment group create -g RESOURCE_GROUP -f main.bicep -p main.bicepparam`,
		Params:      t.parameters(),
		Vars:        t.variables(),
		Resources:   t.list,
		Outputs:     t.outputs,
	}
	data := file.Bicep()
	out := emit.Output{
		Files: []emit.File{
			{Path: "azure/main.bicep", Role: "template", Data: data},
			{Path: "azure/main.bicepparam", Role: "parameters", Data: t.values()},
			{Path: "azure/bicepconfig.json", Role: "linter-rules", Data: linterRules()},
		},
		Budgets: t.budgets(&file, len(data)),
		Parts:   parts(t.list),
	}
	t.ownerFiles(&out)
	return out
}

// template is the file of resources while it grows.
type template struct {
	stack   *ir.Stack
	plan    *iam.Plan
	list    []syntax.Resource
	outputs []syntax.Output
	granted []iam.Assignment // in the order of the plan
	section string           // heading of the next resource
}

var _ ir.Visitor = (*template)(nil)

// ownerFiles adds what an owner of the resource group applies.
func (t *template) ownerFiles(out *emit.Output) {
	add := func(files []emit.File, budgets []cloud.Budget) {
		out.Files, out.Budgets = append(out.Files, files...), append(out.Budgets, budgets...)
	}
	add(phaseFile(t.stack, t.plan, setupPhase))
	add(phaseFile(t.stack, t.plan, teardownPhase))
	add(t.managementFile())
	add(append(roleFiles(t.plan), revokeFile()), nil)
}

// resources adds what holds data, then who may use it, then what runs, so that
// a reader meets each thing before it is used.
func (t *template) resources() {
	for _, r := range t.stack.Resources {
		if r.Kind() != ir.KindFunction {
			r.Visit(t)
		}
	}
	t.namespace()
	t.identities()
	t.grants()
	t.deliveries()
	t.platform()
	for _, f := range t.stack.Functions() {
		t.Function(f)
	}
	t.sharedOutputs()
}

// has reports whether the stack has a resource of one of the kinds.
func (t *template) has(kinds ...ir.Kind) bool {
	return slices.ContainsFunc(t.stack.Resources, func(r ir.Resource) bool { return slices.Contains(kinds, r.Kind()) })
}

// shares reports whether the stack has that part; see [azure.StackScope].
func (t *template) shares(part string) bool { return azure.StackScope(t.stack, part) != nil }

// begin gives the next resource a heading.
func (t *template) begin(section string) { t.section = section }

// add appends a resource of one of the types of package azure.
func (t *template) add(r syntax.Resource) {
	r.Section, t.section = t.section, ""
	r.Type += "@" + azure.APIVersion(r.Type)
	t.list = append(t.list, r)
}

// text turns text of a cloud package into a value of the file.
func text(t cloud.Text) syntax.Text {
	out := make(syntax.Text, len(t))
	for i, segment := range t {
		out[i] = syntax.Segment{Lit: segment.Lit}
		if segment.Var != "" {
			out[i].Var = variable(segment.Var)
		}
	}
	return out
}

// variable says in Bicep what is known only at deployment.
func variable(v cloud.Var) syntax.Ref {
	switch v {
	case azure.Unique:
		return syntax.Symbol(azure.UniqueVariable)
	case azure.GroupUnique:
		return syntax.UniqueString.Of(group("id"))
	case azure.SubscriptionID:
		return subscription("subscriptionId")
	case azure.TenantID:
		return subscription("tenantId")
	case azure.ResourceGroup:
		return group("name")
	case azure.Location:
		return syntax.Symbol(azure.LocationParameter)
	}
	symbol, path, ok := azure.AttributeOf(v)
	if !ok {
		panic("bicep: nobody knows what ${" + string(v) + "} is")
	}
	return syntax.Dot(syntax.Symbol(symbol), path...)
}

func group(property string) syntax.Ref { return syntax.Dot(syntax.ResourceGroup.Of(), property) }

func subscription(property string) syntax.Ref { return syntax.Dot(syntax.Subscription.Of(), property) }

// idOf is the id of a resource of the file.
func idOf(symbol string) syntax.Ref { return syntax.Dot(syntax.Symbol(symbol), "id") }

// nameOf is the name of a resource of the file.
func nameOf(symbol string) syntax.Ref { return syntax.Dot(syntax.Symbol(symbol), azure.NameProperty) }
