package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit"
)

// Files beside the templates.
const (
	manifestName   = "manifest.json"
	sumsName       = "SHA256SUMS"
	irName         = "ir.json"
	accessName     = "access.json"
	accessPageName = "ACCESS.md"
	deployPageName = "DEPLOY.md"
)

// manifestSchema names the format of manifest.json. Its JSON Schema is
// docs/schema/manifest.v1.json.
const manifestSchema = "alienc/manifest/v1"

// manifest says what an output directory holds and what it was made from. It
// holds no time, no machine's name and no path outside the project, so that
// the same input gives the same bytes everywhere.
type manifest struct {
	Schema     string                `json:"schema"`
	Alienc     string                `json:"alienc"`     // version
	Catalogues map[cloud.Name]string `json:"catalogues"` // versions of the lists of actions
	IR         string                `json:"ir"`         // schema of ir.json
	Stack      string                `json:"stack"`
	Entry      string                `json:"entry"` // one of the inputs
	Targets    []cloud.Name          `json:"targets"`
	Env        []string              `json:"env"`               // names of the --env variables that alien.ts read
	Settings   settings              `json:"settings,omitzero"` // what was told about a deployment
	Inputs     []inputFile           `json:"inputs"`
	Outputs    []outputFile          `json:"outputs"` // everything but manifest.json itself
}

type inputFile struct {
	Path   string `json:"path"` // relative to the folder of the entry
	SHA256 string `json:"sha256"`
	Size   int    `json:"size"`
}

type outputFile struct {
	Path   string `json:"path"`
	Role   string `json:"role"`
	SHA256 string `json:"sha256"`
	Size   int    `json:"size"`
}

// inputs is one digest over everything that was read: that of the list of its
// digests, in the form of SHA256SUMS.
func (m manifest) inputs() string {
	var list bytes.Buffer
	for _, f := range m.Inputs {
		fmt.Fprintf(&list, "%s  %s\n", f.SHA256, f.Path)
	}
	return digest(list.Bytes())
}

// complete adds the files that speak about the other files: SHA256SUMS, and
// manifest.json as the last.
func (m manifest) complete(files []emit.File) ([]emit.File, error) {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b emit.File) int { return strings.Compare(a.Path, b.Path) })
	var sums bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&sums, "%s  %s\n", digest(f.Data), f.Path)
	}
	files = append(files, emit.File{Path: sumsName, Role: "checksums", Data: sums.Bytes()})
	build := buildInfo()
	m.Schema, m.Alienc, m.Catalogues, m.IR = manifestSchema, build.Version, build.Catalogues, ir.Schema
	for _, f := range files {
		m.Outputs = append(m.Outputs, outputFile{f.Path, f.Role, digest(f.Data), len(f.Data)})
	}
	var data bytes.Buffer
	if err := printJSON(&data, m); err != nil {
		return nil, err
	}
	return append(files, emit.File{Path: manifestName, Role: "manifest", Data: data.Bytes()}), nil
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
