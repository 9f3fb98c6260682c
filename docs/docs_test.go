// Package docs holds the documentation. Its tests run what the pages show:
// stacks compile, commands work, links lead somewhere, tables are what the
// code says.
package docs

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write generated parts and shown output anew")

var alienc string // path of the program, made once

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "alienc-docs-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		alienc = filepath.Join(dir, "alienc")
		if out, err := exec.Command("go", "build", "-o", alienc, "github.com/alienc/alienc/cmd/alienc").CombinedOutput(); err != nil {
			panic("go build: " + string(out))
		}
		return m.Run()
	}())
}

// What a page shows is done in its order, in a folder of its own that has the
// examples in it:
//
//	```ts PATH         written there and compiled; a file of the repository must be the same
//	```ts PATH wrong   written there; compiling it must fail
//	```yaml PATH       written there
//	```sh              commands of alienc are run and must succeed; others are looked at
//	```console         commands of alienc are run and must print what stands below them
func TestPages(t *testing.T) {
	for _, p := range pages(t) {
		t.Run(p.path, func(t *testing.T) {
			w := workspace{t, t.TempDir()}
			if err := os.CopyFS(filepath.Join(w.dir, "examples"), os.DirFS(filepath.Join(root, "examples"))); err != nil {
				t.Fatal(err)
			}
			for i := range p.blocks() {
				b := p.blocks()[i] // anew, since -update moves lines
				switch {
				case b.is("ts") && len(b.info) > 1:
					w.source(b)
				case b.is("yaml") && len(b.info) > 1:
					w.write(b)
				case b.is("sh"):
					for _, line := range b.lines {
						w.command(line)
					}
				case b.is("console"):
					p = w.session(p, b)
				}
			}
		})
	}
}

type workspace struct {
	*testing.T
	dir string
}

var sourceDir = regexp.MustCompile(`src: "(\./[^"]+)"`)

// source writes and compiles a stack.
func (w workspace) source(b block) {
	w.Helper()
	path, wrong := b.info[1], slices.Contains(b.info, "wrong")
	if same, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path))); err == nil && string(same) != b.text() {
		w.Errorf("line %d: not the same as %s", b.first, path)
	}
	file := w.write(b)
	for _, m := range sourceDir.FindAllStringSubmatch(b.text(), -1) {
		if err := os.MkdirAll(filepath.Join(filepath.Dir(file), m[1]), 0o755); err != nil {
			w.Fatal(err)
		}
	}
	if out, code := w.run("check", path); (code == 0) == wrong || code > 1 {
		w.Errorf("line %d: alienc check %s ends with %d:\n%s", b.first, path, code, out)
	}
}

// write writes a file of the page and gives its path.
func (w workspace) write(b block) string {
	w.Helper()
	file := filepath.Join(w.dir, filepath.FromSlash(b.info[1]))
	if err := os.WriteFile(file, []byte(b.text()), 0o644); err != nil {
		w.Fatal(err)
	}
	return file
}

// run runs alienc in the workspace and gives what it printed, to either
// stream, and its exit code.
func (w workspace) run(args ...string) (string, int) {
	w.Helper()
	cmd := exec.Command(alienc, args...)
	cmd.Dir = w.dir
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// asAlienc gives the arguments of a command that runs alienc.
func asAlienc(line string) ([]string, bool) {
	rest, ok := strings.CutPrefix(line, "alienc ")
	if !ok {
		rest, ok = strings.CutPrefix(line, "go run ./cmd/alienc ")
	}
	return strings.Fields(rest), ok
}

// command does one line of a shell block.
func (w workspace) command(line string) {
	w.Helper()
	if args, ok := asAlienc(line); ok {
		if out, code := w.run(args...); code != 0 {
			w.Errorf("%s\nends with %d:\n%s", line, code, out)
		}
		return
	}
	words := strings.Fields(line)
	if len(words) == 0 {
		return
	}
	switch words[0] {
	case "make":
		makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
		if err != nil {
			w.Fatal(err)
		}
		if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(words[1]) + `:`).Match(makefile) {
			w.Errorf("%s: the Makefile has no such target", line)
		}
	case "npx", "cargo":
		for _, word := range words {
			if strings.HasPrefix(word, "examples/") {
				if _, err := os.Stat(filepath.Join(w.dir, filepath.FromSlash(word))); err != nil {
					w.Errorf("%s: %v", line, err)
				}
			}
		}
	case "aws":
		if strings.Contains(line, "cloudformation deploy") {
			w.deploy(words)
		}
	case "curl", "docker", "sha256sum", "zip":
	default:
		w.Errorf("%s: nobody knows how to test this command", line)
	}
}

var parameter = regexp.MustCompile(`(?m)^  ([A-Za-z0-9]+):\n((?:    .*\n)+)`)

// deploy checks the parameters of a deployment against the template that the
// page has built before.
func (w workspace) deploy(words []string) {
	w.Helper()
	file := words[slices.Index(words, "--template-file")+1]
	if !strings.HasPrefix(file, "dist/") {
		return // the reader's own
	}
	data, err := os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(file)))
	if err != nil {
		w.Errorf("deployed before it was built: %v", err)
		return
	}
	_, rest, _ := strings.Cut(string(data), "\nParameters:\n")
	section := regexp.MustCompile(`(?m)^\S`).Split(rest, 2)[0]
	open := map[string]bool{} // the template's parameters: whether a value is needed
	for _, m := range parameter.FindAllStringSubmatch(section, -1) {
		open[m[1]] = !strings.Contains(m[2], "    Default:")
	}
	for _, word := range words[slices.Index(words, "--parameter-overrides")+1:] {
		name, _, _ := strings.Cut(word, "=")
		if _, ok := open[name]; !ok {
			w.Errorf("%s has no parameter %s", file, name)
		}
		open[name] = false
	}
	for name, needed := range open {
		if needed {
			w.Errorf("%s needs parameter %s", file, name)
		}
	}
}

// session compares what commands print with what the page shows.
func (w workspace) session(p page, b block) page {
	w.Helper()
	var got []string
	for _, line := range b.lines {
		shown, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			continue
		}
		args, ok := asAlienc(shown)
		if !ok {
			w.Fatalf("line %d: only commands of alienc can be shown with their output", b.first)
		}
		out, _ := w.run(args...)
		got = append(got, line)
		got = append(got, strings.Split(strings.TrimRight(out, "\n"), "\n")...)
	}
	if slices.Equal(got, b.lines) {
		return p
	}
	if !*update {
		w.Errorf("line %d shows other output than\n%s\nRun: make golden", b.first, strings.Join(got, "\n"))
		return p
	}
	p = p.replaced(b.first, b.first+len(b.lines), got)
	p.save(w.T)
	return p
}

var link = regexp.MustCompile(`\]\(([^)#]+)(?:#[^)]*)?\)`)

func TestLinks(t *testing.T) {
	for _, p := range pages(t) {
		for i, line := range p.lines {
			for _, m := range link.FindAllStringSubmatch(line, -1) {
				if strings.Contains(m[1], "://") {
					continue
				}
				target := filepath.Join(root, filepath.Dir(filepath.FromSlash(p.path)), filepath.FromSlash(m[1]))
				if _, err := os.Stat(target); err != nil {
					t.Errorf("%s:%d leads to %s, which does not exist", p.path, i+1, m[1])
				}
			}
		}
	}
}
