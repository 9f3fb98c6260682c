package check

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// awsDeeds lists what a set allows on AWS.
func (r *review) awsDeeds(w written) []deed {
	var list []deed
	for i, rule := range w.Custom.AWS {
		if rule.Effect == "Deny" {
			continue
		}
		on := r.awsGround(w, rule)
		for j, action := range rule.Actions {
			for _, a := range meant(action) {
				list = append(list, awsDeed(actionPath(i, j), a, on))
			}
		}
	}
	return list
}

// awsDeed is what one action could do. One of a service that nobody reviewed
// may be about anything, whatever the rule names.
func awsDeed(path, action string, on ground) deed {
	power := aws.PowerOf(action)
	hands := power.Hands
	if power.Replaces && on.outside {
		hands = aws.Work
	}
	return deed{
		path: path, name: action, hands: hands,
		reads: power.Reads || power.Sends, writes: power.Writes, code: power.Code, changes: power.Changes(),
		frozen:  on.frozenFor(func(res ir.Resource) bool { return aws.Concerns(action, res) }),
		outside: on.outside || !aws.Reviewed(action),
	}
}

// awsGround reads the ARNs of a rule.
func (r *review) awsGround(w written, rule ir.AWSRule) ground {
	var patterns []cloud.Text
	if binding, _ := w.binding(rule); binding != nil {
		for _, text := range binding.Resources {
			patterns = append(patterns, aws.Fill(text, r.Stack.Resource(w.key), profileName(w.holder)))
		}
	}
	outside := slices.ContainsFunc(patterns, func(p cloud.Text) bool {
		return !slices.ContainsFunc(r.Stack.Resources, func(res ir.Resource) bool { return aws.Within(p, res) })
	})
	return r.groundOf(w, outside, func(res ir.Resource) bool {
		return slices.ContainsFunc(patterns, func(p cloud.Text) bool { return aws.Touches(p, res) })
	})
}
