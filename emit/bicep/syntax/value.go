// Package syntax is the Bicep that alienc writes: a closed set of values and
// declarations, and the printer that turns them into text.
//
// It knows files and nothing of stacks. There is no way to pass Bicep through
// it: text is a [Str] and always quoted and escaped, a name is an identifier or
// the printer panics, a function is a [Func] of a closed list, and only a [Ref]
// can stand inside text. The output is ASCII, so it means the same whatever
// encoding a tool on the customer's machine assumes, and nothing in it is
// invisible. It is formatted as the formatter of Bicep formats it, so a
// customer who runs that sees no difference.
//
// Nothing here checks types: a value that Bicep refuses in its place is a
// mistake of the emitter, which a check of its output finds.
package syntax

// Value is a value of a Bicep file. The set is closed.
type Value interface{ value() }

// Str is text of an author, or a constant. It is always quoted. It holds no NUL.
type Str string

// Int is a whole number. Bicep has no others: json('0.5') stands for one.
type Int int

// Bool is true or false.
type Bool bool

// Null is the value that says nothing.
type Null struct{}

// List is an array. It stands in one line where it fits and holds only what
// fits in one line.
type List []Value

// Lines is an array with one item a line, for what is read and compared item by
// item.
type Lines []Value

// Object is an object with one field a line, sorted by name. Fields whose key
// is computed come first, in the order given.
type Object []Field

// Ordered is an object with one field a line, in the order given.
type Ordered []Field

// Inline is an object that stands in one line where it fits, in the order given.
type Inline []Field

// Field is one entry of an object. Its key is Key where that is set, else Name,
// which is quoted only where it is no identifier. Two fields of an object have
// different keys.
type Field struct {
	Name  string
	Key   Ref
	Value Value
}

// F makes a field with a fixed name.
func F(name string, v Value) Field { return Field{Name: name, Value: v} }

// K makes a field whose key is known only at deployment.
func K(key Ref, v Value) Field { return Field{Key: key, Value: v} }

// Ref is a value that a dot can follow and that can stand inside text: a
// [Symbol], a [Get], an [Index] or a [Call].
type Ref interface {
	Value
	ref()
}

// Symbol is a parameter, variable or resource by its name in the file.
type Symbol string

// Get is a property, by a name that is an identifier.
type Get struct {
	Of   Ref
	Name string
}

// Dot makes the property that the names lead to, from left to right.
func Dot(of Ref, names ...string) Ref {
	for _, name := range names {
		of = Get{of, name}
	}
	return of
}

// Index is an item of an array, or a property whose name is no identifier.
type Index struct {
	Of Ref
	At Value
}

// Call is a function with its arguments.
type Call struct {
	Func Func
	Args []Value
}

// Of calls the function.
func (f Func) Of(args ...Value) Call { return Call{f, args} }

// Text is text of which some parts are known only at deployment. Without
// variables it prints as a [Str]; when it is one variable, as that alone, which
// keeps the variable's type.
type Text []Segment

// Segment is a literal or a variable; Lit counts where Var is nil. A variable
// holds no array and no object: Bicep has none inside text.
type Segment struct {
	Lit string
	Var Ref
}

// If chooses by a condition.
type If struct{ Condition, Then, Else Value }

// Not holds when the condition inside does not.
type Not struct{ Condition Value }

func (Str) value()     {}
func (Int) value()     {}
func (Bool) value()    {}
func (Null) value()    {}
func (List) value()    {}
func (Lines) value()   {}
func (Object) value()  {}
func (Ordered) value() {}
func (Inline) value()  {}
func (Symbol) value()  {}
func (Get) value()     {}
func (Index) value()   {}
func (Call) value()    {}
func (Text) value()    {}
func (If) value()      {}
func (Not) value()     {}

func (Symbol) ref() {}
func (Get) ref()    {}
func (Index) ref()  {}
func (Call) ref()   {}
