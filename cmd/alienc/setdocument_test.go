package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/sets"
)

// everything is a stack that needs every statement of every set: one resource
// of each kind, and what else there must be for it. The ids are words that
// nothing else contains.
const everything = `import * as alien from "@alienplatform/core"
const store = new alien.Storage("xstorex").publicRead(true).versioning(true).build()
const table = new alien.Kv("xtablex").build()
const writeOnly = new alien.Kv("xloggx").build()
const jobs = new alien.Queue("xjobsx").build()
const keys = new alien.Vault("xkeysx").build()
const images = new alien.ArtifactRegistry("ximagesx").build()
const docker = new alien.Function("xdockerx")
  .code({ type: "source", src: ".", toolchain: { type: "docker" } })
  .permissions("xprofilex").ingress("public").concurrencyLimit(2).commandsEnabled(true)
  .link(store).link(table).link(writeOnly).link(jobs).link(keys).link(images)
  .build()
const worker = new alien.Function("xworkerx")
  .code({ type: "source", src: ".", toolchain: { type: "typescript" } })
  .permissions("xprofilex")
  .link(store).link(table).link(writeOnly).link(jobs).link(keys).link(images)
  .trigger({ type: "queue", queue: jobs.ref() })
  .trigger({ type: "storage", storage: store.ref(), events: ["created"] })
  .trigger({ type: "schedule", cron: "0 3 * * *" })
  .build()
const caller = new alien.Function("xcallerx")
  .code({ type: "source", src: ".", toolchain: { type: "typescript" } })
  .permissions("xcallingx").link(docker)
  .build()
export default new alien.Stack("xstackx").platforms(["aws"])
  .add(store, "live").add(table, "live").add(writeOnly, "live").add(jobs, "live").add(keys, "live").add(images, "live")
  .add(docker, "live").add(worker, "live").add(caller, "live")
  .permissions({ profiles: {
    xprofilex: {
      xstorex: ["storage/data-read", "storage/data-write"],
      xtablex: ["kv/data-read", "kv/data-write"],
      xloggx: ["kv/data-write"],
      xjobsx: ["queue/data-read", "queue/data-write"],
      xkeysx: ["vault/data-read", "vault/data-write"],
      ximagesx: ["artifact-registry/pull", "artifact-registry/push"],
    },
    xcallingx: { xdockerx: ["function/invoke"] },
  } })
  .build()
`

// planOf derives who may do what in a stack.
func planOf(t *testing.T, source string) *iam.Plan {
	t.Helper()
	file := filepath.Join(t.TempDir(), "alien.ts")
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := compiler.Compile(context.Background(), compiler.Options{Entry: file, Available: available()})
	if err != nil {
		t.Fatal(err)
	}
	if r.Diagnostics.HasErrors() {
		t.Fatal(r.Diagnostics)
	}
	return iam.Derive(r.Stack, r.Targets)
}

var xWord = regexp.MustCompile(`x[a-z]+x`)

// inWords writes a text of a grant as the document does.
func inWords(g iam.Grant, text cloud.Text) string {
	s := strings.ReplaceAll(text.Resolve(placeholder), "<stack>", "xstackx")
	s = xWord.ReplaceAllStringFunc(s, func(id string) string {
		switch {
		case id == "xstackx":
			return "<stack>"
		case strings.HasPrefix(id, "xprofile"), strings.HasPrefix(id, "xcalling"):
			return "<profile>"
		case id == g.Source:
			return "<source>"
		}
		return "<id>"
	})
	return regexp.MustCompile(`-\d$`).ReplaceAllString(s, "-<n>")
}

// flat writes one grant of one statement on a line.
func flat(statement, effect, principal, on string, actions, conditions []string) string {
	return fmt.Sprintf("%s %s [%s] %s on %s if %s", effect, statement, principal, strings.Join(actions, " "), on, strings.Join(conditions, "; "))
}

// TestShownIsWhatIsGranted derives a stack that has everything and compares
// each grant with what is shown of its set. Nothing is granted that is not
// shown, and nothing is shown that is never granted.
func TestShownIsWhatIsGranted(t *testing.T) {
	plan := planOf(t, everything)
	granted := map[string]bool{}
	for _, g := range plan.Grants {
		var actions, conditions []string
		actions = append(actions, g.Actions...)
		for _, c := range g.Conditions {
			var values []string
			for _, v := range c.Values {
				values = append(values, inWords(g, v))
			}
			values = slices.Compact(values) // of what is numbered
			conditions = append(conditions, c.Operator+" "+c.Key+"="+strings.Join(values, ","))
		}
		principal := ""
		switch who, service := strings.CutPrefix(g.Identity, "service:"); {
		case service:
			principal = who
		case g.Identity == "anyone", g.Identity == iam.Vendor:
			principal = g.Identity
		}
		set := g.Set
		if purpose, ok := strings.CutPrefix(g.Set, "derived:"); ok {
			set = derivedID(t, purpose, g.Statement, g.Actions)
		}
		granted[set+": "+flat(g.Statement, string(g.Effect), principal, inWords(g, g.On), actions, conditions)] = true
	}
	shown := map[string]bool{}
	for _, s := range describe(everySet()).Sets {
		for _, st := range s.AWS {
			var actions, conditions []string
			for _, a := range st.Actions {
				actions = append(actions, a.Name)
			}
			for _, c := range st.Conditions {
				values := slices.DeleteFunc(c.Values, onlyPolicy)
				conditions = append(conditions, c.Operator+" "+c.Key+"="+strings.Join(values, ","))
			}
			for _, p := range st.On {
				for _, pattern := range p.Patterns {
					if !onlyPolicy(pattern) {
						shown[s.ID+": "+flat(st.ID, string(st.Effect), st.Principal, pattern, actions, conditions)] = true
					}
				}
			}
		}
	}
	for line := range granted {
		if !shown[line] {
			t.Errorf("granted, not shown: %s", line)
		}
	}
	for line := range shown {
		if !granted[line] {
			t.Errorf("shown, never granted: %s", line)
		}
	}
	if len(granted) < 80 {
		t.Errorf("only %d grants were compared", len(granted))
	}
}

// onlyPolicy is the policy of a management that has one; here it has several.
func onlyPolicy(pattern string) bool {
	return strings.HasSuffix(pattern, ":policy/<prefix>-management")
}

// derivedID finds the derived set of a purpose that has a statement.
func derivedID(t *testing.T, purpose, statement string, actions []string) string {
	t.Helper()
	for _, s := range sets.AllDerived() {
		for _, r := range s.AWS {
			if s.Derived && s.Purpose == purpose && r.Sid == statement && slices.Equal(actions, slices.Concat(r.Allow, r.Deny)) {
				return s.ID
			}
		}
	}
	t.Fatalf("no set is %s with %s", purpose, statement)
	return ""
}

func TestWhatAnActionCanDo(t *testing.T) {
	for name, want := range map[string]string{
		"s3:GetBucketLocation":      "read",
		"s3:GetObject":              "read, reads data",
		"s3:ListBucket":             "list, reads data",
		"sqs:SendMessage":           "write, writes data",
		"lambda:UpdateFunctionCode": "write, code",
		"iam:PassRole":              "write, hands out identities",
		"s3:*":                      "every action of the service",
	} {
		if got := action(name).power(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// The names in the document are those that a template has.
func TestPatternsAreNamesOfTheStack(t *testing.T) {
	for _, c := range []struct{ kind, part, want string }{
		{"storage", "objects", "arn:aws:s3:::<prefix>-<id>-<account>-<region>/*"},
		{"vault", "path", "arn:aws:ssm:<region>:<account>:parameter/<prefix>/<id>"},
		{"function", "code", "arn:aws:s3:::<code-bucket>/*"},
		{"function", "schedules", "arn:aws:scheduler:<region>:<account>:schedule/<prefix>/<prefix>-<id>-<n>"},
		{"profile", "role", "arn:aws:iam::<account>:role/<prefix>-<profile>"},
		{"management", "policies", "arn:aws:iam::<account>:policy/<prefix>-management arn:aws:iam::<account>:policy/<prefix>-management-<n>"},
		{"stack", "stack", "arn:aws:cloudformation:<region>:<account>:stack/<stack>/*"},
		{"stack", "any", "*"},
	} {
		if got := strings.Join(patterns(c.kind, c.part), " "); got != c.want {
			t.Errorf("%s of %s: %s, want %s", c.part, c.kind, got, c.want)
		}
	}
	numbered := aws.ManagementPolicyName(1, 2).Resolve(placeholder)
	if numbered != "<prefix>-management-2" {
		t.Errorf("the second policy of management is %s", numbered)
	}
}
