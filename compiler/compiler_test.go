package compiler_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

const sdkImport = "import * as alien from \"@alienplatform/core\"\n"

// project writes files into a folder of their own.
func project(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func compile(t *testing.T, files map[string]string, env map[string]string) *compiler.Result {
	t.Helper()
	return compileAt(t, filepath.Join(project(t, files), "alien.ts"), env)
}

func compileAt(t *testing.T, entry string, env map[string]string) *compiler.Result {
	t.Helper()
	result, err := compiler.Compile(context.Background(), compiler.Options{
		Entry: entry, Env: env, Available: []cloud.Name{cloud.AWS},
		Overrun: func(d diag.Diagnostic) { panic(d.Message) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func messages(list diag.List) string {
	var b strings.Builder
	for _, d := range list {
		b.WriteString(d.Pos.String() + " [" + d.ID + "] " + d.Message + "\n")
	}
	return b.String()
}

func TestCompile(t *testing.T) {
	result := compile(t, map[string]string{
		"alien.ts": sdkImport + `import { rules } from "./lib/rules.js"
import limits from "./limits.json"
const uploads = new alien.Storage("uploads").lifecycleRules(rules).build()
const api = new alien.Worker("api")
  .code({ type: "source", src: "./api", toolchain: { type: "docker", buildArgs: { B: "2", A: "1" } } })
  .memoryMb(limits.memory)
  .concurrencyLimit(4)
  .environment({ STAGE: process.env.STAGE, ALPHA: "a" })
  .link(uploads)
  .trigger({ type: "storage", storage: uploads.ref(), events: ["created"] })
  .trigger({ type: "schedule", cron: "0 3 * * *" })
  .readinessProbe({})
  .permissions("execution")
  .build()
const orphan = new alien.Kv("orphan").build()
export default new alien.Stack("app")
  .add(uploads, "frozen")
  .add(api, "live")
  .permissions({ profiles: { execution: { uploads: ["storage/data-read"] } } })
  .build()
`,
		"lib/rules.ts":   "export const rules: { days: number }[] = [{ days: 30 }]\n",
		"limits.json":    `{ "memory": 1024 }`,
		"api/Dockerfile": "FROM scratch\n",
		"package.json":   "{}",
	}, map[string]string{"STAGE": "prod", "UNUSED": "x"})
	if result.Diagnostics.HasErrors() {
		t.Fatal(messages(result.Diagnostics))
	}
	f, ok := result.Stack.Resource("api").(*ir.Function)
	if !ok {
		t.Fatal("api is no function")
	}
	if f.Memory != 1024 || f.Timeout != ir.DefaultTimeout || *f.Concurrency != 4 || f.Ingress != ir.Private || f.Profile != "execution" {
		t.Errorf("settings: %+v", f)
	}
	if f.Lifecycle != ir.Live {
		t.Errorf("lifecycle %s", f.Lifecycle)
	}
	if s := f.Code.Source; s == nil || s.Dir != "./api" || s.Dockerfile != "Dockerfile" || !slices.Equal(s.BuildArgs, []ir.Variable{{Name: "A", Value: "1"}, {Name: "B", Value: "2"}}) {
		t.Errorf("code: %+v", f.Code.Source)
	}
	if want := []ir.Variable{{Name: "ALPHA", Value: "a"}, {Name: "STAGE", Value: "prod"}}; !slices.Equal(f.Environment, want) {
		t.Errorf("environment: %v", f.Environment)
	}
	if want := []ir.Ref{{Kind: ir.KindStorage, ID: "uploads"}}; !slices.Equal(f.Links, want) {
		t.Errorf("links: %v", f.Links)
	}
	if *f.Probe != (ir.Probe{Method: "GET", Path: "/"}) {
		t.Errorf("probe: %v", f.Probe)
	}
	if len(f.Triggers) != 2 || f.Triggers[1].Path() != "triggers[1]" {
		t.Errorf("triggers: %v", f.Triggers)
	}
	if len(result.Stack.Unadded) != 1 || result.Stack.Unadded[0].Info().ID != "orphan" {
		t.Errorf("not added: %v", result.Stack.Unadded)
	}
	var names []string
	for _, input := range result.Inputs {
		names = append(names, input.Path)
	}
	if want := []string{"alien.ts", "lib/rules.ts", "limits.json"}; !slices.Equal(names, want) {
		t.Errorf("inputs %v, want %v", names, want)
	}
	if size := result.Inputs[2].Size; size != 18 {
		t.Errorf("limits.json has %d bytes", size)
	}
	if want := []string{"STAGE"}; !slices.Equal(result.Env, want) {
		t.Errorf("variables read: %v, want %v", result.Env, want)
	}
	if !slices.Equal(result.Targets, []cloud.Name{cloud.AWS}) {
		t.Errorf("targets %v", result.Targets)
	}
}

// What an author's value got wrong is said once, not again by what follows.
func TestOneErrorForOneMistake(t *testing.T) {
	for source, want := range map[string]string{
		`const api = new alien.Function("api").code({ type: "img" }).permissions(5).build()
export default new alien.Stack("app").add(api, "live").build()
`: `alien.ts:2:52 [wrong-argument-type] code.type expects "image" or "source", got "img"
alien.ts:2:73 [wrong-argument-type] permissions expects a string, got 5
`,
		// What follows a wrong element keeps its number, and so its place.
		`const data = new alien.Storage("data").lifecycleRules([{ dayz: 3 }, 5, { days: 1 }, { days: 0 }]).build()
export default new alien.Stack("app").add(data, "live").platforms([1, "aws", "local"]).build()
`: `alien.ts:2:58 [unknown-option] unknown key "dayz" in lifecycleRules[0]
alien.ts:2:69 [wrong-argument-type] lifecycleRules[1] expects an object, got 5
alien.ts:2:93 [lifecycle-rule-invalid] lifecycleRules[3].days must be at least 1
alien.ts:3:68 [wrong-argument-type] platforms[0] expects "aws", "gcp", "azure", "kubernetes", "local", "test" or "machines", got 1
alien.ts:3:78 [platform-ignored] platform "local" is ignored by alienc
`,
		`const api = new alien.Function("api").code({ type: "image", image: "a.b/c@sha256:` + strings.Repeat("0", 64) + `" }).permissions("p")
  .link("x").link(new alien.Kv("x"))
  .trigger({ type: "queue", queue: new alien.Queue("q").ref() })
  .build()
export default new alien.Stack("app").add(api, "live").permissions({ profiles: { p: {} } }).build()
`: `alien.ts:3:9 [wrong-argument-type] link expects a built resource, got "x"
alien.ts:3:19 [unbuilt-resource] Function.link got an unbuilt Kv builder "x"
alien.ts:4:57 [unbuilt-resource] Queue.ref got an unbuilt Queue builder "q"
`,
	} {
		result := compile(t, map[string]string{"alien.ts": sdkImport + source}, nil)
		if got := messages(result.Diagnostics); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
	}
}

// The result tells which risks were really there, in the order of the file
// that accepts them. What the evaluation refused may have been one.
func TestAcceptedRisks(t *testing.T) {
	const reads, reason = "management-reads-data", "The customer asked for it in writing."
	entry := func(line int, subject string) ir.Accepted {
		return ir.Accepted{Check: reads, Subject: subject, Reason: reason, Pos: ir.Pos{File: "alienc.yaml", Line: line, Column: 5}}
	}
	data, logs := entry(9, "management/storage:data/storage/data-read"), entry(6, "management/storage:logs/storage/data-read")
	gone := entry(3, "management/storage:site/storage/data-read")
	source := sdkImport + `export default new alien.Stack("app")
  .add(new alien.Storage("data").build(), "frozen")
  .add(new alien.Storage("logs").build(), "frozen")
  .permissions({ profiles: {}, management: { extend: { "*": ["storage/data-read"] } } })
  .build()
`
	for name, c := range map[string]struct {
		source   string
		accepted []ir.Accepted
		want     []ir.Accepted
		findings int // errors
	}{
		"all that is there": {source, []ir.Accepted{data, logs}, []ir.Accepted{logs, data}, 0},
		"one that is not":   {source, []ir.Accepted{gone, data, logs}, []ir.Accepted{logs, data}, 1},
		"one that is refused before": {
			strings.Replace(source, `"storage/data-read"`, `7`, 1), []ir.Accepted{data, logs}, nil, 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := compiler.Compile(context.Background(), compiler.Options{
				Entry:     filepath.Join(project(t, map[string]string{"alien.ts": c.source}), "alien.ts"),
				Available: []cloud.Name{cloud.AWS}, Accepted: c.accepted,
				Overrun: func(d diag.Diagnostic) { panic(d.Message) },
			})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(result.Accepted, c.want) || result.Diagnostics.Count(diag.Error) != c.findings {
				t.Errorf("accepted %v, want %v; findings:\n%s", result.Accepted, c.want, messages(result.Diagnostics))
			}
		})
	}
}

func TestDeterministic(t *testing.T) {
	files := map[string]string{"alien.ts": sdkImport + `
const profiles: any = {}
const stack = new alien.Stack("app")
for (const id of ["c", "a", "b"]) {
  stack.add(new alien.Storage(id).build(), "frozen")
  profiles["p" + id] = { [id]: ["storage/data-read"] }
}
export default stack.permissions({ profiles }).build()
`}
	var first []byte
	for range 5 {
		result := compile(t, files, nil)
		document, err := ir.Encode(result.Stack)
		if err != nil {
			t.Fatal(err)
		}
		document = append(document, messages(result.Diagnostics)...)
		if first == nil {
			first = document
		}
		if !bytes.Equal(first, document) {
			t.Fatalf("first\n%s\nthen\n%s", first, document)
		}
	}
}

func TestEntryCannotBeRead(t *testing.T) {
	_, err := compiler.Compile(context.Background(), compiler.Options{Entry: filepath.Join(t.TempDir(), "alien.ts")})
	if err == nil || !os.IsNotExist(err) {
		t.Errorf("got %v", err)
	}
}

// Nothing outside the project is read, by whatever way an import leads there.
func TestJail(t *testing.T) {
	outside := project(t, map[string]string{"secret.json": `{ "key": "s3cret" }`, "secret.ts": "export const key = 's3cret'\n", "node_modules/pkg/index.js": "module.exports = 's3cret'\n"})
	for _, test := range []struct{ name, spec, want string }{
		{"relative path", "../secret.json", "it lies outside the project"},
		{"linked file", "./link.json", "it lies outside the project"},
		{"linked folder", "./folder/secret", "it lies outside the project"},
		{"linked package", "linked", "it lies outside the project"},
		{"package above the project", "pkg", "the project's node_modules has no such package"},
		{"package by a path", "./node_modules/linked/index.js", "it lies outside the project"},
		{"dots in a package", "pkg/../../secret.json", "it lies outside the project"},
		{"main of a package", "escape", "it lies outside the project"},
		{"exports of a package", "exported", "the package does not export it"},
		{"absolute path", filepath.ToSlash(filepath.Join(outside, "secret.json")), "imports are relative paths or packages"},
		{"file URL", "file://" + filepath.ToSlash(filepath.Join(outside, "secret.json")), "alien.ts runs without host access"},
		{"data URL", "data:text/javascript,export default 1", "alien.ts runs without host access"},
		{"folder", "./folder", "there is no such file"},
		{"nothing", "", "imports are relative paths or packages"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := filepath.Join(outside, "project-"+strings.ReplaceAll(test.name, " ", "-"))
			for name, text := range map[string]string{
				"package.json":                       "{}",
				"alien.ts":                           "import { key } from " + quote(test.spec) + "\nexport default key\n",
				"node_modules/escape/package.json":   `{ "main": "../../../secret.json" }`,
				"node_modules/exported/package.json": `{ "exports": "../../../secret.json" }`,
			} {
				path := filepath.Join(root, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for link, target := range map[string]string{"link.json": "secret.json", "folder": "", "node_modules/linked": "node_modules/pkg"} {
				if err := os.Symlink(filepath.Join(outside, target), filepath.Join(root, link)); err != nil {
					t.Skip(err) // this system has no symbolic links
				}
			}
			result := compileAt(t, filepath.Join(root, "alien.ts"), nil)
			want := "alien.ts:1:21 [import-not-allowed] cannot import " + quote(test.spec) + ": " + test.want + "\n"
			if got := messages(result.Diagnostics); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
			for _, input := range result.Inputs {
				if !filepath.IsLocal(input.Path) {
					t.Errorf("read %s", input.Path)
				}
			}
		})
	}
}

func quote(s string) string { return `"` + s + `"` }
