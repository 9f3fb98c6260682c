package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/alienc/alienc/compiler/diag"
)

func newBuild() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "build [path]",
		Short: "Compile an alien.ts and write what customers deploy",
		Long: `Compile an alien.ts and write what customers deploy.

The path is a file, or a directory that holds an alien.ts; without one it is
the current directory. Nothing is written when there are errors, and files
that alienc did not write are never replaced.

Policies are written for any deployment, or for the one that --name,
--aws-account, --aws-region, --stack-name and --code-bucket describe. No flag
changes the template.

Every flag has a variable: ALIENC_OUT for --out. A flag wins over its
variable, and both win over alienc.yaml.`,
		Example: `  alienc build
  alienc build examples/event-pipeline/alien.ts -o dist
  alienc build --env STAGE=production --strict
  alienc build --name acme-prod --aws-account 123456789012 --aws-region eu-west-1
  alienc build --check
  alienc build --previous ../released/dist`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.out == "" {
				return usageError{"--out names no directory", "write -o dist"}
			}
			s, err := compileArgs(cmd, o, args)
			if err != nil {
				return err
			}
			switch {
			case s.list.HasErrors():
				return errors.Join(s.report(), exitErrors)
			case o.check:
				return s.checkOutput()
			}
			return s.writeOutput(cmd)
		},
	}
	o.addReading(cmd)
	o.addVerbose(cmd)
	o.addDeployment(cmd)
	o.addPrevious(cmd)
	cmd.Flags().StringVarP(&o.out, "out", "o", "dist", "write to this `directory`")
	cmd.Flags().BoolVar(&o.check, "check", false, "write nothing; exit 5 if the directory is not what a build would write")
	if err := cmd.MarkFlagDirname("out"); err != nil {
		panic(err) // the flag was not declared
	}
	return cmd
}

// checkOutput says which files a build would change.
func (s *session) checkOutput() error {
	drift, err := compare(s.dir, s.files)
	if err != nil {
		return err
	}
	if err := s.reportDrift(&drift); err != nil {
		return err
	}
	if !s.json {
		for _, d := range drift {
			fmt.Fprintf(s.stdout, "%s (%s)\n", plain(filepath.ToSlash(filepath.Join(s.dir, d.Path))), d.State)
		}
	}
	if len(drift) > 0 {
		return exitStale
	}
	if !s.json && !s.quiet {
		fmt.Fprintf(s.stderr, "%s is up to date\n", filepath.ToSlash(s.dir))
	}
	return nil
}

func (s *session) writeOutput(cmd *cobra.Command) error {
	written, foreign, err := write(cmd.Context(), s.dir, s.files)
	if err != nil {
		return err
	}
	s.list = append(append(diag.List{}, foreign...), s.list...)
	if err := s.report(); err != nil {
		return err
	}
	if len(foreign) > 0 {
		return exitErrors
	}
	if !s.json && !s.quiet {
		s.summary(written)
	}
	return nil
}
