package cloudformation

import (
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
)

// Kv becomes a DynamoDB table, paid by use. The names of its keys and of the
// attribute by which items expire are part of the contract with existing
// runtimes. Encryption is left at the key that DynamoDB owns: it costs nothing
// and needs no grant.
func (t *template) Kv(k *ir.Kv) {
	owner := ownerOf(k)
	t.begin("Kv: " + k.ID + " (" + string(k.Lifecycle) + ")")
	t.keep(syntax.Resource{
		Purpose:  "The table. Paid by use, protected from deletion, recoverable to any second of the last 35 days. Kept.",
		Name:     symbol(k),
		Type:     "AWS::DynamoDB::Table",
		Metadata: owner.metadata(),
		Properties: syntax.Object{
			syntax.F("TableName", text(aws.TableName(k.ID))),
			syntax.F("BillingMode", syntax.Word("PAY_PER_REQUEST")),
			syntax.F("DeletionProtectionEnabled", syntax.Bool(true)),
			syntax.F("AttributeDefinitions", syntax.Lines{
				syntax.Inline{syntax.F("AttributeName", syntax.Word("pk")), syntax.F("AttributeType", syntax.Word("S"))},
				syntax.Inline{syntax.F("AttributeName", syntax.Word("sk")), syntax.F("AttributeType", syntax.Word("S"))},
			}),
			syntax.F("KeySchema", syntax.Lines{
				syntax.Inline{syntax.F("AttributeName", syntax.Word("pk")), syntax.F("KeyType", syntax.Word("HASH"))},
				syntax.Inline{syntax.F("AttributeName", syntax.Word("sk")), syntax.F("KeyType", syntax.Word("RANGE"))},
			}),
			syntax.F("PointInTimeRecoverySpecification", syntax.Inline{
				syntax.F("PointInTimeRecoveryEnabled", syntax.Bool(true)),
			}),
			syntax.F("TimeToLiveSpecification", syntax.Inline{
				syntax.F("AttributeName", syntax.Word("ttl")),
				syntax.F("Enabled", syntax.Bool(true)),
			}),
			t.tagged(owner),
		},
	})
	t.output(aws.TableOutput(k.ID), "Table of kv "+k.ID, syntax.Ref(symbol(k)))
}
