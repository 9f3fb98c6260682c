package deploy

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// deployment is a command about the template: "create" or "what-if".
func (p *azurePage) deployment(operation string, assignments []string) string {
	words := inGroup("az", "deployment", "group", operation, "--name", p.stack.ID)
	return command(append(append(words, "--template-file", bicepFile), assignments...)...)
}

// fromMine are the parameters of a deployment with images of a registry of the
// customer's.
func (p *azurePage) fromMine(more ...string) []string {
	server := azure.RegistryServerParameter + "=" + registryServer(registryName)
	return p.assignments(p.imageIn(registryName), append([]string{server}, more...)...)
}

const withoutFunctions = azure.DeployFunctionsParameter + "=false"

// deployFirst writes the deployment that can be retried.
func (p *azurePage) deployFirst() {
	p.heading("4. Deploy")
	changes := "makes what the template has in the resource group"
	if p.in.Management {
		changes += ", without any access for the vendor"
	}
	p.facts("setup lent (section 3).", changes+".", "section 11.")
	p.text("See first what would be made:")
	p.sh(p.deployment("what-if", p.assignments(nil)))
	if !p.hasFunctions() {
		p.text("Then make it:")
		p.sh(p.deployment("create", nil))
	} else {
		p.withPublicImages()
		p.withOwnRegistry()
		p.withRegistryOfStack()
	}
	p.subheading("If something fails")
	p.text("What was made stays, and the same command goes on from there: mend the cause and run it again. This prints the causes:")
	p.sh(command(append(inGroup("az", "deployment", "operation", "group", "list", "--name", p.stack.ID),
		"--query", "[?properties.provisioningState=='Failed'].[properties.targetResource.id,properties.statusMessage]", "--output", "json")...))
	p.asDeploymentStack()
}

func (p *azurePage) withPublicImages() {
	p.subheading("With images that anybody may read")
	p.sh(p.deployment("create", p.assignments(nil)))
}

// withOwnRegistry writes the two steps: the pull identity must exist before it
// can be given a right, and have it before a function starts.
func (p *azurePage) withOwnRegistry() {
	p.subheading("With images in a registry of yours, in two steps")
	p.text("First all but the functions:")
	p.sh(p.deployment("create", p.fromMine(withoutFunctions)))
	p.text("Then an owner of the registry, who may also read the deployment, lets the stack's pull identity read it. Setup cannot, as it holds nothing outside its group:")
	p.sh(p.grantPull())
	p.text("Then the functions:")
	p.sh(p.deployment("create", p.fromMine()))
}

// withRegistryOfStack writes the two steps for a registry of the stack, which
// is empty at first.
func (p *azurePage) withRegistryOfStack() {
	registries := p.ofKind(ir.KindArtifactRegistry)
	if len(registries) == 0 {
		return
	}
	r := registries[0]
	p.subheading("With images in a registry of the stack, in two steps")
	p.text("This is for " + code(r.Info().ID) + ". It is there and empty after the first step, which takes the vendor's images for now and starts none of them:")
	p.sh(p.deployment("create", p.assignments(vendorImage, withoutFunctions)))
	copies, digests := p.importImages(nameOf(r))
	p.text("Then somebody who may import into it copies the images. Section 5 prints its name. The last of these commands print the digests:")
	p.sh(append(copies, digests...)...)
	p.text("Then the functions. The pull identity may read this registry already:")
	p.sh(p.deployment("create", p.assignments(p.imageIn(nameOf(r)))))
}

// asDeploymentStack writes the form in which Azure denies deletion of
// everything, and not only of what holds data.
func (p *azurePage) asDeploymentStack() {
	p.subheading("Instead: as a deployment stack")
	p.text("Locks keep what holds data from being deleted. A deployment stack of Azure can deny it for all that the template makes, to everybody but "+
		code(ownerID)+", and it takes five such principals at most. It does not keep anybody from changing things.",
		"Whoever applies it needs the role "+code("Azure Deployment Stack Owner")+" beside setup. Put the parameters of the form that you chose in it; with two steps, it is the second:")
	p.sh(command(append(append(inGroup("az", "stack", "group", "create", "--name", p.stack.ID),
		"--template-file", bicepFile, "--action-on-unmanage", "detachAll", "--deny-settings-mode", "denyDelete",
		"--deny-settings-excluded-principals", ownerID, "--yes"), p.assignments(nil)...)...))
	p.text("This is then what prints the outputs:")
	p.sh(command(append(inGroup("az", "stack", "group", "show", "--name", p.stack.ID), "--query", "outputs", "--output", "json")...))
	p.text("From then on let " + code(ownerID) + " take grants away (sections 7, 8 and 9), and end the denial before you tear down (section 11). This ends it and deletes nothing:")
	p.sh(command(append(inGroup("az", "stack", "group", "delete", "--name", p.stack.ID), "--action-on-unmanage", "detachAll", "--yes")...))
}

// look writes how to see what the deployment has made.
func (p *azurePage) look() {
	p.heading("5. See what exists")
	p.facts("the right to read the resource group, such as the role "+code("Reader")+" in it.", "nothing.", "nothing to undo.")
	p.sh(
		command(append(inGroup("az", "deployment", "group", "show", "--name", p.stack.ID), "--query", "properties.[provisioningState,outputs]", "--output", "json")...),
		command(append(inGroup("az", "resource", "list"), "--query", "[].[type,name]", "--output", "table")...))
	p.text("The first prints URLs and endpoints, the second all names. Names that nobody else in Azure may have end in the same 13 characters.")
}
