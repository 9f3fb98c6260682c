package eval

import (
	"github.com/dop251/goja"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/sdk"
)

// define puts what the author's code may use into the runtime.
func (m *machine) define() {
	m.freeze, _ = goja.AssertFunction(m.rt.Get("Object").ToObject(m.rt).Get("freeze"))
	m.ghost = m.newGhost()
	set := func(name string, f func(goja.FunctionCall) goja.Value) {
		hidden(m.rt.GlobalObject(), name, m.named(name, f))
	}
	set(Export, func(call goja.FunctionCall) goja.Value { return m.export(call.Argument(0).String()) })
	set(Unknown, func(goja.FunctionCall) goja.Value { return m.ghost })
	set(Forbidden, func(goja.FunctionCall) goja.Value { return m.newForbidden() })
	set(Done, func(call goja.FunctionCall) goja.Value {
		m.exports, _ = call.Argument(0).(*goja.Object)
		return nil
	})
	m.defineHost()
}

// must reports a mistake in alienc: nothing that an author writes leads here.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// export gives the value of an export of the SDK. Two names of one class give
// the same value.
func (m *machine) export(name string) goja.Value {
	class, ok := sdk.Lookup(name)
	if ok {
		name = class.Name
	}
	if v := m.classes[name]; v != nil {
		return v
	}
	var v goja.Value
	switch {
	case ok:
		v = m.newClass(class)
	case name == sdk.Experimental:
		o := m.rt.NewObject()
		must(o.Set(sdk.OpenSearch.Name, m.newClass(sdk.OpenSearch)))
		m.frozen(o)
		v = o
	default:
		v = m.newUnsupported(name)
	}
	m.classes[name] = v
	return v
}

func (m *machine) frozen(o *goja.Object) {
	_, err := m.freeze(goja.Undefined(), o)
	must(err)
}

// named makes a function of the host that shows the author its own name, not
// that of its Go code.
func (m *machine) named(name string, f any) *goja.Object {
	v := m.rt.ToValue(f).(*goja.Object)
	hidden(v, "name", m.rt.ToValue(name))
	return v
}

// hidden defines a property that loops over an object do not show.
func hidden(o *goja.Object, name string, v goja.Value) {
	must(o.DefineDataProperty(name, v, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE))
}

func (m *machine) newClass(class *sdk.Class) goja.Value {
	var proto *goja.Object
	ctor := m.rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		args, ok := m.arguments(call.Arguments)
		if !ok {
			return m.ghost
		}
		site := m.trace.site(m.rt, "new", aboveNew)
		this := call.This
		// Only super(...) has a target: this is then an object of a subclass.
		if call.NewTarget == nil && (site.plain || this.Prototype() != proto || m.objects[this] != nil) {
			panic(m.rt.NewTypeError("class %s is made with new", class.Name))
		}
		o := m.session.New(class, args, site)
		if o.Silent() {
			return m.ghost
		}
		hidden(this, "id", m.rt.ToValue(o.ID()))
		m.objects[this], m.values[o] = o, this
		if call.NewTarget == nil {
			m.frozen(this) // a subclass still has its own fields to set
		}
		return this
	}).(*goja.Object)
	hidden(ctor, "name", m.rt.ToValue(class.Name))
	proto = ctor.Get("prototype").(*goja.Object)
	for i := range class.Methods {
		method := &class.Methods[i]
		hidden(proto, method.Name, m.function(method.Name, func(o *sdk.Object, this *goja.Object, args []sdk.Value) goja.Value {
			m.session.Call(o, method, args, m.trace.site(m.rt, method.Name, aboveMethod))
			return this
		}))
	}
	m.defineBuild(class, proto)
	must(proto.SetPrototype(m.rt.NewDynamicObject(&unknownMethods{m})))
	m.frozen(proto)
	m.frozen(ctor)
	return ctor
}

// defineBuild adds the methods that every class has.
func (m *machine) defineBuild(class *sdk.Class, proto *goja.Object) {
	hidden(proto, "build", m.function("build", func(o *sdk.Object, _ *goja.Object, args []sdk.Value) goja.Value {
		built := m.session.Build(o, args, m.trace.site(m.rt, "build", aboveMethod))
		if v := m.values[built]; v != nil {
			return v
		}
		v := m.rt.CreateObject(proto)
		hidden(v, "id", m.rt.ToValue(built.ID()))
		m.frozen(v)
		m.objects[v], m.values[built] = built, v
		return v
	}))
	if class.Kind == "" {
		m.defineJSON(proto)
		return
	}
	hidden(proto, "ref", m.function("ref", func(o *sdk.Object, _ *goja.Object, _ []sdk.Value) goja.Value {
		ref := m.session.Ref(o, m.trace.site(m.rt, "ref", aboveMethod))
		v := m.rt.NewObject()
		// Defined, not set: a setter in Object.prototype must not get in between.
		for _, p := range []struct{ name, text string }{{"type", string(ref.Kind)}, {"id", ref.ID}} {
			must(v.DefineDataProperty(p.name, m.rt.ToValue(p.text), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE))
		}
		m.frozen(v)
		return v
	}))
}

// defineJSON lets JSON.stringify write a built stack.
func (m *machine) defineJSON(proto *goja.Object) {
	parse, _ := goja.AssertFunction(m.rt.Get("JSON").ToObject(m.rt).Get("parse"))
	hidden(proto, "toJSON", m.function("toJSON", func(o *sdk.Object, this *goja.Object, _ []sdk.Value) goja.Value {
		if !o.Built() {
			return this
		}
		document, err := m.session.Document(o)
		must(err)
		v, err := parse(goja.Undefined(), m.rt.ToValue(string(document)))
		must(err)
		return v
	}))
}

// function makes a method that finds its builder by identity, not by anything
// that the author's code can change.
func (m *machine) function(name string, f func(o *sdk.Object, this *goja.Object, args []sdk.Value) goja.Value) goja.Value {
	v := m.named(name, func(call goja.FunctionCall) goja.Value {
		this, _ := call.This.(*goja.Object)
		o := m.objects[this]
		if o == nil {
			panic(m.rt.NewTypeError("%s was called on something that is no builder", name))
		}
		args, ok := m.arguments(call.Arguments)
		if !ok {
			return m.ghost
		}
		return f(o, this, args)
	})
	m.frozen(v)
	return v
}

// count keeps the number of calls within its limit.
func (m *machine) count() {
	if m.calls++; m.calls == m.Limits.Calls+1 {
		m.exceeded("evaluation exceeded " + diag.Thousands(m.Limits.Calls) + " builder calls")
	}
}

// unknownMethods stands behind the builders: a method that does not exist is
// reported when it is called, and changes nothing.
type unknownMethods struct{ m *machine }

// languageNames are properties that the language itself looks for.
var languageNames = map[string]bool{
	"then": true, "toJSON": true, "toString": true, "valueOf": true, "toLocaleString": true, "constructor": true,
	"hasOwnProperty": true, "isPrototypeOf": true, "propertyIsEnumerable": true, "__proto__": true,
	"__defineGetter__": true, "__defineSetter__": true, "__lookupGetter__": true, "__lookupSetter__": true,
}

func (u *unknownMethods) Get(name string) goja.Value {
	if languageNames[name] {
		return nil
	}
	return u.m.function(name, func(o *sdk.Object, this *goja.Object, _ []sdk.Value) goja.Value {
		u.m.session.Unknown(o, name, u.m.trace.site(u.m.rt, name, aboveMethod))
		return this
	})
}

func (u *unknownMethods) Set(string, goja.Value) bool { return false }
func (u *unknownMethods) Has(string) bool             { return false }
func (u *unknownMethods) Delete(string) bool          { return false }
func (u *unknownMethods) Keys() []string              { return nil }
