package check

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// bound is what one cloud takes for a setting, and what it makes of a number.
type bound struct {
	cloud    cloud.Name
	min, max int
	round    func(int) int // nil: it takes the number as it is
}

var (
	memoryBounds = []bound{
		{cloud.AWS, aws.Memory.Min, aws.Memory.Max, nil},
		{cloud.Azure, azure.Memory.Min, azure.Memory.Max, azure.RoundedMemory},
	}
	timeoutBounds = []bound{
		{cloud.AWS, aws.Timeout.Min, aws.Timeout.Max, nil},
		{cloud.Azure, azure.Timeout.Min, azure.Timeout.Max, nil},
	}
)

// limits checks settings against what the language and the targets take.
func limits(r *review) {
	for _, res := range r.Stack.Resources {
		switch res := res.(type) {
		case *ir.Function:
			if r.bounded(res, "memory-out-of-range", "memoryMb", res.Memory, memoryBounds) {
				r.rounded(res, "memory-rounded", "memoryMb", res.Memory, memoryBounds)
			}
			r.bounded(res, "timeout-out-of-range", "timeoutSeconds", res.Timeout, timeoutBounds)
			ingressTimeout(r, res)
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
// range when one of them does not hold it. It reports whether all do.
func (r *review) bounded(f *ir.Function, id, setting string, n int, bounds []bound) bool {
	var ranges []string
	low, high := false, false
	for _, b := range bounds {
		if !r.targeting(b.cloud) {
			continue
		}
		ranges = append(ranges, fmt.Sprintf("%s allows %d..%d", b.cloud.Title(), b.min, b.max))
		least := b.min
		if b.round != nil {
			least = 1 // fewer are rounded up
		}
		low, high = low || n < least, high || n > b.max
	}
	help := "lower it or restrict .platforms"
	if low {
		help = "raise it or restrict .platforms"
	}
	if low || high {
		r.add(about(f, setting, id, "%s %d of %q: %s", setting, n, f.ID, strings.Join(ranges, ", ")).WithHelp(help))
	}
	return !low && !high
}

// rounded notes what the targets make of a number that they do not take as it
// is: those that make the same of it together.
func (r *review) rounded(f *ir.Function, id, setting string, n int, bounds []bound) {
	told := map[int]bool{n: true}
	becomes := func(name cloud.Name) int {
		for _, b := range bounds {
			if b.cloud == name && b.round != nil {
				return b.round(n)
			}
		}
		return n
	}
	for _, name := range r.targets {
		value := becomes(name)
		if told[value] {
			continue
		}
		told[value] = true
		where := r.titles(func(other cloud.Name) bool { return becomes(other) == value })
		r.add(about(f, setting, id, "%s %d of %q becomes %d on %s", setting, n, f.ID, value, where))
	}
}

// ingressTimeout warns where a request is cut before the function's own time
// is up.
func ingressTimeout(r *review, f *ir.Function) {
	if r.azure() && f.Ingress == ir.Public && f.Timeout > azure.IngressTimeout {
		r.add(about(f, "timeoutSeconds", "timeout-exceeds-ingress", "requests to %q are cut after %d s on Azure", f.ID, azure.IngressTimeout).
			WithHelp(fmt.Sprintf("answer within %d s, and let a queue trigger do what takes longer", azure.IngressTimeout)))
	}
}

func lifecycleRules(r *review, s *ir.Storage) {
	if n := len(s.LifecycleRules); r.azure() && n > azure.RuleLimit {
		r.add(about(s, "lifecycleRules", "lifecycle-rule-invalid", "storage %q has %d lifecycle rules, Azure allows %d", s.ID, n, azure.RuleLimit).
			WithHelp("join rules that expire objects at the same age"))
	}
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
	if where := r.titles(func(name cloud.Name) bool { return name != cloud.AWS }); where != "" && len(first) > 0 {
		r.add(about(registry, "replicationRegions", "replication-ignored", "replicationRegions has no effect on %s", where).
			WithHelp("the images are in the region of the deployment alone"))
	}
	if len(first) > 0 && r.aws() {
		r.add(about(registry, "replicationRegions", "replication-manual",
			"replication of %q is a setting of the whole account: the template leaves it alone", registry.ID).
			WithHelp("the customer adds the regions to the rules that the account has, with aws ecr put-replication-configuration"))
	}
}
