package cloudformation

import (
	"slices"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
	"github.com/alienc/alienc/iam"
)

// hasManagement is the condition that the customer lets the vendor in.
const hasManagement = "HasManagement"

// managementSession is for how many seconds a session of the vendor lasts at
// most: the least that IAM takes.
const managementSession = 3600

// Patterns of who the vendor is. Empty means nobody. AWS takes external ids
// from two characters on; sixteen cannot be guessed.
const (
	principalPattern  = `^(arn:aws[a-z-]*:iam::[0-9]{12}:(root|role/[^*?]+|user/[^*?]+))?$`
	externalIDPattern = `^([A-Za-z0-9+=,.@:/_-]{16,1224})?$`
)

// managed reports whether the vendor keeps anything after setup.
func (t *template) managed() bool { return len(t.plan.ManagementPolicies()) > 0 }

// managementParameters lets the customer name the vendor, and switch it off
// again.
func (t *template) managementParameters() {
	if !t.managed() {
		return
	}
	t.parameters = append(t.parameters, parameter{
		name: aws.ManagementPrincipalParameter, group: groupVendor, label: "Vendor principal",
		example: "arn:aws:iam::" + exampleVendor + ":role/vendor-control-plane",
		body: syntax.Object{
			syntax.F("Type", syntax.Word("String")),
			syntax.F("Default", syntax.Str("")),
			syntax.F("AllowedPattern", syntax.Str(principalPattern)),
			syntax.F("Description", syntax.Str("ARN of the vendor's role that may act as management. Empty: the vendor has no access")),
		},
	}, parameter{
		name: aws.ManagementExternalIDParameter, group: groupVendor, label: "External id agreed with the vendor",
		example: "replace-with-32-random-characters",
		body: syntax.Object{
			syntax.F("Type", syntax.Word("String")),
			syntax.F("Default", syntax.Str("")),
			syntax.F("AllowedPattern", syntax.Str(externalIDPattern)),
			syntax.F("Description", syntax.Str("External id that the vendor must present, 16 characters or more. Goes with "+aws.ManagementPrincipalParameter)),
		},
	}, parameter{
		name: aws.ManagementEnabledParameter, group: groupVendor, label: "Vendor access on", example: "true",
		body: syntax.Object{
			syntax.F("Type", syntax.Word("String")),
			syntax.F("Default", syntax.Str("true")),
			syntax.F("AllowedValues", syntax.List{syntax.Str("true"), syntax.Str("false")}),
			syntax.F("Description", syntax.Str("false removes the management role and its policies, and nothing else")),
		},
	})
	given := func(name string) syntax.Value {
		return syntax.Not{Condition: syntax.Equals{Left: syntax.Ref(name), Right: syntax.Str("")}}
	}
	t.rules = append(t.rules,
		together("ManagementPrincipalNeedsExternalId", given(aws.ManagementPrincipalParameter), given(aws.ManagementExternalIDParameter),
			aws.ManagementExternalIDParameter+" is required when "+aws.ManagementPrincipalParameter+" is set"),
		together("ManagementExternalIdNeedsPrincipal", given(aws.ManagementExternalIDParameter), given(aws.ManagementPrincipalParameter),
			aws.ManagementPrincipalParameter+" is required when "+aws.ManagementExternalIDParameter+" is set"),
	)
	t.conditions = append(t.conditions, syntax.F(hasManagement, syntax.And{
		given(aws.ManagementPrincipalParameter),
		syntax.Equals{Left: syntax.Ref(aws.ManagementEnabledParameter), Right: syntax.Str("true")},
	}))
}

// together is a rule: where one holds the other must.
func together(name string, one, other syntax.Value, otherwise string) syntax.Field {
	return syntax.F(name, syntax.Object{
		syntax.F("RuleCondition", one),
		syntax.F("Assertions", syntax.Lines{syntax.Object{
			syntax.F("Assert", other),
			syntax.F("AssertDescription", syntax.Str(otherwise)),
		}}),
	})
}

// management becomes a role of its own, which exists only while the customer
// lets the vendor in. Its policies are managed ones: they have versions, and a
// customer may attach them elsewhere.
func (t *template) management() {
	policies := t.plan.ManagementPolicies()
	if len(policies) == 0 {
		return
	}
	owner := owner{id: "management", kind: "management", lifecycle: ir.Frozen, pos: t.managementPos(), shared: true}
	t.begin("Vendor access after setup (only with " + aws.ManagementPrincipalParameter + ")")
	var attached syntax.List
	for i, policy := range policies {
		symbol := aws.PolicySymbol(aws.ManagementPolicySymbol, i, len(policies))
		purpose := t.managementPurpose()
		if i > 0 {
			purpose = "The rest of it."
		}
		t.add(syntax.Resource{
			Purpose:   purpose,
			Remarks:   remarks(policy),
			Name:      symbol,
			Type:      "AWS::IAM::ManagedPolicy",
			Metadata:  owner.metadata(),
			Condition: hasManagement,
			Properties: syntax.Object{
				syntax.F("ManagedPolicyName", text(aws.ManagementPolicyName(i, len(policies)))),
				syntax.F("Description", syntax.Str(`alien management of stack "`+t.stack.ID+`"`)),
				syntax.F("PolicyDocument", document(policy)),
			},
		})
		attached = append(attached, syntax.Ref(symbol))
		if size := iam.Size(policy, t.prefix); size > iam.ManagedPolicyLimit {
			t.policyBudget("statement "+policy[0].ID+" of management", size, iam.ManagedPolicyLimit, "split the set")
		}
	}
	t.add(syntax.Resource{
		Purpose:   "The role of the vendor: one principal, with the external id, for an hour at a time.",
		Name:      aws.ManagementRoleSymbol,
		Type:      "AWS::IAM::Role",
		Metadata:  owner.metadata(),
		Condition: hasManagement,
		Properties: syntax.Object{
			syntax.F("RoleName", text(aws.ManagementRoleName())),
			syntax.F("Description", syntax.Str(`alien management of stack "`+t.stack.ID+`": vendor access after setup`)),
			syntax.F("MaxSessionDuration", syntax.Int(managementSession)),
			boundary(),
			syntax.F("ManagedPolicyArns", attached),
			syntax.F("AssumeRolePolicyDocument", document(without(t.on(iam.Trust, "management")))),
			t.tagged(owner),
		},
	})
	t.outputs = append(t.outputs, syntax.F(aws.ManagementRoleOutput, syntax.Object{
		syntax.F("Condition", syntax.Word(hasManagement)),
		syntax.F("Description", syntax.Str("Role that the vendor assumes")),
		syntax.F("Value", syntax.GetAtt{Resource: aws.ManagementRoleSymbol, Attribute: "Arn"}),
	}))
}

// managementPurpose says in a sentence what the rights of management follow
// from.
func (t *template) managementPurpose() string {
	mode := ir.ManagementAuto
	if m := t.stack.Management; m != nil {
		mode = m.Mode
	}
	if mode == ir.ManagementOverride {
		return "What the vendor may do: what its alien.ts lists for management, and nothing else."
	}
	purpose := "What the vendor may do: watch every resource, and update in place what is live"
	if slices.ContainsFunc(t.stack.Functions(), func(f *ir.Function) bool { return f.Commands }) {
		purpose += "; call what takes commands"
	}
	if mode == ir.ManagementExtend {
		purpose += "; and what its alien.ts adds"
	}
	return purpose + "."
}

// managementPos is where the author says what management may do, or where the
// stack is made.
func (t *template) managementPos() ir.Pos {
	if m := t.stack.Management; m != nil && !m.Pos.IsZero() {
		return m.Pos
	}
	return t.stack.Pos
}
