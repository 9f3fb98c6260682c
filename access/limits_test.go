package access

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/prove"
)

func TestLimits(t *testing.T) {
	in := small("x")
	const untaggedWords = "carry no tags"
	registry := func(runs ir.Common) Input {
		in := small("x")
		in.Stack = (&ir.Stack{ID: "shop", Resources: []ir.Resource{
			&ir.ArtifactRegistry{Common: live("images")}, &ir.Function{Common: runs, Code: ir.Code{Image: "x"}},
		}}).Seal()
		return in
	}
	remarked := in
	remarked.Proof.Remarks = []prove.Cause{{Text: "No policy says x|y.", Origin: at(4, "x")}}
	policies := in
	policies.Parts = map[cloud.Name][]cloud.Part{cloud.AWS: {{Type: "AWS::SQS::QueuePolicy"}}}
	for _, c := range []struct {
		name string
		in   Input
		text string
		want bool
	}{
		{"the portable form", in, "`aws:ResourceAccount`", true},
		{"code of a live function", in, "where the code of a live function comes from", true},
		{"its code in drift detection", in, "does not see: the code of `AWS::Lambda::Function`.", true},
		{"types with tags alone", in, untaggedWords, false},
		{"a type without tags", policies, "a search by tag misses them: `AWS::SQS::QueuePolicy`.", true},
		{"a type that drift detection cannot read", policies, "does not see: `AWS::SQS::QueuePolicy`.", true},
		{"what a failed write returns", compiled(t, "../golden/kv-write-only/alien.ts"), "a write whose condition fails can return the item", true},
		{"no table", in, "a write whose condition fails", false},
		{"a remark of the prover", remarked, "- No policy says x\\|y. `alien.ts:4:4`", true},
		{"settings of functions", compiled(t, "../golden/function-zip/alien.ts"), "environment variables included", true},
		{"rights without settings", in, "environment variables included", false},
		{"a profile of one function", in, " share ", false},
		{"a shared profile", compiled(t, "../golden/profile-shared/alien.ts"), " share `profile:", true},
		{"a frozen function may run an image that the vendor pushed", registry(frozen("old")), "The vendor may add images to `artifact-registry:images` (live).", true},
		{"a live function is the vendor's anyway", registry(live("new")), "add images", false},
		{"no registry", in, "add images", false},
	} {
		got := strings.Join(section(Markdown(c.in), "What no policy can say"), "\n")
		if strings.Contains(got, c.text) != c.want {
			t.Errorf("%s: %q stands there: %t\n%s", c.name, c.text, !c.want, got)
		}
	}
}

// guarded is the small stack with what no policy for every customer can say:
// a denial outside the region, and an allowance by a number.
func guarded(said string) Input {
	in := small(said)
	grant := func(effect iam.Effect, statement, operator, key string, values ...cloud.Text) iam.Grant {
		return iam.Grant{
			Cloud: cloud.AWS, Plane: iam.Runtime, Identity: "profile:run", Effect: effect, Statement: statement, Actions: []string{"s3:GetObject"},
			On: cloud.Lit("arn:aws:s3:::a"), Scope: "*", Set: "acme/a", Custom: true, Origin: at(1, "x"), Reason: "It is needed.",
			Conditions: []iam.Condition{{Operator: operator, Key: key, Values: values}},
		}
	}
	in.Plan = &iam.Plan{Grants: append(in.Plan.Grants,
		grant(iam.Deny, "CustomA1", "StringNotEquals", "aws:RequestedRegion", cloud.Concat(aws.Region), cloud.Lit(said)),
		grant(iam.Allow, "CustomA2", "NumericEquals", "k:"+said, cloud.Concat(aws.Account)),
		grant(iam.Deny, "CustomA3", "StringEquals", "k", cloud.Concat(aws.Region)),
	)}
	return in
}

// A reader of the policy files is told where they are not the template.
func TestGapsOfThePolicyFiles(t *testing.T) {
	var got []string
	for _, l := range section(Markdown(guarded("x")), "What no policy can say") {
		if line, ok := strings.CutPrefix(l, "- Of the policy files of "); ok {
			line, _, _ = strings.Cut(line, ": before account and region are known ")
			got = append(got, line)
		}
	}
	want := []string{
		"`profile:run`, the statement `CustomA1` denies without the condition `aws:RequestedRegion` `StringNotEquals` `${region}` or `x`",
		"`profile:run`, the statement `CustomA2` is left out, because of the condition `k:x` `NumericEquals` `${account}`",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	shaped := shape(t, string(Markdown(guarded("word"))))
	texts(50, func(said string) {
		if page := string(Markdown(guarded(said))); !slices.Equal(shape(t, page), shaped) {
			t.Errorf("%q changes the page:\n%s", said, page)
		}
	})
}
