package deploy

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// groupID is the id of the resource group of the deployment.
const groupID = "/subscriptions/" + subscriptionID + "/resourceGroups/" + resourceGroup

// target is a resource that holds no state.
type target struct{ typ, id string }

// in gives the target of a type and a name in the resource group.
func in(typ, name string) target { return target{typ, groupID + "/providers/" + typ + "/" + name} }

// stateless lists what holds no state, in the order in which it is deleted:
// what uses before what is used. What stands below one of these goes with it.
func (p *azurePage) stateless() []target {
	var list []target
	if p.hasFunctions() {
		environment := in(azure.EnvironmentType, literal(azure.EnvironmentName(p.stack.ID)))
		// It would otherwise be that of a later environment of the same name.
		list = append(list, target{azure.DiagnosticSettingType, environment.id + "/providers/" + azure.DiagnosticSettingType + "/" + azure.DiagnosticSettingName})
		for _, s := range p.delivers() {
			list = append(list, in(azure.TopicType, literal(azure.TopicName(s.ID))))
		}
		for _, f := range p.stack.Functions() {
			list = append(list, in(azure.AppType, literal(azure.AppName(f.ID))))
			for _, s := range azure.Schedules(f) {
				list = append(list, in(azure.JobType, literal(azure.JobName(f.ID, s.Index))))
			}
		}
		list = append(list, environment, in(azure.WorkspaceType, literal(azure.WorkspaceName(p.stack.ID))))
		for _, name := range p.profiles() {
			list = append(list, in(azure.IdentityType, name))
		}
		list = append(list, in(azure.IdentityType, literal(azure.PullIdentityName(p.stack.ID))))
		if p.shares("events-identity") {
			list = append(list, in(azure.IdentityType, literal(azure.EventsIdentityName(p.stack.ID))))
		}
	}
	if p.shares("namespace") && !azure.HoldsMessages(p.stack) {
		list = append(list, in(azure.NamespaceType, namespaceName))
	}
	return list
}

// tearDown writes how the stack is removed, what stays, and how that is
// deleted.
func (p *azurePage) tearDown() {
	p.heading("11. Tear down")
	p.removeStateless()
	left := azureKept{azurePage: p}
	for _, r := range p.stack.Resources {
		r.Visit(&left)
	}
	if azure.HoldsMessages(p.stack) {
		left.namespace()
	}
	p.subheading("What stays")
	if len(left.rows) == 0 {
		p.text("Nothing in this stack holds data, so nothing stays.")
	} else {
		p.text("Neither setup nor teardown ever deletes data, and locks keep it from everybody. This is left, and goes on costing what it costs:")
		p.table([]string{"What", "Name", "Of"}, left.rows)
		p.subheading("Delete the data for ever")
		p.facts("an owner of the resource group.", "the data is gone.", "there is none, except a backup that you took before.")
		for _, d := range left.deletions {
			p.text(d.title)
			p.sh(d.commands...)
		}
	}
	p.removeRest()
	p.installAgain(len(left.rows) > 0)
}

// removeStateless writes how all that holds no state is deleted.
func (p *azurePage) removeStateless() {
	if !p.in.Teardown {
		p.text("Everything in this stack holds data, so there is nothing that can be deleted without losing some, and no role for it.")
		return
	}
	if p.in.Management {
		p.text("Let the vendor out before (section 8): its grants would stay on what stays.")
	}
	p.facts(
		"an owner of the resource group, who lends the teardown role, and then "+code(deployerID)+" with that role alone.",
		"deletes what holds no data: functions, their identities and their logs. What holds data stays.",
		"install again, as below.")
	p.sh(p.applied("teardown", teardownBicepFile, append([]string{"--parameters", azure.TeardownPrincipalParameter + "=" + deployerID}, printed("teardownRoleId")...)...))
	p.text("It prints the id of the role. For a user or a group, add " + code(azure.TeardownPrincipalTypeParameter+"=User") + " or " +
		code(azure.TeardownPrincipalTypeParameter+"=Group") + ".")
	if profiles := p.identities(); len(profiles) > 0 {
		p.text("What stays would keep the grants of identities that are gone. So that nothing is left of them, an owner takes them away while they exist. These print the principal ids:")
		p.sh(profiles...)
		p.text("For each of them:")
		p.sh(revoke(principalID))
		p.text("If images are in a registry of yours, the pull identity has a right there too:")
		p.sh(command("az", "role", "assignment", "delete", "--assignee", principalID, "--role", "AcrPull", "--scope") + " " +
			answer(property("id", "az", "acr", "show", "--name", registryName)))
	}
	p.text("Then delete, in this order:")
	var list []string
	for _, t := range p.stateless() {
		list = append(list, command("az", "resource", "delete", "--ids", t.id, "--api-version", azure.APIVersion(t.typ)))
	}
	p.sh(list...)
	p.text("Take the role back:")
	p.sh(unassign(teardownRoleID))
}

// identities gives the commands that print the principal ids of the stack's
// identities.
func (p *azurePage) identities() []string {
	if !p.hasFunctions() {
		return nil
	}
	names := append(p.profiles(), literal(azure.PullIdentityName(p.stack.ID)))
	if p.shares("events-identity") {
		names = append(names, literal(azure.EventsIdentityName(p.stack.ID)))
	}
	var list []string
	for _, name := range names {
		list = append(list, property("principalId", inGroup("az", "identity", "show", "--name", name)...))
	}
	return list
}

// removeRest writes how to delete what is left beside the stack: roles, the
// copies of images, the group.
func (p *azurePage) removeRest() {
	p.subheading("Delete what is left beside the stack")
	p.text("Roles that nobody has are worth nothing, and count towards the roles of the tenant. This lists those of the stack; one that is still assigned cannot be deleted:")
	p.sh(
		command(append(inGroup("az", "role", "definition", "list", "--custom-role-only", "true"),
			"--query", "[?starts_with(roleName,'alien "+p.stack.ID+" ')].[name,roleName]", "--output", "tsv")...),
		command(inGroup("az", "role", "definition", "delete", "--name", roleName)...))
	if p.hasFunctions() {
		p.text("Copies of images in a registry of yours:")
		var list []string
		for _, f := range p.stack.Functions() {
			list = append(list, command("az", "acr", "repository", "delete", "--name", registryName, "--repository", p.imageRepository(f), "--yes"))
		}
		p.sh(list...)
	}
	p.text("The resource group, with whatever is in it. It asks before, and fails while a lock is left:")
	p.sh(command("az", "group", "delete", "--name", resourceGroup))
}

// installAgain writes how a deployment meets what stayed.
func (p *azurePage) installAgain(stays bool) {
	if !stays {
		return
	}
	p.subheading("Install again")
	p.text("A new deployment of the stack in the same resource group computes the same names, and takes what stayed back as it is, with its data.")
	if vaults := p.ofKind(ir.KindVault); len(vaults) > 0 {
		p.text("The name of a deleted vault stays taken for 90 days. To install again in that time, bring it back first, with its secrets:")
		var list []string
		for _, v := range vaults {
			list = append(list, command(inGroup("az", "keyvault", "recover", "--name", nameOf(v))...))
		}
		p.sh(list...)
	}
}

// azureKept collects what outlives the stack.
type azureKept struct {
	*azurePage
	rows      [][]string
	deletions []deletion
}

var _ ir.Visitor = (*azureKept)(nil)

// add notes what stays, and how it is deleted once its lock is gone.
func (k *azureKept) add(what, typ, name, of, title string, remove ...string) {
	k.rows = append(k.rows, []string{what, code(name), of})
	k.deletions = append(k.deletions, deletion{title, []string{
		command(inGroup("az", "lock", "delete", "--name", azure.LockName, "--resource", name, "--resource-type", typ)...),
		command(remove...),
	}})
}

func (k *azureKept) account(r ir.Resource, holds string) {
	of := code(r.Info().ID)
	k.add("storage account, with its "+holds, azure.AccountType, nameOf(r), of, "The storage account of "+of+":",
		append(inGroup("az", "storage", "account", "delete", "--name", nameOf(r)), "--yes")...)
}

// Storage leaves its account with all objects.
func (k *azureKept) Storage(r *ir.Storage) { k.account(r, "objects") }

// Kv leaves its account with all items.
func (k *azureKept) Kv(r *ir.Kv) { k.account(r, "items") }

// Queue leaves the namespace, which is of all queues.
func (k *azureKept) Queue(*ir.Queue) {}

// namespace notes the one namespace of all queues.
func (k *azureKept) namespace() {
	k.add("Service Bus namespace, with all messages", azure.NamespaceType, namespaceName, "all queues", "The namespace of all queues:",
		inGroup("az", "servicebus", "namespace", "delete", "--name", namespaceName)...)
}

// Vault leaves the vault with its secrets.
func (k *azureKept) Vault(r *ir.Vault) {
	of := code(r.ID)
	k.add("key vault, with its secrets", azure.VaultType, nameOf(r), of,
		"The vault "+of+". For 90 days it can be brought back, and nobody can shorten that. Then it is gone:",
		inGroup("az", "keyvault", "delete", "--name", nameOf(r))...)
}

// ArtifactRegistry leaves the registry with its images.
func (k *azureKept) ArtifactRegistry(r *ir.ArtifactRegistry) {
	of := code(r.ID)
	k.add("container registry, with its images", azure.RegistryType, nameOf(r), of, "The registry of "+of+":",
		append(inGroup("az", "acr", "delete", "--name", nameOf(r)), "--yes")...)
}

// Function leaves nothing.
func (k *azureKept) Function(*ir.Function) {}
