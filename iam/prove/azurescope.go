package prove

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
)

// spot is one resource of Azure that a resource of the stack has or needs.
type spot struct {
	id     string // in small letters
	typ    string // "Microsoft.Storage/storageAccounts"
	shared bool   // with other resources
}

// sharedParts are the parts that several resources have in common.
var sharedParts = map[string]bool{"namespace": true, "environment": true, "identity": true, "pull-identity": true}

// locate notes what each resource has. What a function receives from is not
// its own, but a queue or the events of a storage.
func (p *azureProver) locate() {
	for _, place := range azure.Places(p.Stack) {
		id := strings.ToLower(place.ID.String())
		p.places[id] = spot{id, place.Type, true}
	}
	for _, r := range p.Stack.Resources {
		id := r.Info().ID
		for _, part := range azure.Parts(r.Kind()) {
			if part == "sources" {
				continue
			}
			for _, place := range azure.Scope(p.Stack, r, part) {
				s := spot{strings.ToLower(place.ID.String()), place.Type, sharedParts[part]}
				p.estate[id], p.places[s.id] = append(p.estate[id], s), s
			}
		}
	}
}

// inherits reports whether a role on a scope holds on something, since that is
// the scope or lies below it.
func inherits(id, scope string) bool {
	return id == scope || strings.HasPrefix(id, strings.TrimSuffix(scope, "/")+"/")
}

// touches lists the resources on which an action of a role on a scope could
// have an effect, since something of theirs is the scope or lies below it. A
// scope that the stack does not know may be below something that it knows.
func (p *azureProver) touches(scope cloud.Text, a azureAction) []string {
	key := touching{scope.String(), a.key()}
	list, done := p.touched[key]
	if done {
		return list
	}
	on := strings.ToLower(scope.String())
	breadth := azure.BreadthOf(scope)
	anywhere := breadth == azure.Everything || breadth == azure.Malformed
	_, ours := p.place(scope)
	for _, r := range p.Stack.Resources {
		for _, s := range p.estate[r.Info().ID] {
			reached := anywhere || inherits(s.id, on) || !ours && (!s.shared && inherits(on, s.id) || couldBe(s.id, on))
			if reached && a.concerns(s) {
				list = append(list, r.Info().ID)
				break
			}
		}
	}
	p.touched[key] = list
	return list
}

// couldBe reports whether, in some deployment, a scope that an author wrote out
// is something of the stack or lies above or below it: what only a deployment
// knows may be any text.
func couldBe(id, scope string) bool {
	a, b := strings.Split(strings.Trim(id, "/"), "/"), strings.Split(strings.Trim(scope, "/"), "/")
	for i := 0; i < len(a) && i < len(b); i++ {
		if !alike(a[i], b[i]) {
			return false
		}
	}
	return true
}

// alike reports whether two segments of ids could be the same.
func alike(a, b string) bool {
	ahead, variable, behind := bounds(a)
	front, other, back := bounds(b)
	switch {
	case !variable && !other:
		return a == b
	case !variable:
		return strings.HasPrefix(a, front) && strings.HasSuffix(a, back)
	case !other:
		return strings.HasPrefix(b, ahead) && strings.HasSuffix(b, behind)
	}
	begins := strings.HasPrefix(ahead, front) || strings.HasPrefix(front, ahead)
	return begins && (strings.HasSuffix(behind, back) || strings.HasSuffix(back, behind))
}

// bounds gives what is written out before the first variable of a segment and
// behind the last.
func bounds(segment string) (ahead string, variable bool, behind string) {
	ahead, rest, variable := strings.Cut(segment, "${")
	return ahead, variable, rest[strings.LastIndex(rest, "}")+1:]
}
