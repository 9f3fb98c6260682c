package ir

import "encoding/json"

// Trigger calls a function when something happens. It is a *QueueTrigger, a
// *StorageTrigger or a *ScheduleTrigger.
type Trigger interface {
	// Path is the trigger's data path inside its function, "triggers[0]".
	Path() string
	// VisitTrigger calls the method of v that belongs to the trigger's type.
	VisitTrigger(v TriggerVisitor)
}

// TriggerVisitor does something with a trigger according to its type.
type TriggerVisitor interface {
	QueueTrigger(*QueueTrigger)
	StorageTrigger(*StorageTrigger)
	ScheduleTrigger(*ScheduleTrigger)
}

// TriggerPath is the data path of a trigger inside its function.
type TriggerPath string

// Path gives p as a string.
func (p TriggerPath) Path() string { return string(p) }

// QueueTrigger calls the function with each message of a queue.
type QueueTrigger struct {
	TriggerPath `json:"-"`
	Queue       Ref `json:"queue"`
}

// StorageTrigger calls the function when objects change.
type StorageTrigger struct {
	TriggerPath `json:"-"`
	Storage     Ref            `json:"storage"`
	Events      []StorageEvent `json:"events"` // in the author's order
}

// StorageEvent is something that happens to an object.
type StorageEvent string

// The events of the language.
const (
	ObjectCreated StorageEvent = "created"
	ObjectDeleted StorageEvent = "deleted"
)

// ScheduleTrigger calls the function at times given by a cron expression.
type ScheduleTrigger struct {
	TriggerPath `json:"-"`
	Cron        string `json:"cron"`  // as written: five fields, UTC
	Index       int    `json:"index"` // counts the function's schedules, from 0
}

// VisitTrigger calls v.QueueTrigger.
func (t *QueueTrigger) VisitTrigger(v TriggerVisitor) { v.QueueTrigger(t) }

// VisitTrigger calls v.StorageTrigger.
func (t *StorageTrigger) VisitTrigger(v TriggerVisitor) { v.StorageTrigger(t) }

// VisitTrigger calls v.ScheduleTrigger.
func (t *ScheduleTrigger) VisitTrigger(v TriggerVisitor) { v.ScheduleTrigger(t) }

// MarshalJSON adds the trigger's type, as the author wrote it.
func (t *QueueTrigger) MarshalJSON() ([]byte, error) {
	type fields QueueTrigger
	return json.Marshal(struct {
		Type string `json:"type"`
		*fields
	}{"queue", (*fields)(t)})
}

// MarshalJSON adds the trigger's type, as the author wrote it.
func (t *StorageTrigger) MarshalJSON() ([]byte, error) {
	type fields StorageTrigger
	return json.Marshal(struct {
		Type string `json:"type"`
		*fields
	}{"storage", (*fields)(t)})
}

// MarshalJSON adds the trigger's type, as the author wrote it.
func (t *ScheduleTrigger) MarshalJSON() ([]byte, error) {
	type fields ScheduleTrigger
	return json.Marshal(struct {
		Type string `json:"type"`
		*fields
	}{"schedule", (*fields)(t)})
}

// TriggerSource gives the queue or storage that a trigger listens to; a
// schedule has none.
func TriggerSource(t Trigger) (Ref, bool) {
	switch t := t.(type) {
	case *QueueTrigger:
		return t.Queue, true
	case *StorageTrigger:
		return t.Storage, true
	}
	return Ref{}, false
}
