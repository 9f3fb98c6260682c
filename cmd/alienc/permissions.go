package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/iam/sets"
)

// knownPermissions lists the clouds whose actions the permission sets name.
var knownPermissions = []cloud.Name{cloud.AWS}

// permissionOptions are the flags of "permissions" and the commands below it.
type permissionOptions struct {
	targets []string
	json    bool
}

func (o *permissionOptions) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringSliceVar(&o.targets, "target", nil, "say what sets grant on these `clouds` only: "+join(cloud.Names))
	f.BoolVar(&o.json, "json", false, "print one JSON document instead of text")
	complete(cmd, "target", names(cloud.Names)...)
}

// validate refuses a cloud on which no set is known.
func (o *permissionOptions) validate() error {
	targets, err := clouds(o.targets)
	if err != nil {
		return err
	}
	for _, target := range targets {
		if !slices.Contains(knownPermissions, target) {
			return usageError{fmt.Sprintf("this alienc does not know permissions on %s yet", target), "it knows them on " + join(knownPermissions)}
		}
	}
	return nil
}

func newPermissions() *cobra.Command {
	var o permissionOptions
	cmd := &cobra.Command{
		Use:   "permissions",
		Short: "Print the built-in permission sets and what each grants",
		Long: `Print the built-in permission sets and what each grants.

Every right in a template or policy that alienc writes comes from a permission
set, apart from the sets that an author writes in alien.ts. Some sets an author
grants there by their ids; the others follow from the stack.

Without a further word this lists the sets. Nothing is read but the binary.`,
		Example: `  alienc permissions                           every set and what it is for
  alienc permissions show storage/data-read    exactly what one grants
  alienc permissions --json                    everything about every set`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, words []string) error {
			if len(words) == 0 {
				return listPermissions(cmd, o)
			}
			if _, ok := sets.Find(words[0]); ok {
				return usageError{fmt.Sprintf("unknown command %q", words[0]), fmt.Sprintf("did you mean %q?", cmd.CommandPath()+" show "+words[0])}
			}
			return unknownCommand(cmd, words[0])
		},
	}
	o.add(cmd)
	cmd.AddCommand(newPermissionsList(), newPermissionsShow())
	return cmd
}

func newPermissionsList() *cobra.Command {
	var o permissionOptions
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the sets by what they are for",
		Long: `List the sets by what they are for.

A set is named by a kind of resource and a purpose. The sets of profile,
management and stack belong to no resource of alien.ts: they are about the
roles of the stack and the stack as a whole.`,
		Example: `  alienc permissions list
  alienc permissions list --target aws
  alienc permissions list --json > permissions.json`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return listPermissions(cmd, o) },
	}
	o.add(cmd)
	return cmd
}

func newPermissionsShow() *cobra.Command {
	var o permissionOptions
	cmd := &cobra.Command{
		Use:   "show set...",
		Short: "Show exactly what sets grant",
		Long: `Show exactly what sets grant: each statement with its actions, the resources
that it is on, its conditions and the reasons.

Behind an action stands its level, as AWS classifies it, and whether it reads
or writes what a customer keeps (objects, items, messages, secret values, log
lines, or the names of objects and secrets), shows or replaces code, or hands
out rights. In the names of resources, <prefix> stands for the name prefix of
the deployment, <id> for the resource's id in alien.ts, and <n> for a number
where there are several.

"wildcard" says why a resource has no exact name; "direct" why a right of setup
also works outside of CloudFormation; "damage" what a right can break though it
only updates in place.`,
		Example: `  alienc permissions show storage/data-read
  alienc permissions show kv/heartbeat kv/management --target aws
  alienc permissions show stack/provision --json`,
		ValidArgsFunction: completeSets,
		RunE: func(cmd *cobra.Command, ids []string) error {
			if err := o.validate(); err != nil {
				return err
			}
			if len(ids) == 0 {
				return usageError{"show takes the ids of sets", "alienc permissions list prints them"}
			}
			var list []sets.Set
			for _, id := range ids {
				set, ok := sets.Find(id)
				if !ok {
					return unknownSet(id)
				}
				if !slices.ContainsFunc(list, func(s sets.Set) bool { return s.ID == set.ID }) {
					list = append(list, set)
				}
			}
			document := describe(list)
			if o.json {
				return printJSON(cmd.OutOrStdout(), document)
			}
			_, err := cmd.OutOrStdout().Write(showText(document))
			return err
		},
	}
	o.add(cmd)
	return cmd
}

func listPermissions(cmd *cobra.Command, o permissionOptions) error {
	if err := o.validate(); err != nil {
		return err
	}
	if o.json {
		return printJSON(cmd.OutOrStdout(), describe(everySet()))
	}
	_, err := cmd.OutOrStdout().Write(listText(everySet()))
	return err
}

// everySet lists all sets, kind by kind: first those of resources.
func everySet() []sets.Set {
	list := append(sets.All(), sets.AllDerived()...)
	kinds := slices.Concat(sets.Kinds, sets.Shared)
	slices.SortStableFunc(list, func(a, b sets.Set) int {
		if a.Kind != b.Kind {
			return slices.Index(kinds, a.Kind) - slices.Index(kinds, b.Kind)
		}
		return strings.Compare(a.ID, b.ID)
	})
	return list
}

// unknownSet says what the id may have meant to be.
func unknownSet(id string) error {
	var all, ofKind []string
	canonical := sets.Canonical(id)
	kind, _, _ := strings.Cut(canonical, "/")
	for _, set := range everySet() {
		all = append(all, set.ID)
		if set.Kind == kind {
			ofKind = append(ofKind, set.ID)
		}
	}
	help := "the kinds are " + strings.Join(slices.Concat(sets.Kinds, sets.Shared), ", ")
	if near := diag.DidYouMean(canonical, all); near != "" {
		help = fmt.Sprintf("did you mean %q?", near)
	} else if len(ofKind) > 0 {
		help = "sets of this kind: " + strings.Join(ofKind, ", ")
	}
	return usageError{fmt.Sprintf("unknown permission set %q", id), help}
}

// completeSets proposes the ids that are not on the command line yet.
func completeSets(_ *cobra.Command, given []string, _ string) ([]string, cobra.ShellCompDirective) {
	var words []string
	for _, set := range everySet() {
		if !slices.Contains(given, set.ID) {
			words = append(words, cobra.CompletionWithDesc(set.ID, set.Doc))
		}
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}
