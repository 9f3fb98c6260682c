package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/compiler/sdk"
	"github.com/alienc/alienc/docs/schema"
)

func newIR() *cobra.Command {
	var o options
	var asSchema, asStack bool
	cmd := &cobra.Command{
		Use:   "ir [path]",
		Short: "Print the stack that an alien.ts declares, as data",
		Example: `  alienc ir                    the stack as alienc understands it, with positions
  alienc ir --stack-json       the stack as the SDK's own Stack.build() gives it
  alienc ir --schema           the JSON Schema of the first`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if asSchema && asStack {
				return usageError{"--schema and --stack-json exclude each other", ""}
			}
			if asSchema {
				_, err := cmd.OutOrStdout().Write(schema.IR)
				return err
			}
			s, err := compileArgs(cmd, o, args)
			if err != nil {
				return err
			}
			if s.list.HasErrors() {
				return errors.Join(s.report(), exitErrors)
			}
			s.json = false // the document on stdout is the stack
			if err := s.report(); err != nil {
				return err
			}
			document := ir.Encode
			if asStack {
				document = sdk.StackJSON
			}
			data, err := document(s.result.Stack)
			if err != nil {
				return bugError{err.Error()}
			}
			_, err = s.stdout.Write(data)
			return err
		},
	}
	o.addReading(cmd)
	cmd.Flags().BoolVar(&asSchema, "schema", false, "print the JSON Schema of the document; reads no alien.ts")
	cmd.Flags().BoolVar(&asStack, "stack-json", false, "print Stack JSON: no positions, no profiles resolved")
	return cmd
}
