// Package syntax is the CloudFormation that alienc writes: a closed set of
// values and the printer that turns them into YAML.
//
// It knows templates and nothing of stacks. There is no way to pass YAML
// through it: text is a [Str] and always quoted, a constant is a [Word] and
// quoted unless proven plain, a variable is a [Ref], a [GetAtt] or a segment of
// a [Sub]. The output is ASCII, so it means the same whatever encoding a tool
// on the customer's machine assumes, and nothing in it is invisible.
package syntax

// Value is a value of a template. The set is closed.
type Value interface{ value() }

// Str is text of an author, or text computed from it. It is always quoted.
type Str string

// Word is a constant of the emitter, such as PAY_PER_REQUEST. It is printed
// plain when every version of YAML reads it as the same string.
type Word string

// Int is a whole number.
type Int int

// Bool is true or false.
type Bool bool

// List is a sequence. It stands in one line where it fits and holds only what
// fits in one line.
type List []Value

// Lines is a sequence with one item a line, for lists that are read and
// compared item by item.
type Lines []Value

// Object is a mapping with one field a line, in the order given.
type Object []Field

// Inline is a mapping that stands in one line where it fits.
type Inline []Field

// Field is one entry of a mapping.
type Field struct {
	Name  string
	Value Value
}

// F makes a field.
func F(name string, v Value) Field { return Field{name, v} }

// Ref is the value of a parameter or pseudo parameter, or the main identifier
// of a resource, by its name in the template.
type Ref string

// NoValue leaves out the property that has it.
const NoValue Ref = "AWS::NoValue"

// GetAtt is an attribute of a resource.
type GetAtt struct{ Resource, Attribute string }

// Sub is text of which some parts are known only at deployment. Without
// variables it prints as a [Str], and as a [Ref] when it is one variable.
type Sub []Segment

// Segment is a literal or a variable; exactly one of the two is set. A variable
// is what [Ref] takes.
type Segment struct{ Lit, Var string }

// If chooses by a condition of the template.
type If struct {
	Condition  string
	Then, Else Value
}

// Equals holds when both values are the same string.
type Equals struct{ Left, Right Value }

// And holds when all conditions inside hold; there are two to ten.
type And []Value

// Not holds when the condition inside does not.
type Not struct{ Condition Value }

func (Str) value()    {}
func (Word) value()   {}
func (Int) value()    {}
func (Bool) value()   {}
func (List) value()   {}
func (Lines) value()  {}
func (Object) value() {}
func (Inline) value() {}
func (Ref) value()    {}
func (GetAtt) value() {}
func (Sub) value()    {}
func (If) value()     {}
func (Equals) value() {}
func (And) value()    {}
func (Not) value()    {}
