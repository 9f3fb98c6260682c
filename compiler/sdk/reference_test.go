package sdk

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

var update = flag.Bool("update", false, "write the generated reference page")

func TestReferencePage(t *testing.T) {
	page := filepath.Join("..", "..", "docs", "reference", "language.md")
	if *update {
		if err := os.WriteFile(page, []byte(Reference()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != Reference() {
		t.Errorf("%s is not what the tables say; run go test ./compiler/sdk -update", page)
	}
}

// The page and the declarations name every class, method and key, so that what
// the compiler accepts is written down.
func TestNothingIsUndocumented(t *testing.T) {
	page, declarations := Reference(), Declarations()
	var keys func(where string, list []Key)
	var shape func(where string, s Shape)
	keys = func(where string, list []Key) {
		for _, k := range list {
			if k.Doc == "" {
				t.Errorf("%s.%s has no documentation", where, k.Name)
			}
			if !strings.Contains(declarations, "/** "+k.summary()+" */") {
				t.Errorf("the declarations lack %s.%s", where, k.Name)
			}
			shape(where+"."+k.Name, k.Shape)
		}
	}
	shape = func(where string, s Shape) {
		switch s := s.(type) {
		case List:
			shape(where, s.Of)
		case Map:
			shape(where, s.Of)
		case Either:
			shape(where, s.Object)
		case Struct:
			keys(where, s.Keys)
		case Union:
			for _, c := range s.Cases {
				keys(where, c.Keys)
			}
		}
	}
	for _, c := range Classes {
		if c.Doc == "" || !strings.Contains(page, "\n## "+c.Name+"\n") || !strings.Contains(declarations, "export class "+c.Name+" {") {
			t.Errorf("%s is not documented", c.Name)
		}
		for _, m := range c.Methods {
			if m.Doc == "" || !strings.Contains(page, "| `."+m.Name+"(") || !strings.Contains(declarations, "    "+m.Name+"(") {
				t.Errorf("%s.%s is not documented", c.Name, m.Name)
			}
			for _, p := range m.Params {
				shape(c.Name+"."+m.Name, p.Shape)
			}
		}
	}
}

// The defaults that the page prints are those that builders have.
func TestPrintedDefaults(t *testing.T) {
	f := function.fresh().(*ir.Function)
	for name, want := range map[string]bool{
		"256": f.Memory == 256, "180": f.Timeout == 180, `"private"`: f.Ingress == ir.Private, "false": !f.Commands, "{}": len(f.Environment) == 0,
	} {
		if !want {
			t.Errorf("%s is not the default", name)
		}
	}
	for method, want := range map[string]string{"memoryMb": "256", "timeoutSeconds": "180", "ingress": `"private"`, "commandsEnabled": "false", "environment": "{}"} {
		if got := function.method(method).Default; got != want {
			t.Errorf("%s prints %s, want %s", method, got, want)
		}
	}
}
