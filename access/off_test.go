package access

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alienc/alienc/bench"
)

// The command names every parameter: an update takes the default of one that
// it leaves out, and another prefix would replace the stack.
func TestSwitchingOffKeepsEveryParameter(t *testing.T) {
	named := regexp.MustCompile(`ParameterKey=(\w+),(UsePreviousValue=true|ParameterValue=false)`)
	declared := regexp.MustCompile(`(?m)^  (\w+):\n    Type: `)
	for name, in := range stacks(t) {
		template, err := os.ReadFile("../golden/" + name + "/want/aws/template.yaml")
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(template), "\nParameters:\n")
		got := matched(named, strings.Join(section(Markdown(in), "How to switch management off"), "\n"))
		want := matched(declared, regexp.MustCompile(`(?m)^\S`).Split(rest, 2)[0])
		if !slices.Equal(got, want) || len(got) < 4 {
			t.Errorf("%s: the command names %q, the template has %q", name, got, want)
		}
		if !strings.Contains(switchOff(in.Stack), " ParameterKey=ManagementEnabled,ParameterValue=false ") {
			t.Errorf("%s: %s", name, switchOff(in.Stack))
		}
	}
}

// A role is deleted once nothing is attached to it.
func TestEveryPolicyOfManagementIsDetached(t *testing.T) {
	const detach, remove = "aws iam detach-role-policy --role-name PREFIX-management --policy-arn arn:aws:iam::ACCOUNT:policy/", "aws iam delete-role --role-name PREFIX-management"
	entry, err := bench.Write(t.TempDir(), 120)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		entry string
		want  []string
	}{
		"one policy":       {"../golden/docs-agent/alien.ts", []string{detach + "PREFIX-management", remove}},
		"several policies": {entry, nil},
	} {
		in := compiled(t, c.entry)
		if c.want == nil {
			n := len(in.Plan.ManagementPolicies())
			if n < 2 {
				t.Fatalf("%s: %d", what, n)
			}
			for i := range n {
				c.want = append(c.want, detach+"PREFIX-management-"+strconv.Itoa(i+1))
			}
			c.want = append(c.want, remove)
		}
		got := slices.DeleteFunc(section(Markdown(in), "How to switch management off"), func(l string) bool { return !strings.HasPrefix(l, "aws iam ") })
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

// matched gives what the first group matches, sorted.
func matched(re *regexp.Regexp, s string) []string {
	var list []string
	for _, m := range re.FindAllStringSubmatch(s, -1) {
		list = append(list, m[1])
	}
	slices.Sort(list)
	return list
}
