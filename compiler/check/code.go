package check

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

var pinned = regexp.MustCompile(`@sha256:[0-9a-f]{64}$`)

// code checks that functions have code, and that it is where they say.
func code(r *review) {
	disk := project{dir: absolute(r.Dir), root: absolute(r.Root)}
	for _, f := range r.Stack.Functions() {
		switch source, image := f.Code.Source, f.Code.Image; {
		case source != nil:
			disk.source(r, f, source)
			buildArgs(r, f, source)
		case image == "":
			r.add(about(f, "code", "function-without-code", "function %q has no code", f.ID).
				WithHelp(fmt.Sprintf(`add .code({ type: "source", src: "./%s", toolchain: { type: "typescript" } })`, f.ID)))
		case !pinned.MatchString(image):
			r.add(about(f, "code.image", "image-not-pinned", "image %q is not pinned; the code parameter of %q gets no default", image, f.ID).
				WithHelp("append @sha256:..."))
		}
	}
}

// project is the folder in which sources may lie.
type project struct {
	dir, root string
	real      string // root without symbolic links, once it is known
}

// source checks a source directory, which is relative to the file that calls
// .code.
func (p *project) source(r *review, f *ir.Function, source *ir.Source) {
	const path = "code.src"
	outside := func(why string) {
		r.add(about(f, path, "path-outside-project", "%q leaves the project root%s", source.Dir, why).
			WithHelp("move the sources into the project, and write a path relative to the file that calls .code"))
	}
	from := filepath.Join(p.dir, filepath.FromSlash(f.At(path).File))
	full := filepath.Join(filepath.Dir(from), filepath.FromSlash(source.Dir))
	if filepath.IsAbs(source.Dir) || strings.HasPrefix(source.Dir, "/") || !within(p.root, full) {
		outside("")
		return
	}
	info, err := os.Stat(full)
	if err != nil {
		r.add(about(f, path, "source-not-found", "source directory %q does not exist", source.Dir).
			WithHelp(nearby(source.Dir, full)))
		return
	}
	if !info.IsDir() {
		r.add(about(f, path, "source-not-found", "source %q is not a directory", source.Dir).
			WithHelp(fmt.Sprintf("name the directory that holds %s", filepath.Base(full))))
		return
	}
	if p.real == "" {
		if p.real, err = filepath.EvalSymlinks(p.root); err != nil {
			p.real = p.root
		}
	}
	if target, err := filepath.EvalSymlinks(full); err != nil || !within(p.real, target) {
		outside(" through a symbolic link")
	}
}

// absolute gives a path that can be compared with another one.
func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path // there is no current directory
}

// within reports whether path is folder or lies below it.
func within(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// nearby proposes the one directory beside a missing one that has nearly its
// name.
func nearby(written, full string) string {
	entries, err := os.ReadDir(filepath.Dir(full))
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	base := filepath.Base(full)
	parent, ok := strings.CutSuffix(strings.TrimSuffix(written, "/"), base)
	if near := diag.DidYouMean(base, names); err == nil && ok && near != "" {
		return fmt.Sprintf("did you mean %q?", parent+near)
	}
	return "create it; the path is relative to the file that calls .code"
}
