package sdk

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

// at is a call, and every value in it, on one line of the author's file.
type at int

func (a at) Pos() ir.Pos                { return ir.Pos{File: "alien.ts", Line: int(a), Column: 1} }
func (a at) Arg(int, Value) Origin      { return a }
func (a at) Field(string, Value) Origin { return a }
func (a at) Key(string) ir.Pos          { return a.Pos() }
func (a at) Item(int, Value) Origin     { return a }

var yes = Value{Type: Boolean, Bool: true}

func text(s string) Value          { return Value{Type: String, Text: s} }
func num(f float64) Value          { return Value{Type: Number, Number: f} }
func array(items ...Value) Value   { return Value{Type: Array, Items: items} }
func record(list ...Field) Value   { return Value{Type: Record, Fields: list} }
func handle(o *Object) Value       { return Value{Type: Handle, Object: o} }
func f(name string, v Value) Field { return Field{name, v} }

// recording is a session with builders of each kind.
type recording struct {
	*Session
	t    *testing.T
	line at
}

func recordingOf(t *testing.T) *recording { return &recording{Session: NewSession("alien.ts"), t: t} }

func (r *recording) new(class string, id string) *Object {
	r.t.Helper()
	c, ok := Lookup(class)
	if !ok {
		r.t.Fatalf("no class %s", class)
	}
	r.line++
	return r.New(c, []Value{text(id)}, r.line)
}

func (r *recording) call(o *Object, method string, args ...Value) *recording {
	r.t.Helper()
	m := o.class.method(method)
	if m == nil {
		r.t.Fatalf("no method %s", method)
	}
	r.line++
	r.Call(o, m, args, r.line)
	return r
}

func (r *recording) build(o *Object) *Object {
	r.line++
	return r.Build(o, nil, r.line)
}

func (r *recording) messages() []string {
	var list []string
	for _, d := range r.Diagnostics {
		list = append(list, d.ID+": "+d.Message)
	}
	return list
}

func TestSettings(t *testing.T) {
	for _, test := range []struct {
		class, method string
		args          []Value
		want          ir.Resource
	}{
		{"Storage", "publicRead", []Value{yes}, &ir.Storage{PublicRead: true}},
		{"Storage", "versioning", []Value{yes}, &ir.Storage{Versioning: true}},
		{
			"Storage", "lifecycleRules",
			[]Value{array(record(f("days", num(3))), record(f("days", num(9)), f("prefix", text("tmp/"))))},
			&ir.Storage{LifecycleRules: []ir.LifecycleRule{{Days: 3}, {Days: 9, Prefix: "tmp/"}}},
		},
		{"ArtifactRegistry", "replicationRegions", []Value{array(text("eu-west-1"))}, &ir.ArtifactRegistry{ReplicationRegions: []string{"eu-west-1"}}},
		{
			"Function", "code",
			[]Value{record(f("type", text("image")), f("image", text("nginx")))},
			&ir.Function{Code: ir.Code{Image: "nginx"}},
		},
		{
			"Function", "code",
			[]Value{record(f("type", text("source")), f("src", text(".")), f("toolchain", record(f("type", text("rust")), f("binaryName", text("app")))))},
			&ir.Function{Code: ir.Code{Source: &ir.Source{Dir: ".", Toolchain: ir.ToolchainRust, Binary: "app"}}},
		},
		{
			"Function", "code",
			[]Value{record(f("type", text("source")), f("src", text(".")), f("toolchain", record(f("type", text("docker")), f("target", text("run")))))},
			&ir.Function{Code: ir.Code{Source: &ir.Source{Dir: ".", Toolchain: ir.ToolchainDocker, Dockerfile: "Dockerfile", Target: "run"}}},
		},
		{"Function", "permissions", []Value{text("p")}, &ir.Function{Profile: "p"}},
		{"Function", "memoryMb", []Value{num(512)}, &ir.Function{Memory: 512}},
		{"Function", "timeoutSeconds", []Value{num(30)}, &ir.Function{Timeout: 30}},
		{"Function", "concurrencyLimit", []Value{{}}, &ir.Function{}},
		{"Function", "concurrencyLimit", nil, &ir.Function{}},
		{"Function", "ingress", []Value{text("public")}, &ir.Function{Ingress: ir.Public}},
		{"Function", "publicEndpoint", []Value{text("www")}, &ir.Function{Ingress: ir.Public, Endpoint: "www"}},
		{
			"Function", "environment",
			[]Value{record(f("B", text("2")), f("A", text("1")))},
			&ir.Function{Environment: []ir.Variable{{Name: "A", Value: "1"}, {Name: "B", Value: "2"}}},
		},
		{
			"Function", "trigger",
			[]Value{record(f("type", text("queue")), f("queue", record(f("type", text("queue")), f("id", text("jobs")))))},
			&ir.Function{Triggers: []ir.Trigger{&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ir.Ref{Kind: ir.KindQueue, ID: "jobs"}}}},
		},
		{
			"Function", "trigger",
			[]Value{record(f("type", text("storage")), f("storage", record(f("type", text("storage")), f("id", text("data")))), f("events", array(text("deleted"))))},
			&ir.Function{Triggers: []ir.Trigger{&ir.StorageTrigger{TriggerPath: "triggers[0]", Storage: ir.Ref{Kind: ir.KindStorage, ID: "data"}, Events: []ir.StorageEvent{ir.ObjectDeleted}}}},
		},
		{
			"Function", "trigger",
			[]Value{record(f("type", text("schedule")), f("cron", text("* * * * *")))},
			&ir.Function{Triggers: []ir.Trigger{&ir.ScheduleTrigger{TriggerPath: "triggers[0]", Cron: "* * * * *"}}},
		},
		{"Function", "readinessProbe", []Value{record(f("method", text("HEAD")))}, &ir.Function{Probe: &ir.Probe{Method: "HEAD", Path: "/"}}},
		{"Function", "commandsEnabled", []Value{yes}, &ir.Function{Commands: true}},
	} {
		t.Run(test.class+"."+test.method, func(t *testing.T) {
			r := recordingOf(t)
			o := r.new(test.class, "x")
			r.call(o, test.method, test.args...)
			if found := r.messages(); found != nil {
				t.Fatal(found)
			}
			got := o.resource
			defaults(test.want)
			*test.want.Info() = *got.Info()
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

// defaults fills in what the language reference gives for a setting that was
// not made.
func defaults(r ir.Resource) {
	switch r := r.(type) {
	case *ir.Storage:
		if r.LifecycleRules == nil {
			r.LifecycleRules = []ir.LifecycleRule{}
		}
	case *ir.Function:
		if r.Memory == 0 {
			r.Memory = 256
		}
		if r.Timeout == 0 {
			r.Timeout = 180
		}
		if r.Ingress == "" {
			r.Ingress = ir.Private
		}
		if r.Environment == nil {
			r.Environment = []ir.Variable{}
		}
		if r.Links == nil {
			r.Links = []ir.Ref{}
		}
		if r.Triggers == nil {
			r.Triggers = []ir.Trigger{}
		}
	}
}

// Every setter of every class must be proved by TestSettings or by one of the
// tests that build whole stacks.
func TestEveryMethodRefusesStrangeValues(t *testing.T) {
	for _, c := range Classes {
		for _, m := range c.Methods {
			r := recordingOf(t)
			o := r.new(c.Name, "x")
			r.call(o, m.Name, Value{Type: Strange, Text: "a function"})
			list := r.messages()
			if len(list) == 0 || !strings.HasPrefix(list[0], "wrong-argument-type: "+m.Name+" expects ") || !strings.HasSuffix(list[0], ", got a function") {
				t.Errorf("%s.%s(function): %q", c.Name, m.Name, list)
			}
			r = recordingOf(t)
			o = r.new(c.Name, "x")
			args := make([]Value, len(m.Params)+1)
			for i := range args {
				args[i] = Value{Type: Ignored}
			}
			r.call(o, m.Name, args...)
			if list := r.messages(); len(list) != 1 || !strings.Contains(list[0], " takes ") {
				t.Errorf("%s.%s with an argument too many: %q", c.Name, m.Name, list)
			}
		}
	}
}

func TestTheSameResourceInTwoPlaces(t *testing.T) {
	r := recordingOf(t)
	data := r.build(r.new("Storage", "data"))
	s := r.new("Stack", "app")
	r.call(s, "add", handle(data), text("frozen")).call(s, "add", handle(data), text("live"))
	stack := r.Finish(handle(r.build(s)), true)
	if len(stack.Resources) != 2 || stack.Resources[0].Info().Lifecycle != ir.Frozen || stack.Resources[1].Info().Lifecycle != ir.Live {
		t.Errorf("got %v", stack.Resources)
	}
	if a, b := stack.Resources[0].Info().Added.Line, stack.Resources[1].Info().Added.Line; a != 4 || b != 5 {
		t.Errorf("added at lines %d and %d", a, b)
	}
}

func TestTwoStacksOfOneFile(t *testing.T) {
	r := recordingOf(t)
	data := r.build(r.new("Storage", "data"))
	one, two := r.new("Stack", "one"), r.new("Stack", "two")
	r.call(one, "add", handle(data), text("frozen")).call(two, "add", handle(data), text("live"))
	if stack := r.Finish(handle(r.build(one)), true); stack.ID != "one" || stack.Resources[0].Info().Lifecycle != ir.Frozen {
		t.Errorf("got %+v", stack)
	}
}

func TestBuildGivesOneResult(t *testing.T) {
	r := recordingOf(t)
	o := r.new("Kv", "cache")
	first := r.build(o)
	if second := r.build(o); first != second || r.build(first) != first || !first.Built() || o.Built() {
		t.Error("a builder has more than one result")
	}
	if ref := r.Ref(first, r.line); ref != (ir.Ref{Kind: ir.KindKv, ID: "cache"}) {
		t.Errorf("ref %v", ref)
	}
	if list := r.messages(); list != nil {
		t.Error(list)
	}
}

func TestCustomSet(t *testing.T) {
	r := recordingOf(t)
	s := r.new("Stack", "app")
	set := record(f("id", text("acme/x")), f("description", text("d")), f("platforms", record(
		f("aws", array(record(
			f("effect", text("Deny")), f("label", text("l")),
			f("grant", record(f("actions", array(text("s3:GetObject"))))),
			f("binding", record(f("resource", record(
				f("resources", array(text("arn"))),
				f("condition", record(
					f("StringLike", record(f("b", text("2")), f("a", array(text("1"), text("3"))))),
					f("Bool", record(f("c", text("true")))),
				)),
			)))),
		))),
		f("gcp", array(record(
			f("grant", record(f("permissions", array(text("p"))), f("predefinedRoles", array(text("roles/x"))), f("residualPermissions", array(text("q"))))),
			f("binding", record(f("stack", record(f("scope", text("s")), f("condition", record(f("title", text("t")), f("expression", text("e")))))))),
		))),
		f("azure", array(record(
			f("grant", record(f("actions", array(text("a"))), f("dataActions", array(text("b"))))),
			f("binding", record(f("resource", record(f("scope", text("z")))))),
		))),
	)))
	body := record(f("*", array(text("kv/data-read"), set)))
	r.call(s, "permissions", record(f("profiles", record(f("p", body))), f("management", record(f("override", body)))))
	if list := r.messages(); list != nil {
		t.Fatal(list)
	}
	stack := r.Finish(handle(r.build(s)), true)
	if m := stack.Management; m.Mode != ir.ManagementOverride || len(m.Grants) != 1 || m.Grants[0].Path != "permissions.management.override.*" {
		t.Errorf("management %+v", stack.Management)
	}
	got := stack.Profile("p").Grants[0].Sets[1]
	got.Custom.Places = nil
	want := &ir.CustomSet{
		Description: "d",
		AWS: []ir.AWSRule{{Effect: "Deny", Label: "l", Actions: []string{"s3:GetObject"}, Resource: &ir.AWSBinding{
			Resources: []string{"arn"},
			Condition: []ir.AWSCondition{
				{Operator: "Bool", Key: "c", Values: []string{"true"}},
				{Operator: "StringLike", Key: "a", Values: []string{"1", "3"}},
				{Operator: "StringLike", Key: "b", Values: []string{"2"}},
			},
		}}},
		GCP: []ir.GCPRule{{
			Permissions: []string{"p"}, PredefinedRoles: []string{"roles/x"}, Residual: []string{"q"},
			Stack: &ir.GCPBinding{Scope: "s", Condition: &ir.GCPCondition{Title: "t", Expression: "e"}},
		}},
		Azure: []ir.AzureRule{{Actions: []string{"a"}, DataActions: []string{"b"}, Resource: &ir.AzureBinding{Scope: "z"}}},
	}
	if got.ID != "acme/x" || !reflect.DeepEqual(got.Custom, want) {
		t.Errorf("got %s %+v, want %+v", got.ID, got.Custom, want)
	}
	written, err := StackJSON(stack)
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Permissions struct {
			Profiles map[string]map[string][]json.RawMessage
		}
	}
	if err := json.Unmarshal(written, &document); err != nil {
		t.Fatal(err)
	}
	var compact strings.Builder
	for _, one := range document.Permissions.Profiles["p"]["*"] {
		compact.WriteString(strings.Join(strings.Fields(string(one)), ""))
	}
	wantJSON := `"kv/data-read"{"id":"acme/x","description":"d","platforms":{` +
		`"aws":[{"effect":"Deny","label":"l","grant":{"actions":["s3:GetObject"]},"binding":{"resource":{"resources":["arn"],"condition":{"Bool":{"c":"true"},"StringLike":{"a":["1","3"],"b":"2"}}}}}],` +
		`"gcp":[{"grant":{"permissions":["p"],"predefinedRoles":["roles/x"],"residualPermissions":["q"]},"binding":{"stack":{"scope":"s","condition":{"title":"t","expression":"e"}}}}],` +
		`"azure":[{"grant":{"actions":["a"],"dataActions":["b"]},"binding":{"resource":{"scope":"z"}}}]}}`
	if compact.String() != wantJSON {
		t.Errorf("got\n%s\nwant\n%s", compact.String(), wantJSON)
	}
}

func TestFieldsOfAnotherCloud(t *testing.T) {
	r := recordingOf(t)
	s := r.new("Stack", "app")
	entry := record(f("effect", text("Deny")), f("grant", record(f("actions", array()))), f("binding", record()))
	set := record(f("id", text("acme/x")), f("description", text("d")), f("platforms", record(f("gcp", array(entry)))))
	r.call(s, "permissions", record(f("profiles", record(f("p", record(f("*", array(set))))))))
	want := []string{
		`unknown-option: unknown key "effect" in permissions.profiles.p.*[0].platforms.gcp[0]`,
		`unknown-option: unknown key "actions" in permissions.profiles.p.*[0].platforms.gcp[0].grant`,
	}
	if got := r.messages(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStackJSON(t *testing.T) {
	limit := 4
	stack := (&ir.Stack{
		ID: "app", HasPermissions: true, Platforms: []string{"aws"},
		Management: &ir.Management{Mode: ir.ManagementAuto},
		Profiles:   []*ir.Profile{{Name: "p", Grants: []ir.Keyed{{Key: "data", Sets: []ir.SetUse{{ID: "storage/data-read"}}}}}},
		Resources: []ir.Resource{
			&ir.Storage{Common: ir.Common{ID: "data", Lifecycle: ir.Frozen}, Versioning: true, LifecycleRules: []ir.LifecycleRule{{Days: 3}}},
			&ir.Kv{Common: ir.Common{ID: "cache", Lifecycle: ir.Live}},
			&ir.ArtifactRegistry{Common: ir.Common{ID: "images", Lifecycle: ir.Frozen}},
			&ir.Function{
				Common: ir.Common{ID: "api", Lifecycle: ir.Live}, Memory: 256, Timeout: 180, Concurrency: &limit, Ingress: ir.Private, Profile: "p",
				Code:        ir.Code{Source: &ir.Source{Dir: "./api", Toolchain: ir.ToolchainTypeScript}},
				Environment: []ir.Variable{{Name: "HTML", Value: "<b>&"}},
				Links:       []ir.Ref{{Kind: ir.KindStorage, ID: "data"}},
				Triggers:    []ir.Trigger{&ir.ScheduleTrigger{Cron: "0 3 * * *"}, &ir.QueueTrigger{Queue: ir.Ref{Kind: ir.KindQueue, ID: "jobs"}}},
			},
		},
	}).Seal()
	got, err := StackJSON(stack)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "id": "app",
  "resources": {
    "data": {
      "config": {
        "type": "storage",
        "id": "data",
        "publicRead": false,
        "versioning": true,
        "lifecycleRules": [
          {
            "days": 3
          }
        ]
      },
      "lifecycle": "frozen",
      "dependencies": []
    },
    "cache": {
      "config": {
        "type": "kv",
        "id": "cache"
      },
      "lifecycle": "live",
      "dependencies": []
    },
    "images": {
      "config": {
        "type": "artifact-registry",
        "id": "images"
      },
      "lifecycle": "frozen",
      "dependencies": []
    },
    "api": {
      "config": {
        "type": "function",
        "id": "api",
        "code": {
          "type": "source",
          "src": "./api",
          "toolchain": {
            "type": "typescript"
          }
        },
        "memoryMb": 256,
        "timeoutSeconds": 180,
        "environment": {
          "HTML": "<b>&"
        },
        "ingress": "private",
        "commandsEnabled": false,
        "concurrencyLimit": 4,
        "links": [
          {
            "type": "storage",
            "id": "data"
          }
        ],
        "triggers": [
          {
            "type": "schedule",
            "cron": "0 3 * * *"
          },
          {
            "type": "queue",
            "queue": {
              "type": "queue",
              "id": "jobs"
            }
          }
        ],
        "permissions": "p"
      },
      "lifecycle": "live",
      "dependencies": []
    }
  },
  "permissions": {
    "profiles": {
      "p": {
        "data": [
          "storage/data-read"
        ]
      }
    },
    "management": "auto"
  },
  "supportedPlatforms": [
    "aws"
  ]
}
`
	if string(got) != want {
		t.Errorf("got\n%s", got)
	}
}

func TestShow(t *testing.T) {
	for want, v := range map[string]Value{
		"undefined": {}, "null": {Type: Null}, "true": yes, "1.5": num(1.5), "1000000": num(1e6), "1e+30": num(1e30),
		`"a\"b"`: text(`a"b`), "an array": array(), "an object": record(), "a Set": {Type: Strange, Text: "a Set"},
		`"` + strings.Repeat("ä", 40) + `…"`: text(strings.Repeat("ä", 41)),
	} {
		if got := show(v); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// Each name means one thing, and no kind of package ir lacks its class.
func TestExports(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range append(Exports(), Quiet()...) {
		if seen[name] {
			t.Errorf("%s is exported twice", name)
		}
		seen[name] = true
	}
	for _, kind := range ir.Kinds {
		c, ok := Lookup(kind.Noun())
		if !ok || c.Kind != kind || c.fresh().Kind() != kind {
			t.Errorf("%s has no class", kind)
		}
	}
	if a, b := byName["Worker"], byName["Function"]; a != b {
		t.Error("Worker and Function differ")
	}
	for _, name := range []string{"Postgres", "Network", "AzureServiceBusNamespace"} {
		if c, ok := Lookup(name); !ok || !c.Unsupported() {
			t.Errorf("%s is not told to be unsupported", name)
		}
	}
}
