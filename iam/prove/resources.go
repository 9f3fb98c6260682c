package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// resources is what one statement is on. A policy of hundreds of resources is
// asked about each of them, so none is found by going through all.
type resources struct {
	all     bool             // "*", or a statement that names none: it stands on the resource itself
	whole   map[string]bool  // ARNs without wildcards and variables
	starts  []string         // how each ARN begins, up to the first wildcard or variable; sorted
	open    map[string][]int // indices in patterns of those that are not whole, by start
	lengths []int            // of the keys of open, rising

	patterns []pattern
}

func newResources(s iam.Statement, d aws.Deployment) resources {
	r := resources{
		all: len(s.Resources) == 0, whole: make(map[string]bool, len(s.Resources)),
		starts: make([]string, 0, len(s.Resources)),
	}
	for _, on := range s.Resources {
		text, _ := d.Pattern(on)
		if text == "*" {
			r.all = true
			continue
		}
		if !strings.ContainsAny(text, "*?$") {
			r.whole[text] = true
			r.starts = append(r.starts, text)
			continue
		}
		p := parse(text, true)
		start, whole := p.prefix()
		r.starts = append(r.starts, start)
		if whole {
			r.whole[start] = true
			continue
		}
		if r.open == nil {
			r.open = map[string][]int{}
		}
		r.open[start] = append(r.open[start], len(r.patterns))
		r.patterns = append(r.patterns, p)
		if i, found := slices.BinarySearch(r.lengths, len(start)); !found {
			r.lengths = slices.Insert(r.lengths, i, len(start))
		}
	}
	slices.Sort(r.starts)
	r.starts = slices.Compact(r.starts)
	return r
}

// cover judges whether the statement is on a resource, or on every one that a
// pattern stands for. Unknown: on some of them, or on some values of a
// variable.
func (r *resources) cover(arn string, ctx context) verdict {
	if r.all || r.whole[arn] {
		return yes
	}
	start, many := arn, false
	if i := strings.IndexAny(arn, "*?"); i >= 0 {
		start, many = arn[:i], true
		arn = compile(arn, true)
	}
	v := no
	for _, n := range r.lengths {
		if n > len(start) {
			break
		}
		v = max(v, r.anyOf(r.open[start[:n]], arn, ctx))
	}
	if v == yes || !many {
		return v
	}
	i, _ := slices.BinarySearch(r.starts, start)
	for _, begin := range r.starts[i:] {
		if !strings.HasPrefix(begin, start) {
			break
		}
		if r.whole[begin] && match(arn, begin) {
			v = max(v, unknown)
		}
		if len(begin) > len(start) {
			v = max(v, r.anyOf(r.open[begin], arn, ctx))
		}
	}
	return v
}

func (r *resources) anyOf(indices []int, arn string, ctx context) verdict {
	v := no
	for _, i := range indices {
		text, certain := r.patterns[i].fill(ctx)
		switch {
		case certain && match(text, arn):
			return yes
		case overlap(text, arn):
			v = unknown
		}
	}
	return v
}
