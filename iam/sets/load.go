package sets

import (
	"bytes"
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed *.yaml
var files embed.FS

// Lookup gives the public set with that id. A set of setup is public too: its
// id exists, though nobody can grant it.
func Lookup(id string) (Set, bool) {
	set, ok := Find(id)
	return set, ok && !set.Derived && !slices.Contains(Shared, set.Kind)
}

// Setup gives what setup or teardown needs for a kind or for what is shared,
// by its id such as "kv/provision" or "stack/teardown". It panics when there
// is none: every kind has both.
func Setup(id string) Set {
	set, ok := Find(id)
	if !ok || !set.Setup {
		panic("sets: setup knows nothing of " + id)
	}
	return set
}

// Derived gives a set that alienc derives, by its id such as
// "queue/queue-trigger". It panics when there is none: the ids stand in the
// source of the caller.
func Derived(id string) Set {
	set, ok := Find(id)
	if !ok || !set.Derived {
		panic("sets: nothing is derived as " + id)
	}
	return set
}

// All lists the public sets by kind and purpose, without aliases.
func All() []Set { return list(Kinds, false) }

// AllDerived lists the sets that alienc alone uses, by kind and purpose: those
// that it derives, and those of what is shared.
func AllDerived() []Set {
	out := list(Kinds, true)
	for _, derived := range []bool{false, true} {
		out = append(out, list(Shared, derived)...)
	}
	slices.SortStableFunc(out, func(a, b Set) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// Canonical gives the id under which a set is listed: "function/invoke" for
// "worker/invoke". An unknown id stays as it is.
func Canonical(id string) string {
	kind, purpose, _ := strings.Cut(id, "/")
	if original, ok := aliases[kind]; ok {
		return original + "/" + purpose
	}
	return id
}

// Find gives any set by its id: a public one, one of setup, one that is derived.
func Find(id string) (Set, bool) {
	id = Canonical(id)
	kind, _, _ := strings.Cut(id, "/")
	load, ok := loaders[kind]
	if !ok {
		return Set{}, false
	}
	list := load()
	i, ok := slices.BinarySearchFunc(list, id, func(s Set, id string) int { return strings.Compare(s.ID, id) })
	if !ok {
		return Set{}, false
	}
	return list[i], true
}

func list(kinds []string, derived bool) []Set {
	var out []Set
	for _, kind := range kinds {
		for _, s := range loaders[kind]() {
			if s.Derived == derived {
				out = append(out, s)
			}
		}
	}
	return out
}

// loaders reads each file once, when a set of its kind is first asked for.
var loaders = func() map[string]func() []Set {
	m := make(map[string]func() []Set, len(Kinds)+len(Shared))
	for _, kind := range slices.Concat(Kinds, Shared) {
		m[kind] = sync.OnceValue(func() []Set {
			data, err := files.ReadFile(kind + ".yaml")
			if err == nil {
				var list []Set
				if list, err = parse(kind, data); err == nil {
					return list
				}
			}
			panic(fmt.Sprintf("sets: %s.yaml: %v", kind, err)) // embedded, so a mistake of ours
		})
	}
	return m
}()

type entry struct {
	Use   string      `yaml:"use"` // setup, derived; empty: public
	Doc   string      `yaml:"doc"`
	AWS   []rule      `yaml:"aws"`
	Azure []azureRule `yaml:"azure"`
}

type rule struct {
	Sid       string                      `yaml:"sid"`
	Allow     []string                    `yaml:"allow"`
	Deny      []string                    `yaml:"deny"`
	On        words                       `yaml:"on"`
	Principal string                      `yaml:"principal"`
	Condition map[string]map[string]words `yaml:"condition"`
	When      string                      `yaml:"when"`
	With      string                      `yaml:"with"`
	Without   string                      `yaml:"without"`
	Direct    string                      `yaml:"direct"`
	Damage    string                      `yaml:"damage"`
	Reason    string                      `yaml:"reason"`
}

// words is a list that may be written as its one element.
type words []string

// UnmarshalYAML takes a scalar or a sequence.
func (w *words) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*w = words{n.Value}
		return nil
	}
	var list []string
	if err := n.Decode(&list); err != nil {
		return err
	}
	*w = list
	return nil
}

// parse reads the file of a kind. The sets come sorted by id.
func parse(kind string, data []byte) ([]Set, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true) // a misspelt key would grant nothing, silently
	entries := map[string]entry{}
	if err := decoder.Decode(&entries); err != nil {
		return nil, err
	}
	list := make([]Set, 0, len(entries))
	for purpose, e := range entries {
		s := Set{
			ID: kind + "/" + purpose, Kind: kind, Purpose: purpose, Doc: e.Doc,
			Grantable: e.Use == "", Derived: e.Use == "derived", Setup: e.Use == "setup",
		}
		if e.Use != "" && e.Use != "derived" && e.Use != "setup" {
			return nil, fmt.Errorf("%s: use %q", s.ID, e.Use)
		}
		for _, r := range e.AWS {
			s.AWS = append(s.AWS, r.sorted())
		}
		for _, r := range e.Azure {
			s.Azure = append(s.Azure, r.sorted())
		}
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Set) int { return strings.Compare(a.ID, b.ID) })
	return list, nil
}

func (r rule) sorted() Rule {
	out := Rule{
		Sid: r.Sid, Allow: slices.Clone(r.Allow), Deny: slices.Clone(r.Deny), On: r.On, Principal: r.Principal,
		When: r.When, With: r.With, Without: r.Without, Direct: r.Direct, Damage: r.Damage, Reason: r.Reason,
	}
	slices.Sort(out.Allow)
	slices.Sort(out.Deny)
	out.Condition = conditions(r.Condition)
	return out
}

// conditions lists what stands by operator and key, sorted.
func conditions(written map[string]map[string]words) []Condition {
	var list []Condition
	for operator, keys := range written {
		for key, values := range keys {
			list = append(list, Condition{operator, key, values})
		}
	}
	slices.SortFunc(list, func(a, b Condition) int {
		return strings.Compare(a.Operator+" "+a.Key, b.Operator+" "+b.Key)
	})
	return list
}
