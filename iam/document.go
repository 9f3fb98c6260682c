package iam

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
)

// Document is a policy as a file that the customer's own tools take.
type Document struct {
	Path string // slash-separated, relative to the output directory: "aws/iam/setup-policy.json"
	Role string // what it is for, a word for the manifest: "setup-policy"
	Data []byte
}

// What a customer writes into the trust of management. IAM rejects the first
// as it stands, and would take the second.
const (
	principalPlaceholder  = "MANAGEMENT_PRINCIPAL_ARN"
	externalIDPlaceholder = "MANAGEMENT_EXTERNAL_ID"
)

// AWSDocuments writes the policies of a plan as JSON for one deployment. They
// can be used before the stack exists, and hold the same statements as the
// template, but for those that [AWSGaps] lists. What the deployment does not say
// is left open in names, and closed by a condition on the account.
//
// The budgets say how many documents each identity needs.
func AWSDocuments(p *Plan, d aws.Deployment) ([]Document, []cloud.Budget) {
	w := &documents{deployment: d, taken: map[string]bool{}}
	w.policy("setup-policy", "setup policies", "setup-policy", p.For(cloud.AWS, Setup, setup), 0)
	w.policy("teardown-policy", "teardown policies", "teardown-policy", p.For(cloud.AWS, Teardown, teardown), 0)
	if held := p.For(cloud.AWS, Management, management); len(held) > 0 {
		w.policy("management-policy", "management policies", "management-policy", held, len(p.policies))
		w.trust(p)
	}
	names := p.profiles()
	for _, name := range names {
		w.taken["profiles/"+name] = true
	}
	for _, name := range names {
		w.policy("profiles/"+name, "policies of profile "+strconv.Quote(name), "profile-policy", p.For(cloud.AWS, Runtime, "profile:"+name), 0)
	}
	return w.list, w.budgets
}

// profiles lists the profiles that hold something, in plan order.
func (p *Plan) profiles() []string {
	var list []string
	seen := map[string]bool{}
	for i := range p.Grants {
		name, ok := strings.CutPrefix(p.Grants[i].Identity, "profile:")
		if ok && !seen[name] {
			seen[name] = true
			list = append(list, name)
		}
	}
	return list
}

type documents struct {
	deployment aws.Deployment
	taken      map[string]bool // names of files that are another profile's
	list       []Document
	budgets    []cloud.Budget
}

// policy writes the grants of an identity, in as many files as IAM's limit on
// a managed policy asks for. The template may need more policies for them,
// since a name is longer there.
func (w *documents) policy(file, what, role string, grants []Grant, inTemplate int) {
	statements := slices.DeleteFunc(Statements(grants), func(s Statement) bool {
		return s.Effect == Allow && len(unsaid(w.deployment, s)) > 0
	})
	var policies [][]Statement
	if len(statements) > 0 {
		policies = Split(statements, func(s Statement) int { return len(compact(w.statement(s))) })
	}
	for i, policy := range policies {
		name := file
		if len(policies) > 1 {
			name = w.part(file, i)
		}
		doc := document{Version: policyVersion}
		for _, s := range policy {
			doc.Statement = append(doc.Statement, w.statement(s))
		}
		w.list = append(w.list, Document{"aws/iam/" + name + ".json", role, indented(doc)})
		if size := len(compact(doc)); size > ManagedPolicyLimit {
			w.budgets = append(w.budgets, cloud.Budget{
				Cloud: cloud.AWS, Policy: true, What: "statement " + policy[0].ID + " in the " + what, Unit: "characters",
				Used: size, Limit: ManagedPolicyLimit, Hard: true, Hint: "split the set",
			})
		}
	}
	w.budgets = append(w.budgets, cloud.Budget{
		Cloud: cloud.AWS, Policy: true, What: what, Unit: "documents", Used: max(len(policies), inTemplate), Limit: RolePoliciesLimit, Hard: true, Hint: "split the stack",
	})
}

// part names one of several files. A profile may be called like the part of
// another.
func (w *documents) part(file string, index int) string {
	for {
		if name := file + "-" + strconv.Itoa(index+1); !w.taken[name] {
			return name
		}
		file += "-part"
	}
}

// trust writes who may act as management, for customers who make that role
// with their own tools.
func (w *documents) trust(p *Plan) {
	doc := document{Version: policyVersion}
	for _, s := range Statements(p.About(cloud.AWS, Trust, management)) {
		s.Conditions = slices.Clone(s.Conditions) // those of the plan stay as they are
		for i, c := range s.Conditions {
			s.Conditions[i].Values = mapTexts(c.Values, aws.ManagementExternalID, externalIDPlaceholder)
		}
		s.Resources = nil // the role that it is attached to
		out := w.statement(s)
		out.Principal = map[string]string{"AWS": principalPlaceholder}
		doc.Statement = append(doc.Statement, out)
	}
	w.list = append(w.list, Document{"aws/iam/management-trust.json", "management-trust", indented(doc)})
}

// mapTexts puts a literal in the place of a variable.
func mapTexts(list []cloud.Text, variable cloud.Var, literal string) []cloud.Text {
	out := make([]cloud.Text, len(list))
	for i, t := range list {
		for _, seg := range t {
			if seg.Var == variable {
				seg = cloud.Segment{Lit: literal}
			}
			out[i] = append(out[i], seg)
		}
	}
	return out
}

const policyVersion = "2012-10-17"

// document is a policy in IAM's JSON.
type document struct {
	Version   string      `json:"Version"`
	Statement []statement `json:"Statement"`
}

type statement struct {
	Sid       string                    `json:"Sid"`
	Effect    Effect                    `json:"Effect"`
	Principal map[string]string         `json:"Principal,omitempty"`
	Action    []string                  `json:"Action"`
	Resource  []string                  `json:"Resource,omitempty"`
	Condition map[string]map[string]any `json:"Condition,omitempty"` // operator, key: a value or a list
}

// statement writes a statement for the deployment.
func (w *documents) statement(s Statement) statement {
	out := statement{Sid: s.ID, Effect: s.Effect, Action: s.Actions}
	open := false
	for _, r := range s.Resources {
		if w.deployment.Open(r) {
			open = true
		} else if s.Effect == Allow {
			r = w.deployment.OfRequest(r)
		}
		pattern, _ := w.deployment.Pattern(r)
		out.Resource = append(out.Resource, pattern)
	}
	slices.Sort(out.Resource)
	out.Resource = slices.Compact(out.Resource)
	out.conditions(w.deployment, s)
	// Neither replaces a condition of the author's on the same key.
	if open && s.Effect == Allow {
		out.put("StringEquals", "aws:ResourceAccount", w.deployment.OwnAccount())
	}
	if s.Regional && w.deployment.Region != "" {
		out.put("StringEquals", "aws:RequestedRegion", w.deployment.Region)
	}
	return out
}

func compact(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // strings and maps of strings are always encodable
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func indented(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		panic(err) // strings and maps of strings are always encodable
	}
	return b.Bytes()
}
