package ir

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Cron is a schedule of five fields, in UTC.
type Cron struct {
	Minute, Hour, Day, Month, Weekday CronField
}

// CronField is one field of a schedule.
type CronField struct {
	Min, Max int        // what the field may hold
	Any      bool       // written as "*": the field restricts nothing
	Parts    []CronPart // in the author's order; empty when Any
	Values   uint64     // bit n is set when the field matches n; Sunday is 0
}

// CronPart is one entry of a field's list: a value, a range or a range with a
// step.
type CronPart struct {
	From, To int
	Step     int    // 1 when none was written
	Star     bool   // the range was written as "*"
	Names    string // the part in capitals where it was written in names, "MON-FRI"
}

// CronError says what is wrong with a schedule.
type CronError struct {
	Problem string // "hour 25 is not in 0..23"
	Help    string // what to write instead; may be empty
	Field   int    // 1..5; 0 when the fields could not be told apart
}

// Error gives the problem.
func (e *CronError) Error() string { return e.Problem }

var (
	weekdays = []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}
	months   = []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}
)

// The longest a month can be, so that 29 February is a date.
var monthDays = [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// cronFields is the grammar of a schedule: what each field is called, what it
// may hold, and the names that stand for its numbers from min.
var cronFields = [5]struct {
	name     string
	min, max int
	names    []string
}{
	{"minute", 0, 59, nil},
	{"hour", 0, 23, nil},
	{"day-of-month", 1, 31, nil},
	{"month", 1, 12, months},
	{"day-of-week", 0, 7, weekdays}, // 0 and 7 are Sunday
}

// weekday is the index of the field in which 7 is another word for 0.
const weekday = 4

var cronShorthands = map[string]string{
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *",
	"@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
}

const fiveFields = "five fields: minute hour day-of-month month day-of-week"

// ParseCron reads a schedule such as "*/15 8-18 * * MON-FRI". The error is a
// *[CronError].
func ParseCron(s string) (Cron, error) {
	words := strings.Fields(s)
	if len(words) != len(cronFields) || strings.ContainsAny(s, "()") {
		return Cron{}, notFiveFields(s, words)
	}
	var fields [5]CronField
	for i, word := range words {
		field, err := parseCronField(i, word)
		if err != nil {
			return Cron{}, err
		}
		fields[i] = field
	}
	c := Cron{fields[0], fields[1], fields[2], fields[3], fields[4]}
	if c.Weekday.Any && !c.hasDate() {
		return Cron{}, &CronError{
			Problem: fmt.Sprintf("day-of-month %s does not exist in month %s", words[2], words[3]),
			Help:    "the schedule would never fire: use a day that the month has",
			Field:   3,
		}
	}
	return c, nil
}

func notFiveFields(s string, words []string) error {
	e := &CronError{Problem: fmt.Sprintf("expected %s, got %d", fiveFields, len(words))}
	trimmed := strings.ToLower(strings.TrimSpace(s))
	switch {
	case strings.HasPrefix(trimmed, "@"):
		e.Problem = "shorthands are not accepted"
		e.Help = "write " + fiveFields
		if long, ok := cronShorthands[trimmed]; ok {
			e.Help = fmt.Sprintf("write %q", long)
		}
	case strings.HasPrefix(trimmed, "cron(") || strings.HasPrefix(trimmed, "rate("):
		e.Problem = "this is the form of one cloud"
		e.Help = "write " + fiveFields
	case len(words) == 6:
		e.Help = "there are no seconds and no years: remove the field that stands for them"
	default:
		e.Help = `for example "0 3 * * *" for every day at 03:00 UTC`
	}
	return e
}

// hasDate reports whether any month of the schedule has any of its days.
func (c Cron) hasDate() bool {
	for m, days := range monthDays {
		if c.Month.Has(m+1) && bits.TrailingZeros64(c.Day.Values) <= days {
			return true
		}
	}
	return false
}

// Has reports whether the field matches n.
func (f CronField) Has(n int) bool { return f.Values&(1<<n) != 0 }

// List gives the numbers that the field matches, rising.
func (f CronField) List() []int {
	var list []int
	for rest := f.Values; rest != 0; rest &= rest - 1 {
		list = append(list, bits.TrailingZeros64(rest))
	}
	return list
}

// Overlaps reports whether two parts match the same number.
func (f CronField) Overlaps() bool {
	n := 0
	for _, p := range f.Parts {
		n += (p.To-p.From)/p.Step + 1
	}
	return n > bits.OnesCount64(f.Values)
}

func parseCronField(index int, text string) (CronField, error) {
	grammar := cronFields[index]
	field := CronField{Min: grammar.min, Max: grammar.max}
	if index == weekday {
		field.Max = 6 // Sunday is 0 in a parsed field
	}
	for _, word := range strings.Split(text, ",") {
		part, err := parseCronPart(index, word)
		if err != nil {
			return CronField{}, err
		}
		if part.Star && part.Step == 1 {
			field.Any = true
		}
		for n := part.From; n <= part.To; n += part.Step {
			if index == weekday {
				field.Values |= 1 << (n % 7)
			} else {
				field.Values |= 1 << n
			}
		}
		field.Parts = append(field.Parts, part)
	}
	if field.Any {
		field.Parts = nil
	}
	return field, nil
}

func parseCronPart(index int, text string) (CronPart, error) {
	grammar := cronFields[index]
	fail := func(help, problem string, args ...any) (CronPart, error) {
		return CronPart{}, &CronError{Problem: grammar.name + " " + fmt.Sprintf(problem, args...), Help: help, Field: index + 1}
	}
	body, stepText, stepped := strings.Cut(text, "/")
	part := CronPart{From: grammar.min, To: grammar.max, Step: 1}
	fromText, toText, ranged := strings.Cut(body, "-")
	if body == "*" {
		part.Star = true
		if index == weekday {
			part.To = 6
		}
	} else {
		var err error
		var fromNamed, toNamed bool
		if part.From, fromNamed, err = cronValue(index, fromText); err != nil {
			return CronPart{}, err
		}
		part.To, toNamed = part.From, fromNamed
		if ranged {
			if part.To, toNamed, err = cronValue(index, toText); err != nil {
				return CronPart{}, err
			}
		}
		if fromNamed && toNamed && !stepped {
			part.Names = strings.ToUpper(body)
		}
		if index == weekday && ranged && toNamed && part.To == 0 && part.From > 0 {
			part.To, part.Names = 7, "" // FRI-SUN ends the week
		}
	}
	if part.From > part.To {
		last := grammar.max
		if index == weekday {
			last = 6
		}
		if part.From > last { // 7 begins a week as 0 does
			return fail(fmt.Sprintf("write %d-%d", grammar.min, part.To), "range %s runs backwards", body)
		}
		return fail(fmt.Sprintf("write %d-%d,%d-%d", part.From, last, grammar.min, part.To), "range %s runs backwards", body)
	}
	if !stepped {
		return part, nil
	}
	if !part.Star && !ranged {
		return fail(fmt.Sprintf("write %d-%d/%s", part.From, grammar.max, stepText), "%s has a step without a range", text)
	}
	step, err := strconv.Atoi(stepText)
	most := grammar.max - grammar.min
	if err != nil || step < 1 || step > most {
		return fail("", "step %s is not in 1..%d", stepText, most)
	}
	part.Step = step
	return part, nil
}

// cronValue reads a number or a name of a field.
func cronValue(index int, text string) (n int, named bool, err error) {
	grammar := cronFields[index]
	for i, name := range grammar.names {
		if strings.EqualFold(text, name) {
			return i + grammar.min, true, nil
		}
	}
	e := &CronError{Field: index + 1}
	if n, err = strconv.Atoi(text); err != nil || text[0] == '+' {
		e.Problem = fmt.Sprintf("%s %q is not a number", grammar.name, text)
		if grammar.names != nil {
			e.Problem = fmt.Sprintf("%s %q is neither a number nor a name", grammar.name, text)
		}
		e.Help = cronWordHelp(grammar.names, text)
		return 0, false, e
	}
	if n < grammar.min || n > grammar.max {
		e.Problem = fmt.Sprintf("%s %d is not in %d..%d", grammar.name, n, grammar.min, grammar.max)
		return 0, false, e
	}
	return n, false, nil
}

func cronWordHelp(names []string, text string) string {
	for _, name := range names {
		if len(text) > len(name) && strings.EqualFold(text[:len(name)], name) {
			return "write " + name
		}
	}
	switch {
	case text == "":
		return "write a number on each side of a comma or a hyphen"
	case text == "?":
		return `write "*"`
	}
	return "a field holds numbers, *, lists with commas, ranges with a hyphen and steps with a slash"
}
