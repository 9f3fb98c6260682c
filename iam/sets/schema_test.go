package sets

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"gopkg.in/yaml.v3"
)

const schemaFile = "../../docs/schema/permission-sets.v1.json"

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// data reads YAML as what JSON would hold.
func data(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return v
}

func TestEveryFileFollowsTheSchema(t *testing.T) {
	s := schema(t)
	list, err := fs.Glob(files, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, kind := range slices.Concat(Kinds, Shared) {
		want = append(want, kind+".yaml")
	}
	slices.Sort(want)
	if !slices.Equal(list, want) {
		t.Errorf("there are %q, want %q", list, want)
	}
	for _, name := range list {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(data(t, string(text))); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
	}
}

// valid is a file with every key that there is.
const valid = `
data-read:
  doc: Read.
  aws:
    - sid: Read
      allow: [s3:GetObject]
      on: objects
      when: versioned
      with: storage/data-write
      condition: {StringEquals: {aws:SourceAccount: "${account}"}}
    - sid: List
      allow: [s3:ListBucket]
      on: bucket
      without: storage/data-write
management:
  doc: Change it.
  aws:
    - sid: Change
      allow: [s3:PutBucketVersioning]
      on: [bucket, any]
      reason: It has no name.
      damage: It breaks.
provision:
  use: setup
  doc: Create it.
  aws:
    - sid: Bucket
      allow: [s3:CreateBucket]
      on: bucket
      direct: This is a call of whoever installs.
teardown:
  use: setup
  doc: Nothing; it is kept.
secure-transport:
  use: derived
  doc: Nobody reads without TLS.
  aws:
    - sid: Deny
      deny: ["s3:*"]
      on: bucket
      principal: anyone
      reason: A denial is the stronger the more actions it names.
`

func TestTheSchemaIsStrict(t *testing.T) {
	s := schema(t)
	if err := s.Validate(data(t, valid)); err != nil {
		t.Fatalf("%#v", err)
	}
	for what, change := range map[string][2]string{
		"an unknown key of a set":            {"  doc: Read.\n", "  doc: Read.\n  note: x\n"},
		"an unknown key of a statement":      {"on: objects", "on: objects\n      off: bucket"},
		"an unknown cloud":                   {"data-read:\n  doc: Read.\n", "data-read:\n  doc: Read.\n  awz: []\n"},
		"another use":                        {"use: derived", "use: nobody"},
		"a purpose in capitals":              {"data-read:", "DataRead:"},
		"no doc":                             {"  doc: Read.\n", ""},
		"a doc that is no sentence":          {"doc: Read.", "doc: Read"},
		"a doc in small letters":             {"doc: Read.", "doc: read."},
		"no setup":                           {"provision:", "provisions:"},
		"no teardown":                        {"teardown:", "tear-down:"},
		"a setup that authors can grant":     {"provision:\n  use: setup", "provision:"},
		"a teardown that is derived":         {"teardown:\n  use: setup", "teardown:\n  use: derived"},
		"no sid":                             {"sid: Read\n      ", ""},
		"a sid with a dash":                  {"sid: Read", "sid: Read-It"},
		"on nothing":                         {"      on: objects\n", ""},
		"on an empty list":                   {"on: objects", "on: []"},
		"on the same part twice":             {"on: [bucket, any]", "on: [bucket, bucket]"},
		"neither allow nor deny":             {"allow: [s3:GetObject]\n      ", ""},
		"allow and deny":                     {"deny: [\"s3:*\"]", "deny: [\"s3:*\"]\n      allow: [s3:GetObject]"},
		"no actions":                         {"[s3:GetObject]", "[]"},
		"one action that is no list":         {"[s3:GetObject]", "s3:GetObject"},
		"an action twice":                    {"[s3:GetObject]", "[s3:GetObject, s3:GetObject]"},
		"an allowed service":                 {"[s3:GetObject]", `["s3:*"]`},
		"an allowed wildcard":                {"[s3:GetObject]", `["s3:Get*"]`},
		"everything":                         {"[s3:GetObject]", `["*"]`},
		"a denied part of a name":            {`"s3:*"`, `"s3:Get*"`},
		"an action without service":          {"[s3:GetObject]", "[GetObject]"},
		"a wildcard in a denial, no reason":  {"      reason: A denial is the stronger the more actions it names.\n", ""},
		"on anything, no reason":             {"      reason: It has no name.\n", ""},
		"on anything alone, no reason":       {"on: objects", "on: any"},
		"a reason that is no sentence":       {"reason: It has no name.", "reason: none"},
		"an unknown state":                   {"when: versioned", "when: versionned"},
		"an empty condition":                 {`{StringEquals: {aws:SourceAccount: "${account}"}}`, "{}"},
		"a condition without operator":       {`{StringEquals: {aws:SourceAccount: "${account}"}}`, `{aws:SourceAccount: "${account}"}`},
		"a condition that is no text":        {`"${account}"`, "true"},
		"an unknown principal":               {"principal: anyone", `principal: "*"`},
		"a principal of a public set":        {"on: objects", "on: objects\n      principal: anyone"},
		"a direct right outside of setup":    {"when: versioned", "direct: It is."},
		"a damage outside of management":     {"when: versioned", "damage: It breaks."},
		"a damage in setup":                  {"direct: This is a call of whoever installs.", "damage: It breaks."},
		"with and without":                   {"without: storage/data-write", "without: storage/data-write\n      with: storage/data-write"},
		"a derived set that asks for others": {"principal: anyone", "principal: anyone\n      with: storage/data-read"},
		"a set id without purpose":           {"without: storage/data-write", "without: storage"},
	} {
		wrong := strings.Replace(valid, change[0], change[1], 1)
		if wrong == valid {
			t.Fatalf("%s: nothing to change", what)
		}
		if s.Validate(data(t, wrong)) == nil {
			t.Errorf("the schema takes %s", what)
		}
	}
}

// The states are a list in the schema too, so that an editor can offer them.
func TestTheSchemaKnowsTheStates(t *testing.T) {
	when, ok := schema(t).Properties["management"].Ref.Properties["aws"].Items2020.Ref.Properties["when"]
	if !ok {
		t.Fatal("the schema has no state")
	}
	var listed []string
	for _, v := range when.Enum {
		listed = append(listed, v.(string))
	}
	if want := slices.Sorted(maps.Keys(States)); !slices.Equal(listed, want) {
		t.Errorf("the schema lists %q, want %q", listed, want)
	}
}
