package ir

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// goldens are the documents of the golden cases: every kind with every setting.
func goldens(t testing.TB) [][]byte {
	t.Helper()
	files, err := filepath.Glob("../../golden/*/want/ir.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d documents: %v", len(files), err)
	}
	list := make([][]byte, len(files))
	for i, file := range files {
		if list[i], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// What was read is written as it was: nothing of a document is lost.
func TestDecodeRoundTrip(t *testing.T) {
	kinds := map[Kind]bool{}
	for _, data := range goldens(t) {
		s, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Encode(s)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again, data) {
			t.Errorf("got\n%s\nwant\n%s", again, data)
		}
		for _, r := range s.Resources {
			kinds[r.Kind()] = true
		}
	}
	for _, kind := range Kinds {
		if !kinds[kind] {
			t.Errorf("no document has a %s", kind)
		}
	}
}

// tiny is a document; part of it is replaced in each test.
const tiny = `{
  "schema": "alienc/ir/v1",
  "stack": {"id": "app", "at": "alien.ts:9:1"},
  "resources": [
    {"kind": "kv", "id": "cache", "lifecycle": "live", "at": "alien.ts:1:1", "added": "alien.ts:2:1"},
    {"kind": "function", "id": "api", "lifecycle": "live", "at": "lib/api.ts:7:10", "code": {"image": "x"}, "permissions": "execution",
     "triggers": [{"type": "schedule", "cron": "0 3 * * *", "index": 0}, {"type": "queue", "queue": {"type": "queue", "id": "jobs"}}]}
  ],
  "profiles": [{"name": "execution", "at": "alien.ts:3:1", "grants": []}],
  "management": {"mode": "auto"},
  "notes": []
}`

func TestDecode(t *testing.T) {
	s, err := Decode([]byte(tiny))
	if err != nil {
		t.Fatal(err)
	}
	f, ok := s.Resource("api").(*Function)
	if !ok || f.Lifecycle != Live || f.Code.Image != "x" || f.Pos != (Pos{"lib/api.ts", 7, 10}) {
		t.Fatalf("api: %+v", s.Resource("api"))
	}
	if q, ok := f.Triggers[1].(*QueueTrigger); !ok || q.Queue != (Ref{KindQueue, "jobs"}) || q.Path() != "triggers[1]" {
		t.Errorf("second trigger: %+v", f.Triggers[1])
	}
	if users := s.Users("execution"); len(users) != 1 || users[0] != f {
		t.Errorf("users of the profile: %v", users)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"nothing":                   {tiny, "", "it is not JSON: unexpected end of JSON input"},
		"a text":                    {tiny, `"app"`, "the document is a string, which alienc does not write there"},
		"a list":                    {tiny, `[]`, "the document is an array, which alienc does not write there"},
		"cut short":                 {tiny, tiny[:200], "it is not JSON: unexpected end of JSON input"},
		"two documents":             {tiny, tiny + tiny, "it is not JSON: invalid character '{' after top-level value"},
		"another schema":            {"ir/v1", "ir/v2", `its schema is "alienc/ir/v2", and this alienc reads "alienc/ir/v1"`},
		"another document":          {`"alienc/ir/v1"`, `"alienc/manifest/v1"`, `its schema is "alienc/manifest/v1", and this alienc reads "alienc/ir/v1"`},
		"no schema":                 {`"schema": "alienc/ir/v1",`, ``, `it does not say that its schema is "alienc/ir/v1"`},
		"no stack id":               {`"id": "app"`, `"id": ""`, "its stack has no id"},
		"no id":                     {`"id": "cache"`, `"id": ""`, "resource 1 has no id"},
		"id twice":                  {`"id": "cache"`, `"id": "api"`, `two resources have the id "api"`},
		"another kind":              {`"kind": "kv"`, `"kind": "topic"`, `kind "topic" is not known to this alienc`},
		"no resource":               {`{"kind": "kv"`, `null, {"kind": "kv"`, `kind "" is not known to this alienc`},
		"no lifecycle":              {`"cache", "lifecycle": "live"`, `"cache", "lifecycle": "warm"`, `resource "cache" is neither frozen nor live`},
		"id is a number":            {`"id": "cache"`, `"id": 7`, "resources.id is a number, which alienc does not write there"},
		"another trigger":           {`"type": "schedule"`, `"type": "tide"`, `trigger type "tide" is not known to this alienc`},
		"no trigger":                {`"triggers": [`, `"triggers": [null, `, `trigger type "" is not known to this alienc`},
		"resources.index is a text": {`"index": 0`, `"index": "0"`, "resources.index is a string, which alienc does not write there"},
		"index beyond bounds":       {`"index": 0`, `"index": 1e99`, "resources.index is a number 1e99, which alienc does not write there"},
		"no profile":                {`"profiles": [`, `"profiles": [null, `, "profile 1 has no name"},
		"profile twice":             {`"profiles": [`, `"profiles": [{"name": "execution"}, `, `two profiles have the name "execution"`},
		"no management":             {`{"mode": "auto"}`, `null`, "it does not say what management may do"},
		"another mode":              {`{"mode": "auto"}`, `{"mode": "all"}`, `management mode "all" is not known to this alienc`},
	} {
		if !strings.Contains(tiny, c.old) {
			t.Fatalf("%s: %q is not in the document", name, c.old)
		}
		s, err := Decode([]byte(strings.Replace(tiny, c.old, c.new, 1)))
		if err == nil || err.Error() != c.want || s != nil {
			t.Errorf("%s: %v\nwant: %s", name, err, c.want)
		}
	}
}

func TestDecodeRefusesTheLargest(t *testing.T) {
	fits, room := []byte(tiny), MaxDocument-len(tiny)
	if _, err := Decode(append(fits, bytes.Repeat([]byte(" "), room)...)); err != nil {
		t.Errorf("%d bytes: %v", MaxDocument, err)
	}
	if _, err := Decode(append(fits, bytes.Repeat([]byte(" "), room+1)...)); err == nil || err.Error() != "it is larger than 64 MiB" {
		t.Errorf("one byte more: %v", err)
	}
}

func TestPosUnmarshalText(t *testing.T) {
	for text, want := range map[string]Pos{
		"alien.ts:3:14": {"alien.ts", 3, 14},
		"a:1:2:3":       {"a:1", 2, 3},
		"alien.yaml":    {File: "alien.yaml"},
		"alien.ts:3":    {File: "alien.ts:3"},
		"alien.ts:0:1":  {File: "alien.ts:0:1"},
		"alien.ts:-1:1": {File: "alien.ts:-1:1"},
		"":              {},
	} {
		var p Pos
		if err := p.UnmarshalText([]byte(text)); err != nil || p != want {
			t.Errorf("%q: %#v, %v", text, p, err)
		}
	}
}

// FuzzDecode reads documents from anywhere. What is read can be written, and
// the two are one stack.
func FuzzDecode(f *testing.F) {
	for _, data := range goldens(f) {
		f.Add(data)
	}
	f.Add([]byte(tiny))
	f.Add([]byte(`{"schema":"alienc/ir/v1","stack":{"id":"\u0000"},"resources":[{"kind":"function","id":"\ud800","lifecycle":"live","triggers":[{"type":"queue"}]}],"management":{"mode":"extend","grants":[{"sets":[{"custom":{"aws":[{}]}}]}]}}`))
	f.Add([]byte(`{"schema":"alienc/ir/v1","resources":` + strings.Repeat("[", 20000)))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Decode(data)
		if err != nil {
			return
		}
		first, err := Encode(s)
		if err != nil {
			t.Fatal(err)
		}
		if s, err = Decode(first); err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, first)
		}
		if second, err := Encode(s); err != nil || !bytes.Equal(second, first) {
			t.Errorf("%v\n%s\nthen\n%s", err, first, second)
		}
	})
}
