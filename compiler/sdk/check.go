package sdk

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// checker compares one argument with its shape.
type checker struct {
	session *Session
	method  string // of the call, as messages name it: "Function.link"
	prefix  string // "resources.api.", in front of the paths of findings
}

// spot is where a value stands.
type spot struct {
	path   string // inside the resource or stack: "triggers[0].cron"
	label  string // in messages: "trigger.cron"
	origin Origin
}

func (s spot) field(name string, v Value) spot {
	return spot{s.path + "." + name, s.label + "." + name, s.origin.Field(name, v)}
}

func (s spot) item(i int, v Value) spot {
	index := "[" + strconv.Itoa(i) + "]"
	return spot{s.path + index, s.label + index, s.origin.Item(i, v)}
}

func (s spot) node(v Value) node {
	return node{ok: true, path: s.path, at: s.origin.Pos(), value: v}
}

// check gives the node of a value. A value that was reported before, or that
// is now, gives a node that is not ok.
func (c *checker) check(shape Shape, v Value, s spot) node {
	if v.Type == Ignored || v.Type == Handle && v.Object.silent {
		c.session.broken(c.prefix + s.path)
		return node{}
	}
	switch shape := shape.(type) {
	case Text:
		if v.Type == String && strings.HasPrefix(v.Text, shape.Prefix) {
			return s.node(v)
		}
	case Flag:
		if v.Type == Boolean {
			return s.node(v)
		}
	case Integer:
		if v.Type == Number && v.Number == math.Trunc(v.Number) && math.Abs(v.Number) <= 1<<53 {
			return s.node(v)
		}
	case Enum:
		if v.Type == String && slices.Contains(shape.Values, v.Text) {
			return s.node(v)
		}
	case OneOrMore:
		switch v.Type {
		case String:
			return s.node(v)
		case Array:
			return c.list(List{Text{}}, v, s)
		}
	case List:
		if v.Type == Array {
			return c.list(shape, v, s)
		}
	case Map:
		if v.Type == Record {
			return c.entries(shape, v, s)
		}
	case Struct:
		if v.Type == Record {
			return c.keys(shape, v, s)
		}
	case Union:
		if v.Type == Record {
			return c.union(shape, v, s)
		}
	case Either:
		if v.Type == Record {
			return c.check(shape.Object, v, s)
		}
		if v.Type == String {
			return c.check(shape.Text, v, s)
		}
	case Built:
		if v.Type == Handle && v.Object.resource != nil {
			return c.built(v, s)
		}
	case RefTo:
		if v.Type == Record {
			n := c.keys(Struct{Keys: referenceKeys}, v, s)
			if c.session.loose[n.ref()] {
				c.session.broken(c.prefix + s.path)
			}
			return n
		}
	}
	c.wrong(shape, v, s)
	return node{}
}

func (c *checker) list(shape List, v Value, s spot) node {
	n := s.node(v)
	for i, item := range v.Items {
		// A part that is wrong keeps its number, so that paths stay true.
		n.parts = append(n.parts, c.check(shape.Of, item, s.item(i, item)))
	}
	return n
}

func (c *checker) entries(shape Map, v Value, s spot) node {
	n := s.node(v)
	for _, f := range v.Fields {
		if part := c.check(shape.Of, f.Value, s.field(f.Name, f.Value)); part.ok {
			part.name, part.keyAt = f.Name, s.origin.Key(f.Name)
			n.parts = append(n.parts, part)
		}
	}
	return n
}

func (c *checker) union(shape Union, v Value, s spot) node {
	names := make([]string, 0, len(shape.Cases))
	for _, one := range shape.Cases {
		names = append(names, one.Value)
	}
	tag := Key{Name: shape.Tag, Shape: Enum{names}}
	given := v.field(shape.Tag)
	for _, one := range shape.Cases {
		if given.Type == String && given.Text == one.Value {
			return c.keys(Struct{Keys: append([]Key{tag}, one.Keys...)}, v, s)
		}
	}
	c.check(tag.Shape, given, s.field(shape.Tag, given))
	return node{}
}

func (c *checker) keys(shape Struct, v Value, s spot) node {
	n := s.node(v)
	meant := c.unknown(shape, v, s)
	for _, k := range shape.Keys {
		given := v.field(k.Name)
		if given.Type == Undefined && meant[k.Name] {
			c.session.broken(c.prefix + s.path + "." + k.Name)
			n.ok = n.ok && k.Optional && !shape.OneOf
			continue
		}
		if given.Type == Undefined && k.Optional {
			continue
		}
		part := c.check(k.Shape, given, s.field(k.Name, given))
		if !part.ok && !k.Optional {
			n.ok = false
		}
		if part.ok {
			part.name, part.keyAt = k.Name, s.origin.Key(k.Name)
			n.parts = append(n.parts, part)
		}
	}
	if shape.OneOf && n.ok && len(n.parts) != 1 {
		c.session.broken(c.prefix + s.path)
		c.session.add(diag.New("wrong-argument-type", n.at, c.prefix+s.path,
			fmt.Sprintf("%s expects exactly one of %s", s.label, alternatives(shape.names()))))
		n.ok = false
	}
	return n
}

// unknown reports the keys that an object should not have, and gives those
// that the author meant by them: they are not missing.
func (c *checker) unknown(shape Struct, v Value, s spot) map[string]bool {
	meant := map[string]bool{}
	names := shape.names()
	for _, f := range v.Fields {
		if slices.Contains(names, f.Name) {
			continue
		}
		path, at := c.prefix+s.path+"."+f.Name, s.origin.Key(f.Name)
		if slices.Contains(shape.Unsupported, f.Name) {
			c.session.add(diag.New("unsupported-option", at, path, fmt.Sprintf("option %q of %s is not supported", f.Name, s.label)))
			continue
		}
		if near := diag.DidYouMean(f.Name, names); near != "" {
			meant[near] = true
		}
		c.session.add(diag.New("unknown-option", at, path, fmt.Sprintf("unknown key %q in %s", f.Name, s.label)).
			WithHelp(suggest(f.Name, names)))
	}
	return meant
}

func (s Struct) names() []string {
	names := make([]string, 0, len(s.Keys))
	for _, k := range s.Keys {
		names = append(names, k.Name)
	}
	return names
}

// built takes a resource, and tells the author when .build() is missing.
func (c *checker) built(v Value, s spot) node {
	if !v.Object.built {
		path := c.prefix + s.path
		if v.Object.product == nil && c.prefix != "" {
			c.session.broken(path) // what is linked is in no stack
		}
		c.session.unbuilt(c.method, v.Object, s.origin.Pos(), path)
	}
	return s.node(v)
}

func (c *checker) wrong(shape Shape, v Value, s spot) {
	path := c.prefix + s.path
	c.session.broken(path)
	if _, ok := shape.(RefTo); ok && v.Type == Handle {
		if !v.Object.built {
			c.session.unbuilt(c.method, v.Object, s.origin.Pos(), path)
			return
		}
		c.session.add(diag.New("wrong-argument-type", s.origin.Pos(), path,
			fmt.Sprintf("%s expects %s, got %s", s.label, shape.noun(), show(v))).WithHelp("add .ref()"))
		return
	}
	d := diag.New("wrong-argument-type", s.origin.Pos(), path,
		fmt.Sprintf("%s expects %s, got %s", s.label, shape.noun(), show(v)))
	c.session.add(d.WithHelp(correction(shape, v, s.label)))
}

// field gives a property of a Record; a missing one is undefined.
func (v Value) field(name string) Value {
	for _, f := range v.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return Value{}
}

// kindNames are the words for kinds in {type, id}.
func kindNames() []string {
	names := make([]string, 0, len(ir.Kinds))
	for _, k := range ir.Kinds {
		names = append(names, string(k))
	}
	return names
}

var referenceKeys = []Key{
	{Name: "type", Shape: Enum{kindNames()}},
	{Name: "id", Shape: Text{}},
}
