package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/alienc/alienc/compiler/diag"
)

// helpTemplate puts examples first: they are what most readers look for.
const helpTemplate = `{{with .Example}}Examples:
{{.}}

{{end}}{{with or .Long .Short}}{{. | trimTrailingWhitespaces}}

{{end}}{{.UsageString}}`

const usageTemplate = `Usage:
  {{if .Runnable}}{{.UseLine}}{{else}}{{.CommandPath}} <command>{{end}}
{{if .HasAvailableSubCommands}}
Commands:{{range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}`

// newRoot makes the command line.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "alienc <command>",
		Short: "alienc compiles alien.ts into templates that your customers deploy",
		Example: `  alienc check                 read ./alien.ts and say what is wrong with it
  alienc build                 write templates for its stack to ./dist
  alienc build --check         fail if ./dist is not what a build would write`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, words []string) error {
			if len(words) == 0 {
				return cmd.Help()
			}
			return unknownCommand(cmd, words[0])
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return mirrorEnvironment(cmd.Flags()) },
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetHelpTemplate(helpTemplate)
	root.SetUsageTemplate(usageTemplate)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newBuild(), newCheck(), newIR(), newPermissions(), newVersion(), newCompletion())
	root.SetHelpCommand(newHelp())
	return root
}

// newHelp is "alienc help [command]", which also tells a misspelt command.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:     "help [command]",
		Short:   "Show how to use a command",
		Example: "  alienc help build",
		RunE: func(cmd *cobra.Command, words []string) error {
			target, rest, err := cmd.Root().Find(words)
			if err != nil || target == nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), strings.Join(words, " "))
			}
			target.InitDefaultHelpFlag()
			return target.Help()
		},
	}
}

func unknownCommand(parent *cobra.Command, word string) error {
	var names []string
	for _, c := range parent.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	help := fmt.Sprintf("%s --help lists the commands", parent.CommandPath())
	if near := diag.DidYouMean(word, names); near != "" {
		help = fmt.Sprintf("did you mean %q?", parent.CommandPath()+" "+near)
	}
	return usageError{fmt.Sprintf("unknown command %q", word), help}
}

// flagError turns what the flag parser says into our own words.
func flagError(cmd *cobra.Command, err error) error {
	help := fmt.Sprintf("%s --help lists the flags", cmd.CommandPath())
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return wrongValue("--"+invalid.GetFlag().Name, invalid)
	}
	var missing *pflag.NotExistError
	if !errors.As(err, &missing) {
		return usageError{err.Error(), help}
	}
	name := missing.GetSpecifiedName()
	if missing.GetSpecifiedShortnames() != "" {
		return usageError{"unknown flag -" + name, help}
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := diag.DidYouMean(name, names); near != "" {
		help = fmt.Sprintf("did you mean --%s?", near)
	}
	return usageError{"unknown flag --" + name, help}
}
