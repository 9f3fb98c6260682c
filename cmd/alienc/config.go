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
	out     string   // as written: relative to the folder of the file
	targets []string // names of clouds
}

// configKeys lists the keys, in the order in which messages name them.
var configKeys = []string{"version", "out", "targets"}

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
	pos := ir.Pos{File: r.file, Line: at.Line, Column: at.Column}
	r.list.Add(diag.New("config-invalid", pos, path, fmt.Sprintf(format, args...)).WithHelp(help))
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
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if seen[key.Value] {
			r.add(key, key.Value, "remove one", "key %q is set twice in %s", key.Value, r.name)
			continue
		}
		seen[key.Value] = true
		switch key.Value {
		case "version":
			if value.Value != "1" || value.Tag != "!!int" {
				r.add(value, "version", "write version: 1", "this alienc reads version 1 of %s", r.name)
			}
		case "out":
			r.config.out = r.text(value, "out")
		case "targets":
			r.targets(value)
		default:
			help := "the keys are " + strings.Join(configKeys, ", ")
			if near := diag.DidYouMean(key.Value, configKeys); near != "" {
				help = fmt.Sprintf("did you mean %s?", near)
			}
			r.add(key, key.Value, help, "unknown key %q in %s", key.Value, r.name)
		}
	}
}

func (r *configReader) text(n *yaml.Node, path string) string {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" || n.Value == "" {
		r.add(n, path, "", "%s in %s must be a text", path, r.name)
		return ""
	}
	return n.Value
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
