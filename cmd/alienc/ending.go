package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alienc/alienc/compiler/diag"
)

// ending says why a command ended that could not say so itself: as text, or
// with --json as the one document on stdout.
type ending struct {
	json           bool
	stdout, stderr io.Writer
}

// say writes one finding. Where stdout takes no document, it is text after all.
func (e ending) say(d diag.Diagnostic) {
	d.Message = plain(d.Message)
	if e.json && printDiagnostics(e.stdout, newSources("."), diag.List{d}, nil) == nil {
		return
	}
	fmt.Fprintf(e.stderr, "error: %s\n", d.Message)
	p := printer{out: e.stderr}
	p.help(d.Help)
	if d.ID != usageRule {
		fmt.Fprintf(e.stderr, "      [%s]\n", d.ID)
	}
}

// asksForJSON reports whether a document is asked for. It reads the command
// line itself, since a mistake in one flag keeps the parser from the others,
// and the variable where the command has the flag.
func asksForJSON(root *cobra.Command, args []string) bool {
	value := ""
	if cmd, _, err := root.Find(args); err == nil && cmd.Flags().Lookup("json") != nil {
		value = os.Getenv(variable("json"))
	}
	for _, arg := range args {
		if arg == "--" {
			break
		}
		if arg == "--json" {
			value = "true"
		} else if rest, ok := strings.CutPrefix(arg, "--json="); ok {
			value = rest
		}
	}
	asked, err := strconv.ParseBool(value)
	return err == nil && asked
}
