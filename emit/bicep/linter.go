package bicep

import (
	"bytes"
	"encoding/json"
)

// rules are the rules of Bicep's linter that the files keep: all that are on
// by default, and those that Bicep leaves to choice and that fit one file for
// every customer. The linter treats a breach of any as an error.
var rules = []string{
	"adminusername-should-not-be-literal",
	"artifacts-parameters",
	"explicit-values-for-loc-params",
	"max-asserts",
	"max-outputs",
	"max-params",
	"max-resources",
	"max-variables",
	"nested-deployment-template-scoping",
	"no-conflicting-metadata",
	"no-deployments-resources",
	"no-explicit-any",
	"no-hardcoded-env-urls",
	"no-hardcoded-location",
	"no-loc-expr-outside-params",
	"no-unnecessary-dependson",
	"no-unused-existing-resources",
	"no-unused-imports",
	"no-unused-params",
	"no-unused-types",
	"no-unused-vars",
	"outputs-should-not-contain-secrets",
	"prefer-interpolation",
	"prefer-unquoted-property-names",
	"protect-commandtoexecute-secrets",
	"secure-parameter-default",
	"secure-params-in-nested-deploy",
	"secure-params-in-parameters-file",
	"secure-secrets-in-params",
	"simplify-interpolation",
	"simplify-json-null",
	"use-description-outputs",
	"use-description-params",
	"use-parent-property",
	"use-recognized-resource-type",
	"use-resource-id-functions",
	"use-resource-symbol-reference",
	"use-safe-access",
	"use-secure-value-for-secure-inputs",
	"use-stable-resource-identifiers",
	"use-stable-vm-image",
}

// linterRules writes bicepconfig.json, which Bicep's tools find beside the
// files. It is the same for every stack.
func linterRules() []byte {
	type level struct {
		Level string `json:"level"`
	}
	type core struct {
		Enabled bool             `json:"enabled"`
		Rules   map[string]level `json:"rules"`
	}
	type formatting struct {
		IndentKind         string `json:"indentKind"`
		IndentSize         int    `json:"indentSize"`
		InsertFinalNewline bool   `json:"insertFinalNewline"`
		NewlineKind        string `json:"newlineKind"`
		Width              int    `json:"width"`
	}
	config := struct {
		Analyzers  map[string]core `json:"analyzers"`
		Formatting formatting      `json:"formatting"`
	}{
		Analyzers:  map[string]core{"core": {true, map[string]level{}}},
		Formatting: formatting{"Space", 2, true, "LF", 120},
	}
	for _, rule := range rules {
		config.Analyzers["core"].Rules[rule] = level{"error"}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetIndent("", "  ")
	if err := enc.Encode(config); err != nil {
		panic(err) // strings and numbers are always encodable
	}
	return out.Bytes()
}
