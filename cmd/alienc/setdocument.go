package main

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/aws/catalogue"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/sets"
)

// permissionsSchema names the document that "permissions --json" prints. Its
// JSON Schema is docs/schema/permissions.v1.json.
const permissionsSchema = "alienc/permissions/v1"

// permissionsJSON is sets with everything that they grant. The text form and
// the reference page show nothing else.
type permissionsJSON struct {
	Schema     string                `json:"schema"`
	Catalogues map[cloud.Name]string `json:"catalogues"` // versions of the lists that the levels come from
	Sets       []setJSON             `json:"sets"`
}

type setJSON struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind"`
	Purpose   string          `json:"purpose"`
	Doc       string          `json:"doc"`
	Use       use             `json:"use"`
	Grantable bool            `json:"grantable"` // whether an author may grant it
	AWS       []statementJSON `json:"aws"`       // empty where it grants nothing
}

// use is who a set is for.
type use string

const (
	forAuthors    use = "author"     // granted in alien.ts
	forManagement use = "management" // what the vendor keeps; an author may grant it too
	forSetup      use = "setup"      // of whoever installs or tears down
	derivedUse    use = "derived"    // follows from the stack
)

type statementJSON struct {
	ID         string          `json:"id"`
	Effect     iam.Effect      `json:"effect"`
	Principal  string          `json:"principal,omitempty"` // "anyone", "vendor" or a service; empty: who holds the set
	Actions    []actionJSON    `json:"actions"`
	On         []partJSON      `json:"on"`
	Conditions []conditionJSON `json:"conditions,omitempty"`
	When       *whenJSON       `json:"when,omitempty"`
	With       string          `json:"with,omitempty"`    // only where the identity holds this set too
	Without    string          `json:"without,omitempty"` // only where it does not
	Wildcard   string          `json:"wildcard,omitempty"`
	Direct     string          `json:"direct,omitempty"`
	Damage     string          `json:"damage,omitempty"`
}

// actionJSON is an action and what it can do. Of a wildcard only the name is
// given: it stands in denials alone.
type actionJSON struct {
	Name       string          `json:"name"`
	Level      catalogue.Level `json:"level,omitempty"`
	ReadsData  bool            `json:"readsData,omitempty"`
	WritesData bool            `json:"writesData,omitempty"`
	Code       bool            `json:"code,omitempty"`
	Hands      string          `json:"handsOut,omitempty"`
}

type partJSON struct {
	Part     string   `json:"part"`
	Patterns []string `json:"patterns"`
}

type conditionJSON struct {
	Operator string   `json:"operator"`
	Key      string   `json:"key"`
	Values   []string `json:"values"`
}

type whenJSON struct {
	State string `json:"state"`
	Means string `json:"means"`
}

// describe says what sets grant.
func describe(list []sets.Set) permissionsJSON {
	document := permissionsJSON{
		Schema: permissionsSchema, Catalogues: map[cloud.Name]string{cloud.AWS: catalogue.Version}, Sets: make([]setJSON, len(list)),
	}
	for i, s := range list {
		document.Sets[i] = setJSON{
			ID: s.ID, Kind: s.Kind, Purpose: s.Purpose, Doc: s.Doc, Use: useOf(s), Grantable: s.Grantable,
			AWS: make([]statementJSON, len(s.AWS)),
		}
		for j, r := range s.AWS {
			document.Sets[i].AWS[j] = statement(s, r)
		}
	}
	return document
}

func useOf(s sets.Set) use {
	switch {
	case s.Setup:
		return forSetup
	case s.Derived:
		return derivedUse
	case s.Purpose == "heartbeat" || s.Purpose == "management":
		return forManagement
	}
	return forAuthors
}

func statement(s sets.Set, r sets.Rule) statementJSON {
	out := statementJSON{
		ID: r.Sid, Effect: iam.Allow, Principal: r.Principal, Conditions: conditions(s, r),
		With: r.With, Without: r.Without, Wildcard: r.Reason, Direct: r.Direct, Damage: r.Damage,
	}
	if len(r.Deny) > 0 {
		out.Effect = iam.Deny
	}
	for _, name := range slices.Concat(r.Allow, r.Deny) {
		out.Actions = append(out.Actions, action(name))
	}
	for _, part := range r.On {
		out.On = append(out.On, partJSON{part, patterns(s.Kind, part)})
	}
	if r.When != "" {
		out.When = &whenJSON{r.When, sets.States[r.When]}
	}
	return out
}

func action(name string) actionJSON {
	if strings.Contains(name, "*") {
		return actionJSON{Name: name}
	}
	p := aws.PowerOf(name)
	return actionJSON{Name: name, Level: p.Level, ReadsData: p.Reads, WritesData: p.Writes, Code: p.Code, Hands: p.Hands}
}

func conditions(s sets.Set, r sets.Rule) []conditionJSON {
	var out []conditionJSON
	for _, c := range r.Condition {
		var values []string
		for _, v := range c.Values {
			values = append(values, conditionValues(s, v)...)
		}
		out = append(out, conditionJSON{c.Operator, c.Key, values})
	}
	if s.Setup && r.Direct == "" {
		c := iam.ThroughCloudFormation()
		out = append(out, conditionJSON{c.Operator, c.Key, placeholders(c.Values)})
		slices.SortFunc(out, func(a, b conditionJSON) int {
			return strings.Compare(a.Operator+" "+a.Key, b.Operator+" "+b.Key)
		})
	}
	return out
}

func conditionValues(s sets.Set, value string) []string {
	word, ok := strings.CutPrefix(value, "${")
	if !ok {
		return []string{value}
	}
	switch word = strings.TrimSuffix(word, "}"); word {
	case "account":
		return placeholders([]cloud.Text{cloud.Concat(aws.Account)})
	case "source":
		return placeholders([]cloud.Text{aws.ARN(example(sourceKinds[s.ID], "<source>"))})
	}
	return patterns(s.Kind, word)
}

// sourceKinds says what the principal of a set acts for.
var sourceKinds = map[string]ir.Kind{
	"artifact-registry/image-pull": ir.KindFunction,
	"function/storage-trigger":     ir.KindStorage,
}

// patterns gives the ARNs of a part of a kind, or of what is shared, with words
// for what depends on the stack or the deployment.
func patterns(kind, part string) []string {
	switch kind {
	case "stack":
		return placeholders(aws.StackScope(part))
	case "profile":
		return placeholders(aws.ProfileScope("<profile>", part))
	case "management":
		list := placeholders(aws.ManagementScope(1, part))
		if part == "policies" { // numbered where there are several
			list = append(list, list[0]+"-<n>")
		}
		return list
	}
	list := placeholders(aws.Scope(example(ir.Kind(kind), "<id>"), part))
	if part == "schedules" {
		list[0] = strings.TrimSuffix(list[0], "0") + "<n>"
	}
	return list
}

// example is a resource of a kind that has every part.
func example(kind ir.Kind, id string) ir.Resource {
	common := ir.Common{ID: id}
	switch kind {
	case ir.KindStorage:
		return &ir.Storage{Common: common}
	case ir.KindKv:
		return &ir.Kv{Common: common}
	case ir.KindQueue:
		return &ir.Queue{Common: common}
	case ir.KindVault:
		return &ir.Vault{Common: common}
	case ir.KindArtifactRegistry:
		return &ir.ArtifactRegistry{Common: common}
	case ir.KindFunction:
		return &ir.Function{Common: common, Triggers: []ir.Trigger{&ir.ScheduleTrigger{}}}
	}
	panic("no example of " + string(kind))
}

// placeholders writes texts with a word in place of each variable.
func placeholders(list []cloud.Text) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.Resolve(placeholder)
	}
	return out
}

func placeholder(v cloud.Var) string {
	switch v {
	case aws.Prefix:
		return "<prefix>"
	case aws.Account:
		return "<account>"
	case aws.Region:
		return "<region>"
	case aws.Partition:
		return "aws"
	case aws.StackID:
		return aws.StackARN("<stack>").Resolve(placeholder)
	case aws.CodeBucket:
		return "<code-bucket>"
	case aws.ManagementExternalID:
		return "<external-id>"
	}
	panic("no word for ${" + string(v) + "}")
}
