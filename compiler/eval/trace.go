package eval

import (
	"sort"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"

	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/compiler/sdk"
)

// tracer finds where calls and their arguments were written.
type tracer struct {
	program  Program
	tree     *ast.Program
	starts   []int // offset of each line of the script
	index    *index
	frames   []goja.StackFrame
	fallback ir.Pos

	properties map[*ast.ObjectLiteral]map[string]ast.Property // of the literals that were asked for
}

func newTracer(p Program, tree *ast.Program) *tracer {
	t := &tracer{program: p, tree: tree, fallback: ir.Pos{File: p.Entry}, starts: []int{0}}
	for i := range len(p.Code) {
		if p.Code[i] == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// at gives the source of a node of the tree.
func (t *tracer) at(idx file.Idx) (ir.Pos, bool) {
	offset := int(idx) - t.tree.File.Base()
	line := sort.SearchInts(t.starts, offset+1)
	return t.program.Position(line, offset-t.starts[line-1]+1)
}

// frameAt gives the source of a stack frame. Native frames have none.
func (t *tracer) frameAt(f goja.StackFrame) (ir.Pos, bool) {
	p := f.Position()
	if p.Line == 0 {
		return ir.Pos{}, false
	}
	pos, _ := t.program.Position(p.Line, p.Column)
	return pos, !pos.IsZero()
}

// tables gives the index of the program, which is made once.
func (t *tracer) tables() *index {
	if t.index == nil {
		t.index = newIndex(t.tree)
	}
	return t.index
}

// framesSeen is how many frames are searched for one of the author's.
const framesSeen = 32

// here gives the innermost place in the sources that is running.
func (t *tracer) here(rt *goja.Runtime) ir.Pos {
	t.frames = rt.CaptureCallStack(framesSeen, t.frames[:0])
	for _, f := range t.frames {
		if pos, ok := t.frameAt(f); ok {
			return pos
		}
	}
	return t.fallback
}

// A call of a method has a stack frame of its own; new has none.
const (
	aboveMethod = 1
	aboveNew    = 0
)

// site describes the call that is running: of the method name, or "new". The
// caller is the frame that holds it.
func (t *tracer) site(rt *goja.Runtime, name string, caller int) *site {
	s := &site{tracer: t, pos: t.here(rt)}
	if len(t.frames) <= caller {
		return s
	}
	p := t.frames[caller].Position()
	if p.Line == 0 || p.Line > len(t.starts) {
		// Called by another native function, such as forEach. A class that is
		// called without new has a frame too.
		s.plain = t.frames[caller].FuncName() != "construct"
		return s
	}
	call := t.tables().calls[file.Idx(t.starts[p.Line-1]+p.Column-1+t.tree.File.Base())]
	if call.name == name {
		s.args = call.args
	}
	return s
}

// site is a call.
type site struct {
	tracer *tracer
	pos    ir.Pos
	args   []ast.Expression
	plain  bool // a constructor was called without new
}

// Pos gives the place of the call.
func (s *site) Pos() ir.Pos { return s.pos }

// Arg gives the origin of an argument.
func (s *site) Arg(n int, v sdk.Value) sdk.Origin {
	o := origin{tracer: s.tracer, pos: s.pos}
	for i, arg := range s.args {
		if _, ok := arg.(*ast.SpreadElement); ok || i > n {
			break // what follows a spread has no fixed number
		}
		if i == n {
			return o.into(arg, v)
		}
	}
	return o
}

// origin is where a value was written: its expression when that is known, and
// the place of the nearest one around it otherwise.
type origin struct {
	tracer *tracer
	expr   ast.Expression
	pos    ir.Pos
}

// Pos gives the place of the value.
func (o origin) Pos() ir.Pos { return o.pos }

// into goes to a part of what o is, and to what a name stands for where that
// still says the value: a list may have been sorted, and an object changed,
// since it was written.
func (o origin) into(e ast.Expression, v sdk.Value) origin {
	if name, ok := e.(*ast.Identifier); ok {
		if initial := o.tracer.index.constant(string(name.Name)); initial != nil && says(initial, v) {
			e = initial
		}
	}
	next := origin{tracer: o.tracer, expr: e, pos: o.pos}
	if pos, exact := o.tracer.at(e.Idx0()); exact {
		next.pos = pos
	}
	return next
}

// Field gives the origin of a property's value.
func (o origin) Field(name string, v sdk.Value) sdk.Origin {
	if p := o.property(name); p != nil {
		return o.into(value(p), v)
	}
	return origin{tracer: o.tracer, pos: o.pos}
}

// Key gives the place of a property's name.
func (o origin) Key(name string) ir.Pos {
	if p := o.property(name); p != nil {
		if pos, exact := o.tracer.at(p.Idx0()); exact {
			return pos
		}
	}
	return o.pos
}

// Item gives the origin of an element.
func (o origin) Item(n int, v sdk.Value) sdk.Origin {
	rest := origin{tracer: o.tracer, pos: o.pos}
	list, ok := o.expr.(*ast.ArrayLiteral)
	if !ok {
		return rest
	}
	for i, e := range list.Value {
		if _, ok := e.(*ast.SpreadElement); ok || e == nil && i == n {
			break
		}
		if i == n {
			return o.into(e, v)
		}
	}
	return rest
}

// property finds a property of an object literal.
func (o origin) property(name string) ast.Property {
	object, ok := o.expr.(*ast.ObjectLiteral)
	if !ok {
		return nil
	}
	known, ok := o.tracer.properties[object]
	if !ok {
		known = properties(object)
		if o.tracer.properties == nil {
			o.tracer.properties = map[*ast.ObjectLiteral]map[string]ast.Property{}
		}
		o.tracer.properties[object] = known
	}
	return known[name]
}
