package cloudformation

import (
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
	"github.com/alienc/alienc/iam"
)

// ArtifactRegistry becomes an ECR repository. Its tags cannot be moved, so what
// was pushed under a tag stays what it was. Replication is left alone: it is
// one setting of the whole account, and writing it would replace the
// customer's.
func (t *template) ArtifactRegistry(a *ir.ArtifactRegistry) {
	owner := ownerOf(a)
	properties := syntax.Object{
		syntax.F("RepositoryName", text(aws.RepositoryName(a.ID))),
		syntax.F("ImageTagMutability", syntax.Word("IMMUTABLE")),
		syntax.F("ImageScanningConfiguration", syntax.Inline{syntax.F("ScanOnPush", syntax.Bool(true))}),
		syntax.F("EncryptionConfiguration", syntax.Inline{syntax.F("EncryptionType", syntax.Word("AES256"))}),
	}
	purpose := "The repository. Tags cannot be moved. Kept."
	if pull := without(t.on(iam.ResourcePolicy, subject(a))); len(pull) > 0 {
		purpose = "The repository. Tags cannot be moved; Lambda may pull images for the named functions. Kept."
		properties = append(properties, syntax.F("RepositoryPolicyText", document(pull)))
		t.policyBudget(`policy of artifact registry "`+a.ID+`"`, iam.Size(pull, t.prefix), imagePolicyLimit, "split the stack")
	}
	t.begin("ArtifactRegistry: " + a.ID + " (" + string(a.Lifecycle) + ")")
	t.keep(syntax.Resource{
		Purpose:    purpose,
		Name:       symbol(a),
		Type:       "AWS::ECR::Repository",
		Metadata:   owner.metadata(),
		Properties: append(properties, t.tagged(owner)),
	})
	t.output(aws.RepositoryOutput(a.ID), "URI of artifact registry "+a.ID,
		syntax.GetAtt{Resource: symbol(a), Attribute: "RepositoryUri"})
}
