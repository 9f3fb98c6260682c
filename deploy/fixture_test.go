package deploy

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep"
	"github.com/alienc/alienc/emit/cloudformation"
	"github.com/alienc/alienc/iam"
)

// aboutNothing is a deployment of which nothing is known.
var aboutNothing = aws.Deployment{}

// built is what a build of a program makes, as far as the page speaks of it.
type built struct {
	name  string
	in    Input
	files map[string][]byte
}

// programs compiles every example and golden case.
func programs(t *testing.T) []built {
	t.Helper()
	var list []built
	for _, pattern := range []string{"../examples/*/alien.ts", "../golden/*/alien.ts"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) < 4 {
			t.Fatalf("%s: %d programs, %v", pattern, len(files), err)
		}
		for _, f := range files {
			list = append(list, compiled(t, f, aws.Deployment{}))
		}
	}
	return list
}

func compiled(t *testing.T, entry string, about aws.Deployment) built {
	t.Helper()
	result, err := compiler.Compile(context.Background(), compiler.Options{Entry: entry, Available: []cloud.Name{cloud.AWS}})
	if err != nil || result.Diagnostics.HasErrors() {
		t.Fatal(entry, err, result.Diagnostics)
	}
	if about.Prefix == "" {
		about.Prefix = result.Stack.ID
	}
	return build(filepath.Base(filepath.Dir(entry)), result.Stack, about)
}

// build makes the files that a page names, and what the page is made of.
func build(name string, stack *ir.Stack, about aws.Deployment) built {
	plan := iam.Derive(stack, []cloud.Name{cloud.AWS})
	b := built{name: name, files: map[string][]byte{}}
	for _, f := range cloudformation.Emit(stack, plan, about).Files {
		b.files[f.Path] = f.Data
	}
	b.in = Input{Stack: stack, AWS: &AWS{
		Deployment: about, ManagementPolicies: len(plan.ManagementPolicies()),
		TemplateBytes: len(b.files[templateFile]), SetupRoleBytes: len(b.files[setupRoleFile]),
	}}
	policies, _ := iam.AWSDocuments(plan, about)
	for _, p := range policies {
		b.files[p.Path] = p.Data
		switch p.Role {
		case "setup-policy":
			b.in.AWS.SetupFiles = append(b.in.AWS.SetupFiles, p.Path)
		case "teardown-policy":
			b.in.AWS.TeardownFiles = append(b.in.AWS.TeardownFiles, p.Path)
		case "management-policy":
			b.in.AWS.ManagementFiles = append(b.in.AWS.ManagementFiles, p.Path)
		}
	}
	return b
}

// forAzure makes what a build of a program for Azure alone makes. A program
// that Azure refuses is compiled as for AWS: what it says of AWS, nobody looks
// at here.
func forAzure(t *testing.T, entry string) built {
	t.Helper()
	result, err := compiler.Compile(context.Background(), compiler.Options{Entry: entry, Available: []cloud.Name{cloud.Azure}})
	if err == nil && result.Diagnostics.HasErrors() {
		result, err = compiler.Compile(context.Background(), compiler.Options{Entry: entry, Available: []cloud.Name{cloud.AWS}})
	}
	if err != nil || result.Diagnostics.HasErrors() {
		t.Fatal(entry, err, result.Diagnostics)
	}
	return azureBuild(filepath.Base(filepath.Dir(entry))+" on Azure", result.Stack)
}

// azureBuild makes the files that a page about Azure names.
func azureBuild(name string, stack *ir.Stack) built {
	b := built{name: name, files: map[string][]byte{}}
	for _, f := range bicep.Emit(stack, iam.Derive(stack, []cloud.Name{cloud.Azure})).Files {
		b.files[f.Path] = f.Data
	}
	b.in = Input{Stack: stack, Azure: &Azure{Teardown: b.files[teardownBicepFile] != nil, Management: b.files[managementBicepFile] != nil}}
	return b
}

// azurePrograms is programs for Azure.
func azurePrograms(t *testing.T) []built {
	t.Helper()
	var list []built
	for _, pattern := range []string{"../examples/*/alien.ts", "../golden/*/alien.ts"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) < 4 {
			t.Fatalf("%s: %d programs, %v", pattern, len(files), err)
		}
		for _, f := range files {
			list = append(list, forAzure(t, f))
		}
	}
	return list
}

// bothClouds is every program on each cloud.
func bothClouds(t *testing.T) []built {
	t.Helper()
	return append(programs(t), azurePrograms(t)...)
}

// agent is the example that has a bucket, a vault and a live function.
func agent(t *testing.T, about aws.Deployment) built {
	t.Helper()
	return compiled(t, "../examples/agent/alien.ts", about)
}

// commands lists the lines of all blocks of commands.
func commands(text string) []string {
	var list []string
	inside := false
	for line := range strings.Lines(text) {
		switch line = strings.TrimSuffix(line, "\n"); {
		case strings.HasPrefix(line, "```"):
			inside = strings.HasPrefix(line, "```sh")
		case inside:
			list = append(list, line)
		}
	}
	return list
}

// sectionOf gives the part of a page from a heading to the next of any depth.
func sectionOf(t *testing.T, text, heading string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, "\n"+heading)
	if !ok {
		t.Fatalf("the page has no %q", heading)
	}
	return regexp.MustCompile(`(?m)^##`).Split(rest, 2)[0]
}
