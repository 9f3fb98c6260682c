package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// bound is what one cloud takes for a setting.
type bound struct {
	cloud    cloud.Name
	min, max int
}

var (
	memoryBounds  = []bound{{cloud.AWS, aws.Memory.Min, aws.Memory.Max}}
	timeoutBounds = []bound{{cloud.AWS, aws.Timeout.Min, aws.Timeout.Max}}
)

// limits checks settings against what the language and the targets take.
func limits(r *review) {
	for _, res := range r.Stack.Resources {
		switch res := res.(type) {
		case *ir.Function:
			r.bounded(res, "memory-out-of-range", "memoryMb", res.Memory, memoryBounds)
			r.bounded(res, "timeout-out-of-range", "timeoutSeconds", res.Timeout, timeoutBounds)
			if n := res.Concurrency; n != nil && *n < 1 {
				r.add(about(res, "concurrencyLimit", "concurrency-out-of-range", "concurrencyLimit %d would stop %q", *n, res.ID).
					WithHelp("write 1 or more, or leave it out for no limit"))
			}
		case *ir.Storage:
			lifecycleRules(r, res)
		case *ir.ArtifactRegistry:
			replication(r, res)
		}
	}
}

// bounded checks a number against the range of each target, and lists every
// range when one of them does not hold it.
func (r *review) bounded(f *ir.Function, id, setting string, n int, bounds []bound) {
	var ranges []string
	low, high := false, false
	for _, b := range bounds {
		if !slices.Contains(r.targets, b.cloud) {
			continue
		}
		ranges = append(ranges, fmt.Sprintf("%s allows %d..%d", b.cloud.Title(), b.min, b.max))
		low, high = low || n < b.min, high || n > b.max
	}
	help := "lower it or restrict .platforms"
	if low {
		help = "raise it or restrict .platforms"
	}
	if low || high {
		r.add(about(f, setting, id, "%s %d of %q: %s", setting, n, f.ID, strings.Join(ranges, ", ")).WithHelp(help))
	}
}

func lifecycleRules(r *review, s *ir.Storage) {
	first := map[ir.LifecycleRule]int{}
	for i, rule := range s.LifecycleRules {
		path := fmt.Sprintf("lifecycleRules[%d]", i)
		if rule.Days < 1 {
			r.add(about(s, path+".days", "lifecycle-rule-invalid", "%s.days must be at least 1", path).
				WithHelp("objects expire by whole days, counted from their creation"))
		}
		if j, ok := first[rule]; ok {
			r.add(about(s, path, "lifecycle-rule-invalid", "%s repeats lifecycleRules[%d]", path, j).
				WithHelp("remove one").
				WithRelated(s.At(fmt.Sprintf("lifecycleRules[%d]", j)), "the first is here"))
			continue
		}
		first[rule] = i
	}
}

func replication(r *review, registry *ir.ArtifactRegistry) {
	first := map[string]int{}
	for i, name := range registry.ReplicationRegions {
		path := fmt.Sprintf("replicationRegions[%d]", i)
		if j, ok := first[name]; ok {
			r.add(about(registry, path, "replication-region-invalid", "%q is listed twice", name).
				WithHelp("remove one").
				WithRelated(registry.At(fmt.Sprintf("replicationRegions[%d]", j)), "the first is here"))
			continue
		}
		first[name] = i
		if !aws.IsRegion(name) {
			r.add(about(registry, path, "replication-region-invalid", "%q is not an AWS region name", name).
				WithHelp(`region names look like "eu-west-1"`))
		}
	}
	if len(first) > 0 && r.aws() {
		r.add(about(registry, "replicationRegions", "replication-manual",
			"replication of %q is a setting of the whole account: the template leaves it alone", registry.ID).
			WithHelp("the customer adds the regions to the rules that the account has, with aws ecr put-replication-configuration"))
	}
}
