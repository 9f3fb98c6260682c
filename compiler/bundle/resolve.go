package bundle

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// refused says why an import finds nothing.
type refused struct {
	path    string // as written
	because string // completes `cannot import "x": `
	help    string
}

const noHost = "alien.ts runs without host access"

// builtins are the modules that Node.js has without a package.
var builtins = strings.Fields(`assert async_hooks buffer child_process cluster console constants crypto dgram
	diagnostics_channel dns domain events fs http http2 https inspector module net os path perf_hooks process
	punycode querystring readline repl stream string_decoder sys timers tls trace_events tty url util v8 vm
	wasi worker_threads zlib bun deno electron`)

func host() *refused {
	return &refused{because: noHost, help: "compute the value before and pass it with --env"}
}

func outside() *refused { return &refused{because: "it lies outside the project"} }

// find gives the real path of the file that an import in folder dir means.
func (r *reader) find(spec, dir string, require bool) (string, *refused) {
	first, _, _ := strings.Cut(spec, "/")
	switch {
	case spec == "." || spec == ".." || strings.HasPrefix(spec, "./") || strings.HasPrefix(spec, "../"):
		return r.local(filepath.Join(dir, filepath.FromSlash(spec)))
	case spec == sdkImport || strings.HasPrefix(spec, sdkImport+"/"):
		return "", &refused{because: `only "` + sdkImport + `" itself is part of alienc`}
	case strings.Contains(first, ":") || slices.Contains(builtins, first):
		return "", host()
	case spec == "" || strings.HasPrefix(spec, "/") || strings.HasPrefix(spec, `\`) || strings.HasPrefix(spec, "#"):
		return "", &refused{because: "imports are relative paths or packages", help: `begin a path with "./"`}
	}
	return r.inPackages(spec, dir, require)
}

// local finds a file by its path, which may lack its extension, have that of
// the compiled file, or be a folder with an index.
func (r *reader) local(file string) (string, *refused) {
	if !inside(r.root, file) {
		return "", outside()
	}
	for _, candidate := range candidates(file) {
		info, err := os.Stat(candidate)
		if err != nil || info.IsDir() {
			continue
		}
		found, err := filepath.EvalSymlinks(candidate)
		if err != nil {
			continue
		}
		if !inside(r.root, found) {
			return "", outside()
		}
		if _, ok := loaders[filepath.Ext(found)]; !ok {
			return "", &refused{because: "only TypeScript, JavaScript and JSON files are imported"}
		}
		return found, nil
	}
	return "", &refused{because: "there is no such file"}
}

var extensions = []string{".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"}

func candidates(file string) []string {
	list := []string{file}
	ext := filepath.Ext(file)
	switch ext {
	case ".js", ".mjs", ".cjs":
		list = append(list, strings.TrimSuffix(file, ext)+strings.Replace(ext, "js", "ts", 1))
	}
	for _, e := range extensions {
		list = append(list, file+e)
	}
	for _, e := range extensions {
		list = append(list, filepath.Join(file, "index"+e))
	}
	return list
}

// inPackages finds a file of an installed package, in the node_modules folders
// from dir up to the project's root.
func (r *reader) inPackages(spec, dir string, require bool) (string, *refused) {
	parts := strings.SplitN(spec, "/", 3)
	if !strings.HasPrefix(spec, "@") {
		parts = strings.SplitN(spec, "/", 2)
	} else if len(parts) > 1 {
		parts = append([]string{parts[0] + "/" + parts[1]}, parts[2:]...)
	}
	name, sub := parts[0], "."
	if len(parts) > 1 {
		sub = "./" + parts[1]
	}
	if slices.Contains(strings.Split(spec, "/"), "..") {
		return "", outside()
	}
	for ; inside(r.root, dir); dir = filepath.Dir(dir) {
		folder := filepath.Join(dir, "node_modules", filepath.FromSlash(name))
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			continue
		}
		found, err := filepath.EvalSymlinks(folder)
		if err != nil || !inside(r.root, found) {
			return "", outside()
		}
		return r.inPackage(found, sub, require)
	}
	return "", &refused{because: "the project's node_modules has no such package"}
}

func (r *reader) inPackage(folder, sub string, require bool) (string, *refused) {
	var manifest struct {
		Exports      json.RawMessage `json:"exports"`
		Module, Main string
	}
	if file, err := filepath.EvalSymlinks(filepath.Join(folder, "package.json")); err == nil {
		if !inside(r.root, file) {
			return "", outside()
		}
		text, err := r.load(file)
		if err != nil || json.Unmarshal([]byte(text), &manifest) != nil {
			return "", &refused{because: "its package.json is not valid"}
		}
	}
	if manifest.Exports != nil {
		target, ok := exported(manifest.Exports, sub, require)
		if !ok || !filepath.IsLocal(filepath.FromSlash(target)) {
			return "", &refused{because: "the package does not export it"}
		}
		return r.local(filepath.Join(folder, filepath.FromSlash(target)))
	}
	if sub == "." {
		for _, main := range []string{manifest.Module, manifest.Main} {
			if main != "" {
				return r.local(filepath.Join(folder, filepath.FromSlash(main)))
			}
		}
	}
	return r.local(filepath.Join(folder, filepath.FromSlash(sub)))
}

// exported looks a subpath up in a package's "exports".
func exported(raw json.RawMessage, sub string, require bool) (string, bool) {
	paths := map[string]json.RawMessage{}
	if json.Unmarshal(raw, &paths) != nil || !hasPaths(paths) {
		paths = map[string]json.RawMessage{".": raw}
	}
	if target, ok := paths[sub]; ok {
		return condition(target, require)
	}
	// The pattern with the longest part before its star is the one that counts.
	best, rest := "", ""
	for pattern := range paths {
		before, after, star := strings.Cut(pattern, "*")
		if star && len(pattern) > len(best) && len(sub) >= len(before)+len(after) &&
			strings.HasPrefix(sub, before) && strings.HasSuffix(sub, after) {
			best, rest = pattern, sub[len(before):len(sub)-len(after)]
		}
	}
	target, ok := condition(paths[best], require)
	return strings.ReplaceAll(target, "*", rest), ok
}

func hasPaths(m map[string]json.RawMessage) bool {
	for key := range m {
		if strings.HasPrefix(key, ".") {
			return true
		}
	}
	return false
}

// condition takes the first of a target's conditions that holds. Their order
// in the file counts, so the object is read token by token.
func condition(raw json.RawMessage, require bool) (string, bool) {
	var target string
	if raw == nil {
		return "", false
	}
	if json.Unmarshal(raw, &target) == nil {
		return target, target != ""
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		for _, one := range list {
			if target, ok := condition(one, require); ok {
				return target, true
			}
		}
		return "", false
	}
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	if _, err := dec.Token(); err != nil {
		return "", false
	}
	for dec.More() {
		key, err := dec.Token()
		var value json.RawMessage
		if err != nil || dec.Decode(&value) != nil {
			return "", false
		}
		if key == "default" || key == "module" || (key == "require") == require && (key == "require" || key == "import") {
			if target, ok := condition(value, require); ok {
				return target, true
			}
		}
	}
	return "", false
}
