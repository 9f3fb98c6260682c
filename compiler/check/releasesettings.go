package check

import (
	"fmt"
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// idleSettings lists the settings that nothing on a cloud depends on.
var idleSettings = map[cloud.Name][]string{
	cloud.AWS:   {"publicEndpoint", "readinessProbe"},
	cloud.Azure: {"publicEndpoint", "replicationRegions"},
}

// idleOn reports whether nothing on a cloud depends on a setting in either
// build. Commands are for management there, unless the author lists what it
// has; Azure has a queue for them all the same.
func (c *comparison) idleOn(name cloud.Name, setting string) bool {
	return slices.Contains(idleSettings[name], setting) ||
		name == cloud.AWS && setting == "commandsEnabled" && !derived(c.Previous) && !derived(c.Stack)
}

// idle reports whether no target depends on a setting.
func (c *comparison) idle(setting string) bool {
	return len(c.targets) > 0 && !slices.ContainsFunc(c.targets, func(name cloud.Name) bool { return !c.idleOn(name, setting) })
}

// replicationRegions is the setting that a template leaves alone on AWS, where
// one rule of the account holds it for all registries.
const replicationRegions = "replicationRegions"

// byHand notes that the customer changes that rule, which setup does not.
func byHand(registry *ir.ArtifactRegistry) diag.Diagnostic {
	help := "section 11 of DEPLOY.md has the rule and the commands"
	if len(registry.ReplicationRegions) == 0 {
		help = "they remove its rule with aws ecr put-replication-configuration; until then images are copied"
	}
	return about(registry, replicationRegions, "release-by-hand",
		"%q changed since the previous build (%s): the customer changes the rules of the account by hand", registry.ID, replicationRegions).
		WithHelp(help)
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
		return !slices.Contains(inPlace[name][res.Kind()], setting) && !c.idleOn(name, setting)
	}) {
		return false, ""
	}
	if !mayUpdate(c.Stack, res) {
		return false, fmt.Sprintf("management overrides what live would give, and does not list %s on %q", updateSet(res), res.Info().ID)
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

func triggersOf(res ir.Resource) []ir.Trigger {
	if f, ok := res.(*ir.Function); ok {
		return f.Triggers
	}
	return nil
}
