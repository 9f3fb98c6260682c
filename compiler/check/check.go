// Package check holds the rules of the language that need the whole stack:
// what names what, which limits the target clouds set, and what a profile may
// grant. It reports every mistake that an author can make, so that what comes
// after it, deriving grants and writing templates, can no longer fail.
//
// A rule reads the stack and reports; it changes nothing, prints nothing, and
// does not know whether another rule has already found something. All rules
// run on every stack. What a rule refuses is a finding that only follows from
// another one: a name that does not resolve is reported once and then taken to
// match everything.
package check

import (
	"fmt"
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// Input is what is checked, and against what.
type Input struct {
	Stack     *ir.Stack
	Targets   []cloud.Name  // asked for by flag or configuration; nil: the stack decides
	Available []cloud.Name  // the clouds that this alienc can compile to
	Root      string        // the project's folder; sources outside it are refused
	Dir       string        // the folder of the entry file, which positions are relative to
	Accepted  []ir.Accepted // risks that alienc.yaml accepts
	Previous  *ir.Stack     // what an earlier build declared; nil: nobody asks for a comparison
}

// rules are the checks by topic, in the order of the language reference. Their
// order does not show: findings are sorted by place.
var rules = []func(*review){
	ids,
	links,
	cycles,
	code,
	limits,
	environment,
	dynamicReferences,
	probes,
	triggers,
	schedules,
	profiles,
	grants,
	customSets,
	management,
	names,
	exposure,
}

// review is one run of the rules over one stack.
type review struct {
	Input
	targets []cloud.Name
	list    diag.List
	risks   map[risk]int // what an author may accept: index in list

	// On AWS: how long the name prefix may be, and the name that leaves it no
	// more.
	room    int
	longest aws.Physical
}

// Run applies every rule. It gives the clouds to compile to, in the order of
// [cloud.Names], and what was found, sorted by place.
func Run(in Input) ([]cloud.Name, diag.List) {
	r := &review{Input: in}
	targets(r)
	if r.aws() {
		r.room, r.longest = aws.PrefixLimit(in.Stack)
	}
	for _, rule := range rules {
		rule(r)
	}
	r.accept()
	release(r)
	r.list.Sort()
	return r.targets, r.list
}

// targeting reports whether the stack is compiled to a cloud, whose limits hold
// then.
func (r *review) targeting(name cloud.Name) bool { return slices.Contains(r.targets, name) }

func (r *review) aws() bool   { return r.targeting(cloud.AWS) }
func (r *review) azure() bool { return r.targeting(cloud.Azure) }

// titles lists the targets for which something holds, as a sentence does: "AWS
// and Azure". It is empty when it holds for none.
func (r *review) titles(holds func(cloud.Name) bool) string {
	var list []string
	for _, name := range r.targets {
		if holds(name) {
			list = append(list, name.Title())
		}
	}
	return joined(list)
}

func (r *review) add(d ...diag.Diagnostic) { r.list.Add(d...) }

// about makes a finding about a setting of a resource. The path is relative to
// the resource; an empty one means the resource itself.
func about(res ir.Resource, path, id, format string, args ...any) diag.Diagnostic {
	info := res.Info()
	full := "resources." + info.ID
	if path != "" {
		full += "." + path
	}
	return diag.New(id, info.At(path), full, fmt.Sprintf(format, args...))
}

// declared gives a second place: where the resource was made.
func declared(d diag.Diagnostic, res ir.Resource) diag.Diagnostic {
	return d.WithRelated(res.Info().Pos, fmt.Sprintf("%s %q is declared here", res.Kind(), res.Info().ID))
}
