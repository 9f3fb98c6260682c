package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/emit"
)

// workName is the folder inside the output directory in which files are made
// before they take their places. It exists only while a build writes, or
// after one was killed; the next build uses what it says and removes it, and
// leaves what others keep there.
const workName = ".alienc"

// lockName is the file that a build holds while it writes.
const lockName = workName + ".lock"

// pendingName lists, in the form of a manifest, every file that this build or
// a killed one before it may have put in its place, so that the next build
// knows them as its own.
const pendingName = workName + "/pending.json"

// stagingName is the folder in which files are made.
const stagingName = workName + "/new"

// beforeFileOperation is called before each change on disk; a test ends the
// process there.
var beforeFileOperation = func(string) {}

// state says how a file on disk differs from what a build would write.
type state string

const (
	missing  state = "missing"
	changed  state = "stale"
	leftOver state = "left over"
)

// compare lists the files of a directory that a build would write or remove,
// sorted by path. It changes nothing.
func compare(dir string, files []emit.File) ([]staleJSON, error) {
	drift := []staleJSON{}
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		for _, f := range files {
			drift = append(drift, staleJSON{f.Path, missing})
		}
		sortDrift(drift)
		return drift, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	d := dist{root: root, files: files}
	d.readOwned()
	for _, f := range files {
		switch info, err := root.Lstat(f.Path); {
		case err != nil:
			drift = append(drift, staleJSON{f.Path, missing})
		case !info.Mode().IsRegular() || !d.same(f): // a build refuses a link, whatever it leads to
			drift = append(drift, staleJSON{f.Path, changed})
		}
	}
	for _, p := range d.leftOver() {
		drift = append(drift, staleJSON{p, leftOver})
	}
	sortDrift(drift)
	return drift, nil
}

func sortDrift(list []staleJSON) {
	slices.SortFunc(list, func(a, b staleJSON) int { return bytes.Compare([]byte(a.Path), []byte(b.Path)) })
}

// write makes a directory hold exactly these files and what is not alienc's.
// The last of the files is the manifest. Killed at any point, each file is
// whole, old or new, and the next call mends the rest. Findings mean that
// nothing was written.
func write(ctx context.Context, dir string, files []emit.File) (written []string, list diag.List, err error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() { //nolint:gosec // the user names the directory
		return nil, diag.List{foreign(dir, "")}, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // templates are made to be read by others
		return nil, nil, err
	}
	if list := taken(dir); len(list) > 0 {
		return nil, list, nil
	}
	unlock, err := lock(ctx, filepath.Join(dir, lockName))
	if err != nil {
		return nil, nil, err
	}
	defer unlock()
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = root.Close() }()

	d := dist{root: root, dir: dir, files: files}
	d.readOwned()
	if list := d.foreign(); len(list) > 0 {
		return nil, list, nil
	}
	stale := d.stale()
	if len(stale) == 0 && len(d.leftOver()) == 0 {
		return nil, nil, d.clean()
	}
	if err := d.stage(stale); err != nil {
		return nil, nil, errors.Join(err, d.abandon())
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, errors.Join(err, d.abandon())
	}
	if err := d.replace(stale); err != nil {
		return nil, nil, err
	}
	for _, f := range stale {
		written = append(written, f.Path)
	}
	return written, nil, d.clean()
}

// dist is an output directory while it is compared or written.
type dist struct {
	root     *os.Root
	dir      string // as the user named it, for messages
	files    []emit.File
	previous owned // by the manifest, or by a killed build
	pending  owned // by a killed build alone
	disowned bool  // there is a manifest.json that alienc did not write
}

// same reports whether a file on disk already is what would be written.
func (d *dist) same(f emit.File) bool {
	data, err := d.root.ReadFile(f.Path)
	return err == nil && bytes.Equal(data, f.Data)
}

// stale gives the files that differ on disk, in the order of files.
func (d *dist) stale() []emit.File {
	var list []emit.File
	for _, f := range d.files {
		if !d.same(f) {
			list = append(list, f)
		}
	}
	return list
}

// stage writes the pending list and then every file under the working folder,
// without what a killed build left there.
func (d *dist) stage(files []emit.File) error {
	beforeFileOperation("remove " + stagingName)
	if err := d.root.RemoveAll(stagingName); err != nil {
		return err
	}
	if err := d.declare(); err != nil {
		return err
	}
	for _, f := range files {
		if err := d.create(staged(f), f.Data, mode(f), f.Path == manifestName); err != nil {
			return err
		}
	}
	return nil
}

func staged(f emit.File) string { return path.Join(stagingName, f.Path) }

// mode is who may do what with a file.
func mode(f emit.File) fs.FileMode {
	if f.Executable {
		return 0o755
	}
	return 0o644
}

// declare writes down, before anything takes its place, which files are
// alienc's or may become so.
func (d *dist) declare() error {
	known := maps.Clone(d.previous)
	for _, f := range d.files {
		known[f.Path] = append(slices.Clone(known[f.Path]), digest(f.Data))
	}
	doc := manifest{Schema: manifestSchema}
	for _, p := range slices.Sorted(maps.Keys(known)) {
		for _, sum := range known[p] {
			doc.Outputs = append(doc.Outputs, outputFile{Path: p, SHA256: sum})
		}
	}
	var data bytes.Buffer
	if err := printJSON(&data, doc); err != nil {
		return err
	}
	draft := path.Join(stagingName, pendingName)
	if err := d.create(draft, data.Bytes(), 0o644, true); err != nil {
		return err
	}
	beforeFileOperation("rename " + pendingName)
	return d.root.Rename(draft, pendingName)
}

// create writes a working file. Only the files that tell what is alienc's are
// made to survive a power failure: the others can be built again, and the next
// build compares their bytes.
func (d *dist) create(name string, data []byte, mode fs.FileMode, durable bool) error {
	beforeFileOperation("make the folder of " + name)
	if err := d.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	beforeFileOperation("create " + name)
	file, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	beforeFileOperation("fill " + name)
	_, err = file.Write(data)
	if err == nil && durable {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// replace puts every staged file in its place, the manifest last, and then
// removes what is no longer produced.
func (d *dist) replace(files []emit.File) error {
	removed := d.leftOver()
	for _, f := range files {
		beforeFileOperation("make the folder of " + f.Path)
		if err := d.root.MkdirAll(path.Dir(f.Path), 0o755); err != nil {
			return err
		}
		beforeFileOperation("rename " + f.Path)
		if err := d.root.Rename(staged(f), f.Path); err != nil {
			return err
		}
	}
	for _, p := range removed {
		beforeFileOperation("remove " + p)
		if err := d.root.Remove(p); err != nil {
			return err
		}
	}
	return nil
}

// clean removes the folders that have become empty and the working files.
func (d *dist) clean() error {
	for _, p := range d.dropped() {
		for folder := path.Dir(p); folder != "."; folder = path.Dir(folder) {
			beforeFileOperation("remove the folder " + folder)
			if err := d.root.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
				break // it still holds something
			}
		}
	}
	return d.tidy()
}

// tidy removes the working files, and their folder when nothing else is in it.
func (d *dist) tidy() error {
	beforeFileOperation("remove " + stagingName)
	if err := d.root.RemoveAll(stagingName); err != nil {
		return err
	}
	for _, name := range []string{pendingName, workName} {
		beforeFileOperation("remove " + name)
		err := d.root.Remove(name)
		if err != nil && name == pendingName && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// abandon removes the working files of a build that replaced nothing. What a
// killed build left to mend stays known.
func (d *dist) abandon() error {
	if len(d.pending) > 0 {
		return d.root.RemoveAll(stagingName)
	}
	return d.tidy()
}
