// Package iam decides who may do what. From a checked stack, [Derive] makes
// one list of grants, and every template, policy file and document is printed
// from that list, so none can disagree with another.
//
// Which actions a purpose needs stands in sets/<kind>.yaml. This package
// chooses sets and binds them to resources; it never spells a cloud's action.
package iam

import (
	"strings"
	"sync"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
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
	// Setup grants are what the customer's installer needs, once, to create the
	// stack or to update it with a later release.
	Setup Plane = "setup"
	// Teardown grants delete what a stack does not keep; they stand beside
	// those of setup.
	Teardown Plane = "teardown"
	// Management grants are what the vendor keeps after setup.
	Management Plane = "management"
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
	Identity   string // who holds it: "profile:execution", "cron:worker", "pull", "events", "management", "setup", "teardown", "service:s3.amazonaws.com", "anyone"
	Effect     Effect
	Statement  string      // id of the statement that carries it: the set or purpose in PascalCase
	Actions    []string    // the cloud's names, sorted
	On         cloud.Text  // the exact resource
	Scope      string      // the same in the stack's words: "storage:data/objects"; the assumed identity in a trust; "*" where the author chose the scope
	Conditions []Condition // sorted by operator and key
	Resource   string      // id of the resource of the stack that it is about; empty for what serves several
	Source     string      // id of the resource that the holder acts for: the storage whose events S3 delivers
	Lifecycle  ir.Lifecycle
	Set        string   // "storage/data-read", the id of a custom set, or "derived:<why>"
	Custom     bool     // whether the author wrote the set
	Wide       bool     // whether the author chose the scope (a custom set under "*")
	Origin     []Origin // where alien.ts asks for it; never empty
	Reason     string   // one sentence for a human
	Authored   bool     // of management: whether the author asks for it by extend or override
	Damage     string   // what the right can damage though it only updates in place; mostly empty
	Wildcard   string   // why On is no exact name, or one that several resources share; empty where it is exact, or the author wrote it

	// What Azure alone has. A statement is there the symbol of the assignment
	// of a role, which grants of one identity, place and role share.
	DataActions []string    // actions on data, sorted; Actions are those on the control plane
	Role        *Role       // the role that carries the actions; nil where no role does
	Place       azure.Place // what On names; without a symbol for what is not the stack's
	Surplus     string      // what the role allows beyond what the set says; mostly empty
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

	policies [][]Statement // of management on AWS, as the template holds them
	roles    []*Role       // that the stack defines on Azure

	once     sync.Once
	holders  map[held][]int // indices in Grants
	subjects map[held][]int
}

type held struct {
	cloud cloud.Name
	plane Plane
	who   string
}

// ManagementPolicies gives the statements of each policy that the role of
// management has in a template for AWS, none when the vendor keeps nothing.
func (p *Plan) ManagementPolicies() [][]Statement { return p.policies }

// For gives the grants of one plane that an identity holds, in plan order.
func (p *Plan) For(c cloud.Name, plane Plane, identity string) []Grant {
	p.once.Do(p.index)
	return p.pick(p.holders[held{c, plane, identity}])
}

// About gives the grants of one plane on one thing of the stack, in plan
// order: those of the resource "storage:data", or the trust of the identity
// "profile:execution".
func (p *Plan) About(c cloud.Name, plane Plane, subject string) []Grant {
	p.once.Do(p.index)
	return p.pick(p.subjects[held{c, plane, subject}])
}

func (p *Plan) pick(indices []int) []Grant {
	if len(indices) == 0 {
		return nil
	}
	list := make([]Grant, len(indices))
	for i, index := range indices {
		list[i] = p.Grants[index]
	}
	return list
}

func (p *Plan) index() {
	p.holders = map[held][]int{}
	p.subjects = map[held][]int{}
	for i := range p.Grants {
		g := &p.Grants[i]
		holder := held{g.Cloud, g.Plane, g.Identity}
		p.holders[holder] = append(p.holders[holder], i)
		subject, _, _ := strings.Cut(g.Scope, "/")
		on := held{g.Cloud, g.Plane, subject}
		p.subjects[on] = append(p.subjects[on], i)
	}
}
