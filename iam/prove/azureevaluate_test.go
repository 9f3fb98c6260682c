package prove

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// What Azure's documentation says of roles: a role on a scope holds on all
// below it and on nothing beside it; a star is any number of characters; a role
// takes away from itself and from no other; the planes are apart.
func TestRolesAllow(t *testing.T) {
	const (
		account   = "/subscriptions/s/resourcegroups/g/providers/microsoft.storage/storageaccounts/a"
		container = account + "/blobservices/default/containers/c"
	)
	on := func(scope string, role *iam.Role) roleRule {
		return newRoleRule(iam.Assignment{On: cloud.Lit(scope), Role: role})
	}
	own := func(actions, dataActions string) *iam.Role {
		return &iam.Role{Key: "own", Actions: strings.Fields(actions), DataActions: strings.Fields(dataActions)}
	}
	group := "/subscriptions/s/resourceGroups/g"
	for _, c := range []struct {
		name   string
		rules  []roleRule
		action string
		onData bool
		id     string
		want   bool
	}{
		{"on the scope itself", []roleRule{on(account, own("Microsoft.Storage/storageAccounts/read", ""))}, "Microsoft.Storage/storageAccounts/read", false, account, true},
		{"in other letters", []roleRule{on(strings.ToUpper(account), own("microsoft.storage/STORAGEACCOUNTS/read", ""))}, "Microsoft.Storage/storageAccounts/read", false, account, true},
		{"below the scope", []roleRule{on(group, own("", readBlobs))}, readBlobs, true, container, true},
		{"above the scope", []roleRule{on(container, own("Microsoft.Storage/storageAccounts/read", ""))}, "Microsoft.Storage/storageAccounts/read", false, account, false},
		{"beside the scope", []roleRule{on(account, own("", readBlobs))}, readBlobs, true, account + "2", false},
		{"everywhere", []roleRule{on("/", own("", readBlobs))}, readBlobs, true, container, true},
		{"another action", []roleRule{on(account, own("Microsoft.Storage/storageAccounts/read", ""))}, "Microsoft.Storage/storageAccounts/write", false, account, false},
		{"an action that only begins so", []roleRule{on(account, own("Microsoft.Storage/storageAccounts/read", ""))}, "Microsoft.Storage/storageAccounts/readAll", false, account, false},
		{"the other plane", []roleRule{on(account, own(readBlobs, ""))}, readBlobs, true, container, false},
		{"the other plane, the other way", []roleRule{on(account, own("", "Microsoft.Storage/storageAccounts/read"))}, "Microsoft.Storage/storageAccounts/read", false, account, false},
		{"a star in the middle", []roleRule{on(account, own("Microsoft.Storage/*/read", ""))}, "Microsoft.Storage/storageAccounts/blobServices/read", false, account, true},
		{"a star is not the end", []roleRule{on(account, own("Microsoft.Storage/*/read", ""))}, listKeys, false, account, false},
		{"no data by a star on the control plane", []roleRule{on(account, own("*", ""))}, readBlobs, true, container, false},
		{"what a contributor has", []roleRule{on(group, builtIn("Contributor"))}, listKeys, false, account, true},
		{"what a contributor has not", []roleRule{on(group, builtIn("Contributor"))}, assignRoles, false, account, false},
		{"what another role gives it", []roleRule{on(group, builtIn("Contributor")), on(account, own(assignRoles, ""))}, assignRoles, false, account, true},
		{"what an owner has", []roleRule{on(group, builtIn("Owner"))}, assignRoles, false, account, true},
		{"nothing", nil, listKeys, false, account, false},
	} {
		if got := allows(c.rules, c.action, c.onData, c.id); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// A right touches what lies below its scope; what several share is touched only from there or from above.
func TestTouches(t *testing.T) {
	p := newAzureProver(onAzure(kitchen()), &Result{})
	const here = "/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}"
	receive := "data:Microsoft.ServiceBus/namespaces/messages/receive/action"
	for _, c := range []struct{ scope, action, want string }{
		{here + "/providers/Microsoft.Storage/storageAccounts/stdata${unique}", "data:" + readBlobs, "data"},
		{here + "/providers/Microsoft.Storage/storageAccounts/stdata${unique}/blobServices/default/containers/objects", "data:" + readBlobs, "data"},
		{here + "/providers/Microsoft.Storage/storageAccounts/stdata${unique}/blobServices/default/containers/objects", "Microsoft.Storage/storageAccounts/write", ""},
		{here + "/providers/Microsoft.Storage/storageAccounts/stdata${unique}", "data:Microsoft.KeyVault/vaults/secrets/getSecret/action", ""},
		{here + "/providers/Microsoft.KeyVault/vaults/kv-keys${unique}", "data:" + readBlobs, ""},
		{here + "/providers/Microsoft.KeyVault/vaults/kv-keys${unique}", "Microsoft.Authorization/locks/delete", "keys"},
		{here + "/providers/Microsoft.Storage/storageAccounts/stdata${unique}/blobServices/default/containers/objects/blobs/x", "data:" + readBlobs, "data"},
		{here, "data:Microsoft.KeyVault/vaults/secrets/getSecret/action", "keys tokens"},
		{"/subscriptions/${subscriptionId}", "Microsoft.ContainerRegistry/registries/pull/read", "images builds"},
		{"/", "Microsoft.ContainerRegistry/registries/pull/read", "images builds"},
		{"nothing of Azure's", "Microsoft.ContainerRegistry/registries/pull/read", "images builds"},
		{"/subscriptions/1/resourceGroups/theirs/providers/Microsoft.KeyVault/vaults/kv-keysabcdefghijklm", "Microsoft.KeyVault/vaults/write", "keys"},
		{"/subscriptions/1/resourceGroups/theirs/providers/Microsoft.KeyVault/vaults/other", "Microsoft.KeyVault/vaults/write", ""},
		{here + "/providers/Microsoft.App/managedEnvironments/cae-app", "Microsoft.App/managedEnvironments/write", "api worker agent"},
		{here + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-app-quiet", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", "agent"},
		{here + "/providers/Microsoft.ServiceBus/namespaces/sb-app-${unique}/queues/jobs", receive, "jobs"},
		{here + "/providers/Microsoft.ServiceBus/namespaces/sb-app-${unique}", receive, "data jobs mail agent"},
	} {
		name, onData := strings.CutPrefix(c.action, "data:")
		if got := strings.Join(p.touches(scopeOf(c.scope), newAzureAction(name, onData)), " "); got != c.want {
			t.Errorf("%s on %s touches %q, want %q", c.action, c.scope, got, c.want)
		}
	}
}

// scopeOf reads a scope as a grant has it.
func scopeOf(text string) cloud.Text {
	var out cloud.Text
	pieces, err := ir.Interpolate(text)
	if err != nil {
		panic(err)
	}
	for _, piece := range pieces {
		if piece.Var != "" {
			out = cloud.Concat(out, cloud.Var(piece.Var))
		} else {
			out = cloud.Concat(out, piece.Lit)
		}
	}
	return out
}

func TestAzureActions(t *testing.T) {
	for name, want := range map[string]string{
		"Microsoft.Storage/storageAccounts/read":                       "",
		"Microsoft.Storage/storageAccounts/delete":                     "deletes",
		"Microsoft.Storage/storageAccounts/write":                      "",
		"Microsoft.Storage/storageAccounts/managementPolicies/write":   "expires",
		"Microsoft.ServiceBus/namespaces/queues/write":                 "expires",
		"Microsoft.KeyVault/locations/deletedVaults/purge/action":      "deletes",
		"Microsoft.Compute/galleries/share/action":                     "deletes doubtful",
		"Microsoft.Storage/unheard/of/action":                          "deletes doubtful",
		"data:Microsoft.ServiceBus/namespaces/messages/receive/action": "deletes",
		"data:Microsoft.ServiceBus/namespaces/messages/send/action":    "",
		"data:" + readBlobs: "",
		"data:Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete":         "deletes",
		"data:Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write":          "",
		"data:Microsoft.Storage/storageAccounts/queueServices/queues/messages/process/action": "deletes",
	} {
		name, onData := strings.CutPrefix(name, "data:")
		a := newAzureAction(name, onData)
		var got []string
		for word, so := range map[string]bool{"deletes": a.deletes, "doubtful": a.doubtful, "expires": a.expires} {
			if so {
				got = append(got, word)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
