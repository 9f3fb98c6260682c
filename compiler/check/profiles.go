package check

import (
	"fmt"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// profiles checks that functions and profiles find each other.
func profiles(r *review) {
	s := r.Stack
	var names []string
	for _, p := range s.Profiles {
		names = append(names, p.Name)
	}
	resolved := true
	for _, f := range s.Functions() {
		switch {
		case f.Profile == "":
			resolved = false
			r.add(about(f, "permissions", "function-without-profile", "function %q names no permission profile", f.ID).
				WithHelp(`add .permissions("...")`))
		case s.Profile(f.Profile) == nil:
			resolved = false
			r.add(about(f, "permissions", "profile-undefined", "function %q uses profile %q, which is not defined", f.ID, f.Profile).
				WithHelp(didYouMean(f.Profile, names, fmt.Sprintf("add %s: {...} to the profiles of the stack's .permissions", property(f.Profile)))))
		}
	}
	for _, p := range s.Profiles {
		// A function whose profile is not known may have meant this one.
		if resolved && len(s.Users(p.Name)) == 0 {
			r.add(diag.New("profile-unused", p.Pos, "permissions.profiles."+p.Name,
				fmt.Sprintf("profile %q is used by no function; no identity is created", p.Name)).
				WithHelp(fmt.Sprintf("remove it, or add .permissions(%q) to a function", p.Name)))
		}
	}
}

// holder is what grants are listed for: a profile, or the management identity.
type holder struct {
	what    string // in messages
	profile *ir.Profile
	users   []*ir.Function // nil for management
	grants  []ir.Keyed
}

// holders lists everything that grants are written for, in the author's order.
func (r *review) holders() []holder {
	list := make([]holder, 0, len(r.Stack.Profiles)+1)
	for _, p := range r.Stack.Profiles {
		list = append(list, holder{fmt.Sprintf("profile %q", p.Name), p, distinct(r.Stack.Users(p.Name)), p.Grants})
	}
	if m := r.Stack.Management; m != nil && len(m.Grants) > 0 {
		list = append(list, holder{what: "management", grants: m.Grants})
	}
	return list
}

// distinct gives the first of the functions of each id. That two have one id is
// reported as that.
func distinct(functions []*ir.Function) []*ir.Function {
	var list []*ir.Function
	seen := make(map[string]bool, len(functions))
	for _, f := range functions {
		if !seen[f.ID] {
			list = append(list, f)
			seen[f.ID] = true
		}
	}
	return list
}

// property writes a key as an object literal needs it.
func property(key string) string {
	if list := words(key); len(list) == 1 && list[0] == key {
		return key
	}
	return fmt.Sprintf("%q", key)
}
