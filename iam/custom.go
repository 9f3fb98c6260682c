package iam

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/aws/catalogue"
	"github.com/alienc/alienc/compiler/ir"
)

// awsCustom adds the grants of a set that the author wrote, for the holder that
// the binding names; name is what the holder's role is called after. Under a
// resource's id the set applies where its "resource" binding says, under "*"
// where its "stack" binding says, as written: nothing widens or narrows it.
func (d *deriver) awsCustom(b binding, name, key string, s ir.SetUse) {
	resource := d.stack.Resource(key) // nil under "*"
	for i, rule := range s.Custom.AWS {
		where := rule.Resource
		if key == ir.Any {
			where = rule.Stack
		}
		actions := customActions(rule.Actions)
		if where == nil || len(actions) == 0 {
			continue // a check has said so
		}
		fill := func(text string) cloud.Text { return aws.Fill(text, resource, name) }
		var conditions []Condition
		for _, c := range where.Condition {
			conditions = append(conditions, Condition{c.Operator, c.Key, sortedTexts(mapped(c.Values, fill))})
		}
		g := Grant{
			Cloud: cloud.AWS, Plane: b.plane, Identity: b.identity, Effect: Effect(rule.Effect), Authored: b.authored,
			Statement: customStatement(s, i), Actions: actions, Conditions: conditions,
			Scope: ir.Any, Lifecycle: ir.Frozen, Set: s.ID, Custom: true, Wide: key == ir.Any,
			Origin: []Origin{{s.Pos, s.Path}}, Reason: customReason(s, rule.Description),
		}
		if resource != nil {
			g.Scope, g.Resource, g.Lifecycle = subject(resource), key, resource.Info().Lifecycle
		}
		for _, on := range mapped(where.Resources, fill) {
			g.On = on
			d.add(g)
		}
	}
}

// customActions gives the actions by their own names, each wildcard replaced
// by the actions that this alienc knows: what AWS adds later never enters
// silently.
func customActions(written []string) []string {
	known := catalogue.Open()
	var list []string
	for _, name := range written {
		if strings.ContainsAny(name, "*?") {
			list = append(list, known.Expand(name)...)
		} else if action, ok := known.Action(name); ok {
			list = append(list, action.Name)
		} else {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// customStatement is the id of the statement of a rule: the set's and the
// rule's label, or its number where several rules have no label. It begins with
// a word that no id of alienc's own begins with, so that a reader knows at sight
// what the author wrote.
func customStatement(s ir.SetUse, rule int) string {
	id := "Custom" + aws.Pascal(s.ID)
	if label := aws.Pascal(s.Custom.AWS[rule].Label); label != "" {
		return id + label
	}
	if len(s.Custom.AWS) > 1 {
		return id + strconv.Itoa(rule+1)
	}
	return id
}

// customReason is what the author says of a rule or of its set.
func customReason(s ir.SetUse, rule string) string {
	switch {
	case rule != "":
		return rule
	case s.Custom.Description != "":
		return s.Custom.Description
	}
	return "Written by the author as " + s.ID + "."
}

func mapped(list []string, f func(string) cloud.Text) []cloud.Text {
	out := make([]cloud.Text, len(list))
	for i, s := range list {
		out[i] = f(s)
	}
	return out
}
