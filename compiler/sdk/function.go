package sdk

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/compiler/ir"
)

var function = &Class{
	Name:  "Function",
	Alias: "Worker",
	Kind:  ir.KindFunction,
	Doc:   "Runs the vendor's code on request, on a message, on an object event or on a schedule.",
	fresh: func() ir.Resource {
		return &ir.Function{
			Memory: ir.DefaultMemory, Timeout: ir.DefaultTimeout, Ingress: ir.Private,
			Environment: []ir.Variable{}, Links: []ir.Ref{}, Triggers: []ir.Trigger{},
		}
	},
	Methods: []Method{
		{
			Name: "code", Doc: "Where the function's code comes from.", Rule: "required",
			Params: []Param{{Name: "code", Shape: codeShape}},
			apply:  on(func(f *ir.Function, n node) { f.Code = code(n) }),
		},
		{
			Name: "permissions", Doc: "The permission profile that the function runs as.", Rule: "required; defined by Stack.permissions",
			Params: []Param{{Name: "profile", Shape: Text{}}},
			apply:  on(func(f *ir.Function, n node) { f.Profile = n.text() }),
		},
		{
			Name: "memoryMb", Doc: "Memory in MiB.", Default: "256", Rule: "the limits of each target cloud",
			Params: []Param{{Name: "mb", Shape: Integer{}}},
			apply:  on(func(f *ir.Function, n node) { f.Memory = n.integer() }),
		},
		{
			Name: "timeoutSeconds", Doc: "How long a call may take, in seconds.", Default: "180", Rule: "the limits of each target cloud",
			Params: []Param{{Name: "seconds", Shape: Integer{}}},
			apply:  on(func(f *ir.Function, n node) { f.Timeout = n.integer() }),
		},
		{
			Name: "concurrencyLimit", Doc: "At most this many calls at once.", Rule: "at least 1",
			Params: []Param{{Name: "limit", Shape: Integer{}, Optional: true}},
			apply: on(func(f *ir.Function, n node) {
				f.Concurrency = nil
				if n.ok {
					limit := n.integer()
					f.Concurrency = &limit
				}
			}),
		},
		{
			Name: "ingress", Doc: "Who may call the function over HTTP: anyone, or nobody.", Default: `"private"`,
			Params: []Param{{Name: "value", Shape: Enum{[]string{string(ir.Public), string(ir.Private)}}}},
			apply:  on(func(f *ir.Function, n node) { f.Ingress = ir.Ingress(n.text()) }),
		},
		{
			Name: "publicEndpoint", Doc: `Opens the function to anyone, as .ingress("public"), and names its endpoint.`, Rule: "one endpoint per function",
			Params: []Param{
				{Name: "name", Shape: Text{}},
				{Name: "options", Shape: noOptions, Optional: true},
			},
			apply: on(func(f *ir.Function, n node) { f.Ingress, f.Endpoint = ir.Public, n.text() }),
		},
		{
			Name: "environment", Doc: "Environment variables. Anyone who may see the function's settings sees them.", Default: "{}",
			Rule:   "names are POSIX names that the platform does not use itself",
			Params: []Param{{Name: "variables", Shape: Map{Key: "name", Of: Text{}}}},
			apply:  on(func(f *ir.Function, n node) { f.Environment = variables(n) }),
		},
		{
			Name: "link", Doc: "Gives the function the connection parameters of a resource. Access comes from the profile alone.",
			Rule: "each resource once", Adds: "links",
			Params: []Param{{Name: "resource", Shape: Built{}}},
			apply: on(func(f *ir.Function, n node) {
				link := ir.Ref{} // of a wrong argument, so that those after it keep their numbers
				if n.ok {
					link = ir.RefTo(n.object().resource)
				}
				f.Links = append(f.Links, link)
			}),
		},
		{
			Name: "trigger", Doc: "Calls the function when something happens.", Rule: "at most one queue", Adds: "triggers",
			Params: []Param{{Name: "trigger", Shape: triggerShape}},
			apply:  on(addTrigger),
		},
		{
			Name: "readinessProbe", Doc: "How a cloud asks a public function whether it can take requests. No effect on AWS.",
			Params: []Param{{Name: "probe", Shape: Struct{
				Name: "ReadinessProbe", Doc: "A request that a healthy function answers with success.",
				Keys: []Key{
					{Name: "method", Shape: Enum{[]string{"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"}}, Optional: true, Default: `"GET"`, Doc: "HTTP method."},
					{Name: "path", Shape: Text{Prefix: "/"}, Optional: true, Default: `"/"`, Doc: "Path of the request."},
				},
			}}},
			apply: on(func(f *ir.Function, n node) {
				f.Probe = &ir.Probe{Method: or(n.field("method"), "GET"), Path: or(n.field("path"), "/")}
			}),
		},
		{
			Name: "commandsEnabled", Doc: "Lets the vendor's management call this function, without any inbound network.", Default: "false",
			Params: []Param{{Name: "value", Shape: Flag{}}},
			apply:  on(func(f *ir.Function, n node) { f.Commands = n.flag() }),
		},
	},
}

// noOptions is the options object of a method of which alienc supports no
// option.
var noOptions = Struct{
	Name: "Options", Doc: "No option is supported.",
	Unsupported: []string{"wildcardSubdomains", "remoteAccess", "domain", "port"},
}

var codeShape = Union{
	Name: "FunctionCode", Doc: "A container image, or a directory of the project that a toolchain builds.", Tag: "type",
	Cases: []Case{
		{Value: "image", Keys: []Key{{Name: "image", Shape: Text{}, Doc: "Reference of the image, best with its digest."}}},
		{Value: "source", Keys: []Key{
			{Name: "src", Shape: Text{}, Doc: "Directory, relative to the file that calls .code."},
			{Name: "toolchain", Shape: Union{
				Name: "Toolchain", Doc: "What builds a source directory.", Tag: "type",
				Cases: []Case{
					{Value: "typescript", Keys: []Key{{Name: "binaryName", Shape: Text{}, Optional: true, Doc: "Name of the result."}}},
					{Value: "rust", Keys: []Key{{Name: "binaryName", Shape: Text{}, Doc: "The binary target to build."}}},
					{Value: "docker", Keys: []Key{
						{Name: "dockerfile", Shape: Text{}, Optional: true, Default: `"Dockerfile"`, Doc: "Path inside the directory."},
						{Name: "buildArgs", Shape: Map{Key: "name", Of: Text{}}, Optional: true, Doc: "Build arguments. They are no place for secrets."},
						{Name: "target", Shape: Text{}, Optional: true, Doc: "Stage to build."},
					}},
				},
			}, Doc: "What builds the directory."},
		}},
	},
}

func code(n node) ir.Code {
	if n.field("type").text() == "image" {
		return ir.Code{Image: n.field("image").text()}
	}
	chain := n.field("toolchain")
	s := &ir.Source{
		Dir:        n.field("src").text(),
		Toolchain:  ir.Toolchain(chain.field("type").text()),
		Binary:     chain.field("binaryName").text(),
		Dockerfile: chain.field("dockerfile").text(),
		Target:     chain.field("target").text(),
	}
	if s.Toolchain == ir.ToolchainDocker {
		s.Dockerfile = or(chain.field("dockerfile"), "Dockerfile")
		if args := chain.field("buildArgs"); args.ok {
			s.BuildArgs = variables(args)
		}
	}
	return ir.Code{Source: s}
}

// or gives a string, or another one when there is none.
func or(n node, otherwise string) string {
	if !n.ok {
		return otherwise
	}
	return n.text()
}

// variables sorts an object of strings by name.
func variables(n node) []ir.Variable {
	list := make([]ir.Variable, 0, len(n.parts))
	for _, p := range n.parts {
		list = append(list, ir.Variable{Name: p.name, Value: p.text()})
	}
	slices.SortFunc(list, func(a, b ir.Variable) int { return strings.Compare(a.Name, b.Name) })
	return list
}
