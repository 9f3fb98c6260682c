// Package template reads CloudFormation templates the way a referee does: as
// plain data, from the finished file, sharing no code with what wrote it. It
// knows the intrinsics that alienc emits and says so when it meets another.
package template

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// Template is a template as written. Values are strings, bools, ints, floats,
// []any and map[string]any; an intrinsic is a map with the one key "Ref",
// "Condition" or "Fn::…", as in CloudFormation's JSON.
type Template struct {
	Parameters map[string]Parameter
	Conditions map[string]any
	Resources  []Resource // in the order of the file
	Outputs    map[string]any
}

// Parameter is a parameter of a template.
type Parameter struct {
	Default    any // nil: none
	HasDefault bool
}

// Resource is one resource of a template.
type Resource struct {
	Name, Type          string
	Condition           string // empty: always created
	DeletionPolicy      string // empty: Delete
	UpdateReplacePolicy string // empty: Delete
	Properties          map[string]any
}

// Retained reports whether the resource outlives its stack.
func (r Resource) Retained() bool {
	return r.DeletionPolicy == "Retain" || r.DeletionPolicy == "RetainExceptOnCreate"
}

// Parse reads a template in YAML or JSON.
func Parse(data []byte) (*Template, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	if doc.Kind != yaml.DocumentNode || doc.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("the template is not a map")
	}
	t := &Template{Parameters: map[string]Parameter{}, Conditions: map[string]any{}, Outputs: map[string]any{}}
	root := doc.Content[0]
	for i := 0; i < len(root.Content); i += 2 {
		if err := t.section(root.Content[i].Value, root.Content[i+1]); err != nil {
			return nil, fmt.Errorf("%s: %w", root.Content[i].Value, err)
		}
	}
	return t, nil
}

// section reads one top-level part, if it is one that referees look at.
func (t *Template) section(name string, n *yaml.Node) error {
	switch name {
	case "Parameters", "Conditions", "Resources", "Outputs":
	default:
		return nil
	}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i].Value
		v, err := value(n.Content[i+1])
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		fields, isMap := v.(map[string]any)
		if !isMap {
			return fmt.Errorf("%s is not a map", key)
		}
		switch name {
		case "Parameters":
			d, has := fields["Default"]
			t.Parameters[key] = Parameter{Default: d, HasDefault: has}
		case "Conditions":
			t.Conditions[key] = v
		case "Outputs":
			t.Outputs[key] = v
		case "Resources":
			r := Resource{
				Name: key, Type: text(fields["Type"]), Condition: text(fields["Condition"]),
				DeletionPolicy: text(fields["DeletionPolicy"]), UpdateReplacePolicy: text(fields["UpdateReplacePolicy"]),
			}
			r.Properties, _ = fields["Properties"].(map[string]any) // a resource may have none
			t.Resources = append(t.Resources, r)
		}
	}
	return nil
}

// text gives a value that should be a string; anything else is the empty one.
func text(v any) string {
	s, _ := v.(string)
	return s
}

// value translates a node, with short intrinsics (!Ref) made long.
func value(n *yaml.Node) (any, error) {
	if strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
		return intrinsic(n)
	}
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i].Value
			if n.Content[i].ShortTag() != "!!str" {
				return nil, fmt.Errorf("line %d: the key %s is not a string", n.Content[i].Line, key)
			}
			if _, twice := m[key]; twice {
				return nil, fmt.Errorf("line %d: the key %s stands twice", n.Content[i].Line, key)
			}
			v, err := value(n.Content[i+1])
			if err != nil {
				return nil, err
			}
			m[key] = v
		}
		return m, nil
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, c := range n.Content {
			v, err := value(c)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.ScalarNode:
		return scalar(n)
	}
	return nil, fmt.Errorf("line %d: neither map, list nor scalar", n.Line)
}

// scalar gives a string, a bool or a number. A date that was not quoted stays
// the text it is, as CloudFormation reads it.
func scalar(n *yaml.Node) (any, error) {
	switch n.ShortTag() {
	case "!!str", "!!timestamp":
		return n.Value, nil
	case "!!bool", "!!int", "!!float":
		var v any
		err := n.Decode(&v)
		return v, err
	}
	return nil, fmt.Errorf("line %d: %s is a %s", n.Line, n.Value, n.ShortTag())
}

// intrinsic translates !Name into {"Fn::Name": …}.
func intrinsic(n *yaml.Node) (any, error) {
	name := "Fn::" + n.Tag[1:]
	if n.Tag == "!Ref" || n.Tag == "!Condition" {
		name = n.Tag[1:]
	}
	if n.Kind == yaml.ScalarNode {
		if n.Tag == "!GetAtt" {
			resource, attribute, ok := strings.Cut(n.Value, ".")
			if !ok {
				return nil, fmt.Errorf("line %d: !GetAtt %s names no attribute", n.Line, n.Value)
			}
			return map[string]any{name: []any{resource, attribute}}, nil
		}
		return map[string]any{name: n.Value}, nil
	}
	plain := *n
	plain.Tag = ""
	v, err := value(&plain)
	if err != nil {
		return nil, err
	}
	return map[string]any{name: v}, nil
}

// Intrinsic takes an intrinsic apart. It is false for every other value.
func Intrinsic(v any) (name string, argument any, ok bool) {
	m, isMap := v.(map[string]any)
	if !isMap || len(m) != 1 {
		return "", nil, false
	}
	for k, a := range m {
		name, argument = k, a
	}
	return name, argument, name == "Ref" || name == "Condition" || strings.HasPrefix(name, "Fn::")
}
