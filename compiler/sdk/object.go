package sdk

import "github.com/alienc/alienc/compiler/ir"

// Object is a builder, or what its .build() gave.
type Object struct {
	class    *Class
	id       string
	pos      ir.Pos // new alien.Storage("data")
	path     string // of its settings in diagnostics: "resources.data."
	built    bool   // whether this is the result of .build()
	silent   bool   // it was reported already and has no effect
	resource ir.Resource
	stack    *draft

	settings map[string]setting // made so far
	product  *Object            // the result of .build(), once it was called
	builtAt  ir.Pos
	places   ir.Places
	calls    map[string]int // how often an adding method was called
}

// setting remembers how a setting was made.
type setting struct {
	pos  ir.Pos
	text string // the value in a message; empty: it is no scalar
}

// draft is a stack that is being described.
type draft struct {
	ir.Stack
	added []addition
}

// addition is a call of Stack.add.
type addition struct {
	object    *Object
	lifecycle ir.Lifecycle
	pos       ir.Pos
}

// ID gives the id that the author chose.
func (o *Object) ID() string { return o.id }

// Built reports whether the object came out of .build().
func (o *Object) Built() bool { return o.built }

// Silent reports whether the object stands for something that was reported and
// has no effect.
func (o *Object) Silent() bool { return o.silent }

// Describe says in a message what the object is: "a built Storage".
func (o *Object) Describe() string {
	if o.built {
		return "a built " + o.class.Name
	}
	return article(o.class.Name) + " builder"
}

// article puts "a" or "an" in front of a class name.
func article(name string) string {
	switch name[0] {
	case 'A', 'E', 'I', 'O', 'U':
		return "an " + name
	}
	return "a " + name
}
