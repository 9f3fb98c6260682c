package access

import (
	"strings"

	"github.com/alienc/alienc/iam"
)

// roleName names a role as Azure shows it.
func roleName(r *iam.Role) text { return code(pattern(r.Name)) }

// definer says who defines a role.
func definer(r *iam.Role) text {
	if r.ID != "" {
		return "Azure: " + code(r.ID)
	}
	return code("azure/iam/" + string(r.File) + ".bicep")
}

// roles names the roles that carry grants, each once.
func roles(grants []*iam.Grant) text {
	var list []*iam.Role
	for _, g := range grants {
		if g.Role != nil {
			list = append(list, g.Role)
		}
	}
	return join(unique(list), ", ", roleName)
}

// carrier says by which role a grant is held, nothing where a setting of the
// resource gives it.
func carrier(g *iam.Grant) text {
	if g.Role == nil {
		return ""
	}
	return roleName(g.Role) + " (" + definer(g.Role) + ")"
}

// patterned lists the actions of a role that Azure writes with a wildcard.
func patterned(grants []*iam.Grant) []right {
	var list []right
	for _, r := range rightsOf(grants) {
		if strings.Contains(r.action, "*") {
			list = append(list, r)
		}
	}
	return list
}
