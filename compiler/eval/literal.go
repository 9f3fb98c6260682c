package eval

import (
	"strconv"
	"strings"

	"github.com/dop251/goja/ast"

	"github.com/alienc/alienc/compiler/sdk"
)

// properties lists the properties of an object literal by name. The last one of
// a name counts; what stands before a spread may have been replaced by it.
func properties(object *ast.ObjectLiteral) map[string]ast.Property {
	known := make(map[string]ast.Property, len(object.Value))
	for _, p := range object.Value {
		switch p := p.(type) {
		case *ast.PropertyShort:
			known[string(p.Name.Name)] = p
		case *ast.PropertyKeyed:
			if named(p) {
				known[keyName(p.Key)] = p
			}
		case *ast.SpreadElement:
			clear(known)
		}
	}
	return known
}

// named reports whether a property has a written name and a value.
func named(p ast.Property) bool {
	keyed, ok := p.(*ast.PropertyKeyed)
	if !ok {
		_, ok = p.(*ast.PropertyShort)
		return ok
	}
	return !keyed.Computed && keyed.Kind == ast.PropertyKindValue
}

// says reports whether a literal says a value. What it computes may be anything.
func says(e ast.Expression, v sdk.Value) bool {
	switch e := e.(type) {
	case *ast.StringLiteral:
		return v.Type == sdk.String && v.Text == e.Value.String()
	case *ast.NumberLiteral:
		switch n := e.Value.(type) {
		case int64:
			return v.Type == sdk.Number && v.Number == float64(n)
		case float64:
			return v.Type == sdk.Number && v.Number == n
		}
	case *ast.BooleanLiteral:
		return v.Type == sdk.Boolean && v.Bool == e.Value
	case *ast.TemplateLiteral:
		return v.Type == sdk.String
	case *ast.ArrayLiteral:
		return v.Type == sdk.Array && saysItems(e, v.Items)
	case *ast.ObjectLiteral:
		return v.Type == sdk.Record && saysFields(e, v.Fields)
	}
	return true
}

func saysItems(list *ast.ArrayLiteral, items []sdk.Value) bool {
	for i, e := range list.Value {
		if _, ok := e.(*ast.SpreadElement); ok {
			return true
		}
		if i >= len(items) || !says(e, items[i]) {
			return false
		}
	}
	return len(items) == len(list.Value)
}

func saysFields(object *ast.ObjectLiteral, fields []sdk.Field) bool {
	known, left := properties(object), len(fields)
	for _, f := range fields {
		if p := known[f.Name]; p != nil {
			if !says(value(p), f.Value) {
				return false
			}
			left--
		}
	}
	for _, p := range object.Value {
		if !named(p) {
			return true // it has properties that only running it shows
		}
	}
	return left == 0 && len(known) == len(fields)
}

func value(p ast.Property) ast.Expression {
	if keyed, ok := p.(*ast.PropertyKeyed); ok {
		return keyed.Value
	}
	name := p.(*ast.PropertyShort).Name
	return &name
}

// keyName gives the name of a property that is not computed.
func keyName(e ast.Expression) string {
	switch e := e.(type) {
	case *ast.StringLiteral:
		return e.Value.String()
	case *ast.Identifier:
		return e.Name.String()
	case *ast.NumberLiteral:
		if n, err := strconv.ParseFloat(strings.ReplaceAll(e.Literal, "_", ""), 64); err == nil {
			return strconv.FormatFloat(n, 'f', -1, 64)
		}
	}
	return ""
}
