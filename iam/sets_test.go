package iam

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/aws/catalogue"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// parts finds the ARNs of a part of something.
type parts func(part string) []cloud.Text

// sample has a thing of each kind with everything that a set can ask for.
func sample() map[string]parts {
	out := map[string]parts{
		"profile":    func(part string) []cloud.Text { return aws.ProfileScope("execution", part) },
		"management": func(part string) []cloud.Text { return aws.ManagementScope(1, part) },
		"stack":      aws.StackScope,
	}
	for _, r := range reference().Resources {
		// Of the two functions, the worker.
		out[string(r.Kind())] = func(part string) []cloud.Text { return aws.Scope(r, part) }
	}
	return out
}

// everyRule calls f for each rule of each set and a thing of its kind.
func everyRule(f func(sets.Set, sets.Rule, parts)) {
	resources := sample()
	for _, s := range append(sets.All(), sets.AllDerived()...) {
		for _, r := range s.AWS {
			f(s, r, resources[s.Kind])
		}
	}
}

func TestSetsAreOnPartsThatExist(t *testing.T) {
	if !slices.EqualFunc(sets.Kinds, ir.Kinds, func(a string, b ir.Kind) bool { return a == string(b) }) {
		t.Errorf("sets know the kinds %q, the stack %q", sets.Kinds, ir.Kinds)
	}
	everyRule(func(s sets.Set, r sets.Rule, of parts) {
		for _, part := range r.On {
			if len(of(part)) == 0 {
				t.Errorf("%s: %s is on %q, which a %s has not", s.ID, r.Sid, part, s.Kind)
			}
		}
		for _, c := range r.Condition {
			for _, v := range c.Values {
				word, variable := strings.CutPrefix(v, "${")
				word = strings.TrimSuffix(word, "}")
				if variable && word != "account" && word != "source" && len(of(word)) != 1 {
					t.Errorf("%s: %s compares with %q, which a %s has not", s.ID, r.Sid, word, s.Kind)
				}
			}
		}
	})
}

// An ARN may end in the name of what the resource holds; only a scope that
// reaches other resources needs a reason.
func TestAWildcardHasAReason(t *testing.T) {
	exact := map[string]bool{"objects": true, "values": true, "logs": true}
	everyRule(func(s sets.Set, r sets.Rule, of parts) {
		wide := strings.Contains(strings.Join(append(r.Allow, r.Deny...), " "), "*")
		for _, part := range r.On {
			for _, arn := range of(part) {
				wide = wide || strings.Contains(arn.String(), "*") && !exact[part]
			}
		}
		if wide != (r.Reason != "") {
			t.Errorf("%s: %s reaches beyond its resource: %t, but its reason is %q", s.ID, r.Sid, wide, r.Reason)
		}
	})
}

func TestEveryActionExists(t *testing.T) {
	known := catalogue.Open()
	everyRule(func(s sets.Set, r sets.Rule, _ parts) {
		for _, name := range append(slices.Clone(r.Allow), r.Deny...) {
			if strings.Contains(name, "*") {
				if len(known.Expand(name)) == 0 {
					t.Errorf("%s: %s matches nothing", s.ID, name)
				}
				continue
			}
			if a, ok := known.Action(name); !ok || a.Name != name {
				t.Errorf("%s: AWS has no action %s", s.ID, name)
			}
		}
	})
}

// A statement whose action cannot be on its resource, or whose condition the
// action never carries, applies to nothing and nobody notices.
func TestEveryActionFitsItsResourceAndConditions(t *testing.T) {
	known := catalogue.Open()
	everyRule(func(s sets.Set, r sets.Rule, of parts) {
		for _, name := range append(slices.Clone(r.Allow), r.Deny...) {
			a, _ := known.Action(name)
			service, _, _ := strings.Cut(name, ":")
			if strings.Contains(name, "*") || !known.Detailed(service) {
				continue
			}
			if !fits(known, service, a, of, r.On) {
				t.Errorf("%s: %s is never on %q", s.ID, name, r.On)
			}
			for _, c := range r.Condition {
				if strings.HasPrefix(c.Key, "aws:") || strings.HasSuffix(c.Operator, "IfExists") || c.Operator == "Null" {
					continue
				}
				if !slices.ContainsFunc(a.Conditions, func(k string) bool { return strings.EqualFold(k, c.Key) }) {
					t.Errorf("%s: %s never carries %s", s.ID, name, c.Key)
				}
			}
		}
	})
}

// unnamed are the actions that the catalogue gives a resource type, though
// what we ask of them has no name: metrics are in no dataset, and a template
// that is checked is no stack yet.
var unnamed = map[string]bool{"cloudwatch:GetMetricData": true, "cloudformation:GetTemplateSummary": true}

// fits says whether the ARN of some part has the form of a resource type of
// the action.
func fits(known *catalogue.Catalogue, service string, a catalogue.Action, of parts, on []string) bool {
	variable := regexp.MustCompile(`\\\$\\\{[^}]*\\\}`)
	for _, part := range on {
		for _, arn := range of(part) {
			text := arn.Resolve(func(v cloud.Var) string {
				if v == aws.StackID {
					return "arn:x:cloudformation:x:x:stack/x/x"
				}
				return "x"
			})
			if text == "*" {
				return len(a.Resources) == 0 || unnamed[a.Name]
			}
			if part == "logs" {
				text = strings.TrimSuffix(text, "*") + "log-stream:x" // the group and its streams alike
			}
			for _, kind := range a.Resources {
				form := "^" + variable.ReplaceAllString(regexp.QuoteMeta(known.ARN(service, kind)), ".+") + "$"
				if regexp.MustCompile(form).MatchString(text) {
					return true
				}
			}
		}
	}
	return false
}
