package check

import (
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestGrants(t *testing.T) {
	data, cache, jobs := storage("data"), kv("cache"), queue("jobs")
	for name, c := range map[string]struct {
		grants string
		want   []string
	}{
		"right":            {"data: storage/data-read; cache: kv/data-read; jobs: queue/data-write", nil},
		"star":             {"*: storage/data-read kv/data-read queue/data-read", nil},
		"star and named":   {"*: storage/data-read kv/data-read queue/data-read; data: storage/data-read", nil},
		"execute anywhere": {"data: storage/data-read function/execute; *: kv/data-read queue/data-read function/execute worker/execute", []string{`[duplicate-grant] "worker/execute" is listed twice`}},
		"execute is no right": {"data: function/execute; cache: kv/data-read; jobs: queue/data-read", []string{
			`[link-without-grant] "f" links "data", but profile "execution" grants nothing on it`,
		}},
		"unknown set, cut": {"data: storage/raed", []string{
			`[unknown-permission-set] unknown permission set "storage/raed"`,
			`[link-without-grant] "f" links "cache", but profile "execution" grants nothing on it`,
			`[link-without-grant] "f" links "jobs", but profile "execution" grants nothing on it`,
		}},
		"unknown set under star, cut": {"*: storage/raed", []string{`[unknown-permission-set] unknown permission set "storage/raed"`}},
		"unknown key, cut":            {"dta: storage/data-read kv/data-read", []string{`[unknown-profile-key] profile "execution" grants on "dta", which is not in the stack`}},
		"wrong kind": {"data: kv/data-read; cache: kv/data-read; jobs: queue/data-read", []string{
			`[set-kind-mismatch] "kv/data-read" cannot be granted on "data", a storage`,
		}},
		"other kinds": {"*: storage/data-read kv/data-read queue/data-read postgres/data-read container/execute build/", []string{
			`[set-of-unsupported-kind] "postgres/data-read" belongs to Postgres, which alienc does not compile yet`,
			`[set-of-unsupported-kind] "container/execute" belongs to Container, which alienc does not compile yet`,
			`[unknown-permission-set] unknown permission set "build/"`,
		}},
		"not grantable": {"*: storage/data-read kv/data-read queue/data-read worker/provision", []string{
			`[set-not-grantable] "worker/provision" cannot be granted; setup creates resources`,
		}},
		"derived sets have no name": {"*: storage/data-read kv/data-read queue/data-read function/logs", []string{
			`[unknown-permission-set] unknown permission set "function/logs"`,
		}},
		"nothing matches": {"*: storage/data-read kv/data-read queue/data-read vault/data-read", []string{
			`[grant-matches-nothing] "*": "vault/data-read" matches no linked Vault`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			gives(t, stackOf([]*ir.Profile{profile("execution", c.grants)}, data, cache, jobs, function("f", data, cache, jobs)), c.want...)
		})
	}
}

func TestLinkGate(t *testing.T) {
	data, cache := storage("data"), kv("cache")
	shared := profile("execution", "data: storage/data-read storage/data-write; *: kv/data-read")
	gives(t, stackOf([]*ir.Profile{shared}, data, cache, function("a", data, cache), function("b", data), function("c")),
		`[grant-without-link] profile "execution" grants storage/data-read on "data", but "c" does not link it`,
		`[grant-without-link] profile "execution" grants kv/data-read on "cache" through "*", but "b" and "c" do not link it`)

	// A trigger is no link.
	jobs := queue("jobs")
	f := function("f")
	f.Triggers = []ir.Trigger{&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ir.RefTo(jobs)}}
	gives(t, stackOf([]*ir.Profile{profile("execution", "jobs: queue/data-read")}, jobs, f),
		`[trigger-without-link] "f" is triggered by "jobs" but does not link it`,
		`[grant-without-link] profile "execution" grants queue/data-read on "jobs", but "f" does not link it`)

	// Only execute stands on what is not linked.
	gives(t, stackOf([]*ir.Profile{profile("execution", "data: function/execute")}, data, function("f")))
}

func TestLinksThatNeedNoGrant(t *testing.T) {
	jobs, api, inner := queue("jobs"), function("api"), function("inner")
	api.Ingress, api.Profile, inner.Profile = ir.Public, "none", "none"
	f := function("f", jobs, api, inner)
	f.Triggers = []ir.Trigger{&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ir.RefTo(jobs)}}
	gives(t, stackOf([]*ir.Profile{profile("execution", ""), profile("none", "")}, jobs, api, inner, f),
		`[public-function] function "api" can be called by anyone`,
		`[link-without-grant] "f" links "inner", but profile "execution" grants nothing on it`)
}

func TestProfiles(t *testing.T) {
	f, g := function("f"), function("g")
	g.Profile = "executoin"
	gives(t, stackOf([]*ir.Profile{profile("execution", ""), profile("batch", "")}, f, g),
		`[profile-undefined] function "g" uses profile "executoin", which is not defined`)
	g.Profile = ""
	gives(t, stackOf([]*ir.Profile{profile("execution", "")}, f, g),
		`[function-without-profile] function "g" names no permission profile`)
	gives(t, stackOf([]*ir.Profile{profile("execution", ""), profile("batch", "*: kv/data-read; cache: kv/data-read")}, f, kv("cache")),
		`[profile-unused] profile "batch" is used by no function; no identity is created`)
}

func TestManagement(t *testing.T) {
	data := storage("data")
	s := stackOf(nil, data)
	s.Management = &ir.Management{Mode: ir.ManagementExtend, Grants: granted("permissions.management.extend",
		"data: storage/heartbeat kv/heartbeat storage/provision; dta: storage/heartbeat; *: storage/management kv/heartbeat storage/hartbeat")}
	gives(t, s,
		`[set-kind-mismatch] "kv/heartbeat" cannot be granted on "data", a storage`,
		`[set-not-grantable] "storage/provision" cannot be granted; setup creates resources`,
		`[unknown-profile-key] management grants on "dta", which is not in the stack`,
		`[grant-matches-nothing] "*": "kv/heartbeat" matches no Kv`,
		`[unknown-permission-set] unknown permission set "storage/hartbeat"`,
		`[management-mutates-frozen] management would change frozen "data" through storage/management`)
}
