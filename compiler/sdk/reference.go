package sdk

import (
	"fmt"
	"strings"
)

// Reference writes the language reference as Markdown.
func Reference() string {
	var b strings.Builder
	b.WriteString(`# Language reference

` + "`alien.ts`" + ` describes a stack with the classes below, from ` + "`@alienplatform/core`" + `. Each method gives its builder back, and ` + "`.build()`" + ` ends the description. A setting that is made twice keeps the later value, with a warning; what adds to a list may be called again.

This page is generated from the tables that the compiler itself uses.
`)
	for _, c := range Classes {
		referClass(&b, c)
	}
	b.WriteString("\n## Types\n")
	for _, t := range namedTypes() {
		referType(&b, t)
	}
	b.WriteString("\n### ResourceRef\n\nWhat `.ref()` of a resource gives: `{ type, id }`.\n")
	return b.String()
}

func referClass(b *strings.Builder, c *Class) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n```ts\nnew alien.%s(id: string)\n```\n", c.Name, c.Doc, c.Name)
	if c.Alias != "" {
		fmt.Fprintf(b, "\n`alien.%s` is another name for the same class.\n", c.Alias)
	}
	if len(c.Methods) == 0 {
		return
	}
	b.WriteString("\n| Method | Meaning | Default | Rule |\n|---|---|---|---|\n")
	for _, m := range c.Methods {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", ticked("."+m.Name+"("+m.parameters()+")"), cell(m.Doc), ticked(m.Default), cell(m.Rule))
	}
}

func referType(b *strings.Builder, s Shape) {
	switch s := s.(type) {
	case Struct:
		fmt.Fprintf(b, "\n### %s\n\n%s\n\n", s.Name, s.Doc)
		referKeys(b, s.Keys)
	case Union:
		fmt.Fprintf(b, "\n### %s\n\n%s\n", s.Name, s.Doc)
		for _, c := range s.Cases {
			fmt.Fprintf(b, "\nWith %s:\n\n", ticked(fmt.Sprintf("%s: %q", s.Tag, c.Value)))
			referKeys(b, c.Keys)
		}
	case Either:
		fmt.Fprintf(b, "\n### %s\n\n%s\n\n%s\n", s.Name, s.Doc, ticked(s.Text.typescript()+" | "+s.Object.typescript()))
	}
}

func referKeys(b *strings.Builder, keys []Key) {
	b.WriteString("| Key | Type | Meaning | Default |\n|---|---|---|---|\n")
	for _, k := range keys {
		name := k.Name
		if k.Optional {
			name += "?"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", ticked(name), ticked(k.Shape.typescript()), cell(k.Doc), ticked(k.Default))
	}
}

func ticked(s string) string {
	if s == "" {
		return ""
	}
	return "`" + cell(s) + "`"
}

// cell keeps a text within its column.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
