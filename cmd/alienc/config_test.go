package main

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestReadConfig(t *testing.T) {
	at := func(line, column int) ir.Pos { return ir.Pos{File: "alienc.yaml", Line: line, Column: column} }
	cases := []struct {
		name, text string
		want       config
		finding    string // place and message; empty: none
		help       string
	}{
		{"empty", "", config{}, "", ""},
		{"a comment", "# nothing\n", config{}, "", ""},
		{"everything", "version: 1\nout: build/dist\ntargets: [aws, gcp]\n", config{out: "build/dist", targets: []string{"aws", "gcp"}}, "", ""},
		{"misspelt key", "version: 1\ntargts: [aws]\n", config{}, `alienc.yaml:2:1 unknown key "targts" in alienc.yaml`, "did you mean targets?"},
		{"unknown key", "colour: red\n", config{}, `alienc.yaml:1:1 unknown key "colour" in alienc.yaml`, "the keys are version, out, targets, name, aws, acceptedRisks"},
		{"another version", "version: 2\n", config{}, "alienc.yaml:1:10 this alienc reads version 1 of alienc.yaml", "write version: 1"},
		{"version as text", "version: \"1\"\n", config{}, "alienc.yaml:1:10 this alienc reads version 1 of alienc.yaml", "write version: 1"},
		{"twice", "out: a\nout: b\n", config{out: "a"}, `alienc.yaml:2:1 key "out" is set twice in alienc.yaml`, "remove one"},
		{"out is no text", "out: [a]\n", config{}, "alienc.yaml:1:6 out in alienc.yaml must be a text", ""},
		{"targets is no list", "targets: aws\n", config{}, "alienc.yaml:1:10 targets in alienc.yaml must be a list of clouds", "write targets: [aws]"},
		{"no target", "targets: []\n", config{}, "alienc.yaml:1:10 targets in alienc.yaml must be a list of clouds", "write targets: [aws]"},
		{"misspelt cloud", "targets:\n  - azur\n", config{}, `alienc.yaml:2:5 unknown cloud "azur" in alienc.yaml`, "did you mean azure?"},
		{"two documents", "out: a\n---\ntargts: [aws]\n", config{out: "a"}, "alienc.yaml:2:1 alienc.yaml holds more than one document", "keep one"},
		{
			"a deployment", "name: my-agent\naws: { account: \"012345678901\", region: eu-west-1 }\n",
			config{name: "my-agent", nameAt: at(1, 7), account: "012345678901", region: "eu-west-1"},
			"", "",
		},
		{"a name that cannot begin names", "name: My_Agent\n", config{nameAt: at(1, 7)}, `alienc.yaml:1:7 name "My_Agent" in alienc.yaml cannot begin names`, prefixForm.help},
		{"a name that YAML reads as a number", "name: 12\n", config{nameAt: at(1, 7)}, "alienc.yaml:1:7 name in alienc.yaml must be a text; YAML reads 12 as a number", `quote it: "12"`},
		{"a name that YAML reads as something else", "name: true\n", config{nameAt: at(1, 7)}, "alienc.yaml:1:7 name in alienc.yaml must be a text", ""},
		{"an account without quotes", "aws:\n  account: 123456789012\n", config{}, "alienc.yaml:2:12 aws.account in alienc.yaml must be a text; YAML reads 123456789012 as a number", `quote it: "123456789012"`},
		{"an account that is short", "aws: { account: \"12345678901\" }\n", config{}, `alienc.yaml:1:17 aws.account "12345678901" in alienc.yaml is not the id of an AWS account`, "an id has 12 digits"},
		{"no region", "aws: { region: europe }\n", config{}, `alienc.yaml:1:16 aws.region "europe" in alienc.yaml is not an AWS region`, "write one such as eu-west-1"},
		{"a misspelt key of AWS", "aws: { acount: \"123456789012\" }\n", config{}, `alienc.yaml:1:8 unknown key "aws.acount" in alienc.yaml`, "did you mean account?"},
		{"a key of AWS twice", "aws: { region: eu-west-1, region: eu-west-2 }\n", config{region: "eu-west-1"}, `alienc.yaml:1:27 key "aws.region" is set twice in alienc.yaml`, "remove one"},
		{"aws is no mapping", "aws: eu-west-1\n", config{}, "alienc.yaml:1:6 aws in alienc.yaml must hold keys and values", `write aws: { account: "123456789012", region: eu-west-1 }`},
		{"aws is empty", "aws:\n", config{}, "alienc.yaml:1:5 aws in alienc.yaml must hold keys and values", `write aws: { account: "123456789012", region: eu-west-1 }`},
		{"no risk", "acceptedRisks: []\n", config{}, "", ""},
		{
			"a risk", "acceptedRisks:\n  - check: a\n    subject: management/kv:b/kv/data-read\n    reason: >\n      In two\n      lines.\n",
			config{accepted: []ir.Accepted{{Check: "a", Subject: "management/kv:b/kv/data-read", Reason: "In two lines.", Pos: at(2, 5)}}},
			"", "",
		},
		{
			"a risk without reason", "acceptedRisks:\n  - { check: a, subject: b }\n",
			config{accepted: []ir.Accepted{{Check: "a", Subject: "b", Pos: at(2, 5)}}},
			"alienc.yaml:2:5 acceptedRisks[0] in alienc.yaml has no reason", risksHelp,
		},
		{
			"a misspelt key of a risk", "acceptedRisks:\n  - { check: a, subject: b, reason: c, reasn: d }\n",
			config{accepted: []ir.Accepted{{Check: "a", Subject: "b", Reason: "c", Pos: at(2, 5)}}},
			`alienc.yaml:2:40 unknown key "acceptedRisks[0].reasn" in alienc.yaml`, "did you mean reason?",
		},
		{"risks are no list", "acceptedRisks: { check: a }\n", config{}, "alienc.yaml:1:16 acceptedRisks in alienc.yaml must be a list", risksHelp},
		{"a risk is no mapping", "acceptedRisks: [kv]\n", config{}, "alienc.yaml:1:17 acceptedRisks[0] in alienc.yaml must hold keys and values", risksHelp},
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
