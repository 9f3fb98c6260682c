package bicep

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// Times of queues, as ISO 8601 writes them, and how often a message is tried. A
// receiver renews its lock for as long as it works.
const (
	messageRetention = "P14D"
	commandRetention = "PT1H"
	messageLock      = "PT5M" // the most that Service Bus takes
	commandLock      = "PT1M"
	maxDeliveries    = 5
	maxCommandTries  = 3
	queueSize        = 1024 // MiB
)

// Queue adds nothing by itself: the queues of a stack share a namespace, and
// stand below it.
func (t *template) Queue(*ir.Queue) {}

// namespace is the one Service Bus namespace of the stack with all its queues:
// the author's, and those through which events and commands reach a function.
// It carries a lock when messages of the author's are in it.
func (t *template) namespace() {
	if !t.shares("namespace") {
		return
	}
	t.begin("Queues")
	t.add(syntax.Resource{
		Remarks:  []string{"The namespace of all queues. No keys."},
		Symbol:   syntax.Symbol(azure.NamespaceSymbol),
		Type:     azure.NamespaceType,
		Name:     text(azure.NamespaceName(t.stack.ID)),
		Location: location,
		SKU: syntax.Object{
			syntax.F("name", syntax.Str("Standard")),
			syntax.F("tier", syntax.Str("Standard")),
		},
		Tags: stackTags,
		Properties: syntax.Object{
			syntax.F("disableLocalAuth", syntax.Bool(true)),
			syntax.F("minimumTlsVersion", syntax.Str("1.2")),
			reachable,
		},
	})
	for _, r := range t.stack.Resources {
		if q, ok := r.(*ir.Queue); ok {
			t.queue(symbol(q), azure.QueueName(q.ID), heading(q, "")+". What failed five times is set aside beside it.",
				append(message(), syntax.F("maxSizeInMegabytes", syntax.Int(queueSize))))
		}
	}
	for _, r := range t.stack.Resources {
		if s, ok := r.(*ir.Storage); ok {
			for _, q := range azure.EventQueues(t.stack, s) {
				t.queue(q.Symbol, q.Name, "Events of storage "+s.ID+" on their way to function "+q.Function.ID+".", message())
			}
		}
	}
	for _, f := range t.stack.Functions() {
		if f.Commands {
			t.queue(azure.CommandsSymbol(f.ID), azure.CommandsQueueName(f.ID), "Commands for function "+f.ID+".", command())
		}
	}
	if azure.HoldsMessages(t.stack) {
		t.lock(azure.NamespaceLockSymbol, azure.NamespaceSymbol, "the messages of the stack's queues")
	}
}

func (t *template) queue(symbol string, name cloud.Text, purpose string, properties syntax.Object) {
	t.add(syntax.Resource{
		Remarks:    []string{purpose},
		Symbol:     syntax.Symbol(symbol),
		Type:       azure.QueueType,
		Parent:     syntax.Symbol(azure.NamespaceSymbol),
		Name:       text(name),
		Properties: properties,
	})
}

// message is how a queue treats messages and events.
func message() syntax.Object { return delivery(messageRetention, messageLock, maxDeliveries) }

// command is how a queue treats commands: whoever waits for the answer to one
// does not wait for long.
func command() syntax.Object { return delivery(commandRetention, commandLock, maxCommandTries) }

func delivery(retention, lock string, tries int) syntax.Object {
	return syntax.Object{
		syntax.F("deadLetteringOnMessageExpiration", syntax.Bool(true)),
		syntax.F("defaultMessageTimeToLive", syntax.Str(retention)),
		syntax.F("lockDuration", syntax.Str(lock)),
		syntax.F("maxDeliveryCount", syntax.Int(tries)),
	}
}
