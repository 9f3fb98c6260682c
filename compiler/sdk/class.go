package sdk

import "github.com/alienc/alienc/compiler/ir"

// Class is something that alien.ts makes with new.
type Class struct {
	Name    string
	Alias   string  // another name for the same class; empty: none
	Kind    ir.Kind // empty for the stack and for kinds that alienc does not compile
	Doc     string
	Methods []Method

	unsupported bool
	fresh       func() ir.Resource
}

// Method is a method of a builder. Every method gives the builder back.
type Method struct {
	Name    string
	Doc     string
	Params  []Param
	Default string // of the setting, as the author would write it; empty: none
	Rule    string // what else holds for the argument
	Adds    string // the list that each call adds to: "links"; empty: a call replaces

	depth int // how many levels of the argument get places; 0: all, -1: none
	apply func(o *Object, args []node)
}

// Param is a parameter of a method.
type Param struct {
	Name     string
	Shape    Shape
	Optional bool
}

// Unsupported reports whether the class exists only to say that alienc does
// not compile its kind.
func (c *Class) Unsupported() bool { return c.unsupported }

func (c *Class) method(name string) *Method {
	for i := range c.Methods {
		if c.Methods[i].Name == name {
			return &c.Methods[i]
		}
	}
	return nil
}

// names lists everything that can be called on a builder.
func (c *Class) names() []string {
	list := make([]string, 0, len(c.Methods)+2)
	for _, m := range c.Methods {
		list = append(list, m.Name)
	}
	return append(list, "build", "ref")
}

// on makes the apply function of a method with one argument.
func on[R ir.Resource](set func(R, node)) func(*Object, []node) {
	return func(o *Object, args []node) { set(o.resource.(R), args[0]) }
}

// Classes lists every class, in the order of the declarations.
var Classes = []*Class{function, storage, kv, queue, vault, artifactRegistry, stack}

// Experimental is the name of the export that holds [OpenSearch].
const Experimental = "experimental"

// OpenSearch is the one class that is not an export of its own.
var OpenSearch = &Class{Name: "AwsOpenSearch", unsupported: true}

// unsupported are the kinds of the public package that alienc does not compile.
var unsupported = func() []*Class {
	var list []*Class
	for _, name := range []string{
		"Build", "ServiceAccount", "Container", "ContainerCluster", "ComputeCluster", "Daemon", "Postgres", "AI", "Key",
		"Email", "Sandbox", "Network", "KubernetesCluster", "RemoteStackManagement", "RemoteBindings",
		"ServiceActivation", "AzureResourceGroup", "AzureStorageAccount", "AzureContainerAppsEnvironment",
		"AzureServiceBusNamespace",
	} {
		list = append(list, &Class{Name: name, unsupported: true})
	}
	return list
}()

var byName = func() map[string]*Class {
	m := map[string]*Class{}
	for _, list := range [][]*Class{Classes, unsupported} {
		for _, c := range list {
			m[c.Name] = c
			if c.Alias != "" {
				m[c.Alias] = c
			}
		}
	}
	return m
}()

// Lookup finds the class of an export.
func Lookup(export string) (*Class, bool) {
	c, ok := byName[export]
	return c, ok
}

// Exports lists the names that "@alienplatform/core" exports and that a
// message may suggest.
func Exports() []string {
	var list []string
	for _, c := range Classes {
		list = append(list, c.Name)
		if c.Alias != "" {
			list = append(list, c.Alias)
		}
	}
	for _, c := range unsupported {
		list = append(list, c.Name)
	}
	return append(list, Experimental)
}
