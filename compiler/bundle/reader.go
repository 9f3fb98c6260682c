package bundle

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// The name by which the script's first lines import the entry file, and the
// name spaces of esbuild in which modules live. None of them is "file", the one
// in which esbuild would look at the file system by itself.
const (
	entryImport    = "alienc:entry"
	sourceSpace    = "src"
	sdkSpace       = "sdk"
	forbiddenSpace = "forbidden"
)

// sdkImport is the package that is part of alienc.
const sdkImport = "@alienplatform/core"

// fileLimit is the size in bytes above which a file is not a source.
const fileLimit = 16 << 20

// reader finds and reads the project's files for esbuild.
type reader struct {
	root    string // real path of the project
	dir     string // real path of the entry file's folder
	entry   string // real path of the entry file
	exports []string
	quiet   []string
	hooks   Hooks
	added   []string          // exports that the sources want and that are not in exports
	text    map[string]string // contents by path relative to dir, with slashes
}

func newReader(o Options) (*reader, error) {
	r := &reader{exports: o.Exports, quiet: o.Quiet, hooks: o.Hooks, text: map[string]string{}}
	var err error
	if r.entry, err = realPath(o.Entry); err != nil {
		return nil, err
	}
	if r.root, err = realPath(o.Root); err != nil {
		return nil, err
	}
	r.dir = filepath.Dir(r.entry)
	if !inside(r.root, r.entry) {
		return nil, &fs.PathError{Op: "open", Path: o.Entry, Err: errors.New("the file lies outside the project")}
	}
	_, err = r.load(r.entry)
	return r, err
}

func realPath(p string) (string, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// inside reports whether a path is the folder or lies in it.
func inside(dir, p string) bool {
	rel, err := filepath.Rel(dir, p)
	return err == nil && filepath.IsLocal(rel)
}

// load reads a file of the project once, so that one build sees one state.
func (r *reader) load(file string) (string, error) {
	name := r.name(file)
	if text, ok := r.text[name]; ok {
		return text, nil
	}
	if err := regular(file, os.Stat); err != nil {
		return "", err // opening a pipe would wait
	}
	data, err := r.read(file)
	if err != nil {
		return "", err
	}
	if nesting(data) > nestingLimit {
		return "", &fs.PathError{Op: "open", Path: file, Err: errors.New("brackets nested too deeply")}
	}
	r.text[name] = string(data)
	return string(data), nil
}

// regular says what is wrong with a file that is none.
func regular(file string, stat func(string) (fs.FileInfo, error)) error {
	info, err := stat(file)
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: file, Err: errors.New("not a regular file")}
	}
	return err
}

// read gives the contents of a file that lies in the project when it is opened,
// whatever stood there when it was found.
func (r *reader) read(file string) ([]byte, error) {
	rel, err := filepath.Rel(r.root, file)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenInRoot(r.root, rel)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	if err := regular(file, func(string) (fs.FileInfo, error) { return f.Stat() }); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, fileLimit+1))
	if err == nil && len(data) > fileLimit {
		err = &fs.PathError{Op: "open", Path: file, Err: errors.New("larger than 16 MiB")}
	}
	return data, err
}

// nestingLimit is how deep brackets may be nested in a file. Parsers descend
// with them, and a stack that overflows cannot be reported.
const nestingLimit = 5000

// nesting gives how deep a file's brackets are nested. It does not tell text
// from code, which in a real source makes no difference of that size.
func nesting(data []byte) int {
	depth, most := 0, 0
	for _, c := range data {
		switch c {
		case '(', '[', '{':
			depth++
			most = max(most, depth)
		case ')', ']', '}':
			depth--
		}
	}
	return most
}

// name is what a file is called in positions.
func (r *reader) name(file string) string {
	rel, err := filepath.Rel(r.dir, file)
	if err != nil {
		return filepath.ToSlash(file)
	}
	return filepath.ToSlash(rel)
}

func (r *reader) file(name string) string { return filepath.Join(r.dir, filepath.FromSlash(name)) }

func (r *reader) plugin() api.Plugin {
	return api.Plugin{Name: "alienc", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			return r.resolve(a), nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			return r.open(a)
		})
	}}
}

func (r *reader) resolve(a api.OnResolveArgs) api.OnResolveResult {
	switch a.Path {
	case entryImport:
		if a.Namespace != sourceSpace {
			return api.OnResolveResult{Path: r.name(r.entry), Namespace: sourceSpace}
		}
	case sdkImport:
		return api.OnResolveResult{Path: sdkImport, Namespace: sdkSpace}
	}
	from := r.file(a.Importer)
	file, refusal := r.find(a.Path, filepath.Dir(from), a.Kind == api.ResolveJSRequireCall)
	if refusal == nil {
		if _, err := r.load(file); err != nil {
			refusal = &refused{because: reason(err)}
		}
	}
	if refusal != nil {
		refusal.path = a.Path
		return api.OnResolveResult{
			Path: "import " + a.Path, Namespace: forbiddenSpace, // esbuild takes no empty path
			Warnings: []api.Message{{Text: refusal.because, Detail: *refusal}},
		}
	}
	return api.OnResolveResult{Path: r.name(file), Namespace: sourceSpace}
}

// reason gives what is wrong with a file, without its path on this machine.
func reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return "the file cannot be read (" + err.Error() + ")"
}

func (r *reader) open(a api.OnLoadArgs) (api.OnLoadResult, error) {
	var text string
	loader := api.LoaderJS
	switch a.Namespace {
	case sdkSpace:
		text = r.sdk()
	case forbiddenSpace:
		text = "module.exports = " + r.hooks.Forbidden + "()"
	default:
		var err error
		if text, err = r.load(r.file(a.Path)); err != nil {
			return api.OnLoadResult{}, err
		}
		text = strings.TrimPrefix(text, byteOrderMark) // esbuild counts it as a column
		loader = loaders[path.Ext(a.Path)]
	}
	return api.OnLoadResult{Contents: &text, Loader: loader}, nil
}

// loaders tells which files are sources.
var loaders = map[string]api.Loader{
	".ts": api.LoaderTS, ".mts": api.LoaderTS, ".cts": api.LoaderTS,
	".js": api.LoaderJS, ".mjs": api.LoaderJS, ".cjs": api.LoaderJS,
	".json": api.LoaderJSON,
}

// sdk writes the module that stands for the SDK. Each export is a call marked
// as free of side effects, so that unused ones vanish.
func (r *reader) sdk() string {
	var b strings.Builder
	for i, name := range slices.Concat(r.exports, r.added) {
		host := r.hooks.Export
		if !slices.Contains(r.exports, name) && !slices.Contains(r.quiet, name) {
			host = r.hooks.Unknown
		}
		local := "v" + strconv.Itoa(i)
		quoted := strconv.QuoteToASCII(name)
		b.WriteString("const " + local + " = /* @__PURE__ */ " + host + "(" + quoted + ");\n")
		b.WriteString("export { " + local + " as " + quoted + " };\n")
	}
	return b.String()
}
