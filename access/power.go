package access

import (
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/aws/catalogue"
)

// levels lists the levels of actions from the mildest on, as the columns of
// the matrix.
var levels = []catalogue.Level{catalogue.List, catalogue.Read, catalogue.Write, catalogue.Tag, catalogue.Permissions}

// judge remembers what was found about an action: a stack names the same few
// over and over.
type judge map[string]aws.Power

// power judges an action. A denial can name all actions of a service at once;
// what they can do together is the most that any of them can.
func (j judge) power(action string) aws.Power {
	p, ok := j[action]
	if !ok {
		if strings.ContainsAny(action, "*?") {
			p = together(action)
		} else {
			p = aws.PowerOf(action)
		}
		j[action] = p
	}
	return p
}

func together(pattern string) aws.Power {
	all := aws.Power{Known: true, Level: catalogue.List}
	for _, name := range catalogue.Open().Expand(pattern) {
		p := aws.PowerOf(name)
		if rank(p.Level) > rank(all.Level) {
			all.Level = p.Level
		}
		all.Reads, all.Writes, all.Code = all.Reads || p.Reads, all.Writes || p.Writes, all.Code || p.Code
	}
	return all
}

func rank(l catalogue.Level) int {
	for i, known := range levels {
		if l == known {
			return i
		}
	}
	return len(levels)
}

// word says what an action can do: its level, "data" when it touches objects,
// items, messages or secret values, "code" when it shows or replaces code.
func word(p aws.Power) string {
	s := string(p.Level)
	if p.Reads || p.Writes {
		s += " data"
	}
	if p.Code {
		s += " code"
	}
	return s
}
