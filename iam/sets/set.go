// Package sets says what each purpose needs, kind by kind, in files that a
// security reviewer can read: <kind>.yaml lists the actions of each cloud, on
// which part of a resource, and why.
//
// The ids of the public sets are what authors write in alien.ts. The others
// are what alienc derives from a stack. The package chooses nothing and knows
// no stack: it refuses what it cannot read.
package sets

// Set is what one purpose needs on one kind of resource.
type Set struct {
	ID        string // "kv/data-read"
	Kind      string // "kv"
	Purpose   string // "data-read"
	Doc       string // what it allows, one sentence
	Grantable bool   // whether an author may grant it
	Derived   bool   // whether alienc alone uses it
	Setup     bool   // whether it is what setup or teardown needs
	AWS       []Rule
	Azure     []AzureRule
}

// Rule is one statement of a set on AWS. Either Allow or Deny has actions.
type Rule struct {
	Sid       string      // id of the statement
	Allow     []string    // actions, sorted
	Deny      []string    // actions, sorted
	On        []string    // parts of the resource
	Principal string      // who: a service, or "anyone"; empty: the identity that holds the set
	Condition []Condition // sorted by operator and key
	When      string      // only for resources that are so, a key of [States]
	With      string      // only where the identity holds this set too
	Without   string      // only where the identity does not hold this set
	Direct    string      // in setup: why the right cannot be bound to calls through CloudFormation; empty: it is bound
	Damage    string      // what the right can damage though it only updates in place
	Reason    string      // why the resource cannot be exact; required for a wildcard
}

// Condition is one operator and key with its values. A value ${word} is the
// ARN of that part of the resource, ${account} the account of the stack,
// ${source} the ARN of the resource that the principal acts for.
type Condition struct {
	Operator string
	Key      string
	Values   []string
}

// States holds what a rule may ask of a resource, and what each word says of
// it.
var States = map[string]string{
	"called":        "a function that a permission lets something call: through its URL, or for a storage",
	"limited":       "a function with a limit of concurrent calls",
	"notified":      "a storage that triggers a function",
	"public":        "a function that anyone may call",
	"pulled":        "an artifact registry in a stack with functions that run images",
	"queue-trigger": "a function that a queue triggers",
	"scheduled":     "a function with a schedule",
	"versioned":     "a storage that keeps older versions",
	"zip":           "a function whose code is a zip",
}

// Kinds lists the kinds that have sets, in the order in which outputs list
// them.
var Kinds = []string{"storage", "kv", "queue", "vault", "artifact-registry", "function"}

// Shared lists what is no kind of resource and has sets all the same: the role
// of a permission profile, the vendor's identity, the stack as a whole. Nobody
// can grant them.
var Shared = []string{"profile", "management", "stack"}

// aliases are other words for a kind that authors may write in a set's id.
var aliases = map[string]string{"worker": "function"}
