// Package bundle turns alien.ts and everything that it imports into one script
// with a map back to the sources. It is the only package that knows esbuild.
//
// It reads nothing outside the project: files are found by its own resolver,
// which follows symbolic links before it compares, and esbuild never opens a
// file by itself. There are no tsconfig.json, no loaders for other languages
// and no modules of a host.
package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// Hooks are the names of global functions that the script calls; whoever runs
// it defines them.
type Hooks struct {
	Export    string // gives the value of an export of the SDK, from its name
	Unknown   string // gives the value of an SDK export that does not exist
	Forbidden string // gives the exports of a module that may not be imported
	Done      string // takes the exports of the entry file
}

// Options says what to bundle.
type Options struct {
	Entry   string   // path of the entry file
	Root    string   // the project's folder; nothing outside it is read
	Exports []string // what "@alienplatform/core" exports, without Quiet
	Quiet   []string // names that it exports too, but that are never suggested
	Hooks   Hooks
}

// Input is a file that was read.
type Input struct {
	Path   string // slash-separated, relative to the folder of the entry file
	SHA256 string // in hexadecimal
	Size   int    // bytes
}

// Bundle is one script made of all sources.
type Bundle struct {
	Entry  string  // real path of the entry file
	Code   string  // ASCII; async code is an expression that gives a promise
	Async  bool    // whether the sources use await outside a function
	Silent bool    // whether the entry file exports nothing; esbuild makes up a default export then
	Inputs []Input // every file read, sorted by path

	places *places
}

// exports matches every file that exports anything.
var exports = regexp.MustCompile(`\bexports?\b`)

// Position gives the source of a place in Code, both counted from 1. Exact is
// false when the place itself has no source and that of the nearest one before
// it on the same line stands in; the zero Pos means that there is none at all.
func (b *Bundle) Position(line, column int) (pos ir.Pos, exact bool) {
	return b.places.find(line, column)
}

// Build bundles the entry file. The bundle is nil when the sources do not
// parse. The error says that the entry file cannot be read.
func Build(o Options) (*Bundle, diag.List, error) {
	r, err := newReader(o)
	if err != nil {
		return nil, nil, err
	}
	var list diag.List
	async := false
	for {
		built := r.run(async)
		next := r.judge(built, &list)
		if next.again {
			async = async || next.async
			continue
		}
		list.Sort()
		if next.failed {
			return nil, list, nil
		}
		b := &Bundle{Entry: r.entry, Async: async, Inputs: r.inputs(), Silent: !exports.MatchString(r.text[r.name(r.entry)])}
		var mapping []byte
		for _, f := range built.OutputFiles {
			if strings.HasSuffix(f.Path, ".map") {
				mapping = f.Contents
			} else {
				b.Code = string(f.Contents)
			}
		}
		if b.places, err = newPlaces(b.Code, mapping, r.text); err != nil {
			return nil, nil, fmt.Errorf("source map: %w", err)
		}
		return b, list, nil
	}
}

func (r *reader) run(async bool) api.BuildResult {
	options := api.BuildOptions{
		Stdin: &api.StdinOptions{
			Contents:   `import * as entry from "` + entryImport + `"; ` + r.hooks.Done + `(entry)`,
			Sourcefile: "entry",
		},
		Bundle:      true,
		Write:       false,
		Outfile:     "alien.js",
		Format:      api.FormatIIFE,
		Platform:    api.PlatformNeutral,
		Charset:     api.CharsetASCII,
		TreeShaking: api.TreeShakingTrue,
		// Other files must not change what a file means.
		TsconfigRaw:    "{}",
		Sourcemap:      api.SourceMapExternal,
		SourcesContent: api.SourcesContentExclude,
		LegalComments:  api.LegalCommentsNone,
		LogLevel:       api.LogLevelSilent,
		Target:         api.ES2022,
		// What the evaluator does not know although ES2022 or esbuild's output does.
		Supported: map[string]bool{
			"async-generator": false, "for-await": false,
			"dynamic-import": false, "import-meta": false,
			"decorators": false, "using": false,
			"regexp-match-indices": false, "regexp-set-notation": false,
		},
		LogOverride: map[string]api.LogLevel{"import-is-undefined": api.LogLevelWarning},
		Plugins:     []api.Plugin{r.plugin()},
	}
	if async {
		// The other format refuses await outside a function; here nothing is
		// exported, so that a function can hold the whole module.
		options.Format = api.FormatESModule
		options.Banner = map[string]string{"js": "(async () => {"}
		options.Footer = map[string]string{"js": "})()"}
	}
	return api.Build(options)
}

// Root gives the folder of the project that an entry file belongs to: the
// nearest one at or above it with an alienc.yaml or a package.json, or its own
// folder. It is never a home folder or the root of the file system, where such
// a file would open everything.
func Root(entry string) (string, error) {
	abs, err := filepath.Abs(entry)
	if err != nil {
		return "", err
	}
	if abs, err = filepath.EvalSymlinks(abs); err != nil {
		return "", err
	}
	own := filepath.Dir(abs)
	home, _ := os.UserHomeDir() // unknown: there is none to protect
	if home != "" {
		if resolved, err := filepath.EvalSymlinks(home); err == nil {
			home = resolved
		}
	}
	for dir := own; ; dir = filepath.Dir(dir) {
		if dir == filepath.Dir(dir) || dir == home {
			return own, nil
		}
		for _, marker := range []string{"alienc.yaml", "package.json"} {
			if info, err := os.Stat(filepath.Join(dir, marker)); err == nil && info.Mode().IsRegular() {
				return dir, nil
			}
		}
	}
}

func (r *reader) inputs() []Input {
	list := make([]Input, 0, len(r.text))
	for path, text := range r.text {
		sum := sha256.Sum256([]byte(text))
		list = append(list, Input{Path: path, SHA256: hex.EncodeToString(sum[:]), Size: len(text)})
	}
	slices.SortFunc(list, func(a, b Input) int { return strings.Compare(a.Path, b.Path) })
	return list
}
