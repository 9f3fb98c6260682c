package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/iam"
)

func TestMain(m *testing.M) {
	if os.Getenv("ALIENC_TEST_KILL_AT") != "" {
		writeUntilKilled()
	}
	if os.Getenv("ALIENC_TEST_MAIN") != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"alienc": main})
}

// TestScripts runs testdata/script/<command>_<case>.txtar against the real
// program, each in a directory of its own.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("TERM", "dumb")
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name != "isolated" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return exec.Command("unshare", "--map-root-user", "--net", "true").Run() == nil, nil
		},
	})
}

const tinyStack = `import * as alien from "@alienplatform/core"
const data = new alien.Storage("data").build()
export default new alien.Stack("tiny").add(data, "frozen").build()
`

// runHere runs alienc in this process, in a new directory with one alien.ts.
func runHere(t *testing.T, source string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Chdir(t.TempDir())
	t.Setenv("TMPDIR", t.TempDir())
	if err := os.WriteFile("alien.ts", []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, messages bytes.Buffer
	code = run(args, strings.NewReader(""), &out, &messages)
	return code, out.String(), messages.String()
}

// with replaces what the only backend emits.
func with(t *testing.T, emitter func(*ir.Stack, *iam.Plan, aws.Deployment) emit.Output) {
	t.Helper()
	before := backends
	t.Cleanup(func() { backends = before })
	backends = []backend{{before[0].name, emitter, before[0].policies}}
}

func TestPanicEndsWithACrashFile(t *testing.T) {
	with(t, func(*ir.Stack, *iam.Plan, aws.Deployment) emit.Output { panic("the emitter broke") })
	code, _, stderr := runHere(t, tinyStack, "build", "--env", "TOKEN=hunter2", "--env=OTHER=hunter3")
	if code != 70 {
		t.Errorf("exit %d, want 70", code)
	}
	reports, err := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "alienc-crash-*.txt"))
	if err != nil || len(reports) != 1 {
		t.Fatalf("crash files: %v, %v", reports, err)
	}
	if !strings.Contains(stderr, reports[0]) {
		t.Errorf("stderr does not name %s:\n%s", reports[0], stderr)
	}
	report, err := os.ReadFile(reports[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"the emitter broke", "main_test.go", "alienc build --env TOKEN --env=OTHER\n"} {
		if !strings.Contains(string(report), want) {
			t.Errorf("the crash file lacks %q:\n%s", want, report)
		}
	}
	if strings.Contains(string(report), "hunter") {
		t.Error("the crash file holds the value of a variable")
	}
}

// TestBugsInJSON breaks alienc in both ways: with --json, that too is one
// document on stdout.
func TestBugsInJSON(t *testing.T) {
	schema := compiled(t, "diagnostics.v1.json")
	for message, emitter := range map[string]func(*ir.Stack, *iam.Plan, aws.Deployment) emit.Output{
		"the emitter broke": func(*ir.Stack, *iam.Plan, aws.Deployment) emit.Output { panic("the emitter\nbroke") },
		"bug in alienc: ": func(*ir.Stack, *iam.Plan, aws.Deployment) emit.Output {
			return emit.Output{Files: []emit.File{{Path: "../template.yaml", Role: "template", Data: []byte("a\n")}}}
		},
	} {
		t.Run(message, func(t *testing.T) {
			with(t, emitter)
			code, stdout, stderr := runHere(t, tinyStack, "build", "--json")
			if code != 70 || stderr != "" {
				t.Errorf("exit %d and on stderr %q", code, stderr)
			}
			if err := schema.Validate(decoded(t, stdout)); err != nil {
				t.Errorf("%#v", err)
			}
			for _, want := range []string{`"id": "internal-invariant"`, `"message": "` + message, "alienc-crash-"} {
				if !strings.Contains(stdout, want) {
					t.Errorf("no %s in\n%s", want, stdout)
				}
			}
		})
	}
}

// TestInternalInvariant shows that output which must never exist is not
// written, whatever made it.
func TestInternalInvariant(t *testing.T) {
	outputs := map[string]emit.File{
		"outside":   {Path: "../template.yaml", Role: "template", Data: []byte("a\n")},
		"absolute":  {Path: "/template.yaml", Role: "template", Data: []byte("a\n")},
		"a drive":   {Path: "c:/template.yaml", Role: "template", Data: []byte("a\n")},
		"twice":     {Path: "ir.json", Role: "template", Data: []byte("a\n")},
		"empty":     {Path: "aws/template.yaml", Role: "template"},
		"cut short": {Path: "aws/template.yaml", Role: "template", Data: []byte("a")},
		"binary":    {Path: "aws/template.yaml", Role: "template", Data: []byte("\xff\n")},
	}
	for name, file := range outputs {
		t.Run(name, func(t *testing.T) {
			with(t, func(*ir.Stack, *iam.Plan, aws.Deployment) emit.Output { return emit.Output{Files: []emit.File{file}} })
			code, _, stderr := runHere(t, tinyStack, "build")
			if code != 70 || !strings.Contains(stderr, "error: bug in alienc: ") || !strings.Contains(stderr, "[internal-invariant]") {
				t.Errorf("exit %d:\n%s", code, stderr)
			}
			if _, err := os.Stat("dist"); err == nil {
				t.Error("dist was written")
			}
		})
	}
}

// TestSameBytesEverywhere compiles the example that uses everything in other
// folders and surroundings, often enough for an order left to chance to show.
func TestSameBytesEverywhere(t *testing.T) {
	var first map[string]string
	for i, surroundings := range [][]string{
		{"TZ=Pacific/Auckland", "LANG=C", "GOMAXPROCS=1"},
		{"TZ=America/New_York", "LANG=de_DE.UTF-8", "LC_ALL=tr_TR.UTF-8", "GOMAXPROCS=4"},
		{"TZ=UTC", "LANG=ja_JP.UTF-8", "GOMAXPROCS=2", "HOME=/nowhere", "USER=nobody"},
	} {
		project := filepath.Join(t.TempDir(), strings.Repeat("deep/", i), "project")
		if err := os.CopyFS(project, os.DirFS("../../examples/kitchen-sink")); err != nil {
			t.Fatal(err)
		}
		dist := filepath.Join(t.TempDir(), "dist")
		process := exec.Command(os.Args[0], "build", "--quiet", "-o", dist)
		process.Dir = project
		process.Env = append(append(os.Environ(), "ALIENC_TEST_MAIN=1"), surroundings...)
		if text, err := process.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		files := tree(t, dist)
		if first == nil {
			first = files
		}
		if len(files) != len(first) || len(files) < 5 {
			t.Errorf("%d files, then %d", len(first), len(files))
		}
		for path, text := range files {
			if text != first[path] {
				t.Errorf("%s differs under %v", path, surroundings)
			}
		}
	}
}

// TestInterrupt presses Ctrl-C while alien.ts runs.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	source := "console.log(\"running\")\nfor (;;) {}\n"
	if err := os.WriteFile(filepath.Join(dir, "alien.ts"), []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	process := exec.Command(os.Args[0], "build")
	process.Dir = dir
	process.Env = append(os.Environ(), "ALIENC_TEST_MAIN=1")
	stderr, err := process.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	if !lines.Scan() || lines.Text() != "running" {
		t.Fatalf("stderr begins with %q", lines.Text())
	}
	if err := process.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		t.Log(lines.Text())
	}
	var exit *exec.ExitError
	if err := process.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 130 {
		t.Errorf("got %v, want exit 130", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "dist")); err == nil {
		t.Error("dist was written")
	}
}
