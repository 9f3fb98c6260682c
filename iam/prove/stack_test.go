package prove

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/check"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation"
	"github.com/alienc/alienc/iam"
)

func frozen(id string) ir.Common { return common(id, ir.Frozen) }

func live(id string) ir.Common { return common(id, ir.Live) }

func common(id string, l ir.Lifecycle) ir.Common {
	return ir.Common{ID: id, Lifecycle: l, Pos: ir.Pos{File: "alien.ts", Line: 3, Column: 1}}
}

// granted reads "data: storage/data-read storage/data-write; *: kv/data-read".
func granted(path, text string) []ir.Keyed {
	var list []ir.Keyed
	for line := range strings.SplitSeq(text, ";") {
		key, ids, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		keyed := ir.Keyed{Key: key, Path: path + "." + key}
		for i, id := range strings.Fields(ids) {
			keyed.Sets = append(keyed.Sets, ir.SetUse{
				ID: id, Path: keyed.Path + "[" + strconv.Itoa(i) + "]", Pos: ir.Pos{File: "alien.ts", Line: 20 + i, Column: 5},
			})
		}
		list = append(list, keyed)
	}
	return list
}

func profile(name, grants string) *ir.Profile {
	return &ir.Profile{Name: name, Grants: granted("permissions.profiles."+name, grants)}
}

// stackOf seals a stack "app" with automatic management.
func stackOf(profiles []*ir.Profile, resources ...ir.Resource) *ir.Stack {
	s := &ir.Stack{ID: "app", Resources: resources, Profiles: profiles, Management: &ir.Management{Mode: ir.ManagementAuto}}
	return s.Seal()
}

var (
	zipCode   = ir.Code{Source: &ir.Source{Dir: ".", Toolchain: ir.ToolchainRust, Binary: "b"}}
	imageCode = ir.Code{Image: "registry/image@sha256:" + strings.Repeat("0", 64)}
)

// kitchen is a stack of everything: a live and a frozen resource of each kind
// and each trigger.
func kitchen() *ir.Stack {
	links := []ir.Ref{
		{Kind: ir.KindStorage, ID: "data"},
		{Kind: ir.KindKv, ID: "cache"},
		{Kind: ir.KindQueue, ID: "jobs"},
		{Kind: ir.KindVault, ID: "keys"},
	}
	limit := 5
	return stackOf(
		[]*ir.Profile{
			profile("run", "data: storage/data-read storage/data-write; cache: kv/data-read kv/data-write; jobs: queue/data-read; keys: vault/data-read"),
			profile("quiet", ""),
		},
		&ir.Storage{Common: frozen("data"), Versioning: true},
		&ir.Storage{Common: live("site"), PublicRead: true},
		&ir.Kv{Common: frozen("cache")},
		&ir.Kv{Common: live("counters")},
		&ir.Queue{Common: frozen("jobs")},
		&ir.Queue{Common: live("mail")},
		&ir.Vault{Common: frozen("keys")},
		&ir.Vault{Common: live("tokens")},
		&ir.ArtifactRegistry{Common: frozen("images")},
		&ir.ArtifactRegistry{Common: live("builds")},
		&ir.Function{
			Common: live("api"), Code: imageCode, Memory: 256, Timeout: 30, Ingress: ir.Public, Links: links, Profile: "run",
			Concurrency: &limit,
		},
		&ir.Function{
			Common: live("worker"), Code: zipCode, Memory: 256, Timeout: 30, Ingress: ir.Private, Links: links, Profile: "run",
			Triggers: []ir.Trigger{
				&ir.StorageTrigger{TriggerPath: "triggers[0]", Storage: ir.Ref{Kind: ir.KindStorage, ID: "data"}, Events: []ir.StorageEvent{ir.ObjectCreated}},
				&ir.QueueTrigger{TriggerPath: "triggers[1]", Queue: ir.Ref{Kind: ir.KindQueue, ID: "jobs"}},
				&ir.ScheduleTrigger{TriggerPath: "triggers[2]", Cron: "0 3 * * *"},
			},
		},
		&ir.Function{
			Common: frozen("agent"), Code: zipCode, Memory: 256, Timeout: 30, Ingress: ir.Private, Profile: "quiet", Commands: true,
			Triggers: []ir.Trigger{
				&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ir.Ref{Kind: ir.KindQueue, ID: "mail"}},
				&ir.ScheduleTrigger{TriggerPath: "triggers[1]", Cron: "0 4 * * *"},
				&ir.ScheduleTrigger{TriggerPath: "triggers[2]", Cron: "0 5 * * *", Index: 1},
			},
		},
	)
}

// compiled makes what is judged of a stack.
func compiled(s *ir.Stack) Input {
	plan := iam.Derive(s, []cloud.Name{cloud.AWS})
	return Input{Stack: s, Plan: plan, Parts: map[cloud.Name][]cloud.Part{cloud.AWS: cloudformation.Emit(s, plan, aws.Deployment{Prefix: s.ID}).Parts}}
}

// must checks that a stack is one that an author may write.
func must(t *testing.T, s *ir.Stack, accepted ...ir.Accepted) {
	t.Helper()
	dir := t.TempDir()
	_, list := check.Run(check.Input{Stack: s, Available: []cloud.Name{cloud.AWS}, Root: dir, Dir: dir, Accepted: accepted})
	for _, d := range list {
		if d.Severity == diag.Error {
			t.Errorf("%s: %s", d.ID, d.Message)
		}
	}
}

// random makes a stack of everything that the language has, as an author may
// write it: functions that share a profile link the same resources, and a
// queue triggers one function.
func random(r *rand.Rand) *ir.Stack {
	coin := func() bool { return r.IntN(2) == 0 }
	lifecycle := func(id string) ir.Common {
		if coin() {
			return live(id)
		}
		return frozen(id)
	}
	s := &ir.Stack{ID: "s", Management: &ir.Management{Mode: ir.ManagementAuto}}
	for i := range 1 + r.IntN(9) {
		id := "r" + strconv.Itoa(i)
		switch r.IntN(5) {
		case 0:
			s.Resources = append(s.Resources, &ir.Storage{Common: lifecycle(id), Versioning: coin(), PublicRead: coin()})
		case 1:
			s.Resources = append(s.Resources, &ir.Kv{Common: lifecycle(id)})
		case 2:
			s.Resources = append(s.Resources, &ir.Queue{Common: lifecycle(id)})
		case 3:
			s.Resources = append(s.Resources, &ir.Vault{Common: lifecycle(id)})
		default:
			s.Resources = append(s.Resources, &ir.ArtifactRegistry{Common: lifecycle(id)})
		}
	}
	data := s.Resources[:len(s.Resources):len(s.Resources)]
	taken := map[string]bool{}
	for p := range 1 + r.IntN(3) {
		name := "p" + strconv.Itoa(p)
		var links []ir.Ref
		var lines []string
		for _, other := range data {
			if coin() {
				continue
			}
			links = append(links, ir.RefTo(other))
			ids := setsOf[other.Kind()]
			for _, id := range ids {
				if coin() {
					key := other.Info().ID
					if r.IntN(4) == 0 {
						key = ir.Any
					}
					lines = append(lines, key+": "+id)
				}
			}
		}
		s.Profiles = append(s.Profiles, profile(name, strings.Join(lines, ";")))
		for i := range 1 + r.IntN(2) {
			f := &ir.Function{
				Common: lifecycle(name + "f" + strconv.Itoa(i)), Code: zipCode, Memory: 256, Timeout: 30, Ingress: ir.Private,
				Links: links, Profile: name, Commands: coin(),
			}
			if coin() {
				f.Code = imageCode
			}
			if coin() {
				f.Ingress = ir.Public
			}
			if coin() {
				limit := 1 + r.IntN(9)
				f.Concurrency = &limit
			}
			triggers(r, f, data, taken)
			s.Resources = append(s.Resources, f)
		}
	}
	return s.Seal()
}

var setsOf = map[ir.Kind][]string{
	ir.KindStorage:          {"storage/data-read", "storage/data-write", "storage/heartbeat"},
	ir.KindKv:               {"kv/data-read", "kv/data-write", "kv/management"},
	ir.KindQueue:            {"queue/data-read", "queue/data-write", "queue/heartbeat"},
	ir.KindVault:            {"vault/data-read", "vault/data-write"},
	ir.KindArtifactRegistry: {"artifact-registry/pull", "artifact-registry/push", "artifact-registry/management"},
}

// triggers gives a function one trigger of each type at most, and a second
// schedule.
func triggers(r *rand.Rand, f *ir.Function, sources []ir.Resource, taken map[string]bool) {
	path := func() ir.TriggerPath { return ir.TriggerPath("triggers[" + strconv.Itoa(len(f.Triggers)) + "]") }
	has := map[ir.Kind]bool{}
	for _, source := range sources {
		id := source.Info().ID
		if r.IntN(3) > 0 || taken[id] || has[source.Kind()] {
			continue
		}
		switch source.(type) {
		case *ir.Queue:
			f.Triggers = append(f.Triggers, &ir.QueueTrigger{TriggerPath: path(), Queue: ir.RefTo(source)})
		case *ir.Storage:
			f.Triggers = append(f.Triggers, &ir.StorageTrigger{TriggerPath: path(), Storage: ir.RefTo(source), Events: []ir.StorageEvent{ir.ObjectCreated}})
		default:
			continue
		}
		taken[id], has[source.Kind()] = true, true
	}
	for n := range r.IntN(3) {
		f.Triggers = append(f.Triggers, &ir.ScheduleTrigger{TriggerPath: path(), Cron: "0 " + strconv.Itoa(n) + " * * *", Index: n})
	}
}

func TestStacksOfTheTestsAreValid(t *testing.T) {
	must(t, kitchen())
	for seed := range uint64(300) {
		must(t, random(rand.New(rand.NewPCG(seed, 1))))
	}
}
