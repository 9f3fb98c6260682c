package access

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alienc/alienc/iam"
)

// grouped gathers grants of equal key, in the order of the first of each.
func grouped(list []*iam.Grant, key func(*iam.Grant) string) [][]*iam.Grant {
	var groups [][]*iam.Grant
	index := map[string]int{}
	for _, g := range list {
		k := key(g)
		i, ok := index[k]
		if !ok {
			i = len(groups)
			index[k] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], g)
	}
	return groups
}

// byStatement tells grants apart that say different things, wherever they
// apply.
func byStatement(g *iam.Grant) string {
	return strings.Join([]string{g.Statement, g.Set, string(g.Effect), strings.Join(g.Actions, ","), string(conditions(g.Conditions))}, "\n")
}

// holders gives what identities hold after setup, by identity, and their names
// in the order of [order]. What is about the stack as a whole comes first, then
// the resources as the stack lists them.
func (p *page) holders() (identities []string, by map[string][]*iam.Grant) {
	place := make(map[string]int, len(p.Stack.Resources))
	for i, r := range p.Stack.Resources {
		place[r.Info().ID] = i + 1
	}
	by = map[string][]*iam.Grant{}
	for _, g := range p.all(afterSetup) {
		if by[g.Identity] == nil {
			identities = append(identities, g.Identity)
		}
		by[g.Identity] = append(by[g.Identity], g)
	}
	slices.SortFunc(identities, func(a, b string) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), strings.Compare(a, b))
	})
	for _, list := range by {
		slices.SortStableFunc(list, func(a, b *iam.Grant) int { return cmp.Compare(place[a.Resource], place[b.Resource]) })
	}
	return identities, by
}

// order ranks identities: the vendor, the code and its schedules, what serves
// the code, then others.
func order(identity string) int {
	for i, start := range []string{management, "profile:", "cron:", pull, events, "service:"} {
		if strings.HasPrefix(identity, start) {
			return i
		}
	}
	return 6
}
