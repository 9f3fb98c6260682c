package cloudformation

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
	"github.com/alienc/alienc/iam"
)

const policyVersion = "2012-10-17"

// on gives the statements of one plane about one thing of the stack, such as
// "storage:data" or "profile:execution".
func (t *template) on(plane iam.Plane, subject string) []iam.Statement {
	return iam.Statements(t.plan.About(cloud.AWS, plane, subject))
}

// subject is what the plan calls a resource.
func subject(r ir.Resource) string { return string(r.Kind()) + ":" + r.Info().ID }

// without gives the statements of a policy that may not say what it is about,
// because that is what it is attached to: the trust of a role, the policy of a
// repository.
func without(statements []iam.Statement) []iam.Statement {
	list := slices.Clone(statements)
	for i := range list {
		list[i].Resources = nil
	}
	return list
}

// document is a policy.
func document(statements []iam.Statement) syntax.Object {
	list := make(syntax.Lines, len(statements))
	for i, s := range statements {
		list[i] = statement(s)
	}
	return syntax.Object{
		syntax.F("Version", syntax.Word(policyVersion)),
		syntax.F("Statement", list),
	}
}

func statement(s iam.Statement) syntax.Object {
	out := syntax.Object{
		syntax.F("Sid", syntax.Word(s.ID)),
		syntax.F("Effect", syntax.Word(s.Effect)),
	}
	if s.Principal != "" {
		out = append(out, syntax.F("Principal", principal(s.Principal)))
	}
	actions := make(syntax.List, len(s.Actions))
	for i, a := range s.Actions {
		actions[i] = syntax.Str(a)
	}
	out = append(out, syntax.F("Action", actions))
	if len(s.Resources) > 0 {
		out = append(out, syntax.F("Resource", texts(s.Resources)))
	}
	if len(s.Conditions) > 0 {
		out = append(out, syntax.F("Condition", conditions(s.Conditions)))
	}
	return out
}

// principal is anyone, the vendor whom the customer names, or a service of
// AWS.
func principal(name string) syntax.Value {
	switch name {
	case "*":
		return syntax.Str(name)
	case iam.Vendor:
		return syntax.Inline{syntax.F("AWS", syntax.Ref(aws.ManagementPrincipalParameter))}
	}
	return syntax.Inline{syntax.F("Service", syntax.Word(name))}
}

// conditions groups the conditions, which are sorted, by operator.
func conditions(list []iam.Condition) syntax.Object {
	var out syntax.Object
	for i := 0; i < len(list); {
		operator := list[i].Operator
		var keys syntax.Object
		for ; i < len(list) && list[i].Operator == operator; i++ {
			keys = append(keys, syntax.F(list[i].Key, conditionValue(list[i].Values)))
		}
		out = append(out, syntax.F(operator, keys))
	}
	return out
}

func conditionValue(values []cloud.Text) syntax.Value {
	if len(values) == 1 {
		return text(values[0])
	}
	return texts(values)
}

// texts is a list that is read and compared line by line.
func texts(list []cloud.Text) syntax.Lines {
	out := make(syntax.Lines, len(list))
	for i, item := range list {
		out[i] = text(item)
	}
	return out
}
