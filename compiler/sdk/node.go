package sdk

import "github.com/alienc/alienc/compiler/ir"

// node is a value that has its shape, with where each part was written. A part
// that was wrong has been reported: properties are missing then, and elements
// are there without a value.
type node struct {
	ok    bool   // whether there is a value at all
	name  string // of the property that it is
	path  string // inside its resource or stack
	at    ir.Pos
	keyAt ir.Pos // of the property's name
	value Value
	parts []node // properties, or elements
}

// field gives a property; it is not ok when there is none.
func (n node) field(name string) node {
	for _, p := range n.parts {
		if p.name == name {
			return p
		}
	}
	return node{}
}

func (n node) text() string    { return n.value.Text }
func (n node) flag() bool      { return n.value.Bool }
func (n node) integer() int    { return int(n.value.Number) }
func (n node) object() *Object { return n.value.Object }

// texts gives the strings of a list.
func (n node) texts() []string {
	list := make([]string, 0, len(n.parts))
	for _, p := range n.parts {
		list = append(list, p.text())
	}
	return list
}

// ref gives the resource that a {type, id} object names.
func (n node) ref() ir.Ref {
	return ir.Ref{Kind: ir.Kind(n.field("type").text()), ID: n.field("id").text()}
}

// record writes the places of the node and its parts, down to a number of
// levels; 0 stands for all of them.
func (n node) record(places ir.Places, depth int) {
	if !n.ok {
		return
	}
	places[n.path] = n.at
	if depth == 1 {
		return
	}
	for _, p := range n.parts {
		p.record(places, depth-1)
	}
}
