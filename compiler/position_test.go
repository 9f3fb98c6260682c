package compiler_test

import (
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestPositions(t *testing.T) {
	for _, test := range []struct {
		name   string
		source string
		lib    string
		want   map[string]string // places of the resource "r", by path
	}{
		{
			name: "the call and its literal",
			source: `import * as alien from "@alienplatform/core"
const r = new alien.Storage("r")
  .versioning(true)
  .build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"": "alien.ts:2:11", "versioning": "alien.ts:3:15", "added": "alien.ts:5:39"},
		},
		{
			name: "the tenth call of a chain on one line",
			source: `import * as alien from "@alienplatform/core"
const r = new alien.Function("r").memoryMb(1).memoryMb(2).memoryMb(3).memoryMb(4).memoryMb(5).memoryMb(6).memoryMb(7).memoryMb(8).memoryMb(9).timeoutSeconds(10).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"memoryMb": "alien.ts:2:140", "timeoutSeconds": "alien.ts:2:158"},
		},
		{
			name: "literals deep inside an argument",
			source: `import * as alien from "@alienplatform/core"
const r = new alien.Storage("r").lifecycleRules([
  { days: 3 },
  { prefix: "tmp/", days: 30 },
]).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{
				"lifecycleRules": "alien.ts:2:49", "lifecycleRules[0]": "alien.ts:3:3", "lifecycleRules[0].days": "alien.ts:3:11",
				"lifecycleRules[1].days": "alien.ts:4:27", "lifecycleRules[1].prefix": "alien.ts:4:13",
			},
		},
		{
			name: "literals behind constants",
			source: `import * as alien from "@alienplatform/core"
const days = 7
const rules = [{ days }]
const r = new alien.Storage("r").lifecycleRules(rules).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"lifecycleRules": "alien.ts:3:15", "lifecycleRules[0].days": "alien.ts:2:14"},
		},
		{
			name: "a value that changes stays at its use",
			source: `import * as alien from "@alienplatform/core"
let n = 7
n = 8
const r = new alien.Storage("r").lifecycleRules([{ days: n }]).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"lifecycleRules[0]": "alien.ts:4:50", "lifecycleRules[0].days": "alien.ts:4:58"},
		},
		{
			name: "a list that was sorted stays at its use",
			source: `import * as alien from "@alienplatform/core"
const rules = [{ days: 9 }, { days: 7 }]
rules.reverse()
const r = new alien.Storage("r").lifecycleRules(rules).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"lifecycleRules": "alien.ts:4:49", "lifecycleRules[0].days": "alien.ts:4:49"},
		},
		{
			name: "an object that was changed stays at its use",
			source: `import * as alien from "@alienplatform/core"
const rule = { days: 9 }
Object.assign(rule, { days: 7 })
const r = new alien.Storage("r").lifecycleRules([rule]).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"lifecycleRules[0]": "alien.ts:4:50", "lifecycleRules[0].days": "alien.ts:4:50"},
		},
		{
			name: "an object that got a key stays at its use",
			source: `import * as alien from "@alienplatform/core"
const rule: any = { days: 9 }
rule.prefix = "a"
const r = new alien.Storage("r").lifecycleRules([rule]).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"lifecycleRules[0].days": "alien.ts:4:50", "lifecycleRules[0].prefix": "alien.ts:4:50"},
		},
		{
			name: "an object that is partly computed",
			source: `import * as alien from "@alienplatform/core"
const key = "pre" + "fix", days = [3][0]
const rule = { days, ["pre" + key.slice(3)]: "a" }
const r = new alien.Storage("r").lifecycleRules([rule]).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"lifecycleRules[0].days": "alien.ts:3:16", "lifecycleRules[0].prefix": "alien.ts:3:14"},
		},
		{
			name:   "the first line after a byte order mark",
			source: "\ufeffimport * as alien from \"@alienplatform/core\"; const r = new alien.Storage(\"r\").versioning(true).build()\nexport default new alien.Stack(\"app\").add(r, \"frozen\").build()\n",
			want:   map[string]string{"": "alien.ts:1:57", "versioning": "alien.ts:1:91", "id": "alien.ts:1:75"},
		},
		{
			name: "the id, written or computed",
			source: `import * as alien from "@alienplatform/core"
const r = new alien.Storage("R".toLowerCase()).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"id": "alien.ts:2:29"},
		},
		{
			name: "what a spread brings stays at its object",
			source: `import * as alien from "@alienplatform/core"
const base = { days: 7 }
const r = new alien.Storage("r").lifecycleRules([{ days: 1, ...base }]).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"lifecycleRules[0].days": "alien.ts:3:50"},
		},
		{
			name: "computed values stay at the call",
			source: `import * as alien from "@alienplatform/core"
const all = (n: number) => [{ days: n }]
const r = new alien.Storage("r").lifecycleRules(all(3)).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"lifecycleRules[0].days": "alien.ts:3:49"},
		},
		{
			name: "a helper in another file",
			source: `import * as alien from "@alienplatform/core"
import { make } from "./lib"
const r = make()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			lib: `import * as alien from "@alienplatform/core"
export function make() {
	return new alien.Storage("r").versioning(true).build()
}
`,
			want: map[string]string{"": "lib.ts:3:9", "versioning": "lib.ts:3:43", "added": "alien.ts:4:39"},
		},
		{
			name: "text outside ASCII before it on the line",
			source: `import * as alien from "@alienplatform/core"
const größe = "😀"; const r = new alien.Storage("r").versioning(größe !== "").publicRead(true).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"": "alien.ts:2:30", "versioning": "alien.ts:2:64", "publicRead": "alien.ts:2:89"},
		},
		{
			name:   "carriage returns and a byte order mark",
			source: "\ufeffimport * as alien from \"@alienplatform/core\"\r\n\r\nconst r = new alien.Storage(\"r\")\r\n  .versioning(true)\r\n  .build()\r\nexport default new alien.Stack(\"app\").add(r, \"frozen\").build()\r\n",
			want:   map[string]string{"": "alien.ts:3:11", "versioning": "alien.ts:4:15"},
		},
		{
			name: "calls that another function makes",
			source: `import * as alien from "@alienplatform/core"
const r = new alien.Storage("r")
r.versioning.apply(r, [true])
const stack = new alien.Stack("app")
;[r.build()].forEach((one) => stack.add(one, "frozen"))
export default stack.build()
`,
			want: map[string]string{"versioning": "alien.ts:3:14", "added": "alien.ts:5:37"},
		},
		{
			name: "await outside a function",
			source: `import * as alien from "@alienplatform/core"
const on = await Promise.resolve(true)
const r = new alien.Storage("r").versioning(true).publicRead(on).build()
export default new alien.Stack("app").add(r, "frozen").build()
`,
			want: map[string]string{"": "alien.ts:3:11", "versioning": "alien.ts:3:45", "publicRead": "alien.ts:3:62"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"alien.ts": test.source}
			if test.lib != "" {
				files["lib.ts"] = test.lib
			}
			result := compile(t, files, nil)
			if result.Stack == nil {
				t.Fatalf("no stack: %v", result.Diagnostics)
			}
			r := result.Stack.Resource("r")
			for path, want := range test.want {
				got := r.Info().Pos
				switch path {
				case "":
				case "added":
					got = r.Info().Added
				default:
					var ok bool
					if got, ok = r.Info().Places[path]; !ok {
						t.Errorf("%s has no place", path)
						continue
					}
				}
				if got.String() != want {
					t.Errorf("%q is at %s, want %s", path, got, want)
				}
			}
		})
	}
}

func TestPositionsOfPermissions(t *testing.T) {
	result := compile(t, map[string]string{"alien.ts": `import * as alien from "@alienplatform/core"
const data = new alien.Storage("my-data").build()
const read = "storage/data-read"
const execution = {
  "my-data": [read, "storage/data-write"],
  "*": [{
    id: "acme/x", description: "d", platforms: { aws: [{
      grant: { actions: ["s3:GetObject"] },
      binding: { stack: { resources: ["arn:aws:s3:::x"], condition: { StringEquals: { "aws:a": "b" } } } },
    }] },
  }],
}
export default new alien.Stack("app").add(data, "frozen").permissions({
  profiles: { execution, batch: {} },
  management: { extend: { "my-data": ["storage/management"] } },
}).platforms(["aws"]).build()
`}, nil)
	s := result.Stack
	if s == nil {
		t.Fatalf("no stack: %v", result.Diagnostics)
	}
	p := s.Profile("execution")
	custom := p.Grants[1].Sets[0].Custom
	for _, test := range []struct {
		what string
		got  ir.Pos
		want string
	}{
		{"profile", p.Pos, "alien.ts:14:15"},
		{"other profile", s.Profile("batch").Pos, "alien.ts:14:26"},
		{"key", p.Grants[0].Pos, "alien.ts:5:3"},
		{"set behind a constant", p.Grants[0].Sets[0].Pos, "alien.ts:3:14"},
		{"set", p.Grants[0].Sets[1].Pos, "alien.ts:5:21"},
		{"star", p.Grants[1].Pos, "alien.ts:6:3"},
		{"custom set", p.Grants[1].Sets[0].Pos, "alien.ts:6:9"},
		{"action", custom.Places["platforms.aws[0].grant.actions[0]"], "alien.ts:8:26"},
		{"condition", custom.Places["platforms.aws[0].binding.stack.condition.StringEquals.aws:a"], "alien.ts:9:96"},
		{"management", s.Management.Pos, "alien.ts:15:15"},
		{"management key", s.Management.Grants[0].Pos, "alien.ts:15:27"},
		{"platform", s.Places["platforms[0]"], "alien.ts:16:15"},
	} {
		if test.got.String() != test.want {
			t.Errorf("%s is at %s, want %s", test.what, test.got, test.want)
		}
	}
	if got, want := p.Grants[0].Sets[1].Path, "permissions.profiles.execution.my-data[1]"; got != want {
		t.Errorf("path %s, want %s", got, want)
	}
	if got, want := s.Management.Grants[0].Path, "permissions.management.extend.my-data"; got != want {
		t.Errorf("path %s, want %s", got, want)
	}
}
