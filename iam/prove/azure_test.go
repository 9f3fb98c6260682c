package prove

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// told compares guarantees and reach with an expectation, which is indented.
func told(t *testing.T, r Result, want string) {
	t.Helper()
	want = strings.TrimSpace(strings.ReplaceAll(want, "\n\t\t", "\n"))
	if got := strings.TrimSpace(report(r) + reached(r)); got != want {
		t.Errorf("found\n%s\nwant\n%s", got, want)
	}
}

func TestAgentOnAzure(t *testing.T) {
	told(t, Run(onAzure(agentStack())), `
		G1 Management cannot read objects, items, messages or secret values.
		G2 Management cannot create or change identities, policies or role assignments; it can attach only the identities of live functions: execution, processing, pull.
		G3 Management cannot change frozen resources: workspace, cache, jobs, integrations, api.
		G4 Management cannot delete anything.
		G5 NOT GUARANTEED: Nothing is public except: api.
		- The image cannot be separated from ingress and identity, so the function can be made public and run as any identity that management may assign: agent, worker. (resources.agent.lifecycle, resources.worker.lifecycle)
		G6 NOT GUARANTEED: Each profile reaches only resources its functions link or are triggered by: execution -> workspace, cache, jobs, integrations; processing -> jobs, workspace; web -> cache.
		- Azure has no right to call a function, so every function of the stack can call it: agent.
		G7 No wildcard resource except the 6 statements below, each with its reason.
		G8 Setup cannot read data (apart from what the settings that it writes can send elsewhere: events, messages and log lines) and can grant only these roles, to identities of applications alone: AcrPull, Azure Service Bus Data Receiver, Azure Service Bus Data Sender, Key Vault Secrets User, Storage Blob Data Reader, Storage Table Data Reader, kv-data-write, storage-data-write.
		workspace (frozen): see settings | agent by storage/data-read storage/data-write: read and write objects; worker by derived:event-receipt storage/data-read: read objects, receive events; | read and write objects, receive events, see settings
		cache (frozen): see settings | agent by kv/data-read kv/data-write: read and write items; | read and write items, see settings
		jobs (frozen): see settings | agent by queue/data-write: send messages; worker by derived:queue-trigger queue/data-read: receive messages; | receive and send messages, see settings
		integrations (frozen): see metadata | agent by vault/data-read: read values; | read values, see metadata
		images (live): push and pull images, see and change settings | agent by derived:image-pull: pull images; worker by derived:image-pull: pull images; | push and pull images, see and change settings
		agent (live): replace code, call, see and change settings | worker by derived:ingress: call; | replace code, call, see and change settings
		api (frozen): see settings | | see settings
		worker (live): replace code, see and change settings | | replace code, see and change settings
		beyond:  | |`)
}

func TestSinkOnAzure(t *testing.T) {
	told(t, Run(onAzure(sinkStack())), `
		G1 Management cannot read objects, items, messages or secret values.
		G2 Management cannot create or change identities, policies or role assignments; it can attach only the identities of live functions: background, web, pull.
		G3 Management cannot change frozen resources: site, archive, credentials, scanner.
		G4 NOT GUARANTEED: Management cannot delete anything.
		- A lifecycle rule can expire objects, and soft delete and the keeping of older versions can be switched off: uploads. (resources.uploads.lifecycle)
		G5 NOT GUARANTEED: Nothing is public except: site, api.
		- The image cannot be separated from ingress and identity, so the function can be made public and run as any identity that management may assign: resizer, reporter. (resources.resizer.lifecycle, resources.reporter.lifecycle)
		G6 NOT GUARANTEED: Each profile reaches only resources its functions link or are triggered by: background -> archive, uploads, resize; web -> site, sessions, credentials; scan -> archive, images.
		- Azure has no right to call a function, so every function of the stack can call it: resizer, reporter, scanner.
		G7 No wildcard resource except the 6 statements below, each with its reason.
		G8 Setup cannot read data (apart from what the settings that it writes can send elsewhere: events, messages and log lines) and can grant only these roles, to identities of applications alone: AcrPull, AcrPush, Azure Service Bus Data Receiver, Azure Service Bus Data Sender, Key Vault Secrets User, Storage Blob Data Reader, Storage Table Data Reader, kv-data-write, storage-data-write, vault-data-write.
		site (frozen): see settings | api by storage/data-read storage/data-write: read and write objects; | read and write objects, see settings
		uploads (live): see and change settings | resizer by derived:event-receipt storage/data-read: read objects, receive events; reporter by derived:event-receipt storage/data-read: read objects, receive events; | read objects, receive events, see and change settings
		archive (frozen): see settings | resizer by derived:event-receipt storage/data-read storage/data-write: read and write objects, receive events; reporter by derived:event-receipt storage/data-read storage/data-write: read and write objects, receive events; | read and write objects, receive events, see settings
		sessions (live): see settings | api by kv/data-read kv/data-write: read and write items; | read and write items, see settings
		resize (live): see settings | resizer by derived:queue-trigger queue/data-read queue/data-write: receive and send messages; reporter by derived:queue-trigger queue/data-read queue/data-write: receive and send messages; | receive and send messages, see settings
		credentials (frozen): see metadata | api by vault/data-read vault/data-write: read and write values; | read and write values, see metadata
		images (live): push and pull images, see and change settings | resizer by derived:image-pull: pull images; reporter by derived:image-pull: pull images; api by derived:image-pull: pull images; | push and pull images, see and change settings
		resizer (live): replace code, call, see and change settings | reporter by derived:command-receipt derived:ingress: call, receive commands; api by derived:ingress: call; | replace code, call, receive commands, see and change settings
		reporter (live): replace code, see and change settings | resizer by derived:ingress: call; api by derived:ingress: call; | replace code, call, see and change settings
		api (live): replace code, see and change settings | | replace code, see and change settings
		scanner (frozen): see settings | resizer by derived:ingress: call; reporter by derived:ingress: call; api by derived:ingress: call; | call, see settings
		beyond:  | |`)
}

// Whatever an author may write, nothing is a mistake of alienc's.
func TestRandomStacksOnAzure(t *testing.T) {
	for seed := range uint64(300) {
		s := random(rand.New(rand.NewPCG(seed, 21)))
		r := Run(onAzure(s))
		if len(r.Broken) > 0 {
			t.Fatalf("seed %d:\n%s", seed, strings.Join(r.Broken, "\n"))
		}
		if len(r.Guarantees) != 8 || len(r.Reach) != len(s.Resources) || len(r.Beyond) != 1 {
			t.Fatalf("seed %d: %d guarantees, %d rows", seed, len(r.Guarantees), len(r.Reach))
		}
		for _, g := range r.Guarantees {
			if g.Cloud != cloud.Azure || !g.Holds && !slices.Contains([]string{"G4", "G5", "G6"}, g.ID) {
				t.Fatalf("seed %d: %s on %s: %+v", seed, g.ID, g.Cloud, g.Causes)
			}
		}
	}
}

// Both clouds are judged beside each other, and neither changes what is said of
// the other.
func TestBothClouds(t *testing.T) {
	s := kitchen()
	first, second := compiled(s), onAzure(s)
	got := Run(Input{Stack: s, Plan: iam.Derive(s, []cloud.Name{cloud.AWS, cloud.Azure}), Parts: map[cloud.Name][]cloud.Part{
		cloud.AWS: first.Parts[cloud.AWS], cloud.Azure: second.Parts[cloud.Azure],
	}})
	one, two := Run(first), Run(second)
	whole := Result{
		Guarantees: append(one.Guarantees, two.Guarantees...), Reach: append(one.Reach, two.Reach...), Beyond: append(one.Beyond, two.Beyond...),
		Remarks: append(one.Remarks, two.Remarks...), Wildcards: append(one.Wildcards, two.Wildcards...),
	}
	if text, want := report(got)+reached(got), report(whole)+reached(whole); text != want {
		t.Errorf("found\n%s\nwant\n%s", text, want)
	}
	if len(got.Wildcards) != len(whole.Wildcards) || len(got.Guarantees) != 16 || got.Guarantees[7].Cloud != cloud.AWS || got.Guarantees[8].Cloud != cloud.Azure {
		t.Errorf("%d guarantees, %d statements with wildcards", len(got.Guarantees), len(got.Wildcards))
	}
	if len(got.BeyondOn(cloud.AWS).Together) == 0 || got.BeyondOn(cloud.Azure).Cloud != cloud.Azure || len(got.BeyondOn(cloud.GCP).Together) > 0 {
		t.Errorf("beyond: %+v", got.Beyond)
	}
}

// Where every other function links the one that listens, nothing is called that
// is not linked.
func TestCallsAmongThoseWhoLinkOnAzure(t *testing.T) {
	called := &ir.Function{Common: live("called"), Code: zipCode, Memory: 512, Timeout: 30, Ingress: ir.Private, Profile: "run"}
	caller := &ir.Function{Common: live("caller"), Code: zipCode, Memory: 512, Timeout: 30, Ingress: ir.Public, Profile: "call", Links: []ir.Ref{link(ir.KindFunction, "called")}}
	profiles := []*ir.Profile{profile("run", ""), profile("call", "called: function/invoke")}
	if got, want := report(Run(onAzure(stackOf(profiles, called, caller))), "G6"), "G6 Each profile reaches only resources its functions link or are triggered by: run -> nothing; call -> nothing.\n"; got != want {
		t.Errorf("found\n%s\nwant\n%s", got, want)
	}
}
