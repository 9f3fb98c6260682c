package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

var idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const idRule = "use lower-case letters and digits, joined by single hyphens"

// reservedProfiles are the names of identities that a deployment has besides
// its profiles.
var reservedProfiles = []string{"management", "setup", "teardown", "invoker", "scheduler", "pull", "events"}

// ids checks the form of what authors name, and that resources differ in it.
func ids(r *review) {
	s := r.Stack
	at := s.Places.At("id", s.Pos)
	switch {
	case !idPattern.MatchString(s.ID):
		r.add(diag.New("stack-id-pattern", at, "id", fmt.Sprintf("stack id %q is not allowed", s.ID)).WithHelp(idHelp(s.ID)))
	case s.ID[0] >= '0' && s.ID[0] <= '9':
		r.add(diag.New("stack-id-pattern", at, "id", fmt.Sprintf("stack id %q must start with a letter", s.ID)).
			WithHelp("every name in the customer's cloud begins with it"))
	}
	if len(s.Resources) == 0 {
		r.add(diag.New("empty-stack", s.Pos, "resources", fmt.Sprintf("stack %q has no resources", s.ID)).
			WithHelp(`add one: .add(data, "frozen")`))
	}
	added := make(map[ir.Resource]bool, len(s.Resources))
	for _, res := range s.Resources {
		id := res.Info().ID
		if !idPattern.MatchString(id) {
			r.add(about(res, "id", "resource-id-pattern", "resource id %q is not allowed", id).WithHelp(idHelp(id)))
		}
		if first := s.Resource(id); first != res || added[res] {
			r.add(duplicate(first, res))
		}
		added[res] = true
	}
	for _, p := range s.Profiles {
		path := "permissions.profiles." + p.Name
		if !idPattern.MatchString(p.Name) {
			r.add(diag.New("profile-name-pattern", p.Pos, path, fmt.Sprintf("profile name %q is not allowed", p.Name)).WithHelp(idHelp(p.Name)))
		}
		if slices.Contains(reservedProfiles, p.Name) {
			r.add(diag.New("reserved-profile-name", p.Pos, path, fmt.Sprintf("profile name %q is reserved", p.Name)).
				WithHelp(fmt.Sprintf("use another name, such as %q; reserved are %s", "app-"+p.Name, strings.Join(reservedProfiles, ", "))))
		}
	}
}

func duplicate(first, second ir.Resource) diag.Diagnostic {
	one, two := first.Info(), second.Info()
	if one.Pos == two.Pos { // one builder, added twice or made in a loop
		return diag.New("duplicate-resource-id", two.Added, "resources."+two.ID, fmt.Sprintf("resource %q is added twice", two.ID)).
			WithHelp("remove one .add")
	}
	d := about(second, "id", "duplicate-resource-id", "two resources have the id %q (%s, %s)", two.ID, one.Pos.Short(), two.Pos.Short())
	return declared(d.WithHelp("rename one"), first)
}

func idHelp(id string) string {
	if better := strings.Join(words(id), "-"); better != "" {
		return fmt.Sprintf("use %q", better)
	}
	return idRule
}
