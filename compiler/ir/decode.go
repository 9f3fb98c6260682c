package ir

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// MaxDocument is the greatest size in bytes of a document that [Decode] reads.
// The largest stack that a cloud takes needs a small part of it.
const MaxDocument = 64 << 20

// Decode reads a document that [Encode] wrote, of this version of the schema.
// The stack is sealed; it has what the document holds, so no places inside
// custom sets. The document may come from anywhere: the error says in plain
// words why it is none of alienc's.
func Decode(data []byte) (*Stack, error) {
	if len(data) > MaxDocument {
		return nil, fmt.Errorf("it is larger than %d MiB", MaxDocument>>20)
	}
	var version struct {
		Schema string `json:"schema"`
	}
	if err := json.Unmarshal(data, &version); err != nil {
		return nil, plainly(err)
	}
	switch version.Schema {
	case Schema:
	case "":
		return nil, fmt.Errorf("it does not say that its schema is %q", Schema)
	default:
		return nil, fmt.Errorf("its schema is %q, and this alienc reads %q", version.Schema, Schema)
	}
	var doc document
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, plainly(err)
	}
	s := &Stack{
		ID: doc.Stack.ID, Pos: doc.Stack.Pos, Platforms: doc.Stack.Platforms, Places: doc.Stack.Places,
		Profiles: doc.Profiles, Management: doc.Management, Notes: doc.Notes,
	}
	for _, e := range doc.Resources {
		s.Resources = append(s.Resources, e.resource)
	}
	if err := s.plausible(); err != nil {
		return nil, err
	}
	return s.Seal(), nil
}

// plainly says what encoding/json found for people who know no Go.
func plainly(err error) error {
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong):
		where := "the document"
		if wrong.Field != "" {
			where = strings.ReplaceAll(wrong.Field, "Common.", "") // the type that resources embed
		}
		return fmt.Errorf("%s is %s %s, which alienc does not write there", where, article(wrong.Value), wrong.Value)
	case errors.As(err, &syntax):
		return fmt.Errorf("it is not JSON: %w", err)
	}
	return err
}

func article(noun string) string {
	if noun != "" && (noun[0] == 'a' || noun[0] == 'o') { // array, object
		return "an"
	}
	return "a"
}

// plausible checks what a reader of a stack relies on and a JSON value alone
// does not promise.
func (s *Stack) plausible() error {
	if s.ID == "" {
		return errors.New("its stack has no id")
	}
	resources := make(map[string]bool, len(s.Resources))
	for i, r := range s.Resources {
		info := r.Info()
		switch {
		case info.ID == "":
			return fmt.Errorf("resource %d has no id", i+1)
		case resources[info.ID]:
			return fmt.Errorf("two resources have the id %q", info.ID)
		case info.Lifecycle != Frozen && info.Lifecycle != Live:
			return fmt.Errorf("resource %q is neither frozen nor live", info.ID)
		}
		resources[info.ID] = true
	}
	profiles := make(map[string]bool, len(s.Profiles))
	for i, p := range s.Profiles {
		if p == nil || p.Name == "" {
			return fmt.Errorf("profile %d has no name", i+1)
		}
		if profiles[p.Name] {
			return fmt.Errorf("two profiles have the name %q", p.Name)
		}
		profiles[p.Name] = true
	}
	if s.Management == nil {
		return errors.New("it does not say what management may do")
	}
	switch s.Management.Mode {
	case ManagementAuto, ManagementExtend, ManagementOverride:
		return nil
	}
	return fmt.Errorf("management mode %q is not known to this alienc", s.Management.Mode)
}

// empty makes a resource of a kind, or nil for a word that is no kind.
func empty(kind Kind) Resource {
	switch kind {
	case KindStorage:
		return new(Storage)
	case KindKv:
		return new(Kv)
	case KindQueue:
		return new(Queue)
	case KindVault:
		return new(Vault)
	case KindArtifactRegistry:
		return new(ArtifactRegistry)
	case KindFunction:
		return new(Function)
	}
	return nil
}

// UnmarshalJSON reads a resource according to its kind.
func (e *entry) UnmarshalJSON(data []byte) error {
	var of struct {
		Kind Kind `json:"kind"`
	}
	if err := json.Unmarshal(data, &of); err != nil {
		return err
	}
	if e.resource = empty(of.Kind); e.resource == nil {
		return fmt.Errorf("kind %q is not known to this alienc", of.Kind)
	}
	return json.Unmarshal(data, e.resource)
}

// UnmarshalJSON reads a function with its triggers, each according to its type.
func (f *Function) UnmarshalJSON(data []byte) error {
	type fields Function
	read := struct {
		*fields
		Triggers []json.RawMessage `json:"triggers"`
	}{fields: (*fields)(f)}
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	f.Triggers = make([]Trigger, len(read.Triggers))
	for i, raw := range read.Triggers {
		t, err := decodeTrigger(raw, TriggerPath(fmt.Sprintf("triggers[%d]", i)))
		if err != nil {
			return err
		}
		f.Triggers[i] = t
	}
	return nil
}

func decodeTrigger(data []byte, path TriggerPath) (Trigger, error) {
	var of struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &of); err != nil {
		return nil, err
	}
	var t Trigger
	switch of.Type {
	case "queue":
		t = &QueueTrigger{TriggerPath: path}
	case "storage":
		t = &StorageTrigger{TriggerPath: path}
	case "schedule":
		t = &ScheduleTrigger{TriggerPath: path}
	default:
		return nil, fmt.Errorf("trigger type %q is not known to this alienc", of.Type)
	}
	return t, json.Unmarshal(data, t)
}
