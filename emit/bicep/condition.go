package bicep

import (
	"strings"

	"github.com/alienc/alienc/emit/bicep/syntax"
	"github.com/alienc/alienc/iam"
)

// grantableRoles is the variable with the roles that setup may assign.
const grantableRoles = "grantableRoleIds"

// condition narrows what a role may do on its scope.
type condition struct {
	actions []string // that it narrows
	list    []iam.Condition
}

// conditionOf gives the condition of an assignment, nil without one.
func conditionOf(a iam.Assignment) *condition {
	if len(a.Conditions) == 0 {
		return nil
	}
	c := &condition{list: a.Conditions}
	for _, g := range a.Grants {
		if len(g.Conditions) > 0 {
			c.actions = append(c.actions, g.Actions...)
		}
	}
	return c
}

// ofRoles reports whether a condition lists ids of roles.
func ofRoles(c iam.Condition) bool { return strings.HasSuffix(c.Operator, ":GuidEquals") }

// variables puts the roles in a variable, where each has a line of its own.
func (c *condition) variables() []syntax.Var {
	var list []syntax.Var
	for _, one := range c.list {
		if !ofRoles(one) {
			continue
		}
		ids := make(syntax.Lines, len(one.Values))
		for i, v := range one.Values {
			ids[i] = text(v)
		}
		list = append(list, syntax.Var{
			Section: "Variables",
			Remarks: []string{"The roles that may be assigned, and only to identities of applications: those that main.bicep assigns."},
			Name:    grantableRoles,
			Value:   syntax.Join.Of(ids, syntax.Str(", ")),
		})
	}
	return list
}

// text writes the condition in Azure's language for them: whoever does anything
// else than the actions is free, and the actions need all that is listed. All
// words in it are alienc's own.
func (c *condition) text() syntax.Text {
	matches := make([]string, len(c.actions))
	for i, action := range c.actions {
		matches[i] = "ActionMatches{'" + action + "'}"
	}
	out := syntax.Text{{Lit: "((!(" + strings.Join(matches, " OR ") + ")) OR ("}}
	for i, one := range c.list {
		before := "@Request[" + one.Key + "] " + one.Operator + " {"
		if i > 0 {
			before = " AND " + before
		}
		out = append(out, syntax.Segment{Lit: before}, values(one), syntax.Segment{Lit: "}"})
	}
	return append(out, syntax.Segment{Lit: "))"})
}

// values writes what a condition compares with: ids as they are, words in
// quotes.
func values(c iam.Condition) syntax.Segment {
	if ofRoles(c) {
		return syntax.Segment{Var: syntax.Symbol(grantableRoles)}
	}
	words := make([]string, len(c.Values))
	for i, v := range c.Values {
		words[i] = "'" + v.String() + "'"
	}
	return syntax.Segment{Lit: strings.Join(words, ", ")}
}

// guidLength is how long the id of a role is.
const guidLength = 36

// size is how many characters the condition has once Azure knows every id.
func (c *condition) size() int {
	n := 0
	for _, segment := range c.text() {
		n += len(segment.Lit)
	}
	for _, one := range c.list {
		if ofRoles(one) {
			n += len(one.Values)*(guidLength+len(", ")) - len(", ")
		}
	}
	return n
}
