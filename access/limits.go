package access

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// untagged lists the types of CloudFormation that carry no tags, of those that
// alienc writes. Source: the registry schemas, property "taggable".
var untagged = []string{
	"AWS::IAM::ManagedPolicy", "AWS::Lambda::Permission", "AWS::Lambda::Url", "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy",
	"AWS::Scheduler::Schedule",
}

// unread lists what CloudFormation cannot compare with the template. Source:
// the registry schemas, types without a read handler and properties that can
// only be written.
var unread = []struct {
	part string // type
	what text
}{
	{"AWS::Lambda::Function", "the code of `AWS::Lambda::Function`"},
	{"AWS::SQS::QueuePolicy", "`AWS::SQS::QueuePolicy`"},
}

// limits prints what the policies of a cloud cannot say, so that nobody
// believes they do.
func (p *page) limits() {
	if p.cloud == cloud.Azure {
		p.azureLimits()
		return
	}
	p.line("- The policy files are written before anybody knows your account. Where a statement that allows something has `*` for your account in an ARN, or for the end of the name of a bucket of yours, it carries the condition that `aws:ResourceAccount` is the account of whoever holds the policy; ",
		"a statement on `*`, or on what the author placed in another account, carries none. `--aws-account` and `--aws-region` write both out; this page and the template stay the same.")
	p.gaps()
	p.codeLimits()
	p.remarks()
	p.sharing("write the others' logs")
	if list := slices.DeleteFunc(slices.Clone(untagged), func(t string) bool { return !p.hasPart(t) }); len(list) > 0 {
		p.line("- Resources of these types carry no tags, so a search by tag misses them: ", join(list, ", ", code), ".")
	}
	var blind []text
	for _, u := range unread {
		if p.hasPart(u.part) {
			blind = append(blind, u.what)
		}
	}
	if len(blind) > 0 {
		p.line("- CloudFormation's drift detection does not see: ", join(blind, ", ", func(t text) text { return t }), ".")
	}
	p.line()
}

// hasPart reports whether the template creates something of a type.
func (p *page) hasPart(typ string) bool {
	return slices.ContainsFunc(p.Parts[p.cloud], func(part cloud.Part) bool { return part.Type == typ })
}

// remarks prints what the prover found that no policy can prevent.
func (p *page) remarks() {
	for _, r := range p.Proof.Remarks {
		p.line("- ", prose(r.Text), " ", places(r.Origin))
	}
}

// sharing names the functions that act as one identity, and what comes of it.
func (p *page) sharing(example text) {
	for _, profile := range p.Stack.Profiles {
		if users := p.Stack.Users(profile.Name); len(users) > 1 {
			p.line("- ", join(users, ", ", func(f *ir.Function) text { return code(f.ID) }), " share ", code("profile:"+profile.Name),
				": each can do whatever one of them needs, such as ", example, ".")
		}
	}
}

// gaps prints where the policy files, written for everybody, allow less than the
// template.
func (p *page) gaps() {
	for _, g := range iam.AWSGaps(p.Plan) {
		does := text(" denies without the condition ")
		if g.Effect == iam.Allow {
			does = " is left out, because of the condition "
		}
		p.line("- Of the policy files of ", code(g.Identity), ", the statement ", code(g.Statement), does, conditions(g.Conditions),
			": before account and region are known it cannot be said without allowing more than the template does. With `--aws-account` and `--aws-region` it stands there as in the template.")
	}
}

// codeLimits is about the vendor's code.
func (p *page) codeLimits() {
	functions := p.Stack.Functions()
	if slices.ContainsFunc(p.held(iam.Management, management), func(g *iam.Grant) bool {
		return g.Effect == iam.Allow && slices.Contains(g.Actions, "lambda:GetFunctionConfiguration")
	}) {
		p.line("- Management sees the settings of functions, their environment variables included. No secret belongs there; a vault holds secrets.")
	}
	if slices.ContainsFunc(functions, func(f *ir.Function) bool { return f.Lifecycle == ir.Live }) {
		p.line("- No condition of IAM limits where the code of a live function comes from. It is updated beside CloudFormation, which sends code only when the key or digest in its parameters changes: a deployment with the same ones leaves what the vendor put there.")
	}
	p.pushedImages()
}

// pushedImages is about frozen functions whose images the vendor may add to.
func (p *page) pushedImages() {
	if !slices.ContainsFunc(p.Stack.Functions(), func(f *ir.Function) bool { return f.Lifecycle == ir.Frozen && f.Code.Form() == ir.Image }) {
		return
	}
	for _, r := range p.Stack.Resources {
		if info := r.Info(); r.Kind() == ir.KindArtifactRegistry && info.Lifecycle == ir.Live {
			p.line("- The vendor may add images to ", p.resource(info.ID), ". If a frozen function runs an image of it, only the digest in the function's parameter protects that function.")
		}
	}
}
