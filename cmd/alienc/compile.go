package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alienc/alienc/access"
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/bundle"
	"github.com/alienc/alienc/compiler/check"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/deploy"
	"github.com/alienc/alienc/emit"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/prove"
)

// session is one run over one alien.ts: settings, where to speak, and what
// came out.
type session struct {
	options
	entry   string // path of the entry file
	dir     string // output directory
	stdout  io.Writer
	stderr  io.Writer
	sources *sources
	printer printer

	nameAt   ir.Pos        // of the name in alienc.yaml; zero if it comes from elsewhere
	accepted []ir.Accepted // by alienc.yaml
	earlier  *ir.Stack     // the build that --previous names, or nil

	list   diag.List
	result *compiler.Result

	proof      prove.Result
	deployment aws.Deployment // filled in for a stack without errors
	files      []emit.File    // complete: with SHA256SUMS and manifest.json; nil after an error
	budgets    []cloud.Budget
}

// compileArgs goes from a command line to everything that a build would
// write. The error is what ends the command; findings are in the session.
func compileArgs(cmd *cobra.Command, o options, args []string) (*session, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	entry, err := entryFile(args)
	if err != nil {
		return nil, err
	}
	s := &session{options: o, entry: entry, stdout: cmd.OutOrStdout(), stderr: cmd.ErrOrStderr(), sources: newSources(filepath.Dir(entry))}
	s.printer = printer{out: s.stderr, sources: s.sources, colors: colored(o.color, s.stderr)}
	if err := s.configure(cmd); err != nil {
		return nil, err
	}
	if err := s.readPrevious(cmd); err != nil {
		return nil, err
	}
	if err := s.compile(cmd.Context()); err != nil {
		return nil, err
	}
	return s, nil
}

// configure fills in from alienc.yaml what neither a flag nor a variable gave.
func (s *session) configure(cmd *cobra.Command) error {
	s.dir = s.out
	file := s.config
	if file == "" {
		root, err := bundle.Root(s.entry)
		if err != nil {
			return usageError{err.Error(), ""}
		}
		file = filepath.Join(root, configName)
		if _, err := os.Stat(file); err != nil {
			return nil //nolint:nilerr // the file is optional
		}
	}
	shown := file
	if rel, err := relative(filepath.Dir(s.entry), file); err == nil {
		shown = rel
	}
	c, list, err := readConfig(file, filepath.ToSlash(shown))
	if err != nil {
		return err
	}
	if len(list) > 0 {
		s.list = list
		if err := s.report(); err != nil {
			return err
		}
		return exitUsage
	}
	if c.out != "" && !cmd.Flags().Changed("out") {
		s.dir = filepath.FromSlash(c.out)
		if !filepath.IsAbs(s.dir) {
			s.dir = filepath.Join(filepath.Dir(file), s.dir)
			if rel, err := relative(".", s.dir); err == nil {
				s.dir = rel
			}
		}
	}
	given := cmd.Flags().Changed
	if !given("target") {
		s.targets = c.targets
	}
	if !given("name") {
		s.settings.Name, s.nameAt = c.name, c.nameAt
	}
	if !given("aws-account") {
		s.settings.Account = c.account
	}
	if !given("aws-region") {
		s.settings.Region = c.region
	}
	s.accepted = c.accepted
	return nil
}

// relative is filepath.Rel for paths of which only one may be absolute or free
// of links.
func relative(base, target string) (string, error) {
	base, err := filepath.Abs(base)
	if err != nil {
		return "", err
	}
	if direct, err := filepath.EvalSymlinks(base); err == nil {
		base = direct
	}
	target, err = filepath.Abs(target)
	if err != nil {
		return "", err
	}
	return filepath.Rel(base, target)
}

// compile runs the pipeline: compile, derive, emit, measure, inspect. It stops
// after the first stage that finds an error in the input.
func (s *session) compile(ctx context.Context) error {
	targets, err := clouds(s.targets)
	if err != nil {
		return err
	}
	env, err := s.variables()
	if err != nil {
		return err
	}
	s.result, err = compiler.Compile(ctx, compiler.Options{
		Entry: s.entry, Env: env, Targets: targets, Available: available(), Console: s.stderr, Overrun: s.overrun,
		Accepted: s.accepted, Previous: s.earlier,
	})
	if err != nil {
		return usageError{err.Error(), ""}
	}
	s.add(s.result.Diagnostics)
	if s.list.HasErrors() {
		return nil
	}
	stack := s.result.Stack
	if err := s.deploy(stack); err != nil {
		return err
	}
	plan := iam.Derive(stack, s.result.Targets)
	parts := map[cloud.Name][]cloud.Part{}
	for _, b := range backends {
		if !slices.Contains(s.result.Targets, b.name) {
			continue
		}
		output := b.emit(stack, plan, s.deployment)
		policies, budgets := b.policies(plan, s.deployment)
		s.files = append(s.files, output.Files...)
		for _, p := range policies {
			s.files = append(s.files, emit.File{Path: p.Path, Role: p.Role, Data: p.Data})
		}
		s.budgets = slices.Concat(s.budgets, output.Budgets, budgets)
		parts[b.name] = output.Parts
	}
	s.add(check.Budgets(s.budgets))
	if s.list.HasErrors() {
		s.files = nil
		return nil
	}
	s.proof = prove.Run(prove.Input{Stack: stack, Plan: plan, Parts: parts, Accepted: s.result.Accepted})
	if len(s.proof.Broken) > 0 {
		return bugError{strings.Join(s.proof.Broken, "; ")}
	}
	return s.finish(plan, parts)
}

// add takes findings in, as errors where the author asked for strictness. A
// risk that the author accepts stays a warning.
func (s *session) add(list diag.List) {
	for _, d := range list {
		if s.strict && d.Severity == diag.Warning && !d.Accepted {
			d = d.As(diag.Error)
		}
		s.list.Add(d)
	}
	s.list.Sort()
}

// finish adds the files that belong to no cloud and inspects all of them.
func (s *session) finish(plan *iam.Plan, parts map[cloud.Name][]cloud.Part) error {
	stack := s.result.Stack
	document, err := ir.Encode(stack)
	if err != nil {
		return bugError{err.Error()}
	}
	m := manifest{Stack: stack.ID, Entry: filepath.Base(s.entry), Targets: s.result.Targets, Env: append([]string{}, s.result.Env...), Settings: s.settings, Inputs: []inputFile{}}
	for _, in := range s.result.Inputs {
		m.Inputs = append(m.Inputs, inputFile{in.Path, in.SHA256, in.Size})
	}
	build := buildInfo()
	rights := access.Input{
		Stack: stack, Plan: plan, Proof: s.proof, Parts: parts, Targets: s.result.Targets, Accepted: s.result.Accepted,
		Alienc: build.Version, Catalogues: build.Catalogues, Inputs: m.inputs(),
	}
	s.files = append(s.files,
		emit.File{Path: irName, Role: "ir", Data: document},
		emit.File{Path: accessName, Role: "access", Data: access.JSON(rights)},
		emit.File{Path: accessPageName, Role: "access-page", Data: access.Markdown(rights)},
		emit.File{Path: deployPageName, Role: "deploy-page", Data: deploy.Markdown(s.commands(plan))},
	)
	if s.files, err = m.complete(s.files); err != nil {
		return bugError{err.Error()}
	}
	if wrong := inspect(plan, s.files); wrong != "" {
		return bugError{wrong}
	}
	return nil
}

// commands says what the page of commands is about: the files that are there.
func (s *session) commands(plan *iam.Plan) deploy.Input {
	in := deploy.AWS{Deployment: s.deployment, ManagementPolicies: len(plan.ManagementPolicies())}
	for _, f := range s.files {
		switch f.Role {
		case "template":
			in.TemplateBytes = len(f.Data)
		case "setup-role-template":
			in.SetupRoleBytes = len(f.Data)
		case "setup-policy":
			in.SetupFiles = append(in.SetupFiles, f.Path)
		case "teardown-policy":
			in.TeardownFiles = append(in.TeardownFiles, f.Path)
		case "management-policy":
			in.ManagementFiles = append(in.ManagementFiles, f.Path)
		}
	}
	return deploy.Input{Stack: s.result.Stack, AWS: &in}
}

// overrun ends the process: the evaluation does not stop, so nothing else can.
func (s *session) overrun(d diag.Diagnostic) {
	s.list = diag.List{d}
	if err := s.report(); err != nil {
		fmt.Fprintln(s.stderr, err)
	}
	os.Exit(int(exitErrors))
}

// report says everything that was found.
func (s *session) report() error { return s.reportDrift(nil) }

func (s *session) reportDrift(drift *[]staleJSON) error {
	if s.json {
		return printDiagnostics(s.stdout, s.sources, s.list, drift)
	}
	list := s.list
	if s.quiet {
		list = slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
	}
	s.printer.list(list, s.maxErrors)
	return nil
}
