package prove

import (
	"fmt"
	"slices"
)

// most is how many names a sentence lists.
const most = 5

// few joins actions for a sentence. Where they are many it names the gravest
// and counts the others.
func (p *prover) few(list []string) string {
	if len(list) <= most {
		return names(list)
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b string) int { return p.judged(b).gravity() - p.judged(a).gravity() })
	return fmt.Sprintf("%s and %d more", names(list[:most]), len(list)-most)
}

// gravity orders actions by what they can do at worst.
func (a action) gravity() int {
	switch {
	case a.power.Hands != "" || !a.power.Known:
		return 3
	case a.deletes && !a.doubtful:
		return 2
	case a.power.Reads || a.power.Writes || a.expires || a.deletes:
		return 1
	}
	return 0
}
