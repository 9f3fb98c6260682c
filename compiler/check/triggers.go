package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// triggers checks that every event goes to one function, and that no function
// gets it twice.
func triggers(r *review) {
	for _, res := range r.Stack.Resources {
		switch res := res.(type) {
		case *ir.Queue:
			queueConsumers(r, res)
		case *ir.Storage:
			for _, event := range []ir.StorageEvent{ir.ObjectCreated, ir.ObjectDeleted} {
				eventConsumers(r, res, event)
			}
		case *ir.Function:
			ownTriggers(r, res)
		}
	}
}

// queueConsumers checks that a queue feeds one function: two would compete for
// its messages. Functions of one id are reported as such, here and below.
func queueConsumers(r *review, q *ir.Queue) {
	var by []ir.Consumer
	seen := map[string]bool{}
	for _, c := range r.Stack.Consumers(q.ID) {
		if _, ok := c.Trigger.(*ir.QueueTrigger); ok && !seen[c.Function.ID] {
			by = append(by, c)
			seen[c.Function.ID] = true
		}
	}
	if len(by) > 1 {
		r.add(shared(by, "queue-trigger-shared", fmt.Sprintf("queue %q triggers %s", q.ID, consumers(by))).
			WithHelp("give each function a queue of its own"))
	}
}

// eventConsumers checks that an event of a storage goes to one function: a
// bucket has one receiver for it.
func eventConsumers(r *review, s *ir.Storage, event ir.StorageEvent) {
	var by []ir.Consumer
	seen := map[string]bool{} // triggers that repeat another are reported as such
	for _, c := range r.Stack.Consumers(s.ID) {
		t, ok := c.Trigger.(*ir.StorageTrigger)
		if !ok || !slices.Contains(t.Events, event) {
			continue
		}
		if key := c.Function.ID + " " + triggerKey(t); !seen[key] {
			by = append(by, c)
			seen[key] = true
		}
	}
	if len(by) < 2 {
		return
	}
	help := "let one function take the event and hand it to the other"
	if by[0].Function.ID == by[1].Function.ID {
		help = "name the event in one trigger of the function"
	}
	r.add(shared(by, "storage-trigger-overlap", fmt.Sprintf("%q of %q triggers %s", string(event), s.ID, consumers(by))).
		WithHelp(help))
}

// consumers names the functions, each once.
func consumers(by []ir.Consumer) string {
	var names []string
	seen := map[string]bool{}
	for _, c := range by {
		if !seen[c.Function.ID] {
			names = append(names, strconv.Quote(c.Function.ID))
			seen[c.Function.ID] = true
		}
	}
	if len(names) == 1 {
		return names[0] + " twice"
	}
	return joined(names)
}

// shared makes a finding at the second consumer, with the places of the
// others.
func shared(by []ir.Consumer, id, message string) diag.Diagnostic {
	second := by[1]
	d := about(second.Function, second.Trigger.Path(), id, "%s", message)
	for i, c := range by {
		if i != 1 {
			d = d.WithRelated(c.Function.At(c.Trigger.Path()), fmt.Sprintf("it triggers %q here", c.Function.ID))
		}
	}
	return d
}

// ownTriggers checks the triggers of one function beside each other.
func ownTriggers(r *review, f *ir.Function) {
	first := map[string]ir.Trigger{}
	var queues []*ir.QueueTrigger
	for _, t := range f.Triggers {
		what, key := "schedule", triggerKey(t)
		switch t := t.(type) {
		case *ir.QueueTrigger:
			what = "queue trigger"
			if first[key] == nil {
				queues = append(queues, t)
			}
		case *ir.StorageTrigger:
			what = "storage trigger"
			storageEvents(r, f, t)
		}
		if before := first[key]; before != nil {
			r.add(about(f, t.Path(), "duplicate-trigger", "function %q has the same %s twice", f.ID, what).
				WithHelp("remove one").
				WithRelated(f.At(before.Path()), "the first is here"))
			continue
		}
		first[key] = t
	}
	if len(queues) > 1 {
		r.add(about(f, queues[1].Path(), "multiple-queue-triggers", "function %q has %d queue triggers", f.ID, len(queues)).
			WithHelp("split the function").
			WithRelated(f.At(queues[0].Path()), "the first is here"))
	}
}

// triggerKey is equal for triggers that call a function for the same reason,
// however they are written.
func triggerKey(t ir.Trigger) string {
	switch t := t.(type) {
	case *ir.QueueTrigger:
		return "queue " + t.Queue.ID
	case *ir.StorageTrigger:
		events := make([]string, len(t.Events))
		for i, e := range t.Events {
			events[i] = string(e)
		}
		slices.Sort(events)
		return "storage " + t.Storage.ID + " " + strings.Join(slices.Compact(events), " ")
	case *ir.ScheduleTrigger:
		c, err := ir.ParseCron(t.Cron)
		if err != nil {
			return "schedule " + strings.Join(strings.Fields(t.Cron), " ")
		}
		return fmt.Sprint("schedule ", c.Minute.Values, c.Hour.Values, c.Day.Values, c.Month.Values, c.Weekday.Values, c.Day.Any, c.Weekday.Any)
	}
	return ""
}

// otherEvents are words from the clouds for the two events of the language.
var otherEvents = map[string]ir.StorageEvent{
	"create": ir.ObjectCreated, "add": ir.ObjectCreated, "added": ir.ObjectCreated, "put": ir.ObjectCreated, "uploaded": ir.ObjectCreated,
	"updated": ir.ObjectCreated, "modified": ir.ObjectCreated, "changed": ir.ObjectCreated, "finalized": ir.ObjectCreated,
	"delete": ir.ObjectDeleted, "removed": ir.ObjectDeleted, "expired": ir.ObjectDeleted,
}

func storageEvents(r *review, f *ir.Function, t *ir.StorageTrigger) {
	const id = "storage-trigger-events"
	if len(t.Events) == 0 {
		r.add(about(f, t.Path()+".events", id, "storage trigger of %q names no event", f.ID).
			WithHelp(`write events: ["created"], ["deleted"] or both`))
	}
	first := map[ir.StorageEvent]bool{}
	for i, e := range t.Events {
		path := fmt.Sprintf("%s.events[%d]", t.Path(), i)
		switch {
		case e != ir.ObjectCreated && e != ir.ObjectDeleted:
			known := []string{string(ir.ObjectCreated), string(ir.ObjectDeleted)}
			help := didYouMean(string(e), known, `use "created" or "deleted"`)
			if word, ok := otherEvents[strings.ToLower(string(e))]; ok {
				help = fmt.Sprintf("use %q", string(word))
			}
			r.add(about(f, path, id, "storage event %q does not exist", string(e)).WithHelp(help))
		case first[e]:
			r.add(about(f, path, id, "storage event %q is listed twice", string(e)).WithHelp("remove one"))
		}
		first[e] = true
	}
}
