package ir

// Accepted is a risk that the author accepts in alienc.yaml: one error that
// becomes a warning, and that the documents for the customer repeat.
type Accepted struct {
	Check   string // id of the rule
	Subject string // what it is about: "management/vault:credentials/vault/data-write"
	Reason  string
	Pos     Pos // the entry in alienc.yaml
}
