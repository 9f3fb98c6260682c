package bundle

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func project(t *testing.T, files map[string]string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
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

var hooks = Hooks{Export: "sdk_export", Unknown: "sdk_unknown", Forbidden: "sdk_forbidden", Done: "done"}

func build(t *testing.T, root string) (*Bundle, string) {
	t.Helper()
	b, list, err := Build(Options{
		Entry: filepath.Join(root, "alien.ts"), Root: root, Exports: []string{"Storage", "Kv"}, Quiet: []string{"KvSchema"}, Hooks: hooks,
	})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, d := range list {
		found = append(found, d.Pos.String()+" "+d.ID+" "+d.Message)
	}
	return b, strings.Join(found, "\n")
}

func TestRoot(t *testing.T) {
	root := project(t, map[string]string{
		"package.json": "{}", "app/alien.ts": "", "app/deep/alien.ts": "",
		"other/alienc.yaml": "", "other/stack/alien.ts": "", "folder/alienc.yaml/x": "", "folder/alien.ts": "",
	})
	for entry, want := range map[string]string{
		"app/alien.ts": "", "app/deep/alien.ts": "", "other/stack/alien.ts": "other", "folder/alien.ts": "",
	} {
		got, err := Root(filepath.Join(root, entry))
		if err != nil {
			t.Fatal(err)
		}
		if got != filepath.Join(root, want) {
			t.Errorf("%s: got %s, want %s", entry, got, want)
		}
	}
}

// A package.json in a home folder would open everything in it.
func TestRootIsNeverHome(t *testing.T) {
	home := project(t, map[string]string{"package.json": "{}", "work/alien.ts": "", "alien.ts": ""})
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	got, err := Root(filepath.Join(home, "work", "alien.ts"))
	if err != nil || got != filepath.Join(home, "work") {
		t.Errorf("got %s, %v", got, err)
	}
	if got, err = Root(filepath.Join(home, "alien.ts")); err != nil || got != home {
		t.Errorf("got %s, %v; the entry's own folder is all there is", got, err)
	}
}

func TestRootOfALinkedEntry(t *testing.T) {
	root := project(t, map[string]string{"real/package.json": "{}", "real/alien.ts": "", "linked/x": ""})
	link := filepath.Join(root, "linked", "alien.ts")
	if err := os.Symlink(filepath.Join(root, "real", "alien.ts"), link); err != nil {
		t.Skip(err)
	}
	if got, err := Root(link); err != nil || got != filepath.Join(root, "real") {
		t.Errorf("got %s, %v", got, err)
	}
}

// Each import must bring the file whose text holds the wanted word.
func TestResolve(t *testing.T) {
	root := project(t, map[string]string{
		"a.ts":                             "export default 'WORD-a'",
		"b.js":                             "export default 'WORD-b'",
		"both.ts":                          "export default 'WORD-both-ts'",
		"both.js":                          "export default 'WORD-both-js'",
		"c/index.ts":                       "export default 'WORD-c'",
		"d.mts":                            "export default 'WORD-d'",
		"data.json":                        `{"word": "WORD-json"}`,
		"node_modules/main/package.json":   `{"main": "lib/m.js"}`,
		"node_modules/main/lib/m.js":       "module.exports = 'WORD-main'",
		"node_modules/main/sub.js":         "module.exports = 'WORD-main-sub'",
		"node_modules/module/package.json": `{"main": "no.js", "module": "yes.js"}`,
		"node_modules/module/yes.js":       "export default 'WORD-module'",
		"node_modules/index/index.js":      "module.exports = 'WORD-index'",
		"node_modules/@scope/pkg/package.json": `{"exports": {
			".": {"types": "./t.d.ts", "import": "./esm.mjs", "require": "./cjs.cjs"},
			"./feature/*": "./src/*.js", "./feature/private/*": null, "./list": ["./list.js"], "./deep": {"node": "./no.js", "default": {"import": "./esm.mjs"}}}}`,
		"node_modules/@scope/pkg/esm.mjs":   "export default 'WORD-esm'",
		"node_modules/@scope/pkg/cjs.cjs":   "module.exports = 'WORD-cjs'",
		"node_modules/@scope/pkg/src/x.js":  "export default 'WORD-feature'",
		"node_modules/@scope/pkg/list.js":   "export default 'WORD-list'",
		"node_modules/@scope/pkg/hidden.js": "export default 'WORD-hidden'",
		"node_modules/sugar/package.json":   `{"exports": "./s.js"}`,
		"node_modules/sugar/s.js":           "export default 'WORD-sugar'",
		"node_modules/bad/package.json":     `{`,
	})
	for _, test := range []struct{ code, want string }{
		{`import x from "./a"`, "WORD-a"},
		{`import x from "./a.ts"`, "WORD-a"},
		{`import x from "./a.js"`, "WORD-a"},
		{`import x from "./b"`, "WORD-b"},
		{`import x from "./both"`, "WORD-both-ts"},
		{`import x from "./both.js"`, "WORD-both-js"},
		{`import x from "./c"`, "WORD-c"},
		{`import x from "./d.mjs"`, "WORD-d"},
		{`import x from "./data.json"`, "WORD-json"},
		{`import x from "main"`, "WORD-main"},
		{`import x from "main/sub"`, "WORD-main-sub"},
		{`import x from "module"`, ""}, // a module of Node.js
		{`import x from "index"`, "WORD-index"},
		{`import x from "@scope/pkg"`, "WORD-esm"},
		{`const x = require("@scope/pkg")`, "WORD-cjs"},
		{`import x from "@scope/pkg/feature/x"`, "WORD-feature"},
		{`import x from "@scope/pkg/list"`, "WORD-list"},
		{`import x from "@scope/pkg/deep"`, "WORD-esm"},
		{`import x from "@scope/pkg/hidden.js"`, ""},
		{`import x from "@scope/pkg/feature/private/x"`, ""},
		{`import x from "sugar"`, "WORD-sugar"},
		{`import x from "sugar/s.js"`, ""},
		{`import x from "bad"`, ""},
		{`import x from "none"`, ""},
		{`import x from "@scope"`, ""},
		{`import x from "#internal"`, ""},
	} {
		t.Run(test.code, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(root, "alien.ts"), []byte(test.code+"\nexport default x\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			b, found := build(t, root)
			if test.want == "" {
				if !strings.Contains(found, " import-not-allowed cannot import ") {
					t.Errorf("not refused: %q", found)
				}
				return
			}
			if found != "" {
				t.Fatal(found)
			}
			words := regexp.MustCompile(`WORD-[a-z-]+`).FindAllString(b.Code, -1)
			if len(words) != 1 || words[0] != test.want {
				t.Errorf("got %q, want %s", words, test.want)
			}
		})
	}
}

// Files that other tools obey do not change what the sources mean.
func TestOtherToolsFiles(t *testing.T) {
	root := project(t, map[string]string{
		"tsconfig.json": `{"extends": "../outside.json", "compilerOptions": {"paths": {"./a": ["./b"]}, "jsx": "react"}}`,
		"package.json":  `{"sideEffects": false, "browser": {"./a.ts": "./b.ts"}, "imports": {"#x": "./b.ts"}}`,
		"a.ts":          "sideEffect('WORD-a')",
		"b.ts":          "sideEffect('WORD-b')",
		"alien.ts":      "import './a'",
	})
	b, found := build(t, root)
	if found != "" {
		t.Fatal(found)
	}
	if !strings.Contains(b.Code, "WORD-a") || strings.Contains(b.Code, "WORD-b") {
		t.Errorf("got %s", b.Code)
	}
}

func TestExportsOfTheSDK(t *testing.T) {
	root := project(t, map[string]string{"alien.ts": `import * as alien from "@alienplatform/core"
import { KvSchema, type Whatever, Kv } from "@alienplatform/core"
export default [alien.Stroage, KvSchema, Kv]
`})
	b, found := build(t, root)
	if want := `alien.ts:3:23 unknown-export "@alienplatform/core" has no export "Stroage"`; found != want {
		t.Errorf("got %q, want %q", found, want)
	}
	for _, call := range []string{`sdk_unknown("Stroage")`, `sdk_export("KvSchema")`, `sdk_export("Kv")`} {
		if !strings.Contains(b.Code, call) {
			t.Errorf("no %s in %s", call, b.Code)
		}
	}
	if strings.Contains(b.Code, `sdk_export("Storage")`) {
		t.Error("an unused export is still there")
	}
}

func TestAwaitOutsideAFunction(t *testing.T) {
	root := project(t, map[string]string{"alien.ts": "const a = await x()\nexport default a\n", "plain.ts": ""})
	b, found := build(t, root)
	if found != "" || b == nil {
		t.Fatal(found)
	}
	if !b.Async || !strings.HasPrefix(b.Code, "(async () => {") || strings.Contains(b.Code, "\nexport ") {
		t.Errorf("async %v: %s", b.Async, b.Code)
	}
}

// position finds the place of the first occurrence of a word in the script.
func position(b *Bundle, word string) (ir.Pos, bool) {
	before, _, _ := strings.Cut(b.Code, word)
	return b.Position(strings.Count(before, "\n")+1, len(before)-strings.LastIndex(before, "\n"))
}

func TestPosition(t *testing.T) {
	root := project(t, map[string]string{
		"alien.ts": "import lib from './lib'\r\nconst \u00e9 = '\U0001F600'; /* \u00fc */ first(lib, \u00e9)\r\n\r\nexport default second()\r\n",
		"lib.ts":   "export default third()\u2028\nfourth()\n",
	})
	b, found := build(t, root)
	if found != "" {
		t.Fatal(found)
	}
	for word, want := range map[string]string{
		"first(": "alien.ts:2:24", "second(": "alien.ts:4:16", "third(": "lib.ts:1:16", "fourth(": "lib.ts:3:1",
	} {
		if got, exact := position(b, word); got.String() != want || !exact {
			t.Errorf("%s at %s (exact: %v), want %s", word, got, exact, want)
		}
	}
	if pos, exact := b.Position(1, 1); !pos.IsZero() || exact {
		t.Errorf("the wrapper comes from %s", pos)
	}
	if pos, _ := b.Position(1_000_000, 1); !pos.IsZero() {
		t.Errorf("a place beyond the end comes from %s", pos)
	}
}

func TestUnreadableEntry(t *testing.T) {
	root := project(t, map[string]string{"alien.ts/file": ""})
	if _, _, err := Build(Options{Entry: filepath.Join(root, "alien.ts"), Root: root}); err == nil {
		t.Error("a folder was taken for a file")
	}
	other := project(t, map[string]string{"alien.ts": ""})
	if _, _, err := Build(Options{Entry: filepath.Join(other, "alien.ts"), Root: root}); err == nil {
		t.Error("an entry outside the project was read")
	}
}

// A parser that descends as deep as this would end the process.
func TestNestedTooDeeply(t *testing.T) {
	deep := strings.Repeat("[", 300_000) + strings.Repeat("]", 300_000)
	root := project(t, map[string]string{"alien.ts": "import x from './x.json'\nexport default x\n", "x.json": deep})
	if _, found := build(t, root); found != `alien.ts:1:15 import-not-allowed cannot import "./x.json": the file cannot be read (brackets nested too deeply)` {
		t.Errorf("got %q", found)
	}
	root = project(t, map[string]string{"alien.ts": "export default " + deep})
	if _, _, err := Build(Options{Entry: filepath.Join(root, "alien.ts"), Root: root}); err == nil {
		t.Error("the entry was read")
	}
}

func TestVLQ(t *testing.T) {
	for text, want := range map[string][2]int{
		"A": {0, 1}, "C": {1, 1}, "D": {-1, 1}, "gB": {16, 2}, "hB": {-16, 2}, "grC": {1200, 3}, "!": {0, 0}, "g": {0, 0}, "": {0, 0},
	} {
		if value, size := vlq(text); value != want[0] || size != want[1] {
			t.Errorf("%q gives %d in %d, want %d in %d", text, value, size, want[0], want[1])
		}
	}
}
