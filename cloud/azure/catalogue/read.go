package catalogue

import (
	_ "embed" // for the lists
	"strings"
)

// roles is what package gen writes, one line each, its columns divided by tabs:
//
//	role	2a2b9908-6ea1-4ae2-8e65-a410df84e7d1	Storage Blob Data Reader
//	action	Microsoft.Storage/storageAccounts/blobServices/containers/read
//	not	...
//	data	...
//
//go:embed roles.txt
var roles string

// operations is kept by hand, and says on its first lines how.
//
//go:embed operations.txt
var operations string

// read makes the catalogue. Lists that are not as they should be are a broken
// build, hence the panics.
func read(roles, operations string) *Catalogue {
	c := &Catalogue{byRole: map[string]int{}, byAction: map[key]int{}, providers: map[string]bool{}}
	known := map[key]string{}
	// Whoever comes first decides how an action is spelled.
	add := func(name string, data bool) {
		if k := (key{strings.ToLower(name), data}); known[k] == "" && !strings.Contains(name, "*") {
			known[k] = name
		}
	}
	for line := range strings.Lines(operations) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		if len(words) < 3 || words[0] != "control" && words[0] != "data" {
			panic("catalogue: operations.txt has the line " + line)
		}
		for _, verb := range words[2:] {
			add(words[1]+"/"+verb, words[0] == "data")
		}
	}
	for line := range strings.Lines(roles) {
		word, rest, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if word == "role" && ok {
			id, name, _ := strings.Cut(rest, "\t")
			c.byRole[id], c.byRole[strings.ToLower(name)] = len(c.roles), len(c.roles)
			c.roles = append(c.roles, Role{ID: id, Name: name})
			continue
		}
		if !ok || len(c.roles) == 0 {
			panic("catalogue: roles.txt has the line " + line)
		}
		r := &c.roles[len(c.roles)-1]
		switch word {
		case "action":
			r.Actions = append(r.Actions, rest)
		case "not":
			r.NotActions = append(r.NotActions, rest)
		case "data":
			r.DataActions = append(r.DataActions, rest)
		default:
			panic("catalogue: roles.txt has the line " + line)
		}
		add(rest, word == "data")
	}
	for k, name := range known {
		c.actions = append(c.actions, Action{name, k.data})
		c.providers[strings.ToLower(Provider(name))] = true
	}
	for i, a := range sorted(c.actions) {
		c.byAction[key{strings.ToLower(a.Name), a.Data}] = i
	}
	return c
}
