package bicep

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/emit/bicep/syntax"
	"github.com/alienc/alienc/iam"
)

// define adds a role of the stack's own, which exists in its resource group
// alone.
func (t *template) define(r *iam.Role) {
	t.add(syntax.Resource{
		Symbol: syntax.Symbol(r.Symbol),
		Type:   azure.RoleDefinitionType,
		Name:   t.roleGUID(r),
		Properties: syntax.Object{
			syntax.F("assignableScopes", syntax.Lines{group("id")}),
			syntax.F("description", syntax.Str(r.Description)),
			syntax.F("permissions", syntax.Lines{syntax.Object{
				syntax.F("actions", names(r.Actions)),
				syntax.F("dataActions", names(r.DataActions)),
				syntax.F("notActions", syntax.List{}),
				syntax.F("notDataActions", syntax.List{}),
			}}),
			syntax.F("roleName", text(r.Name)),
			syntax.F("type", syntax.Str("CustomRole")),
		},
	})
}

// names is a list with one name a line.
func names(list []string) syntax.Lines {
	out := make(syntax.Lines, len(list))
	for i, name := range list {
		out[i] = syntax.Str(name)
	}
	return out
}

// roles lists the roles that some assignments name, each once, in their order.
func roles(assignments []iam.Assignment) []*iam.Role {
	var list []*iam.Role
	seen := map[*iam.Role]bool{}
	for _, a := range assignments {
		if !seen[a.Role] {
			seen[a.Role] = true
			list = append(list, a.Role)
		}
	}
	return list
}

// roleID is the id of a role. That of one of the stack's own is computed as
// the file that defines it computes it: the one that a template would give
// carries the resource group, which Azure does not store.
func (t *template) roleID(r *iam.Role) syntax.Value { return roleID(t.roleGUID(r)) }

func roleID(guid syntax.Value) syntax.Value {
	return syntax.SubscriptionResourceID.Of(syntax.Str(azure.RoleDefinitionType), guid)
}

// roleGUID is what tells a role from all others in a subscription.
func (t *template) roleGUID(r *iam.Role) syntax.Value {
	if r.ID != "" {
		return syntax.Str(r.ID)
	}
	return syntax.GUID.Of(group("id"), syntax.Str("alien"), syntax.Str(t.stack.ID), syntax.Str(r.Key))
}

// definedID is the id of a role that the same file defines.
func definedID(r *iam.Role) syntax.Value { return roleID(nameOf(r.Symbol)) }

// What the customer writes in place of these words, in files that no
// deployment fills in.
const (
	yourGroup        = "RESOURCE_GROUP"
	yourSubscription = "SUBSCRIPTION_ID"
)

// roleFiles makes each role of the stack's own as a file for az role
// definition create, which is also the shortest page to review.
func roleFiles(plan *iam.Plan) []emit.File {
	var files []emit.File
	for _, plane := range []iam.Plane{iam.Management, iam.Setup, iam.Teardown} {
		for _, r := range plan.Roles(plane) {
			files = append(files, emit.File{Path: "azure/iam/roles/" + r.Key + ".json", Role: "role-definition", Data: roleJSON(r)})
		}
	}
	return files
}

// roleJSON writes a role as Azure's command line reads it.
func roleJSON(r *iam.Role) []byte {
	definition := struct {
		Name             string
		IsCustom         bool
		Description      string
		Actions          []string
		NotActions       []string
		DataActions      []string
		NotDataActions   []string
		AssignableScopes []string
	}{
		filledIn(r.Name), true, r.Description, listed(r.Actions),
		[]string{},
		listed(r.DataActions),
		[]string{},
		[]string{"/subscriptions/" + yourSubscription + "/resourceGroups/" + yourGroup},
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(definition); err != nil {
		panic(err) // strings are always encodable
	}
	return out.Bytes()
}

// filledIn writes a text with the name of the customer's group where only a
// deployment knows what is unique.
func filledIn(t cloud.Text) string {
	var b strings.Builder
	for _, segment := range t {
		if segment.Var != "" {
			b.WriteString(yourGroup)
		} else {
			b.WriteString(segment.Lit)
		}
	}
	return b.String()
}

// listed is a list that JSON shows as one even when it is empty.
func listed(list []string) []string { return append([]string{}, list...) }
