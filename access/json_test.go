package access

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

const smallJSON = `{
  "schema": "alienc/access/v1",
  "stack": "shop",
  "alienc": "1.2.3",
  "catalogues": {
    "aws": "0.9"
  },
  "grants": [
    {
      "cloud": "aws",
      "plane": "management",
      "identity": "management",
      "effect": "allow",
      "actions": {
        "lambda:UpdateFunctionCode": "write code",
        "lambda:UpdateFunctionConfiguration": "write"
      },
      "scope": "function:worker/function",
      "on": "arn:${partition}:lambda:${region}:${account}:function:${NamePrefix}-worker",
      "conditions": [],
      "resource": "worker",
      "lifecycle": "live",
      "set": "function/management",
      "origin": [
        {
          "file": "alien.ts",
          "line": 6,
          "column": 4,
          "path": "resources.worker.lifecycle"
        }
      ],
      "reason": "Replace its code.",
      "authored": true,
      "damage": "It may lose messages.",
      "wildcard": "No name; no star."
    },
    {
      "cloud": "aws",
      "plane": "runtime",
      "identity": "profile:run",
      "effect": "deny",
      "actions": {
        "s3:DeleteObject": "write data",
        "new:\"\u202e": "write data"
      },
      "scope": "*",
      "on": "arn:${partition}:s3:::$${aws:x}\"\u202e$$${NamePrefix}",
      "conditions": [
        {
          "operator": "StringLike",
          "key": "aws:\"\u202e",
          "values": [
            "\"\u202e",
            "${account}"
          ]
        }
      ],
      "set": "acme/\"\u202e",
      "origin": [
        {
          "file": "\"\u202e",
          "line": 7,
          "column": 4,
          "path": "permissions.\"\u202e"
        }
      ],
      "reason": "\"\u202e",
      "custom": true,
      "scopeChosenByAuthor": true
    },
    {
      "cloud": "aws",
      "plane": "runtime",
      "identity": "profile:run",
      "effect": "allow",
      "actions": {
        "s3:GetObject": "read data"
      },
      "scope": "storage:data/objects",
      "on": "arn:${partition}:s3:::${NamePrefix}-data-${account}-${region}/*",
      "conditions": [],
      "resource": "data",
      "lifecycle": "frozen",
      "set": "storage/data-read",
      "origin": [
        {
          "file": "alien.ts",
          "line": 5,
          "column": 4,
          "path": "permissions.profiles.run.data[0]"
        }
      ],
      "reason": "Read objects."
    },
    {
      "cloud": "aws",
      "plane": "setup",
      "identity": "setup",
      "effect": "allow",
      "actions": {
        "cloudformation:CreateStack": "write"
      },
      "scope": "stack:shop/stack",
      "on": "arn:${partition}:cloudformation:${region}:${account}:stack/${StackName}/*",
      "conditions": [],
      "set": "stack/provision",
      "origin": [
        {
          "file": "alien.ts",
          "line": 2,
          "column": 4,
          "path": "id"
        }
      ],
      "reason": "Create it."
    },
    {
      "cloud": "aws",
      "plane": "setup",
      "identity": "setup",
      "effect": "allow",
      "actions": {
        "s3:CreateBucket": "write",
        "s3:GetObject": "read data",
        "s3:GetBucketPolicy": "read"
      },
      "scope": "storage:data/bucket",
      "on": "arn:${partition}:s3:::${NamePrefix}-data-${account}-${region}",
      "conditions": [
        {
          "operator": "ForAnyValue:StringEquals",
          "key": "aws:CalledVia",
          "values": [
            "cloudformation.amazonaws.com"
          ]
        }
      ],
      "resource": "data",
      "lifecycle": "frozen",
      "set": "storage/provision",
      "origin": [
        {
          "file": "alien.ts",
          "line": 3,
          "column": 4,
          "path": "resources.data"
        }
      ],
      "reason": "Create it."
    }
  ],
  "guarantees": [
    {
      "id": "G1",
      "cloud": "aws",
      "text": "Management cannot read data.",
      "holds": true,
      "proof": "0 of 2 grants read \"\u202e"
    },
    {
      "id": "G4",
      "cloud": "aws",
      "text": "Management cannot delete \"\u202e.",
      "holds": false,
      "proof": "1 of 2 grants deletes",
      "causes": [
        {
          "text": "\"\u202e",
          "origin": [
            {
              "file": "alien.ts",
              "line": 30,
              "column": 4,
              "path": "permissions.management"
            }
          ]
        },
        {
          "text": "\"\u202e",
          "origin": []
        }
      ]
    }
  ],
  "reach": [
    {
      "resource": "data",
      "kind": "storage",
      "lifecycle": "frozen",
      "management": [],
      "through": [
        {
          "function": "worker",
          "sets": [
            "storage/data-read"
          ],
          "words": [
            "read objects"
          ]
        }
      ],
      "together": [
        "read objects"
      ]
    },
    {
      "resource": "worker",
      "kind": "function",
      "lifecycle": "live",
      "management": [
        "replace code",
        "settings"
      ],
      "through": [],
      "together": [
        "replace code",
        "settings"
      ]
    }
  ],
  "beyond": {
    "management": [],
    "through": [
      {
        "function": "worker",
        "sets": [
          "acme/\"\u202e"
        ],
        "words": [
          "call (acme/\"\u202e, written by the author)"
        ]
      }
    ],
    "together": [
      "call (acme/\"\u202e, written by the author)"
    ]
  },
  "accepted": [
    {
      "check": "management-writes-data",
      "subject": "management/\"\u202e",
      "reason": "\"\u202e",
      "at": {
        "file": "alienc.yaml",
        "line": 3,
        "column": 5
      }
    }
  ]
}
`

func TestJSON(t *testing.T) {
	want := strings.ReplaceAll(smallJSON, `\"\u202e`, "\\\"\\u202e")
	if got := string(JSON(small("\"\u202e"))); got != want {
		t.Errorf("%s", firstDifference(got, want))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got  " + g[i] + "\nwant " + w[i] + "\nin\n" + got
		}
	}
	return "one is the beginning of the other:\n" + got
}

func TestPattern(t *testing.T) {
	for want, text := range map[string]cloud.Text{
		"*": cloud.Lit("*"),
		"":  nil,
		"arn:${partition}:s3:::${NamePrefix}-a-${account}-${region}": cloud.Concat("arn:", aws.Partition, ":s3:::", aws.BucketName("a")),
		"${CodeBucket}/*":         cloud.Concat(aws.CodeBucket, "/*"),
		"${ManagementExternalId}": cloud.Concat(aws.ManagementExternalID),
		"arn:${partition}:cloudformation:${region}:${account}:stack/${StackName}/*": cloud.Concat(aws.StackID),
		"$${aws:username}":          cloud.Lit("${aws:username}"),
		"$$${NamePrefix}":           cloud.Concat("$", aws.Prefix),
		"$$$${NamePrefix}":          cloud.Lit("$${NamePrefix}"),
		"a$$b":                      cloud.Lit("a$b"),
		"{NamePrefix}${NamePrefix}": cloud.Concat("{NamePrefix}", aws.Prefix),
	} {
		if got := pattern(text); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestWord(t *testing.T) {
	j := judge{}
	for action, want := range map[string]string{
		"s3:ListAllMyBuckets":       "list",
		"s3:ListBucket":             "list data",
		"s3:GetObject":              "read data",
		"s3:GetBucketPolicy":        "read",
		"s3:PutObject":              "write data",
		"s3:PutBucketVersioning":    "write",
		"s3:PutBucketPolicy":        "permissions",
		"sqs:SetQueueAttributes":    "permissions",
		"dynamodb:TagResource":      "tag",
		"lambda:UpdateFunctionCode": "write code",
		"ecr:BatchGetImage":         "read code",
		"quantum:Entangle":          "write data",
		"sqs:*":                     "permissions data",
		"lambda:*":                  "permissions data code",
	} {
		if got := word(j.power(right{cloud: cloud.AWS, action: action})); got != want {
			t.Errorf("%s: %s, want %s", action, got, want)
		}
	}
}

func schemaOf(t *testing.T) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.Compile("../docs/schema/access.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func decode(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	return v
}

func TestJSONFollowsItsSchema(t *testing.T) {
	s := schemaOf(t)
	for name, in := range stacks(t) {
		if err := s.Validate(decode(t, JSON(in))); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
	}
	texts(200, func(said string) {
		if err := s.Validate(decode(t, JSON(small("x"+said)))); err != nil {
			t.Errorf("%q: %#v", said, err)
		}
	})
}

func TestSchemaIsClosed(t *testing.T) {
	s := schemaOf(t)
	whole := string(JSON(small("x")))
	if err := s.Validate(decode(t, []byte(whole))); err != nil {
		t.Fatalf("%#v", err)
	}
	for what, change := range map[string][2]string{
		"an unknown key":              {`"stack":`, `"time": 1, "stack":`},
		"an unknown key of a grant":   {`"plane":`, `"risk": "R1", "plane":`},
		"another schema":              {`access/v1`, `access/v2`},
		"another plane":               {`"runtime"`, `"night"`},
		"another effect":              {`"deny"`, `"Deny"`},
		"another level":               {`"read data"`, `"data read"`},
		"an action without service":   {`"s3:GetObject"`, `"GetObject"`},
		"a grant without actions":     {`"cloudformation:CreateStack": "write"`, ``},
		"a grant without reason":      {`"reason": "Read objects."`, `"damage": "x"`},
		"a resource without cycle":    {`"lifecycle": "live",`, ``},
		"a cycle without resource":    {`"resource": "worker",`, ``},
		"another lifecycle":           {`"frozen"`, `"thawed"`},
		"a flag that is false":        {`"custom": true`, `"custom": false`},
		"a condition without key":     {`"key": "aws:x",`, ``},
		"a line zero":                 {`"line": 5`, `"line": 0`},
		"a broken promise uncaused":   {`"holds": false`, `"holds": true`},
		"a promise kept with a cause": {`"holds": true`, `"holds": false`},
		"a guarantee of no number":    {`"G1"`, `"First"`},
		"reach to another kind":       {`"kind": "storage"`, `"kind": "bucket"`},
		"an accepted risk unplaced":   {`"column": 5`, `"columns": 5`},
	} {
		wrong := strings.Replace(whole, change[0], change[1], 1)
		if wrong == whole {
			t.Fatalf("%s: nothing to change", what)
		}
		if s.Validate(decode(t, []byte(wrong))) == nil {
			t.Errorf("the schema takes %s", what)
		}
	}
}

// The document depends on which grants there are, not on their order.
func TestOrderOfThePlanShowsNowhere(t *testing.T) {
	for name, in := range stacks(t) {
		want := JSON(in)
		r := rand.New(rand.NewPCG(3, 4))
		grants := slices.Clone(in.Plan.Grants)
		r.Shuffle(len(grants), func(i, j int) { grants[i], grants[j] = grants[j], grants[i] })
		in.Plan = &iam.Plan{Grants: grants}
		if got := JSON(in); !bytes.Equal(got, want) {
			t.Errorf("%s: %s", name, firstDifference(string(got), string(want)))
		}
	}
}

// Each grant stands in the document once, sorted.
func TestEveryGrantIsListed(t *testing.T) {
	for name, in := range stacks(t) {
		var doc struct {
			Grants []struct {
				Cloud, Plane, Identity, Resource, Set, Scope, On, Effect string

				Actions map[string]string
			}
		}
		if err := json.Unmarshal(JSON(in), &doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.Grants) != len(in.Plan.Grants) {
			t.Errorf("%s: %d grants, want %d", name, len(doc.Grants), len(in.Plan.Grants))
		}
		last := ""
		actions := 0
		for _, g := range doc.Grants {
			key := strings.Join([]string{g.Cloud, g.Plane, g.Identity, g.Resource, g.Set, g.Scope, g.On, g.Effect}, "\x00")
			if key < last {
				t.Errorf("%s: %q comes behind %q", name, key, last)
			}
			last = key
			actions += len(g.Actions)
		}
		for _, g := range in.Plan.Grants {
			actions -= len(g.Actions)
		}
		if actions != 0 {
			t.Errorf("%s: %d actions more than the plan has", name, actions)
		}
	}
}
