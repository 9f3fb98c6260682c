package access

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
)

// Sentences that stand on every page of a stack with rights of management.
var always = []string{
	"Each line was decided", "A live function runs", "Numbers count", "Delete the assignment", "Every other assignment", "A pattern takes in", "One row is",
	"A resource of this stack takes", "To keep the vendor",
}

func said(page []byte, heading string) []string {
	return slices.DeleteFunc(section(page, heading), func(l string) bool {
		return slices.ContainsFunc(always, func(start string) bool { return strings.HasPrefix(l, start) })
	})
}

func TestSectionsOnAzure(t *testing.T) {
	page := Markdown(smallOnAzure("x|y"))
	const container = "`Microsoft.Storage/storageAccounts/stdata${unique}/blobServices/default/containers/objects`"
	const read = "read: `Microsoft.Storage/storageAccounts/blobServices/containers/read`; read data: `Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read`"
	const replace = "read: `Microsoft.App/containerApps/read`; write code: `Microsoft.App/containerApps/write`"
	const scope = "`/subscriptions/$${subscriptionId}x{U+007C}y$$${subscriptionId}` (scope chosen by the author)"
	const custom = "write data: `Acme.Things/x{U+007C}y/read` (in no catalogue), `acme.things/x{U+007C}y/Read` (in no catalogue), `Acme.New/x{U+007C}y/write` (in no catalogue)"
	for heading, want := range map[string][]string{
		"Guarantees": {
			"- [holds] G1 Management cannot read data. (0 of 2 grants read x\\|y)",
			"- NOT GUARANTEED: Management cannot delete x\\|y. (G4; 1 of 2 grants deletes)",
			"  - Cause: x\\|y `alien.ts:30:4`",
			"  - Cause: x\\|y",
		},
		"Who can act": {
			"**Setup: you**, once for each release, with 3 actions of the role `alien shop setup (${groupUnique})`, which `azure/iam/setup.bicep` defines and assigns on the resource group. An owner of the group applies that file, with `deployerPrincipalId` for who installs.",
			"| Right of setup that hands something out | Actions | On | Only if | Why |",
			"|---|---|---|---|---|",
			"| `storage/provision` | write: `Microsoft.ManagedIdentity/userAssignedIdentities/assign/action` (hands out identities) | `${resourceGroup}` |  | Create it. |",
			"| `stack/provision` | permissions: `Microsoft.Authorization/roleAssignments/write` | `${resourceGroup}` | `Microsoft.Authorization/roleAssignments:RoleDefinitionId` `ForAnyOfAnyValues:GuidEquals` `${roleSetAcme.name}` or `2a2b9908-6ea1-4ae2-8e65-a410df84e7d1` or `00000000-0000-0000-0000-000000000000` | Grant roles. |",
			"| Role that setup may assign | Defined by | Who gets it in the template |",
			"|---|---|---|",
			"| `alien shop set-x{U+007C}y (${groupUnique})` | `azure/iam/setup.bicep` | `profile:run` |",
			"| `Storage Blob Data Reader` | Azure: `2a2b9908-6ea1-4ae2-8e65-a410df84e7d1` | `profile:run` |",
			"| `00000000-0000-0000-0000-000000000000` | no file of this stack | nobody |",
			"**Management: the vendor**, after setup, with 2 actions by 1 assignment of roles in `azure/iam/management.bicep`. It is nobody until an owner of the resource group applies that file, with `managementPrincipalId` for who it is; no other file names the vendor.",
			"- Trusted: exactly the principal with that object id in your tenant: the service principal of the vendor's application, or an identity of yours that trusts the vendor's.",
			"- The author added rights to the derived ones, at `alien.ts:9:2`; they stand under Accepted by the author.",
			"| Role of management | Defined by | Assigned on |",
			"|---|---|---|",
			"| `alien shop management live function (${groupUnique})` | `azure/iam/management.bicep` | `Microsoft.App/containerApps/ca-worker` |",
			"| Identity | In the template | Acts for | Who may attach it |",
			"|---|---|---|---|",
			"| `profile:run` `alien.ts:9:2` | `profileRun` | code of `worker` (live) | `setup` |",
			"| `pull` | `pullIdentity` | pulling the images of functions; their code cannot act as it | `setup` |",
		},
		"Reach": {
			"| Resource | Management itself | Through live function | Together |",
			"|---|---|---|---|",
			"| `storage:data` (frozen) |  | `worker`: read objects | read objects |",
			"| `function:worker` (live) | replace code, settings |  | replace code, settings |",
			"| beyond the resources of this stack |  | `worker`: call (`acme/x{U+007C}y`, written by the author) | call (`acme/x{U+007C}y`, written by the author) |",
		},
		"Who may do what, in numbers": {
			"| Identity | Resource | list | read | write | tag | permissions | touches |",
			"|---|---|---|---|---|---|---|---|",
			"| `management` | `function:worker` (live) | - | 1 | 1 | - | - | code |",
			"| `profile:run` | scope chosen by the author | - | - | 3 | - | - | writes data |",
			"| `profile:run` | `storage:data` (frozen) | - | 2 | - | - | - | reads data |",
			"| `events` | `storage:data` (frozen) | - | - | 1 | - | - | writes data |",
			"| `anyone` | `function:worker` (live) | - | - | - | - | - | see Exposure |",
		},
		"Exposure": {
			"| Public | Anyone may | Actions | Only if | Asked for at |",
			"|---|---|---|---|---|",
			"| `function:worker` (live) | Call it. | no action: a setting of the resource |  | `alien.ts:8:4` |",
		},
		"What disappears after setup": {
			"| Kind | Actions of setup | of them changing | held by nobody afterwards |",
			"|---|---|---|---|",
			"| storage | 2 | 1 | 1 |",
			"| stack | 1 | 1 | 1 |",
		},
		"Statements with a wildcard, and why": {
			"| Held by | Assignment | Role | Actions | On | Only if | Why |",
			"|---|---|---|---|---|---|---|",
			"| `setup` | `setupAssignment` | `alien shop setup (${groupUnique})` | read: `Microsoft.Storage/storageAccounts/blobServices/containers/read`; write: `Microsoft.ManagedIdentity/userAssignedIdentities/assign/action` (hands out identities); permissions: `Microsoft.Authorization/roleAssignments/write` | `${resourceGroup}` | `Microsoft.Authorization/roleAssignments/write` if `Microsoft.Authorization/roleAssignments:RoleDefinitionId` `ForAnyOfAnyValues:GuidEquals` `${roleSetAcme.name}` or `2a2b9908-6ea1-4ae2-8e65-a410df84e7d1` or `00000000-0000-0000-0000-000000000000` | Nothing is there yet. |",
			"| Role with patterns | Actions that are patterns | Held by |",
			"|---|---|---|",
			"| `Azure Service Bus Data Sender` | write data: `Microsoft.ServiceBus/*/send/action` | `events` |",
		},
		"Accepted by the author": {
			"| Check | About | The author's reason | At |",
			"|---|---|---|---|",
			"| `management-writes-data` | `management/x{U+007C}y` | `x{U+007C}y` | `alienc.yaml:3:5` |",
			"| Set written by the author | Held by | Actions | On | Only if | The author's words | At |",
			"|---|---|---|---|---|---|---|",
			"| `acme/x{U+007C}y` | `profile:run` | " + custom + " | " + scope + " |  | `x{U+007C}y` | `x{U+007C}y:7:4` |",
			"| Right of management that the author asks for | Actions | On | Only if | At |",
			"|---|---|---|---|---|",
			"| `function/management` | " + replace + " | `Microsoft.App/containerApps/ca-worker` |  | `alien.ts:6:4` |",
		},
		"Every grant after setup": {
			"### `management`",
			"| Resource | Purpose | Role | Actions | On | Only if | Assignment | Asked for at |",
			"|---|---|---|---|---|---|---|---|",
			"| `function:worker` (live) | `function/management`: Replace its image. Asked for by the author. Can damage: It may be opened. | `alien shop management live function (${groupUnique})` (`azure/iam/management.bicep`) | " + replace + " | `Microsoft.App/containerApps/ca-worker` |  | `grantManagementUpdateFunctionWorker` | `alien.ts:6:4` |",
			"### `profile:run`",
			"| Resource | Purpose | Role | Actions | On | Only if | Assignment | Asked for at |",
			"|---|---|---|---|---|---|---|---|",
			"| scope chosen by the author | written by the author, `acme/x{U+007C}y`: `x{U+007C}y` | `alien shop set-x{U+007C}y (${groupUnique})` (`azure/iam/setup.bicep`) | " + custom + " | " + scope + " |  | `grantRunSetAcmeStack` | `x{U+007C}y:7:4` |",
			"| `storage:data` (frozen) | `storage/data-read`: Read objects. It may read settings too. | `Storage Blob Data Reader` (Azure: `2a2b9908-6ea1-4ae2-8e65-a410df84e7d1`) | " + read + " | " + container + " |  | `grantRunReadStorageData` | `alien.ts:5:4` |",
			"### `events`",
			"| Resource | Purpose | Role | Actions | On | Only if | Assignment | Asked for at |",
			"|---|---|---|---|---|---|---|---|",
			"| `storage:data` (frozen) | `derived:event-delivery`: Send events. | `Azure Service Bus Data Sender` (Azure: `69a216fc-b8fb-44d8-bc22-1f3c2cd27a39`) | write data: `Microsoft.ServiceBus/*/send/action` | " + container + " |  | `grantEventsSendStorageDataEvents` | `alien.ts:6:4` |",
			"### `anyone`",
			"| Resource | Purpose | Role | Actions | On | Only if | Assignment | Asked for at |",
			"|---|---|---|---|---|---|---|---|",
			"| `function:worker` (live) | `derived:public-ingress`: Call it. |  | no action: a setting of the resource | `Microsoft.App/containerApps/ca-worker` |  |  | `alien.ts:8:4` |",
		},
	} {
		if got := said(page, heading); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", heading, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// Whatever an author writes, the page of both clouds keeps its shape.
func TestNothingAnAuthorWritesChangesThePageOfBothClouds(t *testing.T) {
	want := shape(t, string(Markdown(smallOnBoth("word"))))
	texts(200, func(said string) {
		page := string(Markdown(smallOnBoth(said)))
		if got := shape(t, page); !slices.Equal(got, want) {
			t.Errorf("%q changes the page:\n%s", said, page)
		}
		for _, r := range page {
			if r != '\n' {
				harmless(t, said, string(r))
			}
		}
	})
}

// With several clouds each section says of each what it says of it alone.
func TestEachCloudHasItsPart(t *testing.T) {
	// Those of the stack, which no cloud changes.
	whole := []string{"Accepted by the author", "Rounded values and notes"}
	for name, stack := range portable(t) {
		both := Markdown(proven(stack, cloud.AWS, cloud.Azure))
		shape(t, string(both))
		alone := map[string][]byte{"AWS": Markdown(proven(stack, cloud.AWS)), "Azure": Markdown(proven(stack, cloud.Azure))}
		for _, heading := range headings(both) {
			parts := map[string][]string{}
			under := ""
			for _, l := range section(both, heading) {
				if title, ok := strings.CutPrefix(l, "### "); ok {
					under = title
				} else {
					parts[under] = append(parts[under], strings.Replace(l, "#### ", "### ", 1))
				}
			}
			for title, page := range alone {
				got, want := parts[title], section(page, heading)
				if slices.Contains(whole, heading) {
					got = parts[""]
				}
				if heading == whole[0] && len(got) > 0 {
					got, want = got[:1], []string{"The author accepted no risk."}
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s, %s, %s:\n%s\nalone\n%s", name, heading, title, strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
			}
		}
	}
}

func headings(page []byte) []string {
	var list []string
	for _, l := range strings.Split(string(page), "\n") {
		if title, ok := strings.CutPrefix(l, "## "); ok {
			list = append(list, title)
		}
	}
	return list
}

// Every grant that is held after setup can be traced to its row.
func TestEveryGrantOfAzureCanBeTraced(t *testing.T) {
	for name, stack := range portable(t) {
		in := derived(stack, cloud.Azure)
		page := Markdown(in)
		shape(t, string(page))
		rows, holder := map[string][]string{}, ""
		for _, l := range section(page, "Every grant after setup") {
			if who, ok := strings.CutPrefix(l, "### "); ok {
				holder = strings.Trim(who, "`")
			}
			rows[holder] = append(rows[holder], l)
		}
		for i := range in.Plan.Grants {
			g := &in.Plan.Grants[i]
			if !afterSetup(g) {
				continue
			}
			on := strings.TrimPrefix(pattern(g.On), "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/")
			parts := []string{"`" + on + "`", "`" + g.Set + "`: ", "`" + g.Origin[0].Pos.String() + "`"}
			if g.Role != nil {
				parts = append(parts, "`"+pattern(g.Role.Name)+"`", "`"+g.Statement+"`")
			}
			for _, a := range slices.Concat(g.Actions, g.DataActions) {
				parts = append(parts, "`"+a+"`")
			}
			if !slices.ContainsFunc(rows[g.Identity], func(row string) bool {
				return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(row, p) })
			}) {
				t.Errorf("%s: no row of %s with %q", name, g.Identity, parts)
			}
		}
	}
}

func TestHeaderOfBothClouds(t *testing.T) {
	page := string(Markdown(smallOnBoth("x")))
	for _, want := range []string{
		"\n| Clouds | AWS, Azure |\n", "\n| Actions of AWS | catalogue `0.9` |\n| Actions of Azure | catalogue `2026` |\n",
		"are those of your deployment. `${subscriptionId}` and `${resourceGroup}` are those of your deployment on Azure,",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}
