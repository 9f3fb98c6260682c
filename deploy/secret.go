package deploy

import (
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// vaults lists the vaults of the stack, in its order.
func (p *awsPage) vaults() []ir.Resource { return p.ofKind(ir.KindVault) }

// secretPath is the name of a secret of a vault: what runtimes make of the
// vault's binding and the secret's key.
func (p *awsPage) secretPath(vault ir.Resource) string {
	return p.name(aws.SecretName(vault.Info().ID, secretName))
}

// storeSecrets writes how a secret gets into a vault.
func (p *awsPage) storeSecrets() {
	p.heading("7. Store a secret")
	vaults := p.vaults()
	if len(vaults) == 0 {
		p.text("This stack has no vault.")
		return
	}
	p.text("The template holds no secret, and neither setup nor the vendor's own role may read or write one.",
		"Names are "+code("<path of the vault>/secret-<name>")+". The value is read from a file, so that it does not get into the history of the shell; delete the file afterwards.")
	p.facts(
		"an identity that may write and read parameters below "+code("/"+p.d.Prefix+"/")+", with the default key "+code("aws/ssm")+": roles of the stack have no right to another key.",
		"one secret.",
		"the last commands of this section.")
	var store, list, remove []string
	for _, v := range vaults {
		name := p.secretPath(v)
		store = append(store, command("aws", "ssm", "put-parameter", "--name", name, "--type", "SecureString", "--value", "file://"+secretFile))
		list = append(list, p.listVault(v))
		remove = append(remove, command("aws", "ssm", "delete-parameter", "--name", name))
	}
	p.sh(store...)
	p.text("To give a secret another value, add " + code("--overwrite") + ". These list the names, without values:")
	p.sh(list...)
	p.text("To delete a secret:")
	p.sh(remove...)
}

// listVault is the command that lists the names in a vault.
func (p *awsPage) listVault(v ir.Resource) string {
	return command("aws", "ssm", "describe-parameters", "--parameter-filters",
		"Key=Path,Option=Recursive,Values="+p.name(aws.VaultPath(v.Info().ID)), "--query", "Parameters[].Name", "--output", "text")
}
