package prove

import (
	"fmt"
	"strings"
	"sync"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
)

// step is one action of a handler with its place.
type step struct {
	action string
	place  string // empty: the resource itself
}

// steps is what a type of resource, or a property of one, asks for.
type steps struct{ setup, teardown []step }

func (c calls) steps() steps {
	return steps{setup: stepsOf(c.create, c.read, c.update), teardown: stepsOf(c.delete)}
}

// stepsOf reads lists of actions, each once.
func stepsOf(texts ...string) []step {
	var list []step
	seen := map[string]bool{}
	for _, text := range texts {
		for word := range strings.FieldsSeq(text) {
			if !seen[word] {
				seen[word] = true
				action, place, _ := strings.Cut(word, "@")
				list = append(list, step{action, place})
			}
		}
	}
	return list
}

// stepsByType holds what each type asks for by property; what the type itself
// does stands under the empty one.
var stepsByType = sync.OnceValue(func() map[string]map[string]steps {
	out := make(map[string]map[string]steps, len(handlers))
	for name, h := range handlers {
		byProperty := map[string]steps{"": h.steps()}
		for property, c := range h.with {
			byProperty[property] = c.steps()
		}
		for property := range strings.FieldsSeq(h.plain) {
			byProperty[property] = steps{}
		}
		out[name] = byProperty
	}
	return out
})

// needsOf lists what has to be allowed so that a part can be created, read
// back and updated, and what so that it can be deleted. The parts of
// management are deleted by setup too: that is how it is switched off. What
// nobody here knows is an error, since nothing could be said about it.
func needsOf(p cloud.Part, located map[string]sites) (setup, teardown []request, err error) {
	byProperty, ok := stepsByType()[p.Type]
	if !ok {
		return nil, nil, fmt.Errorf("nobody knows what a %s needs", p.Type)
	}
	places, ok := located[p.Name]
	if !ok {
		return nil, nil, fmt.Errorf("nothing of the stack becomes %s", p.Name)
	}
	add := func(property string) {
		s, ok := byProperty[property]
		if !ok {
			err = fmt.Errorf("nobody knows what %s of a %s needs", property, p.Type)
			return
		}
		setup = appendRequests(setup, s.setup, places)
		if strings.HasPrefix(p.Name, aws.ManagementRoleSymbol) || strings.HasPrefix(p.Name, aws.ManagementPolicySymbol) {
			setup = appendRequests(setup, s.teardown, places)
		}
		teardown = appendRequests(teardown, s.teardown, places)
	}
	add("")
	for _, property := range p.Properties {
		add(property)
	}
	return setup, teardown, err
}

// stackNeeds lists what whoever installs calls directly.
func stackNeeds(d aws.Deployment) (setup, teardown []request) {
	stack, _ := d.Pattern(aws.StackARN(d.Prefix))
	own := ownCalls(d)
	places := sites{"": {{stack, own}}, "any": {{"*", own}}}
	s := stackCalls.steps()
	return appendRequests(nil, s.setup, places), appendRequests(nil, s.teardown, places)
}

func appendRequests(list []request, steps []step, places sites) []request {
	for _, s := range steps {
		for _, at := range places[s.place] {
			list = append(list, request{s.action, at.arn, at.context})
		}
	}
	return list
}
