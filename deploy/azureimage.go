package deploy

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// registryServer is the server of a registry.
func registryServer(name string) string { return name + ".azurecr.io" }

// imageRepository names the repository of a function's images in a registry.
func (p *azurePage) imageRepository(f *ir.Function) string { return p.stack.ID + "/" + f.ID }

// imageIn is the image of a function in a registry.
func (p *azurePage) imageIn(registry string) func(*ir.Function) string {
	return func(f *ir.Function) string {
		return registryServer(registry) + "/" + p.imageRepository(f) + "@" + digest(f)
	}
}

// importImages gives the commands that copy the vendor's images into a
// registry, and those that print their digests there.
func (p *azurePage) importImages(registry string) (copies, digests []string) {
	for _, f := range p.stack.Functions() {
		tagged := p.imageRepository(f) + ":" + release
		copies = append(copies, command("az", "acr", "import", "--name", registry, "--source", vendorImage(f), "--image", tagged))
		digests = append(digests, property("digest", "az", "acr", "repository", "show", "--name", registry, "--image", tagged))
	}
	return copies, digests
}

// placeImages writes how images get where the stack reads them.
func (p *azurePage) placeImages() {
	p.heading("2. Put the images where the stack reads them")
	if !p.hasFunctions() {
		p.text("This stack has no functions, so there are no images to put anywhere.")
		return
	}
	p.text("Images that anybody may read need nothing: skip this section. A digest names exactly one image for ever, so nobody can change what runs behind it.")
	if len(p.ofKind(ir.KindArtifactRegistry)) > 0 {
		p.text("Images in a registry of the stack come later, when that registry exists: section 4 says how.")
	}
	p.text("Otherwise take a registry of yours, in the same tenant. Whoever can write there decides which images there are, so keep these rights few:")
	p.facts(
		"an identity that may make and fill the registry "+code(registryName)+"; the installing identity needs none of this.",
		"makes and fills the registry, and nothing of the stack.",
		"section 11 deletes the copies.")
	p.sh(command("az", "acr", "create", "--name", registryName, "--resource-group", registryGroup, "--sku", "Standard"))
	copies, digests := p.importImages(registryName)
	p.text("Copy the vendor's images there. If the vendor's registry asks for a name and a password, add " + code("--username") + " and " + code("--password") + ":")
	p.sh(copies...)
	p.text("These print the digests that section 4 passes. They are the vendor's, or the copy is not the image:")
	p.sh(digests...)
}

// grantPull is the command that lets the stack's pull identity read a registry
// outside the stack.
func (p *azurePage) grantPull() string {
	pull := property("properties.outputs."+azure.PullPrincipalOutput+".value", inGroup("az", "deployment", "group", "show", "--name", p.stack.ID)...)
	registry := property("id", "az", "acr", "show", "--name", registryName)
	return command("az", "role", "assignment", "create", "--role", "AcrPull", "--assignee-principal-type", "ServicePrincipal", "--assignee-object-id") +
		" " + answer(pull) + " --scope " + answer(registry)
}
