// Package schema holds the JSON Schemas of the documents that alienc writes,
// so that the binary can print them.
package schema

import _ "embed" // the schemas

// IR describes ir.json.
//
//go:embed ir.v1.json
var IR []byte

// Access describes access.json.
//
//go:embed access.v1.json
var Access []byte
