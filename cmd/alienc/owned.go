package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// owned says which files of an output directory alienc wrote: the digests
// that each may have. One path has several when a build was interrupted.
type owned map[string][]string

// add takes over what a manifest lists. It reports whether the data is a
// manifest that alienc can have written: one that names a file outside the
// directory is somebody else's, and nothing in it counts.
func (o owned) add(data []byte) bool {
	var m struct {
		Schema  string       `json:"schema"`
		Outputs []outputFile `json:"outputs"`
	}
	if json.Unmarshal(data, &m) != nil || m.Schema != manifestSchema {
		return false
	}
	for _, f := range m.Outputs {
		if !inside(f.Path) {
			return false
		}
	}
	for _, f := range m.Outputs {
		o[f.Path] = append(o[f.Path], f.SHA256)
	}
	return true
}

// inside reports whether a path of a manifest is one that alienc may write:
// plain, relative, and not one of its working files.
func inside(name string) bool {
	return fs.ValidPath(name) && name != "." && !strings.ContainsAny(name, "\\:") && !strings.HasPrefix(name, workName)
}

// readOwned finds out which files are alienc's.
func (d *dist) readOwned() {
	d.previous, d.pending = owned{}, owned{}
	data, err := d.root.ReadFile(manifestName)
	switch {
	case err == nil:
		d.disowned = !d.previous.add(data)
	case !errors.Is(err, fs.ErrNotExist):
		d.disowned = true
	}
	if data, err := d.root.ReadFile(pendingName); err == nil {
		d.pending.add(data)
	}
	for p, digests := range d.pending {
		d.previous[p] = append(d.previous[p], digests...)
	}
}

// leftOver lists what alienc wrote and would no longer write, sorted.
func (d *dist) leftOver() []string {
	var list []string
	for _, p := range d.dropped() {
		if _, err := d.root.Lstat(p); err == nil {
			list = append(list, p)
		}
	}
	return list
}

// dropped is leftOver with what is already gone.
func (d *dist) dropped() []string {
	known := maps.Clone(d.previous)
	for _, f := range d.files {
		delete(known, f.Path)
	}
	return slices.Sorted(maps.Keys(known))
}

// foreign lists what is in the way and not alienc's.
func (d *dist) foreign() diag.List {
	var list diag.List
	seen := map[string]bool{}
	for _, f := range d.files {
		for folder := path.Dir(f.Path); folder != "."; folder = path.Dir(folder) {
			info, err := d.root.Lstat(folder)
			if err == nil && !info.IsDir() && !seen[folder] {
				seen[folder] = true
				list.Add(foreign(d.dir, folder))
			}
		}
		info, err := d.root.Lstat(f.Path)
		if err != nil {
			continue
		}
		_, ours := d.previous[f.Path]
		if f.Path == manifestName {
			ours = !d.disowned
		}
		if !info.Mode().IsRegular() || !ours && !d.same(f) {
			list.Add(foreign(d.dir, f.Path))
		}
	}
	for _, p := range d.leftOver() {
		if data, err := d.root.ReadFile(p); err != nil || !slices.Contains(d.previous[p], digest(data)) {
			shown := filepath.ToSlash(filepath.Join(d.dir, filepath.FromSlash(p)))
			list.Add(diag.New("foreign-file", ir.Pos{}, "", shown+" was changed since alienc wrote it and would be removed").
				WithHelp("move the file or choose another -o"))
		}
	}
	return list
}

// taken lists the working files whose names something else has. A link would
// be followed, out of the directory or to a lock that nobody else sees.
func taken(dir string) diag.List {
	var list diag.List
	if info, err := os.Lstat(filepath.Join(dir, workName)); err == nil && !info.IsDir() { //nolint:gosec // in the directory that the user names
		list.Add(foreign(dir, workName))
	}
	if info, err := os.Lstat(filepath.Join(dir, lockName)); err == nil && !info.Mode().IsRegular() { //nolint:gosec // likewise
		list.Add(foreign(dir, lockName))
	}
	return list
}

func foreign(dir, file string) diag.Diagnostic {
	shown := filepath.ToSlash(filepath.Join(dir, filepath.FromSlash(file)))
	return diag.New("foreign-file", ir.Pos{}, "", shown+" was not written by alienc and would be overwritten").
		WithHelp("move the file or choose another -o")
}
