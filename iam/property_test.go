package iam

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// randomStack makes a stack of everything that the language has, without its
// checks: links, triggers and grants fall where they fall.
func randomStack(r *rand.Rand) *ir.Stack {
	s := &ir.Stack{ID: "s"}
	coin := func() bool { return r.IntN(2) == 0 }
	lifecycle := func(id string) ir.Common {
		if coin() {
			return live(id)
		}
		return frozen(id)
	}
	for i := range 2 + r.IntN(8) {
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
	profiles := 1 + r.IntN(3)
	for i := range 1 + r.IntN(4) {
		f := &ir.Function{Common: lifecycle("f" + strconv.Itoa(i)), Ingress: ir.Private, Profile: "p" + strconv.Itoa(r.IntN(profiles))}
		if coin() {
			f.Ingress = ir.Public
		}
		if coin() {
			f.Code = ir.Code{Source: &ir.Source{Toolchain: ir.ToolchainRust}}
		}
		for _, other := range s.Resources {
			if coin() {
				f.Links = append(f.Links, ir.RefTo(other))
			}
			path := ir.TriggerPath("triggers[" + strconv.Itoa(len(f.Triggers)) + "]")
			switch other := other.(type) {
			case *ir.Queue:
				if coin() {
					f.Triggers = append(f.Triggers, &ir.QueueTrigger{TriggerPath: path, Queue: ir.RefTo(other)})
				}
			case *ir.Storage:
				if coin() {
					f.Triggers = append(f.Triggers, &ir.StorageTrigger{TriggerPath: path, Storage: ir.RefTo(other), Events: []ir.StorageEvent{ir.ObjectCreated}})
				}
			}
		}
		for n := range r.IntN(3) {
			path := ir.TriggerPath("triggers[" + strconv.Itoa(len(f.Triggers)) + "]")
			f.Triggers = append(f.Triggers, &ir.ScheduleTrigger{TriggerPath: path, Cron: "0 3 * * *", Index: n})
		}
		s.Resources = append(s.Resources, f)
	}
	s.Seal()
	all := sets.All()
	for i := range profiles + 1 {
		var lines []string
		for range r.IntN(6) {
			key := ir.Any
			if coin() {
				// Only what every user links may stand under a name.
				linked := linkedBy(s, s.Users("p"+strconv.Itoa(i)))
				if len(linked) == 0 {
					continue
				}
				key = linked[r.IntN(len(linked))].Info().ID
			}
			line := key + ":"
			for range 1 + r.IntN(4) {
				line += " " + all[r.IntN(len(all))].ID
			}
			lines = append(lines, line)
		}
		s.Profiles = append(s.Profiles, profile("p"+strconv.Itoa(i), lines...))
	}
	return s.Seal()
}

// reach lists the resources of the stack that functions of a profile may touch
// at all: themselves, what they link, and what triggers them.
func reach(s *ir.Stack, profile string) []string {
	var ids []string
	for _, f := range s.Users(profile) {
		ids = append(ids, f.ID)
		for _, l := range f.Links {
			ids = append(ids, l.ID)
		}
		for _, t := range f.Triggers {
			if source, ok := t.(*ir.QueueTrigger); ok {
				ids = append(ids, source.Queue.ID)
			}
		}
	}
	return ids
}

// owner finds the resource whose ARNs an exact resource belongs to, by trying
// every part of every resource.
func owner(s *ir.Stack, on cloud.Text) string {
	for _, r := range s.Resources {
		for _, part := range aws.Parts(r.Kind()) {
			for _, arn := range aws.Scope(r, part) {
				if arn.String() == on.String() && on.String() != "*" && part != "mappings" && part != "profile-role" && part != "schedule-group" {
					return r.Info().ID
				}
			}
		}
	}
	return ""
}

// explained are the statements whose sets give a reason for a scope that is
// not exact.
func explained() map[string]bool {
	out := map[string]bool{}
	for _, s := range append(sets.All(), sets.AllDerived()...) {
		for _, r := range s.AWS {
			out[r.Sid] = out[r.Sid] || r.Reason != ""
		}
	}
	return out
}

func TestNoProfileReachesBeyondItsFunctions(t *testing.T) {
	reasons := explained()
	for seed := range uint64(300) {
		s := randomStack(rand.New(rand.NewPCG(seed, 1)))
		plan := derive(s)
		for _, p := range s.Profiles {
			may := reach(s, p.Name)
			statements := Statements(plan.For(cloud.AWS, Runtime, "profile:"+p.Name))
			if len(s.Users(p.Name)) == 0 && len(statements) > 0 {
				t.Fatalf("seed %d: unused profile %s holds something", seed, p.Name)
			}
			for _, st := range statements {
				for _, action := range st.Actions {
					if st.Effect == Allow && strings.Contains(action, "*") {
						t.Fatalf("seed %d: %s allows %s", seed, st.ID, action)
					}
				}
				for _, on := range st.Resources {
					if reasons[st.ID] {
						continue
					}
					if id := owner(s, on); !slices.Contains(may, id) {
						t.Fatalf("seed %d: %s of %s reaches %s, but its functions only touch %v", seed, st.ID, p.Name, on, may)
					}
				}
			}
		}
	}
}

func TestStatementIdsAreUniqueAndSorted(t *testing.T) {
	for seed := range uint64(300) {
		s := randomStack(rand.New(rand.NewPCG(seed, 2)))
		plan := derive(s)
		for _, p := range s.Profiles {
			var ids []string
			for _, st := range Statements(plan.For(cloud.AWS, Runtime, "profile:"+p.Name)) {
				ids = append(ids, st.ID)
				if len(st.Actions) == 0 || !slices.IsSorted(st.Actions) || len(st.Resources) == 0 {
					t.Fatalf("seed %d: %+v", seed, st)
				}
			}
			if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
				t.Fatalf("seed %d: %q", seed, ids)
			}
		}
	}
}

func TestAnonymousAccessOnlyWhereTheAuthorOpened(t *testing.T) {
	for seed := range uint64(300) {
		s := randomStack(rand.New(rand.NewPCG(seed, 3)))
		for _, g := range derive(s).Grants {
			if g.Identity != "anyone" || g.Effect == Deny {
				continue
			}
			switch r := s.Resource(g.Resource).(type) {
			case *ir.Storage:
				if r.PublicRead && g.Plane == Exposure && slices.Equal(g.Actions, []string{"s3:GetObject"}) {
					continue
				}
			case *ir.Function:
				if r.Ingress == ir.Public && g.Plane == Exposure && len(g.Conditions) == 1 {
					continue
				}
			}
			t.Fatalf("seed %d: anyone may %v on %s", seed, g.Actions, g.On)
		}
	}
}

func TestServicesActOnlyForThisStack(t *testing.T) {
	for seed := range uint64(300) {
		s := randomStack(rand.New(rand.NewPCG(seed, 4)))
		for _, g := range derive(s).Grants {
			if !strings.HasPrefix(g.Identity, "service:") || g.Set == "derived:trust" || g.Set == "derived:setup-trust" {
				continue
			}
			if !slices.ContainsFunc(g.Conditions, func(c Condition) bool {
				return c.Key == "aws:SourceArn" && len(c.Values) == 1 && !strings.Contains(c.Values[0].String(), "*")
			}) {
				t.Fatalf("seed %d: %s may %v without naming its source", seed, g.Identity, g.Actions)
			}
		}
	}
}

func TestPlansDependOnTheStackAlone(t *testing.T) {
	for seed := range uint64(50) {
		var first []string
		for range 3 {
			plan := derive(randomStack(rand.New(rand.NewPCG(seed, 5))))
			var text []string
			for _, g := range plan.Grants {
				text = append(text, g.Identity+" "+g.Statement+" "+g.On.String()+" "+conditionKey(g.Conditions))
			}
			if first == nil {
				first = text
			} else if !slices.Equal(first, text) {
				t.Fatalf("seed %d differs", seed)
			}
		}
	}
}

// bigStack has n resources: functions that each link and may use the four
// resources beside them.
func bigStack(n int) *ir.Stack {
	s := &ir.Stack{ID: "s"}
	for i := 0; i < n; i += 5 {
		id := strconv.Itoa(i)
		group := []ir.Resource{
			&ir.Storage{Common: frozen("storage" + id)}, &ir.Kv{Common: frozen("kv" + id)},
			&ir.Queue{Common: frozen("queue" + id)}, &ir.Vault{Common: frozen("vault" + id)},
		}
		f := &ir.Function{Common: live("f" + id), Code: ir.Code{Image: "x"}, Ingress: ir.Public, Profile: "p" + id}
		for _, r := range group {
			f.Links = append(f.Links, ir.RefTo(r))
		}
		s.Resources = append(append(s.Resources, group...), f)
		s.Profiles = append(s.Profiles, profile("p"+id, "*: storage/data-read storage/data-write kv/data-read kv/data-write queue/data-read vault/data-read"))
	}
	return s.Seal()
}

func BenchmarkDerive(b *testing.B) {
	for _, n := range []int{300, 3000} {
		s := bigStack(n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				plan := derive(s)
				for _, p := range s.Profiles {
					Statements(plan.For(cloud.AWS, Runtime, "profile:"+p.Name))
				}
			}
		})
	}
}
