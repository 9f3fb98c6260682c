package azure

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
)

// BuiltIn is a role that Azure defines, the same in every tenant.
type BuiltIn struct {
	Name string
	ID   string // GUID
}

// BuiltIns are the roles of Azure that fit a permission set of alienc exactly,
// sorted by name. What they allow, package catalogue lists.
var BuiltIns = []BuiltIn{
	{"AcrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d"},
	{"AcrPush", "8311e382-0749-4cb8-b61a-304f252e45ec"},
	{"Azure Service Bus Data Receiver", "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"},
	{"Azure Service Bus Data Sender", "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"},
	{"Key Vault Secrets User", "4633458b-17de-408a-b874-0445c86b69e6"},
	{"Storage Blob Data Reader", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"},
	{"Storage Table Data Reader", "76199698-9eea-4c19-bc75-cec21354c6b6"},
}

// BuiltInRole finds one of [BuiltIns] by its name.
func BuiltInRole(name string) (BuiltIn, bool) {
	i := slices.IndexFunc(BuiltIns, func(r BuiltIn) bool { return r.Name == name })
	if i < 0 {
		return BuiltIn{}, false
	}
	return BuiltIns[i], true
}

// Never lists the roles of Azure that nobody gets from alienc, whatever an
// author asks for: they hand out rights, or reach over all services or all of
// a service's data. Sorted.
var Never = []string{
	"Azure Service Bus Data Owner",
	"Contributor",
	"Managed Identity Operator",
	"Monitoring Reader",
	"Owner",
	"Role Based Access Control Administrator",
	"Storage Blob Data Owner",
	"User Access Administrator",
}

// RoleKey tells the custom role of an author's rule from the stack's other
// roles: "set-acme-metrics". A number stands behind it where the set has
// several rules.
func RoleKey(set ir.SetUse, rule int) string {
	words := strings.FieldsFunc(strings.ToLower(set.ID), func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < '0' || c > '9')
	})
	key := "set-" + strings.Join(words, "-")
	if len(set.Custom.Azure) > 1 {
		key += "-" + strconv.Itoa(rule+1)
	}
	return key
}

// customRole is the custom role that a rule of an author's set needs.
type customRole struct {
	key string
	use ir.SetUse // the first place where the set is granted
}

// customSets lists the roles that the author's sets need, each once. A rule
// that only names roles of Azure needs none.
func customSets(s *ir.Stack) []customRole {
	var list []customRole
	seen := map[string]bool{}
	eachGrant(s, func(_ *ir.Profile, _ ir.Keyed, set ir.SetUse) {
		if set.Custom == nil || seen[set.ID] {
			return
		}
		seen[set.ID] = true
		for i, rule := range set.Custom.Azure {
			if len(rule.Actions)+len(rule.DataActions) > 0 {
				list = append(list, customRole{RoleKey(set, i), set})
			}
		}
	})
	return list
}

// eachGrant calls f with everything that an author grants to a profile that
// somebody uses, and to management, for which the profile is nil.
func eachGrant(s *ir.Stack, f func(p *ir.Profile, k ir.Keyed, set ir.SetUse)) {
	each := func(p *ir.Profile, grants []ir.Keyed) {
		for _, k := range grants {
			for _, set := range k.Sets {
				f(p, k, set)
			}
		}
	}
	for _, p := range s.Profiles {
		if len(s.Users(p.Name)) > 0 {
			each(p, p.Grants)
		}
	}
	if s.Management != nil {
		each(nil, s.Management.Grants)
	}
}
