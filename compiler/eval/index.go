package eval

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
)

// index finds nodes of a program without searching for them.
type index struct {
	calls    map[file.Idx]call
	declared map[string]int            // how often a name is declared
	assigned map[string]bool           // whether it is ever given another value
	initial  map[string]ast.Expression // its first value
	patterns []*ast.RegExpLiteral
}

// call is a call or a new, found by the place that goja's stack frames give it.
type call struct {
	name string // of the method; "new"; empty: it has none that is written down
	args []ast.Expression
}

func newIndex(p *ast.Program) *index {
	x := &index{
		calls: map[file.Idx]call{}, declared: map[string]int{}, assigned: map[string]bool{},
		initial: map[string]ast.Expression{},
	}
	for _, s := range p.Body {
		x.statement(s)
	}
	return x
}

// constant gives the literal that a name always stands for, or nil.
func (x *index) constant(name string) ast.Expression {
	if x.declared[name] != 1 || x.assigned[name] {
		return nil
	}
	switch e := x.initial[name].(type) {
	case *ast.StringLiteral, *ast.NumberLiteral, *ast.BooleanLiteral, *ast.ObjectLiteral, *ast.ArrayLiteral:
		return e
	case *ast.TemplateLiteral:
		if e.Tag == nil {
			return e
		}
	}
	return nil
}

// declare counts the names of a binding.
func (x *index) declare(target ast.Expression, initial ast.Expression) {
	if name, ok := target.(*ast.Identifier); ok && name != nil {
		x.declared[string(name.Name)]++
		x.initial[string(name.Name)] = initial
		return
	}
	x.pattern(target, func(name string) { x.declared[name] += 2 })
}

// assign notes that the names of a target get another value.
func (x *index) assign(target ast.Expression) {
	x.pattern(target, func(name string) { x.assigned[name] = true })
}

// pattern calls f with each name that a target sets, and walks the rest of it.
func (x *index) pattern(target ast.Expression, f func(string)) {
	switch t := target.(type) {
	case nil:
	case *ast.Identifier:
		f(string(t.Name))
	case *ast.Binding:
		x.pattern(t.Target, f)
		x.expression(t.Initializer)
	case *ast.AssignExpression:
		x.pattern(t.Left, f)
		x.expression(t.Right)
	case *ast.ArrayPattern:
		for _, e := range t.Elements {
			x.pattern(e, f)
		}
		x.pattern(t.Rest, f)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				f(string(p.Name.Name))
				x.expression(p.Initializer)
			case *ast.PropertyKeyed:
				x.expression(p.Key)
				x.pattern(p.Value, f)
			}
		}
		x.pattern(t.Rest, f)
	default:
		x.expression(target)
	}
}

func (x *index) bindings(list []*ast.Binding) {
	for _, b := range list {
		x.declare(b.Target, b.Initializer)
		x.expression(b.Initializer)
	}
}

func (x *index) called(callee ast.Expression, at file.Idx, args []ast.Expression) {
	c := call{args: args}
	switch callee := callee.(type) {
	case *ast.DotExpression:
		c.name = string(callee.Identifier.Name)
	case *ast.BracketExpression:
		if name, ok := callee.Member.(*ast.StringLiteral); ok {
			c.name = string(name.Value)
		}
	case *ast.Identifier:
		c.name = string(callee.Name)
	}
	x.calls[at] = c
	x.expression(callee)
	x.expressions(args)
}

func (x *index) function(f *ast.FunctionLiteral) {
	if f == nil {
		return
	}
	if f.Name != nil {
		x.declare(f.Name, nil)
	}
	x.parameters(f.ParameterList)
	x.statement(f.Body)
}

func (x *index) parameters(p *ast.ParameterList) {
	if p == nil {
		return
	}
	for _, b := range p.List {
		x.declare(b.Target, nil)
		x.expression(b.Initializer)
	}
	if p.Rest != nil {
		x.declare(p.Rest, nil)
	}
}

func (x *index) class(c *ast.ClassLiteral) {
	if c.Name != nil {
		x.declare(c.Name, nil)
	}
	x.expression(c.SuperClass)
	for _, e := range c.Body {
		switch e := e.(type) {
		case *ast.FieldDefinition:
			x.expression(e.Key)
			x.expression(e.Initializer)
		case *ast.MethodDefinition:
			x.expression(e.Key)
			x.function(e.Body)
		case *ast.ClassStaticBlock:
			x.statement(e.Block)
		}
	}
}

func (x *index) expressions(list []ast.Expression) {
	for _, e := range list {
		x.expression(e)
	}
}

// changes reports whether an operator gives its operand another value.
func changes(t token.Token) bool { return t == token.INCREMENT || t == token.DECREMENT }
