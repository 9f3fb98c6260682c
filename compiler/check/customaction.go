package check

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/aws/catalogue"
	"github.com/alienc/alienc/compiler/diag"
)

// awsAction checks one action: that it exists and is spelled out far enough.
func awsAction(r *review, w written, action, path string) {
	known := catalogue.Open()
	switch id, help := refused(action); {
	case id == "custom-set-wildcard-action":
		r.add(w.at(id, path, "%q is not allowed in set %q", action, w.ID).WithHelp(help))
	case id != "":
		r.add(w.at(id, path, "%q in set %q is not a known action", action, w.ID).As(diag.Error).WithHelp(help))
	case len(known.Expand(action)) == 0:
		r.add(unknownAction(w, known, action, path))
	}
}

// refused tells which rule the form of an action breaks, if any, and what to
// write instead.
func refused(action string) (id, help string) {
	service, name, ok := strings.Cut(action, ":")
	switch {
	case strings.Trim(action, "*?:") == "" || strings.ContainsAny(service, "*?") || ok && strings.Trim(name, "*?") == "" && name != "":
		return "custom-set-wildcard-action", "list the actions"
	case !ok || service == "" || name == "" || !spelled(service, "-") || !spelled(name, "*?"):
		return "custom-set-unknown-action", `write service:Action, such as "s3:GetObject"`
	case strings.ContainsAny(strings.TrimSuffix(name, "*"), "*?"):
		return "custom-set-wildcard-action", `list the actions; a wildcard may only stand at the end, as in "s3:GetObject*"`
	}
	return "", ""
}

// meant gives the actions that an author's word for them stands for, as AWS
// writes them; none for what is refused. One that nobody knows stays as it is.
func meant(action string) []string {
	if id, _ := refused(action); id != "" {
		return nil
	}
	matched := catalogue.Open().Expand(action)
	if len(matched) == 0 && !strings.HasSuffix(action, "*") {
		return []string{action}
	}
	return matched
}

// actionPath is the data path of an action inside its set.
func actionPath(rule, action int) string {
	return fmt.Sprintf("platforms.aws[%d].grant.actions[%d]", rule, action)
}

// privileged finds the actions by which a profile could widen what it or
// somebody else may do. Each profile and key counts for itself: who accepts
// one has not accepted the others.
func privileged(r *review, w written) {
	if r.aws() {
		awsPrivileged(r, w)
	}
	if r.azure() {
		azurePrivileged(r, w)
	}
}

func awsPrivileged(r *review, w written) {
	for i, rule := range w.Custom.AWS {
		if rule.Effect == "Deny" {
			continue
		}
		for j, action := range rule.Actions {
			for _, a := range meant(action) {
				hands := handsOf(a)
				if hands == "" {
					continue
				}
				help := "remove it"
				if !strings.EqualFold(a, action) {
					help = fmt.Sprintf("it includes %s: list the actions that are needed", a)
				}
				r.addAcceptable(w.at("custom-set-privileged", actionPath(i, j), "%q in set %q can hand out %s", action, w.ID, hands).
					WithHelp(help), w.subject(r)+" "+action)
				break
			}
		}
	}
}

// handsOf tells what an action hands out to a profile, whose functions have no
// business with the code of others.
func handsOf(action string) string {
	power := aws.PowerOf(action)
	if power.Replaces {
		return aws.Work
	}
	return power.Hands
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
