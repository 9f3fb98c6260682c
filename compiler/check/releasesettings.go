package check

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// idleSettings lists the settings that nothing on a cloud depends on.
var idleSettings = map[cloud.Name][]string{
	cloud.AWS:   {"publicEndpoint", "readinessProbe"},
	cloud.Azure: {"publicEndpoint", "replicationRegions"},
}

// idle reports whether no target depends on a setting.
func (c *comparison) idle(setting string) bool {
	return len(c.targets) > 0 && !slices.ContainsFunc(c.targets, func(name cloud.Name) bool { return !slices.Contains(idleSettings[name], setting) })
}

// inPlace lists the settings, by their names in ir.json, that management
// changes in a live resource with the rights of the kind's set "management".
// The limit of concurrency is none of them on AWS: an action of its own sets
// it, and that set does not hold it. All the others change a name, a right, the
// network or who may call.
var inPlace = map[cloud.Name]map[ir.Kind][]string{
	cloud.AWS: {
		ir.KindFunction: {"code", "environment", "memoryMb", "timeoutSeconds"},
		ir.KindStorage:  {"lifecycleRules", "versioning"},
	},
	cloud.Azure: {
		ir.KindFunction: {"code", "concurrencyLimit", "environment", "memoryMb", "timeoutSeconds"},
		ir.KindStorage:  {"lifecycleRules", "versioning"},
	},
}

// managed reports whether management can change a setting of a live resource
// by itself, on all targets that it matters on. If it could but for something
// else in the stack, it says for what.
func (c *comparison) managed(res ir.Resource, setting string) (ok bool, why string) {
	if len(c.targets) == 0 || slices.ContainsFunc(c.targets, func(name cloud.Name) bool {
		return !slices.Contains(inPlace[name][res.Kind()], setting) && !slices.Contains(idleSettings[name], setting)
	}) {
		return false, ""
	}
	if set := string(res.Kind()) + "/management"; !c.holds(res, set) {
		return false, fmt.Sprintf("management overrides what live would give, and does not list %s on %q", set, res.Info().ID)
	}
	if c.aws() {
		if why := c.heldBackOnAWS(res, setting); why != "" {
			return false, why
		}
	}
	if c.azure() && setting == "lifecycleRules" {
		if was, ok := c.Previous.Resource(res.Info().ID).(*ir.Storage); ok && len(was.LifecycleRules) == 0 {
			return false, "the first lifecycle rule makes a policy of its own on Azure, which only setup can create"
		}
	}
	return true, ""
}

// heldBackOnAWS says what else in the stack a setting changes there, which only
// setup can.
func (c *comparison) heldBackOnAWS(res ir.Resource, setting string) string {
	switch setting {
	case "timeoutSeconds":
		for _, t := range triggersOf(res) {
			if t, ok := t.(*ir.QueueTrigger); ok {
				return fmt.Sprintf("the timeout also sets for how long queue %q hides a message, which only setup can change", t.Queue.ID)
			}
		}
	case "versioning":
		for _, p := range c.Stack.Profiles {
			if _, reads := c.is[p.Name][right("storage/data-read", res.Info().ID)]; reads {
				return fmt.Sprintf("profile %q may read old versions where there are any, which only setup can change", p.Name)
			}
		}
	}
	return ""
}

// derived reports whether management follows from frozen and live at all.
func (c *comparison) derived() bool { return c.Stack.Management.Mode != ir.ManagementOverride }

// holds reports whether management has a set on a live resource: derived, or
// because the author lists it.
func (c *comparison) holds(res ir.Resource, set string) bool {
	return c.derived() || slices.ContainsFunc(c.Stack.Management.Grants, func(k ir.Keyed) bool {
		return (k.Key == ir.Any || k.Key == res.Info().ID) && slices.ContainsFunc(k.Sets, func(s ir.SetUse) bool {
			return s.Custom == nil && sets.Canonical(s.ID) == set
		})
	})
}

func triggersOf(res ir.Resource) []ir.Trigger {
	if f, ok := res.(*ir.Function); ok {
		return f.Triggers
	}
	return nil
}

// settings gives what a resource has beside its id and lifecycle: each setting
// under its name in ir.json, in a form that is equal when the setting means
// the same. It leaves out places, and the order of links and triggers.
func settings(res ir.Resource) map[string]string {
	data, err := json.Marshal(placeless(res))
	if err != nil {
		panic(err) // encoding/json takes every resource
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		panic(err) // it has just been written
	}
	out := make(map[string]string, len(all))
	for name, value := range all {
		switch name {
		case "id", "lifecycle", "at", "added", "places":
		case "links", "triggers":
			out[name] = unordered(value)
		default:
			out[name] = string(value)
		}
	}
	return out
}

// placeless gives a resource that does not depend on the file in which it is
// declared, as the directory of a function's code does as it is written.
func placeless(res ir.Resource) ir.Resource {
	f, ok := res.(*ir.Function)
	if !ok || f.Code.Source == nil {
		return res
	}
	moved, source := *f, *f.Code.Source
	source.Dir = path.Join(path.Dir(f.At("code.src").File), source.Dir)
	moved.Code.Source = &source
	return &moved
}

// unordered writes a list in an order of its own.
func unordered(list json.RawMessage) string {
	var parts []json.RawMessage
	if err := json.Unmarshal(list, &parts); err != nil {
		panic(err) // links and triggers are lists
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = string(p)
	}
	slices.Sort(texts)
	return strings.Join(texts, ",")
}

// different lists the names under which two maps do not hold the same, sorted.
func different(one, two map[string]string) []string {
	var names []string
	for name, value := range two {
		if before, ok := one[name]; !ok || before != value {
			names = append(names, name)
		}
	}
	for name := range one {
		if _, ok := two[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
