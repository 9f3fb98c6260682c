package cloudformation

import (
	"strconv"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
)

// Vault becomes a path in Parameter Store. CloudFormation cannot create
// SecureString parameters and a template is no place for secrets, so the
// values are stored later, below that path; all the template holds is a
// parameter that marks it.
func (t *template) Vault(v *ir.Vault) {
	owner := ownerOf(v)
	t.begin("Vault: " + v.ID + " (" + string(v.Lifecycle) + ")")
	t.keep(syntax.Resource{
		Purpose:  "Marks the path of the vault. Secrets are SecureString parameters stored beside it, never in a template. Kept.",
		Name:     symbol(v),
		Type:     "AWS::SSM::Parameter",
		Metadata: owner.metadata(),
		Properties: syntax.Object{
			syntax.F("Name", text(aws.MarkerName(v.ID))),
			syntax.F("Type", syntax.Word("String")),
			syntax.F("Tier", syntax.Word("Standard")),
			syntax.F("Value", syntax.Str(`{"kind":"vault","resource":`+strconv.Quote(v.ID)+`}`)),
			syntax.F("Tags", syntax.Object(t.tags(owner))),
		},
	})
	t.output(aws.VaultPathOutput(v.ID), "Path below which the secrets of vault "+v.ID+" are stored", text(aws.VaultPath(v.ID)))
}
