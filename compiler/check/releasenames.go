package check

import (
	"fmt"
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// names checks that no name of the previous build means something else now, and
// that the prefixes which customers chose still fit.
func (c *comparison) names() {
	told := map[[2]string]bool{} // one clash of two ids says it all
	if c.aws() {
		c.logicalIDs(told)
		c.namesTaken(cloud.AWS, awsNames(c.Previous), awsNames(c.Stack), told)
		c.prefixes()
	}
	if c.azure() {
		c.namesTaken(cloud.Azure, azureNames(c.Previous), azureNames(c.Stack), told)
	}
}

// logicalIDs finds logical ids that were of another type: AWS cannot change
// the type of a resource.
func (c *comparison) logicalIDs(told map[[2]string]bool) {
	before := map[string]aws.Symbol{}
	for _, s := range aws.Symbols(c.Previous) {
		if s.Space == aws.TemplateSpace && s.What != "parameter" {
			before[s.Name] = s
		}
	}
	for _, s := range aws.Symbols(c.Stack) {
		was, ok := before[s.Name]
		if !ok || s.Space != aws.TemplateSpace || s.What == "parameter" || was.What == s.What {
			continue
		}
		told[[2]string{was.ID, s.ID}] = true
		c.takes(s.ID, s.Pos, fmt.Sprintf("%q becomes %s in the template, which was %s in the previous build", s.ID, s.Name, thing(was)))
	}
}

// thing says what a logical id stands for: function "api", or the URL of it.
func thing(s aws.Symbol) string {
	if slices.Contains(ir.Kinds, ir.Kind(s.What)) {
		return fmt.Sprintf("%s %q", s.What, s.ID)
	}
	return fmt.Sprintf("the %s of %q", s.What, s.ID)
}

// namesTaken finds physical names that belonged to something else: AWS makes
// what is new before it deletes what is old, and Azure takes what is old for
// what is new.
func (c *comparison) namesTaken(on cloud.Name, was, is []name, told map[[2]string]bool) {
	before := map[string]name{}
	for _, n := range was {
		before[n.key] = n
	}
	for _, n := range is {
		old, ok := before[n.key]
		if !ok || old.id == n.id || told[[2]string{old.id, n.id}] {
			continue
		}
		told[[2]string{old.id, n.id}] = true
		c.takes(n.id, n.pos, fmt.Sprintf("%q takes the %s %s name that %q had in the previous build", n.id, on.Title(), n.space, old.id))
	}
}

// takes reports that an id takes a name from another.
func (c *comparison) takes(id string, pos ir.Pos, message string) {
	owner := c.owner(id, pos)
	c.add(diag.New("release-replaces", c.placeOf(owner, id, pos), c.pathOf(owner, id), message).
		WithHelp("rename it"))
}

// prefixes notes that the names of this release leave less room for the name
// prefix, which customers choose and cannot change.
func (c *comparison) prefixes() {
	room, _ := aws.PrefixLimit(c.Previous)
	if c.room >= room {
		return
	}
	id, pos := c.longest.ID, c.longest.Pos
	owner, help := c.owner(id, pos), "make sure that the prefix of every customer fits"
	save, known := room-c.room, c.Previous.Resource(id) != nil || c.Previous.Profile(id) != nil
	if !known && save < len(id) {
		help = fmt.Sprintf("shorten the id by %d, or %s", save, help)
	}
	c.add(diag.New("release-setup-again", c.placeOf(owner, id, pos), c.pathOf(owner, id),
		fmt.Sprintf("%q leaves NamePrefix %s, %d in the previous build: a customer whose prefix is longer cannot run setup again", id, characters(c.room), room)).
		WithHelp(help))
}
