package deploy

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// Placeholders of the part about Azure, beside those that both clouds have.
const (
	subscriptionID   = "SUBSCRIPTION_ID"
	resourceGroup    = "RESOURCE_GROUP"
	location         = "LOCATION"
	deployerID       = "DEPLOYER_ID"
	ownerID          = "OWNER_ID"
	setupRoleID      = "SETUP_ROLE_ID"
	teardownRoleID   = "TEARDOWN_ROLE_ID"
	roleName         = "ROLE_NAME"
	registryName     = "REGISTRY_NAME"
	registryGroup    = "REGISTRY_GROUP"
	namespaceName    = "SERVICE_BUS_NAMESPACE"
	operatorID       = "OPERATOR_ID"
	principalID      = "PRINCIPAL_ID"
	vendorAppID      = "VENDOR_APPLICATION_ID"
	vendorObjectID   = "VENDOR_OBJECT_ID"
	vendorIdentity   = "VENDOR_IDENTITY"
	vendorGroup      = "VENDOR_IDENTITY_GROUP"
	vendorCredential = "VENDOR_CREDENTIAL" //nolint:gosec // a word to fill in
	vendorIssuer     = "VENDOR_ISSUER"
	vendorSubject    = "VENDOR_SUBJECT"
)

// nameOf stands for the name of a resource that differs from all others in
// Azure.
func nameOf(r ir.Resource) string { return "NAME_OF_" + capitals(r.Info().ID) }

// What examples stand for.
const (
	exampleObjectID = "11111111-2222-3333-4444-555555555555"
	exampleUnique   = "abcdefghijklm" // of the length of Bicep's uniqueString
	exampleRegistry = "acmeregistry"
	exampleGroup    = "my-group"
	exampleRoles    = "/subscriptions/" + exampleObjectID + "/providers/Microsoft.Authorization/roleDefinitions/"
)

// all lists every placeholder that the part may have.
func (p *azurePage) all() []placeholder {
	list := []placeholder{
		{subscriptionID, "the id of the subscription, which section 0 prints", exampleObjectID},
		{resourceGroup, "the resource group of the deployment. It belongs to this stack alone", exampleGroup},
		{location, "the region of the resource group, and of everything in it unless you say otherwise", exampleLocation},
		{release, "the vendor's word for this release, with which images are tagged", "1.0.0"},
		{deployerID, "the object id of the identity that runs the deployment", exampleObjectID},
		{ownerID, "the object id of the one who may still delete", exampleObjectID},
		{setupRoleID, "the id of the setup role, which section 3 prints", exampleRoles + exampleObjectID},
		{teardownRoleID, "the id of the teardown role, which section 11 prints", exampleRoles + exampleObjectID},
		{roleName, "each of the names that the command before prints", exampleObjectID},
		{registryName, "the name of a container registry of yours, in the same tenant", exampleRegistry},
		{registryGroup, "the resource group of that registry", "registries"},
		{operatorID, "the object id of the user who stores secrets", exampleObjectID},
		{principalID, "the principal id of an identity of the stack, which the commands before print", exampleObjectID},
		{vendorAppID, "the id of the vendor's application, which the vendor tells", exampleObjectID},
		{vendorObjectID, "the object id of that application's service principal in your tenant, which section 8 prints. It is not the id of the application", exampleObjectID},
		{vendorIdentity, "a name for an identity of yours that the vendor acts as", "vendor-access"},
		{vendorGroup, "the resource group of that identity", "identities"},
		{vendorCredential, "a name for the vendor's way to that identity", "vendor"},
		{vendorIssuer, "who issues the vendor's tokens", "https://token.example.com"},
		{vendorSubject, "whom those tokens name", "control-plane"},
		{secretName, "the name by which the code asks for a secret", "webhook-url"},
		{secretFile, "a file that holds the value of the secret and nothing else, not even a newline", "secret.txt"},
	}
	if p.shares("namespace") {
		list = append(list, p.named(namespaceName, "the Service Bus namespace", azure.NamespaceName(p.stack.ID)))
	}
	for _, r := range p.stack.Resources {
		if what := worldwide[r.Kind()]; what != "" {
			list = append(list, p.named(nameOf(r), what+" of "+code(r.Info().ID), azure.Name(r)))
		}
	}
	for _, f := range p.stack.Functions() {
		list = append(list,
			placeholder{vendorImage(f), "the vendor's image of function " + code(f.ID) + ", by digest", p.pinnedExample(f)},
			placeholder{digest(f), "the digest of that image in the registry, which sections 2 and 4 print", exampleDigest})
	}
	return list
}

const exampleLocation = "westeurope"

// worldwide says what becomes of the kinds whose names nobody else in Azure may
// have.
var worldwide = map[ir.Kind]string{
	ir.KindStorage: "the storage account", ir.KindKv: "the storage account", ir.KindVault: "the key vault",
	ir.KindArtifactRegistry: "the container registry",
}

// named explains a name that ends in what only the deployment knows.
func (p *azurePage) named(word, what string, t cloud.Text) placeholder {
	return placeholder{word, what + ": " + code(literal(t)) + " and 13 more characters. Section 5 prints it", literal(t) + exampleUnique}
}

// pinnedExample is a reference of a function's image by digest.
func (p *azurePage) pinnedExample(f *ir.Function) string {
	if pinnedImage(f) {
		return exampleImage(f)
	}
	return "registry.example.com/" + p.stack.ID + "/" + f.ID + "@" + exampleDigest
}

// head writes the title and explains the placeholders that the commands have.
func (p *azurePage) head() {
	p.title("Azure")
	p.text("This page was made by alienc for the stack "+code(p.stack.ID)+
		". It holds every command that you need to install, watch, update and remove it, in order.",
		"Run them in a POSIX shell, in the folder that holds this page. Read "+code("ACCESS.md")+" before: it says who will be able to do what.")
	p.text("Sections 0 to 6 install the stack and are done in their order. Each of the others stands for itself.")
	p.placeholders(p.all())
	if p.hasFunctions() {
		p.text("Servers of registries end in " + code(".azurecr.io") + ". In other clouds of Azure write what " +
			code("az acr show --query loginServer") + " prints.")
	}
}
