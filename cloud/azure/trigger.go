package azure

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// EventQueue is the internal queue through which a function gets the events of
// a storage. Consumers of one queue would compete, so each function has one of
// its own.
type EventQueue struct {
	Name     cloud.Text
	Symbol   string       // of the queue in the template
	Storage  *ir.Storage  // where the events come from
	Function *ir.Function // who receives them
	Events   []ir.StorageEvent
}

// EventQueues lists the queues for the events of a storage, in the order of
// the functions. Each event goes to one function, so a storage has at most two:
// the function that is told of new objects keeps the plain name when another
// one is told of deletions.
func EventQueues(s *ir.Stack, r *ir.Storage) []EventQueue {
	var list []EventQueue
	taken := false // whether some function gets the plain name for new objects
	for _, c := range s.Consumers(r.ID) {
		t, ok := c.Trigger.(*ir.StorageTrigger)
		if !ok {
			continue
		}
		at := slices.IndexFunc(list, func(q EventQueue) bool { return q.Function == c.Function })
		if at < 0 {
			at = len(list)
			list = append(list, EventQueue{Name: events.named("", r.ID), Symbol: EventsSymbol(r.ID), Storage: r, Function: c.Function})
		}
		for _, e := range t.Events {
			if !slices.Contains(list[at].Events, e) {
				list[at].Events = append(list[at].Events, e)
			}
			taken = taken || e == ir.ObjectCreated
		}
	}
	for i := range list {
		if q := &list[i]; taken && !slices.Contains(q.Events, ir.ObjectCreated) {
			q.Name, q.Symbol = deletions.named("", r.ID), DeletedEventsSymbol(r.ID)
		}
	}
	return list
}

// eventQueue gives the queue for the events of a storage to a function.
func eventQueue(s *ir.Stack, r *ir.Storage, f *ir.Function) (EventQueue, bool) {
	for _, q := range EventQueues(s, r) {
		if q.Function == f {
			return q, true
		}
	}
	return EventQueue{}, false
}

// Source is a queue that a function receives from because of a trigger.
type Source struct {
	Kind   ir.Kind    // queue, or storage for the events of one
	ID     string     // of the author's queue or storage
	Name   cloud.Text // of the Service Bus queue
	Symbol string     // of the Service Bus queue in the template
}

// Sources lists the queues that the triggers of a function read, in the
// author's order, each once.
func Sources(s *ir.Stack, f *ir.Function) []Source {
	var list []Source
	add := func(source Source) {
		if !slices.ContainsFunc(list, func(s Source) bool { return s.Symbol == source.Symbol }) {
			list = append(list, source)
		}
	}
	for _, t := range f.Triggers {
		switch t := t.(type) {
		case *ir.QueueTrigger:
			if r, ok := s.Resource(t.Queue.ID).(*ir.Queue); ok {
				add(Source{ir.KindQueue, r.ID, QueueName(r.ID), ResourceSymbol(ir.KindQueue, r.ID)})
			}
		case *ir.StorageTrigger:
			r, ok := s.Resource(t.Storage.ID).(*ir.Storage)
			if !ok {
				continue
			}
			if q, ok := eventQueue(s, r, f); ok {
				add(Source{ir.KindStorage, r.ID, q.Name, q.Symbol})
			}
		}
	}
	return list
}

// Schedules lists the schedules of a function, in the author's order.
func Schedules(f *ir.Function) []*ir.ScheduleTrigger {
	var list []*ir.ScheduleTrigger
	for _, t := range f.Triggers {
		if t, ok := t.(*ir.ScheduleTrigger); ok {
			list = append(list, t)
		}
	}
	return list
}

// Listens reports whether a function answers requests: it is public, another
// function links it, or nothing else could start it.
func Listens(s *ir.Stack, f *ir.Function) bool {
	if f.Ingress == ir.Public || len(f.Triggers) == 0 && !f.Commands {
		return true
	}
	for _, other := range s.Functions() {
		if other != f && slices.Contains(other.Links, ir.Ref{Kind: ir.KindFunction, ID: f.ID}) {
			return true
		}
	}
	return false
}

// needsNamespace reports whether a stack has a Service Bus namespace: for the
// author's queues, or for alienc's queues of events and commands.
func needsNamespace(s *ir.Stack) bool { return HoldsMessages(s) || needsEvents(s) || needsCommands(s) }

// HoldsMessages reports whether the namespace of a stack holds an author's
// queue, whose messages are state to keep.
func HoldsMessages(s *ir.Stack) bool {
	return slices.ContainsFunc(s.Resources, func(r ir.Resource) bool { return r.Kind() == ir.KindQueue })
}

// needsEvents reports whether events of a storage are delivered at all.
func needsEvents(s *ir.Stack) bool {
	return slices.ContainsFunc(s.Resources, func(r ir.Resource) bool {
		storage, ok := r.(*ir.Storage)
		return ok && len(EventQueues(s, storage)) > 0
	})
}

func needsCommands(s *ir.Stack) bool {
	return slices.ContainsFunc(s.Resources, func(r ir.Resource) bool {
		f, ok := r.(*ir.Function)
		return ok && f.Commands
	})
}

// needsEnvironment reports whether a stack has an environment for container
// apps, with its workspace and the identity that pulls images.
func needsEnvironment(s *ir.Stack) bool {
	return slices.ContainsFunc(s.Resources, func(r ir.Resource) bool { return r.Kind() == ir.KindFunction })
}
