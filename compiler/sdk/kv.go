package sdk

import "github.com/alienc/alienc/compiler/ir"

var kv = &Class{
	Name:  "Kv",
	Kind:  ir.KindKv,
	Doc:   "Holds items by key. It has no options.",
	fresh: func() ir.Resource { return &ir.Kv{} },
}
