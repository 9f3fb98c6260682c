package access

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/iam"
)

// right is one action on one of the clouds. Azure keeps the actions on data
// apart from those on the control plane, whatever their names.
type right struct {
	cloud  cloud.Name
	action string
	data   bool
}

// rights gives what a grant is about, in its order: what is on data comes last.
func rights(g *iam.Grant) []right {
	list := make([]right, 0, len(g.Actions)+len(g.DataActions))
	for _, a := range g.Actions {
		list = append(list, right{g.Cloud, a, false})
	}
	for _, a := range g.DataActions {
		list = append(list, right{g.Cloud, a, true})
	}
	return list
}

// rightsOf gives the rights of grants, sorted by their names, each once.
func rightsOf(group []*iam.Grant) []right {
	var list []right
	for _, g := range group {
		list = append(list, rights(g)...)
	}
	slices.SortStableFunc(list, func(a, b right) int { return strings.Compare(a.action, b.action) })
	return unique(list)
}

// unique drops what stands twice, and keeps the order.
func unique[T comparable](list []T) []T {
	seen := make(map[T]bool, len(list))
	var out []T
	for _, x := range list {
		if !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	return out
}
