package access

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/iam"
)

// namedPower is a member of "actions".
type namedPower struct {
	name  string
	power power
}

// named judges the actions of a grant by name. One that Azure has on both
// planes, which differ in capitals at most, stands once, with what both can do.
func named(g *iam.Grant, j judge) []namedPower {
	var out []namedPower
	for _, r := range rights(g) {
		i := -1
		if r.data {
			i = slices.IndexFunc(out, func(n namedPower) bool { return strings.EqualFold(n.name, r.action) })
		}
		if i >= 0 {
			out[i].power = out[i].power.and(j.power(r))
			continue
		}
		out = append(out, namedPower{r.action, j.power(r)})
	}
	return out
}

// role writes by which assignment of which role a grant is held on Azure, and
// which of its actions the role has on data.
func (e *encoder) role(g *iam.Grant) {
	if len(g.DataActions) > 0 {
		e.strings("dataActions", g.DataActions)
	}
	if g.Role == nil {
		return
	}
	e.member("role", pattern(g.Role.Name))
	e.given("roleId", g.Role.ID)
	e.member("assignment", assignment(g))
}

// assignment gives the symbol of the assignment that carries a grant, empty
// where no role does.
func assignment(g *iam.Grant) string {
	if g.Role == nil {
		return ""
	}
	return g.Statement
}
