// Package eval runs the author's code and hands each call of the SDK to package
// sdk, with its place. It is the only package that knows goja.
//
// The code runs without a host: no files, no network, no clock, no chance, no
// timers. What it does is bounded in time, memory and calls. Nothing that the
// code does to the objects of the language, such as replacing
// Array.prototype.push, changes what is recorded.
package eval

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/dop251/goja"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/compiler/sdk"
)

// Names of the global functions by which a program reaches the SDK.
const (
	Export    = "__alienc_export"    // gives the value of an export, from its name
	Unknown   = "__alienc_unknown"   // gives the value of an export that does not exist
	Forbidden = "__alienc_forbidden" // gives the exports of a module that may not be imported
	Done      = "__alienc_done"      // takes the exports of the entry file
)

// Program is one script.
type Program struct {
	Entry  string // name of the entry file in positions
	Code   string // ASCII
	Async  bool   // whether the script's value is a promise of its end
	Silent bool   // whether the entry file exports nothing, whatever its exports hold
	// Position gives the source of a place in Code, both counted from 1, and
	// whether the place has a source of its own.
	Position func(line, column int) (pos ir.Pos, exact bool)
}

// Limits bound an evaluation.
type Limits struct {
	Time   time.Duration // of the whole evaluation
	Memory uint64        // bytes by which the heap may grow; stacks: half of it
	Calls  int           // of the SDK
	Depth  int           // of nested calls
	Grace  time.Duration // after Time or Memory, until Options.Overrun is called
}

// DefaultLimits are those of the language reference.
var DefaultLimits = Limits{Time: 5 * time.Second, Memory: 512 << 20, Calls: 100_000, Depth: 500, Grace: time.Second}

// Options are the surroundings of an evaluation.
type Options struct {
	Env     map[string]string // all that process.env holds
	Console io.Writer         // takes what console.log and its like write; nil: nobody
	Limits  Limits
	// Overrun is called from another goroutine when the code cannot be
	// interrupted. It must end the process.
	Overrun func(diag.Diagnostic)
}

// Result is what an evaluation gave.
type Result struct {
	Stack   *ir.Stack // nil when there is none
	Session *sdk.Session
	Env     []string // names of the passed variables that were read, sorted
}

// Run evaluates a program. What is wrong with it stands in the session.
func Run(ctx context.Context, program Program, o Options) Result {
	m := newMachine(program, o)
	watch := m.watch(ctx) // the engine's own parser can be kept busy too
	stack := m.run()
	if d := watch.end(); d != nil && !m.stopped {
		d.Pos = ir.Pos{File: program.Entry}
		m.report(*d)
		stack = nil
	}
	env := make([]string, 0, len(m.read))
	for name := range m.read {
		env = append(env, name)
	}
	slices.Sort(env)
	return Result{Stack: stack, Session: m.session, Env: env}
}

// machine is one evaluation.
type machine struct {
	Options
	program  Program
	rt       *goja.Runtime
	session  *sdk.Session
	trace    *tracer
	objects  map[*goja.Object]*sdk.Object
	values   map[*sdk.Object]*goja.Object
	classes  map[string]goja.Value // by export
	freeze   goja.Callable
	ghost    *goja.Object // accepted everywhere, without effect
	exports  *goja.Object // of the entry file
	read     map[string]bool
	reported map[finding]bool
	calls    int
	printed  int             // bytes, on the console
	stopped  bool            // the end was reported already
	refused  bool            // a module was used that may not be imported
	pending  []*goja.Promise // rejected and not handled
}

func newMachine(program Program, o Options) *machine {
	if o.Console == nil {
		o.Console = io.Discard
	}
	return &machine{
		Options:  o,
		program:  program,
		rt:       goja.New(),
		session:  sdk.NewSession(program.Entry),
		objects:  map[*goja.Object]*sdk.Object{},
		values:   map[*sdk.Object]*goja.Object{},
		classes:  map[string]goja.Value{},
		read:     map[string]bool{},
		reported: map[finding]bool{},
	}
}

func (m *machine) run() *ir.Stack {
	m.rt.SetMaxCallStackSize(m.Limits.Depth)
	m.rt.SetPromiseRejectionTracker(m.track)
	compiled, err := m.compile()
	if err != nil {
		return nil
	}
	m.define()
	result, err := m.rt.RunProgram(compiled)
	if m.failed(err) {
		return nil
	}
	if m.program.Async && !m.settled(result, m.program.Entry+" waits for a promise that never settles") {
		return nil
	}
	if m.exports == nil {
		return nil // a rejected promise was reported
	}
	return m.finish()
}

// finish looks at the default export.
func (m *machine) finish() *ir.Stack {
	var export goja.Value
	given := false
	if !m.guard(func() {
		given = !m.program.Silent && m.exports.Get("default") != nil
		export = m.exports.Get("default")
	}) {
		return nil
	}
	if object, ok := export.(*goja.Object); ok {
		if promise, ok := object.Export().(*goja.Promise); ok {
			if !m.settled(export, "the default export is a promise that never settles") {
				return nil
			}
			export = promise.Result()
		}
	}
	if m.unhandled() {
		return nil
	}
	var value sdk.Value
	if !m.guard(func() { value = m.convert(export) }) {
		return nil
	}
	return m.session.Finish(value, given)
}

// guard runs Go code that may call back into the author's code, and reports
// what that throws.
func (m *machine) guard(f func()) bool { return !m.failed(m.try(f)) }

// try runs Go code that may call back into the author's code. Unlike the
// runtime's own Try it also returns interrupts.
func (m *machine) try(f func()) error {
	callable, _ := goja.AssertFunction(m.rt.ToValue(func(goja.FunctionCall) goja.Value {
		f()
		return nil
	}))
	_, err := callable(goja.Undefined())
	return err
}

// settled reports whether a promise was fulfilled, and what is wrong when it
// was not.
func (m *machine) settled(value goja.Value, never string) bool {
	promise, ok := value.Export().(*goja.Promise)
	if !ok {
		return true
	}
	switch promise.State() {
	case goja.PromiseStateRejected:
		m.track(promise, goja.PromiseRejectionHandle)
		m.rejected(promise)
		return false
	case goja.PromiseStatePending:
		if !m.unhandled() {
			m.report(diag.New("evaluation-failed", ir.Pos{File: m.program.Entry}, "", never))
		}
		return false
	}
	return true
}

// report adds a finding, once for each place: the same code may run often.
func (m *machine) report(d diag.Diagnostic) {
	key := finding{d.ID, d.Message, d.Pos}
	if !m.reported[key] {
		m.reported[key] = true
		m.session.Diagnostics.Add(d)
	}
}

type finding struct {
	id, message string
	pos         ir.Pos
}
