package prove

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// mayRead reports whether a grant is one of the few that show more than
// settings: the code that is installed, the marker of a vault, and what
// CloudFormation asks of a bucket or a function to see whether it is there.
func (i *installing) mayRead(g iam.Grant, a action, through bool) bool {
	r := i.Stack.Resource(g.Resource)
	on := func(part string) bool {
		return r != nil && slices.ContainsFunc(aws.Scope(r, part), func(t cloud.Text) bool { return t.String() == g.On.String() })
	}
	switch a.name {
	case "s3:getobject":
		return on("code")
	case "ssm:getparameters":
		return on("marker")
	case "s3:listbucket":
		return through && on("bucket")
	case "lambda:getfunction":
		return through && on("function")
	}
	return false
}

// reading tries every action that shows data on every name of every resource,
// first as whoever installs, then as CloudFormation.
func (i *installing) reading() {
	reads := func(a action) bool { return a.power.Reads || a.power.Code && !a.power.Changes() }
	direct := context{"aws:calledvia": nil}
	for _, r := range i.Stack.Resources {
		for _, at := range i.around(r) {
			for _, a := range i.may(i.both, serviceOf(at)) {
				if a.at != (at.arn != "*") || !reads(a) && !a.power.Changes() || a.name == passRole {
					continue
				}
				keys := direct
				if at.context != nil {
					keys = direct.with(at.context)
				}
				switch {
				case i.both.perhaps(request{a.name, at.arn, keys}):
					i.directly(r, a, at)
				case reads(a) && a.name != "s3:listbucket" && a.name != "lambda:getfunction" && !i.isMarker(r, a, at) &&
					i.both.perhaps(request{a.name, at.arn, at.context}):
					i.claim.bug("setup may read %s with %s on %s", r.Info().ID, a.name, at.arn)
				}
			}
		}
	}
}

// directly judges a right on a resource that works without CloudFormation:
// there is none, unless the bucket of the code is a bucket of the stack.
func (i *installing) directly(r ir.Resource, a action, at site) {
	code := aws.DefaultCodeBucket
	if _, ok := r.(*ir.Storage); ok && a.name == "s3:getobject" && i.text(aws.Name(r)) == i.text(code) {
		i.claim.admit(fmt.Sprintf("The bucket that the code is read from has the name of %s, unless another is named.", r.Info().ID), "", nil)
		return
	}
	i.claim.bug("setup may use %s on %s without CloudFormation", a.name, at.arn)
}

// isMarker reports whether what setup may read of a vault is its marker: a
// value beside it is out of reach.
func (i *installing) isMarker(r ir.Resource, a action, at site) bool {
	vault, ok := r.(*ir.Vault)
	if !ok || a.name != "ssm:getparameters" {
		return false
	}
	if all, values := strings.CutSuffix(at.arn, "*"); values {
		return !i.both.perhaps(request{a.name, all + "a-value", at.context})
	}
	return at.arn == i.text(aws.Scope(vault, "marker")[0])
}
