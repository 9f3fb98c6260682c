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
	"github.com/alienc/alienc/iam/sets"
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
		ir.KindArtifactRegistry: {"replicationRegions": "the customer, by hand"},
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
	now := stackOf(nil, resources...)
	c := &comparison{review: &review{Input: Input{Stack: now, Previous: now}, targets: []cloud.Name{cloud.AWS}}}
	for _, res := range resources {
		live(res)
		got := map[string]string{}
		for name := range settings(res) {
			managed, _ := c.managed(res, name)
			switch {
			case c.idle(name):
				got[name] = "nobody"
			case name == replicationRegions:
				got[name] = "the customer, by hand"
			case managed:
				got[name] = "management"
			default:
				got[name] = "setup"
			}
		}
		if !maps.Equal(got, want[res.Kind()]) {
			t.Errorf("%s: %v\nwant %v", res.Kind(), got, want[res.Kind()])
		}
		set, ok := sets.Lookup(updateSet(res))
		if inPlace[cloud.AWS][res.Kind()] != nil && (!ok || len(set.AWS) == 0) {
			t.Errorf("management has no right to update a %s", res.Kind())
		}
		if c.updates(res) != (ok && len(set.AWS) > 0) {
			t.Errorf("live gives management more of a %s: %t", res.Kind(), c.updates(res))
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

// as gives a function that runs as a profile.
func as(id, profile string) *ir.Function {
	f := function(id)
	f.Profile = profile
	return f
}

// A profile is renamed when its function and its rights stay and the old name
// goes. Everything else is another identity.
func TestRenamedProfiles(t *testing.T) {
	const invoke = "worker: function/invoke"
	before := stackOf([]*ir.Profile{profile("both", ""), profile("old", invoke)}, as("api", "both"), as("worker", "both"), as("mailer", "old"))
	for name, c := range map[string]struct {
		now  *ir.Stack
		want []string
	}{
		"renamed": {
			stackOf([]*ir.Profile{profile("both", ""), profile("new", invoke)}, as("api", "both"), as("worker", "both"), as("mailer", "new")),
			[]string{`profile "new" was "old" in the previous build, and its identity is replaced`},
		},
		"another function": {
			stackOf([]*ir.Profile{profile("both", ""), profile("new", invoke)}, as("api", "both"), as("worker", "new"), as("mailer", "both")),
			[]string{`the identity of profile "new" is new since the previous build`, `the identity of profile "old" was removed since the previous build`},
		},
		"other rights": {
			stackOf([]*ir.Profile{profile("both", ""), profile("new", "")}, as("api", "both"), as("worker", "both"), as("mailer", "new")),
			[]string{`the identity of profile "new" is new since the previous build`, `the identity of profile "old" was removed since the previous build`},
		},
		"the old one stays": {
			stackOf([]*ir.Profile{profile("both", ""), profile("own", ""), profile("old", invoke)}, as("api", "both"), as("worker", "own"), as("mailer", "old")),
			[]string{`the identity of profile "own" is new since the previous build`},
		},
	} {
		var got []string
		for line := range strings.Lines(compared(before, c.now, cloud.AWS)) {
			text := strings.TrimPrefix(strings.TrimSpace(line), "note [release-setup-again] ")
			if strings.Contains(text, "identity") {
				got = append(got, strings.TrimSuffix(text, ": the customer must run setup again"))
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q\nwant %q", name, got, c.want)
		}
	}
}

// An id that customers have already cannot be shortened.
func TestPrefixesOfCustomers(t *testing.T) {
	const long = "function-with-a-very-long-id-of-forty-two-x"
	scheduled := as(long, "execution")
	scheduled.Triggers = []ir.Trigger{&ir.ScheduleTrigger{TriggerPath: "triggers[0]", Cron: "0 3 * * *"}}
	short, plain := profile("execution", ""), as(long, "execution")
	for name, c := range map[string]struct {
		before, now *ir.Stack
		help        string
	}{
		"a new id":          {stackOf(nil, storage("data")), stackOf(nil, storage("data"), storage("archive-of-everything")), "shorten the id by 17, or make sure that the prefix of every customer fits"},
		"the first bucket":  {stackOf(nil, kv("cache")), stackOf(nil, kv("cache"), storage("data")), "make sure that the prefix of every customer fits"}, // 53, then 30
		"a known id":        {stackOf([]*ir.Profile{short}, plain), stackOf([]*ir.Profile{short}, scheduled), "make sure that the prefix of every customer fits"},
		"as much as it was": {stackOf(nil, kv("cache")), stackOf(nil, kv("cache"), kv("cache-2")), ""},
		"more than it was":  {stackOf(nil, kv("cache"), storage("archive")), stackOf(nil, kv("cache")), ""},
	} {
		r := &review{Input: Input{Stack: c.now, Previous: c.before}, targets: []cloud.Name{cloud.AWS}}
		r.room, r.longest = aws.PrefixLimit(c.now)
		release(r)
		help := ""
		for _, d := range r.list {
			if strings.Contains(d.Message, "NamePrefix") {
				help = d.Help
			}
		}
		if help != c.help {
			t.Errorf("%s: %q, want %q", name, help, c.help)
		}
	}
}

// Parameters have logical ids too, and may turn into resources and back.
func TestParametersAreNoResources(t *testing.T) {
	one := stackOf([]*ir.Profile{profile("execution", "")}, function("function-x"))  // parameter FunctionXImageUri
	two := stackOf([]*ir.Profile{profile("execution", "")}, function("x-image-uri")) // function FunctionXImageUri
	for _, found := range []string{compared(one, two, cloud.AWS), compared(two, one, cloud.AWS)} {
		if strings.Contains(found, "release-replaces") || !strings.Contains(found, "release-setup-again") {
			t.Errorf("found\n%s", found)
		}
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
		now.ID, now.Management.Pos = before.ID, next()
		r := &review{Input: Input{Stack: now, Previous: before}, targets: []cloud.Name{cloud.AWS, cloud.Azure}}
		r.room, r.longest = aws.PrefixLimit(now)
		release(r)
		for _, d := range r.list {
			if !strings.HasPrefix(d.ID, "release-") || d.Pos.IsZero() || d.Severity == diag.Error && d.ID != "release-replaces" {
				t.Errorf("%+v", d)
			}
		}
	})
}
