package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws/catalogue"
)

// build is what is known about this binary.
type build struct {
	Schema     string                `json:"schema"`
	Version    string                `json:"version"`
	Commit     string                `json:"commit"`
	Go         string                `json:"go"`
	Catalogues map[cloud.Name]string `json:"catalogues"` // versions of the lists of actions
}

// buildInfo reads what the Go linker recorded.
func buildInfo() build {
	b := build{
		Schema: "alienc/version/v1", Version: "devel", Commit: "unknown", Go: "unknown",
		Catalogues: map[cloud.Name]string{cloud.AWS: catalogue.Version},
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Go = info.GoVersion
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.Version = v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.Commit = s.Value
		}
	}
	return b
}

func newVersion() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print which alienc this is",
		Example: `  alienc version
  alienc version --json`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			b := buildInfo()
			if asJSON {
				return printJSON(cmd.OutOrStdout(), b)
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "alienc %s\ncommit %s\n%s\nAWS actions %s\n", b.Version, b.Commit, b.Go, b.Catalogues[cloud.AWS])
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usageError{fmt.Sprintf("%s takes no argument, got %q", cmd.Name(), args[0]), ""}
}

// printJSON writes one document, indented, as a reader of JSON expects it.
func printJSON(out io.Writer, document any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(document)
}
