package eval

import (
	"errors"
	"fmt"
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
			f = m.constructor(name, rt.Get("Function").ToObject(rt).Get("prototype").(*goja.Object))
		}
		must(rt.GlobalObject().DefineDataProperty(name, f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	}
	for name, source := range map[string]string{"GeneratorFunction": "(function*(){})", "AsyncFunction": "(async()=>{})"} {
		// No global has these names, but every such function leads to them.
		function, err := rt.RunString(source)
		must(err)
		m.constructor(name, function.(*goja.Object).Prototype())
	}
	m.defineSymbols()
	m.defineProcess()
	m.defineConsole()
	m.boundNatives()
	m.boundPatterns()
}

// constructor puts a function that reports each call in the place of one that
// makes functions out of text. The prototype stays what it is, for instanceof.
func (m *machine) constructor(name string, proto *goja.Object) *goja.Object {
	f := m.named(name, func(goja.ConstructorCall) *goja.Object {
		m.impure("new Function()")
		return m.ghost
	})
	must(f.Set("prototype", proto))
	must(proto.DefineDataProperty("constructor", f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
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
			words[i] = withoutAddresses(shown(arg, stringify))
		}
		text := strings.Join(words, " ")
		if m.printed += len(text); m.printed > textLimit {
			m.exceeded("evaluation printed more than " + diag.Thousands(textLimit) + " characters")
			return nil
		}
		// A console that cannot be written to changes nothing about the stack.
		_, _ = fmt.Fprintln(m.Console, text)
		return nil
	}
	for _, name := range []string{"log", "info", "warn", "error", "debug", "trace", "dir", "table"} {
		must(console.Set(name, m.named(name, write)))
	}
	for _, name := range []string{"group", "groupCollapsed", "groupEnd", "time", "timeEnd", "timeLog", "count", "assert"} {
		must(console.Set(name, m.named(name, func(goja.FunctionCall) goja.Value { return nil })))
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
	m.replaced("RegExp", func(args []goja.Value) bool {
		if len(args) > 1 && unicodeClass(args[0].String(), args[1].String()) {
			m.report(noUnicodeClass(m.trace.here(m.rt)))
		}
		return true
	})
}

func unicodeClass(pattern, flags string) bool {
	return strings.ContainsAny(flags, "uv") && (strings.Contains(pattern, `\p{`) || strings.Contains(pattern, `\P{`))
}

func noUnicodeClass(pos ir.Pos) diag.Diagnostic {
	return diag.New("syntax-error", pos, "", `\p{...} in a regular expression is not supported`).WithHelp("list the characters")
}
