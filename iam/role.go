package iam

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/iam/sets"
)

// Role is a role of Azure that carries grants: one that Azure defines, or one
// of the stack's own. All grants that it carries point to the same Role.
type Role struct {
	ID     string     // GUID of one that Azure defines; empty for the stack's own
	Key    string     // of the stack's own: "storage-data-write"; empty for one that Azure defines
	Name   cloud.Text // as Azure shows it
	Symbol string     // in the templates
	// File is the plane whose template defines a role of the stack's own: Setup
	// for setup.bicep, which also defines those that main.bicep grants,
	// Teardown, or Management. It is empty for one that Azure defines.
	File        Plane
	Description string // one line; empty for one that Azure defines

	Actions     []string // on the control plane, sorted in any case; a role of Azure's may have wildcards
	DataActions []string // on data, likewise
}

// Roles lists the roles that the template of a plane defines on Azure, sorted
// by key: Setup, Teardown or Management. A role of setup or teardown has that
// word as its key.
func (p *Plan) Roles(file Plane) []*Role {
	var list []*Role
	for _, r := range p.roles {
		if r.File == file {
			list = append(list, r)
		}
	}
	return list
}

// Assignment is one role that one identity has on one scope of Azure, however
// many grants it carries.
type Assignment struct {
	Symbol   string      // in the template of its plane
	Identity string      // "profile:execution", "pull", "events", "management", "setup", "teardown"
	Holder   string      // symbol of the identity in main.bicep; empty where a parameter names it
	On       cloud.Text  // the scope
	Place    azure.Place // what On names; without a symbol for what is not the stack's
	Role     *Role
	// Conditions narrow setup's right to assign roles: to which roles, and to
	// what kind of principal. Sorted by operator and key; empty everywhere else.
	// A value that is a role of the stack's own is the attribute "name" of the
	// role's symbol.
	Conditions []Condition
	Grants     []Grant // that it carries, in plan order
}

// Assignments lists the assignments of roles of one plane, in plan order.
func (p *Plan) Assignments(plane Plane) []Assignment {
	var list []Assignment
	seen := map[assignmentKey]int{} // index in list
	for _, g := range p.Grants {
		if g.Cloud != cloud.Azure || g.Plane != plane || g.Role == nil {
			continue
		}
		key := assignmentOf(&g)
		i, ok := seen[key]
		if !ok {
			i = len(list)
			seen[key] = i
			list = append(list, Assignment{
				Symbol: g.Statement, Identity: g.Identity, Holder: holder(g.Identity), On: g.On, Place: g.Place, Role: g.Role,
			})
		}
		a := &list[i]
		a.Grants = append(a.Grants, g)
		a.Conditions = append(a.Conditions, g.Conditions...)
	}
	return list
}

// assignmentKey is what makes an assignment what it is.
type assignmentKey struct {
	plane    Plane
	identity string
	on       string
	role     *Role
}

func assignmentOf(g *Grant) assignmentKey {
	return assignmentKey{g.Plane, g.Identity, g.On.String(), g.Role}
}

// builtIn gives the role that Azure defines under that name or id.
func (d *deriver) builtIn(name string) *Role {
	known, ok := catalogue.Open().Role(name)
	if !ok {
		known.Name = name // a check has said so
	}
	key := "\n" + known.Name // no key of a role of the stack's begins so
	if d.roles[key] == nil {
		d.roles[key] = &Role{
			ID: known.ID, Name: cloud.Lit(known.Name), Symbol: azure.RoleSymbol(known.Name),
			Actions: known.Actions, DataActions: known.DataActions,
		}
	}
	return d.roles[key]
}

// ownRole gives the role of the stack with that key, empty at first.
func (d *deriver) ownRole(key string, file Plane, description string) *Role {
	if d.roles[key] == nil {
		title := key
		if file == Management && !strings.HasPrefix(key, "set-") {
			title = strings.ReplaceAll(key, "-", " ")
		}
		d.roles[key] = &Role{
			Key: key, Name: azure.RoleName(d.stack.ID, title), Symbol: azure.RoleSymbol(key), File: file,
			Description: "Stack " + strconv.Quote(d.stack.ID) + ": " + description,
		}
	}
	return d.roles[key]
}

// setRole gives the role of the stack for a rule of one of alienc's sets. A set
// that is on several parts has one for each rule, so that none has a right where
// only another part needs it.
func (d *deriver) setRole(s sets.Set, rule sets.AzureRule, file Plane) *Role {
	key, description := strings.ReplaceAll(s.ID, "/", "-"), s.Doc
	if !oneRole(s) {
		key += "-" + rule.On[0]
	}
	if rule.Doc != "" {
		description = rule.Doc
	}
	return d.ownRole(key, file, description)
}

// oneRole reports whether a set is one role on one part of a resource.
func oneRole(s sets.Set) bool { return len(s.Azure) == 1 && len(s.Azure[0].On) == 1 }

// extend adds actions to a role of the stack's own.
func (d *deriver) extend(r *Role, actions, dataActions []string) {
	if r.ID == "" {
		r.Actions, r.DataActions = actionSet(r.Actions, actions), actionSet(r.DataActions, dataActions)
	}
}

// ownRoles lists the roles that the stack defines, sorted by key.
func (d *deriver) ownRoles() []*Role {
	var list []*Role
	for _, r := range d.roles {
		if r.Key != "" {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b *Role) int { return strings.Compare(a.Key, b.Key) })
	return list
}
