package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// compiled gives a schema of docs/schema. It is read before a test changes
// the current directory.
func compiled(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.Compile("../../docs/schema/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

func TestManifestFollowsItsSchema(t *testing.T) {
	s := compiled(t, "manifest.v1.json")
	code, _, stderr := runHere(t, tinyStack, "build")
	if code != 0 {
		t.Fatal(stderr)
	}
	plain, err := os.ReadFile("dist/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(decoded(t, string(plain))); err != nil {
		t.Errorf("without settings: %#v", err)
	}
	code, _, stderr = runHere(t, tinyStack, "build", "--name", "acme", "--aws-account", "012345678901", "--aws-region", "eu-west-1",
		"--stack-name", "Acme", "--code-bucket", "acme.code")
	if code != 0 {
		t.Fatal(stderr)
	}
	data, err := os.ReadFile("dist/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(decoded(t, string(data))); err != nil {
		t.Errorf("%#v", err)
	}
	for what, change := range map[string][2]string{
		"an unknown key":   {`"alienc":`, `"time": 1, "alienc":`},
		"a path that ends": {`"ir.json"`, `"../ir.json"`},
		"a rooted path":    {`"ir.json"`, `"/ir.json"`},
		"no schema":        {`alienc/manifest/v1`, `alienc/manifest/v2`},
		"another setting":  {`"awsAccount"`, `"gcpProject"`},
		"another account":  {`"012345678901"`, `"12345678901"`},
	} {
		wrong := strings.Replace(string(data), change[0], change[1], 1)
		if wrong == string(data) {
			t.Fatalf("%s: nothing to change", what)
		}
		if s.Validate(decoded(t, wrong)) == nil {
			t.Errorf("the schema takes %s", what)
		}
	}
}

func TestDiagnosticsFollowTheirSchema(t *testing.T) {
	s := compiled(t, "diagnostics.v1.json")
	const empty = `import * as alien from "@alienplatform/core"
`
	const twoWrongs = empty + `const a = new alien.Kv("cache").build()
const b = new alien.Kv("cache").build()
export default new alien.Stack("My").add(a, "frozen").add(b, "frozen").build()
`
	cases := []struct {
		name, source string
		args         []string
		want         string // which must be part of the document
	}{
		{"nothing found", tinyStack, []string{"check", "--json"}, `"diagnostics": []`},
		{"places", twoWrongs, []string{"check", "--json"}, `"related"`},
		{"no place", empty, []string{"check", "--json"}, `"default-export-missing"`},
		{"stale output", tinyStack, []string{"build", "--check", "--json"}, `"stale"`},
		{"usage", tinyStack, []string{"check", "--json", "nowhere"}, `"id": "usage"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, stdout, stderr := runHere(t, c.source, c.args...)
			if !strings.Contains(stdout, c.want) {
				t.Errorf("no %s in\n%s%s", c.want, stdout, stderr)
			}
			if err := s.Validate(decoded(t, stdout)); err != nil {
				t.Errorf("%#v", err)
			}
		})
	}
}

// TestIRSchemaIsClosed changes a valid document in ways that a reader could
// not understand.
func TestIRSchemaIsClosed(t *testing.T) {
	s := compiled(t, "ir.v1.json")
	_, stdout, stderr := runHere(t, tinyStack, "ir")
	if err := s.Validate(decoded(t, stdout)); err != nil {
		t.Fatalf("%#v\n%s", err, stderr)
	}
	for what, change := range map[string][2]string{
		"an unknown key":         {`"kind": "storage"`, `"kind": "storage", "arn": "x"`},
		"another kind":           {`"kind": "storage"`, `"kind": "bucket"`},
		"a key of another kind":  {`"kind": "storage"`, `"kind": "kv"`},
		"another lifecycle":      {`"frozen"`, `"thawed"`},
		"a place without column": {`"alien.ts:2:14"`, `"alien.ts:2"`},
		"an id in capitals":      {`"id": "tiny"`, `"id": "Tiny"`},
		"a missing setting":      {`"versioning": false,`, ``},
	} {
		wrong := strings.Replace(stdout, change[0], change[1], 1)
		if wrong == stdout {
			t.Fatalf("%s: nothing to change in %s", what, stdout)
		}
		if s.Validate(decoded(t, wrong)) == nil {
			t.Errorf("the schema takes %s", what)
		}
	}
}

func TestPermissionsFollowTheirSchema(t *testing.T) {
	s := compiled(t, "permissions.v1.json")
	_, everySet, stderr := runHere(t, tinyStack, "permissions", "--json")
	if err := s.Validate(decoded(t, everySet)); err != nil {
		t.Fatalf("%#v\n%s", err, stderr)
	}
	_, shown, stderr := runHere(t, tinyStack, "permissions", "show", "kv/data-write", "management/trust", "--json")
	if err := s.Validate(decoded(t, shown)); err != nil {
		t.Errorf("%#v\n%s", err, stderr)
	}
	for what, change := range map[string][2]string{
		"an unknown key":             {`"kind": "storage"`, `"kind": "storage", "service": "s3"`},
		"another use":                {`"use": "author"`, `"use": "everyone"`},
		"a set of setup for authors": {`"use": "author"`, `"use": "setup"`},
		"a doc that is no sentence":  {`of that storage."`, `of that storage"`},
		"an id without purpose":      {`"storage/data-read"`, `"storage"`},
		"an effect in small letters": {`"Allow"`, `"allow"`},
		"an allowed wildcard":        {`"name": "s3:GetObject",` + "\n" + `              "level": "read",`, `"name": "s3:*",`},
		"an unknown level":           {`"level": "read"`, `"level": "all"`},
		"no resource":                {`"arn:aws:s3:::<prefix>-<id>-<account>-<region>/*"`, ``},
		"a part of a name":           {`"arn:aws:s3:::<prefix>-<id>-<account>-<region>/*"`, `"<prefix>-<id>"`},
		"another principal":          {`"principal": "anyone"`, `"principal": "*"`},
		"no schema":                  {`alienc/permissions/v1`, `alienc/permissions/v2`},
	} {
		wrong := strings.Replace(everySet, change[0], change[1], 1)
		if wrong == everySet {
			t.Fatalf("%s: nothing to change", what)
		}
		if s.Validate(decoded(t, wrong)) == nil {
			t.Errorf("the schema takes %s", what)
		}
	}
}
