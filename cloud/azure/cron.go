package azure

import (
	"strconv"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
)

// Cron gives the schedule as a job of Container Apps takes it: five fields in
// numbers, with Sunday as 0. It can say every schedule of the language: a job
// whose day of the month and day of the week are both restricted runs on
// either. Some readers of cron take a field with a star for unrestricted even
// where it has a step, so there the range is spelled out.
func Cron(c ir.Cron) string {
	both := !c.Day.Any && !c.Weekday.Any
	return strings.Join([]string{
		cronField(c.Minute, false), cronField(c.Hour, false), cronField(c.Day, both), cronField(c.Month, false), cronField(c.Weekday, both),
	}, " ")
}

// cronField keeps what the author wrote where jobs read it the same way. Names
// become numbers, and so does a week that ends in 7, which jobs do not know.
func cronField(f ir.CronField, spelled bool) string {
	if f.Any {
		return "*"
	}
	texts := make([]string, len(f.Parts))
	for i, p := range f.Parts {
		if p.To > f.Max {
			return numbers(f.List())
		}
		switch {
		case p.Star && !spelled:
			texts[i] = "*"
		case p.From == p.To:
			texts[i] = strconv.Itoa(p.From)
		default:
			texts[i] = strconv.Itoa(p.From) + "-" + strconv.Itoa(p.To)
		}
		if p.Step > 1 && p.From < p.To {
			texts[i] += "/" + strconv.Itoa(p.Step)
		}
	}
	return strings.Join(texts, ",")
}

func numbers(list []int) string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, ",")
}
