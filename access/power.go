package access

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/aws/catalogue"
)

// levels lists the levels of actions from the mildest on, as the columns of
// the matrix. They are the same words for every cloud.
var levels = []string{"list", "read", "write", "tag", permissions}

// permissions is the level of what can change who is allowed what.
const permissions = "permissions"

// power is what an action can do, on whichever cloud.
type power struct {
	Known   bool   // whether a catalogue lists the action
	Level   string // one of levels
	Changes bool   // changes anything at all
	Reads   bool   // shows or copies data
	Writes  bool   // creates, changes or deletes data
	Code    bool   // shows or replaces code
	Hands   string // what it can hand out: one of the words of package cloud, or nothing
}

// judge remembers what was found about an action: a stack names the same few
// over and over.
type judge map[right]power

// power judges an action.
func (j judge) power(r right) power {
	p, ok := j[r]
	if !ok {
		switch {
		case r.cloud == cloud.Azure:
			p = onAzure(r)
		case strings.ContainsAny(r.action, "*?"):
			p = together(r.action)
		default:
			p = onAWS(aws.PowerOf(r.action))
		}
		j[r] = p
	}
	return p
}

func onAWS(p aws.Power) power {
	return power{Known: p.Known, Level: string(p.Level), Changes: p.Changes(), Reads: p.Reads, Writes: p.Writes, Code: p.Code, Hands: p.Hands}
}

// together judges a pattern of AWS: a denial can name all actions of a service
// at once. What they can do together is the most that any of them can.
func together(pattern string) power {
	all := power{Known: true, Level: levels[0]}
	for _, name := range catalogue.Open().Expand(pattern) {
		all = all.and(onAWS(aws.PowerOf(name)))
	}
	return all
}

// and gives what both together can do, of what words say.
func (p power) and(q power) power {
	if rank(q.Level) > rank(p.Level) {
		p.Level = q.Level
	}
	p.Changes = p.Changes || q.Changes
	p.Reads, p.Writes, p.Code = p.Reads || q.Reads, p.Writes || q.Writes, p.Code || q.Code
	return p
}

func rank(level string) int {
	if i := slices.Index(levels, level); i >= 0 {
		return i
	}
	return len(levels)
}

// word says what an action can do: its level, "data" when it touches objects,
// items, messages or secret values, "code" when it shows or replaces code.
func word(p power) string {
	s := p.Level
	if p.Reads || p.Writes {
		s += " data"
	}
	if p.Code {
		s += " code"
	}
	return s
}
