package check

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// written is one place where a custom set is granted.
type written struct {
	ir.SetUse
	holder holder
	key    string
}

// at makes a finding about a part of the set.
func (w written) at(id, path, format string, args ...any) diag.Diagnostic {
	return diag.New(id, w.Custom.Places.At(path, w.Pos), w.Path+"."+path, fmt.Sprintf(format, args...))
}

// subject names this grant of the set in alienc.yaml.
func (w written) subject(r *review) string {
	who := "management"
	if w.holder.profile != nil {
		who = "profile:" + w.holder.profile.Name
	}
	return subject(who, r.Stack.Resource(w.key), w.ID)
}

// binding gives the part of a rule that says where it applies under the key of
// the set, nil if the author left it out, and the part's name.
func (w written) binding(rule ir.AWSRule) (binding *ir.AWSBinding, name string) {
	if w.key == ir.Any {
		return rule.Stack, "stack"
	}
	return rule.Resource, "resource"
}

// customSets checks the sets that authors write in a cloud's own terms. What
// does not depend on the holder and the key is checked where a set stands
// first.
func customSets(r *review) {
	first, ids := map[string]written{}, sids{}
	for _, h := range r.holders() {
		for _, k := range h.grants {
			for _, s := range k.Sets {
				if s.Custom == nil {
					continue
				}
				w := written{s, h, k.Key}
				before, seen := first[s.ID]
				if !seen {
					first[s.ID] = w
					setID(r, w)
					if r.aws() {
						ids.add(r, w)
					}
				}
				if seen && !same(before.Custom, s.Custom) {
					r.add(w.at("custom-set-conflict", "id", "set %q differs from the set of that id at %s", s.ID, before.Pos.Short()).
						WithHelp("give one of them an id of its own").
						WithRelated(before.Pos, "the other is here"))
					continue
				}
				if r.aws() {
					awsSet(r, w, seen)
				}
				if r.azure() {
					azureSet(r, w, seen)
				}
				if h.profile == nil {
					managedSet(r, w)
				} else {
					privileged(r, w)
				}
			}
		}
	}
}

func same(one, two *ir.CustomSet) bool {
	if one == two {
		return true
	}
	x, y := *one, *two
	x.Places, y.Places = nil, nil
	return reflect.DeepEqual(x, y)
}

// awsBinding checks what a binding says whatever its key.
func awsBinding(r *review, w written, b *ir.AWSBinding, path string) {
	variables(r, w, b, path)
	plainBinding(r, w, b, path)
	operators(r, w, b, path)
}

func setID(r *review, w written) {
	group, name, ok := strings.Cut(w.ID, "/")
	_, builtIn := sets.Lookup(w.ID)
	switch {
	case !ok || strings.Contains(name, "/"):
		r.add(w.at("custom-set-conflict", "id", "set id %q does not have exactly one slash", w.ID).
			WithHelp(`use your own name and the purpose, such as "acme/metrics"`))
	case group == "" || name == "":
		r.add(w.at("custom-set-conflict", "id", "set id %q has nothing on one side of its slash", w.ID).
			WithHelp(`use your own name and the purpose, such as "acme/metrics"`))
	case builtIn:
		r.add(w.at("custom-set-conflict", "id", "set %q has the id of a built-in set", w.ID).
			WithHelp(fmt.Sprintf(`use an id of your own, such as "acme/%s"`, name)))
	}
}

// awsSet checks a set's rules for AWS. Its own contents are checked once; what
// its key makes of it, each time.
func awsSet(r *review, w written, seen bool) {
	if len(w.Custom.AWS) == 0 {
		if !seen {
			r.add(w.at("custom-set-missing-cloud", "platforms", "set %q has no aws entry", w.ID).
				WithHelp("add it or restrict .platforms"))
		}
		return
	}
	for i, rule := range w.Custom.AWS {
		base := fmt.Sprintf("platforms.aws[%d]", i)
		if !seen {
			if len(rule.Actions) == 0 {
				r.add(w.at("custom-set-unknown-action", base+".grant.actions", "set %q lists no action", w.ID).As(diag.Error).
					WithHelp("list the actions, or remove the entry"))
			}
			for j, action := range rule.Actions {
				awsAction(r, w, action, actionPath(i, j))
			}
			awsBinding(r, w, rule.Stack, base+".binding.stack")
			awsBinding(r, w, rule.Resource, base+".binding.resource")
		}
		used, name := w.binding(rule)
		path := base + ".binding." + name
		if used == nil || len(used.Resources) == 0 {
			r.add(w.at("custom-set-missing-binding", base+".binding", "set %q has no %s binding on AWS, which its key %q needs", w.ID, name, w.key).
				WithHelp(fmt.Sprintf("add binding: { %s: { resources: [...] } }", name)))
			continue
		}
		if w.key == ir.Any {
			keyless(r, w, used, path)
		}
		if rule.Effect == "Deny" {
			continue
		}
		for j, on := range used.Resources {
			wideScope(r, w, on, fmt.Sprintf("%s.resources[%d]", path, j))
		}
	}
}
