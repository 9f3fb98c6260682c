package eval

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// prelude gives a script what esbuild makes of an import of the SDK.
const prelude = `const alien = {}; for (const name of ["Function", "Worker", "Storage", "Kv", "Queue", "Vault", "Stack", "Postgres", "defineError"]) alien[name] = __alienc_export(name);
`

// program makes a script whose value out is its default export. Positions are
// those of the script itself, without the prelude.
func program(code string) Program {
	return Program{
		Entry: "alien.ts",
		Code:  prelude + code + "\n__alienc_done({ default: out });",
		Position: func(line, column int) (ir.Pos, bool) {
			if line == 1 {
				return ir.Pos{}, false
			}
			return ir.Pos{File: "alien.ts", Line: line - 1, Column: column}, true
		},
	}
}

func options() Options {
	return Options{
		Limits:  Limits{Time: 5 * time.Second, Memory: 512 << 20, Calls: 1000, Depth: 200, Grace: time.Second},
		Overrun: func(d diag.Diagnostic) { panic(d.Message) },
	}
}

func run(t *testing.T, code string, o Options) (Result, string) {
	t.Helper()
	result := Run(context.Background(), program(code), o)
	result.Session.Diagnostics.Sort()
	var found []string
	for _, d := range result.Session.Diagnostics {
		found = append(found, d.Pos.String()+" "+d.ID+": "+d.Message)
	}
	return result, strings.Join(found, "\n")
}

func TestRun(t *testing.T) {
	for _, test := range []struct{ name, code, want string }{
		{"a stack", `const out = new alien.Stack("app").build()`, ""},
		{"a promise of a stack", `const out = Promise.resolve(new alien.Stack("app").build())`, ""},
		{"a promise that ends late", `const out = (async () => { await null; await null; return new alien.Stack("app").build() })()`, ""},
		{"a promise that never ends", `const out = new Promise(() => {})`, "alien.ts evaluation-failed: the default export is a promise that never settles"},
		{"a promise that fails", `const out = Promise.reject(new Error("no"))`, "alien.ts:1:28 evaluation-failed: alien.ts threw: no"},
		{"a failure that nobody sees", `(async () => { throw new Error("lost") })(); const out = new alien.Stack("app").build()`, "alien.ts:1:22 evaluation-failed: alien.ts threw: lost"},
		{"a failure that is handled", `Promise.reject(1).catch(() => {}); const out = new alien.Stack("app").build()`, ""},
		{"an exception", "function f() {\n  return g()\n}\nconst out = f()", "alien.ts:2:11 evaluation-failed: alien.ts threw: g is not defined"},
		{"an exception that is no error", `throw "text"; var out`, "alien.ts:1:1 evaluation-failed: alien.ts threw: text"},
		{"an exception that cannot be told", `throw { get message() { throw 1 } }; var out`, "alien.ts:1:1 evaluation-failed: alien.ts threw: an error that cannot be described"},
		{"a message of two lines", `throw new Error("one\ntwo"); var out`, "alien.ts:1:7 evaluation-failed: alien.ts threw: one"},
		{"nothing", `var out`, "alien.ts default-export-missing: alien.ts has no default export"},
		{"a number", `var out = 1`, "alien.ts default-export-not-stack: the default export is 1, not a Stack"},
		{"a getter that throws", `const out = new alien.Kv({ get x() { throw new Error("x") } })`, "alien.ts:1:44 evaluation-failed: alien.ts threw: x"},
		{"a class without new", `const K = alien.Kv; const out = K("a")`, "alien.ts:1:34 evaluation-failed: alien.ts threw: class Kv is made with new"},
		{"a class as a method", `const out = alien.Kv("a")`, "alien.ts:1:21 evaluation-failed: alien.ts threw: class Kv is made with new"},
		{"a builder made again", `const k = new alien.Kv("a"); alien.Kv.call(k, "b"); var out`, "alien.ts:1:43 evaluation-failed: alien.ts threw: class Kv is made with new"},
		{"a method on something else", `alien.Storage.prototype.versioning.call({}, true); var out`, "alien.ts:1:40 evaluation-failed: alien.ts threw: versioning was called on something that is no builder"},
		{"an exception that is a builder", `throw new alien.Kv("a"); var out`, "alien.ts:1:1 evaluation-failed: alien.ts threw: a Kv builder"},
		{"an exception that is a method", `throw console.log; var out`, "alien.ts:1:1 evaluation-failed: alien.ts threw: function log() { [native code] }"},
		{"an object that is no text", `const out = "" + { __proto__: null }`, "alien.ts:1:13 evaluation-failed: alien.ts threw: Cannot convert object to primitive value"},
		{"another one", `const out = String(new Proxy({ __proto__: null }, {}))`, "alien.ts:1:19 evaluation-failed: alien.ts threw: Cannot convert object to primitive value"},
		{"what the engine says of it", `let s; try { "" + { __proto__: null } } catch (e) { s = e.message } const out = s`, `alien.ts default-export-not-stack: the default export is "Cannot convert object to primitive value", not a Stack`},
		{"what was reported", `throw eval("1"); var out`, "alien.ts:1:11 nondeterministic-api: eval() is not available: outputs must not depend on the machine"},
		{"a regular expression that would lie", `const r = /\p{L}/u, out = new alien.Stack("app").build()`, `alien.ts:1:11 syntax-error: \p{...} in a regular expression is not supported`},
		{"another one, made at run time", `const r = RegExp("\\P{L}", "u"), out = new alien.Stack("app").build()`, `alien.ts:1:17 syntax-error: \p{...} in a regular expression is not supported`},
		{"a class of regular expressions", `const R = class extends RegExp {}, r = new R("\\p{2}"), out = r instanceof R && r instanceof RegExp && /a/ instanceof RegExp && RegExp("a").test("a") ? new alien.Stack("app").build() : 1`, ""},
		{"braces without the flag", `const r = /\p{2}/, out = new alien.Stack("app").build()`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			result, found := run(t, test.code, options())
			if found != test.want {
				t.Errorf("got %q, want %q", found, test.want)
			}
			if (result.Stack != nil) != (test.want == "" || strings.Contains(test.want, "syntax-error")) {
				t.Errorf("stack: %v", result.Stack)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	for _, test := range []struct {
		name, code string
		limits     Limits
		want       string
	}{
		{"an endless loop", `for (;;) {} var out`, Limits{Time: 20 * time.Millisecond}, "evaluation exceeded 20 ms"},
		{"a loop that catches", `for (;;) { try { for (;;) {} } catch {} finally { continue } } var out`, Limits{Time: 20 * time.Millisecond}, "evaluation exceeded 20 ms"},
		{"an endless promise", `const f = () => Promise.resolve().then(f); const out = f()`, Limits{Time: 20 * time.Millisecond}, "evaluation exceeded 20 ms"},
		{"a growing list", `const a = []; for (;;) a.push({ a: [1, 2, 3] }); var out`, Limits{Memory: 20 << 20}, "evaluation exceeded 20 MB"},
		{"a growing text", `let s = "x"; const a = []; for (;;) { s += "x"; a.push(s + s) } var out`, Limits{Memory: 20 << 20}, "evaluation exceeded 20 MB"},
		{"a loop in a message", `throw { get message() { for (;;) {} } }; var out`, Limits{Time: 20 * time.Millisecond}, "evaluation exceeded 20 ms"},
		{"a loop in what is printed", `console.log({ toJSON() { for (;;) {} } }); for (;;) {} var out`, Limits{Time: 20 * time.Millisecond}, "evaluation exceeded 20 ms"},
		{"a loop in the default export", `const out = new Proxy({}, { ownKeys() { for (;;) {} } })`, Limits{Time: 20 * time.Millisecond}, "evaluation exceeded 20 ms"},
		{"a loop in the error of a promise", `const out = Promise.reject({ get stack() { for (;;) {} } })`, Limits{Time: 20 * time.Millisecond}, "evaluation exceeded 20 ms"},
		{"a recursion in the default export", `const f = () => f() + 1; const out = new Proxy({}, { ownKeys() { f() } })`, Limits{}, "evaluation exceeded 200 nested calls"},
		{"a recursion", `const f = () => f() + 1; const out = f()`, Limits{}, "evaluation exceeded 200 nested calls"},
		{"a recursion that catches", `const f = () => { try { f() } catch { f() } }; for (;;) f(); var out`, Limits{Time: 50 * time.Millisecond}, ""},
		{"many builders", `for (;;) new alien.Kv("a"); var out`, Limits{}, "evaluation exceeded 1,000 builder calls"},
		{"many settings", `const s = new alien.Storage("a"); for (;;) try { s.versioning(true) } catch {} var out`, Limits{}, "evaluation exceeded 1,000 builder calls"},
		{"a long text", `const out = "ab".repeat(1e9)`, Limits{}, "repeat would make a string of 2,000,000,000 characters"},
		{"a long padding", `const out = "a".padEnd(2 ** 40)`, Limits{}, "padEnd would make a string of 1,099,511,627,776 characters"},
		{"much on the console", `const s = "x".repeat(1e6); for (;;) console.log(s); var out`, Limits{}, "evaluation printed more than 16,777,216 characters"},
		{"a long list of arguments", `Math.max.apply(null, { length: 4e9 }); var out`, Limits{}, "apply would hold 4,000,000,000 values"},
		{"another one", `Reflect.apply(Math.max, null, { length: 4e9 }); var out`, Limits{}, "apply would hold 4,000,000,000 values"},
		{"one of a class", `Reflect.construct(Array, { length: 4e9 }); var out`, Limits{}, "construct would hold 4,000,000,000 values"},
		{"a long list with holes", `const a = []; a[4e9] = 1; a.sort(); var out`, Limits{}, "sort would hold 4,000,000,001 values"},
		{"a copy of it", `const a = []; a[4e9] = 1; a.toSorted(); var out`, Limits{}, "toSorted would hold 4,000,000,001 values"},
		{"many names", `const a = []; a.length = 4e9; JSON.stringify({}, a); var out`, Limits{}, "stringify would hold 4,000,000,000 values"},
		{"much binary data", `new ArrayBuffer(2 ** 40); var out`, Limits{}, "ArrayBuffer would hold 1,099,511,627,776 values"},
		{"much binary data of a type", `new (new Uint8Array(1).constructor)({ length: 2 ** 40 }); var out`, Limits{}, "Uint8Array would hold 1,099,511,627,776 values"},
		{"a wide integer", `BigInt.asUintN(2 ** 53 - 1, -1n); var out`, Limits{}, "asUintN would hold 9,007,199,254,740,991 values"},
		{"a large argument", `let a = ["x"]; for (let i = 0; i < 40; i++) a = [a, a]; new alien.Storage("s").lifecycleRules(a); var out`, Limits{}, "an argument holds more than 200,000 values"},
		{"a long argument", `new alien.Storage("s").lifecycleRules(new Array(4e9)); var out`, Limits{}, "an argument holds more than 200,000 values"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := options()
			if test.limits.Time > 0 {
				o.Limits.Time = test.limits.Time
			}
			if test.limits.Memory > 0 {
				o.Limits.Memory = test.limits.Memory
			}
			started := time.Now()
			result, found := run(t, test.code, o)
			if result.Stack != nil || !strings.Contains(found, "evaluation-limit: "+test.want) {
				t.Errorf("got %q, want %q", found, test.want)
			}
			if n := len(result.Session.Diagnostics); n != 1 {
				t.Errorf("%d findings", n)
			}
			if took := time.Since(started); took > 4*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}

// What the engine does in one step cannot be interrupted: the caller hears of
// it and ends the process.
func TestOverrun(t *testing.T) {
	o := options()
	o.Limits.Time, o.Limits.Grace = 20*time.Millisecond, 20*time.Millisecond
	heard := make(chan diag.Diagnostic, 1)
	o.Overrun = func(d diag.Diagnostic) { heard <- d }
	go Run(context.Background(), program(`const out = /^(?=(a+)+$)(?!b)\1(a|aa)+$/.test("a".repeat(24) + "b")`), o)
	select {
	case d := <-heard:
		if d.ID != "evaluation-limit" || d.Message != "evaluation exceeded 20 ms" || d.Pos != (ir.Pos{File: "alien.ts"}) {
			t.Errorf("got %+v", d)
		}
	case <-time.After(4 * time.Second):
		t.Error("nothing was heard")
	}
}

// Natives that call themselves fill the stack of the process, which nothing can
// report once it overflows.
func TestNativesThatCallThemselves(t *testing.T) {
	o := options()
	o.Limits.Memory = 32 << 20
	heard := make(chan diag.Diagnostic, 1)
	o.Overrun = func(d diag.Diagnostic) { heard <- d }
	_, found := run(t, `for (;;) try { JSON.parse("[".repeat(100_000)) } catch {} var out`, o)
	select {
	case d := <-heard:
		found = d.ID + ": " + d.Message
	default: // the loop was interrupted in time
	}
	if !strings.HasSuffix(found, "evaluation-limit: evaluation is nested too deeply") {
		t.Errorf("got %q", found)
	}
}

func TestWatch(t *testing.T) {
	heard := make(chan diag.Diagnostic, 1)
	limits := Limits{Time: 20 * time.Millisecond, Memory: 1 << 30}
	end := Watch("alien.ts", limits, func(d diag.Diagnostic) { heard <- d })
	select {
	case d := <-heard:
		if d.Message != "evaluation exceeded 20 ms" || d.Pos != (ir.Pos{File: "alien.ts"}) {
			t.Errorf("got %+v", d)
		}
	case <-time.After(4 * time.Second):
		t.Error("nothing was heard")
	}
	end()
	Watch("alien.ts", Limits{Time: time.Hour, Memory: 1 << 40}, func(diag.Diagnostic) { t.Error("it ended in time") })()
}

// A step of the engine may last until after the limit without letting the
// watchdog run.
func TestLateEnd(t *testing.T) {
	w := &watchdog{limits: Limits{Time: time.Second}, started: time.Now().Add(-2 * time.Second), done: make(chan struct{}), gone: make(chan struct{})}
	close(w.gone)
	if d := w.end(); d == nil || d.Message != "evaluation exceeded 1 s" {
		t.Errorf("got %+v", d)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	result := Run(ctx, program(`for (;;) {} var out`), options())
	list := result.Session.Diagnostics
	if len(list) != 1 || list[0].Message != "evaluation was cancelled" {
		t.Errorf("got %v", list)
	}
}

// Whatever the code does to the objects of the language, the recording holds
// what was passed.
func TestTampering(t *testing.T) {
	result, found := run(t, `
const evil = () => { throw new Error("evil") }
Array.prototype.push = Array.prototype.map = Array.prototype[Symbol.iterator] = evil
Object.keys = Object.freeze = Object.defineProperty = JSON.parse = JSON.stringify = evil
Function.prototype.call = Function.prototype.apply = evil
Map.prototype.get = Map.prototype.set = evil
Object.prototype.prefix = "evil"
Object.prototype.publicRead = true
Reflect.defineProperty(Object.prototype, "type", { get: evil, set: evil })
Array.prototype[1] = { days: 9 }
const s = new alien.Storage("data").lifecycleRules([{ days: 3 }])
const changes = [
  () => { s.id = "other" },
  () => { s.versioning = evil },
  () => { s.constructor.prototype.versioning = evil },
  () => { Object.setPrototypeOf(s, {}) },
  () => { alien.Storage.prototype.build = evil },
  () => { delete alien.Storage.prototype.build },
  () => { process.env.A = "b" },
  () => { delete process.env.HOME },
  () => { process.env = {} },
]
for (let i = 0; i < changes.length; i++) try { changes[i]() } catch {}
const built = s.versioning(true).build()
const f = new alien.Function("f").trigger({ type: "storage", storage: built.ref(), events: ["created"] }).build()
const out = new alien.Stack("app").add(built, "frozen").add(f, "live").build()`, options())
	if found != "" {
		t.Fatal(found)
	}
	got, ok := result.Stack.Resource("data").(*ir.Storage)
	if !ok || !got.Versioning || got.PublicRead || !slices.Equal(got.LifecycleRules, []ir.LifecycleRule{{Days: 3}}) {
		t.Errorf("got %+v", got)
	}
}

func TestSubclass(t *testing.T) {
	result, found := run(t, `
class Versioned extends alien.Storage {
  constructor(name) { super("my-" + name); this.days = 30; this.versioning(true) }
  expiring() { return this.lifecycleRules([{ days: this.days }]) }
}
const data = new Versioned("data").expiring().build()
const out = new alien.Stack("app").add(data, "live").build()`, options())
	if found != "" {
		t.Fatal(found)
	}
	got, ok := result.Stack.Resource("my-data").(*ir.Storage)
	if !ok || !got.Versioning || got.LifecycleRules[0].Days != 30 || got.Lifecycle != ir.Live {
		t.Errorf("got %+v", got)
	}
}

func TestStrangeArguments(t *testing.T) {
	for value, want := range map[string]string{
		`(() => { const o = {}; o.o = o; return { S: o } })()`: "environment.S expects a string, got an object",
		`{ S: () => 1 }`:              "environment.S expects a string, got a function",
		`{ S: class {} }`:             "environment.S expects a string, got a function",
		`{ S: Symbol("s") }`:          "environment.S expects a string, got a symbol",
		`{ S: 1n }`:                   "environment.S expects a string, got a bigint",
		`{ S: new Date(0) }`:          "environment.S expects a string, got a Date",
		`{ S: /x/ }`:                  "environment.S expects a string, got a RegExp",
		`{ S: new String("s") }`:      "environment.S expects a string, got a String object",
		`{ S: Promise.resolve("s") }`: "environment.S expects a string, got a promise (await is missing)",
		`{ S: [] }`:                   "environment.S expects a string, got an array",
		`{ S: null }`:                 "environment.S expects a string, got null",
		`{ S: -0.5 }`:                 "environment.S expects a string, got -0.5",
		`{ S: alien.Kv }`:             "environment.S expects a string, got a function",
		`{ S: new alien.Kv("k") }`:    "environment.S expects a string, got a Kv builder",
		`new Map([["S", "s"]])`:       "environment expects an object, got a Map",
		`new Set(["S"])`:              "environment expects an object, got a Set",
		`new Proxy({ S: "s" }, {})`:   "",
		`Object.create({ S: 1 })`:     "",
		`Object.assign(Object.create(null), { S: "s" })`: "",
		`new (class { S = "s" })()`:                      "",
		`process.env`:                                    "",
		`{ ["__proto__"]: "s" }`:                         "",
		`JSON.parse('{"__proto__":1}')`:                  "environment.__proto__ expects a string, got 1",
	} {
		t.Run(value, func(t *testing.T) {
			o := options()
			o.Env = map[string]string{"S": "s"}
			_, found := run(t, `new alien.Function("f").environment(`+value+`); const out = new alien.Stack("app").build()`, o)
			_, message, _ := strings.Cut(found, ": ")
			if message != want {
				t.Errorf("got %q, want %q", message, want)
			}
		})
	}
}

// One mistake gives one finding, and the rest is still looked at.
func TestGhosts(t *testing.T) {
	result, found := run(t, `
const db = new alien.Postgres("db").size(1).anything({ a: 1 }).build()
const other = __alienc_unknown("Other")
const made = new other("x").y(1)[2].build()
const [first, ...rest] = made
const text = "a" + made + db.ref().id
const f = new alien.Function("f").link(db).link(made).memoryMb(made).environment({ A: text }).trigger({ type: "queue", queue: db.ref() }).build()
const e = alien.defineError({ code: 1 })
for (const x of made) throw 1
const out = new alien.Stack("app").add(db, "frozen").add(made, "live").add(f, "live").permissions({ profiles: { p: { db: ["x/y"], f: ["a/b"] } } }).build()`, options())
	want := `alien.ts:2:12 kind-not-supported: alienc does not compile Postgres yet (resource "db")
alien.ts:8:28 unsupported-method: defineError is not supported by alienc`
	if found != want {
		t.Errorf("got\n%s\nwant\n%s", found, want)
	}
	if len(result.Stack.Resources) != 1 {
		t.Errorf("resources: %v", result.Stack.Resources)
	}
	f, ok := result.Stack.Resources[0].(*ir.Function)
	if !ok || f.Memory != ir.DefaultMemory || !slices.Equal(f.Links, []ir.Ref{{}, {}}) || len(f.Triggers) != 0 {
		t.Errorf("function: %+v", f)
	}
	if grants := result.Stack.Profile("p").Grants; len(grants) != 1 || grants[0].Key != "f" {
		t.Errorf("grants: %v", grants)
	}
}

// A module that may not be imported ends the evaluation when it is used, and
// not before: its import was reported.
func TestForbiddenModule(t *testing.T) {
	for code, want := range map[string]bool{
		`const m = __alienc_forbidden(); const out = new alien.Stack("app").build()`:                                      true,
		`const m = __alienc_forbidden(); try { m.readFileSync("x") } catch {} const out = new alien.Stack("app").build()`: false,
		`const m = Object.create(__alienc_forbidden()); m.x; const out = new alien.Stack("app").build()`:                  false,
		`__alienc_forbidden()(); const out = new alien.Stack("app").build()`:                                              false,
		`new (__alienc_forbidden())(); const out = new alien.Stack("app").build()`:                                        false,
		`"" + __alienc_forbidden(); const out = new alien.Stack("app").build()`:                                           false,
		`"" + Object.create(Object.getPrototypeOf(__alienc_forbidden())); const out = new alien.Stack("app").build()`:     false,
		`throw __alienc_forbidden(); var out`:                                                                             false,
		`__alienc_forbidden() instanceof Object; const out = new alien.Stack("app").build()`:                              true,
	} {
		result, found := run(t, code, options())
		if (result.Stack != nil) != want || found != "" {
			t.Errorf("%s: stack %v, findings %q", code, result.Stack, found)
		}
	}
}

func TestHost(t *testing.T) {
	var console bytes.Buffer
	o := options()
	o.Console = &console
	o.Env = map[string]string{"A": "1", "B": "2"}
	result, found := run(t, `
console.log("text", 1, { a: [1] }, undefined, process.env.A, Object.keys(process.env), "B" in process.env, "C" in process.env)
console.error(new Date(0).toString(), new Date(2020, 0, 2, 3).toISOString(), new Date("2020-01-02T03:04:05").getTimezoneOffset())
console.log(typeof Symbol.asyncIterator, typeof Symbol.dispose, typeof Symbol.asyncDispose, typeof URL, (() => 1) instanceof Function)
console.log(String(console.log), String(__alienc_done), Math.max.apply(null, [1, 3, 2]), Reflect.construct(Array, [1, 2]).length, [3, 1, 2].sort().join())
console.log(new Uint8Array([1, 2]).join(), new Uint8Array(new ArrayBuffer(8), 2, 3).length, Uint16Array.of(7)[0], class extends Uint8Array {}.from([1, 2]).length, new Uint8Array(1) instanceof Uint8Array)
console.log(typeof process.exit, typeof globalThis.global, "ab".repeat(2), "a".padStart(3, "-"), /b+/.exec("abb")[0])
const out = new alien.Stack("app").build()`, o)
	if found != "" {
		t.Fatal(found)
	}
	want := `text 1 {"a":[1]} undefined 1 ["A","B"] true false
Thu Jan 01 1970 00:00:00 GMT+0000 (UTC) 2020-01-02T03:00:00.000Z 0
symbol symbol symbol undefined true
function log() { [native code] } function __alienc_done() { [native code] } 3 2 1,2,3
1,2 3 7 2 true
undefined undefined abab --a bb
`
	if console.String() != want {
		t.Errorf("got\n%s\nwant\n%s", console.String(), want)
	}
	if !slices.Equal(result.Env, []string{"A"}) {
		t.Errorf("read %v", result.Env)
	}
}

// A console that fails is the caller's affair, not the author's.
func TestConsoleFails(t *testing.T) {
	o := options()
	o.Console = failing{}
	if result, found := run(t, `console.log("x"); const out = new alien.Stack("app").build()`, o); result.Stack == nil || found != "" {
		t.Error(found)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("no") }

func TestImpure(t *testing.T) {
	for code, want := range map[string]string{
		`Date.now()`:                 "Date.now()",
		`new Date()`:                 "new Date()",
		`Date()`:                     "Date()",
		`Math.random()`:              "Math.random()",
		`fetch("x")`:                 "fetch()",
		`eval("1")`:                  "eval()",
		`(0, eval)("1")`:             "eval()",
		`new Function("return 1")`:   "new Function()",
		`(() => 1).constructor("1")`: "new Function()",
		`(function*() {}).constructor("yield 1")`: "new Function()",
		`(async () => {}).constructor("await 1")`: "new Function()",
		`setTimeout(() => {}, 1)`:                 "setTimeout()",
		`globalThis["require"]("fs")`:             "require()",
		`queueMicrotask(() => {})`:                "queueMicrotask()",
	} {
		result, found := run(t, `for (let i = 0; i < 3; i++) { `+code+` } const out = new alien.Stack("app").build()`, options())
		if _, message, _ := strings.Cut(found, " nondeterministic-api: "); message != want+" is not available: outputs must not depend on the machine" {
			t.Errorf("%s: got %q", code, found)
		}
		if result.Stack == nil {
			t.Errorf("%s ended the evaluation", code)
		}
	}
}

func TestStackJSONOfTheBuiltStack(t *testing.T) {
	var console bytes.Buffer
	o := options()
	o.Console = &console
	_, found := run(t, `const out = new alien.Stack("app").add(new alien.Kv("cache").build(), "frozen").build(); console.log(out)`, o)
	if want := `{"id":"app","resources":{"cache":{"config":{"type":"kv","id":"cache"},"lifecycle":"frozen","dependencies":[]}}}` + "\n"; console.String() != want || found != "" {
		t.Errorf("got %s, want %s %s", console.String(), want, found)
	}
}
