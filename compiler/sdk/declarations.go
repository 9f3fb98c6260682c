package sdk

import (
	"fmt"
	"strings"
)

// Declarations writes the TypeScript declarations of the module, for editors.
func Declarations() string {
	var b strings.Builder
	b.WriteString("// The part of \"@alienplatform/core\" that alienc compiles.\n\ndeclare module \"@alienplatform/core\" {\n")
	for _, t := range namedTypes() {
		declareType(&b, t)
	}
	b.WriteString("\n  /** Names a resource of the stack. */\n  export interface ResourceRef {\n    readonly type: " + Enum{kindNames()}.typescript() + "\n    readonly id: string\n  }\n")
	b.WriteString("\n  /** What .build() of a resource gives. */\n  export interface Resource {\n    readonly id: string\n    /** Names this resource, for triggers. */\n    ref(): ResourceRef\n  }\n")
	b.WriteString("\n  /** What .build() of a Stack gives. */\n  export interface BuiltStack {\n    readonly id: string\n  }\n")
	for _, c := range Classes {
		declareClass(&b, c)
	}
	b.WriteString("}\n")
	return b.String()
}

func declareClass(b *strings.Builder, c *Class) {
	result := "Resource"
	if c == stack {
		result = "BuiltStack"
	}
	fmt.Fprintf(b, "\n  /** %s */\n  export class %s {\n    constructor(id: string)\n    readonly id: string\n", c.Doc, c.Name)
	for _, m := range c.Methods {
		fmt.Fprintf(b, "    /** %s */\n    %s(%s): this\n", m.summary(), m.Name, m.parameters())
	}
	fmt.Fprintf(b, "    /** Ends the description. */\n    build(): %s\n  }\n", result)
	if c.Alias != "" {
		fmt.Fprintf(b, "\n  /** Another name for %s. */\n  export { %s as %s }\n", c.Name, c.Name, c.Alias)
	}
}

// summary is the documentation of a method in one line.
func (m Method) summary() string {
	s := m.Doc
	if m.Default != "" {
		s += " Default: " + m.Default + "."
	}
	if m.Rule != "" {
		s += " Rule: " + m.Rule + "."
	}
	return s
}

func (m Method) parameters() string {
	var list []string
	for _, p := range m.Params {
		if s, ok := p.Shape.(Struct); ok && len(s.Keys) == 0 {
			continue // it takes no option
		}
		t := p.Name + ": " + p.Shape.typescript()
		if p.Optional {
			t += " | undefined"
		}
		list = append(list, t)
	}
	return strings.Join(list, ", ")
}

func declareType(b *strings.Builder, s Shape) {
	switch s := s.(type) {
	case Struct:
		fmt.Fprintf(b, "\n  /** %s */\n  export interface %s {\n", s.Doc, s.Name)
		declareKeys(b, "    ", s.Keys)
		b.WriteString("  }\n")
	case Union:
		fmt.Fprintf(b, "\n  /** %s */\n  export type %s =\n", s.Doc, s.Name)
		for _, c := range s.Cases {
			fmt.Fprintf(b, "    | {\n        %s: %q\n", s.Tag, c.Value)
			declareKeys(b, "        ", c.Keys)
			b.WriteString("      }\n")
		}
	case Either:
		fmt.Fprintf(b, "\n  /** %s */\n  export type %s = %s | %s\n", s.Doc, s.Name, s.Text.typescript(), s.Object.typescript())
	}
}

func declareKeys(b *strings.Builder, indent string, keys []Key) {
	for _, k := range keys {
		mark := ""
		if k.Optional {
			mark = "?"
		}
		fmt.Fprintf(b, "%s/** %s */\n%s%s%s: %s\n", indent, k.summary(), indent, k.Name, mark, k.Shape.typescript())
	}
}

func (k Key) summary() string {
	if k.Default == "" {
		return k.Doc
	}
	return k.Doc + " Default: " + k.Default + "."
}

// namedTypes lists every type that has a name of its own, each once, a part
// before what holds it.
func namedTypes() []Shape {
	var list []Shape
	seen := map[string]bool{}
	var visit func(Shape)
	keys := func(keys []Key) {
		for _, k := range keys {
			visit(k.Shape)
		}
	}
	named := func(name string, s Shape) {
		if !seen[name] {
			seen[name] = true
			list = append(list, s)
		}
	}
	visit = func(s Shape) {
		switch s := s.(type) {
		case List:
			visit(s.Of)
		case Map:
			visit(s.Of)
		case Struct:
			if len(s.Keys) > 0 {
				keys(s.Keys)
				named(s.Name, s)
			}
		case Union:
			for _, c := range s.Cases {
				keys(c.Keys)
			}
			named(s.Name, s)
		case Either:
			visit(s.Object)
			named(s.Name, s)
		}
	}
	for _, c := range Classes {
		for _, m := range c.Methods {
			for _, p := range m.Params {
				visit(p.Shape)
			}
		}
	}
	return list
}
