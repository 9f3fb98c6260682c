package deploy

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

// azureHeadings are the same on every page, whatever the stack has.
var azureHeadings = []string{
	"0. Before you start", "1. Choose the parameters", "2. Put the images where the stack reads them", "3. Lend the setup role",
	"4. Deploy", "5. See what exists", "6. Take the setup role back", "7. Store a secret", "8. Let the vendor in, and out",
	"9. Install this release over an earlier one", "10. What the vendor does to a live function", "11. Tear down",
}

func TestAzureSections(t *testing.T) {
	for _, b := range azurePrograms(t) {
		text := string(Markdown(b.in))
		var got []string
		for _, m := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(text, -1) {
			got = append(got, m[1])
		}
		if !slices.Equal(got, azureHeadings) {
			t.Errorf("%s: sections %q", b.name, got)
		}
		for i, part := range strings.Split(text, "\n## ")[1:] {
			first, _, _ := strings.Cut(part, "\n### ")
			if i < 2 || !strings.Contains(part, "```") || i == 11 && !b.in.Azure.Teardown {
				continue
			}
			before, _, _ := strings.Cut(first, "```")
			for _, fact := range []string{"- **Needs:** ", "- **Changes:** ", "- **Undo:** "} {
				if strings.Count(before, fact) != 1 {
					t.Errorf("%s: section %s says %q %d times before its first command", b.name, azureHeadings[i], fact, strings.Count(before, fact))
				}
			}
		}
		for _, m := range regexp.MustCompile(`sections? (\d+)`).FindAllStringSubmatch(text, -1) {
			if m[1] == "12" {
				t.Errorf("%s: there is no section 12", b.name)
			}
		}
	}
}

// bicepParameter is a parameter of main.bicep.
var bicepParameter = regexp.MustCompile(`(?m)^((?:@.*\n|  '.*'\n|\]\)\n)*)param (\w+) (\w+)(?: = (.*))?$`)

// azureInitial says how the table writes a default of the template.
func azureInitial(text string) string {
	switch text {
	case "":
		return required
	case "''":
		return "empty"
	case "resourceGroup().location":
		return "that of the resource group"
	}
	return "`" + strings.Trim(text, "'") + "`"
}

// azureTakes reports whether a parameter takes the example of its row.
func azureTakes(decorators, typ, example string) bool {
	if allowed := regexp.MustCompile(`(?m)^  '(.*)'$`).FindAllStringSubmatch(decorators, -1); allowed != nil {
		return slices.ContainsFunc(allowed, func(m []string) bool { return m[1] == example })
	}
	switch typ {
	case "int":
		limit := func(name string) int {
			n, err := strconv.Atoi(regexp.MustCompile(`@` + name + `\((\d+)\)`).FindStringSubmatch(decorators)[1])
			if err != nil {
				panic(err) // the expression takes digits alone
			}
			return n
		}
		n, err := strconv.Atoi(example)
		return err == nil && limit("minValue") <= n && n <= limit("maxValue")
	case "bool":
		return example == "true" || example == "false"
	case "object":
		return strings.HasPrefix(example, "{") && strings.HasSuffix(example, "}")
	}
	return typ == "string" && example != ""
}

// TestAzureParameters compares section 1, and what every deployment passes,
// with the template.
func TestAzureParameters(t *testing.T) {
	row := regexp.MustCompile("(?m)^\\| `([A-Za-z0-9]+)` \\| .+ \\| ([^|]+) \\| `([^`]*)` \\|$")
	for _, b := range azurePrograms(t) {
		type declared struct{ decorators, typ, initial string }
		template := map[string]declared{}
		var order []string
		for _, m := range bicepParameter.FindAllStringSubmatch(string(b.files[bicepFile]), -1) {
			template[m[2]] = declared{m[1], m[3], m[4]}
			order = append(order, m[2])
		}
		text := string(Markdown(b.in))
		var rows []string
		for _, m := range row.FindAllStringSubmatch(sectionOf(t, text, "## 1. "), -1) {
			p := template[m[1]]
			rows = append(rows, m[1])
			if m[2] != azureInitial(p.initial) || !azureTakes(p.decorators, p.typ, m[3]) {
				t.Errorf("%s: row %q; the template has %+v", b.name, m[0], p)
			}
		}
		if !slices.Equal(rows, order) {
			t.Errorf("%s: rows %q, the template has %q", b.name, rows, order)
		}
		deployments := 0
		for _, line := range commands(text) {
			words := strings.Fields(line)
			if !slices.Contains(words, bicepFile) {
				continue
			}
			deployments++
			passed := map[string]bool{}
			if i := slices.Index(words, "--parameters"); i >= 0 {
				for _, w := range words[i+1:] {
					name, _, ok := strings.Cut(w, "=")
					if _, there := template[name]; !ok || !there || passed[name] {
						t.Errorf("%s: %s passes %q", b.name, line, w)
					}
					passed[name] = true
				}
			}
			for name, p := range template {
				if p.initial == "" && !passed[name] {
					t.Errorf("%s: %s does not pass %s, which has no default", b.name, line, name)
				}
			}
		}
		if deployments < 5 {
			t.Errorf("%s: only %d deployments", b.name, deployments)
		}
	}
}

// TestAzureOwnersFiles compares the commands of an owner with the files that
// they apply: parameters, outputs, names of roles.
func TestAzureOwnersFiles(t *testing.T) {
	output := regexp.MustCompile(`properties\.outputs\.(\w+)\.value`)
	for _, b := range azurePrograms(t) {
		applied := 0
		for _, line := range commands(string(Markdown(b.in))) {
			file := regexp.MustCompile(`azure/(main|iam/\w+)\.bicep`).FindString(line)
			if strings.Contains(line, "az deployment group show") {
				file = bicepFile
			}
			text := string(b.files[file])
			for _, m := range output.FindAllStringSubmatch(line, -1) {
				if !strings.Contains(text, "\noutput "+m[1]+" string = ") {
					t.Errorf("%s: %s: %q has no output %s", b.name, line, file, m[1])
				}
			}
			if !strings.HasPrefix(file, "azure/iam/") {
				continue
			}
			applied++
			_, passed, _ := strings.Cut(line, " --parameters ")
			name, _, _ := strings.Cut(passed, "=")
			declared := bicepParameter.FindAllStringSubmatch(text, -1)
			if !slices.ContainsFunc(declared, func(m []string) bool { return m[2] == name }) {
				t.Errorf("%s: %s: %s has no parameter %q", b.name, line, file, name)
			}
			for _, m := range declared {
				if m[4] == "" && m[2] != name {
					t.Errorf("%s: %s: %s needs %s", b.name, line, file, m[2])
				}
				if strings.HasSuffix(m[2], "Type") && (m[4] != "'ServicePrincipal'" || !azureTakes(m[1], m[3], "User") || !azureTakes(m[1], m[3], "Group")) {
					t.Errorf("%s: %s does not take what the page says of %s", b.name, file, m[2])
				}
			}
			if !strings.Contains(text, "roleName: 'alien "+b.in.Stack.ID+" ") {
				t.Errorf("%s: section 11 does not find the role of %s", b.name, file)
			}
		}
		want := 1
		if b.in.Azure.Teardown {
			want++
		}
		if b.in.Azure.Management {
			want += 2 // first, and with a release
		}
		if applied != want {
			t.Errorf("%s: %d commands apply files of an owner, want %d", b.name, applied, want)
		}
		if b.files["azure/iam/roles/setup.json"] == nil {
			t.Errorf("%s: there are no roles as JSON", b.name)
		}
	}
}

// TestAzureTeardownRole: the role of teardown may delete what section 11
// deletes, and nothing else.
func TestAzureTeardownRole(t *testing.T) {
	for _, b := range azurePrograms(t) {
		may := map[string]bool{}
		for _, m := range regexp.MustCompile(`'([\w./]+)/delete'`).FindAllStringSubmatch(string(b.files[teardownBicepFile]), -1) {
			may[m[1]] = true
		}
		does := map[string]bool{}
		for _, line := range commands(sectionOf(t, string(Markdown(b.in)), "## 11. ")) {
			if _, id, ok := strings.Cut(line, "az resource delete --ids "); ok {
				id, _, _ = strings.Cut(id, " ")
				parts := strings.Split(id[strings.LastIndex(id, "Microsoft."):], "/")
				does[parts[0]+"/"+parts[1]] = true
			}
		}
		if !maps.Equal(may, does) {
			t.Errorf("%s: teardown may delete %v, the page deletes %v", b.name, may, does)
		}
	}
}

// declaration is a resource of main.bicep.
type declaration struct{ symbol, typ, version, body string }

func declarations(b built) []declaration {
	var list []declaration
	for _, m := range regexp.MustCompile(`(?ms)^resource (\w+) '([\w./]+)@([\w-]+)' = (.*?\n\})`).FindAllStringSubmatch(string(b.files[bicepFile]), -1) {
		list = append(list, declaration{m[1], m[2], m[3], m[4]})
	}
	return list
}

// TestAzureProviders: a subscription is registered for every service that the
// template uses, and for no other.
func TestAzureProviders(t *testing.T) {
	for _, b := range azurePrograms(t) {
		want := map[string]bool{}
		for _, d := range declarations(b) {
			if service, _, _ := strings.Cut(d.typ, "/"); service != "Microsoft.Authorization" { // every subscription has that
				want[service] = true
			}
		}
		var got []string
		for _, line := range commands(sectionOf(t, string(Markdown(b.in)), "## 0. ")) {
			if name, ok := strings.CutPrefix(line, "az provider register --namespace "); ok {
				got = append(got, strings.TrimSuffix(name, " --wait"))
			}
		}
		if !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
			t.Errorf("%s: registers %q, want %q", b.name, got, slices.Sorted(maps.Keys(want)))
		}
	}
}

// TestAzureTeardown: each resource of the template that is no part of another
// is deleted as one without state, by its name and the version of its type, or
// stays as one with a lock.
func TestAzureTeardown(t *testing.T) {
	for _, b := range azurePrograms(t) {
		text := string(Markdown(b.in))
		deleted := map[string]int{} // type@version/name
		for _, line := range commands(sectionOf(t, text, "## 11. ")) {
			if m := regexp.MustCompile(`^az resource delete --ids /subscriptions/SUBSCRIPTION_ID/resourceGroups/RESOURCE_GROUP/providers/(\S+) --api-version (\S+)$`).FindStringSubmatch(line); m != nil {
				path := m[1][strings.LastIndex(m[1], "Microsoft."):]
				i := strings.LastIndex(path, "/")
				deleted[path[:i]+"@"+m[2]+"/"+path[i+1:]]++
			}
		}
		locks := 0
		kept := map[string]int{}
		if strings.Contains(text, "### Delete the data for ever") {
			for _, line := range commands(sectionOf(t, text, "### Delete the data for ever")) {
				if m := regexp.MustCompile(`^az lock delete --name alien-keep --resource (\S+) --resource-type (\S+) `).FindStringSubmatch(line); m != nil {
					kept[m[2]]++
					locks++
				}
			}
		}
		locked := map[string]bool{}
		for _, d := range declarations(b) {
			if d.typ == "Microsoft.Authorization/locks" {
				locked[regexp.MustCompile(`scope: (\w+)`).FindStringSubmatch(d.body)[1]] = true
				locks--
			}
		}
		for _, d := range declarations(b) {
			if strings.HasPrefix(d.typ, "Microsoft.Authorization/") || strings.Contains(d.body, "\n  parent: ") {
				continue
			}
			if locked[d.symbol] {
				kept[d.typ]--
				continue
			}
			name := regexp.MustCompile(`\n  name: '(.*)'`).FindStringSubmatch(d.body)[1]
			if strings.Contains(name, "${") {
				name = "SERVICE_BUS_NAMESPACE"
			}
			deleted[d.typ+"@"+d.version+"/"+name]--
		}
		for what, n := range deleted {
			if n != 0 {
				t.Errorf("%s: %s is deleted %+d times too often", b.name, what, n)
			}
		}
		for what, n := range kept {
			if n != 0 {
				t.Errorf("%s: %s stays %+d times too often", b.name, what, n)
			}
		}
		if locks != 0 {
			t.Errorf("%s: %+d locks too many are deleted", b.name, locks)
		}
	}
}

// TestAzureAgent is the page of one stack, by hand.
func TestAzureAgent(t *testing.T) {
	text := string(Markdown(forAzure(t, "../examples/agent/alien.ts").in))
	for heading, want := range map[string][]string{
		"## 3. ": {
			"az deployment group create --name my-agent-setup --resource-group RESOURCE_GROUP --template-file azure/iam/setup.bicep --parameters deployerPrincipalId=DEPLOYER_ID --query properties.outputs.setupRoleId.value --output tsv",
		},
		"### With images that anybody may read": {
			"az deployment group create --name my-agent --resource-group RESOURCE_GROUP --template-file azure/main.bicep --parameters functionAgentImage=IMAGE_OF_AGENT",
		},
		"### With images in a registry of yours, in two steps": {
			"az deployment group create --name my-agent --resource-group RESOURCE_GROUP --template-file azure/main.bicep --parameters functionAgentImage=REGISTRY_NAME.azurecr.io/my-agent/agent@DIGEST_OF_AGENT registryServer=REGISTRY_NAME.azurecr.io deployFunctions=false",
			`az role assignment create --role AcrPull --assignee-principal-type ServicePrincipal --assignee-object-id "$(az deployment group show --name my-agent --resource-group RESOURCE_GROUP --query properties.outputs.pullIdentityPrincipalId.value --output tsv)" --scope "$(az acr show --name REGISTRY_NAME --query id --output tsv)"`,
			"az deployment group create --name my-agent --resource-group RESOURCE_GROUP --template-file azure/main.bicep --parameters functionAgentImage=REGISTRY_NAME.azurecr.io/my-agent/agent@DIGEST_OF_AGENT registryServer=REGISTRY_NAME.azurecr.io",
		},
		"### Instead: as a deployment stack": {
			"az stack group create --name my-agent --resource-group RESOURCE_GROUP --template-file azure/main.bicep --action-on-unmanage detachAll --deny-settings-mode denyDelete --deny-settings-excluded-principals OWNER_ID --yes --parameters functionAgentImage=IMAGE_OF_AGENT",
			"az stack group show --name my-agent --resource-group RESOURCE_GROUP --query outputs --output json",
			"az stack group delete --name my-agent --resource-group RESOURCE_GROUP --action-on-unmanage detachAll --yes",
		},
		"## 6. ": {"az role assignment delete --assignee DEPLOYER_ID --role SETUP_ROLE_ID --resource-group RESOURCE_GROUP"},
		"## 7. ": {
			`az role assignment create --role 'Key Vault Secrets Officer' --assignee-object-id OPERATOR_ID --assignee-principal-type User --scope "$(az keyvault show --name NAME_OF_INTEGRATIONS --resource-group RESOURCE_GROUP --query id --output tsv)"`,
			"az keyvault secret set --vault-name NAME_OF_INTEGRATIONS --name SECRET_NAME --file SECRET_FILE --encoding utf-8 --output none",
			"az keyvault secret list --vault-name NAME_OF_INTEGRATIONS --query '[].name' --output tsv",
			"az keyvault secret delete --vault-name NAME_OF_INTEGRATIONS --name SECRET_NAME --output none",
			"az keyvault secret recover --vault-name NAME_OF_INTEGRATIONS --name SECRET_NAME --output none",
			"sh azure/iam/revoke.sh RESOURCE_GROUP OPERATOR_ID",
		},
		"### On": {
			"az ad sp create --id VENDOR_APPLICATION_ID --query id --output tsv",
			"az deployment group create --name my-agent-management --resource-group RESOURCE_GROUP --template-file azure/iam/management.bicep --parameters managementPrincipalId=VENDOR_OBJECT_ID",
		},
		"### Off at once": {
			"az ad sp update --id VENDOR_OBJECT_ID --set accountEnabled=false",
			"az ad sp update --id VENDOR_OBJECT_ID --set accountEnabled=true",
		},
		"### Off\n": {
			"sh azure/iam/revoke.sh RESOURCE_GROUP VENDOR_OBJECT_ID",
			`az role assignment list --all --fill-principal-name false --query "[?principalId=='VENDOR_OBJECT_ID'].id" --output json`,
		},
		"## 10. ": {
			"az containerapp update --name ca-agent --resource-group RESOURCE_GROUP --image IMAGE_OF_AGENT --no-wait",
			"az containerapp show --name ca-agent --resource-group RESOURCE_GROUP --query properties.provisioningState --output tsv",
		},
		"## 11. ": {
			"az deployment group create --name my-agent-teardown --resource-group RESOURCE_GROUP --template-file azure/iam/teardown.bicep --parameters teardownPrincipalId=DEPLOYER_ID --query properties.outputs.teardownRoleId.value --output tsv",
			"az identity show --name id-my-agent-execution --resource-group RESOURCE_GROUP --query principalId --output tsv",
			"az identity show --name id-my-agent-pull --resource-group RESOURCE_GROUP --query principalId --output tsv",
			"sh azure/iam/revoke.sh RESOURCE_GROUP PRINCIPAL_ID",
			`az role assignment delete --assignee PRINCIPAL_ID --role AcrPull --scope "$(az acr show --name REGISTRY_NAME --query id --output tsv)"`,
			"az resource delete --ids /subscriptions/SUBSCRIPTION_ID/resourceGroups/RESOURCE_GROUP/providers/Microsoft.App/managedEnvironments/cae-my-agent/providers/Microsoft.Insights/diagnosticSettings/logs --api-version 2021-05-01-preview",
			"az resource delete --ids /subscriptions/SUBSCRIPTION_ID/resourceGroups/RESOURCE_GROUP/providers/Microsoft.App/containerApps/ca-agent --api-version 2025-07-01",
			"az resource delete --ids /subscriptions/SUBSCRIPTION_ID/resourceGroups/RESOURCE_GROUP/providers/Microsoft.App/managedEnvironments/cae-my-agent --api-version 2025-07-01",
			"az resource delete --ids /subscriptions/SUBSCRIPTION_ID/resourceGroups/RESOURCE_GROUP/providers/Microsoft.OperationalInsights/workspaces/log-my-agent --api-version 2025-02-01",
			"az resource delete --ids /subscriptions/SUBSCRIPTION_ID/resourceGroups/RESOURCE_GROUP/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-my-agent-execution --api-version 2024-11-30",
			"az resource delete --ids /subscriptions/SUBSCRIPTION_ID/resourceGroups/RESOURCE_GROUP/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-my-agent-pull --api-version 2024-11-30",
			"az resource delete --ids /subscriptions/SUBSCRIPTION_ID/resourceGroups/RESOURCE_GROUP/providers/Microsoft.ServiceBus/namespaces/SERVICE_BUS_NAMESPACE --api-version 2024-01-01",
			"az role assignment delete --assignee DEPLOYER_ID --role TEARDOWN_ROLE_ID --resource-group RESOURCE_GROUP",
		},
		"### Delete the data for ever": {
			"az lock delete --name alien-keep --resource NAME_OF_WORKSPACE --resource-type Microsoft.Storage/storageAccounts --resource-group RESOURCE_GROUP",
			"az storage account delete --name NAME_OF_WORKSPACE --resource-group RESOURCE_GROUP --yes",
			"az lock delete --name alien-keep --resource NAME_OF_INTEGRATIONS --resource-type Microsoft.KeyVault/vaults --resource-group RESOURCE_GROUP",
			"az keyvault delete --name NAME_OF_INTEGRATIONS --resource-group RESOURCE_GROUP",
		},
	} {
		if got := commands(sectionOf(t, text, heading)); !slices.Equal(got, want) {
			t.Errorf("%s has\n%s\nwant\n%s", heading, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	for _, row := range []string{
		"| `NAME_OF_INTEGRATIONS` | the key vault of `integrations`: `kv-inte7955` and 13 more characters. Section 5 prints it | `kv-inte7955abcdefghijklm` |",
		"| `NAME_OF_WORKSPACE` | the storage account of `workspace`: `stworkspace` and 13 more characters. Section 5 prints it | `stworkspaceabcdefghijklm` |",
	} {
		if !strings.Contains(text, row) {
			t.Errorf("no row %s", row)
		}
	}
}

// TestAzureNothingToDo: what a stack does not have is said in a sentence.
func TestAzureNothingToDo(t *testing.T) {
	stack := (&ir.Stack{ID: "small", Resources: []ir.Resource{&ir.Kv{Common: ir.Common{ID: "items", Lifecycle: ir.Frozen}}}, Management: &ir.Management{}}).Seal()
	text := string(Markdown(Input{Stack: stack, Azure: &Azure{}}))
	for heading, want := range map[string]string{
		"## 2. ":  "This stack has no functions, so there are no images to put anywhere.",
		"## 7. ":  "This stack has no vault.",
		"## 8. ":  "The vendor asks for no access after setup: there is no role for it.",
		"## 10. ": "No function of this stack is live: only a deployment of yours changes their code.",
		"## 11. ": "Everything in this stack holds data, so there is nothing that can be deleted without losing some, and no role for it.",
	} {
		if got := sectionOf(t, text, heading); !strings.Contains(got, want) || strings.Contains(got, "```") {
			t.Errorf("%s says %s, want only %q", heading, got, want)
		}
	}
	for _, w := range []string{"deployFunctions", "registryServer", vendorObjectID, registryName, secretName, teardownBicepFile, managementBicepFile} {
		if strings.Contains(text, w) {
			t.Errorf("the page speaks of %s", w)
		}
	}
}

// A build for both clouds has one page, with the parts of both as they are
// alone but for the depth of their headings.
func TestTwoClouds(t *testing.T) {
	onAWS, onAzure := compiled(t, "../examples/agent/alien.ts", aboutNothing).in, forAzure(t, "../examples/agent/alien.ts").in
	text := string(Markdown(Input{Stack: onAWS.Stack, AWS: onAWS.AWS, Azure: onAzure.Azure}))
	begin := "# Deploying my-agent\n\nThis page has one part for each cloud: AWS, Azure."
	if !strings.HasPrefix(text, begin) {
		t.Errorf("the page begins %.200s", text)
	}
	rest := text
	for _, c := range []struct {
		name string
		in   Input
	}{{"AWS", onAWS}, {"Azure", onAzure}} {
		alone := strings.TrimPrefix(string(Markdown(c.in)), "# Deploying my-agent on "+c.name+"\n")
		deeper := "\n## On " + c.name + "\n" + strings.ReplaceAll(alone, "\n##", "\n###")
		i := strings.Index(rest, deeper)
		if i < 0 {
			t.Fatalf("the page lacks the part about %s, or has it in another order", c.name)
		}
		rest = rest[i+len(deeper):]
	}
	if rest != "" {
		t.Errorf("the page ends %s", rest)
	}
}
