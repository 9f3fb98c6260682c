// Package catalogue lists Azure's built-in roles with their actions as
// Microsoft writes them, and the actions of the services that alienc uses.
//
// It is no list of every action: it holds what built-in roles name, and what
// was added by hand. An action that stands here exists; one that does not may
// exist all the same. What may be granted is decided elsewhere.
package catalogue

import (
	"slices"
	"strings"
	"sync"
)

// Version is the date of the snapshot that the roles were taken from.
const Version = "2026-08-22"

// Level is how much an action may do. Azure says it in the action's last word.
type Level string

// The levels.
const (
	Read  Level = "read"  // shows something; the action ends in /read
	Write Level = "write" // may create, change or delete
)

// LevelOf gives the level of an action or of a pattern of actions.
func LevelOf(name string) Level {
	if strings.HasSuffix(strings.ToLower(name), "/read") {
		return Read
	}
	return Write
}

// Role is one built-in role.
type Role struct {
	ID   string // GUID, the same in every tenant
	Name string // "Storage Blob Data Reader"

	// Actions are on the control plane, less NotActions; DataActions are on
	// data. All as Azure writes them, with wildcards, sorted.
	Actions     []string
	NotActions  []string
	DataActions []string
}

// Action is one action without wildcards.
type Action struct {
	Name string // as Microsoft writes it: "Microsoft.Storage/storageAccounts/read"
	Data bool   // whether it is on data: a role lists it under dataActions
}

// Catalogue is the list. It may be used by several goroutines.
type Catalogue struct {
	roles     []Role          // sorted by name
	byRole    map[string]int  // by name in small letters and by id
	actions   []Action        // sorted by Name without regard to case, control plane first
	byAction  map[key]int     // index in actions
	providers map[string]bool // in small letters
}

// key finds an action: Azure compares names without regard to case, and one
// name can be on both planes.
type key struct {
	name string
	data bool
}

// Open gives the catalogue.
var Open = sync.OnceValue(func() *Catalogue { return read(roles, operations) })

// Roles lists the roles, sorted by name. The caller must not change what it
// gets.
func (c *Catalogue) Roles() []Role { return c.roles }

// Role finds a role by its name or its id, in any case.
func (c *Catalogue) Role(nameOrID string) (Role, bool) {
	i, ok := c.byRole[strings.ToLower(nameOrID)]
	if !ok {
		return Role{}, false
	}
	return c.roles[i], true
}

// Actions lists the actions that are known, sorted without regard to case. The
// caller must not change what it gets.
func (c *Catalogue) Actions() []Action { return c.actions }

// Action finds an action on one of the planes, in any case.
func (c *Catalogue) Action(name string, data bool) (Action, bool) {
	i, ok := c.byAction[key{strings.ToLower(name), data}]
	if !ok {
		return Action{}, false
	}
	return c.actions[i], true
}

// HasProvider reports whether some action of a provider such as
// "Microsoft.Storage" is known, in any case.
func (c *Catalogue) HasProvider(name string) bool { return c.providers[strings.ToLower(name)] }

// Expand gives the names of the known actions that a pattern matches on one of
// the planes, sorted without regard to case. It is not all that Azure would
// match.
func (c *Catalogue) Expand(pattern string, data bool) []string {
	var out []string
	covers := PatternOf(pattern)
	for _, a := range c.actions {
		if a.Data == data && covers.Match(a.Name) {
			out = append(out, a.Name)
		}
	}
	return out
}

// Pattern is an action of which "*" may stand for any number of characters.
type Pattern struct {
	parts []string // between the stars, in small letters
}

// PatternOf reads a pattern.
func PatternOf(text string) Pattern { return Pattern{strings.Split(strings.ToLower(text), "*")} }

// Match reports whether the pattern covers an action, whose case does not
// matter.
func (p Pattern) Match(name string) bool {
	name = strings.ToLower(name)
	if len(p.parts) == 1 {
		return p.parts[0] == name
	}
	rest, ok := strings.CutPrefix(name, p.parts[0])
	if !ok {
		return false
	}
	last := len(p.parts) - 1
	for _, part := range p.parts[1:last] {
		_, after, found := strings.Cut(rest, part)
		if !found {
			return false
		}
		rest = after
	}
	return strings.HasSuffix(rest, p.parts[last])
}

// Provider gives the part of an action that names who offers it,
// "Microsoft.Storage".
func Provider(action string) string {
	provider, _, _ := strings.Cut(action, "/")
	return provider
}

// sorted puts actions in their order.
func sorted(actions []Action) []Action {
	slices.SortFunc(actions, func(a, b Action) int {
		if order := strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)); order != 0 || a.Data == b.Data {
			return order
		}
		if b.Data {
			return -1
		}
		return 1
	})
	return actions
}
