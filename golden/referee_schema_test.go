package golden_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/awslabs/goformation/v7/schema"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/alienc/alienc/e2e/template"
)

// fill replaces each intrinsic by a value of the type that the schema has in
// its place, and each Fn::If by one of its branches. It is false for a value
// that is left out.
func fill(t *testing.T, v any, at map[string]any, branch int) (any, bool) {
	t.Helper()
	if ref, ok := at["$ref"].(string); ok {
		at = definition(t, strings.TrimPrefix(ref, "#/definitions/"))
	}
	if name, argument, ok := template.Intrinsic(v); ok {
		switch {
		case name == "Ref" && argument == "AWS::NoValue":
			return nil, false
		case name == "Fn::If":
			return fill(t, argument.([]any)[branch], at, branch)
		}
		return placeholder(at), true
	}
	switch v := v.(type) {
	case map[string]any:
		properties, _ := at["properties"].(map[string]any)
		out := map[string]any{}
		for k, e := range v {
			inner, _ := properties[k].(map[string]any)
			if x, there := fill(t, e, inner, branch); there {
				out[k] = x
			}
		}
		return out, true
	case []any:
		items, _ := at["items"].(map[string]any)
		out := []any{}
		for _, e := range v {
			if x, there := fill(t, e, items, branch); there {
				out = append(out, x)
			}
		}
		return out, true
	}
	return v, true
}

// placeholder gives a value of the type that a schema asks for.
func placeholder(at map[string]any) any {
	switch at["type"] {
	case "object":
		return map[string]any{}
	case "array":
		return []any{}
	case "boolean":
		return true
	case "number", "integer":
		return 1
	}
	return "text"
}

// definitions is the part of goformation's JSON Schema that the types of the
// table need: compiling all of it takes minutes.
var definitions = sync.OnceValues(func() (map[string]map[string]any, error) {
	var all struct {
		Definitions map[string]json.RawMessage `json:"definitions"`
	}
	if err := json.Unmarshal([]byte(schema.CloudformationSchema), &all); err != nil {
		return nil, err
	}
	needed := map[string]map[string]any{}
	for resource := range structs {
		for name, raw := range all.Definitions {
			if name != resource && name != "Tag" && !strings.HasPrefix(name, resource+".") {
				continue
			}
			var d map[string]any
			if err := json.Unmarshal(raw, &d); err != nil {
				return nil, err
			}
			needed[name] = d
			if name == resource {
				properties, _ := d["properties"].(map[string]any)
				needed[name+"#Properties"], _ = properties["Properties"].(map[string]any)
			}
		}
	}
	return needed, nil
})

// definition gives one schema: "AWS::S3::Bucket.Rule", or the properties of a
// resource as "AWS::S3::Bucket#Properties". Nil: unknown.
func definition(t *testing.T, name string) map[string]any {
	t.Helper()
	all, err := definitions()
	if err != nil {
		t.Fatal(err)
	}
	return all[name]
}

// compiled gives the schema of the properties of each resource type.
func compiled(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	schemas, err := compile()
	if err != nil {
		t.Fatal(err)
	}
	return schemas
}

var compile = sync.OnceValues(func() (map[string]*jsonschema.Schema, error) {
	all, err := definitions()
	if err != nil {
		return nil, err
	}
	const url = "goformation.json"
	text, err := json.Marshal(map[string]any{"definitions": all})
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.Draft = jsonschema.Draft4
	if err := compiler.AddResource(url, strings.NewReader(string(text))); err != nil {
		return nil, err
	}
	out := map[string]*jsonschema.Schema{}
	for resource := range structs {
		s, err := compiler.Compile(url + "#/definitions/" + resource + "/properties/Properties")
		if err != nil {
			return nil, err
		}
		out[resource] = s
	}
	return out, nil
})
