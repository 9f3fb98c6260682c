package aws

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// Within reports whether all that a pattern of a policy can mean is the
// resource, a part of it, or something that belongs to it, in every deployment.
// It may say no where the answer is yes, never the reverse: a name that an
// author spells out can be anybody's, and so can one that goes on behind the
// resource's.
func Within(pattern cloud.Text, r ir.Resource) bool {
	for _, part := range Parts(r.Kind()) {
		switch part {
		case "any", "code", "mappings":
			continue // named after no resource
		}
		for _, arn := range Scope(r, part) {
			rest, ok := behind(pattern, trimmed(arn))
			if ok && (rest == "" || holds(r.Kind()) && (rest[0] == '/' || rest[0] == ':')) {
				return true
			}
		}
	}
	return false
}

// holds reports whether ARNs that go on behind a resource's name are about what
// is in it. Behind the name of a repository stands another repository.
func holds(kind ir.Kind) bool { return kind != ir.KindArtifactRegistry && kind != ir.KindQueue }

// behind gives the characters of a text that follow another one, up to the next
// variable; false if it begins otherwise, or goes on with a variable.
func behind(text, start cloud.Text) (string, bool) {
	last := len(start) - 1
	if len(text) <= last {
		return "", false
	}
	for i, seg := range start[:last] {
		if text[i] != seg {
			return "", false
		}
	}
	rest, more := "", text[last+1:]
	switch {
	case start[last].Var == "" && text[last].Var == "":
		var ok bool
		if rest, ok = strings.CutPrefix(text[last].Lit, start[last].Lit); !ok {
			return "", false
		}
	case text[last] != start[last]:
		return "", false
	case len(more) > 0:
		rest = more[0].Lit
	}
	return rest, rest != "" || len(more) == 0
}

// Concerns reports whether an action can be about the resource, a part of it,
// or something that belongs to it, by its service. What a service that nobody
// reviewed is about nobody knows, and a stack is about all of its resources.
func Concerns(action string, r ir.Resource) bool {
	service, _, _ := strings.Cut(strings.ToLower(action), ":")
	if !Reviewed(action) || service == "cloudformation" {
		return true
	}
	for _, part := range Parts(r.Kind()) {
		if part == "any" || part == "code" {
			continue // named after no resource
		}
		for _, arn := range Scope(r, part) {
			if len(arn) > 2 && strings.HasPrefix(arn[2].Lit, ":"+service+":") { // behind the partition
				return true
			}
		}
	}
	return false
}
