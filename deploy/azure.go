package deploy

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// Azure is what the part of the page about Azure is made of: which of the files
// that not every stack has a build has.
type Azure struct {
	Teardown   bool // azure/iam/teardown.bicep; there is none where everything holds state
	Management bool // azure/iam/management.bicep; there is none where the vendor has no role
}

// Files that the page speaks of, as a build lays them out.
const (
	bicepFile           = "azure/main.bicep"
	bicepParameterFile  = "azure/main.bicepparam"
	setupBicepFile      = "azure/iam/setup.bicep"
	teardownBicepFile   = "azure/iam/teardown.bicep"
	managementBicepFile = "azure/iam/management.bicep"
	revokeFile          = "azure/iam/revoke.sh"
)

// azurePage is the part about Azure while it grows.
type azurePage struct {
	page
	in   Azure
	list []parameter // of the template, in its order
}

// azureMarkdown writes the part about Azure.
func azureMarkdown(empty page, in Azure) []byte {
	p := &azurePage{page: empty, in: in}
	p.list = p.parameters()
	p.prepare()
	p.chooseParameters()
	p.placeImages()
	p.lendSetup()
	p.deployFirst()
	p.look()
	p.takeSetupBack()
	p.storeSecrets()
	p.letVendorIn()
	p.installRelease()
	p.updateLive()
	p.tearDown()
	return p.document(p.head)
}

// literal writes a name that is known before any deployment.
func literal(t cloud.Text) string {
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.Lit)
	}
	return b.String()
}

// inGroup is a command about the resource group of the deployment.
func inGroup(words ...string) []string { return append(words, "--resource-group", resourceGroup) }

// property is the command that prints one property of something, as "az acr
// show" would show it.
func property(query string, words ...string) string {
	return command(append(words, "--query", query, "--output", "tsv")...)
}

// revoke is the command that takes every grant of a principal on the resources
// of the group away.
func revoke(principal string) string { return command("sh", revokeFile, resourceGroup, principal) }

// hasFunctions reports whether anything of the stack runs.
func (p *azurePage) hasFunctions() bool { return len(p.stack.Functions()) > 0 }

// shares reports whether the stack has that part; see [azure.StackScope].
func (p *azurePage) shares(part string) bool { return azure.StackScope(p.stack, part) != nil }

// delivers lists the storages whose events reach a function.
func (p *azurePage) delivers() []*ir.Storage {
	var list []*ir.Storage
	for _, r := range p.stack.Resources {
		if s, ok := r.(*ir.Storage); ok && len(azure.EventQueues(p.stack, s)) > 0 {
			list = append(list, s)
		}
	}
	return list
}

// profiles lists the names of the identities of the profiles that functions
// have.
func (p *azurePage) profiles() []string {
	var list []string
	for _, profile := range p.stack.Profiles {
		if len(p.stack.Users(profile.Name)) > 0 {
			list = append(list, literal(azure.IdentityName(p.stack.ID, profile.Name)))
		}
	}
	return list
}
