package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"
)

func newCheck() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "check [path]",
		Short: "Say what is wrong with an alien.ts; write nothing",
		Long: `Say what is wrong with an alien.ts; write nothing.

The path is a file, or a directory that holds an alien.ts; without one it is
the current directory. What passes here also builds.`,
		Example: `  alienc check
  alienc check --strict examples/agent
  alienc check --json services/api/alien.ts`,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := compileArgs(cmd, o, args)
			if err != nil {
				return err
			}
			if err := s.report(); err != nil {
				return err
			}
			if s.list.HasErrors() {
				return exitErrors
			}
			if !s.json && !s.quiet {
				s.printBudgets()
				s.printGuarantees()
				fmt.Fprintf(s.stderr, "%s is fine\n", filepath.ToSlash(s.entry))
			}
			return nil
		},
	}
	o.addReading(cmd)
	o.addVerbose(cmd)
	o.addDeployment(cmd)
	o.addPrevious(cmd)
	return cmd
}
