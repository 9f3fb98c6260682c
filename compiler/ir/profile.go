package ir

// Profile is a named set of grants. Each profile that a function uses becomes
// one identity in the cloud.
type Profile struct {
	Name   string  `json:"name"`
	Pos    Pos     `json:"at"` // the profile's key
	Grants []Keyed `json:"grants"`
}

// Keyed is one entry of a profile or of management: the sets granted under one
// key, in the author's order.
type Keyed struct {
	Key  string   `json:"key"` // a resource id, or [Any]
	Pos  Pos      `json:"at"`  // the key
	Path string   `json:"path"`
	Sets []SetUse `json:"sets"`
}

// Any is the key that stands for all resources of a set's kind.
const Any = "*"

// SetUse is one permission set granted under a key.
type SetUse struct {
	ID     string     `json:"id"` // of a built-in set, such as "kv/data-read", or of the custom one
	Pos    Pos        `json:"at"`
	Path   string     `json:"path"` // permissions.profiles.execution.data[0]
	Custom *CustomSet `json:"custom,omitempty"`
}

// ManagementMode says how the vendor's rights after setup come about.
type ManagementMode string

const (
	// ManagementAuto derives them from frozen and live.
	ManagementAuto ManagementMode = "auto"
	// ManagementExtend adds the author's grants to the derived ones.
	ManagementExtend ManagementMode = "extend"
	// ManagementOverride grants what the author lists and nothing else.
	ManagementOverride ManagementMode = "override"
)

// Management is the value of permissions.management.
type Management struct {
	Mode   ManagementMode `json:"mode"`
	Pos    Pos            `json:"at,omitzero"` // absent when the author wrote nothing
	Grants []Keyed        `json:"grants,omitempty"`
}

// CustomSet is a permission set that the author writes in the clouds' own
// terms. A nil list means that the author gave no entry for that cloud.
type CustomSet struct {
	Description string      `json:"description,omitempty"`
	AWS         []AWSRule   `json:"aws,omitempty"`
	GCP         []GCPRule   `json:"gcp,omitempty"`
	Azure       []AzureRule `json:"azure,omitempty"`
	Places      Places      `json:"-"` // relative to the set: "platforms.aws[0].grant.actions[1]"
}

// AWSRule is one statement of a custom set on AWS.
type AWSRule struct {
	Effect      string      `json:"effect"` // Allow or Deny
	Label       string      `json:"label,omitempty"`
	Description string      `json:"description,omitempty"`
	Actions     []string    `json:"actions"`
	Stack       *AWSBinding `json:"stack,omitempty"`    // used under [Any]
	Resource    *AWSBinding `json:"resource,omitempty"` // used under a resource id
}

// AWSBinding says on what a rule applies. Strings may hold ${variables}.
type AWSBinding struct {
	Resources []string       `json:"resources"`
	Condition []AWSCondition `json:"condition,omitempty"` // sorted by operator and key
}

// AWSCondition is one operator and key of an IAM condition with its values.
type AWSCondition struct {
	Operator string   `json:"operator"`
	Key      string   `json:"key"`
	Values   []string `json:"values"`
}

// GCPRule is one entry of a custom set on GCP.
type GCPRule struct {
	Label           string      `json:"label,omitempty"`
	Description     string      `json:"description,omitempty"`
	Permissions     []string    `json:"permissions,omitempty"`
	PredefinedRoles []string    `json:"predefinedRoles,omitempty"`
	Residual        []string    `json:"residualPermissions,omitempty"`
	Stack           *GCPBinding `json:"stack,omitempty"`
	Resource        *GCPBinding `json:"resource,omitempty"`
}

// GCPBinding says on what a rule applies. Strings may hold ${variables}.
type GCPBinding struct {
	Scope     string        `json:"scope"`
	Condition *GCPCondition `json:"condition,omitempty"`
}

// GCPCondition is an IAM condition in the Common Expression Language.
type GCPCondition struct {
	Title      string `json:"title"`
	Expression string `json:"expression"`
}

// AzureRule is one entry of a custom set on Azure.
type AzureRule struct {
	Label           string        `json:"label,omitempty"`
	Description     string        `json:"description,omitempty"`
	Actions         []string      `json:"actions,omitempty"`
	DataActions     []string      `json:"dataActions,omitempty"`
	PredefinedRoles []string      `json:"predefinedRoles,omitempty"`
	Stack           *AzureBinding `json:"stack,omitempty"`
	Resource        *AzureBinding `json:"resource,omitempty"`
}

// AzureBinding says on what a rule applies. The scope may hold ${variables}.
type AzureBinding struct {
	Scope string `json:"scope"`
}
