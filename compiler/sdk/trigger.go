package sdk

import "github.com/alienc/alienc/compiler/ir"

var triggerShape = Union{
	Name: "Trigger", Doc: "What calls a function. Delivery is at least once.", Tag: "type",
	Cases: []Case{
		{Value: "queue", Keys: []Key{{Name: "queue", Shape: RefTo{ir.KindQueue}, Doc: "The queue: jobs.ref()."}}},
		{Value: "storage", Keys: []Key{
			{Name: "storage", Shape: RefTo{ir.KindStorage}, Doc: "The storage: uploads.ref()."},
			{Name: "events", Shape: List{Text{Words: storageEvents}}, Doc: "What happens to an object; at least one."},
		}},
		{Value: "schedule", Keys: []Key{{Name: "cron", Shape: Text{}, Doc: "Minute, hour, day of month, month, day of week, in UTC."}}},
	},
}

var storageEvents = []string{string(ir.ObjectCreated), string(ir.ObjectDeleted)}

func addTrigger(f *ir.Function, n node) {
	path := ir.TriggerPath(n.path)
	switch n.field("type").text() {
	case "queue":
		f.Triggers = append(f.Triggers, &ir.QueueTrigger{TriggerPath: path, Queue: n.field("queue").ref()})
	case "storage":
		t := &ir.StorageTrigger{TriggerPath: path, Storage: n.field("storage").ref(), Events: []ir.StorageEvent{}}
		for _, event := range n.field("events").parts {
			t.Events = append(t.Events, ir.StorageEvent(event.text()))
		}
		f.Triggers = append(f.Triggers, t)
	case "schedule":
		index := 0
		for _, other := range f.Triggers {
			if _, ok := other.(*ir.ScheduleTrigger); ok {
				index++
			}
		}
		f.Triggers = append(f.Triggers, &ir.ScheduleTrigger{TriggerPath: path, Cron: n.field("cron").text(), Index: index})
	}
}
