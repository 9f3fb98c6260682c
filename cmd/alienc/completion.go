package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

func newCompletion() *cobra.Command {
	return &cobra.Command{
		Use:   "completion " + strings.Join(shells, "|"),
		Short: "Print a script that completes alienc's commands in a shell",
		Example: `  source <(alienc completion bash)                              this bash session
  alienc completion zsh > "${fpath[1]}/_alienc"                 every zsh session
  alienc completion fish > ~/.config/fish/completions/alienc.fish
  alienc completion powershell | Out-String | Invoke-Expression`,
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{"completion takes the name of one shell", "bash, zsh, fish or powershell"}
			}
			root, out := cmd.Root(), cmd.OutOrStdout()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(out, true)
			case "zsh":
				return root.GenZshCompletion(out)
			case "fish":
				return root.GenFishCompletion(out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(out)
			}
			return usageError{fmt.Sprintf("unknown shell %q", args[0]), "bash, zsh, fish or powershell"}
		},
	}
}
