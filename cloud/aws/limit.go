package aws

import (
	"regexp"
	"slices"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
)

// Range is an inclusive range of whole numbers.
type Range struct{ Min, Max int }

// Has reports whether n lies in the range.
func (r Range) Has(n int) bool { return n >= r.Min && n <= r.Max }

// What Lambda takes.
var (
	// Memory of a function, in MiB.
	Memory = Range{128, 10240}
	// Timeout of a function, in seconds.
	Timeout = Range{1, 900}
)

// EnvironmentLimit is how many bytes the names and values of a function's
// environment may have together.
const EnvironmentLimit = 4096

// lambdaNames are the environment names that Lambda sets or refuses, apart
// from those with a reserved beginning.
// Source: Lambda developer guide, "Defined runtime environment variables".
var lambdaNames = map[string]bool{
	"_HANDLER": true, "_X_AMZN_TRACE_ID": true,
	"AWS_DEFAULT_REGION": true, "AWS_REGION": true, "AWS_EXECUTION_ENV": true,
	"AWS_LAMBDA_FUNCTION_NAME": true, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": true,
	"AWS_LAMBDA_FUNCTION_VERSION": true, "AWS_LAMBDA_INITIALIZATION_TYPE": true,
	"AWS_LAMBDA_LOG_GROUP_NAME": true, "AWS_LAMBDA_LOG_STREAM_NAME": true,
	"AWS_ACCESS_KEY": true, "AWS_ACCESS_KEY_ID": true, "AWS_SECRET_ACCESS_KEY": true,
	"AWS_SESSION_TOKEN": true, "AWS_LAMBDA_RUNTIME_API": true,
	"AWS_LAMBDA_METADATA_API": true, "AWS_LAMBDA_METADATA_TOKEN": true,
	// CloudFormation could read these as functions, since they are keys of a mapping.
	"Ref": true, "Condition": true,
}

// ReservedVariable reports whether an environment variable belongs to Lambda
// or to what alienc sets on AWS, so that an author may not set it.
func ReservedVariable(name string) bool {
	return lambdaNames[name] || name == "AWS_ACCOUNT_ID" || strings.HasPrefix(name, "LAMBDA_")
}

// VariableName reports whether Lambda takes the name of an environment
// variable: a letter, then at least one letter, digit or underscore.
func VariableName(name string) bool { return variableName.MatchString(name) }

var variableName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]+$`)

// Beginning is what the first characters of a name must not be.
type Beginning struct {
	Kind    ir.Kind  // the rule holds for a stack that has this kind
	Of      string   // the names that begin with the stack's id
	Refused []string // the beginnings that the service keeps for itself
}

// Beginnings lists what the stack id, which begins every physical name, must
// not begin with.
var Beginnings = []Beginning{
	{ir.KindVault, "parameter", []string{"aws", "ssm"}},
	{ir.KindStorage, "bucket", []string{"sthree-", "amzn-s3-demo-"}},
}

// Refuses gives the first rule by which a service would refuse names of the
// stack that begin with the prefix.
func Refuses(s *ir.Stack, prefix string) (Beginning, bool) {
	for _, b := range Beginnings {
		refused := slices.ContainsFunc(b.Refused, func(word string) bool { return strings.HasPrefix(prefix+"-", word) })
		if refused && slices.ContainsFunc(s.Resources, func(r ir.Resource) bool { return r.Kind() == b.Kind }) {
			return b, true
		}
	}
	return Beginning{}, false
}

var region = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]{2,4})?-(central|north|south|east|west|northeast|northwest|southeast|southwest)-[1-9]$`)

// IsRegion reports whether s has the form of a region's name, such as
// "eu-west-1" or "us-gov-east-1". Regions that do not exist yet pass.
func IsRegion(s string) bool { return region.MatchString(s) }

var (
	prefixForm    = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	accountForm   = regexp.MustCompile(`^[0-9]{12}$`)
	stackNameForm = regexp.MustCompile(`^[A-Za-z][-A-Za-z0-9]{0,127}$`)
	bucketForm    = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
)

// IsPrefix reports whether names of some stack can begin with s. What a certain
// stack takes, [PrefixLimit] and [Refuses] tell.
func IsPrefix(s string) bool { return prefixForm.MatchString(s) }

// IsAccount reports whether s has the form of an account's id.
func IsAccount(s string) bool { return accountForm.MatchString(s) }

// IsStackName reports whether CloudFormation takes s as the name of a stack.
func IsStackName(s string) bool { return stackNameForm.MatchString(s) }

// IsBucketName reports whether S3 takes s as the name of a bucket.
func IsBucketName(s string) bool { return bucketForm.MatchString(s) && !strings.Contains(s, "..") }

// dynamic matches what CloudFormation replaces in any string of a resource
// with the value of a parameter or a secret of the customer. There is no way
// to write it as plain text. Source: CloudFormation user guide, "dynamic
// references"; blanks and case are looked over to be on the safe side.
var dynamic = regexp.MustCompile(`(?i)\{\{\s*resolve\s*:`)

// DynamicReference reports whether CloudFormation would read part of the text
// as a reference to one of the customer's parameters or secrets.
func DynamicReference(text string) bool { return dynamic.MatchString(text) }
