package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// alienc gives the binary under test, built once.
var alienc = sync.OnceValues(func() (string, error) {
	binary := filepath.Join(binaries, "alienc")
	out, err := exec.Command("go", "build", "-o", binary, "../cmd/alienc").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("go build: %w\n%s", err, out)
	}
	return binary, err
})

// program of a vendor: a folder with an alien.ts.
type vendor struct {
	name    string // "examples/agent"
	example bool   // also updated to a next release
}

// vendors lists the examples and the golden cases.
func vendors(t *testing.T) []vendor {
	t.Helper()
	var out []vendor
	for _, room := range []string{"examples", "golden"} {
		files, err := filepath.Glob(filepath.Join("..", room, "*", "alien.ts"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			t.Fatalf("there is no alien.ts in %s", room)
		}
		for _, f := range files {
			out = append(out, vendor{name: room + "/" + filepath.Base(filepath.Dir(f)), example: room == "examples"})
		}
	}
	return out
}

// dir is where the vendor's alien.ts stands.
func (v vendor) dir() string { return filepath.Join("..", filepath.FromSlash(v.name)) }

// built is what a build has written.
type built struct {
	dir string // the output directory
}

func (b built) template() string { return filepath.Join(b.dir, "aws", "template.yaml") }
func (b built) example() string  { return filepath.Join(b.dir, "aws", "parameters.example.json") }

// build compiles the alien.ts of a folder into dist below another.
func build(t *testing.T, source, into string) built {
	t.Helper()
	binary, err := alienc()
	if err != nil {
		t.Fatal(err)
	}
	source, err = filepath.Abs(source)
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	run := exec.Command(binary, "build", filepath.Join(source, "alien.ts"), "-o", "dist")
	run.Dir, run.Stdout, run.Stderr = into, &said, &said
	if err := run.Run(); err != nil {
		t.Fatalf("alienc build %s: %v\n%s", source, err, said.String())
	}
	return built{dir: filepath.Join(into, "dist")}
}

// How the alien.ts of an example is changed into its next release.
var (
	functionStart = regexp.MustCompile(`new alien\.(?:Function|Worker)\("[^"]+"\)`)
	memorySetting = regexp.MustCompile(`\.memoryMb\([^)]*\)`)
	variables     = regexp.MustCompile(`\.environment\(\{`)
	stackStart    = regexp.MustCompile(`new alien\.Stack\("[^"]+"\)`)
)

// release copies a vendor's folder as its next release: every function has
// another size and an environment value more, and a table is added.
func release(source, into string) error {
	if err := os.CopyFS(into, os.DirFS(source)); err != nil {
		return err
	}
	file := filepath.Join(into, "alien.ts")
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	next, err := nextRelease(string(text))
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(next), 0o644)
}

func nextRelease(text string) (string, error) {
	starts := functionStart.FindAllStringIndex(text, -1)
	stack := stackStart.FindStringIndex(text)
	if len(starts) == 0 || stack == nil || stack[0] < starts[len(starts)-1][0] {
		return "", fmt.Errorf("found functions at %v and the stack, which should follow, at %v", starts, stack)
	}
	// From the end on, so that the places of the rest stay right.
	text = text[:stack[1]] + "\n  .add(new alien.Kv(\"added\").build(), \"frozen\")" + text[stack[1]:]
	for i := len(starts) - 1; i >= 0; i-- {
		from := starts[i][1]
		length := strings.Index(text[from:], ".build()")
		if length < 0 {
			return "", fmt.Errorf("a function without .build() in %s", text[starts[i][0]:from])
		}
		chain := text[from : from+length]
		if memorySetting.MatchString(chain) {
			chain = memorySetting.ReplaceAllLiteralString(chain, ".memoryMb(640)")
		} else {
			chain = ".memoryMb(640)" + chain
		}
		if variables.MatchString(chain) {
			chain = variables.ReplaceAllLiteralString(chain, `.environment({ RELEASE: "next", `)
		} else {
			chain = `.environment({ RELEASE: "next" })` + chain
		}
		text = text[:from] + chain + text[from+length:]
	}
	return text, nil
}

func TestNextRelease(t *testing.T) {
	got, err := nextRelease(`const a = new alien.Function("a")
  .memoryMb(128).environment({ X: "1" }).build()
const b = new alien.Worker("b").build()
export default new alien.Stack("s")
  .add(a, "live").build()`)
	want := `const a = new alien.Function("a")
  .memoryMb(640).environment({ RELEASE: "next",  X: "1" }).build()
const b = new alien.Worker("b").environment({ RELEASE: "next" }).memoryMb(640).build()
export default new alien.Stack("s")
  .add(new alien.Kv("added").build(), "frozen")
  .add(a, "live").build()`
	if err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
}
