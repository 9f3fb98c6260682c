package cloudformation

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
	"github.com/alienc/alienc/iam"
)

const viaURL = "lambda:InvokedViaFunctionUrl"

// permissionProperties are the properties of a Lambda permission that become
// conditions of the function's policy.
var permissionProperties = []struct{ key, property string }{
	{"lambda:FunctionUrlAuthType", "FunctionUrlAuthType"},
	{viaURL, "InvokedViaFunctionUrl"},
	{"aws:SourceAccount", "SourceAccount"},
	{"aws:SourceArn", "SourceArn"},
}

// permission adds one statement to the policy of a function, in the form in
// which Lambda takes it.
func (t *template) permission(f *ir.Function, o owner, name, purpose string, s iam.Statement) {
	properties := syntax.Object{
		syntax.F("FunctionName", syntax.GetAtt{Resource: symbol(f), Attribute: "Arn"}),
		syntax.F("Action", syntax.Word(s.Actions[0])),
		syntax.F("Principal", syntax.Word(s.Principal)),
	}
	for _, p := range permissionProperties {
		value := conditionOn(s, p.key)
		switch {
		case value == nil:
		case p.key == viaURL:
			properties = append(properties, syntax.F(p.property, syntax.Bool(true)))
		default:
			properties = append(properties, syntax.F(p.property, text(value)))
		}
	}
	t.add(syntax.Resource{
		Purpose:    purpose,
		Name:       name,
		Type:       "AWS::Lambda::Permission",
		Metadata:   o.metadata(),
		Properties: properties,
	})
}

// statementIDLength is the longest id that CloudFormation gives a statement of
// a function's policy.
const statementIDLength = 100

// functionPolicy measures what the permissions of a function add up to.
func (t *template) functionPolicy(f *ir.Function) {
	statements := slices.Concat(t.on(iam.ResourcePolicy, subject(f)), t.on(iam.Exposure, subject(f)))
	if len(statements) > 0 {
		size := iam.Size(statements, t.prefix) + statementIDLength*len(statements)
		t.policyBudget(`policy of function "`+f.ID+`"`, size, functionPolicyLimit, "split the function")
	}
}

// invokedViaURL says whether a statement is about calls through a URL only.
func invokedViaURL(s iam.Statement) bool { return conditionOn(s, viaURL) != nil }

// conditionOn gives the one value that a statement asks of a key.
func conditionOn(s iam.Statement, key string) cloud.Text {
	i := slices.IndexFunc(s.Conditions, func(c iam.Condition) bool { return c.Key == key })
	if i < 0 || len(s.Conditions[i].Values) != 1 {
		return nil
	}
	return s.Conditions[i].Values[0]
}
