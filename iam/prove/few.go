package prove

import (
	"fmt"
	"slices"
)

// most is how many names a sentence lists.
const most = 5

// few joins actions for a sentence. Where they are many it names the gravest
// and counts the others.
func few(list []string, gravity func(string) int) string {
	if len(list) <= most {
		return names(list)
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b string) int { return gravity(b) - gravity(a) })
	return fmt.Sprintf("%s and %d more", names(list[:most]), len(list)-most)
}

func (p *prover) few(list []string) string {
	return few(list, func(name string) int {
		a := p.judged(name)
		return a.gravity(a.power.Hands != "" || !a.power.Known, a.power.Reads || a.power.Writes)
	})
}

func fewOnAzure(list []string) string {
	return few(list, func(name string) int {
		worst := 0
		for _, onData := range []bool{false, true} {
			a := newAzureAction(name, onData)
			worst = max(worst, a.gravity(a.power.Hands != "" || !a.power.Known, a.power.Reads || a.power.Writes))
		}
		return worst
	})
}

// ends says whether an action deletes.
type ends struct {
	deletes bool
	// whether nothing but its service speaks for that: nobody looked at it, and
	// its name says nothing about deleting
	doubtful bool
	expires  bool // whether it can make the cloud delete something later
}

// gravity orders actions by what they can do at worst: hand out something,
// delete, or touch data.
func (e ends) gravity(hands, data bool) int {
	switch {
	case hands:
		return 3
	case e.deletes && !e.doubtful:
		return 2
	case data || e.expires || e.deletes:
		return 1
	}
	return 0
}
