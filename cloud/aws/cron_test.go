package aws

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alienc/alienc/compiler/ir"
)

var schedules = []struct{ posix, aws string }{
	{"0 3 * * *", "cron(0 3 * * ? *)"},
	{"* * * * *", "cron(* * * * ? *)"},
	{"*/15 8-18 * * MON-FRI", "cron(0/15 8-18 ? * MON-FRI *)"},
	{"0 3 1 JAN,JUL *", "cron(0 3 1 JAN,JUL ? *)"},
	{"30 4 * * 0", "cron(30 4 ? * 1 *)"},
	{"30 4 * * 7", "cron(30 4 ? * 1 *)"},
	{"0 0 * * 5-7", "cron(0 0 ? * 1,6,7 *)"},
	{"0 0 * * 1-5", "cron(0 0 ? * 2,3,4,5,6 *)"},
	{"0 0 * * FRI-SUN", "cron(0 0 ? * 1,6,7 *)"},
	{"0 0 * * */2", "cron(0 0 ? * 1,3,5,7 *)"},
	{"0 0 * * 0-7", "cron(0 0 ? * 1,2,3,4,5,6,7 *)"},
	{"0 0 */10 * *", "cron(0 0 1/10 * ? *)"},
	{"0 0 1 */3 *", "cron(0 0 1 1/3 ? *)"},
	{"5-50/15 */6 * * *", "cron(5,20,35,50 0/6 * * ? *)"},
	{"1-5,3,7 0 * * *", "cron(1,2,3,4,5,7 0 * * ? *)"},
	{"*/30,10 0 * * *", "cron(0,10,30 0 * * ? *)"},
	{"05 007 * 2 *", "cron(5 7 * 2 ? *)"},
	{"0 0 29 2 *", "cron(0 0 29 2 ? *)"},
	{"0 0 31 * *", "cron(0 0 31 * ? *)"},
	{"0 12 * mar-may sat,Sun", "cron(0 12 ? MAR-MAY SAT,SUN *)"},
}

func TestCron(t *testing.T) {
	for _, s := range schedules {
		c, err := ir.ParseCron(s.posix)
		if err != nil {
			t.Errorf("%s: %v", s.posix, err)
			continue
		}
		if got, err := Cron(c); err != nil || got != s.aws {
			t.Errorf("%s: %s, %v; want %s", s.posix, got, err, s.aws)
		}
	}
}

func TestCronRefusesBothDays(t *testing.T) {
	for _, s := range []string{"0 0 1 * 1", "0 0 */2 * MON", "0 0 15 * 0-6", "0 0 1-31 * 1"} {
		c, err := ir.ParseCron(s)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Cron(c); !errors.Is(err, ErrBothDays) {
			t.Errorf("%s: %s, %v", s, got, err)
		}
	}
}

// Both forms are evaluated by their own small reader, which shares no code
// with the parser, for every minute of a leap year.
func TestCronFiresAtTheSameMinutes(t *testing.T) {
	for _, s := range schedules {
		posix := strings.Fields(s.posix)
		eventBridge := strings.Fields(strings.TrimSuffix(strings.TrimPrefix(s.aws, "cron("), ")"))
		if len(eventBridge) != 6 || (eventBridge[2] == "?") == (eventBridge[4] == "?") {
			t.Errorf("%s is no expression of EventBridge", s.aws)
			continue
		}
		fired := 0
		for day := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() == 2028; day = day.AddDate(0, 0, 1) {
			inPosix := fires(posix[2], day.Day(), 1, 31, 0) && fires(posix[3], int(day.Month()), 1, 12, 0) && fires(posix[4], int(day.Weekday()), 0, 6, 0)
			inAWS := fires(eventBridge[2], day.Day(), 1, 31, 0) && fires(eventBridge[3], int(day.Month()), 1, 12, 0) && fires(eventBridge[4], int(day.Weekday())+1, 1, 7, 1)
			if inPosix != inAWS {
				t.Errorf("%s and %s differ on %s", s.posix, s.aws, day.Format(time.DateOnly))
				break
			}
			if inPosix {
				fired++
			}
		}
		for minute := range 24 * 60 {
			inPosix := fires(posix[0], minute%60, 0, 59, 0) && fires(posix[1], minute/60, 0, 23, 0)
			inAWS := fires(eventBridge[0], minute%60, 0, 59, 0) && fires(eventBridge[1], minute/60, 0, 23, 0)
			if inPosix != inAWS {
				t.Errorf("%s and %s differ at %02d:%02d", s.posix, s.aws, minute/60, minute%60)
				break
			}
		}
		if fired == 0 {
			t.Errorf("%s never fires", s.posix)
		}
	}
}

// fires reads one field of either form. Names count from first, which is what
// SUN stands for.
func fires(field string, n, low, high, first int) bool {
	number := func(s string) int {
		for i, name := range []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"} {
			if strings.EqualFold(s, name) {
				return i + first
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
	for _, part := range strings.Split(field, ",") {
		body, stepText, stepped := strings.Cut(part, "/")
		from, to := low, high
		switch a, b, ranged := strings.Cut(body, "-"); {
		case body == "*" || body == "?":
		case ranged:
			from, to = number(a), number(b)
		case stepped:
			from = number(a)
		default:
			from, to = number(a), number(a)
		}
		if to < from { // FRI-SUN of the POSIX form
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
