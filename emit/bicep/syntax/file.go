package syntax

// File is a file of resources in one resource group. Its parts are printed in
// the order of the fields. A Section, where set, is a heading above what has
// it, and Remarks are comments below the heading, a line each.
type File struct {
	Name        string // metadata of the file
	Description string // metadata of the file: what it is for and how it is applied
	Params      []Param
	Vars        []Var
	Resources   []Resource
	Outputs     []Output
}

// Param is a parameter. Without a default it is required. A secure one has none,
// since a default can be read in the file.
type Param struct {
	Section              string
	Remarks              []string
	Description          string
	Secure               bool
	Allowed              []Value // when set, the only values
	MinLength, MaxLength int     // of a string or array; 0 is no limit
	MinValue, MaxValue   *int    // of an integer; nil is no limit
	Name                 Symbol
	Type                 Type
	Default              Value
}

// Var is a variable. Variables stand together; one with a heading or a remark
// begins a new paragraph.
type Var struct {
	Section string
	Remarks []string
	Name    Symbol
	Value   Value
}

// Resource is a resource that the file makes, or refers to. Empty fields are
// left out, all but Name.
type Resource struct {
	Section     string
	Remarks     []string
	Description string
	Symbol      Symbol
	Type        string // with its version: Microsoft.Storage/storageAccounts@2025-06-01
	Existing    bool   // it is there already
	Condition   Value  // when set and false, the resource is left out
	Parent      Symbol
	Scope       Symbol // what an extension resource belongs to
	Name        Value
	Location    Value
	SKU         Object
	Kind        string
	Identity    Object
	DependsOn   []Symbol
	Tags        Value
	Properties  Value
}

// Output is a value that the deployment returns.
type Output struct {
	Section     string
	Remarks     []string
	Description string
	Name        string
	Type        Type
	Value       Value
}

// Params is a file that gives the parameters of a file of resources.
type Params struct {
	Using  string // path of that file, relative to this one
	Values []ParamValue
}

// ParamValue gives one parameter.
type ParamValue struct {
	Remarks []string
	Name    Symbol
	Value   Value
}

// Bicep prints the file.
func (f *File) Bicep() []byte {
	p := &printer{out: make([]byte, 0, 4096+512*len(f.Vars)+1280*len(f.Resources))}
	p.text("targetScope = 'resourceGroup'\n")
	p.metadata(f.Name, f.Description)
	for i := range f.Params {
		p.param(&f.Params[i])
	}
	for i := range f.Vars {
		p.variable(&f.Vars[i], i == 0)
	}
	for i := range f.Resources {
		p.resource(&f.Resources[i])
	}
	for i := range f.Outputs {
		p.output(&f.Outputs[i])
	}
	return p.out
}

// Bicep prints the file.
func (f *Params) Bicep() []byte {
	p := &printer{}
	p.text("using ")
	p.quoted(f.Using)
	p.end()
	for _, v := range f.Values {
		p.lead("", v.Remarks)
		p.assign("param", string(v.Name), v.Value)
	}
	return p.out
}
