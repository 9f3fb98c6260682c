package check

import (
	"fmt"
	"slices"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestCycles(t *testing.T) {
	// Links go by id, so circles are made of functions that are declared first.
	a, b, c, d, e := function("a"), function("b"), function("c"), function("d"), function("e")
	link := func(from, to *ir.Function) { from.Links = append(from.Links, ir.RefTo(to)) }
	grants := profile("execution", "*: function/invoke")
	link(a, b)
	link(b, c)
	link(c, a)
	link(b, d) // a second, shorter circle in the same group
	link(d, b)
	link(e, e)
	link(e, a) // outside the group
	var got []string
	for _, f := range run(stackOf([]*ir.Profile{grants}, a, b, c, d, e)) {
		if f.ID == "dependency-cycle" {
			got = append(got, f.Path+": "+f.Message)
			if want := map[string]int{"resources.a.links[0]": 2, "resources.e.links[0]": 0}[f.Path]; len(f.Related) != want {
				t.Errorf("%s: related %v", f.Message, f.Related)
			}
		}
	}
	want := []string{
		`resources.a.links[0]: "a" links "b", "b" links "c" and "c" links "a"`,
		`resources.e.links[0]: "e" links itself`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestNoCycle(t *testing.T) {
	// A diamond reaches a function twice, and that is fine.
	d := function("d")
	b, c := function("b", d), function("c", d)
	a := function("a", b, c)
	for i, f := range []*ir.Function{a, b, c, d} {
		f.Profile = string("wxyz"[i])
	}
	gives(t, stackOf([]*ir.Profile{
		profile("w", "*: function/invoke"), profile("x", "*: function/invoke"), profile("y", "d: function/invoke"), profile("z", ""),
	}, a, b, c, d))
}

func TestTriggerSources(t *testing.T) {
	data, jobs, lost := storage("data"), queue("jobs"), queue("lost")
	onQueue := func(ref ir.Ref) *ir.Function {
		f := function("f", jobs, data)
		f.Triggers = []ir.Trigger{&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ref}}
		return f
	}
	onStorage := func(ref ir.Ref) *ir.Function {
		f := function("f", jobs, data)
		f.Triggers = []ir.Trigger{&ir.StorageTrigger{TriggerPath: "triggers[0]", Storage: ref, Events: []ir.StorageEvent{ir.ObjectCreated}}}
		return f
	}
	for name, c := range map[string]struct {
		function *ir.Function
		want     []string
	}{
		"right":                 {onQueue(ir.Ref{Kind: ir.KindQueue, ID: "jobs"}), nil},
		"unknown":               {onQueue(ir.Ref{Kind: ir.KindQueue, ID: "jobz"}), []string{`[unknown-ref] trigger refers to queue "jobz", which does not exist`}},
		"unknown, wrong kind":   {onQueue(ir.Ref{Kind: ir.KindVault, ID: "jobz"}), []string{`[ref-kind-mismatch] queue trigger of "f" refers to "jobz", a vault`}},
		"lies about the kind":   {onQueue(ir.Ref{Kind: ir.KindQueue, ID: "data"}), []string{`[ref-kind-mismatch] queue trigger of "f" refers to "data", a storage`}},
		"storage for queue":     {onQueue(ir.Ref{Kind: ir.KindStorage, ID: "data"}), []string{`[ref-kind-mismatch] queue trigger of "f" refers to "data", a storage`}},
		"queue for storage":     {onStorage(ir.Ref{Kind: ir.KindQueue, ID: "jobs"}), []string{`[ref-kind-mismatch] storage trigger of "f" refers to "jobs", a queue`}},
		"kind by hand, wrong":   {onQueue(ir.Ref{Kind: ir.KindStorage, ID: "jobs"}), []string{`[ref-kind-mismatch] queue trigger of "f" refers to "jobs" as a storage`}},
		"storage as a queue":    {onStorage(ir.Ref{Kind: ir.KindQueue, ID: "data"}), []string{`[ref-kind-mismatch] storage trigger of "f" refers to "data" as a queue`}},
		"never added":           {onQueue(ir.Ref{Kind: ir.KindQueue, ID: "lost"}), []string{`[resource-not-in-stack] function "f" is triggered by "lost", which is never added to the stack`}},
		"unknown storage":       {onStorage(ir.Ref{Kind: ir.KindStorage, ID: "dat"}), []string{`[unknown-ref] trigger refers to storage "dat", which does not exist`}},
		"right, another source": {onStorage(ir.Ref{Kind: ir.KindStorage, ID: "data"}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := stackOf([]*ir.Profile{profile("execution", "*: queue/data-read storage/data-read")}, data, jobs, c.function)
			s.Unadded = []ir.Resource{lost}
			gives(t, s, c.want...)
		})
	}
}

func TestLinkToWhatWasNeverAdded(t *testing.T) {
	// The stack has another resource with that id, of another kind.
	forgotten, added := kv("cache"), storage("cache")
	f := function("f", forgotten)
	s := stackOf([]*ir.Profile{profile("execution", "")}, added, f)
	s.Unadded = []ir.Resource{forgotten}
	found := run(s)
	if len(found) != 1 || found[0].ID != "resource-not-in-stack" || found[0].Help != `.add(cache, "frozen")` {
		t.Errorf("got\n%s", show(found))
	}
}

// One mistake gives one finding: what follows from it is not said.
func TestCascades(t *testing.T) {
	t.Run("linked, granted on and never added", func(t *testing.T) {
		lost := kv("lost")
		s := stackOf([]*ir.Profile{profile("execution", "lost: kv/data-read")}, function("f", lost))
		s.Unadded = []ir.Resource{lost}
		gives(t, s, `[resource-not-in-stack] function "f" links "lost", which is never added to the stack`)
	})
	t.Run("two functions with one id", func(t *testing.T) {
		jobs, data := queue("jobs"), storage("data")
		one, two := function("f", jobs), function("f", jobs)
		for _, f := range []*ir.Function{one, two} {
			f.Triggers = []ir.Trigger{&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ir.RefTo(jobs)}}
		}
		gives(t, stackOf([]*ir.Profile{profile("execution", "data: storage/data-read")}, jobs, data, one, two),
			fmt.Sprintf(`[duplicate-resource-id] two resources have the id "f" (%s, %s)`, one.Pos.Short(), two.Pos.Short()),
			`[grant-without-link] profile "execution" grants storage/data-read on "data", but "f" does not link it`)
	})
	t.Run("a trigger twice, without a link", func(t *testing.T) {
		jobs := queue("jobs")
		f := function("f")
		for _, path := range []ir.TriggerPath{"triggers[0]", "triggers[1]"} {
			f.Triggers = append(f.Triggers, &ir.QueueTrigger{TriggerPath: path, Queue: ir.RefTo(jobs)})
		}
		gives(t, stackOf([]*ir.Profile{profile("execution", "")}, jobs, f),
			`[duplicate-trigger] function "f" has the same queue trigger twice`,
			`[trigger-without-link] "f" is triggered by "jobs" but does not link it`)
	})
	t.Run("ids that are not allowed and become one symbol", func(t *testing.T) {
		gives(t, stackOf(nil, kv("My_Data"), kv("my-data")), `[resource-id-pattern] resource id "My_Data" is not allowed`)
	})
}
