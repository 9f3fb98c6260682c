package aws

import (
	"errors"
	"strconv"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
)

// ErrBothDays is the error of [Cron] for a schedule that restricts the day of
// the month and the day of the week: in five fields that means either, and one
// schedule of EventBridge cannot say so.
var ErrBothDays = errors.New("both day-of-month and day-of-week are restricted")

// Cron gives the schedule as EventBridge Scheduler writes it: six fields, of
// which exactly one day is "?", with Sunday as 1.
func Cron(c ir.Cron) (string, error) {
	day, weekday := cronField(c.Day), cronWeekday(c.Weekday)
	switch {
	case c.Weekday.Any:
		weekday = "?"
	case c.Day.Any:
		day = "?"
	default:
		return "", ErrBothDays
	}
	return "cron(" + strings.Join([]string{cronField(c.Minute), cronField(c.Hour), day, cronField(c.Month), weekday, "*"}, " ") + ")", nil
}

// cronField keeps what the author wrote where EventBridge reads it the same
// way, and lists the numbers otherwise.
func cronField(f ir.CronField) string {
	if f.Any {
		return "*"
	}
	if len(f.Parts) == 1 && f.Parts[0].Star {
		return strconv.Itoa(f.Min) + "/" + strconv.Itoa(f.Parts[0].Step)
	}
	if f.Overlaps() {
		return numbers(f.List(), 0)
	}
	words := make([]string, len(f.Parts))
	for i, p := range f.Parts {
		switch {
		case p.Step > 1:
			return numbers(f.List(), 0)
		case p.Names != "":
			words[i] = p.Names
		case p.From == p.To:
			words[i] = strconv.Itoa(p.From)
		default:
			words[i] = strconv.Itoa(p.From) + "-" + strconv.Itoa(p.To)
		}
	}
	return strings.Join(words, ",")
}

// cronWeekday lists the days, since EventBridge counts from Sunday as 1 and a
// range over its end would wrap; names mean the same on both sides.
func cronWeekday(f ir.CronField) string {
	if f.Any {
		return "*"
	}
	if f.Overlaps() {
		return numbers(f.List(), 1)
	}
	words := make([]string, len(f.Parts))
	for i, p := range f.Parts {
		if p.Names == "" {
			return numbers(f.List(), 1)
		}
		words[i] = p.Names
	}
	return strings.Join(words, ",")
}

func numbers(list []int, shift int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n + shift)
	}
	return strings.Join(words, ",")
}
