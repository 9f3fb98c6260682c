package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

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
	given     func(flag string) string // the name under which a flag's value was given, for messages
}

// addReading adds the flags that every command takes that reads an alien.ts.
func (o *options) addReading(cmd *cobra.Command) {
	f := cmd.Flags()
	o.given = func(flag string) string { return given(f.Lookup(flag)) }
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

// validate checks what the flag parser does not.
func (o *options) validate() error {
	switch {
	case !slices.Contains([]string{"auto", "always", "never"}, o.color):
		return usageError{fmt.Sprintf("%s %q is not auto, always or never", o.given("color"), o.color), ""}
	case o.maxErrors < 0:
		return usageError{fmt.Sprintf("%s %d is below 0", o.given("max-errors"), o.maxErrors), "0 shows all errors"}
	case o.quiet && o.verbose:
		return usageError{fmt.Sprintf("%s and %s exclude each other", o.given("quiet"), o.given("verbose")), ""}
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
func (o *options) variables() (map[string]string, error) {
	env, flag := make(map[string]string, len(o.env)), o.given("env")
	for _, a := range o.env {
		name, value, given := strings.Cut(a, "=")
		if name == "" {
			return nil, usageError{fmt.Sprintf("%s %q names no variable", flag, a), "write NAME=VALUE"}
		}
		if !given {
			if value, given = os.LookupEnv(name); !given {
				return nil, usageError{fmt.Sprintf("%s %s: this machine has no variable %s", flag, name, name), fmt.Sprintf("write %s=VALUE", name)}
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
