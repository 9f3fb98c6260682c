// Package iam decides who may do what. From a checked stack, [Derive] makes
// one list of grants, and every template, policy file and document is printed
// from that list, so none can disagree with another.
//
// Which actions a purpose needs stands in sets/<kind>.yaml. This package
// chooses sets and binds them to resources; it never spells a cloud's action.
package iam

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// Plane says in which situation a grant is held.
type Plane string

// The planes.
const (
	// Runtime grants are what application code holds.
	Runtime Plane = "runtime"
	// Trust grants say who may act as an identity of the stack.
	Trust Plane = "trust"
	// ResourcePolicy grants stand on the resource and name who may use it.
	ResourcePolicy Plane = "resource-policy"
	// Exposure grants are given to anyone.
	Exposure Plane = "exposure"
)

// Effect says whether a grant allows or denies.
type Effect string

// The effects.
const (
	Allow Effect = "Allow"
	Deny  Effect = "Deny"
)

// Grant is what one set, or one derived reason, gives one identity on one
// scope.
type Grant struct {
	Cloud      cloud.Name
	Plane      Plane
	Identity   string // "profile:execution", "cron:worker", "service:s3.amazonaws.com", "anyone"
	Effect     Effect
	Statement  string      // id of the statement that carries it: the set or purpose in PascalCase
	Actions    []string    // the cloud's names, sorted
	On         cloud.Text  // the exact resource
	Scope      string      // the same in the stack's words: "storage:data/objects"
	Conditions []Condition // sorted by operator and key
	Resource   string      // id of the resource of the stack that it is about
	Lifecycle  ir.Lifecycle
	Set        string   // "storage/data-read", the id of a custom set, or "derived:<why>"
	Custom     bool     // whether the author wrote the set
	Wide       bool     // whether the author chose the scope (a custom set under "*")
	Origin     []Origin // where alien.ts asks for it; never empty
	Reason     string   // one sentence for a human
}

// Condition narrows a grant.
type Condition struct {
	Operator string
	Key      string
	Values   []cloud.Text
}

// Origin is a place of alien.ts that a grant comes from.
type Origin struct {
	Pos  ir.Pos
	Path string
}

// Plan is every grant of a stack, in an order that depends on the stack alone.
type Plan struct {
	Grants []Grant
}

// For gives the grants of one plane and identity, in plan order.
func (p *Plan) For(c cloud.Name, plane Plane, identity string) []Grant {
	var list []Grant
	for _, g := range p.Grants {
		if g.Cloud == c && g.Plane == plane && g.Identity == identity {
			list = append(list, g)
		}
	}
	return list
}
