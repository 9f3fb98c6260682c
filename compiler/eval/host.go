package eval

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

func init() { //nolint:gochecknoinits // it must hold before any runtime exists, and no caller may forget it
	// goja reads the machine's time zone from this variable. Dates in a stack
	// must not show it, and nothing else in alienc shows local times.
	time.Local = time.UTC
}

// impure are global functions whose answers would differ from run to run or
// come from outside.
var impure = []string{
	"fetch", "require", "eval", "Function", "setTimeout", "setInterval", "setImmediate", "queueMicrotask",
	"clearTimeout", "clearInterval", "clearImmediate", "requestAnimationFrame",
}

// hostNames are globals of other hosts that do not exist here.
var hostNames = []string{
	"URL", "URLSearchParams", "Buffer", "TextEncoder", "TextDecoder", "Intl", "crypto", "structuredClone", "performance",
	"atob", "btoa", "Headers", "Request", "Response", "FormData", "Blob", "File", "AbortController", "AbortSignal",
	"Event", "EventTarget", "WebSocket", "XMLHttpRequest", "ReadableStream", "window", "document", "navigator", "self",
	"global", "__dirname", "__filename", "Deno", "Bun", "WebAssembly", "SharedArrayBuffer", "Atomics",
}

func (m *machine) defineHost() {
	rt := m.rt
	rt.SetTimeSource(func() time.Time {
		m.impure(m.clockName())
		return time.Unix(0, 0).UTC()
	})
	rt.SetRandSource(func() float64 {
		m.impure("Math.random()")
		return 0
	})
	for _, name := range impure {
		shown := name + "()"
		if name == "Function" {
			shown = "new Function()"
		}
		f := m.proxy(&goja.ProxyTrapConfig{
			Apply:     func(*goja.Object, goja.Value, []goja.Value) goja.Value { m.impure(shown); return m.ghost },
			Construct: func(*goja.Object, []goja.Value, *goja.Object) *goja.Object { m.impure(shown); return m.ghost },
		})
		if name == "Function" {
			// The prototype of functions stays what it is, for instanceof.
			proto := rt.Get("Function").ToObject(rt).Get("prototype").(*goja.Object)
			f = m.constructor(shown, proto)
			must(proto.DefineDataProperty("constructor", f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
		}
		must(rt.GlobalObject().DefineDataProperty(name, f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	}
	m.defineSymbols()
	m.defineProcess()
	m.defineConsole()
	m.boundNatives()
	m.boundPatterns()
}

// constructor makes a function that reports each call, with a given prototype.
func (m *machine) constructor(shown string, proto *goja.Object) *goja.Object {
	f := m.rt.ToValue(func(goja.ConstructorCall) *goja.Object {
		m.impure(shown)
		return m.ghost
	}).(*goja.Object)
	must(f.Set("prototype", proto))
	return f
}

// impure reports a use of the machine, the clock or chance.
func (m *machine) impure(name string) {
	m.report(diag.New("nondeterministic-api", m.trace.here(m.rt), "", name+" is not available: outputs must not depend on the machine").
		WithHelp("pass the value with --env or make it a template parameter"))
}

// clockName tells which of the ways to ask for the time was taken.
func (m *machine) clockName() string {
	frames := m.rt.CaptureCallStack(1, nil)
	if len(frames) == 0 || frames[0].Position().Line > 0 {
		return "new Date()" // new has no frame of its own
	}
	if frames[0].FuncName() == "now" {
		return "Date.now()"
	}
	return "Date()"
}

// defineSymbols adds the symbols that esbuild's output for `using` needs.
func (m *machine) defineSymbols() {
	symbol := m.rt.Get("Symbol").ToObject(m.rt)
	for _, name := range []string{"asyncIterator", "dispose", "asyncDispose"} {
		if v := symbol.Get(name); v == nil || goja.IsUndefined(v) {
			hidden(symbol, name, goja.NewSymbol("Symbol."+name))
		}
	}
}

// defineProcess adds process.env with the passed variables.
func (m *machine) defineProcess() {
	process := m.rt.NewObject()
	must(process.Set("env", m.rt.NewDynamicObject(&environment{m})))
	m.frozen(process)
	must(m.rt.GlobalObject().DefineDataProperty("process", process, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE))
}

// environment is process.env: it holds what was passed and says so when
// something else is read.
type environment struct{ m *machine }

// Get gives the value of a variable and remembers that it was read.
func (e *environment) Get(name string) goja.Value {
	if value, ok := e.m.Env[name]; ok {
		e.m.read[name] = true
		return e.m.rt.ToValue(value)
	}
	if !languageNames[name] {
		e.m.report(diag.New("env-not-passed", e.m.trace.here(e.m.rt), "", fmt.Sprintf("process.env.%s is undefined: it was not passed", name)).
			WithHelp(fmt.Sprintf("alienc build --env %s=...", name)))
	}
	return nil
}

// Set refuses every change.
func (e *environment) Set(string, goja.Value) bool { return false }

// Delete refuses every change.
func (e *environment) Delete(string) bool { return false }

// Has reports whether a variable was passed.
func (e *environment) Has(name string) bool {
	_, ok := e.m.Env[name]
	return ok
}

// Keys lists the passed variables, sorted.
func (e *environment) Keys() []string {
	names := make([]string, 0, len(e.m.Env))
	for name := range e.m.Env {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (m *machine) defineConsole() {
	console := m.rt.NewObject()
	stringify, _ := goja.AssertFunction(m.rt.Get("JSON").ToObject(m.rt).Get("stringify"))
	write := func(call goja.FunctionCall) goja.Value {
		words := make([]string, len(call.Arguments))
		for i, arg := range call.Arguments {
			words[i] = shown(arg, stringify)
		}
		// A console that cannot be written to changes nothing about the stack.
		_, _ = fmt.Fprintln(m.Console, strings.Join(words, " "))
		return nil
	}
	for _, name := range []string{"log", "info", "warn", "error", "debug", "trace", "dir", "table"} {
		must(console.Set(name, write))
	}
	for _, name := range []string{"group", "groupCollapsed", "groupEnd", "time", "timeEnd", "timeLog", "count", "assert"} {
		must(console.Set(name, func(goja.FunctionCall) goja.Value { return nil }))
	}
	must(m.rt.GlobalObject().DefineDataProperty("console", console, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

// shown writes a value as a console does: text as it is, objects as JSON where
// they have one.
func shown(v goja.Value, stringify goja.Callable) string {
	if _, ok := v.(*goja.Object); !ok {
		return v.String()
	}
	text, err := stringify(goja.Undefined(), v)
	var thrown *goja.Exception
	if err != nil && !errors.As(err, &thrown) {
		panic(err) // a limit: it must go on to end the program
	}
	if err != nil || goja.IsUndefined(text) {
		return v.String()
	}
	return text.String()
}

// boundPatterns refuses \p{...} with the flag u, which the engine takes for
// something that never matches.
func (m *machine) boundPatterns() {
	if !strings.Contains(m.program.Code, "p{") && !strings.Contains(m.program.Code, "P{") {
		return
	}
	for _, p := range m.trace.tables().patterns {
		if unicodeClass(p.Pattern, p.Flags) {
			pos, _ := m.trace.at(p.Idx)
			m.report(noUnicodeClass(pos))
		}
	}
	native := m.rt.Get("RegExp").(*goja.Object)
	check := func(args []goja.Value) {
		if len(args) > 1 && unicodeClass(args[0].String(), args[1].String()) {
			m.report(noUnicodeClass(m.trace.here(m.rt)))
		}
	}
	construct := func(args []goja.Value) *goja.Object {
		check(args)
		o, err := m.rt.New(native, args...)
		if err != nil {
			panic(err)
		}
		return o
	}
	proxy := m.rt.ToValue(m.rt.NewProxy(native, &goja.ProxyTrapConfig{
		Apply:     func(_ *goja.Object, _ goja.Value, args []goja.Value) goja.Value { return construct(args) },
		Construct: func(_ *goja.Object, args []goja.Value, _ *goja.Object) *goja.Object { return construct(args) },
	}))
	must(m.rt.GlobalObject().DefineDataProperty("RegExp", proxy, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
}

func unicodeClass(pattern, flags string) bool {
	return strings.ContainsAny(flags, "uv") && (strings.Contains(pattern, `\p{`) || strings.Contains(pattern, `\P{`))
}

func noUnicodeClass(pos ir.Pos) diag.Diagnostic {
	return diag.New("syntax-error", pos, "", `\p{...} in a regular expression is not supported`).WithHelp("list the characters")
}

// textLimit is the length of the longest string that one call may make.
const textLimit = 16 << 20

// boundNatives keeps the calls that make much out of little within a limit: no
// interrupt reaches them.
func (m *machine) boundNatives() {
	bound := func(object *goja.Object, name string, length func(goja.FunctionCall) float64) {
		native, _ := goja.AssertFunction(object.Get(name))
		f := m.rt.ToValue(func(call goja.FunctionCall) goja.Value {
			if n := length(call); n > textLimit {
				m.exceeded(fmt.Sprintf("%s would make a string of %s characters", name, thousands(int(math.Min(n, 1<<53)))))
				return goja.Undefined()
			}
			v, err := native(call.This, call.Arguments...)
			if err != nil {
				panic(err)
			}
			return v
		}).(*goja.Object)
		hidden(f, "name", m.rt.ToValue(name))
		must(object.DefineDataProperty(name, f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	}
	text := m.rt.Get("String").ToObject(m.rt).Get("prototype").(*goja.Object)
	bound(text, "repeat", func(call goja.FunctionCall) float64 {
		return float64(len(call.This.String())) * call.Argument(0).ToFloat()
	})
	for _, name := range []string{"padStart", "padEnd"} {
		bound(text, name, func(call goja.FunctionCall) float64 { return call.Argument(0).ToFloat() })
	}
}
