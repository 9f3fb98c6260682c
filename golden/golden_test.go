// Package golden holds whole tiny programs and what alienc must make of them.
// <case>/alien.ts compiles to <case>/want/, and errors/ holds inputs with the
// findings that they must give. It has no code of its own.
package golden_test

import (
	"context"
	"encoding/json"
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/sebdah/goldie/v2"

	"github.com/alienc/alienc/access"
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/check"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/deploy"
	"github.com/alienc/alienc/emit/cloudformation"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/prove"
)

// elsewhere gives the folder of a case whose program is one of the examples.
var elsewhere = map[string]string{"kitchen-sink": "../examples/kitchen-sink"}

// documented names the cases whose documents about access are compared as well.
// They are long, and say of each kind the same in every case.
var documented = map[string]bool{
	"docs-agent": true, "kv-write-only": true, "management-extend": true,
}

// updating reports whether -update asks for new goldens.
func updating() bool { return flag.Lookup("update").Value.String() == "true" }

// build makes everything of an input: the findings, and the output files by
// path when no finding is an error.
func build(t *testing.T, opts compiler.Options) (diag.List, map[string][]byte) {
	t.Helper()
	result, err := compiler.Compile(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	if result.Diagnostics.HasErrors() {
		return result.Diagnostics, nil
	}
	document, err := ir.Encode(result.Stack)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"ir.json": document}
	if !slices.Contains(result.Targets, cloud.AWS) {
		return result.Diagnostics, files
	}
	plan, deployment := iam.Derive(result.Stack, result.Targets), aws.Deployment{Prefix: result.Stack.ID}
	output := cloudformation.Emit(result.Stack, plan, deployment)
	for _, f := range output.Files {
		files[f.Path] = f.Data
	}
	policies, budgets := iam.AWSDocuments(plan, deployment)
	for _, p := range policies {
		files[p.Path] = p.Data
	}
	parts := map[cloud.Name][]cloud.Part{cloud.AWS: output.Parts}
	proof := prove.Run(prove.Input{Stack: result.Stack, Plan: plan, Parts: parts, Accepted: result.Accepted})
	for _, broken := range proof.Broken {
		t.Error(broken)
	}
	rights := access.Input{
		Stack: result.Stack, Plan: plan, Proof: proof, Parts: parts, Targets: result.Targets, Accepted: result.Accepted,
		Alienc: "golden", Catalogues: map[cloud.Name]string{cloud.AWS: "golden"}, Inputs: "golden",
	}
	files["access.json"], files["ACCESS.md"] = access.JSON(rights), access.Markdown(rights)
	files["DEPLOY.md"] = deploy.Markdown(commands(result.Stack, plan, deployment, files))
	result.Diagnostics.Add(check.Budgets(slices.Concat(output.Budgets, budgets))...)
	result.Diagnostics.Sort()
	return result.Diagnostics, files
}

// commands says what the page of commands is about.
func commands(stack *ir.Stack, plan *iam.Plan, about aws.Deployment, files map[string][]byte) deploy.Input {
	in := deploy.AWS{
		Deployment: about, ManagementPolicies: len(plan.ManagementPolicies()),
		TemplateBytes: len(files["aws/template.yaml"]), SetupRoleBytes: len(files["aws/iam/setup-role.template.yaml"]),
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		for prefix, list := range map[string]*[]string{
			"aws/iam/setup-policy": &in.SetupFiles, "aws/iam/teardown-policy": &in.TeardownFiles, "aws/iam/management-policy": &in.ManagementFiles,
		} {
			if strings.HasPrefix(path, prefix) {
				*list = append(*list, path)
			}
		}
	}
	return deploy.Input{Stack: stack, AWS: &in}
}

// TestGolden compiles each case and compares every output file, and what
// alienc says (findings.txt, when it says something), with want/.
func TestGolden(t *testing.T) {
	schema, err := jsonschema.Compile("../docs/schema/ir.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := name
			if there, ok := elsewhere[name]; ok {
				folder = there
			}
			findings, files := build(t, compiler.Options{
				Entry:     filepath.Join(folder, "alien.ts"),
				Available: []cloud.Name{cloud.AWS},
				Console:   os.Stderr,
				Overrun:   func(d diag.Diagnostic) { panic("evaluation cannot be interrupted: " + d.Message) },
			})
			if findings.HasErrors() {
				t.Fatalf("does not compile:\n%s", render(findings))
			}
			if len(findings) > 0 {
				files["findings.txt"] = []byte(render(findings))
			}
			if !documented[name] {
				delete(files, "access.json")
				delete(files, "ACCESS.md")
			}
			if name != "docs-agent" { // what a page may have is tested beside it
				delete(files, "DEPLOY.md")
			}
			want := filepath.Join(name, "want")
			g := goldie.New(t, goldie.WithFixtureDir(want), goldie.WithNameSuffix(""), goldie.WithDiffEngine(goldie.Simple))
			for path, data := range files {
				g.Assert(t, path, data)
			}
			noLeftOver(t, want, files)
			var document any
			if err := json.Unmarshal(files["ir.json"], &document); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(document); err != nil {
				t.Errorf("ir.json: %#v", err)
			}
		})
	}
}

// cases lists the folders beside this file; errors/ holds another kind.
func cases(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, entry := range entries {
		if entry.IsDir() && entry.Name() != "errors" && elsewhere[entry.Name()] == "" {
			list = append(list, entry.Name())
		}
	}
	for name := range elsewhere {
		list = append(list, name)
	}
	return list
}

// noLeftOver fails for files of want/ that nothing produces any more, and
// with -update removes them.
func noLeftOver(t *testing.T, want string, files map[string][]byte) {
	t.Helper()
	err := filepath.WalkDir(want, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && entry.Name() == "azure" && path != want {
			return fs.SkipDir // another test's
		}
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(want, path)
		if err != nil || files[filepath.ToSlash(rel)] != nil {
			return err
		}
		if updating() {
			return os.Remove(path)
		}
		t.Errorf("%s is left over: nothing produces it", path)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestEveryKindHasACase fails for a kind without a case of its own name.
func TestEveryKindHasACase(t *testing.T) {
	for _, kind := range ir.Kinds {
		found, err := filepath.Glob(string(kind) + "*/alien.ts")
		if err != nil || len(found) == 0 {
			t.Errorf("no golden/%s*/alien.ts: %v", kind, err)
		}
	}
}
