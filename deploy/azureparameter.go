package deploy

import (
	"strings"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// pinnedImage reports whether the author named an image by digest, which is
// then the default of its parameter.
func pinnedImage(f *ir.Function) bool { return strings.Contains(f.Code.Image, "@sha256:") }

// parameters lists the parameters of the template, in its order.
func (p *azurePage) parameters() []parameter {
	if len(p.stack.Resources) == 0 {
		return nil
	}
	list := []parameter{{
		name: azure.LocationParameter, rule: "region of every resource. It can never change",
		initial: "that of the resource group", example: exampleLocation,
	}, {
		name: azure.TagsParameter, rule: "tags for every resource: a JSON object, quoted for the shell",
		initial: code("{}"), example: `{"cost-centre":"4711"}`,
	}}
	functions := p.stack.Functions()
	for _, f := range functions {
		list = append(list, p.imageParameter(f))
	}
	if len(functions) > 0 {
		list = append(list, parameter{
			name: azure.RegistryServerParameter, rule: "server of a registry outside the stack from which the stack's pull identity may pull. Empty: none",
			initial: "empty", example: exampleRegistry + ".azurecr.io",
		}, parameter{
			name: azure.DeployFunctionsParameter, rule: code("false") + " for everything but the functions, as the first of two steps",
			initial: code("true"), example: "false",
		})
	}
	storages := p.ofKind(ir.KindStorage)
	if len(storages)+len(p.ofKind(ir.KindKv)) > 0 {
		list = append(list, parameter{
			name: azure.StorageRedundancyParameter, rule: "how storage accounts are copied: one of those that the template lists. It can never change, and a region without zones refuses the default",
			initial: code("Standard_ZRS"), example: "Standard_LRS",
		})
	}
	if len(storages) > 0 {
		list = append(list, parameter{
			name: azure.SoftDeleteDaysParameter, rule: "days for which deleted objects can be brought back, 7 to 365",
			initial: code("30"), example: "90",
		})
	}
	return list
}

func (p *azurePage) imageParameter(f *ir.Function) parameter {
	q := parameter{
		name: azure.ImageParameter(f.ID), rule: "image of function " + code(f.ID) + " for linux/amd64, by digest",
		initial: required, example: p.pinnedExample(f), value: vendorImage(f),
	}
	if pinnedImage(f) {
		q.initial, q.value = code(f.Code.Image), ""
	}
	return q
}

// chooseParameters writes the table of parameters.
func (p *azurePage) chooseParameters() {
	p.heading("1. Choose the parameters")
	if len(p.list) == 0 {
		p.text("The template has no parameters.")
		return
	}
	p.parameterTable(p.list)
	p.text("The commands below pass those that have no default. Add others behind "+code("--parameters")+", as "+code("name=value")+
		". A later deployment knows nothing of an earlier one: whatever is not passed again goes back to its default.",
		"So write down what you pass. A copy of "+code(bicepParameterFile)+" beside it can hold it instead, and "+code("--parameters")+" then names that copy.")
	p.text("There is no prefix for names: they are computed from the resource group and the stack, so another resource group is another deployment.")
	if p.in.Management {
		p.text("The vendor is in none of these parameters. It gets in only when you apply another file, which section 8 does.")
	}
}

// assignments writes parameters as a command takes them: those of the template
// that have no default, or all images if they come from a registry, which also
// names the server.
func (p *azurePage) assignments(image func(*ir.Function) string, more ...string) []string {
	var list []string
	for _, f := range p.stack.Functions() {
		value := p.imageParameter(f).value
		if image != nil {
			value = image(f)
		}
		if value != "" {
			list = append(list, azure.ImageParameter(f.ID)+"="+value)
		}
	}
	list = append(list, more...)
	if len(list) == 0 {
		return nil
	}
	return append([]string{"--parameters"}, list...)
}
