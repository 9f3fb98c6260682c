package eval

import (
	"fmt"
	"reflect"
	"strconv"

	"github.com/dop251/goja"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/sdk"
)

// How deep and how large an argument may be. What the language takes is far
// smaller; an object that holds itself, or the same part many times, is not.
const (
	depthLimit = 64
	sizeLimit  = 200_000
)

// converter copies one argument.
type converter struct {
	*machine
	path []*goja.Object // the objects around the current value
	size int
}

// convert copies a value of the author's code. Only own properties count, so
// that a changed prototype changes nothing; getters run once.
func (m *machine) convert(v goja.Value) sdk.Value {
	c := converter{machine: m}
	return c.value(v)
}

// arguments copies the arguments of a call. It is not ok when a limit was
// exceeded: the interrupt that was asked for comes only after the call.
func (m *machine) arguments(list []goja.Value) (values []sdk.Value, ok bool) {
	m.count()
	values = make([]sdk.Value, len(list))
	for i, v := range list {
		values[i] = m.convert(v)
	}
	return values, !m.stopped
}

func (c *converter) value(v goja.Value) sdk.Value {
	if c.size++; c.size > sizeLimit {
		c.exceeded(fmt.Sprintf("an argument holds more than %s values", diag.Thousands(sizeLimit)))
		return sdk.Value{Type: sdk.Ignored}
	}
	if v == nil || goja.IsUndefined(v) {
		return sdk.Value{}
	}
	if goja.IsNull(v) {
		return sdk.Value{Type: sdk.Null}
	}
	if object, ok := v.(*goja.Object); ok {
		return c.object(object)
	}
	if _, ok := v.(*goja.Symbol); ok {
		return sdk.Value{Type: sdk.Strange, Text: "a symbol"}
	}
	switch raw := v.Export().(type) {
	case bool:
		return sdk.Value{Type: sdk.Boolean, Bool: raw}
	case int64:
		return sdk.Value{Type: sdk.Number, Number: float64(raw)}
	case float64:
		return sdk.Value{Type: sdk.Number, Number: raw}
	case string:
		return sdk.Value{Type: sdk.String, Text: withoutAddresses(raw)}
	}
	return sdk.Value{Type: sdk.Strange, Text: "a bigint"}
}

func (c *converter) object(o *goja.Object) sdk.Value {
	if o == c.ghost {
		return sdk.Value{Type: sdk.Ignored}
	}
	if known := c.objects[o]; known != nil {
		return sdk.Value{Type: sdk.Handle, Object: known}
	}
	for _, around := range c.path {
		if around == o {
			return sdk.Value{Type: sdk.Strange, Text: "an object that contains itself"}
		}
	}
	if len(c.path) == depthLimit {
		return sdk.Value{Type: sdk.Strange, Text: "an object that is nested too deeply"}
	}
	c.path = append(c.path, o)
	defer func() { c.path = c.path[:len(c.path)-1] }()
	switch class := o.ClassName(); class {
	case "Array":
		return c.array(o)
	case "Object", "Arguments":
		return c.plain(o)
	case "Function":
		return sdk.Value{Type: sdk.Strange, Text: "a function"}
	case "Promise":
		return sdk.Value{Type: sdk.Strange, Text: "a promise (await is missing)"}
	case "String", "Number", "Boolean", "BigInt", "Symbol":
		return sdk.Value{Type: sdk.Strange, Text: "a " + class + " object"}
	default:
		return sdk.Value{Type: sdk.Strange, Text: "a " + class}
	}
}

// plain copies an object that holds nothing but its properties. A Map has none
// and would look empty.
func (c *converter) plain(o *goja.Object) sdk.Value {
	if _, ok := goja.AssertFunction(o); ok {
		return sdk.Value{Type: sdk.Strange, Text: "a function"}
	}
	switch o.ExportType() {
	case reflect.TypeFor[map[string]any](), reflect.TypeFor[goja.Proxy](), reflect.TypeFor[*environment]():
		return c.record(o)
	case reflect.TypeFor[*goja.Promise]():
		return sdk.Value{Type: sdk.Strange, Text: "a promise (await is missing)"}
	case reflect.TypeFor[[][2]any]():
		return sdk.Value{Type: sdk.Strange, Text: "a Map"}
	case reflect.TypeFor[[]any]():
		return sdk.Value{Type: sdk.Strange, Text: "a Set"}
	}
	return sdk.Value{Type: sdk.Strange, Text: "an object of a built-in class"}
}

func (c *converter) array(o *goja.Object) sdk.Value {
	length := o.Get("length").ToInteger()
	if length > sizeLimit {
		c.size = sizeLimit
		return c.value(nil)
	}
	v := sdk.Value{Type: sdk.Array, Items: make([]sdk.Value, length)}
	for _, key := range o.Keys() {
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(v.Items) {
			v.Items[i] = c.value(o.Get(key))
		}
	}
	return v
}

func (c *converter) record(o *goja.Object) sdk.Value {
	keys := o.Keys()
	v := sdk.Value{Type: sdk.Record, Fields: make([]sdk.Field, 0, len(keys))}
	for _, key := range keys {
		v.Fields = append(v.Fields, sdk.Field{Name: key, Value: c.value(o.Get(key))})
	}
	return v
}

// exceeded ends the evaluation because of a limit.
func (m *machine) exceeded(message string) {
	d := diag.New("evaluation-limit", m.trace.here(m.rt), "", message)
	m.stopped = true
	m.rt.Interrupt(&d)
}
