// Package prove decides what a plan guarantees. It reads the same grants that
// every policy is printed from and asks of each promise whether anything in
// them breaks it; what it cannot prove it says aloud.
//
// It trusts no list of dangerous actions alone: whatever the catalogue of the
// cloud calls changing, or does not know, counts.
package prove

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// Input is what is judged.
type Input struct {
	Stack    *ir.Stack
	Plan     *iam.Plan
	Parts    map[cloud.Name][]cloud.Part // what the templates create, by the clouds that the stack is compiled to
	Accepted []ir.Accepted               // risks that the author accepted
}

// Result is what was found.
type Result struct {
	Guarantees []Guarantee // by cloud, then by id
	Reach      []Reach     // by cloud, then by resource, in stack order
	Beyond     []Reach     // what the vendor reaches that is no resource of the stack, by cloud
	Wildcards  []Wildcard  // statements with a resource that has no exact name, in the order of the plan
	Remarks    []Cause     // what no policy can prevent, though every guarantee holds
	Broken     []string    // violations that nothing explains: bugs of alienc
}

// BeyondOn gives what the vendor reaches on a cloud that is no resource of the
// stack.
func (r Result) BeyondOn(c cloud.Name) Reach {
	for _, one := range r.Beyond {
		if one.Cloud == c {
			return one
		}
	}
	return Reach{Cloud: c}
}

// Guarantee is one promise to the customer.
type Guarantee struct {
	ID     string // "G1"
	Cloud  cloud.Name
	Text   string // "Management cannot delete anything."
	Holds  bool
	Proof  string  // what was looked at: "0 of 412 management grants read data"
	Causes []Cause // why it does not hold; empty when it does
}

// Cause is one reason why a guarantee does not hold.
type Cause struct {
	Text   string       // a sentence
	Origin []iam.Origin // where alien.ts asks for it; may be empty
}

// Wildcard is one statement of one identity that names a resource by a pattern,
// since the cloud leaves no other way.
type Wildcard struct {
	Cloud     cloud.Name
	Plane     iam.Plane
	Identity  string // "profile:execution"
	Statement string
	Actions   []string // sorted
	Reason    string
}

// Reach says what the vendor can do to one resource: by itself, and through
// the code of live functions, which runs with their profiles.
type Reach struct {
	Cloud      cloud.Name
	Resource   string // id
	Kind       ir.Kind
	Lifecycle  ir.Lifecycle
	Management []Deed
	Through    []Through
	Together   []Deed // both
}

// Deed is something that can be done, in words. What the author's own sets
// allow is said set by set.
type Deed struct {
	Text string // "replace code", "read objects and see settings"
	Set  string // id of the set if the author wrote it, else empty
}

// String gives a deed with the set that it is by.
func (d Deed) String() string {
	if d.Set == "" {
		return d.Text
	}
	return d.Text + " (" + d.Set + ", written by the author)"
}

// Through is one live function by which the vendor reaches a resource.
type Through struct {
	Function string
	Sets     []string // ids of the sets, or "derived:<why>"
	Deeds    []Deed
}

// Run judges a plan on every cloud that has a template.
func Run(in Input) Result {
	var out Result
	for _, name := range cloud.Names {
		if _, ok := in.Parts[name]; !ok {
			continue
		}
		switch name {
		case cloud.AWS:
			newProver(in, &out).run()
		case cloud.Azure:
			newAzureProver(in, &out).run()
		}
	}
	return out
}
