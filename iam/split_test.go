package iam

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// wide is a stack whose policies need several documents.
func wide(resources int) *ir.Stack {
	s := &ir.Stack{ID: "s"}
	p := &ir.Profile{Name: "p"}
	var links []ir.Ref
	for i := range resources {
		q := &ir.Queue{Common: live(fmt.Sprintf("queue-%03d", i))}
		s.Resources = append(s.Resources, q)
		links = append(links, ir.RefTo(q))
	}
	for i := range resources / 2 {
		s.Resources = append(s.Resources, &ir.Function{
			Common: live(fmt.Sprintf("function-%03d", i)), Code: ir.Code{Image: "x"}, Profile: "p", Links: links,
			Triggers: []ir.Trigger{&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: links[i]}},
		})
	}
	p.Grants = profile("p", "*: queue/data-read").Grants
	s.Profiles = []*ir.Profile{p}
	return s.Seal()
}

// Splitting says the same in several documents: every action stays on every
// resource under the same conditions, and on no other.
func TestSplittingWidensNothing(t *testing.T) {
	plan := derive(wide(60))
	for plane, identity := range map[Plane]string{Setup: "setup", Management: "management", Runtime: "profile:p"} {
		whole := Statements(plan.For(cloud.AWS, plane, identity))
		var pieces []Statement
		policies := Split(whole, func(s Statement) int { return StatementSize(s, 20) })
		if len(policies) < 2 {
			t.Errorf("%s fits one policy: the test shows nothing", identity)
		}
		ids := map[string]bool{}
		for _, policy := range policies {
			if size := Size(policy, 20); size > ManagedPolicyLimit {
				t.Errorf("%s: a policy of %d characters", identity, size)
			}
			for _, s := range policy {
				if ids[s.ID] {
					t.Errorf("%s: two statements %s", identity, s.ID)
				}
				ids[s.ID] = true
			}
			pieces = append(pieces, policy...)
		}
		if !slices.IsSortedFunc(pieces, func(a, b Statement) int { return strings.Compare(a.ID, b.ID) }) {
			t.Errorf("%s: not in the order of ids", identity)
		}
		if got, want := atoms(pieces), atoms(whole); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d atoms after splitting, %d before", identity, len(got), len(want))
		}
	}
}

// atoms takes statements apart: one action, one resource, one value of each
// condition whose values are alternatives.
func atoms(list []Statement) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		conditions := []string{""}
		for _, c := range s.Conditions {
			var next []string
			for _, before := range conditions {
				if !slices.Contains(alternatives, c.Operator) {
					next = append(next, before+c.Operator+c.Key+joined(c.Values))
					continue
				}
				for _, v := range c.Values {
					next = append(next, before+c.Operator+c.Key+v.String())
				}
			}
			conditions = next
		}
		for _, a := range s.Actions {
			for _, r := range s.Resources {
				for _, c := range conditions {
					out[string(s.Effect)+" "+a+" "+r.String()+" "+c] = true
				}
			}
		}
	}
	return out
}

func TestTooManyDocuments(t *testing.T) {
	for resources, tooMany := range map[int]bool{60: false, 400: true} {
		_, budgets := AWSDocuments(derive(wide(resources)), portable)
		found := false
		for _, b := range budgets {
			if b.What == "setup policies" {
				found = true
				if b.Used > b.Limit != tooMany || !b.Hard || !b.Policy {
					t.Errorf("%d resources: %+v", resources, b)
				}
			}
		}
		if !found {
			t.Error("nobody counts the setup policies")
		}
	}
}

func TestAStatementThatNothingCanCut(t *testing.T) {
	long := Statement{ID: "Long", Effect: Allow, Actions: []string{"s:" + strings.Repeat("x", 7000)}, Resources: []cloud.Text{cloud.Lit("*")}}
	short := Statement{ID: "Short", Effect: Allow, Actions: []string{"s:x"}, Resources: []cloud.Text{cloud.Lit("*")}}
	policies := Split([]Statement{long, short}, func(s Statement) int { return StatementSize(s, 0) })
	if len(policies) != 2 || policies[0][0].ID != "Long" || policies[1][0].ID != "Short" {
		t.Errorf("%+v", policies)
	}
}

func TestPiecesOfAStatementTakeFreeIds(t *testing.T) {
	var resources []cloud.Text
	for i := range 100 {
		resources = append(resources, cloud.Lit(fmt.Sprintf("arn:aws:sqs:eu-west-1:111122223333:%070d", i)))
	}
	list := []Statement{
		{ID: "Acme", Effect: Allow, Actions: []string{"sqs:SendMessage"}, Resources: resources},
		{ID: "Acme1", Effect: Allow, Actions: []string{"sqs:ReceiveMessage"}, Resources: resources[:1]},
	}
	var ids []string
	for _, policy := range Split(list, func(s Statement) int { return StatementSize(s, 0) }) {
		for _, s := range policy {
			ids = append(ids, s.ID)
		}
	}
	compare(t, "ids", ids, []string{"Acme1", "Acme2", "Acme3"})
}
