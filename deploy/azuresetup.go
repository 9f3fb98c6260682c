package deploy

import (
	"slices"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// providers lists the services of Azure that the stack uses, in the order of
// the alphabet. A subscription has to be registered for each.
func (p *azurePage) providers() []string {
	var list []string
	use := func(needed bool, names ...string) {
		if needed {
			list = append(list, names...)
		}
	}
	has := func(kind ir.Kind) bool { return len(p.ofKind(kind)) > 0 }
	use(p.shares("environment"), "Microsoft.App", "Microsoft.Insights", "Microsoft.ManagedIdentity", "Microsoft.OperationalInsights")
	use(has(ir.KindArtifactRegistry), "Microsoft.ContainerRegistry")
	use(len(p.delivers()) > 0, "Microsoft.EventGrid")
	use(has(ir.KindVault), "Microsoft.KeyVault")
	use(p.shares("namespace"), "Microsoft.ServiceBus")
	use(has(ir.KindStorage) || has(ir.KindKv), "Microsoft.Storage")
	slices.Sort(list)
	return list
}

// prepare writes what must be there before anything else.
func (p *azurePage) prepare() {
	p.heading("0. Before you start")
	p.text("You need the Azure CLI, 2.61 or later, set to the subscription of the deployment. This prints the subscription and who you are, and the next one fetches Bicep, with which the CLI reads the templates:")
	p.sh(
		command("az", "account", "show", "--query", "[id,name,tenantId,user.name]", "--output", "tsv"),
		command("az", "bicep", "install"))
	p.text("You need an owner of the resource group, for sections 3, 6, 7, 8, 9 and 11, and an identity to install with, which holds nothing yet." +
		" " + code(deployerID) + " is its object id.")
	var register []string
	for _, name := range p.providers() {
		register = append(register, command("az", "provider", "register", "--namespace", name, "--wait"))
	}
	if len(register) > 0 {
		p.text("Somebody who may register services in the subscription does so once. The setup role cannot, as it holds nothing outside its group:")
		p.sh(register...)
	}
	p.text("Make a resource group for this stack alone:")
	p.sh(command("az", "group", "create", "--name", resourceGroup, "--location", location))
	p.text("This tells whether all files are as they were built:")
	p.sh(command("sha256sum", "-c", "SHA256SUMS"))
}

// applied is the command that applies one of the files for an owner.
func (p *azurePage) applied(phase, file string, more ...string) string {
	return command(append(inGroup("az", "deployment", "group", "create", "--name", p.stack.ID+"-"+phase), append([]string{"--template-file", file}, more...)...)...)
}

// unassign is the command that takes a role in the group from the installing
// identity.
func unassign(role string) string {
	return command(inGroup("az", "role", "assignment", "delete", "--assignee", deployerID, "--role", role)...)
}

// printed makes a command print the id of the role that it has made.
func printed(output string) []string {
	return []string{"--query", "properties.outputs." + output + ".value", "--output", "tsv"}
}

// lendSetup writes how the installing identity gets the rights of setup.
func (p *azurePage) lendSetup() {
	p.heading("3. Lend the setup role")
	p.text("Setup is lent, not given: the installing identity holds it for a deployment and not between two.",
		"It makes and changes what this stack has, deletes nothing, and reads no data. It may grant only the roles that the template grants, and only to identities of services.")
	p.facts(
		"an owner of the resource group, or another who may write roles and assign them there.",
		"makes the setup role and the other roles of this stack, and assigns setup to "+code(deployerID)+" in this resource group.",
		"section 6.")
	p.sh(p.applied("setup", setupBicepFile, append([]string{"--parameters", azure.DeployerPrincipalParameter + "=" + deployerID}, printed("setupRoleId")...)...))
	p.text("It prints the id of the role. If the identity is a user or a group, add "+code(azure.DeployerPrincipalTypeParameter+"=User")+" or "+
		code(azure.DeployerPrincipalTypeParameter+"=Group")+".",
		"Azure takes some minutes until new rights hold; if it does not find the role that it has just made, run the command again.")
	p.text("If roles are made elsewhere, without Bicep, " + code("azure/iam/roles") + " holds the same roles for " + code("az role definition create") +
		". The condition on setup's right to grant stands in " + code(setupBicepFile) + ", and an assignment without it is a right to make oneself an owner.")
}

// takeSetupBack writes how the installing identity loses the rights of setup.
func (p *azurePage) takeSetupBack() {
	p.heading("6. Take the setup role back")
	p.facts(
		"an owner of the resource group.",
		code(deployerID)+" loses the rights of setup. The roles and the stack stay as they are.",
		"section 3.")
	p.sh(unassign(setupRoleID))
	p.text("Azure takes some minutes until rights are gone, here and below.")
}
