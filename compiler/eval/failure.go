package eval

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// errStopped ends an evaluation about which everything was said.
var errStopped = errors.New("stopped")

// compile parses the program and keeps the tree, in which places are found.
func (m *machine) compile() (*goja.Program, error) {
	tree, err := parser.ParseFile(nil, "alien.js", m.program.Code, 0, parser.WithDisableSourceMaps)
	if err != nil {
		m.report(diag.New("syntax-error", m.parsePosition(err), "", parseMessage(err)))
		return nil, err
	}
	m.trace = newTracer(m.program, tree)
	compiled, err := goja.CompileAST(tree, true)
	if err != nil {
		pos := ir.Pos{File: m.program.Entry}
		var at *goja.CompilerSyntaxError
		message := err.Error()
		if errors.As(err, &at) {
			message = at.Message
			if at.File != nil {
				p := at.File.Position(at.Offset)
				pos, _ = m.program.Position(p.Line, p.Column)
			}
		}
		m.report(diag.New("syntax-error", pos, "", message))
	}
	return compiled, err
}

func (m *machine) parsePosition(err error) ir.Pos {
	var list parser.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		if pos, _ := m.program.Position(list[0].Position.Line, list[0].Position.Column); !pos.IsZero() {
			return pos
		}
	}
	return ir.Pos{File: m.program.Entry}
}

func parseMessage(err error) string {
	var list parser.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return list[0].Message
	}
	return err.Error()
}

// failed reports what ended the program, if something did.
func (m *machine) failed(err error) bool {
	if err == nil {
		return m.unhandled()
	}
	var thrown *goja.Exception
	switch {
	case m.limited(err):
	case errors.As(err, &thrown):
		m.threw(thrown)
	default:
		m.report(diag.New("evaluation-failed", ir.Pos{File: m.program.Entry}, "", m.program.Entry+" threw: "+err.Error()))
	}
	return true
}

// limited reports the limit that ended the program, if it was one.
func (m *machine) limited(err error) bool {
	var interrupted *goja.InterruptedError
	var overflow *goja.StackOverflowError
	switch {
	case errors.As(err, &interrupted):
		m.interrupted(interrupted)
	case errors.As(err, &overflow):
		pos, _ := m.places(overflow.Stack())
		m.report(diag.New("evaluation-limit", pos, "", fmt.Sprintf("evaluation exceeded %d nested calls", m.Limits.Depth)).
			WithHelp("end the recursion"))
	default:
		return false
	}
	return true
}

func (m *machine) interrupted(e *goja.InterruptedError) {
	m.stopped = true
	d, ok := e.Value().(*diag.Diagnostic)
	if !ok {
		return // the reason was reported
	}
	if d.Pos.IsZero() {
		d.Pos, _ = m.places(e.Stack())
	}
	if d.Pos.Line > 0 && strings.HasPrefix(d.Message, "evaluation exceeded") {
		d.Help = fmt.Sprintf("remove the loop at line %d", d.Pos.Line)
	}
	m.report(*d)
}

// threw reports an exception with the author's places only.
func (m *machine) threw(e *goja.Exception) {
	pos, callers := m.places(e.Stack())
	m.failure(e.Value(), pos, callers)
}

// rejected reports a promise that failed.
func (m *machine) rejected(p *goja.Promise) {
	pos, callers := ir.Pos{File: m.program.Entry}, []ir.Pos(nil)
	if object, ok := p.Result().(*goja.Object); ok {
		frames, ok := m.errorFrames(object)
		if !ok {
			return
		}
		if len(frames) > 0 {
			pos, callers = frames[0], frames[1:]
		}
	}
	m.failure(p.Result(), pos, callers)
}

// callersShown is how many callers a message about an exception lists.
const callersShown = 8

func (m *machine) failure(value goja.Value, pos ir.Pos, callers []ir.Pos) {
	message := ""
	if err := m.try(func() { message = m.describe(value) }); err != nil {
		if m.limited(err) {
			return
		}
		message = "an error that cannot be described"
	}
	if m.refused || value == goja.Value(m.ghost) {
		return // it follows from what was reported
	}
	message, _, _ = strings.Cut(message, "\n")
	d := diag.New("evaluation-failed", pos, "", m.program.Entry+" threw: "+message)
	if name, found := strings.CutSuffix(message, " is not defined"); found && slices.Contains(hostNames, name) {
		d = d.WithHelp("alien.ts runs without host access: compute the value before and pass it with --env")
	}
	for i, caller := range callers {
		if i == callersShown {
			break
		}
		d = d.WithRelated(caller, "called here")
	}
	m.report(d)
}

// describe gives what an exception says.
func (m *machine) describe(value goja.Value) string {
	if object, ok := value.(*goja.Object); ok {
		if builder := m.objects[object]; builder != nil {
			return builder.Describe()
		}
		if text := object.Get("message"); text != nil && !goja.IsUndefined(text) && text.String() != "" {
			return withoutAddresses(text.String())
		}
	}
	return withoutAddresses(value.String())
}

// noPrimitive is the one message of the engine that holds addresses in memory.
var noPrimitive = regexp.MustCompile(`(?s)Could not convert &\{.*\} (\(\*goja\.\w+\) )?to primitive`)

// withoutAddresses keeps places in this machine's memory out of a text.
func withoutAddresses(text string) string {
	if !strings.Contains(text, "Could not convert &") {
		return text
	}
	return noPrimitive.ReplaceAllString(text, "Cannot convert object to primitive value")
}

// places gives the author's places in a stack, the innermost first.
func (m *machine) places(stack []goja.StackFrame) (ir.Pos, []ir.Pos) {
	var list []ir.Pos
	for _, f := range stack {
		if pos, ok := m.trace.frameAt(f); ok && (len(list) == 0 || list[len(list)-1] != pos) {
			list = append(list, pos)
		}
	}
	if len(list) == 0 {
		return ir.Pos{File: m.program.Entry}, nil
	}
	return list[0], list[1:]
}

// errorFrames reads the places out of an error's own stack, since a rejected
// promise has lost the frames. Its lines end in line:column and goja's counter.
// It is not ok when reading it exceeded a limit.
func (m *machine) errorFrames(object *goja.Object) (list []ir.Pos, ok bool) {
	var text string
	if err := m.try(func() {
		if v := object.Get("stack"); v != nil {
			text = v.String()
		}
	}); err != nil {
		return nil, !m.limited(err)
	}
	for line := range strings.Lines(text) {
		_, at, found := strings.Cut(line, "alien.js:")
		if !found {
			continue
		}
		var p file.Position
		if _, err := fmt.Sscanf(at, "%d:%d", &p.Line, &p.Column); err != nil {
			continue
		}
		if pos, _ := m.program.Position(p.Line, p.Column); !pos.IsZero() {
			list = append(list, pos)
		}
	}
	return list, true
}

// unhandled reports promises that failed while nobody looked.
func (m *machine) unhandled() bool {
	found := false
	for _, p := range m.pending {
		m.rejected(p)
		found = true
	}
	m.pending = nil
	return found
}

// track remembers rejected promises until something handles them.
func (m *machine) track(p *goja.Promise, operation goja.PromiseRejectionOperation) {
	if operation == goja.PromiseRejectionReject {
		m.pending = append(m.pending, p)
		return
	}
	m.pending = slices.DeleteFunc(m.pending, func(other *goja.Promise) bool { return other == p })
}
