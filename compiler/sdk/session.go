package sdk

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// Session records what one alien.ts does with the SDK.
type Session struct {
	Diagnostics diag.List

	entry     string // name of the entry file
	resources []*Object
	skipped   map[string]bool // ids of resources of kinds that alienc does not compile
	spoiled   map[string]bool // paths of settings whose value was wrong
	loose     map[ir.Ref]bool // references to what had not been built
}

// NewSession begins a recording. The name of the entry file stands for the
// input as a whole.
func NewSession(entry string) *Session {
	return &Session{entry: entry, skipped: map[string]bool{}, spoiled: map[string]bool{}, loose: map[ir.Ref]bool{}}
}

func (s *Session) add(d diag.Diagnostic) { s.Diagnostics.Add(d) }

func (s *Session) broken(path string) {
	if path != "" {
		s.spoiled[path] = true
	}
}

// Spoiled reports whether the setting at a path, a part of it or what it is a
// part of was given but wrong: what else is said about it would only repeat
// that.
func (s *Session) Spoiled(path string) bool {
	if path == "" || strings.HasPrefix(path, "resources.") && strings.Count(path, ".") == 1 {
		return false // it is about no setting
	}
	for spoiled := range s.spoiled {
		if within(spoiled, path) || within(path, spoiled) {
			return true
		}
	}
	return false
}

// within reports whether a path is another one, or leads to a part of it.
func within(path, whole string) bool {
	rest, ok := strings.CutPrefix(path, whole)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// New records new alien.X(...). It always gives an object; a silent one after
// an error that leaves nothing to record.
func (s *Session) New(class *Class, args []Value, site Site) *Object {
	o := &Object{class: class, pos: site.Pos()}
	if len(args) > 0 && args[0].Type == String {
		o.id = args[0].Text
	}
	if class.unsupported {
		o.silent = true
		s.skipped[o.id] = true
		s.add(diag.New("kind-not-supported", o.pos, "", fmt.Sprintf("alienc does not compile %s yet (resource %q)", class.Name, o.id)).
			WithHelp("supported kinds: " + strings.Join(supportedNames(), ", ")))
		return o
	}
	o.settings, o.places, o.calls = map[string]setting{}, ir.Places{}, map[string]int{}
	given := Value{}
	if len(args) > 0 {
		given = args[0]
	}
	c := checker{session: s, method: class.Name}
	id := c.check(Text{}, given, spot{label: "new " + class.Name, origin: site.Arg(0, given)})
	if len(args) > 1 {
		s.surplus("new "+class.Name, 1, len(args), o.pos, "")
	}
	if !id.ok {
		o.silent = true
		return o
	}
	o.places["id"] = id.at
	if class == stack {
		o.stack = &draft{Stack: ir.Stack{ID: o.id, Pos: o.pos, Places: o.places, Management: management(node{}, o.pos)}}
		return o
	}
	o.path = "resources." + o.id + "."
	o.resource = class.fresh()
	common := o.resource.Info()
	common.ID, common.Pos, common.Places = o.id, o.pos, o.places
	s.resources = append(s.resources, o)
	return o
}

func supportedNames() []string {
	var names []string
	for _, c := range Classes {
		if c != stack {
			names = append(names, c.Name)
		}
	}
	return names
}

// Call records a call of a setter.
func (s *Session) Call(o *Object, m *Method, args []Value, site Site) {
	if o.silent {
		return
	}
	pos := site.Pos()
	if o.built || o.product != nil {
		s.builtAlready(o, m.Name, pos)
		return
	}
	root := m.Name
	if m.Adds != "" {
		root = fmt.Sprintf("%s[%d]", m.Adds, o.calls[m.Name])
	}
	if o.stack != nil && len(args) > 0 && args[0].Type == Handle && m.Adds != "" {
		root = m.Adds + "." + args[0].Object.id
	}
	o.calls[m.Name]++
	c := checker{session: s, method: o.class.Name + "." + m.Name, prefix: o.path}
	nodes := make([]node, len(m.Params))
	valid := true
	for i, p := range m.Params {
		given := Value{}
		if i < len(args) {
			given = args[i]
		}
		if given.Type == Undefined && p.Optional {
			continue
		}
		at := spot{root, m.Name, site.Arg(i, given)}
		if i > 0 {
			at.path += "." + p.Name
		}
		if i > 0 && len(m.Params) > 1 && !p.Optional {
			at.label = p.Name + " of " + m.Name
		}
		nodes[i] = c.check(p.Shape, given, at)
		if i == 0 {
			valid = nodes[i].ok
			nodes[i].keyAt = pos
		}
	}
	if len(args) > len(m.Params) {
		s.surplus(m.Name, len(m.Params), len(args), pos, o.path+root)
	}
	if !valid {
		s.broken(o.path + root)
		if m.Adds == "links" {
			m.apply(o, nodes)
		}
		return
	}
	if m.Adds == "" {
		s.settle(o, m, nodes[0], pos)
	}
	if m.depth >= 0 {
		o.places[root] = pos
		for _, n := range nodes {
			n.record(o.places, m.depth)
		}
	}
	m.apply(o, nodes)
}

// settle remembers that a setting was made and warns when it was made before.
func (s *Session) settle(o *Object, m *Method, n node, pos ir.Pos) {
	name, text := m.Name, ""
	if n.ok && n.parts == nil {
		text = show(n.value)
	}
	if name == "publicEndpoint" {
		if !s.endpoint(o, n, pos) {
			return
		}
		name, text = "ingress", `"public"`
		if before, ok := o.settings[name]; ok && before.text == text {
			return
		}
	}
	if before, ok := o.settings[name]; ok && !(before.pos == pos && before.text == text && text != "") {
		message := fmt.Sprintf("%s is set twice on %q; the later one wins", name, o.id)
		if text != "" && before.text != "" {
			message = fmt.Sprintf("%s is set twice on %q; %s wins over %s", name, o.id, text, before.text)
		}
		s.add(diag.New("repeated-setting", pos, o.path+name, message).WithHelp("remove one").WithRelated(before.pos, "set here before"))
	}
	o.settings[name] = setting{pos, text}
}

// endpoint checks that a function has one public endpoint. It gives false when
// the call has no effect.
func (s *Session) endpoint(o *Object, n node, pos ir.Pos) bool {
	const name = "publicEndpoint"
	before, ok := o.settings[name]
	if ok && before.text == show(n.value) {
		s.add(diag.New("repeated-setting", pos, o.path+name, fmt.Sprintf("%s is set twice on %q", name, o.id)).
			WithHelp("remove one").WithRelated(before.pos, "set here before"))
		return false
	}
	if ok {
		s.add(diag.New("duplicate-public-endpoint", pos, o.path+name, fmt.Sprintf("%q has two public endpoints", o.id)).
			WithHelp("remove the second call").WithRelated(before.pos, "the first one"))
		return false
	}
	o.settings[name] = setting{pos, show(n.value)}
	return true
}

// Unknown records a call of a method that the class does not have.
func (s *Session) Unknown(o *Object, name string, site Site) {
	if o.silent {
		return
	}
	help := "remove it"
	if near := diag.DidYouMean(name, o.class.names()); near != "" {
		help = "did you mean " + near + "?"
	}
	s.add(diag.New("unsupported-method", site.Pos(), o.path+name,
		fmt.Sprintf("%s.%s is not supported by alienc", o.class.Name, name)).WithHelp(help))
}

// Unsupported records a use of an export that alienc does not offer.
func (s *Session) Unsupported(name string, site Site) {
	s.add(diag.New("unsupported-method", site.Pos(), "", name+" is not supported by alienc").WithHelp("remove it"))
}

// Build records a call of .build(). The same builder always gives the same
// result.
func (s *Session) Build(o *Object, args []Value, site Site) *Object {
	if o.silent || o.built {
		return o
	}
	if len(args) > 0 {
		s.surplus("build", 0, len(args), site.Pos(), strings.TrimSuffix(o.path, "."))
	}
	if o.product == nil {
		product := *o
		product.built = true
		o.product, o.builtAt = &product, site.Pos()
		product.product, product.builtAt = &product, o.builtAt
	}
	return o.product
}

// Ref records a call of .ref().
func (s *Session) Ref(o *Object, site Site) ir.Ref {
	if !o.silent && !o.built {
		s.loose[ir.Ref{Kind: o.class.Kind, ID: o.id}] = o.product == nil
		s.unbuilt(o.class.Name+".ref", o, site.Pos(), strings.TrimSuffix(o.path, "."))
	}
	return ir.Ref{Kind: o.class.Kind, ID: o.id}
}

func (s *Session) surplus(name string, most, got int, pos ir.Pos, path string) {
	takes := fmt.Sprintf("%d arguments", most)
	switch most {
	case 0:
		takes = "no argument"
	case 1:
		takes = "1 argument"
	}
	s.add(diag.New("wrong-argument-type", pos, path, fmt.Sprintf("%s takes %s, got %d", name, takes, got)))
}

func (s *Session) builtAlready(o *Object, method string, pos ir.Pos) {
	line := fmt.Sprintf("line %d", o.builtAt.Line)
	if o.builtAt.File != pos.File {
		line = o.builtAt.Short()
	}
	s.add(diag.New("builder-already-built", pos, o.path+method, fmt.Sprintf("%q was built at %s and cannot be changed", o.id, line)).
		WithHelp("move ."+method+" before .build()").WithRelated(o.builtAt, "built here"))
}

func (s *Session) unbuilt(method string, o *Object, pos ir.Pos, path string) {
	s.add(diag.New("unbuilt-resource", pos, path, fmt.Sprintf("%s got an unbuilt %s builder %q", method, o.class.Name, o.id)).
		WithHelp("add .build() at "+o.pos.String()).WithRelated(o.pos, "the builder"))
}
