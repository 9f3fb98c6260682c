package ir

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestParseCron(t *testing.T) {
	c, err := ParseCron(" */20  8-10,22 1,15 JAN-mar,12 * ")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct {
		name  string
		field CronField
		any   bool
		want  []int
	}{
		{"minute", c.Minute, false, []int{0, 20, 40}},
		{"hour", c.Hour, false, []int{8, 9, 10, 22}},
		{"day", c.Day, false, []int{1, 15}},
		{"month", c.Month, false, []int{1, 2, 3, 12}},
		{"weekday", c.Weekday, true, []int{0, 1, 2, 3, 4, 5, 6}},
	} {
		if f.field.Any != f.any || !slices.Equal(f.field.List(), f.want) {
			t.Errorf("%s: any %t, %v; want %t, %v", f.name, f.field.Any, f.field.List(), f.any, f.want)
		}
	}
}

func TestParseCronWeekdays(t *testing.T) {
	for field, want := range map[string][]int{
		"0":       {0},
		"7":       {0},
		"5-7":     {0, 5, 6},
		"0-7":     {0, 1, 2, 3, 4, 5, 6},
		"SUN":     {0},
		"mon-FRI": {1, 2, 3, 4, 5},
		"FRI-SUN": {0, 5, 6},
		"SUN-TUE": {0, 1, 2},
		"*/2":     {0, 2, 4, 6},
		"1-5/2":   {1, 3, 5},
		"SAT,1":   {1, 6},
	} {
		c, err := ParseCron("0 0 * * " + field)
		if err != nil || !slices.Equal(c.Weekday.List(), want) {
			t.Errorf("%s: %v, %v; want %v", field, c.Weekday.List(), err, want)
		}
	}
}

func TestParseCronTakesStarsAsNoRestriction(t *testing.T) {
	for field, want := range map[string]bool{"*": true, "*/1": true, "5,*": true, "1-31": false, "*/2": false} {
		c, err := ParseCron("0 0 " + field + " * *")
		if err != nil || c.Day.Any != want {
			t.Errorf("%s: any %t, %v; want %t", field, c.Day.Any, err, want)
		}
	}
}

func TestParseCronDates(t *testing.T) {
	for s, exists := range map[string]bool{
		"0 0 29 2 *":    true,
		"0 0 30 2 *":    false,
		"0 0 31 4,6 *":  false,
		"0 0 31 4,7 *":  true,
		"0 0 30,1 2 *":  true,
		"0 0 30 2 MON":  true, // Mondays exist
		"0 0 31 11 *":   false,
		"0 0 31 DEC *":  true,
		"0 0 30-31 2 *": false,
	} {
		_, err := ParseCron(s)
		if exists != (err == nil) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestParseCronErrors(t *testing.T) {
	for _, c := range []struct {
		in, problem, help string
		field             int
	}{
		{"0 25 * * *", "hour 25 is not in 0..23", "", 2},
		{"60 * * * *", "minute 60 is not in 0..59", "", 1},
		{"0 0 0 * *", "day-of-month 0 is not in 1..31", "", 3},
		{"0 0 * 13 *", "month 13 is not in 1..12", "", 4},
		{"0 0 * * 8", "day-of-week 8 is not in 0..7", "", 5},
		{"0 0 * * MONDAY", `day-of-week "MONDAY" is neither a number nor a name`, "write MON", 5},
		{"0 0 * january *", `month "january" is neither a number nor a name`, "write JAN", 4},
		{"0 0 ? * MON", `day-of-month "?" is not a number`, `write "*"`, 3},
		{"0 0 L * *", `day-of-month "L" is not a number`, "a field holds numbers", 3},
		{"0 0 * * MON#2", `day-of-week "MON#2" is neither a number nor a name`, "write MON", 5},
		{"1,,2 * * * *", `minute "" is not a number`, "each side", 1},
		{"-5 * * * *", `minute "" is not a number`, "each side", 1},
		{"+5 * * * *", `minute "+5" is not a number`, "", 1},
		{"* 22-2 * * *", "hour range 22-2 runs backwards", "write 22-23,0-2", 2},
		{"* * * * FRI-TUE", "day-of-week range FRI-TUE runs backwards", "write 5-6,0-2", 5},
		{"* * * * 7-2", "day-of-week range 7-2 runs backwards", "write 0-2", 5},
		{"5/15 * * * *", "minute 5/15 has a step without a range", "write 5-59/15", 1},
		{"*/60 * * * *", "minute step 60 is not in 1..59", "", 1},
		{"*/0 * * * *", "minute step 0 is not in 1..59", "", 1},
		{"*/x * * * *", "minute step x is not in 1..59", "", 1},
		{"*/5/5 * * * *", "minute step 5/5 is not in 1..59", "", 1},
		{"@daily", "shorthands are not accepted", `write "0 0 * * *"`, 0},
		{"@reboot", "shorthands are not accepted", "write five fields", 0},
		{"cron(0 3 * * ? *)", "this is the form of one cloud", "write five fields", 0},
		{"rate(5 minutes)", "this is the form of one cloud", "write five fields", 0},
		{"0 0 3 * * *", "expected five fields: minute hour day-of-month month day-of-week, got 6", "no seconds", 0},
		{"", "expected five fields: minute hour day-of-month month day-of-week, got 0", "for example", 0},
		{"0 0 30 2 *", "day-of-month 30 does not exist in month 2", "never fire", 3},
	} {
		_, err := ParseCron(c.in)
		var e *CronError
		if !errors.As(err, &e) {
			t.Errorf("%q: accepted", c.in)
			continue
		}
		if e.Problem != c.problem || !strings.Contains(e.Help, c.help) || e.Field != c.field {
			t.Errorf("%q: %q, help %q, field %d", c.in, e.Problem, e.Help, e.Field)
		}
	}
}

// A schedule is a set of numbers for each field, whatever it was written as:
// the list of the numbers means the same.
func FuzzParseCron(f *testing.F) {
	for _, seed := range []string{
		"0 3 * * *", "*/15 8-18 * * MON-FRI", "0 3 1 JAN,JUL *", "0 0 30 2 *", "@daily",
		"cron(0 3 * * ? *)", "5-7,1/2 * * * FRI-SUN", "0 0 31 4,6 7", "\t0 0\n* * 0-7", "*/99999999999999999999 * * * *",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCron(s)
		if err != nil {
			var e *CronError
			if !errors.As(err, &e) || e.Problem == "" {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		fields := []CronField{c.Minute, c.Hour, c.Day, c.Month, c.Weekday}
		texts := make([]string, len(fields))
		for i, field := range fields {
			list := field.List()
			if len(list) == 0 || list[0] < field.Min || list[len(list)-1] > field.Max {
				t.Fatalf("%q: field %d holds %v", s, i+1, list)
			}
			if field.Any {
				texts[i] = "*"
				continue
			}
			texts[i] = join(list)
		}
		again, err := ParseCron(strings.Join(texts, " "))
		if err != nil {
			t.Fatalf("%q as %q: %v", s, texts, err)
		}
		for i, field := range []CronField{again.Minute, again.Hour, again.Day, again.Month, again.Weekday} {
			if field.Values != fields[i].Values || field.Any != fields[i].Any {
				t.Fatalf("%q as %q: field %d differs", s, texts, i+1)
			}
		}
	})
}

func join(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, ",")
}
