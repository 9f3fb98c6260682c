package iam

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
)

// Statement is one statement of an AWS policy.
type Statement struct {
	ID         string // unique in its policy; letters and digits
	Effect     Effect
	Principal  string       // of a policy on a resource or role: a service such as "s3.amazonaws.com", [Vendor], or "*"; empty in a policy of an identity
	Actions    []string     // sorted
	Resources  []cloud.Text // sorted; empty where the policy's own resource is meant
	Conditions []Condition  // sorted by operator and key, values sorted
	Custom     string       // id of the set that the author wrote; empty for alienc's own
	Regional   bool         // of setup and teardown: whether its calls go to one region, as all but those to IAM do
	Wildcard   string       // why a resource is no exact name; empty where each is one, or the author wrote it
}

// Statements writes the grants of one policy as statements, sorted by id: one
// for each purpose, which lists its resources. Grants of one purpose share a
// statement only if they differ in their resource alone, or in the values of
// one condition alone; otherwise each resource has its own, with the
// resource's id at the end of the statement's.
func Statements(grants []Grant) []Statement {
	byPurpose := map[purpose][]Grant{}
	var purposes []purpose
	for _, g := range grants {
		p := purposeOf(g)
		if byPurpose[p] == nil {
			purposes = append(purposes, p)
		}
		byPurpose[p] = append(byPurpose[p], g)
	}
	// In the order of the sets' ids, so that where two of an author's share a
	// statement's id, the same one keeps it in every policy.
	slices.SortStableFunc(purposes, func(a, b purpose) int { return strings.Compare(a.custom, b.custom) })
	var list []Statement
	for _, p := range purposes {
		list = append(list, together(p.statement, byPurpose[p])...)
	}
	distinct(list)
	slices.SortStableFunc(list, func(a, b Statement) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// purpose is what a statement is for. What an author wrote never hides in a
// statement of alienc's or of another set, however its id reads in PascalCase.
// Nor does what an author wrote about the customer's own account share one
// with what names no account or another: in a portable policy only the first
// is bound to the account.
type purpose struct {
	statement string
	custom    string // id of a custom set
	own       bool   // of a custom set: whether a portable policy binds it to the account
}

// custom is the id of the set if the author wrote it.
func custom(g Grant) string {
	if g.Custom {
		return g.Set
	}
	return ""
}

func purposeOf(g Grant) purpose {
	if g.Custom {
		return purpose{g.Statement, g.Set, aws.Deployment{}.Open(g.On)}
	}
	return purpose{statement: g.Statement}
}

// together makes one statement of the grants of a purpose, or one for each
// resource when they cannot share one.
func together(statement string, grants []Grant) []Statement {
	merged := merge(statement, grants)
	if len(merged) == 1 {
		return merged
	}
	byResource := map[string][]Grant{}
	var resources []string
	for _, g := range grants {
		if byResource[g.Resource] == nil {
			resources = append(resources, g.Resource)
		}
		byResource[g.Resource] = append(byResource[g.Resource], g)
	}
	var list []Statement
	for _, id := range resources {
		list = append(list, merge(statement+aws.Pascal(id), byResource[id])...)
	}
	return list
}

// merge joins what differs in the resource alone, then what differs in the
// values of one condition alone.
func merge(id string, grants []Grant) []Statement {
	var list []Statement
	index := map[string]int{}
	for _, g := range grants {
		key := statementKey(g) + conditionKey(g.Conditions)
		i, ok := index[key]
		if !ok {
			i = len(list)
			index[key] = i
			list = append(list, Statement{
				ID: id, Effect: g.Effect, Principal: principal(g), Actions: g.Actions, Conditions: g.Conditions, Wildcard: g.Wildcard,
				Custom: custom(g), Regional: (g.Plane == Setup || g.Plane == Teardown) && !strings.HasPrefix(g.Actions[0], "iam:"),
			})
		}
		if len(g.On) > 0 {
			list[i].Resources = append(list[i].Resources, g.On)
		}
	}
	for i := range list {
		list[i].Resources = sortedTexts(list[i].Resources)
	}
	return mergeConditions(list)
}

// alternatives are the operators for which one condition with two values means
// the same as two statements with one each, be it a denial or not.
var alternatives = []string{"ArnEquals", "ArnLike", "StringEquals", "StringLike"}

// mergeConditions joins statements that are equal but for the values of one
// and the same condition.
func mergeConditions(list []Statement) []Statement {
	var out []Statement
	groups := map[string][]int{} // indices in out, of equal statements but for values
	for _, s := range list {
		var shape strings.Builder
		shape.WriteString(string(s.Effect) + "\n" + s.Principal + "\n" + strings.Join(s.Actions, ",") + "\n" + joined(s.Resources))
		for _, c := range s.Conditions {
			shape.WriteString("\n" + c.Operator + "\n" + c.Key)
		}
		groups[shape.String()] = append(groups[shape.String()], len(out))
		out = append(out, s)
	}
	gone := map[int]bool{}
	for _, group := range groups {
		at := varying(out, group)
		if at < 0 {
			continue
		}
		var values []cloud.Text
		for _, i := range group {
			values = append(values, out[i].Conditions[at].Values...)
			gone[i] = i != group[0]
		}
		first := &out[group[0]]
		first.Conditions = slices.Clone(first.Conditions)
		first.Conditions[at].Values = sortedTexts(values)
	}
	kept := out[:0]
	for i, s := range out {
		if !gone[i] {
			kept = append(kept, s)
		}
	}
	return kept
}

// varying gives the index of the one condition in whose values statements of
// one shape differ, or -1 where they differ in none, in several, or in one that
// takes no alternatives.
func varying(list []Statement, group []int) int {
	at := -1
	first := list[group[0]].Conditions
	for _, i := range group[1:] {
		for n, c := range list[i].Conditions {
			if joined(c.Values) == joined(first[n].Values) {
				continue
			}
			if at >= 0 && at != n || !slices.Contains(alternatives, c.Operator) {
				return -1
			}
			at = n
		}
	}
	return at
}

// distinct numbers the statements that still share an id, in their order: an
// author's set may hold several rules without labels.
func distinct(list []Statement) {
	taken := map[string]bool{}
	for _, s := range list {
		taken[s.ID] = true
	}
	first := map[string]bool{}
	for i, s := range list {
		if !first[s.ID] {
			first[s.ID] = true
			continue
		}
		for n := 2; ; n++ {
			if id := s.ID + strconv.Itoa(n); !taken[id] {
				taken[id] = true
				list[i].ID = id
				break
			}
		}
	}
}

// principal is who a statement on a resource or role is about.
func principal(g Grant) string {
	if name, ok := strings.CutPrefix(g.Identity, service("")); ok {
		return name
	}
	switch g.Identity {
	case anyone:
		return "*"
	case Vendor:
		return Vendor
	}
	return ""
}

func statementKey(g Grant) string {
	return strings.Join([]string{string(g.Effect), principal(g), strings.Join(g.Actions, ",")}, "\n") + "\n"
}

func conditionKey(list []Condition) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteString(c.Operator + "\x00" + c.Key + "\x00" + joined(c.Values) + "\x00")
	}
	return b.String()
}

func joined(list []cloud.Text) string {
	var b strings.Builder
	for _, t := range list {
		b.WriteString(t.String() + "\x00")
	}
	return b.String()
}

// sortedTexts sorts texts as they read and drops repetitions.
func sortedTexts(list []cloud.Text) []cloud.Text {
	if len(list) < 2 {
		return list
	}
	keyed := make([]struct {
		key  string
		text cloud.Text
	}, len(list))
	for i, t := range list {
		keyed[i].key, keyed[i].text = t.String(), t
	}
	slices.SortFunc(keyed, func(a, b struct {
		key  string
		text cloud.Text
	},
	) int {
		return strings.Compare(a.key, b.key)
	})
	out := list[:0:0]
	for i, k := range keyed {
		if i == 0 || k.key != keyed[i-1].key {
			out = append(out, k.text)
		}
	}
	return out
}
