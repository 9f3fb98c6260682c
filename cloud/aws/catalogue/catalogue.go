// Package catalogue lists the IAM actions of all AWS services: how each is
// written and how much it may do. For the services that alienc's own
// permission sets use it also lists the resource types an action applies to
// and the condition keys a request carries.
//
// The data stands inside the binary, compressed service by service, and a
// service is unpacked when it is first asked for. It is a list of facts: what
// may be granted is decided elsewhere.
package catalogue

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Version names the release of the npm package that the data was made from.
const Version = "0.21.202609261"

// Level is how much an action may do, as AWS classifies it.
type Level string

// The levels, from the mildest on. AWS calls actions that change tags or
// permissions also writing; here each has its strongest level alone.
const (
	List        Level = "list"        // names of what exists
	Read        Level = "read"        // contents or settings
	Write       Level = "write"       // creates, changes or deletes
	Tag         Level = "tag"         // changes tags and nothing else
	Permissions Level = "permissions" // may change who is allowed what
)

// Action is one IAM action.
type Action struct {
	Name  string // as AWS writes it: "s3:GetObject"
	Level Level

	// Resources holds the resource types that a statement with this action
	// can name, sorted: "bucket", "object". Empty: only "*" matches.
	// Conditions holds the condition keys that a request of this action can
	// carry, sorted; keys that every request carries, such as
	// aws:PrincipalAccount, are not among them. Both are nil for services
	// that Detailed does not report.
	Resources  []string
	Conditions []string
}

// Catalogue is the list. It may be used by several goroutines.
type Catalogue struct {
	services map[string]*service
}

// service is one service's part, unpacked on first use.
type service struct {
	unpack  func() content
	content content
	once    sync.Once
}

// content is what is known about one service.
type content struct {
	actions []Action          // sorted by Name
	byName  map[string]int    // lower-case name without service, to the index
	arns    map[string]string // resource type to ARN; nil: not known
}

// Open gives the catalogue. Only its table of contents is read.
var Open = sync.OnceValue(func() *Catalogue { return index(data) })

// get gives a service by its prefix, in any case.
func (c *Catalogue) get(prefix string) (content, bool) {
	s, ok := c.services[strings.ToLower(prefix)]
	if !ok {
		return content{}, false
	}
	s.once.Do(func() { s.content = s.unpack() })
	return s.content, true
}

// HasService reports whether AWS has a service with this prefix ("s3"), in any
// case.
func (c *Catalogue) HasService(prefix string) bool {
	_, ok := c.services[strings.ToLower(prefix)]
	return ok
}

// Services lists the prefixes of all services, sorted.
func (c *Catalogue) Services() []string {
	return slices.Sorted(maps.Keys(c.services))
}

// Detailed reports whether the actions of a service carry resource types and
// condition keys.
func (c *Catalogue) Detailed(prefix string) bool {
	s, ok := c.get(prefix)
	return ok && s.arns != nil
}

// Action gives the action of a name such as "s3:getobject", in any case, as
// IAM does. It is false for names without service, names with wildcards and
// unknown ones.
func (c *Catalogue) Action(name string) (Action, bool) {
	prefix, action, ok := strings.Cut(name, ":")
	if !ok {
		return Action{}, false
	}
	s, ok := c.get(prefix)
	if !ok {
		return Action{}, false
	}
	i, ok := s.byName[strings.ToLower(action)]
	if !ok {
		return Action{}, false
	}
	return s.actions[i], true
}

// Actions lists the actions of a service, sorted by name; nil for an unknown
// service. The caller must not change what it gets.
func (c *Catalogue) Actions(prefix string) []Action {
	s, _ := c.get(prefix)
	return s.actions
}

// Expand gives the names of the actions that a pattern such as "s3:Get*"
// matches, sorted. As in IAM, "*" stands for any number of characters, "?" for
// one, and case does not matter; the service must be spelled out.
func (c *Catalogue) Expand(pattern string) []string {
	prefix, rest, ok := strings.Cut(pattern, ":")
	if !ok {
		return nil
	}
	var out []string
	for _, a := range c.Actions(prefix) {
		_, name, _ := strings.Cut(a.Name, ":")
		if match(strings.ToLower(rest), strings.ToLower(name)) {
			out = append(out, a.Name)
		}
	}
	return out
}

// ARN gives the form of the ARNs of a resource type, with its variable parts
// as ${Name}: "arn:${Partition}:s3:::${BucketName}". It is empty for unknown
// types and for services that Detailed does not report.
func (c *Catalogue) ARN(prefix, resourceType string) string {
	s, _ := c.get(prefix)
	return s.arns[resourceType]
}

// match reports whether a pattern with "*" and "?" covers the whole name. It
// goes back to the last star only, so its cost is bounded by the product of
// the lengths.
func match(pattern, name string) bool {
	p, n := 0, 0
	star, mark := -1, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, n
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == name[n]):
			p++
			n++
		case star >= 0:
			mark++
			p, n = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
