package syntax

import (
	"fmt"
	"regexp"
	"strings"
)

// maybe gives the value three times in four, else nothing.
func maybe[T any](r *random, v T) T {
	if r.IntN(4) == 0 {
		var none T
		return none
	}
	return v
}

func (r *random) remarks() []string {
	return [][]string{nil, nil, {piece(r.Rand)}, {r.str(), "", "--- title "}}[r.IntN(4)]
}

func (r *random) section() string {
	return []string{"", "", "x" + piece(r.Rand) + "x", "storage \"data\""}[r.IntN(4)]
}

// file makes a file with n declarations of each kind, which refer to the given
// parameters and to each other.
func (r *random) file(n int) *File {
	f := &File{Name: maybe(r, r.str()), Description: maybe(r, r.str())}
	f.Params = append(f.Params, given...)
	for i := range n {
		f.Params = append(f.Params, r.param(i))
		f.Vars = append(f.Vars, Var{maybe(r, r.section()), r.remarks(), Symbol(fmt.Sprint("var", i)), r.any()})
		f.Outputs = append(f.Outputs, Output{r.section(), r.remarks(), maybe(r, r.str()), fmt.Sprint("output", i), TypeString, r.text()})
		f.Resources = append(f.Resources, r.resource(i))
	}
	return f
}

func (r *random) param(i int) Param {
	m := Param{Section: r.section(), Remarks: r.remarks(), Description: maybe(r, r.str()), Name: Symbol(fmt.Sprint("param", i))}
	switch r.IntN(5) {
	case 0:
		m.Secure = true
	case 1:
		m.Allowed = []Value{Str("A"), Str(r.str() + "B")}
	case 2:
		m.MinLength, m.MaxLength, m.Default = 1, maybe(r, 200), Str("d")
	case 3:
		m.Type = TypeInt
		m.MinValue, m.MaxValue = maybe(r, new(-r.IntN(9))), maybe(r, new(r.IntN(9)))
		m.Default = Int(0)
	case 4:
		m.Type, m.Default = TypeObject, r.object()
	}
	return m
}

// resource makes a resource of a type that no provider has, so that the real
// compiler has no opinion on its properties.
func (r *random) resource(i int) Resource {
	s := Resource{
		Section: r.section(), Remarks: r.remarks(), Description: maybe(r, r.str()),
		Symbol: Symbol(fmt.Sprint("resource", i)), Type: "Microsoft.Random/things@2025-01-01",
		Name: Text{{Lit: "thing"}, {Var: r.textRef()}},
	}
	if i > 0 && r.IntN(3) == 0 {
		s.Scope = "resource0"
	}
	if i > 0 && r.IntN(5) == 0 {
		s.Existing = true
		return s
	}
	s.Location, s.Kind = maybe(r, r.text()), maybe(r, "k"+r.str())
	s.SKU = maybe(r, Object{F("name", Str(r.str()))})
	s.Identity = maybe(r, Object{F("type", Str("None")), F("userAssignedIdentities", Object{K(r.textRef(), Ordered{})})})
	if i > 0 && r.IntN(2) == 0 {
		s.DependsOn = []Symbol{"resource0"}
	}
	s.Tags, s.Properties = Union.Of(Symbol("someFields"), Inline{F(r.str(), r.text())}), maybe(r, r.object())
	if r.IntN(2) == 0 {
		s.Condition = r.flag()
	}
	return s
}

// params makes a file that gives n parameters.
func (r *random) params(n int) *Params {
	f := &Params{Using: "./" + r.str() + ".bicep"}
	for i := range n {
		f.Values = append(f.Values, ParamValue{r.remarks(), Symbol(fmt.Sprint("param", i)), r.any()})
	}
	return f
}

// normalFile is what a file must be read as.
func normalFile(f *File) *File {
	out := &File{Name: valid(f.Name), Description: valid(f.Description)}
	for _, m := range f.Params {
		m.Section, m.Remarks, m.Description = shown(m.Section), normalRemarks(m.Remarks), valid(m.Description)
		if m.Allowed != nil {
			m.Allowed = normals(m.Allowed)
		}
		m.Default = normalOrNil(m.Default)
		out.Params = append(out.Params, m)
	}
	for _, v := range f.Vars {
		out.Vars = append(out.Vars, Var{shown(v.Section), normalRemarks(v.Remarks), v.Name, normal(v.Value)})
	}
	for _, s := range f.Resources {
		s.Section, s.Remarks, s.Description = shown(s.Section), normalRemarks(s.Remarks), valid(s.Description)
		s.Kind = valid(s.Kind)
		s.Name, s.Location, s.Tags = normal(s.Name), normalOrNil(s.Location), normalOrNil(s.Tags)
		s.Condition, s.Properties = normalOrNil(s.Condition), normalOrNil(s.Properties)
		if s.SKU != nil {
			s.SKU = Object(normal(s.SKU).(Ordered))
		}
		if s.Identity != nil {
			s.Identity = Object(normal(s.Identity).(Ordered))
		}
		out.Resources = append(out.Resources, s)
	}
	for _, o := range f.Outputs {
		out.Outputs = append(out.Outputs, Output{shown(o.Section), normalRemarks(o.Remarks), valid(o.Description), o.Name, o.Type, normal(o.Value)})
	}
	return out
}

func normalOrNil(v Value) Value {
	if v == nil {
		return nil
	}
	return normal(v)
}

func normalRemarks(lines []string) (out []string) {
	for _, line := range lines {
		out = append(out, strings.TrimRight(shown(line), " "))
	}
	return out
}

// shown is how a comment shows a text.
func shown(s string) string {
	return regexp.MustCompile(`[^\x20-\x7e]`).ReplaceAllString(s, "?")
}
