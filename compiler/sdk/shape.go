package sdk

import "github.com/alienc/alienc/compiler/ir"

// Shape is what a method takes in one place. It is one of the types below.
type Shape interface {
	// noun says in a message what is expected: "an integer".
	noun() string
	// typescript writes the type in the declarations.
	typescript() string
}

// Text is a string.
type Text struct {
	Prefix string   // what it must begin with; empty: anything
	Words  []string // all that make sense, for editors; what else there is, package check reports
}

// Flag is true or false.
type Flag struct{}

// Integer is a whole number. Its range depends on the cloud, so that it is not
// checked here.
type Integer struct{}

// Enum is one of some strings.
type Enum struct{ Values []string }

// List is an array.
type List struct{ Of Shape }

// Map is an object whose keys are the author's own.
type Map struct {
	Key string // what a key is, for the declarations: "profile"
	Of  Shape
}

// Struct is an object with known keys.
type Struct struct {
	Name        string // of the type in the declarations
	Doc         string
	Keys        []Key
	Unsupported []string // options of other releases of the language
	OneOf       bool     // whether exactly one key must be there
}

// Key is a property of a [Struct].
type Key struct {
	Name     string
	Shape    Shape
	Optional bool
	Default  string // as the author would write it; empty: none
	Doc      string
}

// Union is a [Struct] of which one key tells the others.
type Union struct {
	Name  string
	Doc   string
	Tag   string
	Cases []Case
}

// Case is a variant of a [Union].
type Case struct {
	Value string // of the tag
	Keys  []Key
}

// Either is a string or an object.
type Either struct {
	Name   string
	Doc    string
	Text   Shape
	Object Shape
}

// OneOrMore is a string or an array of strings.
type OneOrMore struct{}

// Built is a resource on which .build() was called.
type Built struct{}

// RefTo is what .ref() of a resource gives.
type RefTo struct{ Kind ir.Kind }
