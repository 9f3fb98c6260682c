package access

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// rows gives the rows of the table with that head, without it.
func rows(page []byte, heading, head string) []string {
	var list []string
	in := false
	lines := section(page, heading)
	for i, l := range lines {
		switch {
		case i+1 < len(lines) && strings.HasPrefix(lines[i+1], "|---"):
			in = strings.HasPrefix(l, "| "+head+" |")
		case in && strings.HasPrefix(l, "| "):
			list = append(list, l)
		}
	}
	return list
}

// The hand-written templates say who may act as whom, and what the vendor has
// where; the page says the same.
func TestWhoCanActInTheAgency(t *testing.T) {
	page := Markdown(proven(agency(), cloud.Azure))
	const role = "alien my-agent "
	for head, want := range map[string][]string{
		"Role that setup may assign": {
			"| `" + role + "kv-data-write (${groupUnique})` | `azure/iam/setup.bicep` | `profile:execution` |",
			"| `" + role + "storage-data-write (${groupUnique})` | `azure/iam/setup.bicep` | `profile:execution` |",
			"| `Storage Blob Data Reader` | Azure: `2a2b9908-6ea1-4ae2-8e65-a410df84e7d1` | `profile:execution`, `profile:processing` |",
			"| `Key Vault Secrets User` | Azure: `4633458b-17de-408a-b874-0445c86b69e6` | `profile:execution` |",
			"| `Azure Service Bus Data Receiver` | Azure: `4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0` | `profile:execution`, `profile:processing` |",
			"| `Azure Service Bus Data Sender` | Azure: `69a216fc-b8fb-44d8-bc22-1f3c2cd27a39` | `profile:execution`, `events` |",
			"| `Storage Table Data Reader` | Azure: `76199698-9eea-4c19-bc75-cec21354c6b6` | `profile:execution`, `profile:web` |",
			"| `AcrPull` | Azure: `7f951dda-4ed3-4680-a7ca-43fe172d538d` | `pull` |",
		},
		"Role of management": {
			"| `" + role + "management monitor (${groupUnique})` | `azure/iam/management.bicep` | `Microsoft.App/containerApps/ca-api`, `Microsoft.KeyVault/vaults/kv-inte7955${unique}`, " +
				"`Microsoft.ServiceBus/namespaces/sb-my-agent-${unique}/queues/jobs`, `Microsoft.Storage/storageAccounts/stcache${unique}`, `Microsoft.Storage/storageAccounts/stworkspace${unique}` |",
			"| `" + role + "management live registry (${groupUnique})` | `azure/iam/management.bicep` | `Microsoft.ContainerRegistry/registries/crimages${unique}` |",
			"| `" + role + "management live function (${groupUnique})` | `azure/iam/management.bicep` | `Microsoft.App/containerApps/ca-agent`, `Microsoft.App/containerApps/ca-worker` |",
			"| `" + role + "management live environment (${groupUnique})` | `azure/iam/management.bicep` | `Microsoft.App/managedEnvironments/cae-my-agent` |",
			"| `" + role + "management live identity (${groupUnique})` | `azure/iam/management.bicep` | `Microsoft.ManagedIdentity/userAssignedIdentities/id-my-agent-execution`, " +
				"`Microsoft.ManagedIdentity/userAssignedIdentities/id-my-agent-processing`, `Microsoft.ManagedIdentity/userAssignedIdentities/id-my-agent-pull` |",
			"| `Azure Service Bus Data Sender` | Azure: `69a216fc-b8fb-44d8-bc22-1f3c2cd27a39` | `Microsoft.ServiceBus/namespaces/sb-my-agent-${unique}/queues/agent-commands` |",
			"| `" + role + "management live job (${groupUnique})` | `azure/iam/management.bicep` | `Microsoft.App/jobs/caj-worker-0` |",
		},
		"Identity": {
			"| `profile:execution` `alien.ts:61:7` | `profileExecution` | code of `agent` (live) | `management`, `setup` |",
			"| `profile:processing` `alien.ts:67:7` | `profileProcessing` | code of `worker` (live) | `management`, `setup` |",
			"| `profile:web` `alien.ts:72:7` | `profileWeb` | code of `api` (frozen) | `setup` |",
			"| `pull` | `pullIdentity` | pulling the images of functions; their code cannot act as it | `management`, `setup` |",
			"| `events` | `eventsIdentity` | delivering the events of storages | `setup` |",
		},
	} {
		got := rows(page, "Who can act", head)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", head, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	for _, want := range []string{
		"**Teardown: you**, when you delete the stack, with 14 actions of the role `alien my-agent teardown (${groupUnique})` in `azure/iam/teardown.bicep`, on the resource group.",
		"**Management: the vendor**, after setup, with 30 actions by 14 assignments of roles in `azure/iam/management.bicep`.",
	} {
		if !strings.Contains(string(page), "\n"+want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestNumbersOfTheAgency(t *testing.T) {
	page := Markdown(proven(agency(), cloud.Azure))
	want := []string{
		"| `management` | `storage:workspace` (frozen) | - | 6 | - | - | - | - |",
		"| `management` | `kv:cache` (frozen) | - | 5 | - | - | - | - |",
		"| `management` | `queue:jobs` (frozen) | - | 1 | - | - | - | - |",
		"| `management` | `vault:integrations` (frozen) | - | 3 | - | - | - | - |",
		"| `management` | `artifact-registry:images` (live) | - | 4 | 1 | - | - | code |",
		"| `management` | `function:agent` (live) | - | 9 | 7 | - | - | writes data, code |",
		"| `management` | `function:api` (frozen) | - | 4 | - | - | - | - |",
		"| `management` | `function:worker` (live) | - | 8 | 7 | - | - | code |",
		"| `profile:execution` | `storage:workspace` (frozen) | - | 3 | 3 | - | - | reads data, writes data |",
		"| `profile:execution` | `kv:cache` (frozen) | - | 2 | 4 | - | - | reads data, writes data |",
		"| `profile:execution` | `queue:jobs` (frozen) | - | 3 | 1 | - | - | writes data |",
		"| `profile:execution` | `vault:integrations` (frozen) | - | 2 | - | - | - | reads data |",
		"| `profile:execution` | `function:agent` (live) | - | 3 | 1 | - | - | reads data, writes data |",
		"| `profile:processing` | `storage:workspace` (frozen) | - | 6 | 1 | - | - | reads data, writes data |",
		"| `profile:processing` | `queue:jobs` (frozen) | - | 3 | 1 | - | - | reads data, writes data |",
		"| `profile:web` | `kv:cache` (frozen) | - | 2 | - | - | - | reads data |",
		"| `pull` | `artifact-registry:images` (live) | - | 1 | - | - | - | code |",
		"| `events` | `storage:workspace` (frozen) | - | 3 | 1 | - | - | writes data |",
		"| `anyone` | `function:api` (frozen) | - | - | - | - | - | see Exposure |",
	}
	if got := rows(page, "Who may do what, in numbers", "Identity"); !slices.Equal(got, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A queue of messages is read by the role of management alone; that of a
// function's commands also by a role with a pattern.
func TestWhatDisappearsInTheAgency(t *testing.T) {
	page := Markdown(proven(agency(), cloud.Azure))
	want := []string{
		"| queue | 6 | 3 | 5 |", // namespaces/{read,write}, queues/{read,write}, locks/{read,write}; management reads queues
		"| vault | 4 | 2 | 3 |", // vaults/{read,write}, locks/{read,write}; management reads vaults
	}
	for _, row := range want {
		if got := rows(page, "What disappears after setup", "Kind"); !slices.Contains(got, row) {
			t.Errorf("no %q in %q", row, got)
		}
	}
}

// Setup that may assign roles without a condition says so.
func TestUnboundDelegation(t *testing.T) {
	in := smallOnAzure("x")
	in.Plan.Grants = slices.Clone(in.Plan.Grants)
	for i := range in.Plan.Grants {
		in.Plan.Grants[i].Conditions = nil
	}
	want := []string{"| any role | anybody | NOT GUARANTEED: no condition says which |"}
	if got := rows(Markdown(in), "Who can act", "Role that setup may assign"); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	bound := smallOnAzure("x")
	bound.Plan = &iam.Plan{Grants: []iam.Grant{bound.Plan.Grants[0], bound.Plan.Grants[4]}} // reading, and deploying without a grant
	if page := string(Markdown(bound)); !strings.Contains(page, "\nSetup may assign no role.\n") {
		t.Errorf("%s", page)
	}
}

// The page lists each assignment that the prover counts.
func TestPageListsEveryWildcardOfAzure(t *testing.T) {
	stacks := portable(t)
	stacks["agency"] = agency()
	for name, stack := range stacks {
		in := proven(stack, cloud.Azure)
		got := rows(Markdown(in), "Statements with a wildcard, and why", "Held by")
		if len(got) != len(in.Proof.Wildcards) || len(got) == 0 {
			t.Errorf("%s: %d rows, want %d", name, len(got), len(in.Proof.Wildcards))
		}
		for i, w := range in.Proof.Wildcards {
			if start := "| `" + w.Identity + "` | `" + w.Statement + "` | "; i < len(got) && !strings.HasPrefix(got[i], start) {
				t.Errorf("%s: %q does not begin with %q", name, got[i], start)
			}
		}
	}
}

func TestSwitchingOffOnAzure(t *testing.T) {
	var got []string
	inside := false
	for _, l := range section(Markdown(proven(agency(), cloud.Azure)), "How to switch management off") {
		if strings.HasPrefix(l, "```") {
			inside = !inside
		} else if inside {
			got = append(got, l)
		}
	}
	want := []string{
		"az ad sp update --id OBJECT_ID --set accountEnabled=false",
		"az identity federated-credential delete --name NAME --identity-name IDENTITY --resource-group IDENTITY_GROUP",
		"azure/iam/revoke.sh GROUP OBJECT_ID",
		`az role assignment list --all --query "[?principalId=='OBJECT_ID']"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	alone := &ir.Stack{ID: "alone", Management: &ir.Management{Mode: ir.ManagementOverride}}
	off := section(Markdown(proven(alone.Seal(), cloud.Azure)), "How to switch management off")
	if len(off) != 1 || !strings.HasPrefix(off[0], "There is nothing to switch off") {
		t.Errorf("%q", off)
	}
}

func TestLimitsOnAzure(t *testing.T) {
	small := smallOnAzure("x")
	unlocked := small
	unlocked.Parts = map[cloud.Name][]cloud.Part{cloud.Azure: {{Type: azure.AppType}}}
	watching := small
	watching.Plan = &iam.Plan{}
	for _, c := range []struct {
		name string
		in   Input
		text string
		want bool
	}{
		{"what deployments leave", small, "A deployment takes nothing away.", true},
		{"a lock", small, "The lock `alien-keep` keeps a resource from being deleted", true},
		{"no lock", unlocked, "alien-keep", false},
		{"types without tags", small, "misses them: `Microsoft.Authorization/locks`, `Microsoft.Storage/storageAccounts/blobServices/containers`.", true},
		{"types with tags alone", unlocked, "carry no tags", false},
		{"settings of functions", small, "environment variables included", true},
		{"no right to see them", watching, "environment variables included", false},
		{"an image that can be replaced", small, "`783ea2a8-b8fd-46be-896a-9ae79643a0b1`", true},
		{"none", watching, "`783ea2a8-b8fd-46be-896a-9ae79643a0b1`", false},
		{"a shared profile", proven(portable(t)["profile-shared"], cloud.Azure), " share `profile:access`: each can do whatever one of them needs", true},
		{"a profile of one function", small, " share ", false},
		{"nothing of AWS", small, "aws", false},
	} {
		got := strings.Join(section(Markdown(c.in), "What no policy can say"), "\n")
		if strings.Contains(got, c.text) != c.want {
			t.Errorf("%s: %q stands there: %t\n%s", c.name, c.text, !c.want, got)
		}
	}
}

// Of what the code of one live function reaches, the vendor reaches it with all
// of them, since it may give them each other's identities.
func TestReachThroughOtherIdentities(t *testing.T) {
	const sentence = "Management may also give a live function any other identity that it may attach"
	for _, c := range []struct {
		page []byte
		want bool
	}{
		{Markdown(proven(agency(), cloud.Azure)), true},
		{Markdown(proven(agency(), cloud.AWS)), false},
		{Markdown(smallOnAzure("x")), false},
	} {
		if got := strings.Join(section(c.page, "Reach"), "\n"); strings.Contains(got, sentence) != c.want {
			t.Errorf("it stands there: %s\n%s", strconv.FormatBool(!c.want), got)
		}
	}
}

// A pattern stands for what Azure makes of it, on its own plane.
func TestCovers(t *testing.T) {
	pattern := right{cloud.Azure, "Microsoft.ServiceBus/*/queues/read", false}
	for r, want := range map[right]bool{
		{cloud.Azure, "microsoft.servicebus/namespaces/queues/READ", false}:  true,
		{cloud.Azure, "Microsoft.ServiceBus/namespaces/queues/write", false}: false,
		{cloud.Azure, "Microsoft.ServiceBus/namespaces/queues/read", true}:   false,
		{cloud.AWS, "Microsoft.ServiceBus/namespaces/queues/read", false}:    false,
	} {
		if got := covers(pattern, r); got != want {
			t.Errorf("%v: %t", r, got)
		}
	}
}
