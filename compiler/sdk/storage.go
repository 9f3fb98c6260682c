package sdk

import (
	"math"

	"github.com/alienc/alienc/compiler/ir"
)

var storage = &Class{
	Name: "Storage",
	Kind: ir.KindStorage,
	Doc:  "Holds objects. Encrypted, reachable over TLS only, and kept when the stack is deleted.",
	fresh: func() ir.Resource {
		return &ir.Storage{LifecycleRules: []ir.LifecycleRule{}}
	},
	Methods: []Method{
		{
			Name: "publicRead", Doc: "Lets anyone read objects. Nobody may list or write them.", Default: "false",
			Params: []Param{{Name: "value", Shape: Flag{}}},
			apply:  on(func(s *ir.Storage, n node) { s.PublicRead = n.flag() }),
		},
		{
			Name: "versioning", Doc: "Keeps older versions of objects.", Default: "false",
			Params: []Param{{Name: "value", Shape: Flag{}}},
			apply:  on(func(s *ir.Storage, n node) { s.Versioning = n.flag() }),
		},
		{
			Name: "lifecycleRules", Doc: "Expires objects by age. With versioning a rule also removes versions that are no longer current.",
			Default: "[]", Rule: "days is at least 1; no two rules are equal",
			Params: []Param{{Name: "rules", Shape: List{Struct{
				Name: "LifecycleRule", Doc: "Expires objects by age.",
				Keys: []Key{
					{Name: "days", Shape: Integer{}, Doc: "Age in days."},
					{Name: "prefix", Shape: Text{}, Optional: true, Doc: "Only objects whose key begins with it."},
				},
			}}}},
			apply: on(func(s *ir.Storage, n node) {
				s.LifecycleRules = []ir.LifecycleRule{}
				for i, rule := range n.parts {
					if !rule.ok {
						// It keeps the numbers of the others, and is equal to none of them.
						s.LifecycleRules = append(s.LifecycleRules, ir.LifecycleRule{Days: math.MinInt32 + i})
						continue
					}
					s.LifecycleRules = append(s.LifecycleRules, ir.LifecycleRule{
						Days: rule.field("days").integer(), Prefix: rule.field("prefix").text(),
					})
				}
			}),
		},
	},
}
