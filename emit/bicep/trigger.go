package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// events are Event Grid's names for the events of the language.
var events = map[ir.StorageEvent]string{
	ir.ObjectCreated: "Microsoft.Storage.BlobCreated",
	ir.ObjectDeleted: "Microsoft.Storage.BlobDeleted",
}

// For how long, and how often, Event Grid tries to reach a queue: the most that
// it takes.
const (
	eventMinutes = 1440
	eventTries   = 30
)

// deliveries brings the events of each storage that triggers a function into a
// queue: Event Grid acts as an identity of the stack, and the system topic, of
// which an account has one, needs none of its own.
func (t *template) deliveries() {
	for _, r := range t.stack.Resources {
		s, ok := r.(*ir.Storage)
		if !ok {
			continue
		}
		queues := azure.EventQueues(t.stack, s)
		if len(queues) == 0 {
			continue
		}
		t.begin("Events of storage " + s.ID)
		t.topic(s)
		for _, q := range queues {
			t.subscription(s, q)
		}
	}
}

func (t *template) topic(s *ir.Storage) {
	t.add(syntax.Resource{
		Symbol:   syntax.Symbol(azure.TopicSymbol(s.ID)),
		Type:     azure.TopicType,
		Name:     text(azure.TopicName(s.ID)),
		Location: location,
		Identity: acting(azure.EventsIdentitySymbol),
		Tags:     stackTags,
		Properties: syntax.Object{
			syntax.F("source", idOf(symbol(s))),
			syntax.F("topicType", syntax.Str("Microsoft.Storage.StorageAccounts")),
		},
	})
}

func (t *template) subscription(s *ir.Storage, q azure.EventQueue) {
	types := make(syntax.Lines, len(q.Events))
	for i, event := range q.Events {
		types[i] = syntax.Str(events[event])
	}
	t.add(syntax.Resource{
		Remarks:   []string{"Made after the grant to send, which Event Grid tries."},
		Symbol:    syntax.Symbol(azure.SubscriptionSymbol(s.ID, q.Function.ID)),
		Type:      azure.SubscriptionType,
		Parent:    syntax.Symbol(azure.TopicSymbol(s.ID)),
		Name:      text(azure.SubscriptionName(q.Function.ID)),
		DependsOn: t.grantedOn(q.Symbol, azure.EventsIdentitySymbol),
		Properties: syntax.Object{
			syntax.F("deliveryWithResourceIdentity", syntax.Object{
				syntax.F("destination", syntax.Object{
					syntax.F("endpointType", syntax.Str("ServiceBusQueue")),
					syntax.F("properties", syntax.Object{syntax.F("resourceId", idOf(q.Symbol))}),
				}),
				syntax.F("identity", syntax.Object{
					syntax.F("type", syntax.Str("UserAssigned")),
					syntax.F("userAssignedIdentity", idOf(azure.EventsIdentitySymbol)),
				}),
			}),
			syntax.F("eventDeliverySchema", syntax.Str("CloudEventSchemaV1_0")),
			syntax.F("filter", syntax.Object{
				syntax.F("includedEventTypes", types),
				syntax.F("subjectBeginsWith", syntax.Text{
					{Lit: "/blobServices/default/containers/"}, {Var: nameOf(azure.ContainerSymbol(s.ID))}, {Lit: "/"},
				}),
			}),
			syntax.F("retryPolicy", syntax.Object{
				syntax.F("eventTimeToLiveInMinutes", syntax.Int(eventMinutes)),
				syntax.F("maxDeliveryAttempts", syntax.Int(eventTries)),
			}),
		},
	})
}
