package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// bugError says that alienc's own output failed a check: the input is not to
// blame, and nothing was written.
type bugError struct{ what string }

func (e bugError) Error() string { return "bug in alienc: " + e.what }

// crash writes down what a maintainer needs to know and says where it stands.
// Nothing is sent anywhere.
func crash(end ending, args []string, what string, stack []byte) {
	d := diag.New("internal-invariant", ir.Pos{}, "", what)
	build := buildInfo()
	text := fmt.Sprintf("%s\n\nalienc %s (commit %s), %s, %s/%s\nalienc %s\n\n%s",
		what, build.Version, build.Commit, build.Go, runtime.GOOS, runtime.GOARCH, strings.Join(withoutValues(args), " "), stack)
	file, err := os.CreateTemp("", "alienc-crash-*.txt")
	if err == nil {
		_, err = file.WriteString(text)
		if closed := file.Close(); err == nil {
			err = closed
		}
	}
	if err != nil {
		end.say(d)
		fmt.Fprintf(end.stderr, "\n%s", text)
		return
	}
	end.say(d.WithHelp(fmt.Sprintf("this is a bug in alienc, not in your input; please report it and attach %s\n"+
		"and, if you may share it, your alien.ts; nothing was sent", file.Name())))
}

// withoutValues hides the values of --env: they may be secrets.
func withoutValues(args []string) []string {
	out := make([]string, len(args))
	for i, arg := range args {
		flag, assignment := "", arg
		if rest, ok := strings.CutPrefix(arg, "--env="); ok {
			flag, assignment = "--env=", rest
		} else if i == 0 || args[i-1] != "--env" {
			out[i] = arg
			continue
		}
		name, _, _ := strings.Cut(assignment, "=")
		out[i] = flag + name
	}
	return out
}
