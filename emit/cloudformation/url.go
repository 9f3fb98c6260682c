package cloudformation

import (
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
	"github.com/alienc/alienc/iam"
)

// url opens the function to anyone. Lambda asks for two permissions: to call
// the URL, and to invoke the function through it and not otherwise.
func (t *template) url(f *ir.Function) {
	owner := ownerOf(f)
	t.add(syntax.Resource{
		Purpose:  "The public HTTPS address. Callers need no credentials.",
		Name:     aws.URLSymbol(f.ID),
		Type:     "AWS::Lambda::Url",
		Metadata: owner.metadata(),
		Properties: syntax.Object{
			syntax.F("TargetFunctionArn", syntax.GetAtt{Resource: symbol(f), Attribute: "Arn"}),
			syntax.F("AuthType", syntax.Word("NONE")),
			syntax.F("InvokeMode", syntax.Word("BUFFERED")),
		},
	})
	for _, s := range t.on(iam.Exposure, subject(f)) {
		name, purpose := aws.URLPermissionSymbol(f.ID), "Lets anyone call that address."
		if invokedViaURL(s) {
			name, purpose = aws.URLInvokePermissionSymbol(f.ID), "Lets such calls reach the function. Opens no other way to it."
		}
		t.permission(f, owner, name, purpose, s)
	}
	t.output(aws.URLOutput(f.ID), "Public address of function "+f.ID,
		syntax.GetAtt{Resource: aws.URLSymbol(f.ID), Attribute: "FunctionUrl"})
}
