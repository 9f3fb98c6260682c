package access

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure/catalogue"
	"github.com/alienc/alienc/iam"
)

// The grants of the small stack on Azure whose holder is no author's, and the
// one on a scope that the author wrote.
const azureGrants = `
    {
      "cloud": "azure",
      "plane": "exposure",
      "identity": "anyone",
      "effect": "allow",
      "actions": {},
      "scope": "function:worker/app",
      "on": "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.App/containerApps/ca-worker",
      "conditions": [],
      "resource": "worker",
      "lifecycle": "live",
      "set": "derived:public-ingress",
      "origin": [
        {
          "file": "alien.ts",
          "line": 8,
          "column": 4,
          "path": "resources.worker.ingress"
        }
      ],
      "reason": "Call it."
    },
    {
      "cloud": "azure",
      "plane": "management",
      "identity": "management",
      "effect": "allow",
      "actions": {
        "Microsoft.App/containerApps/read": "read",
        "Microsoft.App/containerApps/write": "write code"
      },
      "role": "alien shop management live function (${groupUnique})",
      "assignment": "grantManagementUpdateFunctionWorker",
      "scope": "function:worker/app",
      "on": "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.App/containerApps/ca-worker",
      "conditions": [],
      "resource": "worker",
      "lifecycle": "live",
      "set": "function/management",
      "origin": [
        {
          "file": "alien.ts",
          "line": 6,
          "column": 4,
          "path": "resources.worker.lifecycle"
        }
      ],
      "reason": "Replace its image.",
      "authored": true,
      "damage": "It may be opened."
    },
    {
      "cloud": "azure",
      "plane": "runtime",
      "identity": "events",
      "effect": "allow",
      "actions": {
        "Microsoft.ServiceBus/*/send/action": "write data"
      },
      "dataActions": [
        "Microsoft.ServiceBus/*/send/action"
      ],
      "role": "Azure Service Bus Data Sender",
      "roleId": "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
      "assignment": "grantEventsSendStorageDataEvents",
      "scope": "storage:data/events",
      "on": "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Storage/storageAccounts/stdata${unique}/blobServices/default/containers/objects",
      "conditions": [],
      "resource": "data",
      "lifecycle": "frozen",
      "set": "derived:event-delivery",
      "origin": [
        {
          "file": "alien.ts",
          "line": 6,
          "column": 4,
          "path": "resources.worker.triggers[0]"
        }
      ],
      "reason": "Send events."
    },
    {
      "cloud": "azure",
      "plane": "runtime",
      "identity": "profile:run",
      "effect": "allow",
      "actions": {
        "Acme.Things/\"\u202e/read": "write data",
        "Acme.New/\"\u202e/write": "write data"
      },
      "dataActions": [
        "acme.things/\"\u202e/Read",
        "Acme.New/\"\u202e/write"
      ],
      "role": "alien shop set-\"\u202e (${groupUnique})",
      "assignment": "grantRunSetAcmeStack",
      "scope": "*",
      "on": "/subscriptions/$${subscriptionId}\"\u202e$$${subscriptionId}",
      "conditions": [],
      "set": "acme/\"\u202e",
      "origin": [
        {
          "file": "\"\u202e",
          "line": 7,
          "column": 4,
          "path": "permissions.\"\u202e"
        }
      ],
      "reason": "\"\u202e",
      "custom": true,
      "scopeChosenByAuthor": true
    },
    {
      "cloud": "azure",
      "plane": "runtime",
      "identity": "profile:run",
      "effect": "allow",
      "actions": {
        "Microsoft.Storage/storageAccounts/blobServices/containers/read": "read",
        "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read": "read data"
      },
      "dataActions": [
        "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"
      ],
      "role": "Storage Blob Data Reader",
      "roleId": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
      "assignment": "grantRunReadStorageData",
      "scope": "storage:data/container",
      "on": "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Storage/storageAccounts/stdata${unique}/blobServices/default/containers/objects",
      "conditions": [],
      "resource": "data",
      "lifecycle": "frozen",
      "set": "storage/data-read",
      "origin": [
        {
          "file": "alien.ts",
          "line": 5,
          "column": 4,
          "path": "permissions.profiles.run.data[0]"
        }
      ],
      "reason": "Read objects.",
      "surplus": "It may read settings too."
    },
    {
      "cloud": "azure",
      "plane": "setup",
      "identity": "setup",
      "effect": "allow",
      "actions": {
        "Microsoft.Authorization/roleAssignments/write": "permissions"
      },
      "role": "alien shop setup (${groupUnique})",
      "assignment": "setupAssignment",
      "scope": "stack:shop/group",
      "on": "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}",
      "conditions": [
        {
          "operator": "ForAnyOfAnyValues:GuidEquals",
          "key": "Microsoft.Authorization/roleAssignments:RoleDefinitionId",
          "values": [
            "${roleSetAcme.name}",
            "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
            "00000000-0000-0000-0000-000000000000"
          ]
        }
      ],
      "set": "stack/provision",
      "origin": [
        {
          "file": "alien.ts",
          "line": 2,
          "column": 4,
          "path": "id"
        }
      ],
      "reason": "Grant roles.",
      "wildcard": "Nothing is there yet."
    },`

func TestGrantsOfAzure(t *testing.T) {
	const hostile = "\"\u202e"
	if got := string(JSON(smallOnAzure(hostile))); !strings.Contains(got, azureGrants) {
		t.Errorf("%s", firstDifference(got[strings.Index(got, `"grants": [`)+len(`"grants": [`):], azureGrants))
	}
}

// A program that reads what the vendor reaches sees which cloud it is on; rows
// that name none are about AWS.
func TestReachNamesTheCloud(t *testing.T) {
	type reached struct {
		Management, Together []string
	}
	type document struct {
		Reach  []struct{ Cloud, Resource string }
		Beyond struct {
			reached
			Elsewhere map[string]reached
		}
	}
	for what, c := range map[string]struct {
		in        Input
		rows      string
		elsewhere string
	}{
		"AWS alone":   {small("x"), "data worker", ""},
		"Azure alone": {smallOnAzure("x"), "azure:data azure:worker", "azure=call (acme/x, written by the author)"},
		"both":        {smallOnBoth("x"), "data worker azure:data azure:worker", "azure=call (acme/x, written by the author)"},
	} {
		var doc document
		if err := json.Unmarshal(JSON(c.in), &doc); err != nil {
			t.Fatal(err)
		}
		var rows []string
		for _, r := range doc.Reach {
			rows = append(rows, strings.TrimPrefix(r.Cloud+":"+r.Resource, ":"))
		}
		var elsewhere []string
		for name, r := range doc.Beyond.Elsewhere {
			elsewhere = append(elsewhere, name+"="+strings.Join(r.Together, ","))
		}
		if strings.Join(rows, " ") != c.rows || strings.Join(elsewhere, " ") != c.elsewhere {
			t.Errorf("%s: %q, elsewhere %q", what, rows, elsewhere)
		}
	}
}

func TestAzureJSONFollowsItsSchema(t *testing.T) {
	s := schemaOf(t)
	for name, stack := range portable(t) {
		for _, targets := range [][]cloud.Name{{cloud.Azure}, {cloud.AWS, cloud.Azure}} {
			in := proven(stack, targets...)
			if err := s.Validate(decode(t, JSON(in))); err != nil {
				t.Errorf("%s: %#v", name, err)
			}
		}
	}
	texts(200, func(said string) {
		if err := s.Validate(decode(t, JSON(smallOnBoth("x"+said)))); err != nil {
			t.Errorf("%q: %#v", said, err)
		}
	})
	whole := string(JSON(smallOnBoth("x")))
	for what, change := range map[string][2]string{
		"a role without assignment":            {`"assignment": "grantRunReadStorageData",`, ``},
		"an assignment without role":           {`"role": "alien shop setup (${groupUnique})",`, ``},
		"a role of another id":                 {`"2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"`, `"2a2b"`},
		"a role of Azure that assigns nothing": {`"Microsoft.ServiceBus/*/send/action": "write data"`, ``},
		"no actions on data": {`"dataActions": [
        "Microsoft.ServiceBus/*/send/action"
      ]`, `"dataActions": []`},
		"an action without provider": {`"Microsoft.App/containerApps/read": "read"`, `"read": "read"`},
		"another holder":             {`"identity": "events"`, `"identity": "evens"`},
		"reach on no cloud": {`"cloud": "azure",
      "resource"`, `"cloud": "aws",
      "resource"`},
		"a cloud elsewhere that is AWS": {`"elsewhere": {
      "azure"`, `"elsewhere": {
      "aws"`},
	} {
		wrong := strings.Replace(whole, change[0], change[1], 1)
		if wrong == whole {
			t.Fatalf("%s: nothing to change", what)
		}
		if s.Validate(decode(t, []byte(wrong))) == nil {
			t.Errorf("the schema takes %s", what)
		}
	}
}

// Whatever role of Azure an author names, the schema takes its id and actions.
func TestSchemaTakesEveryRoleOfAzure(t *testing.T) {
	in := smallOnAzure("x")
	read := in.Plan.Grants[0]
	in.Plan = &iam.Plan{}
	for _, r := range catalogue.Open().Roles() {
		if len(r.Actions)+len(r.DataActions) == 0 {
			continue
		}
		g := read
		g.Role = &iam.Role{ID: r.ID, Name: cloud.Lit(r.Name)}
		g.Actions, g.DataActions = r.Actions, r.DataActions
		in.Plan.Grants = append(in.Plan.Grants, g)
	}
	if len(in.Plan.Grants) < 100 {
		t.Fatalf("%d roles", len(in.Plan.Grants))
	}
	if err := schemaOf(t).Validate(decode(t, JSON(in))); err != nil {
		t.Errorf("%#v", err)
	}
}

// Beside another cloud the document says of AWS what it says without.
func TestGrantsOfOneCloudStandBesideTheOther(t *testing.T) {
	grants := func(in Input) string {
		_, rest, _ := strings.Cut(string(JSON(in)), `"grants": [`)
		list, _, _ := strings.Cut(rest, "\n  ],\n  \"guarantees\"")
		return list
	}
	for name, stack := range portable(t) {
		both := grants(derived(stack, cloud.AWS, cloud.Azure))
		if want := grants(derived(stack, cloud.AWS)) + "," + grants(derived(stack, cloud.Azure)); both != want {
			t.Errorf("%s: %s", name, firstDifference(both, want))
		}
	}
}

func TestOrderOfThePlanShowsNowhereOnAzure(t *testing.T) {
	for name, stack := range portable(t) {
		in := derived(stack, cloud.AWS, cloud.Azure)
		want := JSON(in)
		r := rand.New(rand.NewPCG(5, 6))
		grants := slices.Clone(in.Plan.Grants)
		r.Shuffle(len(grants), func(i, j int) { grants[i], grants[j] = grants[j], grants[i] })
		in.Plan = &iam.Plan{Grants: grants}
		if got := JSON(in); !bytes.Equal(got, want) {
			t.Errorf("%s: %s", name, firstDifference(string(got), string(want)))
		}
	}
}

func TestWordOnAzure(t *testing.T) {
	j := judge{}
	for r, want := range map[right]string{
		{cloud.Azure, "Microsoft.Storage/storageAccounts/read", false}:                                          "read",
		{cloud.Azure, "microsoft.storage/STORAGEaccounts/write", false}:                                         "write",
		{cloud.Azure, "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", true}:             "read data",
		{cloud.Azure, "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write", true}:            "write data",
		{cloud.Azure, "Microsoft.Authorization/roleAssignments/write", false}:                                   "permissions",
		{cloud.Azure, "Microsoft.App/containerApps/write", false}:                                               "write code",
		{cloud.Azure, "Microsoft.ContainerRegistry/registries/pull/read", false}:                                "read code",
		{cloud.Azure, "Microsoft.ServiceBus/*/receive/action", true}:                                            "write data",
		{cloud.Azure, "Microsoft.KeyVault/vaults/secrets/getSecret/action", true}:                               "read data",
		{cloud.Azure, "Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action", false}: "read",
		{cloud.Azure, "Microsoft.Quantum/entangle/action", false}:                                               "write data",
	} {
		if got := word(j.power(r)); got != want {
			t.Errorf("%s: %s, want %s", r.action, got, want)
		}
	}
}
