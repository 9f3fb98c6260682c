package iam

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// anyone is the identity of everybody, with or without an account.
const anyone = "anyone"

// Vendor is the identity that the customer lets act as management. Who that
// is, only the customer knows.
const Vendor = "vendor"

// service is the identity of a service of AWS.
func service(name string) string { return "service:" + name }

// thing is what a set is bound to: a resource of the stack, or what serves
// several.
type thing struct {
	subject  string // in the stack's words: "storage:data", "profile:execution"
	resource ir.Resource
	origin   Origin
	parts    func(part string) []cloud.Text  // the ARNs of a part
	places   func(part string) []azure.Place // the same on Azure
	is       func(state string) bool
}

// resource makes a thing of a resource of the stack.
func (d *deriver) resource(r ir.Resource) thing {
	return thing{
		subject: subject(r), resource: r, origin: at(r, ""),
		parts: func(part string) []cloud.Text { return aws.Scope(r, part) },
		is:    func(state string) bool { return d.applies(state, r) },
	}
}

// shared makes a thing of what serves several resources.
func shared(subject string, origin Origin, parts func(string) []cloud.Text) thing {
	return thing{subject: subject, origin: origin, parts: parts, is: func(string) bool { return false }}
}

func profileThing(p *ir.Profile) thing {
	return shared("profile:"+p.Name, Origin{p.Pos, "permissions.profiles." + p.Name}, func(part string) []cloud.Text {
		return aws.ProfileScope(p.Name, part)
	})
}

// binding is one set that somebody holds on one thing, before a cloud's rules
// turn it into grants.
type binding struct {
	plane    Plane
	identity string // empty: whom the rule names
	set      sets.Set
	on       thing
	source   ir.Resource // what the holder acts for, or nil
	scope    string      // the assumed identity of a trust
	origin   Origin
	authored bool                  // the author asks for it in management
	holds    func(set string) bool // what else the identity holds on the thing
}

// bindAWS adds the grants of each rule of the set that applies.
func (d *deriver) bindAWS(b binding) {
	for _, rule := range b.set.AWS {
		switch {
		case rule.When != "" && !b.on.is(rule.When),
			rule.With != "" && !b.holds(rule.With),
			rule.Without != "" && b.holds(rule.Without):
			continue
		}
		for _, part := range rule.On {
			for _, arn := range b.on.parts(part) {
				d.add(b.grant(rule, part, arn))
			}
		}
	}
}

func (b binding) grant(rule sets.Rule, part string, arn cloud.Text) Grant {
	g := Grant{
		Cloud: cloud.AWS, Plane: b.plane, Identity: b.identity, Effect: Allow, Statement: rule.Sid, Actions: rule.Allow,
		On: arn, Scope: b.on.subject + "/" + part, Conditions: b.conditions(rule), Lifecycle: ir.Frozen,
		Set: b.set.ID, Origin: []Origin{b.origin}, Reason: b.set.Doc,
		Authored: b.authored, Damage: rule.Damage, Wildcard: rule.Reason,
	}
	if len(rule.Deny) > 0 {
		g.Effect, g.Actions = Deny, rule.Deny
	}
	switch rule.Principal {
	case "":
	case anyone, Vendor:
		g.Identity = rule.Principal
	default:
		g.Identity = service(rule.Principal)
	}
	if b.set.Derived {
		g.Set = "derived:" + b.set.Purpose
	}
	if b.scope != "" {
		g.Scope = b.scope
	}
	if r := b.on.resource; r != nil {
		g.Resource, g.Lifecycle = r.Info().ID, r.Info().Lifecycle
	}
	if b.source != nil {
		g.Source = b.source.Info().ID
	}
	return g
}

// CalledVia is the key of the condition that binds setup to CloudFormation.
const CalledVia = "aws:CalledVia"

// throughCloudFormation makes a right useless to whoever holds it: only calls
// that CloudFormation makes for them carry it.
var throughCloudFormation = Condition{"ForAnyValue:StringEquals", CalledVia, []cloud.Text{cloud.Lit("cloudformation.amazonaws.com")}}

// ThroughCloudFormation is the condition on every right of setup and teardown
// whose rule is not direct.
func ThroughCloudFormation() Condition { return throughCloudFormation }

// conditions gives the conditions of a rule. What setup and teardown may do
// works through CloudFormation alone, unless the rule says why it cannot.
func (b binding) conditions(rule sets.Rule) []Condition {
	var out []Condition
	for _, c := range rule.Condition {
		var values []cloud.Text
		for _, v := range c.Values {
			values = append(values, b.value(v)...)
		}
		out = append(out, Condition{c.Operator, c.Key, sortedTexts(values)})
	}
	if (b.plane == Setup || b.plane == Teardown) && rule.Direct == "" {
		out = append(out, throughCloudFormation)
		slices.SortFunc(out, compareConditions)
	}
	return out
}

func compareConditions(a, b Condition) int {
	return strings.Compare(a.Operator+" "+a.Key, b.Operator+" "+b.Key)
}

// value fills in what a set leaves to the thing that it is bound to.
func (b binding) value(v string) []cloud.Text {
	word, ok := strings.CutPrefix(v, "${")
	if !ok {
		return []cloud.Text{cloud.Lit(v)}
	}
	switch word = strings.TrimSuffix(word, "}"); word {
	case "account":
		return []cloud.Text{cloud.Concat(aws.Account)}
	case "source":
		return []cloud.Text{aws.ARN(b.source)}
	}
	return b.on.parts(word)
}

// applies says whether a resource is in a state that a rule asks for; see
// [sets.States].
func (d *deriver) applies(state string, r ir.Resource) bool {
	switch r := r.(type) {
	case *ir.Storage:
		switch state {
		case "expiring":
			return len(r.LifecycleRules) > 0
		case "versioned":
			return r.Versioning
		case "notified":
			return slices.ContainsFunc(d.stack.Consumers(r.ID), func(c ir.Consumer) bool { return isStorage(c.Trigger) })
		}
	case *ir.ArtifactRegistry:
		return state == "pulled" && len(d.images) > 0
	case *ir.Function:
		switch state {
		case "called":
			return r.Ingress == ir.Public || slices.ContainsFunc(r.Triggers, isStorage)
		case "commanded":
			return r.Commands
		case "limited":
			return r.Concurrency != nil
		case "public":
			return r.Ingress == ir.Public
		case "queue-trigger":
			return slices.ContainsFunc(r.Triggers, isQueue)
		case "scheduled":
			return len(aws.Schedules(r)) > 0
		case "zip":
			return r.Code.Form() == ir.Zip
		}
	}
	return false
}

func isStorage(t ir.Trigger) bool {
	_, ok := t.(*ir.StorageTrigger)
	return ok
}

func isQueue(t ir.Trigger) bool {
	_, ok := t.(*ir.QueueTrigger)
	return ok
}
