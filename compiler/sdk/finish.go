package sdk

import (
	"fmt"
	"slices"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// Finish gives the stack that the default export is, or nil when it is none. A
// stack that was not built is reported and used all the same.
func (s *Session) Finish(export Value, given bool) *ir.Stack {
	at := ir.Pos{File: s.entry}
	if export.Type == Ignored || export.Type == Handle && export.Object.silent {
		return nil
	}
	if !given || export.Type == Undefined {
		s.add(diag.New("default-export-missing", at, "", s.entry+" has no default export").
			WithHelp(`export default new alien.Stack("...")...build()`))
		return nil
	}
	if export.Type != Handle || export.Object.stack == nil {
		what := show(export)
		if export.Type == Handle {
			at = export.Object.pos
			if !export.Object.built {
				what = "an unbuilt " + export.Object.class.Name
			}
		}
		s.add(diag.New("default-export-not-stack", at, "", fmt.Sprintf("the default export is %s, not a Stack", what)))
		return nil
	}
	o := export.Object
	if !o.built {
		s.add(diag.New("unbuilt-stack", o.pos, "", "the default export is a Stack that was not built").WithHelp("add .build()"))
	}
	return s.seal(o)
}

// Document gives the Stack JSON of a built stack.
func (s *Session) Document(o *Object) ([]byte, error) { return StackJSON(s.seal(o)) }

// seal makes the stack's document out of what was recorded.
func (s *Session) seal(o *Object) *ir.Stack {
	result := o.stack.Stack
	taken := map[ir.Resource]bool{}
	result.Resources = make([]ir.Resource, 0, len(o.stack.added))
	for _, a := range o.stack.added {
		r := a.object.resource
		if taken[r] {
			// Added twice: two entries, of which each knows its own call.
			r = duplicate(r)
		}
		taken[r] = true
		r.Info().Lifecycle, r.Info().Added = a.lifecycle, a.pos
		result.Resources = append(result.Resources, r)
	}
	for _, builder := range s.resources {
		if builder.product != nil && !taken[builder.resource] {
			result.Unadded = append(result.Unadded, builder.resource)
		}
	}
	for _, p := range result.Profiles {
		p.Grants = slices.DeleteFunc(p.Grants, func(k ir.Keyed) bool { return s.skipped[k.Key] })
	}
	result.Management.Grants = slices.DeleteFunc(result.Management.Grants, func(k ir.Keyed) bool { return s.skipped[k.Key] })
	return result.Seal()
}

// duplicate copies a resource.
func duplicate(r ir.Resource) ir.Resource {
	var d duplicator
	r.Visit(&d)
	return d.copy
}

type duplicator struct{ copy ir.Resource }

func (d *duplicator) Storage(r *ir.Storage)                   { c := *r; d.copy = &c }
func (d *duplicator) Kv(r *ir.Kv)                             { c := *r; d.copy = &c }
func (d *duplicator) Queue(r *ir.Queue)                       { c := *r; d.copy = &c }
func (d *duplicator) Vault(r *ir.Vault)                       { c := *r; d.copy = &c }
func (d *duplicator) ArtifactRegistry(r *ir.ArtifactRegistry) { c := *r; d.copy = &c }
func (d *duplicator) Function(r *ir.Function)                 { c := *r; d.copy = &c }
