package deploy

import "github.com/alienc/alienc/cloud/azure"

// letVendorIn writes how the vendor gets its access and loses it.
func (p *azurePage) letVendorIn() {
	p.heading("8. Let the vendor in, and out")
	if !p.in.Management {
		p.text("The vendor asks for no access after setup: there is no role for it.")
		return
	}
	p.text("Until you apply the file below, the vendor has no access. It acts as a service principal of its application in your tenant, with each role on one resource and none on the group." +
		" What that is stands in " + code("ACCESS.md") + " and in " + code(managementBicepFile) + ".")
	p.facts(
		"the stack deployed, with its functions; an owner of the resource group; and for the service principal somebody who may add applications to the tenant.",
		"makes the vendor's roles and assigns them, or takes the assignments away, and nothing else.",
		"each of the two undoes the other.")

	p.subheading("On")
	p.text("Add the vendor's application to your tenant. This prints the object id of its service principal; if it is there already, write " + code("show") + " instead of " + code("create") + ":")
	p.sh(property("id", "az", "ad", "sp", "create", "--id", vendorAppID))
	p.text("Give it the roles:")
	p.sh(p.grantVendor())

	p.subheading("Check")
	p.text("Which roles the vendor has, and where:")
	p.sh(p.vendorAssignments("[roleDefinitionName,scope]", "table"))

	p.subheading("Off at once")
	p.text("The vendor can no longer sign in, anywhere in your tenant. Tokens that it has already still work, for about an hour:")
	p.sh(switchVendor("false"))
	p.text("To let it sign in again:")
	p.sh(switchVendor("true"))

	p.subheading("Off")
	p.text("Deployments take nothing away, and the locks on what holds data keep its grants too. This script deletes every assignment of the vendor on resources of the group, and lifts a lock for no longer than that takes." +
		" It needs an owner, and can be run again:")
	p.sh(revoke(vendorObjectID))
	p.text("Nothing may be left, so this must print " + code("[]") + ":")
	p.sh(p.vendorAssignments("id", "json"))
	p.text("What it still prints is of other stacks, or of a set that the author binds to the whole group: " + code("az role assignment delete --ids") + " takes it away.")
	p.ownIdentity()
}

// grantVendor is the command that gives the vendor its roles.
func (p *azurePage) grantVendor() string {
	return p.applied("management", managementBicepFile, "--parameters", azure.ManagementPrincipalParameter+"="+vendorObjectID)
}

// vendorAssignments is the command that lists what the vendor has.
func (p *azurePage) vendorAssignments(what, output string) string {
	return command("az", "role", "assignment", "list", "--all", "--fill-principal-name", "false",
		"--query", "[?principalId=='"+vendorObjectID+"']."+what, "--output", output)
}

// switchVendor is the command that lets the vendor's service principal sign
// in, or not.
func switchVendor(enabled string) string {
	return command("az", "ad", "sp", "update", "--id", vendorObjectID, "--set", "accountEnabled="+enabled)
}

// ownIdentity writes the form for tenants that take no applications of others.
func (p *azurePage) ownIdentity() {
	p.subheading("Instead: an identity of yours")
	p.text("If your tenant takes no applications of others, make an identity, outside the stack's group, and let the vendor's tokens act as it. The second command prints what " + code(vendorObjectID) + " is then:")
	identity := func(words ...string) []string {
		return append(append([]string{"az", "identity"}, words...), "--resource-group", vendorGroup)
	}
	p.sh(
		command(identity("create", "--name", vendorIdentity)...),
		property("principalId", identity("show", "--name", vendorIdentity)...),
		command(append(identity("federated-credential", "create", "--name", vendorCredential, "--identity-name", vendorIdentity),
			"--issuer", vendorIssuer, "--subject", vendorSubject, "--audiences", "api://AzureADTokenExchange")...))
	p.text("Off at once is then this, and all else as above:")
	p.sh(command(append(identity("federated-credential", "delete", "--name", vendorCredential, "--identity-name", vendorIdentity), "--yes")...))
}
