package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// vaultRetention is for how many days a secret, or the vault itself, can be
// brought back and by nobody be destroyed. It is the most that Azure takes.
const vaultRetention = 90

// Vault becomes a key vault that knows no access policies, only roles. Secrets
// are stored later: a file is no place for them.
func (t *template) Vault(v *ir.Vault) {
	t.begin(heading(v, ""))
	t.add(syntax.Resource{
		Remarks:  []string{"Roles alone open it. Nobody can purge what was deleted for 90 days."},
		Symbol:   syntax.Symbol(symbol(v)),
		Type:     azure.VaultType,
		Name:     text(azure.VaultName(v.ID)),
		Location: location,
		Tags:     tagged(v),
		Properties: syntax.Object{
			syntax.F("enablePurgeProtection", syntax.Bool(true)),
			syntax.F("enableRbacAuthorization", syntax.Bool(true)),
			syntax.F("enableSoftDelete", syntax.Bool(true)),
			syntax.F("enabledForDeployment", syntax.Bool(false)),
			syntax.F("enabledForDiskEncryption", syntax.Bool(false)),
			syntax.F("enabledForTemplateDeployment", syntax.Bool(false)),
			anyNetwork,
			reachable,
			syntax.F("sku", syntax.Object{
				syntax.F("family", syntax.Str("A")),
				syntax.F("name", syntax.Str("standard")),
			}),
			syntax.F("softDeleteRetentionInDays", syntax.Int(vaultRetention)),
			syntax.F("tenantId", subscription("tenantId")),
		},
	})
	t.lock(azure.LockSymbol(ir.KindVault, v.ID), symbol(v), "the secrets of vault "+v.ID)
	t.output(azure.VaultURIOutput(v.ID), "URI of vault "+v.ID,
		syntax.Dot(syntax.Symbol(symbol(v)), "properties", "vaultUri"))
}
