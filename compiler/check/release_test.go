package check

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// compared gives what the comparison alone finds, one finding a line.
func compared(before, now *ir.Stack, targets ...cloud.Name) string {
	r := &review{Input: Input{Stack: now, Previous: before}, targets: targets}
	r.room, r.longest = aws.PrefixLimit(now)
	release(r)
	return show(r.list)
}

// documents are the stacks of the golden cases.
func documents(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("../../golden/*/want/ir.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d documents: %v", len(files), err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[file] = data
	}
	return all
}

func decoded(t testing.TB, data []byte) *ir.Stack {
	t.Helper()
	s, err := ir.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheSameReleaseGivesNothing(t *testing.T) {
	for file, data := range documents(t) {
		if found := compared(decoded(t, data), decoded(t, data), cloud.AWS); found != "" {
			t.Errorf("%s:\n%s", file, found)
		}
	}
}

// Each setting is changed by somebody. A setting that is new to a kind has no
// row here, and somebody has to decide.
func TestWhoChangesASetting(t *testing.T) {
	want := map[ir.Kind]map[string]string{
		ir.KindStorage:          {"lifecycleRules": "management", "publicRead": "setup", "versioning": "management"},
		ir.KindKv:               {},
		ir.KindQueue:            {},
		ir.KindVault:            {},
		ir.KindArtifactRegistry: {"replicationRegions": "setup"},
		ir.KindFunction: {
			"code": "management", "commandsEnabled": "setup", "concurrencyLimit": "setup", "environment": "management",
			"ingress": "setup", "links": "setup", "memoryMb": "management", "permissions": "setup", "publicEndpoint": "nobody",
			"readinessProbe": "nobody", "timeoutSeconds": "management", "triggers": "setup",
		},
	}
	limit, f := 1, function("api")
	f.Concurrency, f.Endpoint, f.Probe = &limit, "front", &ir.Probe{}
	resources := []ir.Resource{
		storage("data"), kv("cache"), queue("jobs"), vault("keys"), f,
		&ir.ArtifactRegistry{Common: common("images"), ReplicationRegions: []string{"eu-west-1"}},
	}
	c := &comparison{review: &review{Input: Input{Stack: stackOf(nil, resources...)}, targets: []cloud.Name{cloud.AWS}}}
	for _, res := range resources {
		got := map[string]string{}
		for name := range settings(res) {
			managed, _ := c.managed(res, name)
			switch {
			case idleOnAWS[name]:
				got[name] = "nobody"
			case managed:
				got[name] = "management"
			default:
				got[name] = "setup"
			}
		}
		if !maps.Equal(got, want[res.Kind()]) {
			t.Errorf("%s: %v\nwant %v", res.Kind(), got, want[res.Kind()])
		}
		if inPlace[res.Kind()] != nil && !updates(res.Kind()) {
			t.Errorf("management has no right to update a %s", res.Kind())
		}
		delete(want, res.Kind())
	}
	if len(want) > 0 {
		t.Errorf("not compared: %v", slices.Sorted(maps.Keys(want)))
	}
}

// With override, management has what is listed, whatever is frozen or live.
func TestLifecycleUnderOverride(t *testing.T) {
	before, now := stackOf(nil, storage("data")), stackOf(nil, storage("data"))
	now.Resources[0].Info().Lifecycle = ir.Live
	for mode, want := range map[ir.ManagementMode]string{
		ir.ManagementAuto:     `"data" changed since the previous build (frozen to live, which widens management)`,
		ir.ManagementExtend:   `"data" changed since the previous build (frozen to live, which widens management)`,
		ir.ManagementOverride: `"data" changed since the previous build (frozen to live)`,
	} {
		before.Management, now.Management = &ir.Management{Mode: mode}, &ir.Management{Mode: mode}
		want = "note [release-setup-again] " + want + ": the customer must run setup again\n"
		if got := compared(before, now, cloud.AWS); got != want {
			t.Errorf("%s: %s\nwant: %s", mode, got, want)
		}
	}
}

// What only AWS cannot change in place is no finding for another cloud.
func TestReleaseOnOtherClouds(t *testing.T) {
	image, zip := function("api"), function("api")
	zip.Code = ir.Code{Source: &ir.Source{Dir: "./api", Toolchain: ir.ToolchainTypeScript}}
	before, now := stackOf([]*ir.Profile{profile("execution", "")}, image), stackOf([]*ir.Profile{profile("execution", "")}, zip)
	if got, want := compared(before, now, cloud.AWS), "error [release-replaces] image to zip replaces function \"api\", whose name is fixed\n"; got != want {
		t.Errorf("on AWS: %s", got)
	}
	if got, want := compared(before, now, cloud.GCP), "note [release-setup-again] live \"api\" changed since the previous build (code): the customer must run setup again\n"; got != want {
		t.Errorf("on GCP: %s", got)
	}
}

// A stack with mistakes is not compared: what was refused would seem removed.
func TestReleaseOfAWrongStack(t *testing.T) {
	before, now := stackOf(nil, kv("cache"), queue("jobs")), stackOf(nil, kv("Cache"))
	list := func(previous *ir.Stack) string {
		_, found := Run(Input{Stack: now, Previous: previous, Available: []cloud.Name{cloud.AWS}})
		return show(found)
	}
	if got := list(before); got != list(nil) || !strings.HasPrefix(got, "error ") {
		t.Errorf("got\n%s", got)
	}
}

// However many there are, each renamed profile is found under its old name.
func TestReleaseOfALargeStack(t *testing.T) {
	before, now := large(3000), large(3000)
	for i, p := range before.Profiles {
		old := fmt.Sprintf("old-%d", i)
		for _, f := range before.Users(p.Name) {
			f.Profile = old
		}
		p.Name = old
	}
	found := compared(before.Seal(), now, cloud.AWS)
	if n := strings.Count(found, "and its identity is replaced"); n != 1000 {
		t.Errorf("%d of 1,000 renamed profiles are found:\n%.500s", n, found)
	}
}

// FuzzRelease compares with documents from anywhere.
func FuzzRelease(f *testing.F) {
	for _, data := range documents(f) {
		f.Add(data)
	}
	f.Add([]byte(`{"schema":"alienc/ir/v1","stack":{"id":"app"},"management":{"mode":"auto"},
		"resources":[{"kind":"function","id":"api\u001b[2J","lifecycle":"live","permissions":"p","links":[{"id":"nowhere","type":"tide"}],
		"triggers":[{"type":"schedule","index":-7}]},{"kind":"function","id":"api","lifecycle":"frozen","permissions":"p"}],
		"profiles":[{"name":"p","grants":[{"key":"*","sets":[{"id":"tide/data-read"},{"id":"acme/x","custom":{"aws":[{}]}}]}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		before, err := ir.Decode(data)
		if err != nil {
			return
		}
		bucket, jobs := storage("data"), queue("jobs")
		now := stackOf([]*ir.Profile{profile("execution", "*: storage/data-read; jobs: queue/data-write")}, bucket, jobs, function("api", bucket, jobs))
		now.ID = before.ID
		r := &review{Input: Input{Stack: now, Previous: before}, targets: []cloud.Name{cloud.AWS}}
		r.room, r.longest = aws.PrefixLimit(now)
		release(r)
		for _, d := range r.list {
			if !strings.HasPrefix(d.ID, "release-") || d.Pos.IsZero() || d.Severity == diag.Error && d.ID != "release-replaces" {
				t.Errorf("%+v", d)
			}
		}
	})
}
