package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// role is a built-in role as the dataset describes it.
type role struct {
	Name        string `json:"roleName"`
	ID          string `json:"id"`
	Permissions []struct {
		Actions        []string `json:"actions"`
		NotActions     []string `json:"notActions"`
		DataActions    []string `json:"dataActions"`
		NotDataActions []string `json:"notDataActions"`
	} `json:"permissions"`
}

var (
	guid   = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	action = regexp.MustCompile(`^[A-Za-z0-9./*]+$`)
)

// describe writes the roles, sorted by name, in the form that package
// catalogue reads. It refuses a role that this form cannot say.
func describe(roles []role) (string, error) {
	slices.SortFunc(roles, func(a, b role) int { return cmp.Compare(a.Name, b.Name) })
	var b strings.Builder
	for _, r := range roles {
		if !guid.MatchString(r.ID) || r.Name == "" || strings.ContainsAny(r.Name, "\t\n") {
			return "", fmt.Errorf("role %q has the id %q", r.Name, r.ID)
		}
		fmt.Fprintf(&b, "role\t%s\t%s\n", r.ID, r.Name)
		sections := map[string][]string{}
		for _, p := range r.Permissions {
			// What one part takes away another may give, so parts can only be
			// joined where none takes anything away.
			if len(p.NotDataActions) > 0 || len(p.NotActions) > 0 && len(r.Permissions) > 1 {
				return "", fmt.Errorf("role %q takes actions away in a way that the catalogue cannot say", r.Name)
			}
			sections["action"] = append(sections["action"], p.Actions...)
			sections["not"] = append(sections["not"], p.NotActions...)
			sections["data"] = append(sections["data"], p.DataActions...)
		}
		for _, word := range []string{"action", "not", "data"} {
			names := sections[word]
			slices.Sort(names)
			for _, name := range slices.Compact(names) {
				if !action.MatchString(name) {
					return "", fmt.Errorf("role %q has the action %q", r.Name, name)
				}
				fmt.Fprintf(&b, "%s\t%s\n", word, name)
			}
		}
	}
	return b.String(), nil
}
