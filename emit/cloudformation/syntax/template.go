package syntax

// Template is a whole template. Empty sections are left out.
type Template struct {
	Head        []string // comment lines before everything else
	Description string
	Metadata    Object
	Parameters  Object
	Rules       Object
	Conditions  Object
	Resources   []Resource
	Outputs     Object
}

// Resource is one entry of the section Resources.
type Resource struct {
	Section             string   // when set, a heading above the resource
	Purpose             string   // comment of one line: what it is for
	Remarks             []string // further comments, a line each
	Name                string   // logical id
	Type                string
	Metadata            Object
	DeletionPolicy      string
	UpdateReplacePolicy string
	Condition           string
	DependsOn           []string
	Properties          Object
}

// YAML prints the template.
func (t *Template) YAML() []byte {
	p := &printer{out: make([]byte, 0, 4096+1280*len(t.Resources))}
	for _, line := range t.Head {
		p.comment(0, line)
	}
	p.field(0, F("AWSTemplateFormatVersion", Str("2010-09-09")))
	if t.Description != "" {
		p.field(0, F("Description", Str(t.Description)))
	}
	p.section("Metadata", t.Metadata)
	p.section("Parameters", t.Parameters)
	p.section("Rules", t.Rules)
	p.section("Conditions", t.Conditions)
	if len(t.Resources) > 0 {
		p.text("Resources:\n")
		for _, r := range t.Resources {
			p.resource(r)
		}
	}
	p.section("Outputs", t.Outputs)
	return p.out
}

func (p *printer) section(name string, body Object) {
	if len(body) > 0 {
		p.field(0, F(name, body))
	}
}

func (p *printer) resource(r Resource) {
	if r.Section != "" {
		p.text("\n")
		p.comment(2, "---------- "+r.Section+" ----------")
	}
	if r.Purpose != "" {
		p.comment(2, r.Purpose)
	}
	for _, line := range r.Remarks {
		p.comment(2, line)
	}
	p.pad(2)
	p.key(r.Name, block)
	p.text("\n")
	p.field(4, F("Type", Word(r.Type)))
	if len(r.Metadata) > 0 {
		p.field(4, F("Metadata", r.Metadata))
	}
	p.word("DeletionPolicy", r.DeletionPolicy)
	p.word("UpdateReplacePolicy", r.UpdateReplacePolicy)
	p.word("Condition", r.Condition)
	if len(r.DependsOn) > 0 {
		list := make(List, len(r.DependsOn))
		for i, name := range r.DependsOn {
			list[i] = Word(name)
		}
		p.field(4, F("DependsOn", list))
	}
	if len(r.Properties) > 0 {
		p.field(4, F("Properties", r.Properties))
	}
}

func (p *printer) word(name, value string) {
	if value != "" {
		p.field(4, F(name, Word(value)))
	}
}
