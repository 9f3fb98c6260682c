// Command alienc compiles a vendor's alien.ts into templates that a customer
// deploys with the cloud's own tools.
//
// This package is the only place with flags, colours, files and exit codes;
// what a stack means is decided elsewhere. It uses no network and starts no
// other program.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

func main() {
	debug.SetGCPercent(400) // a build is short: memory is cheaper than collecting it
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// The exit codes. They never change meaning.
const (
	exitOK          exitCode = 0
	exitErrors      exitCode = 1   // the input has errors
	exitUsage       exitCode = 2   // wrong flag, missing file, wrong alienc.yaml
	exitStale       exitCode = 5   // build --check: the output is not what a build would write
	exitBug         exitCode = 70  // alienc is wrong, not the input
	exitInterrupted exitCode = 130 // Ctrl-C
)

// exitCode is how a command ends once it has said everything itself.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit %d", int(c)) }

// usageRule is the rule that a command line breaks which cannot be followed.
const usageRule = "usage"

// usageError is a mistake on the command line: it ends with [exitUsage].
type usageError struct {
	message string
	help    string // what to write instead; may be empty
}

func (e usageError) Error() string { return e.message }

// run is the whole program: it returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // so that a second Ctrl-C ends the process at once
	root := newRoot()
	end := ending{json: asksForJSON(root, args), stdout: stdout, stderr: stderr}
	defer func() {
		if p := recover(); p != nil {
			crash(end, args, fmt.Sprint(p), debug.Stack())
			code = int(exitBug)
		}
	}()

	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, "interrupted")
		return int(exitInterrupted)
	}
	var bug bugError
	if errors.As(err, &bug) {
		crash(end, args, bug.Error(), nil)
		return int(exitBug)
	}
	return int(finish(end, err))
}

// finish says what a command could not say itself.
func finish(end ending, err error) exitCode {
	var code exitCode
	if err == nil {
		return exitOK
	}
	if errors.As(err, &code) {
		return code
	}
	var usage usageError
	errors.As(err, &usage)
	end.say(diag.New(usageRule, ir.Pos{}, "", err.Error()).WithHelp(usage.help))
	return exitUsage
}
