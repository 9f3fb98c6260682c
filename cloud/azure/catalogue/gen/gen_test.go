package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// The committed list is what the pinned file gives.
func TestCommittedListIsCurrent(t *testing.T) {
	from := os.Getenv("ALIENC_AZURE_ROLES")
	if from == "" {
		t.Skip("SKIP: ALIENC_AZURE_ROLES does not name the file with Azure's built-in roles")
	}
	to := t.TempDir() + "/roles.txt"
	if err := run(from, to); err != nil {
		t.Fatal(err)
	}
	fresh, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../roles.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(fresh, committed) {
		t.Error("roles.txt differs from what the file gives: run gen")
	}
}

func TestList(t *testing.T) {
	got, err := list([]byte(`[
		{"roleName": "Writer", "id": "00000000-0000-0000-0000-000000000002", "description": "text", "permissions": [
			{"actions": ["Z/a/write", "A/a/read", "A/a/read"], "notActions": ["A/b/*"], "dataActions": ["A/c/read"]}]},
		{"roleName": "Reader", "id": "00000000-0000-0000-0000-000000000001", "permissions": [
			{"actions": ["*/read"]}, {"dataActions": ["A/*/read"], "condition": "x"}]}]`))
	if err != nil {
		t.Fatal(err)
	}
	want := "role\t00000000-0000-0000-0000-000000000001\tReader\naction\t*/read\ndata\tA/*/read\n" +
		"role\t00000000-0000-0000-0000-000000000002\tWriter\naction\tA/a/read\naction\tZ/a/write\nnot\tA/b/*\ndata\tA/c/read\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWhatCannotBeSaidIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"no GUID":             `[{"roleName": "X", "id": "1"}]`,
		"a tab in the name":   `[{"roleName": "X\tY", "id": "00000000-0000-0000-0000-000000000001"}]`,
		"a blank in a word":   `[{"roleName": "X", "id": "00000000-0000-0000-0000-000000000001", "permissions": [{"actions": ["a b"]}]}]`,
		"several take away":   `[{"roleName": "X", "id": "00000000-0000-0000-0000-000000000001", "permissions": [{"notActions": ["a"]}, {}]}]`,
		"data is taken away":  `[{"roleName": "X", "id": "00000000-0000-0000-0000-000000000001", "permissions": [{"notDataActions": ["a"]}]}]`,
		"something different": `{}`,
	} {
		if got, err := list([]byte(text)); err == nil {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAnotherFileIsRefused(t *testing.T) {
	file := t.TempDir() + "/roles.json"
	if err := os.WriteFile(file, []byte("[]"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(file, file+".txt"); err == nil || !strings.Contains(err.Error(), "checksum") {
		t.Errorf("got %v", err)
	}
}
