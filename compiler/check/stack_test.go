package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// line numbers the places of a stack made by hand.
var line = 0

func next() ir.Pos {
	line++
	return ir.Pos{File: "alien.ts", Line: line, Column: 1}
}

func common(id string) ir.Common {
	return ir.Common{ID: id, Lifecycle: ir.Frozen, Pos: next(), Added: next()}
}

func storage(id string) *ir.Storage { return &ir.Storage{Common: common(id)} }
func kv(id string) *ir.Kv           { return &ir.Kv{Common: common(id)} }
func queue(id string) *ir.Queue     { return &ir.Queue{Common: common(id)} }
func vault(id string) *ir.Vault     { return &ir.Vault{Common: common(id)} }

// function gives a live function with code and all defaults, that runs as the
// profile "execution" and links the resources.
func function(id string, links ...ir.Resource) *ir.Function {
	f := &ir.Function{
		Common: common(id), Memory: ir.DefaultMemory, Timeout: ir.DefaultTimeout, Ingress: ir.Private, Profile: "execution",
		Code: ir.Code{Image: "acme/" + id + "@sha256:" + strings.Repeat("0", 64)},
	}
	f.Lifecycle = ir.Live
	for _, r := range links {
		f.Links = append(f.Links, ir.RefTo(r))
	}
	return f
}

// profile gives a profile whose grants are written as "data: storage/data-read
// storage/data-write; *: kv/data-read".
func profile(name, grants string) *ir.Profile {
	return &ir.Profile{Name: name, Pos: next(), Grants: granted("permissions.profiles."+name, grants)}
}

func granted(path, text string) []ir.Keyed {
	var list []ir.Keyed
	for entry := range strings.SplitSeq(text, ";") {
		key, ids, ok := strings.Cut(entry, ":")
		if !ok {
			continue
		}
		k := ir.Keyed{Key: strings.TrimSpace(key), Pos: next(), Path: path + "." + strings.TrimSpace(key)}
		for i, id := range strings.Fields(ids) {
			k.Sets = append(k.Sets, ir.SetUse{ID: id, Pos: next(), Path: fmt.Sprintf("%s[%d]", k.Path, i)})
		}
		list = append(list, k)
	}
	return list
}

func stackOf(profiles []*ir.Profile, resources ...ir.Resource) *ir.Stack {
	s := &ir.Stack{ID: "app", Pos: next(), Resources: resources, Profiles: profiles, Management: &ir.Management{Mode: ir.ManagementAuto}}
	return s.Seal()
}

func run(s *ir.Stack) diag.List {
	_, list := Run(Input{Stack: s, Available: []cloud.Name{cloud.AWS}})
	return list
}

// show writes findings one a line, without places.
func show(list diag.List) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%s [%s] %s\n", d.Severity, d.ID, d.Message)
	}
	return b.String()
}

// gives fails unless the stack gives exactly these findings, in any order.
func gives(t *testing.T, s *ir.Stack, want ...string) {
	t.Helper()
	got := map[string]int{}
	for _, d := range run(s) {
		got[fmt.Sprintf("[%s] %s", d.ID, d.Message)]++
	}
	for _, w := range want {
		if got[w]--; got[w] < 0 {
			t.Errorf("missing %s", w)
		}
	}
	for message, n := range got {
		if n > 0 {
			t.Errorf("unexpected %s", message)
		}
	}
}
