package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// namesFirst are the services whose ARNs begin with the resource's name rather
// than with the word for its type.
var namesFirst = map[string]bool{"s3": true, "sqs": true, "sns": true, "execute-api": true, "codecommit": true}

// What an ARN is that IAM refuses, so that nobody can accept it.
const (
	noARN        = "is not an ARN"
	everyService = "covers every service"
)

// wide tells why an ARN names no resource, or "". A wildcard behind the
// beginning of a name is the author's choice; a name that begins with one, or
// with a variable that IAM fills in, is anybody's.
func wide(arn string) string {
	pieces, err := ir.Interpolate(arn)
	if err != nil {
		return "" // reported as what it is
	}
	var plain strings.Builder
	for _, p := range pieces {
		switch p.Var {
		case "":
			plain.WriteString(p.Lit)
		case "principalId":
			plain.WriteString("arn:aws:iam::x:role/x") // the one variable that is an ARN
		default:
			plain.WriteString("x")
		}
	}
	text := plain.String()
	if strings.Trim(text, "*?") == "" {
		return "covers every resource"
	}
	parts := strings.SplitN(text, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return noARN
	}
	if strings.ContainsAny(parts[2], "*?") {
		return everyService
	}
	names := strings.FieldsFunc(parts[5], func(c rune) bool { return c == '/' || c == ':' })
	blank := func(i int) bool {
		return i >= len(names) || strings.IndexAny(names[i], "*?") == 0 || strings.HasPrefix(names[i], "${")
	}
	typed := !namesFirst[parts[2]]
	switch {
	case blank(0):
		return covers("resource of "+parts[2], names, 0)
	case typed && len(names) == 1 && strings.ContainsAny(names[0], "*?"):
		return "covers every resource of " + parts[2]
	case typed && len(names) > 1 && blank(1):
		return covers(names[0]+" of "+parts[2], names, 1)
	}
	return ""
}

// covers says how far an ARN goes whose i-th name is missing or begins with
// anything.
func covers(things string, names []string, i int) string {
	if i >= len(names) || strings.Trim(names[i], "*?") == "" {
		return "covers every " + things
	}
	return "covers any " + things + ", since its name begins with anything"
}

// wideScope checks that an ARN names a resource.
func wideScope(r *review, w written, on, path string) {
	why := wide(on)
	if why == "" {
		return
	}
	d := w.at("custom-set-wide-scope", path, "resource %q in set %q %s", on, w.ID, why).
		WithHelp(`name the resource, such as "arn:aws:dynamodb:${awsRegion}:${awsAccountId}:table/${resourceName}"`)
	if why == noARN || why == everyService {
		r.add(d)
		return
	}
	r.addAcceptable(d, w.subject(r)+" "+on)
}

// variables checks the ${variables} of a binding.
func variables(r *review, w written, b *ir.AWSBinding, path string) {
	eachString(b, path, func(text, path string) {
		variablesIn(r, w, text, path, cloud.AWS, func(name string) bool { return exists(w, name) })
	})
}

// variablesIn checks the ${variables} of a string for one cloud.
func variablesIn(r *review, w written, text, path string, on cloud.Name, known func(string) bool) {
	pieces, err := ir.Interpolate(text)
	if err != nil {
		r.add(w.at("unknown-variable", path, "%v", err).WithHelp("write $${ where ${ stands for itself"))
	}
	for _, p := range pieces {
		if p.Var != "" && !known(p.Var) {
			r.add(w.at("unknown-variable", path, "unknown variable ${%s}", p.Var).WithHelp(variableNameHelp(p.Var, on)))
		}
	}
}

// keyless checks that a binding used under "*" does not ask for the resource
// of its key.
func keyless(r *review, w written, b *ir.AWSBinding, path string) {
	eachString(b, path, func(text, path string) {
		pieces, _ := ir.Interpolate(text) // an error is reported by variables
		for _, p := range pieces {
			if p.Var == "" || !exists(w, p.Var) {
				continue
			}
			if _, ok := aws.Interpolation(p.Var, nil, profileName(w.holder)); !ok {
				r.add(w.at("unknown-variable", path, `variable ${%s} has no value under "*"`, p.Var).
					WithHelp("grant the set under the id of a resource"))
			}
		}
	})
}

// exists reports whether AWS gives a variable a value for some resource.
func exists(w written, name string) bool {
	_, ok := aws.Interpolation(name, &ir.Storage{}, profileName(w.holder))
	return ok
}

// profileName is what the holder's role is named after. That of management is
// made like a profile's, and no profile may have its name.
func profileName(h holder) string {
	if h.profile == nil {
		return "management"
	}
	return h.profile.Name
}

// variableNames are the variables that have a value on each cloud, in the order
// of the language reference.
var variableNames = map[cloud.Name][]string{
	cloud.AWS: {
		"stackPrefix", "resourceName", "resourceId", "awsAccountId", "awsRegion",
		"serviceAccountName", "principalId", "stackTag", "resourceTag", "managedByTag",
	},
	cloud.GCP: {
		"stackPrefix", "resourceName", "resourceId", "projectName", "projectNumber", "region",
		"serviceAccountName", "principalId", "stackTag", "resourceTag", "managedByTag",
	},
	cloud.Azure: azure.Interpolations,
}

// placeVariables are those that say where a deployment is.
var placeVariables = map[cloud.Name]string{
	cloud.AWS: "${awsAccountId} and ${awsRegion}", cloud.Azure: "${subscriptionId} and ${resourceGroup}",
}

func variableNameHelp(name string, on cloud.Name) string {
	for _, other := range cloud.Names {
		if slices.Contains(variableNames[other], name) {
			return fmt.Sprintf("it exists on %s; %s has %s", other.Title(), on.Title(), placeVariables[on])
		}
	}
	if strings.Contains(name, ":") && on == cloud.AWS {
		return fmt.Sprintf("write $${%s} for a variable that AWS fills in", name)
	}
	return didYouMean(name, variableNames[on], fmt.Sprintf("variables on %s: %s", on.Title(), strings.Join(variableNames[on], ", ")))
}

// eachString calls f with every string of a binding that may hold variables.
func eachString(b *ir.AWSBinding, path string, f func(text, path string)) {
	if b == nil {
		return
	}
	for i, on := range b.Resources {
		f(on, fmt.Sprintf("%s.resources[%d]", path, i))
	}
	for _, c := range b.Condition {
		for i, value := range c.Values {
			at := path + ".condition." + c.Operator + "." + c.Key
			if len(c.Values) > 1 {
				at += fmt.Sprintf("[%d]", i)
			}
			f(value, at)
		}
	}
}
