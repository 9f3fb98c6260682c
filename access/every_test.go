package access

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/iam"
)

// Real pages have the shape of pages, and every grant that is held after setup
// can be traced: its actions, its pattern and its place stand in one row below
// its holder.
func TestEveryGrantCanBeTraced(t *testing.T) {
	for name, in := range stacks(t) {
		page := Markdown(in)
		shape(t, string(page))
		rows := map[string][]string{}
		holder := ""
		for _, l := range section(page, "Every grant after setup") {
			if who, ok := strings.CutPrefix(l, "### "); ok {
				holder = strings.Trim(who, "`")
			}
			rows[holder] = append(rows[holder], l)
		}
		traced := 0
		for _, g := range in.Plan.Grants {
			if g.Plane == iam.Setup || g.Plane == iam.Teardown || g.Scope == "setup" {
				continue
			}
			traced++
			parts := []string{"`" + pattern(g.On) + "`", "`" + g.Statement + "`", "`" + g.Set + "`: ", "`" + g.Origin[0].Pos.String() + "`"}
			for _, a := range g.Actions {
				parts = append(parts, "`"+a+"`")
			}
			if !slices.ContainsFunc(rows[g.Identity], func(row string) bool {
				return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(row, p) })
			}) {
				t.Errorf("%s: no row of %s with %q", name, g.Identity, parts)
			}
		}
		if traced == 0 {
			t.Errorf("%s has no grants", name)
		}
	}
}
