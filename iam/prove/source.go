package prove

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// serving says what is wrong with a grant to a service by the policy of a
// resource; empty: nothing. There are two: S3 calls a function for a storage
// that triggers it, and Lambda pulls the image of a function. A bucket's ARN
// holds no account, so only the account's own condition keeps a bucket of
// somebody else away.
func (p *prover) serving(g iam.Grant) string {
	r, source := p.Stack.Resource(g.Resource), p.Stack.Resource(g.Source)
	if r == nil || source == nil || g.On.String() != aws.ARN(r).String() {
		return "it serves no resource of the stack"
	}
	var service string
	var actions []string
	switch source := source.(type) {
	case *ir.Storage:
		service, actions = "s3.amazonaws.com", []string{"lambda:InvokeFunction"}
		if f, ok := r.(*ir.Function); !ok || !triggered(f, source.ID) {
			return source.ID + " triggers no such function"
		}
		if !bound(g, "aws:SourceAccount", cloud.Concat(aws.Account)) {
			return "it is not bound to the account"
		}
	case *ir.Function:
		service, actions = lambdaService, []string{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}
		if r.Kind() != ir.KindArtifactRegistry || source.Code.Form() != ir.Image {
			return source.ID + " pulls no image from there"
		}
	default:
		return source.Info().ID + " uses nothing"
	}
	switch {
	case g.Identity != "service:"+service:
		return "another service is meant"
	case !bound(g, "aws:SourceArn", aws.ARN(source)):
		return "it is not bound to " + source.Info().ID
	case slices.ContainsFunc(g.Actions, func(name string) bool { return !slices.Contains(actions, name) }):
		return "serving takes less"
	}
	return ""
}

func triggered(f *ir.Function, storage string) bool {
	return slices.ContainsFunc(f.Triggers, func(t ir.Trigger) bool {
		s, ok := t.(*ir.StorageTrigger)
		return ok && s.Storage.ID == storage
	})
}
