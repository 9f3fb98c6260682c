package eval

import "github.com/dop251/goja/ast"

// expression visits an expression and everything inside it.
func (x *index) expression(e ast.Expression) {
	switch e := e.(type) {
	case *ast.CallExpression:
		x.called(e.Callee, e.LeftParenthesis, e.ArgumentList)
	case *ast.NewExpression:
		x.expression(e.Callee)
		x.expressions(e.ArgumentList)
		x.calls[e.New] = call{name: "new", args: e.ArgumentList}
	case *ast.AssignExpression:
		x.assign(e.Left)
		x.expression(e.Right)
	case *ast.UnaryExpression:
		if changes(e.Operator) {
			x.assign(e.Operand)
		}
		x.expression(e.Operand)
	case *ast.BinaryExpression:
		x.expression(e.Left)
		x.expression(e.Right)
	case *ast.ConditionalExpression:
		x.expression(e.Test)
		x.expression(e.Consequent)
		x.expression(e.Alternate)
	case *ast.DotExpression:
		x.expression(e.Left)
	case *ast.PrivateDotExpression:
		x.expression(e.Left)
	case *ast.BracketExpression:
		x.expression(e.Left)
		x.expression(e.Member)
	case *ast.OptionalChain:
		x.expression(e.Expression)
	case *ast.Optional:
		x.expression(e.Expression)
	case *ast.SpreadElement:
		x.expression(e.Expression)
	case *ast.AwaitExpression:
		x.expression(e.Argument)
	case *ast.YieldExpression:
		x.expression(e.Argument)
	case *ast.SequenceExpression:
		x.expressions(e.Sequence)
	case *ast.ArrayLiteral:
		x.expressions(e.Value)
	case *ast.ObjectLiteral:
		for _, p := range e.Value {
			x.expression(p)
		}
	case *ast.PropertyShort:
		x.expression(e.Initializer)
	case *ast.PropertyKeyed:
		x.expression(e.Key)
		x.expression(e.Value)
	case *ast.TemplateLiteral:
		x.expression(e.Tag)
		x.expressions(e.Expressions)
	case *ast.FunctionLiteral:
		x.function(e)
	case *ast.ArrowFunctionLiteral:
		x.parameters(e.ParameterList)
		switch body := e.Body.(type) {
		case *ast.BlockStatement:
			x.statement(body)
		case *ast.ExpressionBody:
			x.expression(body.Expression)
		}
	case *ast.ClassLiteral:
		x.class(e)
	case *ast.RegExpLiteral:
		x.patterns = append(x.patterns, e)
	}
}

// statement visits a statement and everything inside it.
func (x *index) statement(s ast.Statement) {
	switch s := s.(type) {
	case *ast.BlockStatement:
		x.statements(s.List)
	case *ast.ExpressionStatement:
		x.expression(s.Expression)
	case *ast.VariableStatement:
		x.bindings(s.List)
	case *ast.LexicalDeclaration:
		x.bindings(s.List)
	case *ast.FunctionDeclaration:
		x.function(s.Function)
	case *ast.ClassDeclaration:
		x.class(s.Class)
	case *ast.ReturnStatement:
		x.expression(s.Argument)
	case *ast.ThrowStatement:
		x.expression(s.Argument)
	case *ast.IfStatement:
		x.expression(s.Test)
		x.statement(s.Consequent)
		x.statement(s.Alternate)
	case *ast.ForStatement:
		x.initializer(s.Initializer)
		x.expression(s.Test)
		x.expression(s.Update)
		x.statement(s.Body)
	case *ast.ForInStatement:
		x.into(s.Into)
		x.expression(s.Source)
		x.statement(s.Body)
	case *ast.ForOfStatement:
		x.into(s.Into)
		x.expression(s.Source)
		x.statement(s.Body)
	case *ast.WhileStatement:
		x.expression(s.Test)
		x.statement(s.Body)
	case *ast.DoWhileStatement:
		x.statement(s.Body)
		x.expression(s.Test)
	case *ast.LabelledStatement:
		x.statement(s.Statement)
	case *ast.SwitchStatement:
		x.expression(s.Discriminant)
		for _, c := range s.Body {
			x.expression(c.Test)
			x.statements(c.Consequent)
		}
	case *ast.TryStatement:
		x.statement(s.Body)
		if s.Catch != nil {
			if s.Catch.Parameter != nil {
				x.declare(s.Catch.Parameter, nil)
			}
			x.statement(s.Catch.Body)
		}
		if s.Finally != nil {
			x.statement(s.Finally)
		}
	}
}

func (x *index) statements(list []ast.Statement) {
	for _, s := range list {
		x.statement(s)
	}
}

func (x *index) initializer(i ast.ForLoopInitializer) {
	switch i := i.(type) {
	case *ast.ForLoopInitializerExpression:
		x.expression(i.Expression)
	case *ast.ForLoopInitializerVarDeclList:
		x.bindings(i.List)
	case *ast.ForLoopInitializerLexicalDecl:
		x.bindings(i.LexicalDeclaration.List)
	}
}

func (x *index) into(i ast.ForInto) {
	switch i := i.(type) {
	case *ast.ForIntoVar:
		x.declare(i.Binding.Target, nil)
	case *ast.ForDeclaration:
		x.declare(i.Target, nil)
	case *ast.ForIntoExpression:
		x.assign(i.Expression)
	}
}
