package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// configName is the settings file that marks a project's root.
const configName = "alienc.yaml"

// config is what an alienc.yaml may say. It only adds choices of deployment:
// it never changes what alien.ts means.
type config struct {
	out      string   // as written: relative to the folder of the file
	targets  []string // names of clouds
	name     string   // the prefix of every name
	nameAt   ir.Pos
	account  string // of AWS
	region   string // of AWS
	accepted []ir.Accepted
}

// readConfig reads an alienc.yaml. Findings name the file as shown, which is
// relative to the entry's folder. The error says that the file cannot be read
// at all.
func readConfig(path, shown string) (config, diag.List, error) {
	data, err := os.ReadFile(path) //nolint:gosec // the user names the file
	if err != nil {
		var cause *fs.PathError
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return config{}, nil, usageError{fmt.Sprintf("cannot read %s: %v", path, err), ""}
	}
	r := configReader{file: shown, name: filepath.Base(path)}
	var doc, more yaml.Node
	documents := yaml.NewDecoder(bytes.NewReader(data))
	err = documents.Decode(&doc)
	if err == nil {
		if err = documents.Decode(&more); err == nil {
			r.add(&more, "", "keep one", "%s holds more than one document", r.name)
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		r.syntax(err)
		return config{}, r.list, nil
	}
	if len(doc.Content) == 1 {
		r.document(doc.Content[0])
	}
	return r.config, r.list, nil
}

type configReader struct {
	file, name string
	config     config
	list       diag.List
}

// add reports a finding at a node; path is empty for the document itself.
func (r *configReader) add(at *yaml.Node, path, help, format string, args ...any) {
	r.list.Add(diag.New("config-invalid", r.pos(at), path, fmt.Sprintf(format, args...)).WithHelp(help))
}

func (r *configReader) pos(at *yaml.Node) ir.Pos {
	return ir.Pos{File: r.file, Line: at.Line, Column: at.Column}
}

var yamlError = regexp.MustCompile(`(?s)^yaml: (?:line (\d+): )?(.*)$`)

func (r *configReader) syntax(err error) {
	at := yaml.Node{Line: 1, Column: 1}
	text := err.Error()
	if m := yamlError.FindStringSubmatch(text); m != nil {
		text = m[2]
		if line, err := strconv.Atoi(m[1]); err == nil {
			at.Line = line
		}
	}
	r.add(&at, "", "", "%s is not YAML: %s", r.name, text)
}

func (r *configReader) document(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return // an empty file marks the root of a project and says nothing else
	}
	if n.Kind != yaml.MappingNode {
		r.add(n, "", "write one key a line, such as out: dist", "%s must hold keys and values", r.name)
		return
	}
	r.mapping(n, "", []string{"version", "out", "targets", "name", "aws", "acceptedRisks"}, func(key string, value *yaml.Node) {
		switch key {
		case "version":
			if value.Value != "1" || value.Tag != "!!int" {
				r.add(value, "version", "write version: 1", "this alienc reads version 1 of %s", r.name)
			}
		case "out":
			r.config.out = r.text(value, "out")
		case "targets":
			r.targets(value)
		case "name":
			r.config.name, r.config.nameAt = r.formed(value, "name", prefixForm), r.pos(value)
		case "aws":
			r.aws(value)
		case "acceptedRisks":
			r.risks(value)
		}
	})
}

// mapping reads a mapping whose keys are known. Its path is empty for the
// document.
func (r *configReader) mapping(n *yaml.Node, path string, keys []string, read func(key string, value *yaml.Node)) {
	if path != "" {
		path += "."
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		full := path + key.Value
		switch {
		case !slices.Contains(keys, key.Value):
			help := "the keys are " + strings.Join(keys, ", ")
			if near := diag.DidYouMean(key.Value, keys); near != "" {
				help = fmt.Sprintf("did you mean %s?", near)
			}
			r.add(key, full, help, "unknown key %q in %s", full, r.name)
		case seen[key.Value]:
			r.add(key, full, "remove one", "key %q is set twice in %s", full, r.name)
		default:
			seen[key.Value] = true
			read(key.Value, value)
		}
	}
}

// text reads a text that is not empty. What YAML takes for something else must
// be quoted: an account that begins with a zero would be another number.
func (r *configReader) text(n *yaml.Node, path string) string {
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!str" && n.Value != "":
		return n.Value
	case n.Kind == yaml.ScalarNode && (n.Tag == "!!int" || n.Tag == "!!float"):
		r.add(n, path, fmt.Sprintf("quote it: %q", n.Value), "%s in %s must be a text; YAML reads %s as a number", path, r.name, n.Value)
	default:
		r.add(n, path, "", "%s in %s must be a text", path, r.name)
	}
	return ""
}

// formed reads a text that has a form.
func (r *configReader) formed(n *yaml.Node, path string, f form) string {
	text := r.text(n, path)
	if text != "" && !f.fits(text) {
		r.add(n, path, f.help, "%s %q in %s %s", path, text, r.name, f.wrong)
		return ""
	}
	return text
}

func (r *configReader) aws(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		r.add(n, "aws", `write aws: { account: "123456789012", region: eu-west-1 }`, "aws in %s must hold keys and values", r.name)
		return
	}
	r.mapping(n, "aws", []string{"account", "region"}, func(key string, value *yaml.Node) {
		if key == "account" {
			r.config.account = r.formed(value, "aws.account", accountForm)
		} else {
			r.config.region = r.formed(value, "aws.region", regionForm)
		}
	})
}

const risksHelp = "write one entry for each risk, with check, subject and reason"

// risks reads what the author accepts. Whether it may be accepted, and whether
// the stack has it, is not for this file to know.
func (r *configReader) risks(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.add(n, "acceptedRisks", risksHelp, "acceptedRisks in %s must be a list", r.name)
		return
	}
	for i, item := range n.Content {
		path := fmt.Sprintf("acceptedRisks[%d]", i)
		if item.Kind != yaml.MappingNode {
			r.add(item, path, risksHelp, "%s in %s must hold keys and values", path, r.name)
			continue
		}
		values := map[string]string{}
		keys := []string{"check", "subject", "reason"}
		r.mapping(item, path, keys, func(key string, value *yaml.Node) {
			values[key] = r.text(value, path+"."+key)
		})
		for _, key := range keys {
			if _, ok := values[key]; !ok {
				r.add(item, path, risksHelp, "%s in %s has no %s", path, r.name, key)
			}
		}
		r.config.accepted = append(r.config.accepted, ir.Accepted{
			Check: values["check"], Subject: values["subject"],
			Reason: strings.Join(strings.Fields(values["reason"]), " "), // one line, however it is folded
			Pos:    r.pos(item),
		})
	}
}

func (r *configReader) targets(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		r.add(n, "targets", "write targets: [aws]", "targets in %s must be a list of clouds", r.name)
		return
	}
	for i, item := range n.Content {
		path := fmt.Sprintf("targets[%d]", i)
		word := r.text(item, path)
		if word == "" {
			continue
		}
		if _, err := clouds([]string{word}); err != nil {
			var usage usageError
			errors.As(err, &usage)
			r.add(item, path, usage.help, "%s in %s", usage.message, r.name)
			continue
		}
		r.config.targets = append(r.config.targets, word)
	}
}
