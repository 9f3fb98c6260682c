package sdk

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
)

var permissionsShape = Struct{
	Name: "Permissions", Doc: "The permissions of a stack.",
	Keys: []Key{
		{Name: "profiles", Shape: Map{Key: "profile", Of: bodyShape}, Doc: "Grants by profile."},
		{Name: "management", Shape: Either{
			Name: "Management", Doc: "What the vendor may do after setup: derived from frozen and live, more than that, or something else.",
			Text: Enum{[]string{string(ir.ManagementAuto)}},
			Object: Struct{Name: "ManagementBody", Doc: "Exactly one of the two.", OneOf: true, Keys: []Key{
				{Name: string(ir.ManagementExtend), Shape: bodyShape, Optional: true, Doc: "Adds grants to the derived ones."},
				{Name: string(ir.ManagementOverride), Shape: bodyShape, Optional: true, Doc: "Replaces the derived grants."},
			}},
		}, Optional: true, Default: `"auto"`, Doc: "What the vendor may do after setup."},
	},
}

// bodyShape maps a resource id or "*" to permission sets.
var bodyShape = Map{Key: "resource", Of: List{Either{
	Name: "Grant", Doc: `A built-in permission set such as "kv/data-read", or one of the author's own.`,
	Text: Text{}, Object: customShape,
}}}

var bindingNote = "Where the set is granted: stack under \"*\", resource under a resource id."

func binding(name string, keys ...Key) Key {
	one := Struct{Name: name + "Scope", Doc: "On what the entry applies. Strings may hold ${variables}.", Keys: keys}
	return Key{Name: "binding", Doc: bindingNote, Shape: Struct{Name: name + "Binding", Doc: bindingNote, Keys: []Key{
		{Name: "stack", Shape: one, Optional: true, Doc: `Used under "*".`},
		{Name: "resource", Shape: one, Optional: true, Doc: "Used under a resource id."},
	}}}
}

func words(name, doc string) Key {
	return Key{Name: name, Shape: List{Text{}}, Optional: true, Doc: doc}
}

var (
	labelKey = Key{Name: "label", Shape: Text{}, Optional: true, Doc: "Short name of the entry."}
	entryDoc = Key{Name: "description", Shape: Text{}, Optional: true, Doc: "What the entry is for."}
)

var customShape = Struct{
	Name: "PermissionSet", Doc: "A permission set in the clouds' own terms.",
	Keys: []Key{
		{Name: "id", Shape: Text{}, Doc: "Holds exactly one slash, and is no built-in id."},
		{Name: "description", Shape: Text{}, Doc: "What the set is for."},
		{Name: "platforms", Doc: "One list of entries for each target cloud.", Shape: Struct{Name: "PermissionSetPlatforms", Doc: "Entries by cloud.", Keys: []Key{
			{Name: "aws", Optional: true, Doc: "Statements of an IAM policy.", Shape: List{Struct{Name: "AwsEntry", Doc: "A statement of an IAM policy.", Keys: []Key{
				{Name: "effect", Shape: Enum{[]string{"Allow", "Deny"}}, Optional: true, Default: `"Allow"`, Doc: "Whether the actions are allowed or denied."},
				labelKey, entryDoc,
				{Name: "grant", Doc: "What is allowed.", Shape: Struct{Name: "AwsGrant", Doc: "IAM actions.", Keys: []Key{
					{Name: "actions", Shape: List{Text{}}, Doc: `Actions such as "s3:GetObject".`},
				}}},
				binding("Aws",
					Key{Name: "resources", Shape: List{Text{}}, Doc: "ARNs."},
					Key{Name: "condition", Shape: Map{Key: "operator", Of: Map{Key: "key", Of: OneOrMore{}}}, Optional: true, Doc: "IAM condition: operator, key, value."}),
			}}}},
			{Name: "gcp", Optional: true, Doc: "Roles and permissions.", Shape: List{Struct{Name: "GcpEntry", Doc: "Roles and permissions on one scope.", Keys: []Key{
				labelKey, entryDoc,
				{Name: "grant", Doc: "What is allowed.", Shape: Struct{Name: "GcpGrant", Doc: "Permissions and roles.", Keys: []Key{
					words("permissions", "Permissions of a custom role."),
					words("predefinedRoles", "Roles of the cloud."),
					words("residualPermissions", "Permissions beside the predefined roles."),
				}}},
				binding("Gcp",
					Key{Name: "scope", Shape: Text{}, Doc: "The resource."},
					Key{Name: "condition", Optional: true, Doc: "IAM condition.", Shape: Struct{Name: "GcpCondition", Doc: "An IAM condition.", Keys: []Key{
						{Name: "title", Shape: Text{}, Doc: "Its title."},
						{Name: "expression", Shape: Text{}, Doc: "Its expression."},
					}}}),
			}}}},
			{Name: "azure", Optional: true, Doc: "Roles and actions.", Shape: List{Struct{Name: "AzureEntry", Doc: "Roles and actions on one scope.", Keys: []Key{
				labelKey, entryDoc,
				{Name: "grant", Doc: "What is allowed.", Shape: Struct{Name: "AzureGrant", Doc: "Actions and roles.", Keys: []Key{
					words("actions", "Actions on the control plane."),
					words("dataActions", "Actions on data."),
					words("predefinedRoles", "Roles of the cloud."),
				}}},
				binding("Azure", Key{Name: "scope", Shape: Text{}, Doc: "The resource."}),
			}}}},
		}}},
	},
}

// profiles reads the grants of each profile.
func profiles(n node) []*ir.Profile {
	list := make([]*ir.Profile, 0, len(n.parts))
	for _, p := range n.parts {
		list = append(list, &ir.Profile{Name: p.name, Pos: p.keyAt, Grants: body(p)})
	}
	return list
}

func body(n node) []ir.Keyed {
	list := make([]ir.Keyed, 0, len(n.parts))
	for _, p := range n.parts {
		k := ir.Keyed{Key: p.name, Pos: p.keyAt, Path: p.path, Sets: make([]ir.SetUse, 0, len(p.parts))}
		for _, set := range p.parts {
			if set.ok {
				k.Sets = append(k.Sets, use(set))
			}
		}
		list = append(list, k)
	}
	return list
}

func use(n node) ir.SetUse {
	u := ir.SetUse{ID: n.text(), Pos: n.at, Path: n.path}
	if n.value.Type == Record {
		u.ID, u.Custom = n.field("id").text(), custom(n)
	}
	return u
}

func management(n node, otherwise ir.Pos) *ir.Management {
	if !n.ok {
		return &ir.Management{Mode: ir.ManagementAuto, Pos: otherwise}
	}
	m := &ir.Management{Mode: ir.ManagementAuto, Pos: n.at}
	for _, p := range n.parts {
		m.Mode, m.Grants = ir.ManagementMode(p.name), body(p)
	}
	return m
}

func custom(n node) *ir.CustomSet {
	platforms := n.field("platforms")
	set := &ir.CustomSet{Description: n.field("description").text(), Places: ir.Places{}}
	all := ir.Places{}
	n.record(all, 0)
	for path, pos := range all {
		if rest, ok := strings.CutPrefix(path, n.path+"."); ok {
			set.Places[rest] = pos
		}
	}
	for _, p := range platforms.field("aws").parts {
		set.AWS = append(set.AWS, awsRule(p))
	}
	for _, p := range platforms.field("gcp").parts {
		grant := p.field("grant")
		set.GCP = append(set.GCP, ir.GCPRule{
			Label: p.field("label").text(), Description: p.field("description").text(),
			Permissions: list(grant.field("permissions")), PredefinedRoles: list(grant.field("predefinedRoles")),
			Residual: list(grant.field("residualPermissions")),
			Stack:    gcpBinding(p.field("binding").field("stack")), Resource: gcpBinding(p.field("binding").field("resource")),
		})
	}
	for _, p := range platforms.field("azure").parts {
		grant := p.field("grant")
		set.Azure = append(set.Azure, ir.AzureRule{
			Label: p.field("label").text(), Description: p.field("description").text(),
			Actions: list(grant.field("actions")), DataActions: list(grant.field("dataActions")),
			PredefinedRoles: list(grant.field("predefinedRoles")),
			Stack:           azureBinding(p.field("binding").field("stack")), Resource: azureBinding(p.field("binding").field("resource")),
		})
	}
	return set
}

// list gives the strings of a list, nil when it was not written.
func list(n node) []string {
	if !n.ok {
		return nil
	}
	return n.texts()
}

func awsRule(n node) ir.AWSRule {
	return ir.AWSRule{
		Effect: or(n.field("effect"), "Allow"), Label: n.field("label").text(), Description: n.field("description").text(),
		Actions: n.field("grant").field("actions").texts(),
		Stack:   awsBinding(n.field("binding").field("stack")), Resource: awsBinding(n.field("binding").field("resource")),
	}
}

func awsBinding(n node) *ir.AWSBinding {
	if !n.ok {
		return nil
	}
	b := &ir.AWSBinding{Resources: n.field("resources").texts()}
	for _, operator := range n.field("condition").parts {
		for _, key := range operator.parts {
			values := key.texts()
			if key.value.Type == String {
				values = []string{key.text()}
			}
			b.Condition = append(b.Condition, ir.AWSCondition{Operator: operator.name, Key: key.name, Values: values})
		}
	}
	slices.SortFunc(b.Condition, func(x, y ir.AWSCondition) int {
		return cmp.Or(strings.Compare(x.Operator, y.Operator), strings.Compare(x.Key, y.Key))
	})
	return b
}

func gcpBinding(n node) *ir.GCPBinding {
	if !n.ok {
		return nil
	}
	b := &ir.GCPBinding{Scope: n.field("scope").text()}
	if c := n.field("condition"); c.ok {
		b.Condition = &ir.GCPCondition{Title: c.field("title").text(), Expression: c.field("expression").text()}
	}
	return b
}

func azureBinding(n node) *ir.AzureBinding {
	if !n.ok {
		return nil
	}
	return &ir.AzureBinding{Scope: n.field("scope").text()}
}
