package deploy

import "github.com/alienc/alienc/compiler/ir"

// storeSecrets writes how a secret gets into a vault.
func (p *azurePage) storeSecrets() {
	p.heading("7. Store a secret")
	vaults := p.ofKind(ir.KindVault)
	if len(vaults) == 0 {
		p.text("This stack has no vault.")
		return
	}
	p.text("The template holds no secret, and neither setup nor the vendor's own roles may read or write one.",
		"The value is read from a file, so that it does not get into the history of the shell; delete the file afterwards.")
	p.facts(
		"an owner, who lets "+code(operatorID)+" write secrets in these vaults, and that user.",
		"one secret.",
		"the commands below that delete it, and that take the right away.")
	var allow, store, list, remove, restore []string
	for _, v := range vaults {
		name := nameOf(v)
		in := func(words ...string) []string {
			return append(append([]string{"az", "keyvault", "secret"}, words...), "--vault-name", name)
		}
		id := property("id", inGroup("az", "keyvault", "show", "--name", name)...)
		allow = append(allow, command("az", "role", "assignment", "create", "--role", "Key Vault Secrets Officer",
			"--assignee-object-id", operatorID, "--assignee-principal-type", "User", "--scope")+" "+answer(id))
		store = append(store, command(append(in("set"), "--name", secretName, "--file", secretFile, "--encoding", "utf-8", "--output", "none")...))
		list = append(list, command(append(in("list"), "--query", "[].name", "--output", "tsv")...))
		remove = append(remove, command(append(in("delete"), "--name", secretName, "--output", "none")...))
		restore = append(restore, command(append(in("recover"), "--name", secretName, "--output", "none")...))
	}
	p.sh(allow...)
	p.text("For a group or a service instead of a user, write " + code("Group") + " or " + code("ServicePrincipal") + ".")
	p.text("The user stores the secret. The same command gives it another value:")
	p.sh(store...)
	p.text("These list the names, without values:")
	p.sh(list...)
	p.text("To delete a secret:")
	p.sh(remove...)
	p.text("It can be brought back for 90 days, and nobody can shorten that:")
	p.sh(restore...)
	p.text("When done, the owner takes the right away. The lock on a vault also protects its grants, and this lifts it for as long as that takes. It takes all grants of the user on resources of this group:")
	p.sh(revoke(operatorID))
}
