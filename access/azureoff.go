package access

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/iam"
)

// azureOff prints how a customer ends the vendor's access on Azure. What is not
// in a file any more stays in Azure, so no file can do it.
func (p *page) azureOff() {
	if len(p.held(iam.Management, management)) == 0 {
		p.paragraph("There is nothing to switch off: this stack gives the vendor no rights after setup.")
		return
	}
	p.paragraph("A deployment on Azure takes nothing away, so no parameter switches management off; commands do. `OBJECT_ID` is what you gave as `", azure.ManagementPrincipalParameter, "`, `GROUP` the name of the resource group.")
	p.paragraph("At once, and for all that this principal does in your tenant. The same command with `true` switches it on again:")
	p.shell("az ad sp update --id OBJECT_ID --set accountEnabled=false")
	p.paragraph("Where the vendor acts as an identity of yours, through a federated credential, delete that credential instead:")
	p.shell("az identity federated-credential delete --name NAME --identity-name IDENTITY --resource-group IDENTITY_GROUP")
	p.paragraph("For good, as an owner of the resource group: this deletes every assignment of that principal in the group. A lock on a resource also keeps its assignments, so the script lifts `", azure.LockName,
		"` from one resource at a time and puts it back. Applying `azure/iam/management.bicep` again switches management on again:")
	p.shell("azure/iam/revoke.sh GROUP OBJECT_ID")
	p.paragraph("Afterwards this prints `[]`:")
	p.shell(`az role assignment list --all --query "[?principalId=='OBJECT_ID']"`)
	p.paragraph("A token that was issued before goes on for up to about an hour where only the principal was switched off. ",
		"The roles themselves stay; without an assignment they give nobody anything.")
}
