package ir

// Kind is the word for a sort of resource in Stack JSON, in permission set ids
// ("kv/data-read") and in templates' metadata.
type Kind string

// The kinds that alienc compiles, in the order in which outputs list them.
const (
	KindStorage          Kind = "storage"
	KindKv               Kind = "kv"
	KindQueue            Kind = "queue"
	KindVault            Kind = "vault"
	KindArtifactRegistry Kind = "artifact-registry"
	KindFunction         Kind = "function"
)

// Kinds lists every kind, in the order of the constants.
var Kinds = []Kind{KindStorage, KindKv, KindQueue, KindVault, KindArtifactRegistry, KindFunction}

// Noun gives the class that declares the kind in alien.ts: "Kv" for kv.
func (k Kind) Noun() string {
	switch k {
	case KindStorage:
		return "Storage"
	case KindKv:
		return "Kv"
	case KindQueue:
		return "Queue"
	case KindVault:
		return "Vault"
	case KindArtifactRegistry:
		return "ArtifactRegistry"
	case KindFunction:
		return "Function"
	}
	return string(k)
}

// Resource is one thing that the customer's cloud will hold. The set of kinds
// is closed: to add one, add its file here and its method to [Visitor], then
// let the Go compiler name every backend that still lacks it.
type Resource interface {
	// Info gives what every kind has. It is never nil.
	Info() *Common
	// Kind gives the word for the kind.
	Kind() Kind
	// Visit calls the method of v that belongs to the kind.
	Visit(v Visitor)
}

// Visitor does something with a resource according to its kind.
type Visitor interface {
	Storage(*Storage)
	Kv(*Kv)
	Queue(*Queue)
	Vault(*Vault)
	ArtifactRegistry(*ArtifactRegistry)
	Function(*Function)
}

// Lifecycle is what may happen to a resource after setup.
type Lifecycle string

const (
	// Frozen resources may only be monitored by the vendor.
	Frozen Lifecycle = "frozen"
	// Live resources may be updated in place by the vendor.
	Live Lifecycle = "live"
)

// Common is what every resource has.
type Common struct {
	ID        string    `json:"id"`
	Lifecycle Lifecycle `json:"lifecycle"`
	Pos       Pos       `json:"at"`               // the builder: new alien.Storage("data")
	Added     Pos       `json:"added"`            // the call of Stack.add
	Places    Places    `json:"places,omitempty"` // where each setting was written
}

// Info returns c, so that a kind that embeds Common satisfies [Resource].
func (c *Common) Info() *Common { return c }

// At gives the place where the setting at the data path was written, or the
// builder's place for a setting that has its default.
func (c *Common) At(path string) Pos { return c.Places.At(path, c.Pos) }

// Ref names a resource of the stack, as in {type: "queue", id: "jobs"}.
type Ref struct {
	Kind Kind   `json:"type"`
	ID   string `json:"id"`
}

// RefTo gives the reference to r.
func RefTo(r Resource) Ref { return Ref{Kind: r.Kind(), ID: r.Info().ID} }
