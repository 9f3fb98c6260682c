package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// settings gives what a resource has beside its id and lifecycle: each setting
// under its name in ir.json, in a form that is equal when the setting means
// the same. It leaves out places, and the order of lists.
func settings(res ir.Resource) map[string]string {
	data, err := json.Marshal(normal(res))
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
		case "lifecycleRules", "links", replicationRegions, "triggers":
			out[name] = unordered(value)
		default:
			out[name] = string(value)
		}
	}
	return out
}

// normal gives a resource that is the same for all ways to write it. Of
// sources, their paths are left out: files may move, and what is in them is
// not compared. So is what a TypeScript program is called, since a zip holds
// it under a name of its own.
func normal(res ir.Resource) ir.Resource {
	f, ok := res.(*ir.Function)
	if !ok {
		return res
	}
	same := *f
	if f.Code.Source != nil {
		source := *f.Code.Source
		source.Dir, source.Dockerfile = "", ""
		if source.Toolchain == ir.ToolchainTypeScript {
			source.Binary = ""
		}
		same.Code.Source = &source
	}
	same.Triggers = make([]ir.Trigger, len(f.Triggers))
	for i, t := range f.Triggers {
		same.Triggers[i] = normalTrigger(t)
	}
	return &same
}

func normalTrigger(t ir.Trigger) ir.Trigger {
	switch t := t.(type) {
	case *ir.StorageTrigger:
		return &ir.StorageTrigger{Storage: t.Storage, Events: inOrder(t.Events)}
	case *ir.ScheduleTrigger:
		return &ir.ScheduleTrigger{Cron: times(t.Cron), Index: t.Index}
	}
	return t
}

// times gives what a schedule matches. One that cannot be read, which no build
// leaves behind, stays as it is.
func times(cron string) string {
	c, err := ir.ParseCron(cron)
	if err != nil {
		return cron
	}
	var fields []string
	for _, f := range []ir.CronField{c.Minute, c.Hour, c.Day, c.Month, c.Weekday} {
		if f.Any {
			fields = append(fields, "*") // a day that is any leaves the choice to the weekday, one of 1-31 does not
			continue
		}
		fields = append(fields, fmt.Sprint(f.List()))
	}
	return strings.Join(fields, " ")
}

// unordered writes a list in an order of its own.
func unordered(list json.RawMessage) string {
	var parts []json.RawMessage
	if err := json.Unmarshal(list, &parts); err != nil {
		panic(err) // only lists are written so
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = string(p)
	}
	slices.Sort(texts)
	return strings.Join(texts, ",")
}

// inOrder gives a list sorted, each entry once.
func inOrder[S ~[]E, E ~string](list S) S {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// meaning gives what a set of the author's own allows under a key, in a form
// that is equal when it is. Descriptions allow nothing, and neither does where
// the set would apply under another key, or what it says of clouds that are no
// target.
func (c *comparison) meaning(set ir.CustomSet, key string) string {
	set.Description = ""
	set.AWS, set.GCP, set.Azure = slices.Clone(set.AWS), slices.Clone(set.GCP), slices.Clone(set.Azure)
	if !c.targeting(cloud.AWS) {
		set.AWS = nil
	}
	if !c.targeting(cloud.GCP) {
		set.GCP = nil
	}
	if !c.targeting(cloud.Azure) {
		set.Azure = nil
	}
	for i := range set.AWS {
		rule := &set.AWS[i]
		rule.Description, rule.Actions = "", inOrder(rule.Actions)
		if key == ir.Any {
			rule.Stack, rule.Resource = normalBinding(rule.Stack), nil
		} else {
			rule.Stack, rule.Resource = nil, normalBinding(rule.Resource)
		}
	}
	for i := range set.GCP {
		set.GCP[i].Description = ""
	}
	for i := range set.Azure {
		rule := &set.Azure[i]
		rule.Description = ""
		rule.Actions, rule.DataActions, rule.PredefinedRoles = inOrder(rule.Actions), inOrder(rule.DataActions), inOrder(rule.PredefinedRoles)
		if key == ir.Any {
			rule.Resource = nil
		} else {
			rule.Stack = nil
		}
	}
	data, err := json.Marshal(set)
	if err != nil {
		panic(err) // encoding/json takes every set
	}
	return string(data)
}

func normalBinding(b *ir.AWSBinding) *ir.AWSBinding {
	if b == nil {
		return nil
	}
	same := &ir.AWSBinding{Resources: inOrder(b.Resources), Condition: slices.Clone(b.Condition)}
	for i := range same.Condition {
		same.Condition[i].Values = inOrder(same.Condition[i].Values)
	}
	return same
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
