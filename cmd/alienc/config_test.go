package main

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestReadConfig(t *testing.T) {
	cases := []struct {
		name, text string
		want       config
		finding    string // place and message; empty: none
		help       string
	}{
		{"empty", "", config{}, "", ""},
		{"a comment", "# nothing\n", config{}, "", ""},
		{"everything", "version: 1\nout: build/dist\ntargets: [aws, gcp]\n", config{"build/dist", []string{"aws", "gcp"}}, "", ""},
		{"misspelt key", "version: 1\ntargts: [aws]\n", config{}, `alienc.yaml:2:1 unknown key "targts" in alienc.yaml`, "did you mean targets?"},
		{"unknown key", "colour: red\n", config{}, `alienc.yaml:1:1 unknown key "colour" in alienc.yaml`, "the keys are version, out, targets"},
		{"another version", "version: 2\n", config{}, "alienc.yaml:1:10 this alienc reads version 1 of alienc.yaml", "write version: 1"},
		{"version as text", "version: \"1\"\n", config{}, "alienc.yaml:1:10 this alienc reads version 1 of alienc.yaml", "write version: 1"},
		{"twice", "out: a\nout: b\n", config{out: "a"}, `alienc.yaml:2:1 key "out" is set twice in alienc.yaml`, "remove one"},
		{"out is no text", "out: [a]\n", config{}, "alienc.yaml:1:6 out in alienc.yaml must be a text", ""},
		{"targets is no list", "targets: aws\n", config{}, "alienc.yaml:1:10 targets in alienc.yaml must be a list of clouds", "write targets: [aws]"},
		{"no target", "targets: []\n", config{}, "alienc.yaml:1:10 targets in alienc.yaml must be a list of clouds", "write targets: [aws]"},
		{"misspelt cloud", "targets:\n  - azur\n", config{}, `alienc.yaml:2:5 unknown cloud "azur" in alienc.yaml`, "did you mean azure?"},
		{"two documents", "out: a\n---\ntargts: [aws]\n", config{out: "a"}, "alienc.yaml:2:1 alienc.yaml holds more than one document", "keep one"},
		{"a list", "- out\n", config{}, "alienc.yaml:1:1 alienc.yaml must hold keys and values", "write one key a line, such as out: dist"},
		{"not YAML", "out: a\n\tb: c\n", config{}, "alienc.yaml:2:1 alienc.yaml is not YAML: found a tab character that violates indentation", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "alienc.yaml")
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, list, err := readConfig(file, "alienc.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
			if c.finding == "" {
				if len(list) > 0 {
					t.Errorf("findings: %v", list)
				}
				return
			}
			if len(list) != 1 || list[0].ID != "config-invalid" {
				t.Fatalf("findings: %v", list)
			}
			if found := list[0].Pos.String() + " " + list[0].Message; found != c.finding || list[0].Help != c.help {
				t.Errorf("got %s (%s), want %s (%s)", found, list[0].Help, c.finding, c.help)
			}
		})
	}
}
