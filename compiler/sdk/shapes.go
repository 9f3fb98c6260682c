package sdk

import (
	"strconv"
	"strings"
)

func (s Text) noun() string {
	if s.Prefix != "" {
		return "a string that begins with " + strconv.Quote(s.Prefix)
	}
	return "a string"
}
func (Flag) noun() string      { return "a boolean" }
func (Integer) noun() string   { return "an integer" }
func (s Enum) noun() string    { return alternatives(s.Values) }
func (List) noun() string      { return "an array" }
func (Map) noun() string       { return "an object" }
func (Struct) noun() string    { return "an object" }
func (Union) noun() string     { return "an object" }
func (s Either) noun() string  { return s.Text.noun() + " or an object" }
func (OneOrMore) noun() string { return "a string or an array of strings" }
func (Built) noun() string     { return "a built resource" }
func (s RefTo) noun() string {
	return "a reference to " + article(s.Kind.Noun())
}

// alternatives writes "a", "b" or "c".
func alternatives(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
	}
	last := len(quoted) - 1
	if last == 0 {
		return quoted[0]
	}
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}

func (s Text) typescript() string {
	if s.Words != nil {
		return Enum{s.Words}.typescript()
	}
	return "string"
}
func (Flag) typescript() string    { return "boolean" }
func (Integer) typescript() string { return "number" }
func (s Enum) typescript() string {
	quoted := make([]string, len(s.Values))
	for i, v := range s.Values {
		quoted[i] = strconv.Quote(v)
	}
	return strings.Join(quoted, " | ")
}

func (s List) typescript() string {
	of := s.Of.typescript()
	if strings.Contains(of, " | ") {
		of = "(" + of + ")"
	}
	return of + "[]"
}
func (s Map) typescript() string     { return "Record<string, " + s.Of.typescript() + ">" }
func (s Struct) typescript() string  { return s.Name }
func (s Union) typescript() string   { return s.Name }
func (s Either) typescript() string  { return s.Name }
func (OneOrMore) typescript() string { return "string | string[]" }
func (Built) typescript() string     { return "Resource" }
func (s RefTo) typescript() string {
	return "ResourceRef"
}
