package sdk

import "github.com/alienc/alienc/compiler/ir"

var vault = &Class{
	Name:  "Vault",
	Kind:  ir.KindVault,
	Doc:   "Holds secrets. Templates never contain their values. It has no options.",
	fresh: func() ir.Resource { return &ir.Vault{} },
}
