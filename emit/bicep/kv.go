package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// Kv becomes a storage account of its own with one table. An account's locks
// and redundancy are those of all that is in it, so kvs do not share one.
func (t *template) Kv(k *ir.Kv) {
	t.begin(heading(k, ""))
	t.account(k, "The account. Encrypted, no keys, no anonymous access.", syntax.Object{
		syntax.F("allowBlobPublicAccess", syntax.Bool(false)),
	})
	t.add(syntax.Resource{
		Symbol: syntax.Symbol(azure.TablesSymbol(k.ID)),
		Type:   azure.TableServiceType,
		Parent: syntax.Symbol(symbol(k)),
		Name:   syntax.Str(azure.ServiceName),
	})
	t.add(syntax.Resource{
		Symbol: syntax.Symbol(azure.TableSymbol(k.ID)),
		Type:   azure.TableType,
		Parent: syntax.Symbol(azure.TablesSymbol(k.ID)),
		Name:   syntax.Str(azure.TableName),
	})
	t.lock(azure.LockSymbol(ir.KindKv, k.ID), symbol(k), "the items of kv "+k.ID)
	t.output(azure.TableEndpointOutput(k.ID), "Table endpoint of kv "+k.ID,
		syntax.Dot(syntax.Symbol(symbol(k)), "properties", "primaryEndpoints", "table"))
}
