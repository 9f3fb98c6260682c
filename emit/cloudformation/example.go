package cloudformation

import (
	"bytes"
	"encoding/json"
)

// example writes parameters.example.json, the form that
// "aws cloudformation deploy --parameter-overrides file://…" takes: every
// parameter with a value that passes its pattern.
func (t *template) example() []byte {
	type entry struct {
		Key   string `json:"ParameterKey"`
		Value string `json:"ParameterValue"`
	}
	list := make([]entry, len(t.parameters))
	for i, p := range t.parameters {
		list[i] = entry{p.name, p.example}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(list); err != nil {
		panic(err) // strings are always encodable
	}
	return out.Bytes()
}
