package cloudformation

import (
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
)

// metadataVersion is the version of Metadata.Alien. It rises when a reader of
// the previous one could go wrong.
const metadataVersion = 1

// owner is what a resource of the template belongs to: a resource of the
// stack, or something that serves several of them.
type owner struct {
	id        string
	kind      string
	lifecycle ir.Lifecycle
	pos       ir.Pos
	shared    bool // serves several: tagged with the stack alone
}

func ownerOf(r ir.Resource) owner {
	c := r.Info()
	return owner{id: c.ID, kind: string(r.Kind()), lifecycle: c.Lifecycle, pos: c.Pos}
}

// at gives the same owner with another place, that of a trigger.
func (o owner) at(pos ir.Pos) owner {
	o.pos = pos
	return o
}

// metadata says in the template where a resource comes from.
func (o owner) metadata() syntax.Object {
	return syntax.Object{syntax.F("Alien", syntax.Inline{
		syntax.F("id", syntax.Str(o.id)),
		syntax.F("kind", syntax.Str(o.kind)),
		syntax.F("lifecycle", syntax.Str(o.lifecycle)),
		syntax.F("source", syntax.Str(o.pos.Short())),
	})}
}

// tags lists the tags of a resource, sorted by key. No permission depends on
// them.
func (t *template) tags(o owner) []syntax.Field {
	shared := []syntax.Field{
		syntax.F("alien-stack", syntax.Str(t.stack.ID)),
		syntax.F("managed-by", syntax.Str("alienc")),
	}
	if o.shared {
		return shared
	}
	return append([]syntax.Field{
		syntax.F("alien-lifecycle", syntax.Str(o.lifecycle)),
		syntax.F("alien-resource", syntax.Str(o.id)),
	}, shared...)
}

// tagged is the property Tags in the form that most types take.
func (t *template) tagged(o owner) syntax.Field {
	var list syntax.Lines
	for _, tag := range t.tags(o) {
		list = append(list, syntax.Inline{syntax.F("Key", syntax.Str(tag.Name)), syntax.F("Value", tag.Value)})
	}
	return syntax.F("Tags", list)
}

// head is the comment above the template.
func (t *template) head() []string {
	return []string{
		`CloudFormation template of the stack "` + t.stack.ID + `", written by alienc: change the source and build again.`,
		"One template for every customer: each physical name starts with the parameter NamePrefix.",
		"What is marked as kept stays when the stack is deleted; everything else goes with it.",
		"Metadata.Alien says where in the source a resource comes from. No transforms, no custom resources.",
	}
}

func (t *template) metadata() syntax.Object {
	return syntax.Object{
		syntax.F("Alien", syntax.Object{
			syntax.F("version", syntax.Int(metadataVersion)),
			syntax.F("stack", syntax.Str(t.stack.ID)),
		}),
		syntax.F("AWS::CloudFormation::Interface", t.parameterInterface()),
	}
}

// output adds an output.
func (t *template) output(name, description string, value syntax.Value) {
	t.outputs = append(t.outputs, syntax.F(name, syntax.Object{
		syntax.F("Description", syntax.Str(description)),
		syntax.F("Value", value),
	}))
}

// symbol is the logical id of what a resource of the stack becomes first of
// all.
func symbol(r ir.Resource) string { return aws.ResourceSymbol(r.Kind(), r.Info().ID) }
