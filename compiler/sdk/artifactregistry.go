package sdk

import "github.com/alienc/alienc/compiler/ir"

var artifactRegistry = &Class{
	Name:  "ArtifactRegistry",
	Kind:  ir.KindArtifactRegistry,
	Doc:   "Holds container images. Nothing expires by itself.",
	fresh: func() ir.Resource { return &ir.ArtifactRegistry{} },
	Methods: []Method{
		{
			Name: "replicationRegions", Doc: "AWS regions that hold a copy of the images. No effect on other clouds.", Default: "[]",
			Rule:   "AWS region names, each once",
			Params: []Param{{Name: "regions", Shape: List{Text{}}}},
			apply:  on(func(a *ir.ArtifactRegistry, n node) { a.ReplicationRegions = n.texts() }),
		},
	},
}
