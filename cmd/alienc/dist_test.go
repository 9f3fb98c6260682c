package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alienc/alienc/emit"
)

// output is a small output directory: files by path, then the manifest.
func output(t testing.TB, files map[string]string) []emit.File {
	t.Helper()
	var list []emit.File
	for path, text := range files {
		list = append(list, emit.File{Path: path, Role: "test", Data: []byte(text + "\n")})
	}
	complete, err := manifest{Stack: "tiny"}.complete(list)
	if err != nil {
		t.Fatal(err)
	}
	return complete
}

// Between before and after, one file stays, one changes, one comes (in a new
// folder), and two go (one with its folder).
var (
	before = map[string]string{"aws/template.yaml": "old", "ir.json": "same", "aws/gone.json": "bye", "gcp/deep/gone.tf": "bye"}
	after  = map[string]string{"aws/template.yaml": "new, and longer", "ir.json": "same", "azure/main.bicep": "new"}
	later  = map[string]string{"aws/template.yaml": "newest", "ir.json": "same, not", "aws/gone.json": "back"}
)

func mustWrite(t testing.TB, dir string, files []emit.File) []string {
	t.Helper()
	written, list, err := write(context.Background(), dir, files)
	if err != nil || len(list) > 0 {
		t.Fatalf("write: %v, %v", list, err)
	}
	return written
}

// tree gives every file and folder below dir; a folder's text is "/".
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		text := []byte("/")
		if entry.Type().IsRegular() {
			text, err = os.ReadFile(path)
		}
		found[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// expect fails unless dir holds the files, their folders and the extra
// entries, and nothing else.
func expect(t *testing.T, dir string, files []emit.File, extra map[string]string) {
	t.Helper()
	want := map[string]string{}
	for _, f := range files {
		want[f.Path] = string(f.Data)
		for folder := path.Dir(f.Path); folder != "."; folder = path.Dir(folder) {
			want[folder] = "/"
		}
	}
	for name, text := range extra {
		want[name] = text
	}
	got := tree(t, dir)
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s should not be there", name)
		}
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s holds %q, want %q", name, got[name], text)
		}
	}
}

// writeUntilKilled is the other process of TestKilledAnywhere: it writes
// "after" and ends without a word before the n-th change on disk.
func writeUntilKilled() {
	n, err := strconv.Atoi(os.Getenv("ALIENC_TEST_KILL_AT"))
	if err != nil {
		os.Exit(3)
	}
	beforeFileOperation = func(string) {
		n--
		if n == 0 {
			os.Exit(9)
		}
	}
	if _, list, err := write(context.Background(), os.Getenv("ALIENC_TEST_DIR"), output(&testing.B{}, after)); err != nil || len(list) > 0 {
		os.Exit(3)
	}
	os.Exit(0)
}

func TestKilledAnywhere(t *testing.T) {
	old, wanted, next := output(t, before), output(t, after), output(t, later)
	whole := map[string][]string{}
	for _, f := range slices.Concat(old, wanted) {
		whole[f.Path] = append(whole[f.Path], string(f.Data))
	}
	kills := 0
	for at := 1; ; at++ {
		dir := t.TempDir()
		mustWrite(t, dir, old)
		process := exec.Command(os.Args[0])
		process.Env = append(os.Environ(), "ALIENC_TEST_KILL_AT="+strconv.Itoa(at), "ALIENC_TEST_DIR="+dir)
		var exit *exec.ExitError
		if err := process.Run(); err == nil {
			expect(t, dir, wanted, nil)
			break
		} else if !errors.As(err, &exit) || exit.ExitCode() != 9 {
			t.Fatalf("point %d: %v", at, err)
		}
		kills++
		for path, text := range tree(t, dir) {
			if strings.HasPrefix(path, workName) || text == "/" {
				continue
			}
			if !slices.Contains(whole[path], text) {
				t.Errorf("point %d: %s is neither old nor new: %q", at, path, text)
			}
		}
		copied := t.TempDir()
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		// The same build mends it, and so does another one.
		mustWrite(t, dir, wanted)
		expect(t, dir, wanted, nil)
		mustWrite(t, copied, next)
		expect(t, copied, next, nil)
		if t.Failed() {
			t.Fatalf("after a kill at point %d", at)
		}
	}
	if kills < 20 {
		t.Errorf("only %d points", kills)
	}
}

// TestKilledTwice kills a build that would mend another killed one.
func TestKilledTwice(t *testing.T) {
	for at := 1; at < 40; at += 3 {
		dir := t.TempDir()
		mustWrite(t, dir, output(t, before))
		for _, point := range []int{24, at} {
			process := exec.Command(os.Args[0])
			process.Env = append(os.Environ(), "ALIENC_TEST_KILL_AT="+strconv.Itoa(point), "ALIENC_TEST_DIR="+dir)
			var exit *exec.ExitError
			if err := process.Run(); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 9) {
				t.Fatal(err)
			}
		}
		next := output(t, later)
		mustWrite(t, dir, next)
		expect(t, dir, next, nil)
		if t.Failed() {
			t.Fatalf("after a second kill at point %d", at)
		}
	}
}

func TestWriteLeavesForeignFilesAlone(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, dir, output(t, before))
	foreign := map[string]string{
		"aws/parameters.json": "mine", "gcp": "/", "gcp/notes.txt": "mine",
		workName: "/", workName + "/types": "/", workName + "/types/index.d.ts": "mine",
	}
	for _, path := range []string{"aws/parameters.json", "gcp/notes.txt", workName + "/types/index.d.ts"} {
		file := filepath.Join(dir, path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o750), os.WriteFile(file, []byte("mine"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	mustWrite(t, dir, output(t, after))
	expect(t, dir, output(t, after), foreign)
}

func TestWriteKeepsWhatIsRight(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, dir, output(t, before))
	past := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, f := range output(t, before) {
		if err := os.Chtimes(filepath.Join(dir, f.Path), past, past); err != nil {
			t.Fatal(err)
		}
	}
	if written := mustWrite(t, dir, output(t, before)); len(written) > 0 {
		t.Errorf("wrote %v again", written)
	}
	written := mustWrite(t, dir, output(t, after))
	if want := []string{"aws/template.yaml", "azure/main.bicep", "SHA256SUMS", "manifest.json"}; !slices.Equal(written, want) {
		t.Errorf("wrote %v, want %v", written, want)
	}
	info, err := os.Stat(filepath.Join(dir, "ir.json"))
	if err != nil || !info.ModTime().Equal(past) {
		t.Errorf("ir.json has a new time: %v, %v", info, err)
	}
}

// TestWriteRefuses shows what is in the way, and that nothing is written then.
func TestWriteRefuses(t *testing.T) {
	elsewhere := t.TempDir()
	victim := filepath.Join(elsewhere, "victim.txt")
	put := func(path, text string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			file := filepath.Join(dir, path)
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o750), os.WriteFile(file, []byte(text), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
	}
	link := func(to, path string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := errors.Join(os.RemoveAll(filepath.Join(dir, path)), os.Symlink(to, filepath.Join(dir, path))); err != nil {
				t.Fatal(err)
			}
		}
	}
	cases := []struct {
		name    string
		first   map[string]string // built before, if any
		prepare func(*testing.T, string)
		want    string
	}{
		{"a file in the way", nil, put("aws/template.yaml", "mine"), "/aws/template.yaml was not written by alienc and would be overwritten"},
		{"a file where a folder must be", nil, put("aws", "mine"), "/aws was not written by alienc and would be overwritten"},
		{"a folder where a file must be", nil, put("ir.json/mine", "mine"), "/ir.json was not written by alienc and would be overwritten"},
		{"another tool's manifest", nil, put("manifest.json", "{}"), "/manifest.json was not written by alienc and would be overwritten"},
		{"a manifest that points out", nil, put("manifest.json", `{"schema":"alienc/manifest/v1","outputs":[{"path":"../victim.txt"}]}`), "/manifest.json was not written by alienc and would be overwritten"},
		{"a link to a folder elsewhere", nil, link(elsewhere, "azure"), "/azure was not written by alienc and would be overwritten"},
		{"a link in the place of a file", before, link(victim, "aws/template.yaml"), "/aws/template.yaml was not written by alienc and would be overwritten"},
		{"a link in the place of the lock", nil, link(victim, lockName), "/.alienc.lock was not written by alienc and would be overwritten"},
		{"a link for the working files", before, link(elsewhere, workName), "/.alienc was not written by alienc and would be overwritten"},
		{"a file for the working files", before, put(workName, "mine"), "/.alienc was not written by alienc and would be overwritten"},
		{"a changed file that would go", before, put("aws/gone.json", "mine"), "/aws/gone.json was changed since alienc wrote it and would be removed"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if err := os.WriteFile(victim, []byte("safe"), 0o600); err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if c.first != nil {
				mustWrite(t, dir, output(t, c.first))
			}
			c.prepare(t, dir)
			untouched := tree(t, dir)
			_, list, err := write(t.Context(), dir, output(t, after))
			if err != nil {
				t.Fatal(err)
			}
			if len(list) != 1 || list[0].ID != "foreign-file" || !strings.HasSuffix(list[0].Message, c.want) {
				t.Errorf("got %v, want foreign-file %s", list, c.want)
			}
			now := tree(t, dir)
			if len(now) != len(untouched) {
				t.Errorf("entries came or went: %v", now)
			}
			for path, text := range untouched {
				if now[path] != text {
					t.Errorf("%s was touched", path)
				}
			}
			if text, err := os.ReadFile(victim); err != nil || string(text) != "safe" {
				t.Error("a file elsewhere was touched")
			}
		})
	}
}

func TestWriteRefusesAFileAsDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "dist")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, list, err := write(t.Context(), file, output(t, after))
	if err != nil || len(list) != 1 || list[0].ID != "foreign-file" {
		t.Errorf("got %v, %v", list, err)
	}
}

func TestTwoWritersAtOnce(t *testing.T) {
	dir := t.TempDir()
	versions := [][]emit.File{output(t, before), output(t, after), output(t, later)}
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			if _, list, err := write(t.Context(), dir, versions[i%len(versions)]); err != nil || len(list) > 0 {
				t.Errorf("writer %d: %v, %v", i, list, err)
			}
		})
	}
	all.Wait()
	for _, files := range versions {
		if string(files[len(files)-1].Data) == tree(t, dir)["manifest.json"] {
			expect(t, dir, files, nil)
			return
		}
	}
	t.Error("the manifest is nobody's")
}

func TestCompare(t *testing.T) {
	dir := t.TempDir()
	mustWrite(t, dir, output(t, before))
	drift, err := compare(dir, output(t, after))
	if err != nil {
		t.Fatal(err)
	}
	want := []staleJSON{
		{"SHA256SUMS", changed},
		{"aws/gone.json", leftOver},
		{"aws/template.yaml", changed},
		{"azure/main.bicep", missing},
		{"gcp/deep/gone.tf", leftOver},
		{"manifest.json", changed},
	}
	if !slices.Equal(drift, want) {
		t.Errorf("got %v, want %v", drift, want)
	}
	expectSame, err := compare(dir, output(t, before))
	if err != nil || len(expectSame) > 0 {
		t.Errorf("an untouched output: %v, %v", expectSame, err)
	}
	if err := errors.Join(os.Rename(filepath.Join(dir, "ir.json"), filepath.Join(dir, "copy.json")), os.Symlink("copy.json", filepath.Join(dir, "ir.json"))); err != nil {
		t.Fatal(err)
	}
	if drift, err = compare(dir, output(t, before)); err != nil || !slices.Equal(drift, []staleJSON{{"ir.json", changed}}) {
		t.Errorf("a link to the same bytes: %v, %v", drift, err)
	}
}

// TestWriteModes: a program can be run, and nothing else can.
func TestWriteModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SKIP modes: Windows has none")
	}
	dir := t.TempDir()
	files := output(t, before)
	for i := range files {
		files[i].Executable = files[i].Path == "aws/gone.json"
	}
	mustWrite(t, dir, files)
	for _, f := range files {
		info, err := os.Stat(filepath.Join(dir, f.Path))
		if err != nil || (info.Mode()&0o100 != 0) != f.Executable {
			t.Errorf("%s: %v, %v", f.Path, info.Mode(), err)
		}
	}
}
