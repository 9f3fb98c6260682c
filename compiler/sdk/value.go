package sdk

import (
	"math"
	"strconv"

	"github.com/alienc/alienc/compiler/ir"
)

// Type is the sort of a [Value].
type Type int

// The sorts of values. Strange is all that no method takes, such as a function
// or a date. Ignored stands for something that was reported already: it is
// accepted everywhere and has no effect.
const (
	Undefined Type = iota
	Null
	Boolean
	Number
	String
	Array
	Record
	Handle
	Strange
	Ignored
)

// Value is what the author's code passed, copied at the time of the call.
type Value struct {
	Type   Type
	Bool   bool
	Number float64
	Text   string  // of a String; what a Strange one is: "a function"
	Items  []Value // of an Array
	Fields []Field // of a Record, in its own order
	Object *Object // of a Handle
}

// Field is a property of a Record.
type Field struct {
	Name  string
	Value Value
}

// Site is a call in the author's sources.
type Site interface {
	// Pos gives the place of the call: the method's name, or the word new.
	Pos() ir.Pos
	// Arg gives where the argument with that index, from 0, was written.
	Arg(index int, v Value) Origin
}

// Origin is where a value was written: the literal if there is one, the
// enclosing literal or the call otherwise. A part is asked for with its value,
// which a literal that is far from the call may say no longer.
type Origin interface {
	Pos() ir.Pos
	// Field gives the origin of a property's value.
	Field(name string, v Value) Origin
	// Key gives the place of a property's name.
	Key(name string) ir.Pos
	// Item gives the origin of an element, from 0.
	Item(index int, v Value) Origin
}

// shownText is how many characters of an author's string a message repeats.
const shownText = 40

// show describes a value in a message.
func show(v Value) string {
	switch v.Type {
	case Undefined:
		return "undefined"
	case Null:
		return "null"
	case Boolean:
		return strconv.FormatBool(v.Bool)
	case Number:
		return number(v.Number)
	case String:
		if runes := []rune(v.Text); len(runes) > shownText {
			return strconv.Quote(string(runes[:shownText]) + "…")
		}
		return strconv.Quote(v.Text)
	case Array:
		return "an array"
	case Record:
		return "an object"
	case Handle:
		return v.Object.Describe()
	}
	return v.Text
}

// number writes a number as JavaScript does, for the numbers that people write.
func number(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case math.Abs(f) < 1e21:
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}
