package check

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/aws/catalogue"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// awsAction checks one action: that it exists, is spelled out far enough, and
// gives nobody further rights.
func awsAction(r *review, w written, rule ir.AWSRule, action, path string) {
	known := catalogue.Open()
	service, name, ok := strings.Cut(action, ":")
	switch {
	case strings.Trim(action, "*?:") == "" || strings.ContainsAny(service, "*?") || ok && strings.Trim(name, "*?") == "" && name != "":
		r.add(w.at("custom-set-wildcard-action", path, "%q is not allowed in set %q", action, w.ID).WithHelp("list the actions"))
		return
	case !ok || service == "" || name == "" || !spelled(service, "-") || !spelled(name, "*?"):
		r.add(w.at("custom-set-unknown-action", path, "%q in set %q is not a known action", action, w.ID).As(diag.Error).
			WithHelp(`write service:Action, such as "s3:GetObject"`))
		return
	case strings.ContainsAny(strings.TrimSuffix(name, "*"), "*?"):
		r.add(w.at("custom-set-wildcard-action", path, "%q is not allowed in set %q", action, w.ID).
			WithHelp(`list the actions; a wildcard may only stand at the end, as in "s3:GetObject*"`))
		return
	}
	matched := known.Expand(action)
	if len(matched) == 0 {
		r.add(unknownAction(w, known, action, path))
		if !strings.HasSuffix(action, "*") {
			matched = []string{action}
		}
	}
	if rule.Effect == "Deny" {
		return
	}
	for _, a := range matched {
		power := aws.PowerOf(a).Hands
		if power == "" {
			continue
		}
		d := w.at("custom-set-privileged", path, "%q in set %q can hand out %s", action, w.ID, power).
			WithHelp("remove it: application code must not be able to widen what it may do")
		if !strings.EqualFold(a, action) {
			d = d.WithHelp(fmt.Sprintf("it includes %s: list the actions that are needed", a))
		}
		r.add(d)
		return
	}
}

// spelled reports whether a part of an action holds nothing but letters,
// digits and the extra characters, as every action does.
func spelled(part, extra string) bool {
	return strings.IndexFunc(part, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune(extra, c)
	}) < 0
}

// unknownAction reports an action that the catalogue does not have. That may
// be a new one, so it is a warning, unless the action cannot be right.
func unknownAction(w written, known *catalogue.Catalogue, action, path string) diag.Diagnostic {
	d := w.at("custom-set-unknown-action", path, "%q in set %q is not a known action", action, w.ID)
	service, _, _ := strings.Cut(action, ":")
	if strings.HasSuffix(action, "*") {
		return d.As(diag.Error).WithHelp("it matches no action that this alienc knows: list the actions")
	}
	if !known.HasService(service) {
		return d.WithHelp(fmt.Sprintf("this alienc knows no service %q; the action counts as writing data", service))
	}
	var names []string
	for _, a := range known.Actions(service) {
		names = append(names, a.Name)
	}
	if near := diag.DidYouMean(action, names); near != "" {
		return d.As(diag.Error).WithHelp(fmt.Sprintf("did you mean %s?", near))
	}
	return d.WithHelp("check its spelling; an action that this alienc does not know counts as writing data")
}
