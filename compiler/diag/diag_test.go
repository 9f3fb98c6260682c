package diag

import (
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestDidYouMean(t *testing.T) {
	names := []string{"storage/data-read", "kv/data-read", "kv/data-write", "Storage", "Kv"}
	for word, want := range map[string]string{
		"kv/data-raed":        "kv/data-read",      // a swap
		"KV/DATA-READ":        "kv/data-read",      // case is no edit
		"kv/data-rea":         "kv/data-read",      // a deletion
		"kv/read":             "kv/data-read",      // another vocabulary
		"Bucket":              "Storage",           // likewise
		"storage/dta-red":     "storage/data-read", // two edits
		"storage/dat-rexx":    "",                  // three
		"Queue":               "",                  // nothing near
		"Topic":               "",                  // its alias is no name here
		"storage/data-read\n": "storage/data-read",
		"":                    "Kv", // two insertions
	} {
		if got := DidYouMean(word, names); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
	if got := DidYouMean("jobx", []string{"joba", "jobb"}); got != "" {
		t.Errorf("two names are near, but it says %q", got)
	}
}

func TestSort(t *testing.T) {
	at := func(file string, line, column int) ir.Pos { return ir.Pos{File: file, Line: line, Column: column} }
	list := List{
		New("unknown-ref", at("b.ts", 1, 1), "", "m"),
		New("unknown-ref", at("a.ts", 10, 1), "", "m"),
		New("unknown-ref", at("a.ts", 9, 2), "p", "m"),
		New("duplicate-link", at("a.ts", 9, 2), "", "z"),
		New("unknown-ref", at("a.ts", 9, 2), "p", "m"), // exactly as before
		New("unknown-ref", at("a.ts", 9, 2), "q", "m"),
		New("template-too-large", ir.Pos{}, "", "m"),
	}
	list.Sort()
	want := []string{
		" template-too-large ", "a.ts:9:2 duplicate-link ", "a.ts:9:2 unknown-ref p", "a.ts:9:2 unknown-ref q",
		"a.ts:10:1 unknown-ref ", "b.ts:1:1 unknown-ref ",
	}
	if len(list) != len(want) {
		t.Fatalf("%d findings remain, want %d", len(list), len(want))
	}
	for i, d := range list {
		if got := d.Pos.String() + " " + d.ID + " " + d.Path; got != want[i] {
			t.Errorf("%d: %q, want %q", i, got, want[i])
		}
	}
}
