package check

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam/sets"
)

// execute is the set that may stand anywhere and adds nothing: what it stands
// for is derived.
const execute = "function/execute"

// invoke is the set that lets a function call another one.
const invoke = "function/invoke"

// otherKinds are the kinds of the language that alienc does not compile, by
// the word in their set ids.
var otherKinds = map[string]string{
	"build": "Build", "service-account": "ServiceAccount", "container": "Container", "container-cluster": "ContainerCluster",
	"compute-cluster": "ComputeCluster", "daemon": "Daemon", "postgres": "Postgres", "ai": "AI", "key": "Key", "email": "Email",
	"sandbox": "Sandbox", "network": "Network", "kubernetes-cluster": "KubernetesCluster", "aws-opensearch": "AwsOpenSearch",
	"remote-stack-management": "RemoteStackManagement", "remote-bindings": "RemoteBindings", "service-activation": "ServiceActivation",
	"azure-resource-group": "AzureResourceGroup", "azure-storage-account": "AzureStorageAccount",
	"azure-container-apps-environment": "AzureContainerAppsEnvironment", "azure-service-bus-namespace": "AzureServiceBusNamespace",
}

// grants checks what profiles grant: sets that exist, on resources of their
// kind, which the functions link.
func grants(r *review) {
	for _, h := range r.holders() {
		reach := reachOf(h)
		for _, k := range h.grants {
			r.keyed(h, k, reach)
		}
		if h.profile != nil {
			r.unusedLinks(h)
		}
	}
}

// keyed checks one entry of a profile: its key, and the sets under it.
func (r *review) keyed(h holder, k ir.Keyed, w reach) {
	var on ir.Resource
	known := k.Key == ir.Any
	if !known {
		on = r.Stack.Resource(k.Key)
		known = on != nil
		if !known && w.users[k.Key] == 0 { // what is linked and not in the stack is reported at the link
			r.add(diag.New("unknown-profile-key", k.Pos, k.Path, fmt.Sprintf("%s grants on %q, which is not in the stack", h.what, k.Key)).
				WithHelp(r.keyHelp(h, k.Key)))
		}
	}
	first := map[string]ir.SetUse{}
	gated := false
	for _, s := range k.Sets {
		id := sets.Canonical(s.ID)
		if before, ok := first[id]; ok {
			if s.Custom != nil && before.Custom != nil && !same(s.Custom, before.Custom) {
				continue // two sets with one id, which is reported as that
			}
			r.add(diag.New("duplicate-grant", s.Pos, s.Path, fmt.Sprintf("%q is listed twice", s.ID)).
				WithHelp("remove one").
				WithRelated(before.Pos, "the first is here"))
			continue
		}
		first[id] = s
		set, ok := sets.Set{}, s.Custom != nil
		if !ok {
			set, ok = r.set(s)
		}
		if ok && id == invoke && s.Custom == nil {
			r.invoked(h, k.Key, s, w)
		}
		switch {
		case !ok || !known || id == execute:
		case on == nil && s.Custom == nil:
			r.expanded(h, k, s, set, w)
		case on != nil && s.Custom == nil && set.Kind != string(on.Kind()):
			r.kindMismatch(s, set, on)
		case on != nil && h.profile != nil && !gated:
			gated = true // one finding for each key is enough
			r.linkGate(h, s, on, w, "")
		}
	}
}

// invoked warns where a right to call a function would be none: on Azure any
// code in the environment reaches it. Only to call one through its queue of
// commands, as management does, is a right.
func (r *review) invoked(h holder, key string, s ir.SetUse, w reach) {
	if !r.azure() {
		return
	}
	for _, f := range r.Stack.Functions() {
		if key == f.ID || key == ir.Any && (h.profile == nil || w.users[f.ID] > 0) {
			if h.profile == nil && f.Commands {
				continue
			}
			r.add(diag.New("invoke-not-enforced-by-iam", s.Pos, s.Path, fmt.Sprintf("%s on %q is not an IAM right on Azure", s.ID, f.ID)).
				WithHelp("what runs in the environment of the stack can call it: its code must check who calls"))
		}
	}
}

// set finds a built-in set that an author may grant. What is not one is
// reported.
func (r *review) set(s ir.SetUse) (sets.Set, bool) {
	set, ok := sets.Lookup(s.ID)
	kind, purpose, _ := strings.Cut(s.ID, "/")
	switch {
	case ok && set.Grantable:
		return set, true
	case ok && set.Purpose == "provision":
		r.add(diag.New("set-not-grantable", s.Pos, s.Path, fmt.Sprintf("%q cannot be granted; setup creates resources", s.ID)).
			WithHelp("remove it"))
	case ok:
		r.add(diag.New("set-not-grantable", s.Pos, s.Path, fmt.Sprintf("%q cannot be granted", s.ID)).WithHelp("remove it"))
	case otherKinds[kind] != "" && purpose != "":
		r.add(diag.New("set-of-unsupported-kind", s.Pos, s.Path,
			fmt.Sprintf("%q belongs to %s, which alienc does not compile yet", s.ID, otherKinds[kind])).
			WithHelp("remove it; sets exist for " + strings.Join(sets.Kinds, ", ")))
	default:
		r.add(diag.New("unknown-permission-set", s.Pos, s.Path, fmt.Sprintf("unknown permission set %q", s.ID)).
			WithHelp(setHelp(s.ID, kind)))
	}
	return sets.Set{}, false
}

// setHelp proposes a set for an unknown id: the one near it, or those of its
// kind.
func setHelp(id, kind string) string {
	var all, ofKind []string
	for _, set := range sets.All() {
		if set.Grantable {
			all = append(all, set.ID)
			if set.Kind == kind {
				ofKind = append(ofKind, set.ID)
			}
		}
	}
	if len(ofKind) > 0 {
		return didYouMean(id, all, "sets of this kind: "+strings.Join(ofKind, ", "))
	}
	return didYouMean(id, all, `sets are named by kind and purpose, such as "storage/data-read"`)
}

func (r *review) keyHelp(h holder, key string) string {
	for _, res := range r.Stack.Unadded {
		if res.Info().ID == key {
			return fmt.Sprintf(".add(%s, %q)", key, ir.Frozen)
		}
	}
	ids := make([]string, 0, len(r.Stack.Resources))
	for _, res := range r.Stack.Resources {
		ids = append(ids, res.Info().ID)
	}
	all := "all that the functions link"
	if h.profile == nil {
		all = "all of the stack"
	}
	return didYouMean(key, ids, `the keys are ids of resources, or "*" for `+all)
}

func (r *review) kindMismatch(s ir.SetUse, set sets.Set, on ir.Resource) {
	help := fmt.Sprintf("grant a set of %s", a(on.Kind()))
	if better, ok := sets.Lookup(string(on.Kind()) + "/" + set.Purpose); ok && better.Grantable {
		help = fmt.Sprintf("did you mean %q?", better.ID)
	}
	r.add(declared(diag.New("set-kind-mismatch", s.Pos, s.Path,
		fmt.Sprintf("%q cannot be granted on %q, %s", s.ID, on.Info().ID, a(on.Kind()))).WithHelp(help), on))
}

// expanded checks a built-in set under "*", which stands for the resources of
// its kind that the functions link; for management, for all of the stack.
func (r *review) expanded(h holder, k ir.Keyed, s ir.SetUse, set sets.Set, w reach) {
	noun := ir.Kind(set.Kind).Noun()
	if h.profile == nil {
		if len(r.idsOf(ir.Kind(set.Kind))) == 0 {
			r.add(diag.New("grant-matches-nothing", s.Pos, s.Path, fmt.Sprintf("%q: %q matches no %s", k.Key, s.ID, noun)).
				WithHelp("remove it"))
		}
		return
	}
	if len(h.users) == 0 {
		return // nobody holds the profile, which is reported
	}
	matched := false
	for _, link := range w.first {
		res := r.Stack.Resource(link.ID)
		if link.Kind == ir.Kind(set.Kind) {
			matched = true
			if res != nil && res.Kind() == link.Kind {
				r.linkGate(h, s, res, w, ` through "*"`)
			}
		}
	}
	if !matched {
		r.add(diag.New("grant-matches-nothing", s.Pos, s.Path, fmt.Sprintf("%q: %q matches no linked %s", k.Key, s.ID, noun)).
			WithHelp(fmt.Sprintf("link a %s to a function that uses the profile, or remove the grant", noun)))
	}
}
