// Package access writes what a customer's security team reads before a stack
// is deployed: access.json, every grant for programs, and ACCESS.md, the same
// for people.
//
// Both are printed from the one list of grants and from what was proven about
// it; nothing here decides a right. Names are symbolic, so that two releases
// and two customers compare without noise: no flag that makes a policy literal
// changes a byte.
//
// Text that the author of a stack wrote is hostile until it is escaped. On the
// page it is either a [text], which only escapers and constants make, or it
// does not compile.
package access

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/prove"
)

// Schema names the format of access.json. Its JSON Schema is
// docs/schema/access.v1.json. The number rises when a reader of the previous
// one could go wrong.
const Schema = "alienc/access/v1"

// Input is what the documents are printed from.
type Input struct {
	Stack      *ir.Stack
	Plan       *iam.Plan
	Proof      prove.Result
	Parts      map[cloud.Name][]cloud.Part // what the templates create
	Targets    []cloud.Name
	Accepted   []ir.Accepted         // risks that the author accepted, in the order of alienc.yaml
	Alienc     string                // version
	Catalogues map[cloud.Name]string // versions of the lists of actions
	Inputs     string                // hash over everything that was read, in hexadecimal
}

// afterSetup reports whether a grant matters once setup is done: it is neither
// of the installer nor of who deletes the stack.
func afterSetup(g *iam.Grant) bool {
	return g.Plane != iam.Setup && g.Plane != iam.Teardown && (g.Plane != iam.Trust || g.Scope != setup)
}

// Identities of which the documents speak by name.
const (
	setup      = "setup"
	teardown   = "teardown"
	management = "management"
)
