package cloudformation

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
	"github.com/alienc/alienc/iam"
)

// What an event source mapping takes as its greatest number of calls at once.
// A message that finds the function busy counts as received, so without it a
// busy function would send messages to the dead-letter queue.
const (
	minMappingConcurrency = 2
	maxMappingConcurrency = 1000
)

// triggers adds what stands between a function and the sources that call it.
type triggers struct {
	*template
	f *ir.Function
}

var _ ir.TriggerVisitor = (*triggers)(nil)

// QueueTrigger becomes an event source mapping, one message a call.
func (t *triggers) QueueTrigger(q *ir.QueueTrigger) {
	f, owner := t.f, ownerOf(t.f).at(t.f.At(q.Path()))
	properties := syntax.Object{
		syntax.F("FunctionName", syntax.GetAtt{Resource: symbol(f), Attribute: "Arn"}),
		syntax.F("EventSourceArn", syntax.GetAtt{Resource: aws.ResourceSymbol(q.Queue.Kind, q.Queue.ID), Attribute: "Arn"}),
		syntax.F("BatchSize", syntax.Int(1)),
		syntax.F("FunctionResponseTypes", syntax.List{syntax.Word("ReportBatchItemFailures")}),
	}
	if c := f.Concurrency; c != nil && *c >= minMappingConcurrency && *c <= maxMappingConcurrency {
		properties = append(properties, syntax.F("ScalingConfig", syntax.Inline{syntax.F("MaximumConcurrency", syntax.Int(*c))}))
	}
	t.add(syntax.Resource{
		Purpose:    "Calls the function with each message of queue " + q.Queue.ID + ".",
		Name:       aws.QueueTriggerSymbol(f.ID, q.Queue.ID),
		Type:       "AWS::Lambda::EventSourceMapping",
		Metadata:   owner.metadata(),
		Properties: append(properties, t.tagged(owner)),
	})
}

// StorageTrigger becomes a permission for S3; the bucket itself lists the
// notification. Two triggers on one storage share the permission.
func (t *triggers) StorageTrigger(s *ir.StorageTrigger) {
	f, name := t.f, aws.StorageTriggerSymbol(t.f.ID, s.Storage.ID)
	if t.storageTrigger(s.Storage.ID) != s {
		return
	}
	statements := slices.DeleteFunc(slices.Clone(t.plan.About(cloud.AWS, iam.ResourcePolicy, subject(f))), func(g iam.Grant) bool {
		return g.Source != s.Storage.ID
	})
	for _, statement := range iam.Statements(statements) {
		t.permission(f, ownerOf(f).at(f.At(s.Path())), name,
			"Lets S3 call the function for events of storage "+s.Storage.ID+" in this account.", statement)
	}
}

// storageTrigger gives the function's first trigger on that storage.
func (t *triggers) storageTrigger(storage string) *ir.StorageTrigger {
	for _, trigger := range t.f.Triggers {
		if s, ok := trigger.(*ir.StorageTrigger); ok && s.Storage.ID == storage {
			return s
		}
	}
	return nil
}

// ScheduleTrigger adds nothing yet: schedules follow their role.
func (t *triggers) ScheduleTrigger(*ir.ScheduleTrigger) {}
