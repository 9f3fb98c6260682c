package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// release compares the stack with an earlier build of it, for the customers
// who run that build: what reaches them only when they run setup again, what
// cannot reach them at all, and what stays behind. What management changes in
// place is not reported. It is no rule like the others: it runs last, and only
// on a stack without errors, since what was refused would seem removed.
//
// What cannot work is what would replace a thing with a fixed name: AWS makes
// the new one first, and finds the name taken. Of the properties that AWS
// cannot change in place, alien.ts reaches few:
//
//   - PackageType of a function: zip to image, and back, is refused here.
//   - Names (of buckets, tables, queues, parameters, repositories, roles,
//     policies, log groups, functions, schedules and their group) are made of
//     the prefix and an id. Another stack id is refused here. A resource with
//     another id is another resource, with another logical id; that something
//     else takes its name or logical id is refused by names.
//   - The source of an event source mapping: the logical id names function and
//     queue, so another source is another mapping, and mappings have no names.
//   - Everything of a Lambda permission: it has no name, and setup may replace
//     it.
//   - The function of a URL: the logical id names it.
//   - Key schema, FIFO, encryption of a repository, path of a role, start
//     position of a mapping, qualifier of a URL: alien.ts has no word for them.
//
// Azure replaces nothing: a resource of the same name is updated in place. So
// there a name that changes hands would show the data of one id to another.
func release(r *review) {
	before := r.Previous
	if before == nil || r.list.HasErrors() {
		return
	}
	c := &comparison{review: r}
	if before.ID != r.Stack.ID {
		what, under := "every physical name begins with it", "another prefix"
		if !r.aws() {
			what, under = "the names of what holds data are made of it", "another id"
		}
		r.add(diag.New("release-replaces", r.Stack.Places.At("id", r.Stack.Pos), "id",
			fmt.Sprintf("stack id %q was %q in the previous build, and %s", r.Stack.ID, before.ID, what)).
			WithHelp(fmt.Sprintf("keep %q: under %s everything is new and empty", before.ID, under)))
		return // the two have nothing in common
	}
	c.was, c.is = c.identities(before), c.identities(r.Stack)
	for _, res := range r.Stack.Resources {
		info := res.Info()
		switch was := before.Resource(info.ID); {
		case was == nil:
			r.add(setupAgain(info.Pos, "resources."+info.ID, "%s %q is new since the previous build", res.Kind(), info.ID))
		case was.Kind() != res.Kind():
			c.otherKind(was, res)
		default:
			c.changed(was, res)
		}
	}
	for _, was := range before.Resources {
		if r.Stack.Resource(was.Info().ID) == nil {
			c.removed(was)
		}
	}
	c.rights()
	c.names()
}

// comparison is a review of what changed since the previous build.
type comparison struct {
	*review
	was, is map[string]rights // of the identities in the two builds, by profile
}

// deletes is the help for what a release no longer has: its own policies know
// nothing of it.
const deletes = "deleting needs the setup and teardown policies of the previous build beside this one's setup; without them, what is no longer used stays behind"

// setupAgain makes the note about a change that management cannot make.
func setupAgain(pos ir.Pos, path, format string, args ...any) diag.Diagnostic {
	return diag.New("release-setup-again", pos, path, fmt.Sprintf(format, args...)+": the customer must run setup again")
}

// removed reports what only the previous build has.
func (c *comparison) removed(was ir.Resource) {
	id := was.Info().ID
	if what := c.kept(was); what != "" {
		c.add(orphan(c.Stack.Pos, id, what))
		return
	}
	c.add(setupAgain(c.Stack.Pos, "resources."+id, "%s %q was removed since the previous build", was.Kind(), id).WithHelp(deletes))
}

// orphan warns of data that a release leaves behind.
func orphan(pos ir.Pos, id, what string) diag.Diagnostic {
	return diag.New("release-orphans", pos, "resources."+id, fmt.Sprintf("%q was removed: its %s stay", id, what)).
		WithHelp("no release deletes data: once the customer has run setup with this one, they delete it by hand or keep it")
}

// otherKind reports an id that means a resource of another kind now. Names and
// logical ids differ by kind, so one goes and the other comes.
func (c *comparison) otherKind(was, res ir.Resource) {
	info := res.Info()
	d := setupAgain(info.Pos, "resources."+info.ID, "%q was %s in the previous build and is %s now", info.ID, a(was.Kind()), a(res.Kind()))
	if what := c.kept(was); what != "" {
		c.add(d, orphan(info.Pos, info.ID, what))
		return
	}
	c.add(d.WithHelp(deletes))
}

// changed reports what is different in a resource that both builds have, in
// one finding.
func (c *comparison) changed(was, res ir.Resource) {
	if c.reformed(was, res) {
		return
	}
	info := res.Info()
	flipped := was.Info().Lifecycle != info.Lifecycle
	var names, help []string
	for _, name := range different(settings(was), settings(res)) {
		if c.idle(name) {
			continue
		}
		if registry, ok := res.(*ir.ArtifactRegistry); ok && c.aws() && name == replicationRegions {
			c.add(byHand(registry))
			continue
		}
		if info.Lifecycle == ir.Live && !flipped {
			managed, why := c.managed(res, name)
			if managed {
				continue
			}
			help = append(help, why)
		}
		names = append(names, name)
	}
	what, at, path := string(info.Lifecycle)+" ", info.Pos, "resources."+info.ID
	parts := []string{joined(names)}
	switch {
	case flipped:
		what, at, path = "", info.Added, path+".lifecycle"
		parts = append(parts, c.flip(was, res))
		if f, ok := res.(*ir.Function); ok && f.Lifecycle == ir.Live && derived(c.Stack) {
			help = append(help, fmt.Sprintf("management may then replace its code, which acts as profile %q", f.Profile))
		}
	case len(names) == 1:
		at, path = info.At(names[0]), path+"."+names[0]
	case len(names) == 0:
		return
	}
	if shrunk(was, res) {
		help = append(help, deletes)
	}
	c.add(setupAgain(at, path, "%s%q changed since the previous build (%s)", what, info.ID, strings.Join(said(parts), "; ")).
		WithHelp(strings.Join(said(help), "\n")))
}

// said leaves out empty texts.
func said(list []string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// reformed reports a function whose code is packaged in another form.
func (c *comparison) reformed(was, res ir.Resource) bool {
	before, ok := was.(*ir.Function)
	now, too := res.(*ir.Function)
	if !ok || !too || !c.aws() || before.Code.Form() == now.Code.Form() {
		return false
	}
	c.add(about(now, "code", "release-replaces", "%s to %s replaces function %q, whose name is fixed", before.Code.Form(), now.Code.Form(), now.ID).
		WithHelp("give the function a new id"))
	return true
}

// flip says what another lifecycle does to management. Under override it has
// what the author lists, which it may have otherwise too, and with some kinds
// nothing but monitoring.
func (c *comparison) flip(was, res ir.Resource) string {
	text := fmt.Sprintf("%s to %s", was.Info().Lifecycle, res.Info().Lifecycle)
	had, has := mayUpdate(c.Previous, was), mayUpdate(c.Stack, res)
	switch {
	case had == has, !derived(c.Stack), !c.updates(res):
		return text
	case has:
		return text + ", which widens management"
	}
	return text + ", which narrows management"
}

// shrunk reports whether a function lost something that only teardown deletes:
// its URL, or what calls it for a queue or a schedule.
func shrunk(was, res ir.Resource) bool {
	before, ok := was.(*ir.Function)
	now, too := res.(*ir.Function)
	if !ok || !too {
		return false
	}
	if before.Ingress == ir.Public && now.Ingress != ir.Public {
		return true
	}
	left := callers(now)
	return slices.ContainsFunc(callers(before), func(caller string) bool { return !slices.Contains(left, caller) })
}

// callers names what calls a function for a queue or a schedule.
func callers(f *ir.Function) []string {
	var list []string
	for _, t := range f.Triggers {
		switch t := t.(type) {
		case *ir.QueueTrigger:
			list = append(list, "queue "+t.Queue.ID)
		case *ir.ScheduleTrigger:
			list = append(list, fmt.Sprintf("schedule %d", t.Index))
		}
	}
	return list
}

// kept says what stays in the customer's account when a resource is removed:
// whatever holds state, in the words of the first target. It is empty for a
// function.
func (c *comparison) kept(res ir.Resource) string {
	k := keeping{aws: c.aws()}
	res.Visit(&k)
	return k.what
}

type keeping struct {
	aws  bool
	what string
}

func (k *keeping) say(onAWS, otherwise string) {
	if k.what = otherwise; k.aws {
		k.what = onAWS
	}
}

func (k *keeping) Storage(*ir.Storage) { k.say("bucket and objects", "account and objects") }
func (k *keeping) Kv(*ir.Kv)           { k.say("table and items", "account and items") }
func (k *keeping) Queue(*ir.Queue)     { k.what = "queue and messages" }
func (k *keeping) Vault(*ir.Vault)     { k.what = "secrets" }
func (k *keeping) ArtifactRegistry(*ir.ArtifactRegistry) {
	k.say("repository and images", "registry and images")
}
func (k *keeping) Function(*ir.Function) {}
