package check

import (
	"fmt"
	"slices"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// idleOnAWS lists the settings that nothing on AWS depends on.
var idleOnAWS = map[string]bool{"readinessProbe": true, "publicEndpoint": true}

// idle reports whether nothing depends on a setting in either build. Commands
// are for management, unless the author lists what it has.
func (c *comparison) idle(setting string) bool {
	return c.onlyAWS() && idleOnAWS[setting] ||
		setting == "commandsEnabled" && !derived(c.Previous) && !derived(c.Stack)
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
// changes in a live resource on AWS with the rights of the kind's set
// "management". The limit of concurrency is none of them: an action of its
// own sets it, and that set does not hold it. All the others change a name, a
// right, the network or who may call.
var inPlace = map[ir.Kind][]string{
	ir.KindFunction: {"code", "environment", "memoryMb", "timeoutSeconds"},
	ir.KindStorage:  {"lifecycleRules", "versioning"},
}

// managed reports whether management can change a setting of a live resource
// by itself. If it could but for something else in the stack, it says for what.
func (c *comparison) managed(res ir.Resource, setting string) (ok bool, why string) {
	if !c.aws() || !slices.Contains(inPlace[res.Kind()], setting) {
		return false, ""
	}
	if !mayUpdate(c.Stack, res) {
		return false, fmt.Sprintf("management overrides what live would give, and does not list %s on %q", updateSet(res), res.Info().ID)
	}
	switch {
	case setting == "timeoutSeconds":
		for _, t := range triggersOf(res) {
			if t, ok := t.(*ir.QueueTrigger); ok {
				return false, fmt.Sprintf("the timeout also sets for how long queue %q hides a message, which only setup can change", t.Queue.ID)
			}
		}
	case setting == "versioning":
		for _, p := range c.Stack.Profiles {
			if _, reads := c.is[p.Name][right("storage/data-read", res.Info().ID)]; reads {
				return false, fmt.Sprintf("profile %q may read old versions where there are any, which only setup can change", p.Name)
			}
		}
	}
	return true, ""
}

// updates reports whether live gives management more than monitoring on AWS.
func updates(res ir.Resource) bool {
	set, ok := sets.Lookup(updateSet(res))
	return ok && len(set.AWS) > 0
}

func triggersOf(res ir.Resource) []ir.Trigger {
	if f, ok := res.(*ir.Function); ok {
		return f.Triggers
	}
	return nil
}
