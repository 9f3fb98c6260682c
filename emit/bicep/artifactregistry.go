package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// ArtifactRegistry becomes a container registry of the standard tier, the least
// that can refuse anonymous pulls. Replication would need the highest one.
func (t *template) ArtifactRegistry(a *ir.ArtifactRegistry) {
	enabled := syntax.Object{syntax.F("status", syntax.Str("enabled"))}
	t.begin(heading(a, ""))
	t.add(syntax.Resource{
		Remarks:  []string{"No admin user, no anonymous pull."},
		Symbol:   syntax.Symbol(symbol(a)),
		Type:     azure.RegistryType,
		Name:     text(azure.RegistryName(a.ID)),
		Location: location,
		SKU:      syntax.Object{syntax.F("name", syntax.Str("Standard"))},
		Tags:     tagged(a),
		Properties: syntax.Object{
			syntax.F("adminUserEnabled", syntax.Bool(false)),
			syntax.F("anonymousPullEnabled", syntax.Bool(false)),
			syntax.F("dataEndpointEnabled", syntax.Bool(false)),
			syntax.F("networkRuleBypassOptions", syntax.Str("AzureServices")),
			syntax.F("policies", syntax.Object{
				// Container Apps signs in with a token for Azure itself.
				syntax.F("azureADAuthenticationAsArmPolicy", enabled),
				// The standard tier cannot turn it off.
				syntax.F("exportPolicy", enabled),
			}),
			reachable,
		},
	})
	t.lock(azure.LockSymbol(ir.KindArtifactRegistry, a.ID), symbol(a), "the images of artifact registry "+a.ID)
	t.output(azure.LoginServerOutput(a.ID), "Login server of artifact registry "+a.ID,
		syntax.Dot(syntax.Symbol(symbol(a)), "properties", "loginServer"))
}
