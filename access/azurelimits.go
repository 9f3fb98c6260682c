package access

import (
	"slices"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// azureUntagged lists the types of Azure that carry no tags, of those that
// alienc writes. Source: the types of Resource Manager, property "tags".
var azureUntagged = []string{
	azure.RoleAssignmentType, azure.LockType, azure.SubscriptionType, azure.DiagnosticSettingType, azure.QueueType,
	azure.BlobServiceType, azure.ContainerType, azure.ManagementPolicyType, azure.TableServiceType, azure.TableType,
}

// azureLimits prints what the roles of Azure cannot say.
func (p *page) azureLimits() {
	p.line("- A deployment takes nothing away. A right that a later release of this stack no longer asks for stays until you delete its assignment: `azure/iam/revoke.sh` does that for one principal, and the next deployment grants again what is left.")
	p.line("- A right on a resource is one on all inside it. Rights that come from above the resource group, such as those of the subscription's owners, are not this stack's, and nothing here limits them.")
	if p.hasPart(azure.LockType) {
		p.line("- The lock `", azure.LockName, "` keeps a resource from being deleted, not what is in it: soft delete brings back objects and secrets, and nothing brings back items or messages.")
	}
	p.azureCodeLimits()
	p.sharing("receive the others' events and commands")
	if list := slices.DeleteFunc(slices.Clone(azureUntagged), func(t string) bool { return !p.hasPart(t) }); len(list) > 0 {
		p.line("- Resources of these types carry no tags, so a search by tag misses them: ", join(list, ", ", code), ".")
	}
	p.line("- Azure never compares what runs with the template by itself; `az deployment group what-if` does when you ask.")
	p.line()
}

// azureCodeLimits is about the vendor's code.
func (p *page) azureCodeLimits() {
	if p.managementMay(func(r right) bool { return r.action == azure.AppType+"/read" }) {
		p.line("- Management sees the settings of functions, their environment variables included. No secret belongs there; a vault holds secrets.")
	}
	if p.managementMay(func(r right) bool { return r.action == azure.AppType+"/write" }) {
		p.line("- One right changes all of a function: who may replace its image may also open it to the internet, and give it any identity that it may attach, see Who can act. ",
			"Azure Policy can forbid the opening: the built-in definition `783ea2a8-b8fd-46be-896a-9ae79643a0b1`, assigned on the resource group with the effect Deny, refuses apps with external ingress; leave out public functions. Nothing narrows the choice of identity.")
	}
	if slices.ContainsFunc(p.Stack.Functions(), func(f *ir.Function) bool { return f.Lifecycle == ir.Live }) {
		p.line("- No role limits where the code of a live function comes from. A deployment puts back the image that its parameter names.")
	}
	p.pushedImages()
}

// managementMay reports whether the vendor is allowed some action.
func (p *page) managementMay(is func(right) bool) bool {
	return slices.ContainsFunc(p.held(iam.Management, management), func(g *iam.Grant) bool {
		return g.Effect == iam.Allow && slices.ContainsFunc(rights(g), is)
	})
}
