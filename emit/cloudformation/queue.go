package cloudformation

import (
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
	"github.com/alienc/alienc/iam"
)

// Times of queues, in seconds, and how often a message is tried.
const (
	messageRetention    = 4 * 24 * 3600
	deadLetterRetention = 14 * 24 * 3600
	minVisibility       = 30
	maxVisibility       = 12 * 3600 // the most that SQS takes
	visibilityFactor    = 6         // of the consumer's timeout, as Lambda advises
	maxReceives         = 5
)

// Queue becomes an SQS queue, a dead-letter queue and one policy for both. The
// dead-letter queue comes first, since the queue refers to it; it names its
// source by a computed ARN, so there is no cycle.
func (t *template) Queue(q *ir.Queue) {
	owner := ownerOf(q)
	t.begin("Queue: " + q.ID + " (" + string(q.Lifecycle) + ")")
	t.keep(syntax.Resource{
		Purpose:  "Holds what failed five times, at most 14 days. Takes messages from this one queue only. Kept.",
		Name:     aws.DeadLetterSymbol(q.ID),
		Type:     "AWS::SQS::Queue",
		Metadata: owner.metadata(),
		Properties: syntax.Object{
			syntax.F("QueueName", text(aws.DeadLetterName(q.ID))),
			syntax.F("MessageRetentionPeriod", syntax.Int(deadLetterRetention)),
			syntax.F("SqsManagedSseEnabled", syntax.Bool(true)),
			syntax.F("RedriveAllowPolicy", syntax.Object{
				syntax.F("redrivePermission", syntax.Word("byQueue")),
				syntax.F("sourceQueueArns", texts(aws.Scope(q, "queue"))),
			}),
			t.tagged(owner),
		},
	})
	t.keep(syntax.Resource{
		Purpose:  "The queue. Encrypted; keeps a message for 4 days. Kept.",
		Name:     symbol(q),
		Type:     "AWS::SQS::Queue",
		Metadata: owner.metadata(),
		Properties: syntax.Object{
			syntax.F("QueueName", text(aws.QueueName(q.ID))),
			syntax.F("VisibilityTimeout", syntax.Int(t.visibility(q))),
			syntax.F("MessageRetentionPeriod", syntax.Int(messageRetention)),
			syntax.F("SqsManagedSseEnabled", syntax.Bool(true)),
			syntax.F("RedrivePolicy", syntax.Object{
				syntax.F("deadLetterTargetArn", syntax.GetAtt{Resource: aws.DeadLetterSymbol(q.ID), Attribute: "Arn"}),
				syntax.F("maxReceiveCount", syntax.Int(maxReceives)),
			}),
			t.tagged(owner),
		},
	})
	t.keep(syntax.Resource{
		Purpose:  "Refuses every request to either queue without TLS; \"*\" in the policy of a queue is that queue. Kept.",
		Name:     aws.QueuePolicySymbol(q.ID),
		Type:     "AWS::SQS::QueuePolicy",
		Metadata: owner.metadata(),
		Properties: syntax.Object{
			syntax.F("Queues", syntax.List{syntax.Ref(symbol(q)), syntax.Ref(aws.DeadLetterSymbol(q.ID))}),
			syntax.F("PolicyDocument", document(t.on(iam.ResourcePolicy, subject(q)))),
		},
	})
	t.output(aws.QueueURLOutput(q.ID), "URL of queue "+q.ID, syntax.Ref(symbol(q)))
}

// visibility is for how many seconds a message that was received stays hidden:
// long enough for its consumer to finish and for Lambda to try again.
func (t *template) visibility(q *ir.Queue) int {
	seconds := minVisibility
	for _, c := range t.stack.Consumers(q.ID) {
		seconds = max(seconds, visibilityFactor*c.Function.Timeout)
	}
	return min(seconds, maxVisibility)
}
