package iam

import (
	"fmt"
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

// fault looks at one rule of a set, with a thing of its kind, and says what is
// wrong with it.
type fault func(s sets.Set, r sets.Rule, of parts) []string

// none reports what is wrong with any rule of any set.
func none(t *testing.T, find fault) {
	t.Helper()
	resources := sample()
	for _, s := range append(sets.All(), sets.AllDerived()...) {
		for _, r := range s.AWS {
			for _, wrong := range find(s, r, resources[s.Kind]) {
				t.Errorf("%s: %s: %s", s.ID, r.Sid, wrong)
			}
		}
	}
}

func TestSetsAreOnPartsThatExist(t *testing.T) {
	if !slices.EqualFunc(sets.Kinds, ir.Kinds, func(a string, b ir.Kind) bool { return a == string(b) }) {
		t.Errorf("sets know the kinds %q, the stack %q", sets.Kinds, ir.Kinds)
	}
	none(t, unknownParts)
}

func unknownParts(s sets.Set, r sets.Rule, of parts) (wrong []string) {
	for _, part := range r.On {
		if len(of(part)) == 0 {
			wrong = append(wrong, fmt.Sprintf("is on %q, which a %s has not", part, s.Kind))
		}
	}
	for _, c := range r.Condition {
		for _, v := range c.Values {
			word, variable := strings.CutPrefix(v, "${")
			word = strings.TrimSuffix(word, "}")
			if variable && word != "account" && word != "source" && len(of(word)) != 1 {
				wrong = append(wrong, fmt.Sprintf("compares with %q, which a %s has not", word, s.Kind))
			}
		}
	}
	return wrong
}

func TestAWildcardHasAReason(t *testing.T) { none(t, unexplainedWildcards) }

// An ARN may end in the name of what the resource holds; only a scope that
// reaches other resources needs a reason.
func unexplainedWildcards(_ sets.Set, r sets.Rule, of parts) []string {
	exact := map[string]bool{"objects": true, "values": true, "logs": true}
	wide := strings.Contains(strings.Join(slices.Concat(r.Allow, r.Deny), " "), "*")
	for _, part := range r.On {
		for _, arn := range of(part) {
			wide = wide || strings.Contains(arn.String(), "*") && !exact[part]
		}
	}
	switch {
	case wide && r.Reason == "":
		return []string{"reaches beyond its resource, without a reason"}
	case !wide && r.Reason != "":
		return []string{"reaches its resource alone, and has a reason for a wildcard"}
	}
	return nil
}

func TestEveryActionExists(t *testing.T) { none(t, unknownActions) }

func unknownActions(_ sets.Set, r sets.Rule, _ parts) (wrong []string) {
	known := catalogue.Open()
	for _, name := range slices.Concat(r.Allow, r.Deny) {
		if strings.Contains(name, "*") {
			if len(known.Expand(name)) == 0 {
				wrong = append(wrong, name+" matches nothing")
			}
			continue
		}
		if a, ok := known.Action(name); !ok || a.Name != name {
			wrong = append(wrong, "AWS has no action "+name)
		}
	}
	return wrong
}

func TestEveryActionFitsItsResourceAndConditions(t *testing.T) { none(t, unfitActions) }

// A statement whose action cannot be on its resource, or whose condition the
// action never carries, applies to nothing and nobody notices. A part on which
// none of the actions can be is as useless.
func unfitActions(_ sets.Set, r sets.Rule, of parts) (wrong []string) {
	known := catalogue.Open()
	used := map[string]bool{}
	every := false // whether it denies every action of a service, on whatever fits
	for _, name := range slices.Concat(r.Allow, r.Deny) {
		if strings.Contains(name, "*") {
			every = true
			continue
		}
		a, _ := known.Action(name)
		service, _, _ := strings.Cut(name, ":")
		fit := false
		for _, part := range r.On {
			if fits(known, service, a, of, part) {
				fit, used[part] = true, true
			}
		}
		if !fit {
			wrong = append(wrong, fmt.Sprintf("%s is never on %q", name, r.On))
		}
		for _, c := range r.Condition {
			if strings.HasPrefix(c.Key, "aws:") || strings.HasSuffix(c.Operator, "IfExists") || c.Operator == "Null" {
				continue
			}
			if !slices.ContainsFunc(a.Conditions, func(k string) bool { return strings.EqualFold(k, c.Key) }) {
				wrong = append(wrong, fmt.Sprintf("%s never carries %s", name, c.Key))
			}
		}
	}
	for _, part := range r.On {
		if !used[part] && !every {
			wrong = append(wrong, "nothing in it is ever on "+part)
		}
	}
	return wrong
}

// TestFaultsAreFound spoils rules one by one: each check finds what it is for.
func TestFaultsAreFound(t *testing.T) {
	resources := sample()
	for _, c := range []struct {
		what, set, sid string
		spoil          func(r *sets.Rule)
		find           fault
		want           string
	}{
		{
			"a part of another kind", "storage/data-read", "StorageDataReadObjects",
			func(r *sets.Rule) { r.On = []string{"table"} }, unknownParts, `is on "table", which a storage has not`,
		},
		{
			"a comparison with no part", "function/heartbeat", "FunctionMonitorTriggers",
			func(r *sets.Rule) { r.Condition[0].Values = []string{"${lambda}"} }, unknownParts, `compares with "lambda", which a function has not`,
		},
		{
			"a wide part", "function/invoke", "FunctionInvoke",
			func(r *sets.Rule) { r.On = []string{"mappings"} }, unexplainedWildcards, "reaches beyond its resource, without a reason",
		},
		{
			"anything", "artifact-registry/pull", "ArtifactRegistryPull",
			func(r *sets.Rule) { r.On = []string{"repository", "any"} }, unexplainedWildcards, "reaches beyond its resource, without a reason",
		},
		{
			"an unexplained denial", "storage/secure-transport", "DenyInsecureTransport",
			func(r *sets.Rule) { r.Reason = "" }, unexplainedWildcards, "reaches beyond its resource, without a reason",
		},
		{
			"a reason for nothing", "kv/data-read", "KvDataRead",
			func(r *sets.Rule) { r.Reason = "It is." }, unexplainedWildcards, "reaches its resource alone, and has a reason for a wildcard",
		},
		{
			"a misspelt action", "storage/data-read", "StorageDataReadObjects",
			func(r *sets.Rule) { r.Allow = []string{"s3:GetObjct"} }, unknownActions, "AWS has no action s3:GetObjct",
		},
		{
			"other letters", "storage/data-read", "StorageDataReadObjects",
			func(r *sets.Rule) { r.Allow = []string{"s3:getObject"} }, unknownActions, "AWS has no action s3:getObject",
		},
		{
			"another service", "kv/data-read", "KvDataRead",
			func(r *sets.Rule) { r.Allow = []string{"s3:Query"} }, unknownActions, "AWS has no action s3:Query",
		},
		{
			"a denied service that is none", "queue/secure-transport", "DenyInsecureTransport",
			func(r *sets.Rule) { r.Deny = []string{"sqss:*"} }, unknownActions, "sqss:* matches nothing",
		},
		{
			"an action of objects on the bucket", "storage/data-read", "StorageDataReadBucket",
			func(r *sets.Rule) { r.Allow = []string{"s3:GetBucketLocation", "s3:GetObject"} }, unfitActions, `s3:GetObject is never on ["bucket"]`,
		},
		{
			"an action of the bucket on objects", "storage/data-read", "StorageDataReadObjects",
			func(r *sets.Rule) { r.Allow = []string{"s3:GetObject", "s3:ListBucket"} }, unfitActions, `s3:ListBucket is never on ["objects"]`,
		},
		{
			"an action of streams on the group", "function/logs", "FunctionLogs",
			func(r *sets.Rule) { r.On = []string{"log-group"} }, unfitActions, `logs:PutLogEvents is never on ["log-group"]`,
		},
		{
			"an action without resources on one", "artifact-registry/pull", "ArtifactRegistryPull",
			func(r *sets.Rule) { r.Allow = []string{"ecr:BatchGetImage", "ecr:GetAuthorizationToken"} }, unfitActions,
			`ecr:GetAuthorizationToken is never on ["repository"]`,
		},
		{
			"an action with resources on anything", "artifact-registry/pull", "ArtifactRegistryToken",
			func(r *sets.Rule) { r.Allow = []string{"ecr:BatchGetImage"} }, unfitActions, `ecr:BatchGetImage is never on ["any"]`,
		},
		{
			"a part for nothing", "queue/data-read", "QueueDataRead",
			func(r *sets.Rule) { r.On = []string{"queue", "any"} }, unfitActions, "nothing in it is ever on any",
		},
		{
			"a condition that is never carried", "function/invoke", "FunctionInvoke",
			func(r *sets.Rule) { r.Condition = []sets.Condition{{Operator: "StringEquals", Key: "lambda:Layer"}} }, unfitActions,
			"lambda:InvokeFunction never carries lambda:Layer",
		},
	} {
		s, ok := sets.Find(c.set)
		i := slices.IndexFunc(s.AWS, func(r sets.Rule) bool { return r.Sid == c.sid })
		if !ok || i < 0 {
			t.Fatalf("%s has no %s", c.set, c.sid)
		}
		r := s.AWS[i]
		r.Condition = slices.Clone(r.Condition)
		if wrong := c.find(s, r, resources[s.Kind]); len(wrong) > 0 {
			t.Errorf("%s: before: %q", c.what, wrong)
		}
		c.spoil(&r)
		if wrong := c.find(s, r, resources[s.Kind]); !slices.Contains(wrong, c.want) {
			t.Errorf("%s: found %q, want %q", c.what, wrong, c.want)
		}
	}
}

// unnamed are the actions that the catalogue gives a resource type, though
// what we ask of them has no name: metrics are in no dataset, and a template
// that is checked is no stack yet.
var unnamed = map[string]bool{"cloudwatch:GetMetricData": true, "cloudformation:GetTemplateSummary": true}

// fits says whether an ARN of the part has the form of a resource type of the
// action.
func fits(known *catalogue.Catalogue, service string, a catalogue.Action, of parts, part string) bool {
	variable := regexp.MustCompile(`\\\$\\\{[^}]*\\\}`)
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
			form := strings.ReplaceAll(regexp.QuoteMeta(known.ARN(service, kind)), `\$\{BucketName\}`, "[^/]+") // or it would take objects
			form = "^" + variable.ReplaceAllString(form, ".+") + "$"
			if regexp.MustCompile(form).MatchString(text) {
				return true
			}
		}
	}
	return false
}

// What an author writes begins with "Custom" in every policy, so that a reader
// knows it at sight; nothing of alienc's own does.
func TestNoStatementOfOursLooksLikeAnAuthors(t *testing.T) {
	for _, s := range sets.All() {
		for _, r := range s.AWS {
			if strings.HasPrefix(strings.ToLower(r.Sid), "custom") {
				t.Errorf("%s: %s", s.ID, r.Sid)
			}
		}
	}
}
