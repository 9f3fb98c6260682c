package iam

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// reached lists the ids of Azure that functions of a profile may reach: what
// they link, and the queues of their triggers and commands.
func reached(s *ir.Stack, profile string) map[string]bool {
	ids := map[string]bool{}
	add := func(places []azure.Place) {
		for _, p := range places {
			ids[p.ID.String()] = true
		}
	}
	for _, f := range s.Users(profile) {
		add(azure.Scope(s, f, "sources"))
		add(azure.Scope(s, f, "commands"))
		for _, link := range f.Links {
			r := s.Resource(link.ID)
			for _, part := range azure.Parts(r.Kind()) {
				if part != "namespace" && part != "events" && part != "topic" {
					add(azure.Scope(s, r, part))
				}
			}
		}
	}
	return ids
}

func TestIdentitiesReachOnlyTheirPlacesOnAzure(t *testing.T) {
	for seed := range uint64(300) {
		s := randomStack(rand.New(rand.NewPCG(seed, 11)))
		places := map[string]bool{}
		for _, p := range azure.Places(s) {
			places[p.ID.String()] = true
		}
		for _, a := range deriveAzure(s).Assignments(Runtime) {
			on := a.On.String()
			if !places[on] || a.Place.Symbol == "" || a.Holder == "" {
				t.Fatalf("seed %d: %s is on %s for %q", seed, a.Symbol, on, a.Holder)
			}
			profile, ok := strings.CutPrefix(a.Identity, "profile:")
			if ok && !reached(s, profile)[on] {
				t.Fatalf("seed %d: %s reaches %s, which no function of it links", seed, a.Identity, on)
			}
			if !ok && a.Identity != "pull" && a.Identity != "events" {
				t.Fatalf("seed %d: %s holds %s", seed, a.Identity, a.Symbol)
			}
		}
	}
}

// What is frozen gives management nothing but reading, each grant on one
// resource; no right of it is on data, hands anything out, or deletes, apart
// from attaching the identities of live functions.
func TestManagementIsBoundedOnAzure(t *testing.T) {
	for seed := range uint64(300) {
		s := randomStack(rand.New(rand.NewPCG(seed, 12)))
		for _, a := range deriveAzure(s).Assignments(Management) {
			if azure.BreadthOf(a.On) != azure.Single || a.Place.Symbol == "" {
				t.Fatalf("seed %d: management is on %s", seed, a.On)
			}
			if len(a.Role.DataActions) > 0 {
				t.Fatalf("seed %d: %s reaches data: %q", seed, a.Symbol, a.Role.DataActions)
			}
			isLive := slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Lifecycle == ir.Live })
			for _, action := range a.Role.Actions {
				power := azure.PowerOf(action, false)
				switch {
				case !power.Known, strings.HasSuffix(action, "/delete"), strings.Contains(action, "*"):
					t.Fatalf("seed %d: %s has %s", seed, a.Symbol, action)
				case power.Changes() && !isLive:
					t.Fatalf("seed %d: %s changes what is frozen by %s", seed, a.Symbol, action)
				case power.Reads || power.Writes || power.Hands != "" && a.Role.Key != "management-live-identity":
					t.Fatalf("seed %d: %s can do more than settings by %s: %+v", seed, a.Symbol, action, power)
				}
			}
		}
	}
}

// Setup and teardown are one role each without data; setup deletes nothing and
// assigns exactly the roles that main.bicep grants.
func TestSetupIsBoundedOnAzure(t *testing.T) {
	for seed := range uint64(300) {
		s := randomStack(rand.New(rand.NewPCG(seed, 13)))
		p := deriveAzure(s)
		var granted []string
		for _, a := range p.Assignments(Runtime) {
			id := a.Role.ID
			if id == "" {
				id = "${" + a.Role.Symbol + ".name}"
			}
			granted = append(granted, id)
		}
		slices.Sort(granted)
		granted = slices.Compact(granted)
		setups := p.Assignments(Setup)
		if len(setups) != 1 || len(setups[0].Role.DataActions) > 0 {
			t.Fatalf("seed %d: %d assignments of setup", seed, len(setups))
		}
		var may []string
		for _, c := range setups[0].Conditions {
			if strings.HasSuffix(c.Key, ":RoleDefinitionId") {
				for _, v := range c.Values {
					may = append(may, v.String())
				}
			}
		}
		slices.Sort(may)
		if !slices.Equal(may, granted) {
			t.Fatalf("seed %d: setup assigns %q, main.bicep %q", seed, may, granted)
		}
		assigns := slices.Contains(setups[0].Role.Actions, "Microsoft.Authorization/roleAssignments/write")
		if assigns != (len(granted) > 0) {
			t.Fatalf("seed %d: setup may assign: %t, though there are %d roles to", seed, assigns, len(granted))
		}
		for _, action := range setups[0].Role.Actions {
			if strings.HasSuffix(action, "/delete") || strings.Contains(action, "roleDefinitions") || strings.Contains(action, "listKeys") {
				t.Fatalf("seed %d: setup has %s", seed, action)
			}
		}
		for _, a := range p.Assignments(Teardown) {
			for _, action := range a.Role.Actions {
				if !strings.HasSuffix(action, "/delete") && !strings.HasSuffix(action, "/read") {
					t.Fatalf("seed %d: teardown has %s", seed, action)
				}
			}
		}
	}
}

// Symbols of one template are its own, and one identity has a role once on a
// place. A role says at least what its grants say.
func TestAssignmentsAreUnique(t *testing.T) {
	for seed := range uint64(300) {
		s := randomStack(rand.New(rand.NewPCG(seed, 14)))
		p := deriveAzure(s)
		for _, plane := range []Plane{Runtime, Management, Setup, Teardown} {
			symbols, held := map[string]bool{}, map[string]bool{}
			for _, a := range p.Assignments(plane) {
				key := a.Identity + " " + roleOf(a.Role) + " " + a.On.String()
				if symbols[strings.ToLower(a.Symbol)] || held[key] {
					t.Fatalf("seed %d: twice: %s: %s", seed, a.Symbol, key)
				}
				symbols[strings.ToLower(a.Symbol)], held[key] = true, true
				for _, g := range a.Grants {
					if g.Statement != a.Symbol || len(g.Origin) == 0 || g.Reason == "" {
						t.Fatalf("seed %d: %+v", seed, g)
					}
					for _, action := range g.Actions {
						if !slices.Contains(a.Role.Actions, action) {
							t.Fatalf("seed %d: %s has not %s", seed, roleOf(a.Role), action)
						}
					}
					for _, action := range g.DataActions {
						if !slices.Contains(a.Role.DataActions, action) {
							t.Fatalf("seed %d: %s has not %s", seed, roleOf(a.Role), action)
						}
					}
				}
			}
		}
	}
}

// A role of the stack's own has nothing that no grant asks for.
func TestRolesAreWhatGrantsAskFor(t *testing.T) {
	for seed := range uint64(300) {
		p := deriveAzure(randomStack(rand.New(rand.NewPCG(seed, 15))))
		for _, file := range []Plane{Setup, Teardown, Management} {
			for _, role := range p.Roles(file) {
				var asked []string
				for _, g := range p.Grants {
					if g.Role == role {
						asked = append(append(asked, g.Actions...), g.DataActions...)
					}
				}
				if want, got := actionSet(asked), actionSet(role.Actions, role.DataActions); !slices.Equal(got, want) {
					t.Fatalf("seed %d: %s has %q, asked for is %q", seed, role.Key, got, want)
				}
				if role.Description == "" || role.ID != "" || role.Name.String() == "" {
					t.Fatalf("seed %d: %+v", seed, role)
				}
			}
		}
	}
}

// The grants of a profile, of the pulling and of the delivering have the
// symbols that the names of a template are checked for.
func TestSymbolsOfGrantsAreKnown(t *testing.T) {
	for name, s := range map[string]*ir.Stack{"reference": azureReference(), "aws": reference()} {
		known := map[string]bool{}
		for _, symbol := range azure.Symbols(s) {
			known[symbol.Name] = true
		}
		for _, a := range Derive(s, []cloud.Name{cloud.Azure}).Assignments(Runtime) {
			if !known[a.Symbol] {
				t.Errorf("%s: nobody checks %s", name, a.Symbol)
			}
		}
	}
}
