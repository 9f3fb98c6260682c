package cloudformation

import (
	"slices"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
)

// events are S3's names for the events of the language.
var events = map[ir.StorageEvent]string{
	ir.ObjectCreated: "s3:ObjectCreated:*",
	ir.ObjectDeleted: "s3:ObjectRemoved:*",
}

// notifications lists what S3 tells to whom, and the permissions that must
// stand before S3 accepts the list: it tries each destination.
func (t *template) notifications(s *ir.Storage) (list syntax.Lines, permissions []string) {
	type delivery struct {
		event    ir.StorageEvent
		function string
	}
	var seen []delivery
	for _, c := range t.stack.Consumers(s.ID) {
		trigger, ok := c.Trigger.(*ir.StorageTrigger)
		if !ok {
			continue
		}
		permission := aws.StorageTriggerSymbol(c.Function.ID, s.ID)
		if !slices.Contains(permissions, permission) {
			permissions = append(permissions, permission)
		}
		for _, event := range trigger.Events {
			d := delivery{event, c.Function.ID}
			if slices.Contains(seen, d) {
				continue
			}
			seen = append(seen, d)
			list = append(list, syntax.Object{
				syntax.F("Event", syntax.Word(events[event])),
				syntax.F("Function", syntax.GetAtt{Resource: symbol(c.Function), Attribute: "Arn"}),
			})
		}
	}
	return list, permissions
}
