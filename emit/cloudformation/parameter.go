package cloudformation

import (
	"slices"
	"strconv"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
)

// parameter is a value that the customer chooses.
type parameter struct {
	name    string
	group   string // heading in the console
	label   string // what the console shows instead of the name
	example string
	body    syntax.Object
}

// Groups of parameters, in the order in which the console shows them.
const (
	groupNames  = "Names"
	groupCode   = "Code"
	groupVendor = "Vendor access after setup"
	groupRules  = "Your rules"
)

var groups = []string{groupNames, groupCode, groupVendor, groupRules}

// hasBoundary is the condition that a permissions boundary was given.
const hasBoundary = "HasBoundary"

// retention lists the numbers of days that CloudWatch Logs takes.
var retention = []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

const defaultRetention = 30 // days

// Patterns of parameters. The empty boundary means none.
const (
	imagePattern    = `^[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$`
	bucketPattern   = `^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`
	boundaryPattern = `^(arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+)?$`
)

// What the example parameters stand for: an account and a region that read as
// examples, and a digest of zeros.
const (
	exampleAccount = "123456789012"
	exampleRegion  = "us-east-1"
	exampleVendor  = "111122223333" // an account of AWS's own documentation, without such a role: IAM refuses it
	exampleDigest  = "@sha256:0000000000000000000000000000000000000000000000000000000000000000"
)

// namePrefix asks for the prefix of every name; without an answer it is the
// default.
func (t *template) namePrefix(byDefault string) {
	limit := strconv.Itoa(t.prefix)
	constraint := "1-" + limit + " characters: a-z, 0-9, single hyphens"
	if t.hasVault() {
		constraint += "; not aws or ssm at the start"
	}
	t.parameters = append(t.parameters, parameter{
		name: string(aws.Prefix), group: groupNames, label: "Prefix of every name", example: t.stack.ID,
		body: syntax.Object{
			syntax.F("Type", syntax.Word("String")),
			syntax.F("Default", syntax.Str(byDefault)),
			syntax.F("MaxLength", syntax.Int(t.prefix)),
			syntax.F("AllowedPattern", syntax.Str(aws.PrefixPattern(t.stack))),
			syntax.F("ConstraintDescription", syntax.Str(constraint)),
			syntax.F("Description", syntax.Str("Every physical name starts with it. Another value after the first deployment replaces everything")),
		},
	})
}

func (t *template) hasVault() bool {
	return slices.ContainsFunc(t.stack.Resources, func(r ir.Resource) bool { return r.Kind() == ir.KindVault })
}

func (t *template) imageParameter(f *ir.Function) {
	t.parameters = append(t.parameters, parameter{
		name: aws.ImageParameter(f.ID), group: groupCode, label: "Image of function " + f.ID,
		example: exampleAccount + ".dkr.ecr." + exampleRegion + ".amazonaws.com/" + t.stack.ID + "/" + f.ID + exampleDigest,
		body: syntax.Object{
			syntax.F("Type", syntax.Word("String")),
			syntax.F("AllowedPattern", syntax.Str(imagePattern)),
			syntax.F("Description", syntax.Str("Container image of function "+f.ID+" for x86_64, by digest, in an ECR repository of this region")),
		},
	})
}

func (t *template) zipParameters(f *ir.Function) {
	t.parameters = append(t.parameters, parameter{
		name: aws.CodeBucketParameter(f.ID), group: groupCode, label: "Bucket with the code of function " + f.ID,
		example: t.exampleBucket(),
		body: syntax.Object{
			syntax.F("Type", syntax.Word("String")),
			syntax.F("AllowedPattern", syntax.Str(bucketPattern)),
			syntax.F("Description", syntax.Str("S3 bucket of this region that holds the zip of function "+f.ID)),
		},
	}, parameter{
		name: aws.CodeKeyParameter(f.ID), group: groupCode, label: "Key of the code of function " + f.ID,
		example: f.ID + ".zip",
		body: syntax.Object{
			syntax.F("Type", syntax.Word("String")),
			syntax.F("MinLength", syntax.Int(1)),
			syntax.F("MaxLength", syntax.Int(1024)),
			syntax.F("Description", syntax.Str("S3 key of the zip of function "+f.ID+", built for arm64. A new key installs new code")),
		},
	})
}

// exampleBucket names a bucket for code as a customer may: after the stack
// where that fits the 63 characters of a bucket's name.
func (t *template) exampleBucket() string {
	const rest = "artifacts-" + exampleAccount + "-" + exampleRegion
	if len(t.stack.ID)+len("-"+rest) > 63 {
		return rest
	}
	return t.stack.ID + "-" + rest
}

// commonParameters adds what every role and every log group takes. A stack may
// have neither, and a parameter without use is a riddle.
func (t *template) commonParameters() {
	functions := len(t.stack.Functions()) > 0
	if functions || t.managed() {
		t.boundaryParameter()
	}
	if functions {
		t.retentionParameter()
	}
}

func (t *template) retentionParameter() {
	days := make(syntax.List, len(retention))
	for i, n := range retention {
		days[i] = syntax.Int(n)
	}
	t.parameters = append(t.parameters, parameter{
		name: aws.LogRetentionParameter, group: groupRules, label: "Days that logs are kept", example: strconv.Itoa(defaultRetention),
		body: syntax.Object{
			syntax.F("Type", syntax.Word("Number")),
			syntax.F("Default", syntax.Int(defaultRetention)),
			syntax.F("AllowedValues", days),
			syntax.F("Description", syntax.Str("Days after which log lines of the functions are deleted")),
		},
	})
}

func (t *template) boundaryParameter() {
	t.parameters = append(t.parameters, parameter{
		name: aws.BoundaryParameter, group: groupRules, label: "Permissions boundary of every role",
		body: syntax.Object{
			syntax.F("Type", syntax.Word("String")),
			syntax.F("Default", syntax.Str("")),
			syntax.F("AllowedPattern", syntax.Str(boundaryPattern)),
			syntax.F("Description", syntax.Str("ARN of a policy that bounds every role of this stack. Empty: none")),
		},
	})
	t.conditions = append(t.conditions, syntax.F(hasBoundary, syntax.Not{
		Condition: syntax.Equals{Left: syntax.Ref(aws.BoundaryParameter), Right: syntax.Str("")},
	}))
}

// boundary puts the customer's permissions boundary on a role, if there is
// one.
func boundary() syntax.Field {
	return syntax.F("PermissionsBoundary", syntax.If{Condition: hasBoundary, Then: syntax.Ref(aws.BoundaryParameter), Else: syntax.NoValue})
}

func (t *template) parameterSection() syntax.Object {
	section := make(syntax.Object, len(t.parameters))
	for i, p := range t.parameters {
		section[i] = syntax.F(p.name, p.body)
	}
	return section
}

// parameterInterface tells the console how to show the parameters.
func (t *template) parameterInterface() syntax.Object {
	var grouped syntax.Lines
	for _, g := range groups {
		var names syntax.List
		for _, p := range t.parameters {
			if p.group == g {
				names = append(names, syntax.Word(p.name))
			}
		}
		if names != nil {
			grouped = append(grouped, syntax.Object{
				syntax.F("Label", syntax.Inline{syntax.F("default", syntax.Str(g))}),
				syntax.F("Parameters", names),
			})
		}
	}
	var labels syntax.Object
	for _, p := range t.parameters {
		labels = append(labels, syntax.F(p.name, syntax.Inline{syntax.F("default", syntax.Str(p.label))}))
	}
	return syntax.Object{syntax.F("ParameterGroups", grouped), syntax.F("ParameterLabels", labels)}
}
