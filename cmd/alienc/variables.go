package main

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// variable names the variable of a flag: ALIENC_MAX_ERRORS for --max-errors.
func variable(flag string) string {
	return "ALIENC_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromVariable marks a flag whose value is that of its variable.
const fromVariable = "alienc_from_variable"

// mirrorEnvironment gives each flag that is not on the command line the value
// of its variable. Several values of ALIENC_ENV stand on lines of their own.
func mirrorEnvironment(flags *pflag.FlagSet) error {
	var failed error
	flags.VisitAll(func(f *pflag.Flag) {
		name := variable(f.Name)
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
				failed = wrongValue(name, err)
				return
			}
		}
		if err := flags.SetAnnotation(f.Name, fromVariable, nil); err != nil {
			panic(err) // the flag was not declared
		}
	})
	return failed
}

// given gives the name under which the value of a flag was given: --out, or
// its variable.
func given(f *pflag.Flag) string {
	if _, ok := f.Annotations[fromVariable]; ok {
		return variable(f.Name)
	}
	return "--" + f.Name
}

// wrongValue says that a value cannot be one of the flag's, under the name
// under which it was given.
func wrongValue(name string, err error) error {
	var own usageError
	if errors.As(err, &own) { // of a value with a form
		return usageError{name + " " + own.message, own.help}
	}
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	kind, between, wrong := invalid.GetFlag().Value.Type(), "=", "is no list of words with commas between them"
	switch {
	case kind == "bool":
		wrong = "is neither true nor false"
	case errors.Is(err, strconv.ErrRange):
		wrong = "is out of range"
	case kind == "int":
		wrong = "is not a whole number"
	}
	if strings.HasPrefix(name, "--") && kind != "bool" {
		between = " "
	}
	return usageError{name + between + invalid.GetValue() + " " + wrong, ""}
}
