package sets

import (
	"slices"
	"strings"
)

// AzureRule is what a set allows on Azure. It has the name of a role that Azure
// defines, or actions, for which the stack gets a role of its own. Rules on one
// place that ask for the same role share it.
type AzureRule struct {
	Role        string      // a role of Azure that fits the set
	Actions     []string    // on the control plane, sorted
	DataActions []string    // on data, sorted
	On          []string    // parts of the resource, or "group": all of the resource group
	As          string      // of management: which of its roles has the actions, "monitor" or "live-function"
	Principal   string      // who, where that is not the identity that holds the set: "anyone"
	Condition   []Condition // sorted by operator and key
	When        string      // only for resources that are so, a key of [AzureStates]
	Doc         string      // what it allows, where the set's own sentence speaks of another cloud
	Surplus     string      // what the role allows beyond what the set says
	Damage      string      // what the right can damage though it only updates in place
	Reason      string      // why it is on more than the exact resource; required for what several share
}

// AzureStates holds what a rule may ask on Azure, and what each word says.
var AzureStates = map[string]string{
	"commanded":   "a function that takes commands",
	"expiring":    "a storage with lifecycle rules",
	"granting":    "a stack whose identities hold roles",
	"notified":    "a storage that triggers a function",
	"only-alienc": "a stack whose message namespace holds no queue of the author's",
	"scheduled":   "a function with a schedule",
}

type azureRule struct {
	Role        string                      `yaml:"role"`
	Actions     []string                    `yaml:"actions"`
	DataActions []string                    `yaml:"dataActions"`
	On          words                       `yaml:"on"`
	As          string                      `yaml:"as"`
	Principal   string                      `yaml:"principal"`
	Condition   map[string]map[string]words `yaml:"condition"`
	When        string                      `yaml:"when"`
	Doc         string                      `yaml:"doc"`
	Surplus     string                      `yaml:"surplus"`
	Damage      string                      `yaml:"damage"`
	Reason      string                      `yaml:"reason"`
}

func (r azureRule) sorted() AzureRule {
	out := AzureRule{
		Role: r.Role, Actions: slices.Clone(r.Actions), DataActions: slices.Clone(r.DataActions), On: r.On, As: r.As,
		Principal: r.Principal, Condition: conditions(r.Condition), When: r.When, Doc: r.Doc, Surplus: r.Surplus,
		Damage: r.Damage, Reason: r.Reason,
	}
	slices.SortFunc(out.Actions, inAnyCase)
	slices.SortFunc(out.DataActions, inAnyCase)
	return out
}

// inAnyCase orders names of which capitals and small letters are alike.
func inAnyCase(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }
