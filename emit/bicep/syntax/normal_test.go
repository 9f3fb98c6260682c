package syntax

import (
	"slices"
	"strings"
)

// normal is what a value must be read as: two that differ only in how they are
// laid out are the same, and so are two texts with the same parts.
func normal(v Value) Value {
	switch v := v.(type) {
	case Str:
		return Str(valid(string(v)))
	case Text:
		return normalText(v)
	case List:
		return List(normals(v))
	case Lines:
		return List(normals(v))
	case Object:
		fields := normalFields(v)
		slices.SortStableFunc(fields, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
		return fields
	case Ordered:
		return normalFields(v)
	case Inline:
		return normalFields(v)
	case Get:
		return Get{normal(v.Of).(Ref), v.Name}
	case Index:
		return Index{normal(v.Of).(Ref), normal(v.At)}
	case Call:
		if len(v.Args) == 0 {
			return Call{Func: v.Func}
		}
		return Call{v.Func, normals(v.Args)}
	case If:
		return If{normal(v.Condition), normal(v.Then), normal(v.Else)}
	case Not:
		return Not{normal(v.Condition)}
	}
	return v
}

func normals(values []Value) []Value {
	out := []Value{}
	for _, v := range values {
		out = append(out, normal(v))
	}
	return out
}

func normalFields(fields []Field) Ordered {
	out := Ordered{}
	for _, f := range fields {
		n := Field{Name: valid(f.Name), Value: normal(f.Value)}
		if f.Key != nil {
			n.Key = normal(f.Key).(Ref)
		}
		out = append(out, n)
	}
	return out
}

func normalText(t Text) Value {
	out, text := Text{}, true
	for _, s := range t {
		switch n := len(out); {
		case s.Var != nil:
			out, text = append(out, Segment{Var: normal(s.Var).(Ref)}), false
		case s.Lit == "":
		case n > 0 && out[n-1].Var == nil:
			out[n-1].Lit += valid(s.Lit)
		default:
			out = append(out, Segment{Lit: valid(s.Lit)})
		}
	}
	switch {
	case text:
		return Str(literal(out))
	case len(out) == 1:
		return out[0].Var
	}
	return out
}

// valid replaces each byte that is not UTF-8 by U+FFFD.
func valid(s string) string { return string([]rune(s)) }
