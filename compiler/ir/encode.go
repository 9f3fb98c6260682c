package ir

import (
	"bytes"
	"encoding/json"
)

// Schema names the format of the document that [Encode] writes. The number
// rises when a reader of the previous one could go wrong.
const Schema = "alienc/ir/v1"

// Encode writes the stack as the IR document: JSON, indented, the same bytes
// for the same stack.
func Encode(s *Stack) ([]byte, error) {
	doc := document{Schema: Schema, Stack: head{ID: s.ID, Pos: s.Pos, Platforms: s.Platforms, Places: s.Places}}
	doc.Resources = make([]entry, len(s.Resources))
	for i, r := range s.Resources {
		doc.Resources[i] = entry{r}
	}
	doc.Profiles = s.Profiles
	if doc.Profiles == nil {
		doc.Profiles = []*Profile{}
	}
	doc.Management = s.Management
	doc.Notes = s.Notes
	if doc.Notes == nil {
		doc.Notes = []Note{}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

type document struct {
	Schema     string      `json:"schema"`
	Stack      head        `json:"stack"`
	Resources  []entry     `json:"resources"`
	Profiles   []*Profile  `json:"profiles"`
	Management *Management `json:"management"`
	Notes      []Note      `json:"notes"`
}

type head struct {
	ID        string   `json:"id"`
	Pos       Pos      `json:"at"`
	Platforms []string `json:"platforms,omitempty"`
	Places    Places   `json:"places,omitempty"`
}

// entry puts the kind in front of a resource's own fields.
type entry struct{ resource Resource }

func (e entry) MarshalJSON() ([]byte, error) {
	var v kinded
	e.resource.Visit(&v)
	return v.out, v.err
}

type kinded struct {
	out []byte
	err error
}

func (k *kinded) Storage(r *Storage)                   { k.encode(r.Kind(), r) }
func (k *kinded) Kv(r *Kv)                             { k.encode(r.Kind(), r) }
func (k *kinded) Queue(r *Queue)                       { k.encode(r.Kind(), r) }
func (k *kinded) Vault(r *Vault)                       { k.encode(r.Kind(), r) }
func (k *kinded) ArtifactRegistry(r *ArtifactRegistry) { k.encode(r.Kind(), r) }
func (k *kinded) Function(r *Function)                 { k.encode(r.Kind(), r) }

func (k *kinded) encode(kind Kind, resource any) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if k.err = enc.Encode(resource); k.err != nil {
		return
	}
	// The resource is an object with at least an id, so its first byte is a brace.
	k.out = append([]byte(`{"kind":"`+string(kind)+`",`), body.Bytes()[1:]...)
}
