package bicep

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/emit/bicep/syntax"
	"github.com/alienc/alienc/iam"
)

// grants adds what the identities of the stack may do: each right is one role
// on one resource.
func (t *template) grants() {
	t.granted = t.plan.Assignments(iam.Runtime)
	t.begin("Who may do what")
	for _, a := range t.granted {
		t.grant(a)
	}
	t.begin("")
}

// grant assigns a role. Its name is made of ids that are known before the
// deployment, so a second one changes nothing; the principal that an identity
// has is known only after Azure made it. Saying that it is no person keeps
// Azure from looking for it before the directory knows it.
func (t *template) grant(a iam.Assignment) {
	role := syntax.Symbol(a.Role.Symbol)
	t.add(syntax.Resource{
		Description: describe(a),
		Symbol:      syntax.Symbol(a.Symbol),
		Type:        azure.RoleAssignmentType,
		Scope:       syntax.Symbol(a.Place.Symbol),
		Name:        syntax.GUID.Of(scope(a), idOf(a.Holder), role),
		Properties: syntax.Object{
			syntax.F("principalId", syntax.Dot(syntax.Symbol(a.Holder), "properties", "principalId")),
			syntax.F("principalType", syntax.Str("ServicePrincipal")),
			syntax.F("roleDefinitionId", role),
		},
	})
}

// scope is the id of what a role is assigned on. An assignment that names no
// resource is one on the whole group, and only what says so may become that.
func scope(a iam.Assignment) syntax.Ref {
	switch {
	case a.Place.Symbol != "":
		return idOf(a.Place.Symbol)
	case azure.BreadthOf(a.On) == azure.Group:
		return group("id")
	}
	panic("bicep: " + a.Symbol + " is on " + a.On.String() + ", which is no resource of the file")
}

// describe says who gets the right, by which sets, and what for.
func describe(a iam.Assignment) string {
	var sets, reasons []string
	for _, g := range a.Grants {
		if !strings.HasPrefix(g.Set, "derived:") && !slices.Contains(sets, g.Set) {
			sets = append(sets, g.Set)
		}
		if !slices.Contains(reasons, g.Reason) {
			reasons = append(reasons, g.Reason)
		}
	}
	words := strings.Replace(a.Identity, ":", " ", 1)
	words = strings.ToUpper(words[:1]) + words[1:] + ": "
	if sets != nil {
		words += strings.Join(sets, ", ") + ". "
	}
	return words + strings.Join(reasons, " ")
}

// grantedTo lists the assignments of some identities, sorted. What acts as an
// identity is made after them, or its first steps could be refused.
func (t *template) grantedTo(holders ...string) []syntax.Symbol {
	var list []syntax.Symbol
	for _, a := range t.granted {
		if slices.Contains(holders, a.Holder) {
			list = append(list, syntax.Symbol(a.Symbol))
		}
	}
	slices.Sort(list)
	return list
}

// grantedOn lists those of them that are on the resource with that symbol.
func (t *template) grantedOn(resource, holder string) []syntax.Symbol {
	var list []syntax.Symbol
	for _, a := range t.granted {
		if a.Holder == holder && a.Place.Symbol == resource {
			list = append(list, syntax.Symbol(a.Symbol))
		}
	}
	return list
}
