package prove

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// azureSet is a set that the author writes: under a resource's id it is on one
// scope, under "*" on another. Words that begin with "data:" are actions on
// data, those that begin with "role:" roles of Azure with "_" for blanks.
func azureSet(key, id, words string) ir.Keyed {
	rule := ir.AzureRule{Resource: &ir.AzureBinding{Scope: accountScope}, Stack: &ir.AzureBinding{Scope: groupScope}}
	for word := range strings.FieldsSeq(words) {
		if role, ok := strings.CutPrefix(word, "role:"); ok {
			rule.PredefinedRoles = append(rule.PredefinedRoles, strings.ReplaceAll(role, "_", " "))
		} else if name, data := strings.CutPrefix(word, "data:"); data {
			rule.DataActions = append(rule.DataActions, name)
		} else {
			rule.Actions = append(rule.Actions, word)
		}
	}
	path := "permissions.custom." + key
	return ir.Keyed{Key: key, Path: path, Sets: []ir.SetUse{{
		ID: id, Path: path + "[0]", Pos: ir.Pos{File: "alien.ts", Line: 30, Column: 5}, Custom: &ir.CustomSet{Azure: []ir.AzureRule{rule}},
	}}}
}

const (
	groupScope   = "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}"
	accountScope = groupScope + "/providers/Microsoft.Storage/storageAccounts/${storageAccountName}"
)

// smallOnAzure is a stack with one resource of each lifecycle and one live function.
func smallOnAzure() *ir.Stack {
	return stackOf([]*ir.Profile{profile("run", "data: storage/data-read")},
		&ir.Storage{Common: frozen("data")}, &ir.Queue{Common: live("mail")},
		&ir.Function{Common: live("api"), Code: zipCode, Memory: 512, Timeout: 30, Ingress: ir.Public, Profile: "run", Links: []ir.Ref{link(ir.KindStorage, "data")}},
	)
}

// What an author adds is no mistake; it is said as the reason why a promise
// does not hold.
func TestAuthorOnAzure(t *testing.T) {
	for _, c := range []struct {
		name     string
		mode     ir.ManagementMode
		grants   []ir.Keyed
		accepted []ir.Accepted
		ids      string
		want     string
	}{
		{"nothing", ir.ManagementAuto, nil, nil, "G1 G3 G4 G5", `
			G1 Management cannot read objects, items, messages or secret values.
			G3 Management cannot change frozen resources: data.
			G4 Management cannot delete anything.
			G5 Nothing is public except: api.`},
		{"reading objects", ir.ManagementExtend, granted("management", "data: storage/data-read"), nil, "G1 G3", `
			G1 NOT GUARANTEED: Management cannot read objects, items, messages or secret values.
			- storage/data-read lets management read objects of data with Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read. (management.data[0])
			G3 Management cannot change frozen resources: data.`},
		{"writing objects", ir.ManagementExtend, granted("management", "data: storage/data-write"), nil, "G1 G3 G4", `
			G1 Management cannot read objects, items, messages or secret values.
			G3 NOT GUARANTEED: Management cannot change frozen resources: data.
			- storage/data-write lets management change data with Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action, Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete, Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write. (management.data[0])
			G4 NOT GUARANTEED: Management cannot delete anything.
			- storage/data-write lets management delete from data with Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete. (management.data[0])`},
		{
			"an accepted role", ir.ManagementExtend,
			[]ir.Keyed{azureSet("data", "acme/look", "role:Storage_Blob_Data_Reader")},
			[]ir.Accepted{{Check: "management-reads-data", Subject: "management/storage:data/acme/look Storage Blob Data Reader", Reason: "Support needs it."}},
			"G1", `
			G1 NOT GUARANTEED: Management cannot read objects, items, messages or secret values.
			- acme/look lets management read objects of data with Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read. Accepted by the author: Support needs it. (permissions.custom.data[0])`,
		},
		{
			"an accepted role of another name", ir.ManagementExtend,
			[]ir.Keyed{azureSet("data", "acme/look", "role:Storage_Blob_Data_Reader")},
			[]ir.Accepted{{Check: "management-reads-data", Subject: "management/storage:data/acme/look AcrPull", Reason: "Support needs it."}},
			"G1", `
			G1 NOT GUARANTEED: Management cannot read objects, items, messages or secret values.
			- acme/look lets management read objects of data with Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read. (permissions.custom.data[0])`,
		},
		{"keys", ir.ManagementExtend, []ir.Keyed{azureSet("data", "acme/keys", listKeys)}, nil, "G2", `
			G2 NOT GUARANTEED: Management cannot create or change identities, policies or role assignments; it can attach only the identities of live functions: run, pull.
			- acme/keys lets management hand out credentials through data with ` + listKeys + `. (permissions.custom.data[0])`},
		{"all of the group", ir.ManagementExtend, []ir.Keyed{azureSet("*", "acme/see", "Microsoft.Storage/storageAccounts/read")}, nil, "G1 G2 G3 G7", `
			G1 Management cannot read objects, items, messages or secret values.
			G2 Management cannot create or change identities, policies or role assignments; it can attach only the identities of live functions: run, pull.
			G3 Management cannot change frozen resources: data.
			G7 NOT GUARANTEED: No wildcard resource except the 5 statements below, each with its reason.
			- acme/see lets management use Microsoft.Storage/storageAccounts/read on all of a scope: ` + groupScope + `. (permissions.custom.*[0])`},
		{"updates of what is frozen", ir.ManagementExtend, granted("management", "data: storage/management"), nil, "G3 G4", `
			G3 NOT GUARANTEED: Management cannot change frozen resources: data.
			- storage/management lets management change data with Microsoft.Storage/storageAccounts/blobServices/write, Microsoft.Storage/storageAccounts/managementPolicies/write. (management.data[0])
			G4 NOT GUARANTEED: Management cannot delete anything.
			- A lifecycle rule can expire objects, and soft delete and the keeping of older versions can be switched off: data. (management.data[0])`},
	} {
		in := onAzure(manage(smallOnAzure(), c.mode, c.grants...))
		in.Accepted = c.accepted
		r := Run(in)
		want := strings.TrimSpace(strings.ReplaceAll(c.want, "\n\t\t\t", "\n"))
		if got := strings.TrimSpace(report(r, strings.Fields(c.ids)...)); got != want {
			t.Errorf("%s: found\n%s\nwant\n%s", c.name, got, want)
		}
	}
}

// What the author's own sets reach is said of what they touch, in the code of
// a live function as in management.
func TestReachOfAuthorsSetsOnAzure(t *testing.T) {
	s := smallOnAzure()
	s.Profiles[0].Grants = append(s.Profiles[0].Grants,
		azureSet("data", "acme/blobs", "data:Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete"),
	)
	r := Run(onAzure(manage(s, ir.ManagementExtend,
		azureSet("*", "acme/all", "Microsoft.Storage/storageAccounts/write"),
	)))
	want := strings.ReplaceAll(`data (frozen): see settings, hand out access (acme/all, written by the author) | api by acme/blobs storage/data-read: read objects, write objects and delete (acme/blobs, written by the author); | read objects, see settings, hand out access (acme/all, written by the author), write objects and delete (acme/blobs, written by the author)
		mail (live): see settings | | see settings
		api (live): replace code, see and change settings | | replace code, see and change settings
		beyond: hand out access (acme/all, written by the author) | | hand out access (acme/all, written by the author)
		`, "\t", "")
	if got := reached(r); got != want {
		t.Errorf("found\n%s\nwant\n%s", got, want)
	}
	if len(r.Broken) > 0 {
		t.Errorf("broken: %q", r.Broken)
	}
}

// Whoever may change what is of somebody else could act as them. A check refuses
// such a scope and no template can say it, so the grants alone are judged.
func TestWhatIsOfSomebodyElseOnAzure(t *testing.T) {
	set := azureSet("*", "acme/web", "Microsoft.Storage/storageAccounts/managementPolicies/write")
	set.Sets[0].Custom.Azure[0].Stack.Scope = "/subscriptions/1/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/other"
	in := onAzure(smallOnAzure())
	in.Stack = manage(smallOnAzure(), ir.ManagementExtend, set)
	in.Plan = iam.Derive(in.Stack, []cloud.Name{cloud.Azure})
	want := `G2 NOT GUARANTEED: Management cannot create or change identities, policies or role assignments; it can attach only the identities of live functions: run, pull.
- acme/web lets management change what is beyond the resources of this stack with Microsoft.Storage/storageAccounts/managementPolicies/write. (permissions.custom.*[0])
`
	if got := report(Run(in), "G2"); got != want {
		t.Errorf("found\n%s\nwant\n%s", got, want)
	}
}
