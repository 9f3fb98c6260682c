package bicep

import (
	"strconv"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// How much waits for one replica before the next one is started. Scale rules
// take numbers as text.
const (
	requestsPerReplica = "50"
	messagesPerReplica = "5"
)

// scale says how many replicas run: none while there is nothing to do, and one
// more for so many requests or messages.
func (t *template) scale(f *ir.Function) syntax.Object {
	var rules syntax.Lines
	if azure.Listens(t.stack, f) {
		rules = append(rules, syntax.Object{
			syntax.F("http", syntax.Object{
				syntax.F("metadata", syntax.Object{syntax.F("concurrentRequests", syntax.Str(requestsPerReplica))}),
			}),
			syntax.F("name", syntax.Str("http")),
		})
	}
	received := azure.Sources(t.stack, f)
	if f.Commands {
		received = append(received, azure.Source{Symbol: azure.CommandsSymbol(f.ID)})
	}
	for i, source := range received {
		// The name of a queue may be longer than a rule's, or be "http".
		rules = append(rules, syntax.Object{
			syntax.F("custom", onQueue(f, source.Symbol)),
			syntax.F("name", syntax.Str("queue-"+strconv.Itoa(i))),
		})
	}
	scale := syntax.Object{
		syntax.F("maxReplicas", syntax.Int(azure.Replicas(f))),
		syntax.F("minReplicas", syntax.Int(0)),
	}
	if rules != nil {
		scale = append(scale, syntax.F("rules", rules))
	}
	return scale
}

// onQueue counts the messages of a queue as the function itself would.
func onQueue(f *ir.Function, queue string) syntax.Object {
	return syntax.Object{
		syntax.F("identity", idOf(azure.ProfileSymbol(f.Profile))),
		syntax.F("metadata", syntax.Object{
			syntax.F("messageCount", syntax.Str(messagesPerReplica)),
			syntax.F("namespace", nameOf(azure.NamespaceSymbol)),
			syntax.F("queueName", nameOf(queue)),
		}),
		syntax.F("type", syntax.Str("azure-servicebus")),
	}
}
