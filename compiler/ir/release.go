package ir

// Release is what an earlier build declared, read back from its ir.json.
type Release struct {
	Stack     string // id
	Resources map[string]Released
	Profiles  map[string]string // grants by name, in a form that is equal when they are
}

// Released is one resource of an earlier build.
type Released struct {
	Kind      Kind
	Lifecycle Lifecycle
	Form      Form   // how a function's code was packaged; empty for other kinds
	Settings  string // everything else, without places, in a form that is equal when it is
}
