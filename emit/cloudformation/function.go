package cloudformation

import (
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
)

// runtimes say how Lambda starts a zip.
var runtimes = map[ir.Toolchain]struct{ runtime, handler string }{
	ir.ToolchainTypeScript: {"nodejs24.x", "index.handler"},
	ir.ToolchainRust:       {"provided.al2023", "bootstrap"},
}

// Function becomes a Lambda function with a log group of its own, since one
// that Lambda creates would never expire. Images are for x86_64, because one
// image serves every cloud; zips run on arm64, which costs less. A readiness
// probe has no counterpart: Lambda asks nothing before it sends a request.
func (t *template) Function(f *ir.Function) {
	t.begin("Function: " + f.ID + " (" + string(f.Lifecycle) + ", " + form(f) + ", " + string(f.Ingress) + ")")
	t.logGroup(f)
	t.lambda(f)
	if f.Ingress == ir.Public {
		t.url(f)
	}
	for _, trigger := range f.Triggers {
		trigger.VisitTrigger(&triggers{t, f})
	}
	t.schedules(f)
	t.functionPolicy(f)
}

// form and source say what runs and where the customer gives it.
func form(f *ir.Function) string {
	if f.Code.Form() == ir.Image {
		return "container image"
	}
	return "zip"
}

func source(f *ir.Function) string {
	if f.Code.Form() == ir.Image {
		return "the image " + aws.ImageParameter(f.ID)
	}
	return "the zip " + aws.CodeKeyParameter(f.ID)
}

func (t *template) logGroup(f *ir.Function) {
	owner := ownerOf(f)
	t.add(syntax.Resource{
		Purpose:             "The log group of the function, which may write to it but not create another.",
		Name:                aws.LogsSymbol(f.ID),
		Type:                "AWS::Logs::LogGroup",
		Metadata:            owner.metadata(),
		DeletionPolicy:      "Delete",
		UpdateReplacePolicy: "Delete",
		Properties: syntax.Object{
			syntax.F("LogGroupName", text(aws.LogGroupName(f.ID))),
			syntax.F("RetentionInDays", syntax.Ref(aws.LogRetentionParameter)),
			t.tagged(owner),
		},
	})
}

func (t *template) lambda(f *ir.Function) {
	owner := ownerOf(f)
	properties := syntax.Object{
		syntax.F("FunctionName", text(aws.FunctionName(f.ID))),
		syntax.F("Role", syntax.GetAtt{Resource: aws.ProfileSymbol(f.Profile), Attribute: "Arn"}),
	}
	properties = append(properties, t.code(f)...)
	properties = append(properties,
		syntax.F("MemorySize", syntax.Int(f.Memory)),
		syntax.F("Timeout", syntax.Int(f.Timeout)),
	)
	if f.Concurrency != nil {
		properties = append(properties, syntax.F("ReservedConcurrentExecutions", syntax.Int(*f.Concurrency)))
	}
	properties = append(properties,
		// The reference makes the log group first: a function that ran before
		// would find none.
		syntax.F("LoggingConfig", syntax.Inline{
			syntax.F("LogFormat", syntax.Word("JSON")),
			syntax.F("LogGroup", syntax.Ref(aws.LogsSymbol(f.ID))),
		}),
		syntax.F("Environment", syntax.Object{syntax.F("Variables", t.environment(f))}),
		t.tagged(owner),
	)
	purpose, metadata := "Runs "+source(f)+" with the rights of profile "+f.Profile+".", owner.metadata()
	if looksSubstituted(f) {
		purpose += ` "${" in its environment is plain text.`
		metadata = append(metadata, ignoreE1029)
	}
	t.add(syntax.Resource{
		Purpose:    purpose,
		Name:       symbol(f),
		Type:       "AWS::Lambda::Function",
		Metadata:   metadata,
		Properties: properties,
	})
	t.output(aws.FunctionOutput(f.ID), "ARN of function "+f.ID, syntax.GetAtt{Resource: symbol(f), Attribute: "Arn"})
}

// code says what runs and where it comes from. A function has one form for
// good: changing it would replace the function, whose name is fixed.
func (t *template) code(f *ir.Function) syntax.Object {
	if f.Code.Form() == ir.Image {
		t.imageParameter(f)
		return syntax.Object{
			syntax.F("PackageType", syntax.Word("Image")),
			syntax.F("Architectures", syntax.List{syntax.Word("x86_64")}),
			syntax.F("Code", syntax.Inline{syntax.F("ImageUri", syntax.Ref(aws.ImageParameter(f.ID)))}),
		}
	}
	t.zipParameters(f)
	start := runtimes[f.Code.Source.Toolchain]
	return syntax.Object{
		syntax.F("Runtime", syntax.Word(start.runtime)),
		syntax.F("Handler", syntax.Word(start.handler)),
		syntax.F("Architectures", syntax.List{syntax.Word("arm64")}),
		syntax.F("Code", syntax.Object{
			syntax.F("S3Bucket", syntax.Ref(aws.CodeBucketParameter(f.ID))),
			syntax.F("S3Key", syntax.Ref(aws.CodeKeyParameter(f.ID))),
		}),
	}
}
