package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// The stacks of the documentation are right, so they give nothing but the
// exposure that they ask for.
func TestDocumentedStacks(t *testing.T) {
	workspace, integrations := storage("workspace"), vault("integrations")
	agent := function("agent", workspace, integrations)
	agent.Commands = true
	gives(t, stackOf([]*ir.Profile{profile("execution", "workspace: storage/data-read storage/data-write; integrations: vault/data-read")},
		workspace, integrations, agent))

	results, jobs := storage("results"), queue("jobs")
	worker := function("worker", results, jobs)
	worker.Triggers = []ir.Trigger{&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ir.RefTo(jobs)}}
	gives(t, stackOf([]*ir.Profile{profile("execution", "results: storage/data-read storage/data-write; jobs: queue/data-read")},
		results, jobs, worker))

	cache, keys := kv("cache"), vault("api-keys")
	api := function("api", cache, keys)
	api.Ingress = ir.Public
	gives(t, stackOf([]*ir.Profile{profile("execution", "cache: kv/data-read kv/data-write; api-keys: vault/data-read")},
		cache, keys, api), `[public-function] function "api" can be called by anyone`)
}

func TestTargets(t *testing.T) {
	aws, all := []cloud.Name{cloud.AWS}, cloud.Names
	for name, c := range map[string]struct {
		platforms        []string
		asked, available []cloud.Name
		want             []cloud.Name
		findings         string
	}{
		"nobody asks":            {nil, nil, aws, aws, ""},
		"nobody asks, all there": {nil, nil, all, all, ""},
		"author":                 {[]string{"gcp", "aws"}, nil, all, []cloud.Name{cloud.AWS, cloud.GCP}, ""},
		"author, one missing":    {[]string{"aws", "gcp"}, nil, aws, aws, "warning [target-not-available] this alienc does not compile to gcp yet\n"},
		"author, all missing":    {[]string{"gcp"}, nil, aws, nil, "error [target-not-available] this alienc does not compile to gcp yet\n"},
		"author, others":         {[]string{"aws", "local"}, nil, aws, aws, "note [platform-ignored] platform \"local\" is ignored by alienc\n"},
		"author, only others":    {[]string{"local"}, nil, aws, nil, "error [no-supported-platform] platforms([\"local\"]) leaves nothing to compile\n"},
		"author, none":           {[]string{}, nil, aws, nil, "error [no-supported-platform] platforms([]) leaves nothing to compile\n"},
		"flag":                   {nil, aws, all, aws, ""},
		"flag, one missing":      {nil, []cloud.Name{cloud.AWS, cloud.Azure}, aws, aws, "warning [target-not-available] this alienc does not compile to azure yet\n"},
		"flag narrows":           {[]string{"aws", "gcp"}, aws, all, aws, ""},
		"flag against author":    {[]string{"gcp"}, aws, all, nil, "error [target-not-available] aws is asked for, but the stack does not list it in .platforms\n"},
	} {
		s := stackOf(nil, kv("cache"))
		s.Platforms = c.platforms
		got, list := Run(Input{Stack: s, Targets: c.asked, Available: c.available})
		if !slices.Equal(got, c.want) || show(list) != c.findings {
			t.Errorf("%s: %v\n%s", name, got, show(list))
		}
	}
}

// Limits of a cloud hold only where the stack goes.
func TestLimitsOfOtherClouds(t *testing.T) {
	f := function("api")
	f.Memory, f.Environment = 20480, []ir.Variable{{Name: "AWS_REGION", Value: "x"}, {Name: "A", Value: strings.Repeat("x", 5000)}}
	s := stackOf([]*ir.Profile{profile("execution", "")}, f)
	s.Platforms = []string{"gcp"}
	_, list := Run(Input{Stack: s, Available: cloud.Names})
	if len(list) > 0 {
		t.Errorf("on GCP:\n%s", show(list))
	}
	s.Platforms = []string{"aws"}
	if _, list = Run(Input{Stack: s, Available: cloud.Names}); list.Count(diag.Error) != 4 {
		t.Errorf("on AWS:\n%s", show(list))
	}
}

// The rules are linear: a stack of thousands of resources takes milliseconds.
func TestSpeed(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	start := time.Now()
	list := run(large(3000))
	if took := time.Since(start); took > time.Second {
		t.Errorf("3,000 resources took %s", took)
	}
	if list.HasErrors() || list.Count(diag.Warning) > 0 {
		t.Errorf("the stack is right, but:\n%.2000s", show(list))
	}
}

func BenchmarkRun(b *testing.B) {
	for _, n := range []int{300, 3000} {
		s := large(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				run(s)
			}
		})
	}
}

// large makes a right stack of n resources: a third of them functions, each
// with a queue that feeds it, a storage that it writes, and a schedule.
func large(n int) *ir.Stack {
	var resources []ir.Resource
	var profiles []*ir.Profile
	var before *ir.Function
	for i := range n / 3 {
		name := fmt.Sprintf("n%d", i)
		q, s := queue("q-"+name), storage("s-"+name)
		f := function("f-"+name, q, s)
		f.Profile = "p-" + name
		grants := "q-" + name + ": queue/data-read; *: storage/data-read storage/data-write"
		if before != nil {
			f.Links = append(f.Links, ir.RefTo(before))
			grants += "; " + before.ID + ": function/invoke"
		}
		f.Triggers = []ir.Trigger{
			&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ir.RefTo(q)},
			&ir.ScheduleTrigger{TriggerPath: "triggers[1]", Cron: "0 3 * * MON"},
		}
		resources = append(resources, q, s, f)
		profiles = append(profiles, profile(f.Profile, grants))
		before = f
	}
	return stackOf(profiles, resources...)
}
