package eval

import "github.com/dop251/goja"

// newGhost makes the value that stands for what was reported already. It takes
// every call, gives itself back, and has no effect where it is passed on, so
// that one mistake gives one error.
func (m *machine) newGhost() *goja.Object {
	var ghost *goja.Object
	empty := m.rt.ToValue(func(goja.FunctionCall) goja.Value { return m.rt.ToValue("") })
	ghost = m.proxy(&goja.ProxyTrapConfig{
		Get: func(_ *goja.Object, name string, _ goja.Value) goja.Value {
			if name == "then" {
				return goja.Undefined() // or await would never end
			}
			return ghost
		},
		GetSym: func(_ *goja.Object, symbol *goja.Symbol, _ goja.Value) goja.Value {
			if symbol == goja.SymToPrimitive {
				return empty
			}
			return ghost
		},
		Set:            func(*goja.Object, string, goja.Value, goja.Value) bool { return true },
		DefineProperty: func(*goja.Object, string, goja.PropertyDescriptor) bool { return true },
		Apply:          func(*goja.Object, goja.Value, []goja.Value) goja.Value { return ghost },
		Construct:      func(*goja.Object, []goja.Value, *goja.Object) *goja.Object { return ghost },
	})
	return ghost
}

// newUnsupported makes the value of an export that may be imported but not used.
func (m *machine) newUnsupported(name string) *goja.Object {
	report := func(name string) { m.session.Unsupported(name, m.trace.site(m.rt, "", aboveMethod)) }
	return m.proxy(&goja.ProxyTrapConfig{
		Get: func(_ *goja.Object, member string, _ goja.Value) goja.Value {
			if member == "then" {
				return goja.Undefined()
			}
			report(name + "." + member)
			return m.ghost
		},
		GetSym: func(*goja.Object, *goja.Symbol, goja.Value) goja.Value { return goja.Undefined() },
		Apply: func(*goja.Object, goja.Value, []goja.Value) goja.Value {
			report(name)
			return m.ghost
		},
		Construct: func(*goja.Object, []goja.Value, *goja.Object) *goja.Object {
			report(name)
			return m.ghost
		},
	})
}

// newForbidden makes the exports of a module that may not be imported. Its
// import was reported; using it ends the evaluation, since nothing true can
// follow from it.
func (m *machine) newForbidden() *goja.Object {
	// A namespace object made from the exports looks in their prototype for what
	// it lacks. That has none of its own, or the search would never end.
	return m.forbidden(m.forbidden(nil))
}

func (m *machine) forbidden(parent *goja.Object) *goja.Object {
	stop := func() goja.Value {
		m.refused = true
		m.rt.Interrupt(errStopped)
		return goja.Undefined()
	}
	return m.proxy(&goja.ProxyTrapConfig{
		Get: func(_ *goja.Object, name string, _ goja.Value) goja.Value {
			// esbuild's and the language's own questions about a module are no use.
			if name == "__esModule" || name == "then" || name == "default" {
				return goja.Undefined()
			}
			return stop()
		},
		GetSym:         func(*goja.Object, *goja.Symbol, goja.Value) goja.Value { return stop() },
		GetPrototypeOf: func(*goja.Object) *goja.Object { return parent },
		Apply:          func(*goja.Object, goja.Value, []goja.Value) goja.Value { return stop() },
		Construct: func(*goja.Object, []goja.Value, *goja.Object) *goja.Object {
			stop()
			return m.ghost
		},
	})
}

// proxy makes an object that can be called and that only its traps answer for.
func (m *machine) proxy(traps *goja.ProxyTrapConfig) *goja.Object {
	target := m.rt.ToValue(func(goja.ConstructorCall) *goja.Object { return nil }).(*goja.Object)
	return m.rt.ToValue(m.rt.NewProxy(target, traps)).(*goja.Object)
}
