package azure

import (
	"strconv"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
)

// Range is an inclusive range of whole numbers.
type Range struct{ Min, Max int }

// Has reports whether n lies in the range.
func (r Range) Has(n int) bool { return n >= r.Min && n <= r.Max }

// MemoryStep is the step of a container's memory in MiB. Each step comes with a
// quarter of a core.
const MemoryStep = 512

// What Container Apps takes.
var (
	// Memory of a container, in MiB, on the consumption plan.
	Memory = Range{MemoryStep, 8192}
	// Timeout of a function, in seconds. The delivery adapter and jobs keep it.
	Timeout = Range{1, 3600}
)

// RoundedMemory gives the memory that a container gets for what its author
// asks: the next step.
func RoundedMemory(mib int) int { return max(1, (mib+MemoryStep-1)/MemoryStep) * MemoryStep }

// Compute gives cores and memory as Container Apps writes them, "0.75" and
// "1.5Gi", for what the author asks.
func Compute(mib int) (cpu, memory string) {
	steps := RoundedMemory(mib) / MemoryStep
	return decimal(steps, 4), decimal(steps, 2) + "Gi"
}

// decimal writes a fraction without rounding it: the parts are a half or a
// quarter.
func decimal(n, parts int) string {
	return strconv.FormatFloat(float64(n)/float64(parts), 'f', -1, 64)
}

const (
	// Port is where every container listens.
	Port = 8080
	// IngressTimeout is after how many seconds a request is cut.
	IngressTimeout = 240
	// GraceLimit is how many seconds a container has at most to end.
	GraceLimit = 600
	// DefaultReplicas is how many replicas run at most where the author sets no
	// limit.
	DefaultReplicas = 10
	// ProbeMethod is how a readiness probe asks.
	ProbeMethod = "GET"
	// ReplicaLimit is how many replicas can run.
	ReplicaLimit = 1000
)

// Replicas gives how many replicas of a function may run: as many as calls may
// run at once, and no more than Azure has.
func Replicas(f *ir.Function) int {
	if f.Concurrency == nil {
		return DefaultReplicas
	}
	return min(*f.Concurrency, ReplicaLimit)
}

// Limits of a template and of what stands in it. Source: Azure's page of
// limits of Resource Manager, and of role-based access control.
const (
	ParameterLimit  = 256
	VariableLimit   = 256
	ResourceLimit   = 800
	OutputLimit     = 64
	TemplateLimit   = 4 << 20 // bytes, once compiled
	ExpressionLimit = 24576   // characters
	TextLimit       = 131072  // characters of one literal
	SymbolLimit     = 255     // characters
	RuleLimit       = 100     // lifecycle rules of an account

	RoleDescriptionLimit = 2048 // characters
	ConditionLimit       = 8192 // characters, of a role assignment
	AssignmentLimit      = 4000 // role assignments of a subscription
	RoleLimit            = 5000 // custom roles of a tenant

	// AssignmentShare is how many role assignments one stack may have before
	// its author is warned: a subscription holds others too.
	AssignmentShare = 200
)

// injected are the environment names that alienc sets on Azure beside those
// that begin with ALIEN_, and those that Container Apps needs for identities.
// Source: Container Apps documentation, "environment variables" and "managed
// identities".
var injected = map[string]bool{
	"PORT": true, "AZURE_SUBSCRIPTION_ID": true, "AZURE_TENANT_ID": true, "AZURE_REGION": true, "AZURE_CLIENT_ID": true,
	"IDENTITY_ENDPOINT": true, "IDENTITY_HEADER": true,
}

// ReservedVariable reports whether an environment variable belongs to
// Container Apps or to what alienc sets on Azure, so that an author may not set
// it.
func ReservedVariable(name string) bool {
	return injected[name] || strings.HasPrefix(name, "CONTAINER_APP_")
}

// ReservedWords are what no name of a resource may contain. Azure also refuses
// names that are, or begin with, certain words; alienc's names begin with
// letters of its own. Source: Resource Manager documentation, "reserved
// resource names".
var ReservedWords = []string{"microsoft", "windows"}

// Refused gives the word for which Azure refuses a name. The name of a custom
// role is none of a resource.
func (p Physical) Refused() (word string, refused bool) {
	if p.Space == role.space {
		return "", false
	}
	name := strings.ToLower(p.Name.String())
	for _, word := range ReservedWords {
		if strings.Contains(name, word) {
			return word, true
		}
	}
	return "", false
}
