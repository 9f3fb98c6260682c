package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/diag"
)

// options are the flags of the commands that read an alien.ts.
type options struct {
	config    string
	targets   []string
	env       []string
	strict    bool
	maxErrors int
	json      bool
	quiet     bool
	verbose   bool
	color     string
	out       string
	check     bool
	settings  settings
	previous  string
}

// addReading adds the flags that every command takes that reads an alien.ts.
func (o *options) addReading(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.config, "config", "", "settings `file` (default: alienc.yaml in the project's root)")
	f.StringSliceVar(&o.targets, "target", nil, "compile for these `clouds` only: "+join(cloud.Names))
	f.StringArrayVar(&o.env, "env", nil, "let alien.ts read `NAME[=VALUE]`; without a value, the machine's own (repeatable)")
	f.BoolVar(&o.strict, "strict", false, "treat warnings as errors")
	f.IntVar(&o.maxErrors, "max-errors", 20, "show at most `N` errors; 0 shows all")
	f.BoolVar(&o.json, "json", false, "print one JSON document to stdout instead of text")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "say nothing but errors")
	f.StringVar(&o.color, "color", "auto", "`when` to use colours: auto, always or never")
	complete(cmd, "target", names(cloud.Names)...)
	complete(cmd, "color", "auto", "always", "never")
	cmd.Args = onePath
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"ts"}, cobra.ShellCompDirectiveFilterFileExt
	}
}

func (o *options) addVerbose(cmd *cobra.Command) {
	cmd.Flags().BoolVarP(&o.verbose, "verbose", "v", false, "list every limit and every guarantee, with its proof")
}

func complete(cmd *cobra.Command, flag string, words ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // the flag was not declared
	}
}

func onePath(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usageError{fmt.Sprintf("%s takes one path, got %d", cmd.Name(), len(args)), ""}
	}
	return nil
}

// mirrorEnvironment gives each flag that is not on the command line the value
// of its variable: ALIENC_MAX_ERRORS for --max-errors. Several values of
// ALIENC_ENV stand on lines of their own.
func mirrorEnvironment(flags *pflag.FlagSet) error {
	var failed error
	flags.VisitAll(func(f *pflag.Flag) {
		name := "ALIENC_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value := os.Getenv(name)
		if f.Changed || value == "" || f.Name == "help" || failed != nil {
			return
		}
		values := []string{value}
		if f.Value.Type() == "stringArray" {
			values = slices.DeleteFunc(strings.Split(value, "\n"), func(v string) bool { return v == "" })
		}
		for _, v := range values {
			if err := flags.Set(f.Name, v); err != nil {
				failed = usageError{fmt.Sprintf("%s=%s: %v", name, v, err), ""}
				if wrong, ok := unfit(name, err); ok {
					failed = wrong
				}
			}
		}
	})
	return failed
}

// validate checks what the flag parser does not.
func (o *options) validate() error {
	switch {
	case !slices.Contains([]string{"auto", "always", "never"}, o.color):
		return usageError{fmt.Sprintf("--color %q is not auto, always or never", o.color), ""}
	case o.maxErrors < 0:
		return usageError{fmt.Sprintf("--max-errors %d is below 0", o.maxErrors), "0 shows all errors"}
	case o.quiet && o.verbose:
		return usageError{"--quiet and --verbose exclude each other", ""}
	}
	return nil
}

// clouds turns words into clouds.
func clouds(words []string) ([]cloud.Name, error) {
	var list []cloud.Name
	for _, word := range words {
		name := cloud.Name(word)
		if !slices.Contains(cloud.Names, name) {
			help := "the clouds are " + join(cloud.Names)
			if near := diag.DidYouMean(word, names(cloud.Names)); near != "" {
				help = fmt.Sprintf("did you mean %s?", near)
			}
			return nil, usageError{fmt.Sprintf("unknown cloud %q", word), help}
		}
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list, nil
}

// variables turns NAME=VALUE and NAME into what alien.ts may read.
func variables(assignments []string) (map[string]string, error) {
	env := make(map[string]string, len(assignments))
	for _, a := range assignments {
		name, value, given := strings.Cut(a, "=")
		if name == "" {
			return nil, usageError{fmt.Sprintf("--env %q names no variable", a), "write --env NAME=VALUE"}
		}
		if !given {
			if value, given = os.LookupEnv(name); !given {
				return nil, usageError{fmt.Sprintf("--env %s: this machine has no variable %s", name, name), fmt.Sprintf("write --env %s=VALUE", name)}
			}
		}
		env[name] = value
	}
	return env, nil
}

// entryFile finds the alien.ts that a path means: a file, or a directory that
// holds one.
func entryFile(args []string) (string, error) {
	path := "."
	if len(args) == 1 {
		path = args[0]
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", usageError{fmt.Sprintf("%s does not exist", path), ""}
	}
	if !info.IsDir() {
		return filepath.Clean(path), nil
	}
	file := filepath.Join(path, "alien.ts")
	if info, err := os.Stat(file); err != nil || info.IsDir() {
		return "", usageError{fmt.Sprintf("there is no alien.ts in %s", path), "name the file or the directory that holds it"}
	}
	return file, nil
}

func names(list []cloud.Name) []string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = string(n)
	}
	return words
}

func join(list []cloud.Name) string { return strings.Join(names(list), ", ") }
