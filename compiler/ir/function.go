package ir

// Defaults of a Function's settings.
const (
	DefaultMemory  = 256 // MiB
	DefaultTimeout = 180 // seconds
)

// Function runs the vendor's code on request, on a message, on an object event
// or on a schedule.
type Function struct {
	Common
	Code        Code       `json:"code"`
	Memory      int        `json:"memoryMb"`                   // MiB; limits differ by cloud
	Timeout     int        `json:"timeoutSeconds"`             // seconds; limits differ by cloud
	Concurrency *int       `json:"concurrencyLimit,omitempty"` // at most this many calls at once; nil: the cloud's own limit
	Ingress     Ingress    `json:"ingress"`
	Endpoint    string     `json:"publicEndpoint,omitempty"` // the author's name for the public endpoint, if one was given
	Environment []Variable `json:"environment"`              // sorted by name
	Links       []Ref      `json:"links"`                    // in the author's order
	Triggers    []Trigger  `json:"triggers"`                 // in the author's order
	Probe       *Probe     `json:"readinessProbe,omitempty"`
	Commands    bool       `json:"commandsEnabled"` // management may call the function
	Profile     string     `json:"permissions"`     // name of the permission profile it runs as
}

// Kind says that a Function is a function.
func (*Function) Kind() Kind { return KindFunction }

// Visit calls v.Function.
func (f *Function) Visit(v Visitor) { v.Function(f) }

// Ingress says who may call a function over HTTP.
type Ingress string

const (
	// Private functions have no HTTP endpoint.
	Private Ingress = "private"
	// Public functions answer anyone.
	Public Ingress = "public"
)

// Variable is an environment variable set by the author.
type Variable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Probe asks a function whether it can take requests.
type Probe struct {
	Method string `json:"method"` // HTTP method, GET by default
	Path   string `json:"path"`   // starts with a slash
}

// Code says where a function's code comes from: exactly one of the two is set,
// or neither when the author gave none (which a check reports).
type Code struct {
	Image  string  `json:"image,omitempty"`  // reference of a container image, with its digest if the author pinned it
	Source *Source `json:"source,omitempty"` // a directory of the project
}

// Form is how code is packaged: as a container image or as a zip file.
type Form string

const (
	// Image code is a container image.
	Image Form = "image"
	// Zip code is an archive that the cloud unpacks beside its own runtime.
	Zip Form = "zip"
)

// Form tells how the code is packaged where a cloud knows both forms.
func (c Code) Form() Form {
	if c.Source == nil || c.Source.Toolchain == ToolchainDocker {
		return Image
	}
	return Zip
}

// Toolchain is what builds a source directory.
type Toolchain string

// The toolchains of the language.
const (
	ToolchainTypeScript Toolchain = "typescript"
	ToolchainRust       Toolchain = "rust"
	ToolchainDocker     Toolchain = "docker"
)

// Source is code that the vendor builds from a directory of the project.
type Source struct {
	Dir        string     `json:"src"` // as written: relative to the file that calls .code
	Toolchain  Toolchain  `json:"toolchain"`
	Binary     string     `json:"binaryName,omitempty"` // rust: required; typescript: optional
	Dockerfile string     `json:"dockerfile,omitempty"` // docker: "Dockerfile" by default
	BuildArgs  []Variable `json:"buildArgs,omitempty"`  // docker, sorted by name
	Target     string     `json:"target,omitempty"`     // docker: the stage to build
}
