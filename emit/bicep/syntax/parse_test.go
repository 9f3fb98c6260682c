package syntax

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// parser reads the Bicep that this package may print, and nothing else: it has
// no other spelling, order or place for a blank. It was written from the
// grammar of Bicep, not from the printer. It panics with a [syntaxError].
type parser struct {
	in string
	i  int
}

type syntaxError string

func (p *parser) fail(format string, args ...any) {
	from, to := max(0, p.i-60), min(len(p.in), p.i+60)
	panic(syntaxError(fmt.Sprintf(format, args...) + fmt.Sprintf("\nbetween %q and %q", p.in[from:p.i], p.in[p.i:to])))
}

// parsed runs what reads, and returns its failure.
func parsed(read func()) (err error) {
	defer func() {
		switch failure := recover().(type) {
		case nil:
		case syntaxError:
			err = errors.New(string(failure))
		default:
			panic(failure)
		}
	}()
	read()
	return nil
}

// next is the byte to be read, or 0 at the end.
func (p *parser) next() byte {
	if p.i == len(p.in) {
		return 0
	}
	return p.in[p.i]
}

func (p *parser) sees(s string) bool { return strings.HasPrefix(p.in[p.i:], s) }

func (p *parser) took(s string) bool {
	if !p.sees(s) {
		return false
	}
	p.i += len(s)
	return true
}

func (p *parser) want(s string) {
	if !p.took(s) {
		p.fail("want %q", s)
	}
}

// tookLine takes a line break and the indentation behind it, if s follows.
func (p *parser) tookLine(s string) bool {
	at := p.i
	if p.took("\n") {
		for p.took("  ") {
			continue
		}
		if p.took(s) {
			return true
		}
	}
	p.i = at
	return false
}

func (p *parser) wantLine() {
	if !p.tookLine("") {
		p.fail("want a new line")
	}
}

// word takes a name; it may be a word with a meaning.
func (p *parser) word() string {
	start := p.i
	for strings.IndexByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", p.next()) >= 0 {
		p.i++
	}
	w := p.in[start:p.i]
	if w == "" || w[0] >= '0' && w[0] <= '9' || len(w) > 255 {
		p.fail("want a name")
	}
	return w
}

func (p *parser) symbol() string {
	w := p.word()
	if w == "true" || w == "false" || w == "null" {
		p.fail("%s is no name", w)
	}
	return w
}

// value reads a value. What stands in one line and what does not, it reads as
// the same: a [List], an [Ordered].
func (p *parser) value() Value {
	v := p.operand(false)
	switch {
	case p.took(" ? "):
		then := p.operand(false)
		p.want(" : ")
		return If{v, then, p.operand(false)}
	case p.tookLine("? "):
		then := p.operand(false)
		if !p.tookLine(": ") {
			p.fail("want the other outcome in a line of its own")
		}
		return If{v, then, p.operand(false)}
	}
	return v
}

// operand reads a value inside an operator. Only a choice stands in parentheses
// there, and what a Not negates if that is one itself.
func (p *parser) operand(negated bool) Value {
	switch {
	case p.took("("):
		v := p.value()
		_, not := v.(Not)
		if _, choice := v.(If); !choice && (!not || !negated) {
			p.fail("needless parentheses")
		}
		p.want(")")
		return v
	case negated && p.sees("!"):
		p.fail("Bicep does not negate twice")
	case p.took("!"):
		return Not{p.operand(true)}
	case p.sees("'"):
		segments := p.text()
		if alone(segments) != nil {
			p.fail("a variable in quotes")
		}
		if slices.ContainsFunc(segments, func(s Segment) bool { return s.Var != nil }) {
			return segments
		}
		return Str(literal(segments))
	case p.took("["):
		return List(items(p, "]", "", p.value))
	case p.took("{"):
		return Ordered(items(p, "}", " ", p.field))
	case p.sees("-") || p.next() >= '0' && p.next() <= '9':
		return p.number()
	}
	switch {
	case p.took("true"):
		return Bool(true)
	case p.took("false"):
		return Bool(false)
	case p.took("null"):
		return Null{}
	}
	return p.ref()
}

func (p *parser) number() Value {
	start := p.i
	p.took("-")
	for p.next() >= '0' && p.next() <= '9' {
		p.i++
	}
	n, err := strconv.Atoi(p.in[start:p.i])
	if err != nil {
		p.fail("%v", err)
	}
	return Int(n)
}

func (p *parser) ref() Ref {
	var v Ref
	name := p.symbol()
	if p.took("(") {
		v = p.call(name)
	} else {
		v = Symbol(name)
	}
	for {
		switch {
		case p.took("."):
			v = Get{v, p.symbol()}
		case p.took("["):
			v = Index{v, p.value()}
			p.want("]")
		default:
			return v
		}
	}
}

// call reads arguments. In lines of their own they are separated by commas, as
// they are in one line.
func (p *parser) call(name string) Call {
	f := slices.Index(funcNames[:], name)
	if f < 0 {
		p.fail("no function %s", name)
	}
	c := Call{Func: Func(f)}
	if p.took(")") {
		return c
	}
	lines := p.tookLine("")
	for {
		c.Args = append(c.Args, p.value())
		switch {
		case lines && p.took(","):
			p.wantLine()
		case lines:
			p.wantLine()
			p.want(")")
			return c
		case !p.took(", "):
			p.want(")")
			return c
		}
	}
}

// items reads an array or object behind its bracket. In lines of their own its
// items have no commas.
func items[T any](p *parser, end, pad string, item func() T) []T {
	list := []T{}
	if p.took(end) {
		return list
	}
	if p.tookLine("") {
		for !p.sees(end) {
			list = append(list, item())
			p.wantLine()
		}
		p.want(end)
		return list
	}
	for p.want(pad); ; p.want(", ") {
		list = append(list, item())
		if p.took(pad + end) {
			return list
		}
	}
}

func (p *parser) field() Field {
	f := Field{}
	if p.sees("'") {
		t := p.text()
		f.Key = alone(t)
		if f.Key == nil {
			f.Name = literal(t)
			if identifier(f.Name) {
				p.fail("the quotes of %s are needless", f.Name)
			}
		}
	} else {
		f.Name = p.symbol()
	}
	p.want(": ")
	f.Value = p.value()
	return f
}
