package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The committed data is what the pinned package gives. The texts are compared,
// not the bytes: another release of Go may compress differently.
func TestCommittedDataIsCurrent(t *testing.T) {
	dir := os.Getenv("ALIENC_IAM_DATA")
	if dir == "" {
		t.Skip("SKIP: ALIENC_IAM_DATA does not name the folder of the unpacked npm package " + packageName + "@" + packageVersion)
	}
	services, err := read(dir)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := pack(services)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../actions.gz")
	if err != nil {
		t.Fatal(err)
	}
	if gunzip(t, fresh) != gunzip(t, committed) {
		t.Error("actions.gz differs from what the package gives: run make catalogue")
	}
}

// The pin agrees with what package catalogue tells its users.
func TestPin(t *testing.T) {
	source, err := os.ReadFile("../catalogue.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(source), `const Version = "`+packageVersion+`"`) {
		t.Errorf("Version in package catalogue is not %s", packageVersion)
	}
}

// A package small enough to see the whole way from its files to the text.
func TestFromPackageToText(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"package.json":                `{"version": "` + packageVersion + `"}`,
		"data/services.json":          `["sqs", "rds"]`,
		"data/resourceTypes/sqs.json": `{"queue": {"key": "queue", "arn": "arn:q", "conditionKeys": ["z"]}}`,
		"data/actions/sqs.json": `{
			"sendmessage": {"name": "SendMessage", "accessLevel": "Write", "conditionKeys": ["b"],
				"resourceTypes": [{"name": "queue", "conditionKeys": ["a", "b"]}]},
			"listqueues": {"name": "ListQueues", "accessLevel": "List", "conditionKeys": [], "resourceTypes": []}}`,
		"data/actions/rds.json": `{
			"addtags": {"name": "AddTags", "accessLevel": "Tagging, Write", "conditionKeys": ["b"], "resourceTypes": []}}`,
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	services, err := read(dir)
	if err != nil {
		t.Fatal(err)
	}
	data, err := pack(services)
	if err != nil {
		t.Fatal(err)
	}
	want := "rds\n" +
		"tag\tAddTags\n" +
		"sqs\n" +
		"type\tqueue\tarn:q\n" +
		"list\tListQueues\t\t\n" +
		"write\tSendMessage\tqueue\ta,b,z\n"
	if got := gunzip(t, data); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	again, err := pack(services)
	if err != nil || !bytes.Equal(data, again) {
		t.Error("the same services give other bytes")
	}

	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"version": "9.9.9"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := read(dir); err == nil || !strings.Contains(err.Error(), "9.9.9") {
		t.Errorf("another version is taken: %v", err)
	}
}

func TestUnknownLevelIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "data", "actions"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data", "actions", "rds.json"), []byte(`{"x": {"name": "X", "accessLevel": "Dreaming"}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readService(dir, "rds"); err == nil || !strings.Contains(err.Error(), "Dreaming") {
		t.Errorf("got %v", err)
	}
}

func gunzip(t *testing.T, data []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
