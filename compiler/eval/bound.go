package eval

import (
	"fmt"
	"math"

	"github.com/dop251/goja"

	"github.com/alienc/alienc/compiler/diag"
)

// textLimit is the length of the longest string that one call may make, and of
// all that is printed.
const textLimit = 16 << 20

// listLimit is how many values, or bytes, one call may ask for.
const listLimit = 64 << 20

// boundNatives keeps the calls that make much out of little within a limit: no
// interrupt reaches them, and memory that cannot be had ends the process.
func (m *machine) boundNatives() {
	text := m.prototype("String")
	m.bound(text, "repeat", textLimit, func(call goja.FunctionCall) float64 {
		return float64(len(call.This.String())) * call.Argument(0).ToFloat()
	})
	for _, name := range []string{"padStart", "padEnd"} {
		m.bound(text, name, textLimit, func(call goja.FunctionCall) float64 { return call.Argument(0).ToFloat() })
	}
	list := m.prototype("Array")
	for _, name := range []string{"sort", "toSorted", "toReversed", "with"} {
		m.bound(list, name, listLimit, func(call goja.FunctionCall) float64 { return length(call.This) })
	}
	m.bound(m.prototype("Function"), "apply", listLimit, func(call goja.FunctionCall) float64 { return length(call.Argument(1)) })
	reflect := m.rt.Get("Reflect").(*goja.Object)
	m.bound(reflect, "apply", listLimit, func(call goja.FunctionCall) float64 { return length(call.Argument(2)) })
	m.bound(reflect, "construct", listLimit, func(call goja.FunctionCall) float64 { return length(call.Argument(1)) })
	m.bound(m.rt.Get("JSON").(*goja.Object), "stringify", listLimit, func(call goja.FunctionCall) float64 { return length(call.Argument(1)) })
	for _, name := range []string{"asIntN", "asUintN"} {
		m.bound(m.rt.Get("BigInt").(*goja.Object), name, listLimit, func(call goja.FunctionCall) float64 { return call.Argument(0).ToFloat() })
	}
	for _, name := range []string{
		"ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
		"Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array",
	} {
		m.boundConstructor(name)
	}
}

func (m *machine) prototype(class string) *goja.Object {
	return m.rt.Get(class).(*goja.Object).Get("prototype").(*goja.Object)
}

// length gives how many elements a value says that it has.
func length(v goja.Value) float64 {
	if object, ok := v.(*goja.Object); ok {
		if n := object.Get("length"); n != nil {
			return n.ToFloat()
		}
	}
	return 0
}

// bound replaces a native by one that is called only when what it would make
// is within a limit.
func (m *machine) bound(object *goja.Object, name string, limit float64, size func(goja.FunctionCall) float64) {
	native, _ := goja.AssertFunction(object.Get(name))
	f := m.named(name, func(call goja.FunctionCall) goja.Value {
		if m.large(name, size(call), limit) {
			return goja.Undefined()
		}
		v, err := native(call.This, call.Arguments...)
		if err != nil {
			panic(err)
		}
		return v
	})
	must(object.DefineDataProperty(name, f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

// boundConstructor does the same to a class of binary data.
func (m *machine) boundConstructor(name string) {
	f := m.replaced(name, func(args []goja.Value) bool {
		if len(args) == 0 {
			return true
		}
		n := length(args[0])
		if _, ok := args[0].(*goja.Object); !ok {
			n = args[0].ToFloat()
		}
		return !m.large(name, n, listLimit)
	})
	must(m.prototype(name).DefineDataProperty("constructor", f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

// replaced puts a class in the place of a native one that it asks before it
// makes an object. It is no proxy: the engine's instanceof refuses those.
func (m *machine) replaced(name string, allowed func(args []goja.Value) bool) *goja.Object {
	native := m.rt.Get(name).(*goja.Object)
	construct, _ := goja.AssertConstructor(native)
	f := m.named(name, func(call goja.ConstructorCall) *goja.Object {
		if !allowed(call.Arguments) {
			return m.ghost
		}
		target := call.NewTarget // of a subclass
		if target == nil {
			target = native
		}
		o, err := construct(target, call.Arguments...)
		if err != nil {
			panic(err)
		}
		return o
	})
	must(f.Set("prototype", native.Get("prototype")))
	must(f.SetPrototype(native)) // for what else it has
	must(m.rt.GlobalObject().DefineDataProperty(name, f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	return f
}

// large reports a call that asks for too much, and whether it does.
func (m *machine) large(name string, n, limit float64) bool {
	if !(n > limit) { // NaN asks for nothing
		return false
	}
	what := "hold %s values"
	if limit == textLimit {
		what = "make a string of %s characters"
	}
	m.exceeded(fmt.Sprintf(name+" would "+what, diag.Thousands(int(math.Min(n, 1<<53)))))
	return true
}
