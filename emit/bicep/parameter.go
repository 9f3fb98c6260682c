package bicep

import (
	"strings"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// For how many days what was deleted from a storage can be brought back.
const (
	minSoftDelete     = 7
	maxSoftDelete     = 365
	defaultSoftDelete = 30
)

// redundancies are the ways in which Azure copies what is stored, in the words
// of the customer's bill. The default keeps several zones, as other clouds do.
var redundancies = []syntax.Value{
	syntax.Str("Standard_GRS"), syntax.Str("Standard_GZRS"), syntax.Str("Standard_LRS"), defaultRedundancy,
}

const defaultRedundancy = syntax.Str("Standard_ZRS")

// parameters lists what the customer chooses: where, which images, and by what
// rules.
func (t *template) parameters() []syntax.Param {
	var list []syntax.Param
	if len(t.list) > 0 {
		list = append(list, syntax.Param{
			Description: "Region of every resource.",
			Name:        azure.LocationParameter, Type: syntax.TypeString, Default: group("location"),
		}, syntax.Param{
			Description: "Tags for every resource, beside those of the stack.",
			Name:        azure.TagsParameter, Type: syntax.TypeObject, Default: syntax.Object{},
		})
	}
	functions := t.stack.Functions()
	for _, f := range functions {
		list = append(list, imageParameter(f))
	}
	if len(functions) > 0 {
		list = append(list, syntax.Param{
			Description: "Login server of a registry outside this stack on which the pull identity has AcrPull. Empty: none.",
			Name:        azure.RegistryServerParameter, Type: syntax.TypeString, Default: syntax.Str(""),
		}, syntax.Param{
			Description: "False: everything but the functions, for a first deployment whose images cannot be read yet.",
			Name:        azure.DeployFunctionsParameter, Type: syntax.TypeBool, Default: syntax.Bool(true),
		})
	}
	if t.has(ir.KindStorage, ir.KindKv) {
		list = append(list, syntax.Param{
			Description: "How storage accounts are copied, for good. Standard_ZRS and Standard_GZRS need a region with zones.",
			Allowed:     redundancies,
			Name:        azure.StorageRedundancyParameter, Type: syntax.TypeString, Default: defaultRedundancy,
		})
	}
	if t.has(ir.KindStorage) {
		least, most := minSoftDelete, maxSoftDelete
		list = append(list, syntax.Param{
			Description: "Days for which deleted objects can be brought back.",
			MinValue:    &least, MaxValue: &most,
			Name: azure.SoftDeleteDaysParameter, Type: syntax.TypeInt, Default: syntax.Int(defaultSoftDelete),
		})
	}
	if len(list) > 0 {
		list[0].Section = "Parameters"
	}
	return list
}

// imageParameter asks for the image of a function. One that the author pinned
// is the default; any other could change under a running function.
func imageParameter(f *ir.Function) syntax.Param {
	p := syntax.Param{
		Description: "Container image of function " + f.ID + ", by digest: REGISTRY/REPOSITORY@sha256:DIGEST.",
		MinLength:   1,
		Name:        syntax.Symbol(azure.ImageParameter(f.ID)), Type: syntax.TypeString,
	}
	if pinned(f) {
		p.Default = syntax.Str(f.Code.Image)
	}
	return p
}

func pinned(f *ir.Function) bool { return strings.Contains(f.Code.Image, "@sha256:") }

// exampleDigest stands where the vendor's release has the real one: nothing has
// a digest of zeros.
const exampleDigest = "@sha256:0000000000000000000000000000000000000000000000000000000000000000"

// values writes the file of parameters: a line for each that must be given.
func (t *template) values() []byte {
	file := syntax.Params{Using: "./main.bicep"}
	for _, f := range t.stack.Functions() {
		if !pinned(f) {
			file.Values = append(file.Values, syntax.ParamValue{
				Remarks: []string{"Image of function " + f.ID + ", by digest."},
				Name:    syntax.Symbol(azure.ImageParameter(f.ID)),
				Value:   syntax.Str("registry.example.com/" + t.stack.ID + "/" + f.ID + exampleDigest),
			})
		}
	}
	return file.Bicep()
}
