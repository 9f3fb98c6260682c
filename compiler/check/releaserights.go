package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// rights are what an identity may do: each right by its name for people, with
// what a set of the author's own says.
type rights map[string]string

// identities gives the rights of each profile that has an identity, which one
// that no function uses has not.
func (c *comparison) identities(s *ir.Stack) map[string]rights {
	all := make(map[string]rights, len(s.Profiles))
	for _, p := range s.Profiles {
		users := s.Users(p.Name)
		if len(users) == 0 {
			continue
		}
		linked := map[ir.Kind][]string{}
		for _, link := range reachOf(holder{users: users}).first {
			linked[link.Kind] = append(linked[link.Kind], link.ID)
		}
		all[p.Name] = c.rightsIn(p.Grants, func(kind ir.Kind) []string { return linked[kind] })
	}
	return all
}

// rights compares what identities may do. What an identity has for a trigger
// is reported with the trigger.
func (c *comparison) rights() {
	renamed := map[string]bool{} // by the name in the previous build
	for _, p := range c.Stack.Profiles {
		is, used := c.is[p.Name]
		was, known := c.was[p.Name]
		path, old := "permissions.profiles."+p.Name, c.formerly(p.Name)
		switch {
		case !used:
		case known:
			if parts := difference(was, is); len(parts) > 0 {
				c.add(setupAgain(p.Pos, path, "profile %q changed since the previous build (%s)", p.Name, strings.Join(parts, "; ")))
			}
		case old != "":
			renamed[old] = true
			c.add(setupAgain(p.Pos, path, "profile %q was %q in the previous build, and its identity is replaced", p.Name, old).WithHelp(deletes))
		default:
			c.add(setupAgain(p.Pos, path, "the identity of profile %q is new since the previous build", p.Name))
		}
	}
	for _, p := range c.Previous.Profiles {
		_, was := c.was[p.Name]
		_, is := c.is[p.Name]
		if !was || is || renamed[p.Name] {
			continue
		}
		at := c.Stack.Pos
		if unused := c.Stack.Profile(p.Name); unused != nil {
			at = unused.Pos
		}
		c.add(setupAgain(at, "permissions.profiles."+p.Name, "the identity of profile %q was removed since the previous build", p.Name).WithHelp(deletes))
	}
	c.management()
}

// formerly gives the name that an identity had in the previous build: that of
// one that is gone, had the same rights, and was used by the same function.
func (c *comparison) formerly(profile string) string {
	for _, f := range c.Stack.Users(profile) {
		before, ok := c.Previous.Resource(f.ID).(*ir.Function)
		if !ok {
			continue
		}
		was, had := c.was[before.Profile]
		if _, remains := c.is[before.Profile]; had && !remains && maps.Equal(was, c.is[profile]) {
			return before.Profile
		}
	}
	return ""
}

// management compares what management holds, however the author writes it.
// What follows from frozen and live is reported with the resource, or with the
// mode that takes or gives all of it.
func (c *comparison) management() {
	was, is := c.listed(c.Previous), c.listed(c.Stack)
	for _, s := range []*ir.Stack{c.Previous, c.Stack} {
		for _, name := range follows(s) {
			delete(was, name)
			delete(is, name)
		}
	}
	m, parts := c.Stack.Management, difference(was, is)
	if derived(c.Previous) != derived(c.Stack) {
		parts = slices.Insert(parts, 0, fmt.Sprintf("%s to %s", c.Previous.Management.Mode, m.Mode))
	}
	if len(parts) > 0 {
		d := setupAgain(m.Pos, "permissions.management", "management changed since the previous build (%s)", strings.Join(parts, "; "))
		if c.manages(c.Previous) && !c.manages(c.Stack) {
			d = d.WithHelp("this release has no role for the vendor, and setup no right to delete the old one: the customer switches management off with the previous build first")
		}
		c.add(d)
	}
}

// manages reports whether a build gives the vendor an identity.
func (c *comparison) manages(s *ir.Stack) bool { return len(follows(s))+len(c.listed(s)) > 0 }

// listed gives the rights that the author lists for management. Under "*" they
// are on everything of the set's kind.
func (c *comparison) listed(s *ir.Stack) rights {
	of := map[ir.Kind][]string{}
	for _, res := range s.Resources {
		of[res.Kind()] = append(of[res.Kind()], res.Info().ID)
	}
	return c.rightsIn(s.Management.Grants, func(kind ir.Kind) []string { return of[kind] })
}

// follows names the rights that frozen and live give management. They could be
// listed as well, which changes nothing.
func follows(s *ir.Stack) []string {
	if !derived(s) {
		return nil
	}
	var list []string
	for _, res := range s.Resources {
		id := res.Info().ID
		list = append(list, right(string(res.Kind())+"/heartbeat", id))
		if res.Info().Lifecycle == ir.Live {
			list = append(list, right(updateSet(res), id))
		}
	}
	return list
}

// right names a set on a resource, for people.
func right(set, on string) string { return fmt.Sprintf("%s on %q", set, on) }

// rightsIn gives the rights that are written as grants. Under "*" a built-in set
// is granted on everything of its kind. One that grants nothing gives none.
func (c *comparison) rightsIn(grants []ir.Keyed, everything func(ir.Kind) []string) rights {
	all := rights{}
	for _, k := range grants {
		for _, s := range k.Sets {
			set, builtIn := sets.Lookup(s.ID)
			switch {
			case s.Custom != nil:
				all[right(s.ID, k.Key)] = c.meaning(*s.Custom, k.Key)
			case !builtIn, set.ID == execute, !c.gives(set):
			case k.Key != ir.Any:
				all[right(set.ID, k.Key)] = ""
			default:
				for _, id := range everything(ir.Kind(set.Kind)) {
					all[right(set.ID, id)] = ""
				}
			}
		}
	}
	return all
}

// difference says which rights came, went, or mean something else now.
func difference(was, is rights) []string {
	var adds, drops, changes []string
	for _, name := range different(was, is) {
		_, had := was[name]
		_, has := is[name]
		switch {
		case !had:
			adds = append(adds, name)
		case !has:
			drops = append(drops, name)
		default:
			changes = append(changes, name)
		}
	}
	var parts []string
	for _, group := range []struct {
		verb string
		list []string
	}{{"adds", adds}, {"drops", drops}, {"changes", changes}} {
		if len(group.list) > 0 {
			parts = append(parts, group.verb+" "+joined(group.list))
		}
	}
	return parts
}
