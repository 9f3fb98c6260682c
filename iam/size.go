package iam

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// Limits of IAM, in characters without white space, and in policies.
// Source: "IAM and AWS STS quotas".
const (
	ManagedPolicyLimit = 6144 // characters of one managed policy
	RolePoliciesLimit  = 10   // managed policies of one role
)

// emptyPolicy is a policy without statements.
const emptyPolicy = `{"Version":"2012-10-17","Statement":[]}`

// Size counts the characters of a policy's JSON form in a template, without
// white space, when the name prefix has its greatest length.
func Size(statements []Statement, prefix int) int {
	size := len(emptyPolicy)
	for _, s := range statements {
		size += StatementSize(s, prefix) + len(",")
	}
	return size
}

// StatementSize counts the characters of one statement, as [Size] does.
func StatementSize(s Statement, prefix int) int {
	size := len(`{"Sid":"","Effect":"","Action":[]}`) + len(s.ID) + len(s.Effect)
	if s.Principal != "" {
		size += len(`"Principal":{"Service":""},`) + len(s.Principal)
	}
	for _, a := range s.Actions {
		size += len(a) + len(`"",`)
	}
	if len(s.Resources) > 0 {
		size += len(`,"Resource":[]`) + textsSize(s.Resources, prefix)
	}
	if len(s.Conditions) > 0 {
		size += len(`,"Condition":{}`)
	}
	for _, c := range s.Conditions {
		size += len(c.Operator) + len(c.Key) + len(`"":{"":[]},`) + textsSize(c.Values, prefix)
	}
	return size
}

func textsSize(list []cloud.Text, prefix int) int {
	size := 0
	for _, item := range list {
		size += aws.Longest(item, prefix) + len(`"",`)
		for _, seg := range item {
			size += strings.Count(seg.Lit, `"`) + strings.Count(seg.Lit, `\`)
		}
	}
	return size
}

// splitManagement makes the policies of management as the template holds them.
func splitManagement(stack *ir.Stack, held []Grant) [][]Statement {
	prefix, _ := aws.PrefixLimit(stack)
	return Split(Statements(held), func(s Statement) int { return StatementSize(s, prefix) })
}

// Split fills managed policies with statements, in the order of their ids. A
// statement that is too long for any policy is cut into several that together
// say the same, by its resources or by the values of one condition; nothing is
// widened. A statement that cannot be cut stands alone, too long as it is.
// Measure gives the characters of one statement.
func Split(statements []Statement, measure func(Statement) int) [][]Statement {
	const room = ManagedPolicyLimit - len(emptyPolicy)
	var pieces []Statement
	taken := map[string]bool{}
	for _, s := range statements {
		taken[s.ID] = true
	}
	for _, s := range statements {
		list := cut(s, room, measure)
		if len(list) > 1 {
			number(list, taken)
		}
		pieces = append(pieces, list...)
	}
	slices.SortStableFunc(pieces, func(a, b Statement) int { return strings.Compare(a.ID, b.ID) })
	var policies [][]Statement
	used := 0
	for _, s := range pieces {
		size := measure(s) + len(",")
		if len(policies) == 0 || used+size > room {
			policies, used = append(policies, nil), 0
		}
		last := len(policies) - 1
		policies[last] = append(policies[last], s)
		used += size
	}
	return policies
}

// number gives the pieces of a statement ids of their own.
func number(pieces []Statement, taken map[string]bool) {
	base, n := pieces[0].ID, 0
	for i := range pieces {
		for {
			n++
			id := base + strconv.Itoa(n)
			if !taken[id] {
				taken[id] = true
				pieces[i].ID = id
				break
			}
		}
	}
}

// cut takes pieces from a statement, each as long as fits.
func cut(s Statement, room int, measure func(Statement) int) []Statement {
	const number = 3 // characters that a piece's id gets
	fits := func(s Statement) bool { return measure(s)+number+len(",") <= room }
	if fits(s) {
		return []Statement{s}
	}
	n, take := divided(s)
	if n < 2 {
		return []Statement{s}
	}
	// What one more element adds is what it measures alone without what all
	// have in common, so that nothing long is measured again and again.
	common := measure(take(0, 1)) + measure(take(1, 2)) - measure(take(0, 2))
	var pieces []Statement
	from, size := 0, 0
	for i := range n {
		alone := measure(take(i, i+1))
		if i > from && size+alone-common+number+len(",") > room {
			pieces = append(pieces, take(from, i))
			from, size = i, 0
		}
		if i == from {
			size = alone
		} else {
			size += alone - common
		}
	}
	pieces = append(pieces, take(from, n))
	if len(pieces) == n { // an element that does not fit alone may be cut in another way
		var finer []Statement
		for _, p := range pieces {
			finer = append(finer, cut(p, room, measure)...)
		}
		return finer
	}
	return pieces
}

// divided says in how many pieces a statement can be cut that together say
// what it says, and gives those of a range: by its resources, or else by the
// longest condition whose values are alternatives.
func divided(s Statement) (n int, take func(from, to int) Statement) {
	if n = len(s.Resources); n > 1 {
		return n, func(from, to int) Statement {
			piece := s
			piece.Resources = s.Resources[from:to]
			return piece
		}
	}
	at := -1
	for i, c := range s.Conditions {
		if len(c.Values) > n && slices.Contains(alternatives, c.Operator) {
			at, n = i, len(c.Values)
		}
	}
	if at < 0 {
		return 1, nil
	}
	return n, func(from, to int) Statement {
		piece := s
		piece.Conditions = slices.Clone(s.Conditions)
		piece.Conditions[at].Values = s.Conditions[at].Values[from:to]
		return piece
	}
}
