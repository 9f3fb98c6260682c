package azure

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alienc/alienc/compiler/ir"
)

var schedules = []struct{ posix, azure string }{
	{"0 3 * * *", "0 3 * * *"},
	{"* * * * *", "* * * * *"},
	{"*/15 8-18 * * MON-FRI", "*/15 8-18 * * 1-5"},
	{"0 3 1 JAN,JUL *", "0 3 1 1,7 *"},
	{"30 4 * * 0", "30 4 * * 0"},
	{"30 4 * * 7", "30 4 * * 0"},
	{"0 0 * * 5-7", "0 0 * * 0,5,6"},
	{"0 0 * * FRI-SUN", "0 0 * * 0,5,6"},
	{"0 0 * * 0-7", "0 0 * * 0,1,2,3,4,5,6"},
	{"0 0 * * */2", "0 0 * * */2"},
	{"5-50/15 */6 * * *", "5-50/15 */6 * * *"},
	{"1-5,3,7 0 * * *", "1-5,3,7 0 * * *"},
	{"05 007 * 2 *", "5 7 * 2 *"},
	{"0 0 29 2 *", "0 0 29 2 *"},
	{"0 12 * mar-may sat,Sun", "0 12 * 3-5 6,0"},
	{"0 0 1 * 1", "0 0 1 * 1"},
	{"0 0 */2 * MON", "0 0 1-31/2 * 1"},
	{"0 0 15 * */3", "0 0 15 * 0-6/3"},
	{"0 0 1,15 * 6-7", "0 0 1,15 * 0,6"},
}

func TestCron(t *testing.T) {
	for _, s := range schedules {
		c, err := ir.ParseCron(s.posix)
		if err != nil {
			t.Errorf("%s: %v", s.posix, err)
			continue
		}
		if got := Cron(c); got != s.azure {
			t.Errorf("%s: %s; want %s", s.posix, got, s.azure)
		}
	}
}

// Both forms are evaluated by a small reader of their own, which shares no code
// with the parser, for every day of a leap year and every minute of a day. The
// second one knows numbers up to 6 alone, as jobs do.
func TestCronFiresAtTheSameMinutes(t *testing.T) {
	for _, s := range schedules {
		posix, azure := strings.Fields(s.posix), strings.Fields(s.azure)
		if strings.Contains(azure[4], "7") {
			t.Errorf("%s: jobs know no day 7", s.azure)
		}
		fired := 0
		for day := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() == 2028; day = day.AddDate(0, 0, 1) {
			one, two := onDay(posix, day), onDay(azure, day)
			if one != two {
				t.Errorf("%s and %s differ on %s", s.posix, s.azure, day.Format(time.DateOnly))
				break
			}
			if one {
				fired++
			}
		}
		if fired == 0 {
			t.Errorf("%s never fires", s.posix)
		}
		for minute := range 24 * 60 {
			at := func(fields []string) bool {
				return fires(fields[0], minute%60, 0, 59) && fires(fields[1], minute/60, 0, 23)
			}
			if at(posix) != at(azure) {
				t.Errorf("%s and %s differ at %02d:%02d", s.posix, s.azure, minute/60, minute%60)
				break
			}
		}
	}
}

// onDay reports whether five fields match a day: if both kinds of day are
// restricted, either is enough.
func onDay(fields []string, day time.Time) bool {
	date, weekday := fires(fields[2], day.Day(), 1, 31), fires(fields[4], int(day.Weekday()), 0, 6)
	either := fields[2] != "*" && fields[4] != "*"
	return fires(fields[3], int(day.Month()), 1, 12) && (date && weekday || either && (date || weekday))
}

func fires(field string, n, low, high int) bool {
	number := func(s string) int {
		for i, name := range []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"} {
			if strings.EqualFold(s, name) {
				return i
			}
		}
		for i, name := range []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"} {
			if strings.EqualFold(s, name) {
				return i + 1
			}
		}
		v, err := strconv.Atoi(s)
		if err != nil {
			return -1
		}
		return v
	}
	for part := range strings.SplitSeq(field, ",") {
		body, stepText, stepped := strings.Cut(part, "/")
		from, to := low, high
		switch a, b, ranged := strings.Cut(body, "-"); {
		case body == "*":
		case ranged:
			from, to = number(a), number(b)
		default:
			from, to = number(a), number(a)
		}
		if to < from { // FRI-SUN
			to += 7
		}
		step := 1
		if stepped {
			step = number(stepText)
		}
		for v := from; v <= to; v += step {
			if v == n || low == 0 && high == 6 && v == n+7 {
				return true
			}
		}
	}
	return false
}
