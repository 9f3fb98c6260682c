package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

func at(line, column int) ir.Pos { return ir.Pos{File: "alien.ts", Line: line, Column: column} }

// shown gives what a terminal gets for a finding in a one-file project.
func shown(t *testing.T, source string, maxErrors int, list ...diag.Diagnostic) string {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.Mkdir("app", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("app", "alien.ts"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	p := printer{out: &out, sources: newSources("app")}
	p.list(list, maxErrors)
	return out.String()
}

func TestShow(t *testing.T) {
	unknown := func(pos ir.Pos) diag.Diagnostic {
		return diag.New("unknown-permission-set", pos, "a.b[0]", `unknown permission set "x"`)
	}
	cases := []struct {
		name, source string
		finding      diag.Diagnostic
		want         string
	}{
		{
			"everything", "const a = 1\n\njobs: [\"queue/data-raed\"],\n",
			diag.New("unknown-permission-set", at(3, 8), "permissions.profiles.processing.jobs[0]", `unknown permission set "queue/data-raed"`).
				WithHelp(`did you mean "queue/data-read"?`).
				WithRelated(at(1, 7), "declared here"),
			`error: unknown permission set "queue/data-raed"
 --> app/alien.ts:3:8
  |
3 | jobs: ["queue/data-raed"],
  |        ^^^^^^^^^^^^^^^^^ permissions.profiles.processing.jobs[0]
 ::: app/alien.ts:1:7  declared here
help: did you mean "queue/data-read"?
      [unknown-permission-set]
1 error
`,
		},
		{
			"tabs", "\tx:\t'y',\n", unknown(at(1, 5)),
			`error: unknown permission set "x"
 --> app/alien.ts:1:5
  |
1 |     x:  'y',
  |         ^^^ a.b[0]
      [unknown-permission-set]
1 error
`,
		},
		{
			"wide characters", `日本 = "漢字x", y`, unknown(at(1, 6)),
			`error: unknown permission set "x"
 --> app/alien.ts:1:6
  |
1 | 日本 = "漢字x", y
  |        ^^^^^^^ a.b[0]
      [unknown-permission-set]
1 error
`,
		},
		{
			"a terminal's own codes", "\x1b[31m\u202e word", unknown(at(1, 8)),
			"error: unknown permission set \"x\"\n --> app/alien.ts:1:8\n  |\n1 | \ufffd[31m\ufffd word\n  |        ^^^^ a.b[0]\n      [unknown-permission-set]\n1 error\n",
		},
		{
			"line ends of JavaScript", "one\rtwo\u2028three\r\nfour word", unknown(at(4, 6)),
			"error: unknown permission set \"x\"\n --> app/alien.ts:4:6\n  |\n4 | four word\n  |      ^^^^ a.b[0]\n      [unknown-permission-set]\n1 error\n",
		},
		{
			"no place", "", diag.New("template-too-large", ir.Pos{}, "", "512 resources, CloudFormation allows 500"),
			"error: 512 resources, CloudFormation allows 500\n      [template-too-large]\n1 error\n",
		},
		{
			"a place whose file is gone", "x", diag.New("public-storage", ir.Pos{File: "b.ts", Line: 12, Column: 1}, "resources.a", "open"),
			"note: open\n  --> app/b.ts:12:1\n   = resources.a\n      [public-storage]\n",
		},
		{
			"several lines of help", "", diag.New("evaluation-failed", ir.Pos{}, "", "alien.ts threw: no\nerror: fake").WithHelp("at f (a.ts:1:2)\nat g (a.ts:3:4)"),
			"error: alien.ts threw: no error: fake\nhelp: at f (a.ts:1:2)\n      at g (a.ts:3:4)\n      [evaluation-failed]\n1 error\n",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := shown(t, c.source, 0, c.finding); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestShowCounts(t *testing.T) {
	finding := func(s diag.Severity) diag.Diagnostic {
		return diag.New("unknown-ref", ir.Pos{}, "", "x").As(s)
	}
	got := shown(t, "", 1, finding(diag.Error), finding(diag.Warning), finding(diag.Error), finding(diag.Note), finding(diag.Error), finding(diag.Warning))
	want := `error: x
      [unknown-ref]
warning: x
      [unknown-ref]
note: x
      [unknown-ref]
warning: x
      [unknown-ref]
3 errors, 2 warnings (2 hidden by --max-errors 1)
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestExcerptOfALongLine(t *testing.T) {
	line := []rune(string(bytes.Repeat([]byte("a"), 3000)) + `"word"` + string(bytes.Repeat([]byte("b"), 3000)))
	text, before, under := excerpt(line, 3000, 6)
	if n := len([]rune(text)); n > 200 {
		t.Errorf("%d characters remain", n)
	}
	if under != 6 || string([]rune(text)[before:before+under]) != `"word"` {
		t.Errorf("the caret is under %q", string([]rune(text)[before:before+under]))
	}
}

func TestLiteral(t *testing.T) {
	cases := []struct {
		text string
		want int
	}{
		{`"a b", c`, 5},
		{`"a\"b" c`, 6},
		{`'a"b'`, 5},
		{"`a ${b}`.c", 8},
		{`"open`, 5},
		{`"open\`, 6},
		{`512)`, 3},
		{`-1.5,`, 4},
		{`1_000 `, 5},
		{`memoryMb(512)`, 8},
		{`.memoryMb(512)`, 9},
		{`größe: 1`, 5},
		{`{ a: 1 }`, 1},
		{`$x.y`, 2},
	}
	for _, c := range cases {
		if got := literal([]rune(c.text)); got != c.want {
			t.Errorf("literal(%q) = %d, want %d", c.text, got, c.want)
		}
	}
}

func TestColored(t *testing.T) {
	var notATerminal bytes.Buffer
	cases := []struct {
		name, when string
		env        map[string]string
		want       bool
	}{
		{"a file", "auto", nil, false},
		{"always", "always", map[string]string{"NO_COLOR": "1"}, true},
		{"never", "never", map[string]string{"CLICOLOR_FORCE": "1"}, false},
		{"forced", "auto", map[string]string{"CLICOLOR_FORCE": "1", "TERM": "dumb"}, true},
		{"forced off", "auto", map[string]string{"CLICOLOR_FORCE": "0"}, false},
		{"NO_COLOR wins", "auto", map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("NO_COLOR", "")
			t.Setenv("CLICOLOR_FORCE", "")
			for name, value := range c.env {
				t.Setenv(name, value)
			}
			if got := colored(c.when, &notATerminal); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
