package sdk

import "github.com/alienc/alienc/compiler/ir"

var stack = &Class{
	Name: "Stack",
	Doc:  "Everything that one alien.ts declares. The built stack is the file's default export.",
	Methods: []Method{
		{
			Name: "add", Doc: "Puts a resource into the stack. The vendor may only monitor a frozen one, and update a live one in place.",
			Rule: "each id once", Adds: "resources", depth: -1,
			Params: []Param{
				{Name: "resource", Shape: Built{}},
				{Name: "lifecycle", Shape: Enum{[]string{string(ir.Frozen), string(ir.Live)}}},
				{Name: "options", Shape: noOptions, Optional: true},
			},
			apply: func(o *Object, args []node) {
				// An addition without its lifecycle is kept: links to the resource are right.
				lifecycle := ir.Frozen
				if args[1].ok {
					lifecycle = ir.Lifecycle(args[1].text())
				}
				o.stack.added = append(o.stack.added, addition{args[0].object(), lifecycle, args[0].keyAt})
			},
		},
		{
			Name: "permissions", Doc: "What each profile may access, and what the vendor's management may do.", Rule: "once", depth: 2,
			Params: []Param{{Name: "permissions", Shape: permissionsShape}},
			apply: func(o *Object, args []node) {
				o.stack.HasPermissions = true
				o.stack.Profiles = profiles(args[0].field("profiles"))
				o.stack.Management = management(args[0].field("management"), o.pos)
			},
		},
		{
			Name: "platforms", Doc: "The clouds to compile for.", Default: "all clouds",
			Params: []Param{{Name: "platforms", Shape: List{Enum{platformNames}}}},
			apply:  func(o *Object, args []node) { o.stack.Platforms = args[0].texts() },
		},
	},
}

var platformNames = []string{"aws", "gcp", "azure", "kubernetes", "local", "test", "machines"}
