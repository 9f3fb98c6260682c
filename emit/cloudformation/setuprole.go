package cloudformation

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
	"github.com/alienc/alienc/iam"
)

// setupRole makes the template of a role with which CloudFormation sets up,
// and of the policy of whoever installs through it. It is for customers who
// deploy with --role-arn: the person then holds no right on any resource.
//
// What such a role calls does not carry aws:CalledVia, so its statements do
// without that condition: the trust takes its place.
func setupRole(stack *ir.Stack, plan *iam.Plan, d aws.Deployment) (emit.File, []cloud.Budget) {
	prefix, _ := aws.PrefixLimit(stack)
	t := &template{stack: stack, plan: plan, prefix: prefix}
	t.namePrefix(d.Prefix)
	name := d.StackName
	if name == "" {
		name = d.Prefix
	}
	t.parameters = append(t.parameters, parameter{
		name: aws.StackNameParameter, group: groupNames, label: "Name of the CloudFormation stack",
		body: syntax.Object{
			syntax.F("Type", syntax.Word("String")),
			syntax.F("Default", syntax.Str(name)),
			syntax.F("MaxLength", syntax.Int(128)),
			syntax.F("AllowedPattern", syntax.Str(`^[A-Za-z][-A-Za-z0-9]*$`)),
			syntax.F("Description", syntax.Str("The only stack that may be created or updated")),
		},
	})
	t.boundaryParameter()

	var forRole, forPerson []iam.Statement
	for _, s := range iam.Statements(plan.For(cloud.AWS, iam.Setup, "setup")) {
		s = substituted(withoutCondition(s, iam.CalledVia), d)
		if strings.HasPrefix(s.Actions[0], "cloudformation:") {
			forPerson = append(forPerson, s)
		} else {
			forRole = append(forRole, s)
		}
	}
	forPerson = append(iam.Statements(plan.For(cloud.AWS, iam.Setup, "installer")), forPerson...)
	policies := iam.Split(forRole, func(s iam.Statement) int { return iam.StatementSize(s, prefix) })
	t.setupRoleResources(policies, forPerson)
	out := syntax.Template{
		Head: []string{
			`Setup role for the stack "` + stack.ID + `", written by alienc: change the source and build again.`,
			"CloudFormation alone may use the role, for the stack that the installer policy names. Delete this stack after setup.",
		},
		Description: stack.ID + " setup role (alienc)",
		Metadata:    t.metadata(),
		Parameters:  t.parameterSection(),
		Conditions:  t.conditions,
		Resources:   t.list,
		Outputs:     t.outputs,
	}
	var budgets []cloud.Budget
	if n := len(policies); n > iam.RolePoliciesLimit { // below it, those of the JSON form say as much
		budgets = append(budgets, cloud.Budget{
			Cloud: cloud.AWS, Policy: true, What: "policies of the setup role", Unit: "documents",
			Used: n, Limit: iam.RolePoliciesLimit, Hard: true, Hint: "split the stack",
		})
	}
	return emit.File{Path: "aws/iam/setup-role.template.yaml", Role: "setup-role-template", Data: out.YAML()}, budgets
}

func (t *template) setupRoleResources(policies [][]iam.Statement, forPerson []iam.Statement) {
	owner := owner{id: "setup", kind: "setup", lifecycle: ir.Frozen, pos: t.stack.Pos, shared: true}
	managedPolicy := func(purpose, symbol string, name cloud.Text, description string, statements []iam.Statement) {
		t.add(syntax.Resource{
			Purpose:  purpose,
			Remarks:  remarks(statements),
			Name:     symbol,
			Type:     "AWS::IAM::ManagedPolicy",
			Metadata: owner.metadata(),
			Properties: syntax.Object{
				syntax.F("ManagedPolicyName", text(name)),
				syntax.F("Description", syntax.Str(description)),
				syntax.F("PolicyDocument", document(statements)),
			},
		})
	}
	var attached syntax.List
	t.begin("What CloudFormation does")
	for i, policy := range policies {
		purpose := "Creates, updates and reads back what the template has; deletes no resource but the vendor's role and policies."
		if i > 0 {
			purpose = "The rest of it."
		}
		symbol := aws.SetupPolicySymbol(i)
		managedPolicy(purpose, symbol, aws.SetupPolicyName(i), `alien setup of stack "`+t.stack.ID+`"`, policy)
		attached = append(attached, syntax.Ref(symbol))
	}
	t.add(syntax.Resource{
		Purpose:  "The role to give to --role-arn. No person can use it.",
		Name:     aws.SetupRoleSymbol,
		Type:     "AWS::IAM::Role",
		Metadata: owner.metadata(),
		Properties: syntax.Object{
			syntax.F("RoleName", text(aws.SetupRoleName())),
			syntax.F("Description", syntax.Str(`alien setup of stack "`+t.stack.ID+`", for CloudFormation alone`)),
			boundary(),
			syntax.F("ManagedPolicyArns", attached),
			syntax.F("AssumeRolePolicyDocument", document(without(t.on(iam.Trust, "setup")))),
			t.tagged(owner),
		},
	})
	t.begin("What the person does who installs")
	owner.id = "installer"
	managedPolicy("Creates and updates this one stack, with this one role.", aws.InstallerPolicySymbol, aws.InstallerPolicyName(),
		`alien installer of stack "`+t.stack.ID+`"`, forPerson)
	t.output("SetupRoleArn", "Role to give to --role-arn", syntax.GetAtt{Resource: aws.SetupRoleSymbol, Attribute: "Arn"})
	t.output("InstallerPolicyArn", "Policy to attach to whoever installs", syntax.Ref(aws.InstallerPolicySymbol))
}

func withoutCondition(s iam.Statement, key string) iam.Statement {
	var list []iam.Condition
	for _, c := range s.Conditions {
		if c.Key != key {
			list = append(list, c)
		}
	}
	s.Conditions = list
	return s
}

// substituted puts in what is known besides the stack: its name is a
// parameter, and the bucket of the code the usual one unless it was named.
func substituted(s iam.Statement, d aws.Deployment) iam.Statement {
	bucket := aws.DefaultCodeBucket
	if d.CodeBucket != "" {
		bucket = cloud.Lit(d.CodeBucket)
	}
	resources := make([]cloud.Text, len(s.Resources))
	for i, r := range s.Resources {
		for _, seg := range r {
			switch seg.Var {
			case aws.StackID:
				resources[i] = cloud.Concat(resources[i], aws.StackARN(aws.StackName))
			case aws.CodeBucket:
				resources[i] = cloud.Concat(resources[i], bucket)
			default:
				resources[i] = cloud.Concat(resources[i], cloud.Text{seg})
			}
		}
	}
	s.Resources = resources
	return s
}
