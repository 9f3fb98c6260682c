package syntax

import (
	"strconv"
	"strings"
)

func (p *printer) resource(r *Resource) {
	p.lead(r.Section, r.Remarks)
	p.describe(r.Description)
	p.text("resource ")
	p.name(string(r.Symbol))
	p.text(" ")
	p.resourceType(r.Type)
	if r.Existing {
		p.text(" existing")
	}
	p.text(" = ")
	if r.Condition != nil {
		p.text("if (")
		p.value(0, r.Condition)
		p.text(") ")
	}
	p.fields(0, body(r))
	p.end()
}

// resourceType prints the type of a resource. It is the emitter's, as names are.
func (p *printer) resourceType(s string) {
	kind, version, _ := strings.Cut(s, "@")
	provider, name, _ := strings.Cut(kind, "/")
	if !spells(provider, ".") || !spells(name, "/") || !spells(version, "-") {
		panic("syntax: " + strconv.Quote(s) + " is not a resource type with a version")
	}
	p.quoted(s)
}

// spells says whether s is letters, digits and the marks given, and not empty.
func spells(s, marks string) bool {
	for _, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune(marks, r) {
			return false
		}
	}
	return s != ""
}

// body gives the fields of a resource in the order that they have in every file.
func body(r *Resource) []Field {
	fields := make([]Field, 0, 11)
	add := func(name string, v Value, wanted bool) {
		if wanted {
			fields = append(fields, F(name, v))
		}
	}
	add("parent", r.Parent, r.Parent != "")
	add("scope", r.Scope, r.Scope != "")
	add("name", r.Name, true)
	add("location", r.Location, r.Location != nil)
	add("sku", r.SKU, r.SKU != nil)
	add("kind", Str(r.Kind), r.Kind != "")
	add("identity", r.Identity, r.Identity != nil)
	add("dependsOn", symbols(r.DependsOn), len(r.DependsOn) > 0)
	add("tags", r.Tags, r.Tags != nil)
	add("properties", r.Properties, r.Properties != nil)
	return fields
}

func symbols(names []Symbol) Lines {
	list := make(Lines, len(names))
	for i, name := range names {
		list[i] = name
	}
	return list
}
