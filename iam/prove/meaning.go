package prove

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// meaning is a name of a resource that a pattern of the author's can be.
type meaning struct {
	resource string
	service  string // of the name
	always   bool   // in every deployment; otherwise in some
}

// meanings gives what a pattern can be in any deployment, resource by resource.
func (p *prover) meanings(pattern cloud.Text) []meaning {
	key := pattern.String()
	list, done := p.meant[key]
	if done {
		return list
	}
	text, _ := parse(p.text(pattern), true).fill(nil)
	for _, r := range p.Stack.Resources {
		id := r.Info().ID
		for _, name := range p.named[id] {
			if apart(pattern, name) || !aws.Overlap(pattern, name) {
				continue
			}
			at := p.text(name)
			list = append(list, meaning{id, serviceOf(site{arn: at}), overlap(text, compile(at, true))})
		}
	}
	p.meant[key] = list
	return list
}

// apart reports whether two texts differ where both are written out, from the
// beginning or from the end on, so that nothing can be both. It is asked about
// every name of the stack and settles most of them.
func apart(a, b cloud.Text) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] == b[i] && !strings.ContainsAny(a[i].Lit, "*?$") {
			continue
		}
		if a[i].Var == "" && b[i].Var == "" && differ(a[i].Lit, b[i].Lit, false) {
			return true
		}
		break
	}
	last, other := a[len(a)-1], b[len(b)-1]
	return last.Var == "" && other.Var == "" && differ(last.Lit, other.Lit, true)
}

// differ reports whether two literals have different characters before either
// ends or has a wildcard, from the end if it is asked for.
func differ(a, b string, fromEnd bool) bool {
	for n := 0; n < len(a) && n < len(b); n++ {
		i, j := n, n
		if fromEnd {
			i, j = len(a)-1-n, len(b)-1-n
		}
		switch {
		case strings.IndexByte("*?$}", a[i]) >= 0 || strings.IndexByte("*?$}", b[j]) >= 0:
			return false
		case !strings.EqualFold(a[i:i+1], b[j:j+1]):
			return true
		}
	}
	return false
}

// ofStack reports whether a grant is on something that belongs to a resource
// of the stack, and on nothing else.
func (p *prover) ofStack(g iam.Grant) bool { return p.owner(g) != "" }

// owner gives the resource that a grant is on and on nothing else; empty: none.
func (p *prover) owner(g iam.Grant) string {
	on := p.text(g.On)
	switch {
	case on == "*":
		return ""
	case p.inside(g):
		return g.Resource
	case p.owners[on] != "":
		return p.owners[on]
	}
	for _, m := range p.meanings(g.On) {
		if m.always && p.within(on, m.resource) {
			return m.resource
		}
	}
	return ""
}
