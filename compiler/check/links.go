package check

import (
	"fmt"

	"github.com/alienc/alienc/compiler/ir"
)

// links checks that what functions link and are triggered by exists, in the
// stack and once.
func links(r *review) {
	forgotten := make(map[ir.Ref]ir.Resource, len(r.Stack.Unadded))
	for _, res := range r.Stack.Unadded {
		forgotten[ir.RefTo(res)] = res
	}
	for _, f := range r.Stack.Functions() {
		first := map[ir.Ref]string{}
		for i, link := range f.Links {
			path := fmt.Sprintf("links[%d]", i)
			if before, ok := first[link]; ok {
				r.add(about(f, path, "duplicate-link", "function %q links %q twice", f.ID, link.ID).
					WithHelp("remove the second call").
					WithRelated(f.At(before), "the first link is here"))
				continue
			}
			first[link] = path
			// A link is made from a resource in hand, so what is not in the stack
			// was never added.
			if res := r.Stack.Resource(link.ID); res == nil || forgotten[link] != nil && res.Kind() != link.Kind {
				r.addForgotten(f, path, fmt.Sprintf("function %q links %q", f.ID, link.ID), link.ID, forgotten[link])
			}
		}
		told := map[string]bool{} // a source that several triggers name needs one link
		for _, t := range f.Triggers {
			if source, ok := ir.TriggerSource(t); ok {
				r.source(f, t, source, forgotten, told)
			}
		}
	}
}

// source checks what a trigger refers to.
func (r *review) source(f *ir.Function, t ir.Trigger, ref ir.Ref, forgotten map[ir.Ref]ir.Resource, told map[string]bool) {
	want, path := ir.KindQueue, t.Path()+".queue"
	if _, ok := t.(*ir.StorageTrigger); ok {
		want, path = ir.KindStorage, t.Path()+".storage"
	}
	res, unadded := r.Stack.Resource(ref.ID), forgotten[ref]
	kind := ref.Kind
	if res != nil && unadded == nil {
		kind = res.Kind()
	}
	switch {
	case kind != want:
		d := about(f, path, "ref-kind-mismatch", "%s trigger of %q refers to %q, %s", want, f.ID, ref.ID, a(kind))
		d = d.WithHelp(fmt.Sprintf("refer to a %s", want.Noun()))
		if kind == ir.KindQueue || kind == ir.KindStorage {
			d = d.WithHelp(fmt.Sprintf("refer to a %s, or write type: %q", want.Noun(), kind))
		}
		if res != nil {
			d = declared(d, res)
		}
		r.add(d)
	case unadded != nil && (res == nil || res.Kind() != want):
		r.addForgotten(f, path, fmt.Sprintf("function %q is triggered by %q", f.ID, ref.ID), ref.ID, unadded)
	case ref.Kind != want: // written by hand, with the id of a resource that would do
		r.add(declared(about(f, path, "ref-kind-mismatch", "%s trigger of %q refers to %q as %s", want, f.ID, ref.ID, a(ref.Kind)).
			WithHelp(fmt.Sprintf("write { type: %q, id: %q }, or .ref()", want, ref.ID)), res))
	case res == nil:
		r.add(about(f, path, "unknown-ref", "trigger refers to %s %q, which does not exist", want, ref.ID).
			WithHelp(didYouMean(ref.ID, r.idsOf(want), fmt.Sprintf("add a %s with that id to the stack, and refer to it with .ref()", want.Noun()))))
	case !linked(f, ref.ID) && !told[ref.ID]:
		told[ref.ID] = true
		code := "the queue"
		if want == ir.KindStorage {
			code = "the storage"
		}
		r.add(declared(about(f, t.Path(), "trigger-without-link", "%q is triggered by %q but does not link it", f.ID, ref.ID).
			WithHelp(fmt.Sprintf(".link(%s) if the code uses %s", ref.ID, code)), res))
	}
}

func (r *review) addForgotten(f *ir.Function, path, what, id string, res ir.Resource) {
	d := about(f, path, "resource-not-in-stack", "%s, which is never added to the stack", what).
		WithHelp(fmt.Sprintf(".add(%s, %q)", id, ir.Frozen))
	if res != nil {
		d = declared(d, res)
	}
	r.add(d)
}

// idsOf lists the ids of a kind, in stack order.
func (r *review) idsOf(kind ir.Kind) []string {
	var list []string
	for _, res := range r.Stack.Resources {
		if res.Kind() == kind {
			list = append(list, res.Info().ID)
		}
	}
	return list
}

func linked(f *ir.Function, id string) bool {
	for _, link := range f.Links {
		if link.ID == id {
			return true
		}
	}
	return false
}
