package prove

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// Every right of setup and teardown is needed: without any one of them the
// template could not be created, updated or deleted.
func TestSetupWithoutOneRight(t *testing.T) {
	in := compiled(kitchen())
	type right struct{ identity, action, on string }
	onOf := func(g iam.Grant) string {
		on, _ := somewhere.Pattern(g.On)
		return on
	}
	var rights []right
	for _, g := range in.Plan.Grants {
		for _, name := range g.Actions {
			r := right{g.Identity, name, onOf(g)}
			held := slices.Contains(rights, r) || slices.Contains(rights, right{setup, name, r.on})
			if (g.Plane == iam.Setup && g.Identity == setup || g.Plane == iam.Teardown) && !held && !spare(r.action, r.on) {
				rights = append(rights, r)
			}
		}
	}
	if len(rights) < 300 {
		t.Errorf("only %d rights", len(rights))
	}
	for _, r := range rights {
		result := planted(t, in, func(p *plan) {
			p.each(func(g iam.Grant) bool {
				return g.Identity == r.identity && onOf(g) == r.on && slices.Contains(g.Actions, r.action)
			}, func(g *iam.Grant) {
				g.Actions = slices.DeleteFunc(slices.Clone(g.Actions), func(a string) bool { return a == r.action })
			})
			p.grants = slices.DeleteFunc(p.grants, func(g iam.Grant) bool { return len(g.Actions) == 0 })
		})
		want := "G8: " + r.identity + " lacks " + r.action + " on " + r.on + " for "
		if !slices.ContainsFunc(result.Broken, func(text string) bool { return strings.HasPrefix(text, want) }) {
			t.Errorf("found\n%s\nwant\n%s", strings.Join(result.Broken, "\n"), want)
		}
	}
}

// spare are the rights on the form of a log group's ARN that the action is not
// documented to take.
func spare(action, on string) bool {
	if !strings.Contains(on, ":log-group:") || action == "logs:DeleteLogGroup" {
		return false
	}
	tags := slices.Contains([]string{"logs:TagResource", "logs:UntagResource", "logs:ListTagsForResource"}, action)
	return tags == strings.HasSuffix(on, ":*")
}

// A right to change anything that is frozen is found for every changing action
// of every service, even where the grant says that it is on something live.
func TestEveryChangingActionOnWhatIsFrozen(t *testing.T) {
	in := compiled(kitchen())
	p := newProver(in, &Result{})
	tried := 0
	for _, r := range p.frozen {
		for _, at := range p.around(r) {
			for _, a := range actionsOf()[serviceOf(at)] {
				if !a.power.Changes() || a.calls || a.at != (at.arn != "*") {
					continue
				}
				tried++
				result := planted(t, in, func(p *plan) {
					p.put(iam.Management, management, "site", cloud.Lit(at.arn), a.written)
				})
				if !slices.ContainsFunc(result.Broken, func(text string) bool {
					return strings.HasPrefix(text, "G3: management may change "+r.Info().ID+" with "+a.written+",")
				}) {
					t.Fatalf("%s on %s is not found", a.written, at.arn)
				}
			}
		}
	}
	if tried < 1000 {
		t.Errorf("only %d were tried", tried)
	}
}
