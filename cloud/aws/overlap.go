package aws

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// Overlap reports whether two patterns can mean one name in some deployment,
// whatever prefix, account and region it has. "*" stands for any characters
// and "?" for one, as in policies, and so does a variable that IAM fills in.
//
// It may say yes where the answer is no, never the reverse: a variable has one
// value in both patterns only where both begin or end alike, and case does not
// count.
func Overlap(one, two cloud.Text) bool {
	a, b := steps(one), steps(two)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] && !a[0].wild {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] && !a[len(a)-1].wild {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return meet(spread(a), spread(b))
}

// step is a part of a pattern: a character, a variable, or a wildcard. Only a
// wildcard can mean different texts in one deployment.
type step struct {
	char byte // in small letters; a wildcard as it is written
	name cloud.Var
	wild bool
}

func steps(t cloud.Text) []step {
	var list []step
	for _, seg := range t {
		if seg.Var != "" {
			list = append(list, step{name: seg.Var})
			continue
		}
		text := strings.ToLower(seg.Lit)
		for i := 0; i < len(text); i++ {
			if strings.HasPrefix(text[i:], "${") { // for IAM to fill in
				list = append(list, step{char: '*', wild: true})
				end := strings.IndexByte(text[i:], '}')
				if end < 0 {
					break
				}
				i += end
				continue
			}
			list = append(list, step{char: text[i], wild: text[i] == '*' || text[i] == '?'})
		}
	}
	return list
}

// unit is one character of a few, or any number of these.
type unit struct {
	of   charset
	char byte // the only one of the set; 0: all of them
	many bool
}

// charset is a set of characters; each holds all of the one before it.
type charset int

const (
	digits charset = iota
	words          // of a prefix, a region or a partition: small letters, digits and hyphens
	everything
)

// spread writes steps as the characters that they can stand for.
func spread(list []step) []unit {
	var out []unit
	for _, s := range list {
		switch {
		case s.wild:
			out = append(out, unit{of: everything, many: s.char == '*'})
		case s.name == "":
			out = append(out, unit{of: setOf(s.char), char: s.char})
		case s.name == Account:
			for range longest[Account] {
				out = append(out, unit{of: digits})
			}
		case s.name == Prefix || s.name == Region || s.name == Partition:
			out = append(out, unit{of: words, many: true})
		default:
			out = append(out, unit{of: everything, many: true})
		}
	}
	return out
}

func setOf(c byte) charset {
	switch {
	case c >= '0' && c <= '9':
		return digits
	case c >= 'a' && c <= 'z' || c == '-':
		return words
	}
	return everything
}

// share reports whether some character is in both.
func (u unit) share(v unit) bool {
	switch {
	case u.char != 0 && v.char != 0:
		return u.char == v.char
	case u.char != 0:
		return u.of <= v.of
	case v.char != 0:
		return v.of <= u.of
	}
	return true // each set holds the smaller ones
}

// meet reports whether some text fits both. It walks along a and keeps the
// places of b that it can be at, so its cost is bounded by the product of the
// lengths.
func meet(a, b []unit) bool {
	at := make([]bool, len(b)+1)
	at[0] = true
	for i := 0; ; i++ {
		next := make([]bool, len(b)+1)
		alive := false
		for j, here := range at {
			if !here {
				continue
			}
			if j < len(b) && (b[j].many || i < len(a) && a[i].many && a[i].share(b[j])) {
				at[j+1] = true
			}
			if i == len(a) {
				continue
			}
			if a[i].many || j < len(b) && b[j].many && a[i].share(b[j]) {
				next[j], alive = true, true
			}
			if j < len(b) && !a[i].many && !b[j].many && a[i].share(b[j]) {
				next[j+1], alive = true, true
			}
		}
		if i == len(a) {
			return at[len(b)]
		}
		if !alive {
			return false
		}
		at = next
	}
}

// Touches reports whether a pattern of a policy can mean the resource, a part
// of it, or something that belongs to it, in some deployment. The stack itself
// counts: who may update it may update the resource. It may say yes where the
// answer is no, never the reverse.
func Touches(pattern cloud.Text, r ir.Resource) bool {
	for _, part := range Parts(r.Kind()) {
		for _, arn := range Scope(r, part) {
			if arn.String() == anything.String() || slices.ContainsFunc(arn, func(s cloud.Segment) bool { return s.Var == CodeBucket }) {
				continue // for actions that name no resource; the customer's own bucket
			}
			arn = trimmed(arn)
			for _, below := range []string{"", ":*", "/*"} {
				if Overlap(pattern, cloud.Concat(arn, below)) {
					return true
				}
			}
		}
	}
	return Overlap(pattern, StackARN("*"))
}

// trimmed gives an ARN without the wildcard for everything below it.
func trimmed(arn cloud.Text) cloud.Text {
	last := len(arn) - 1
	lit := strings.TrimSuffix(strings.TrimSuffix(arn[last].Lit, ":*"), "/*")
	return cloud.Concat(arn[:last], cloud.Text{{Lit: lit, Var: arn[last].Var}})
}
