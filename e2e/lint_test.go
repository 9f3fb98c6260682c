package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestLint has cfn-lint read the templates of all examples and golden cases:
// no error, no warning, no information.
func TestLint(t *testing.T) {
	needE2E(t)
	lint, err := program("cfn-lint", toolsBin)
	if err != nil {
		results.skip("cfn-lint of every template: %v", err)
		t.Skip(err)
	}
	work := t.TempDir()
	templates := map[string]string{} // file to name
	var files []string
	for _, v := range vendors(t) {
		into := filepath.Join(work, filepath.FromSlash(v.name))
		if err := os.MkdirAll(into, 0o755); err != nil {
			t.Fatal(err)
		}
		file := build(t, v.dir(), into).template()
		templates[file] = v.name
		files = append(files, file)
	}
	found, err := findings(lint, files)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if list := found[file]; len(list) > 0 {
			results.fail(t, "cfn-lint: "+templates[file], list...)
			continue
		}
		results.pass("cfn-lint: %s", templates[file])
	}
}

// A linter that finds nothing anywhere proves nothing.
func TestLintBites(t *testing.T) {
	needE2E(t)
	lint, err := program("cfn-lint", toolsBin)
	if err != nil {
		results.skip("cfn-lint finds mistakes: %v", err)
		t.Skip(err)
	}
	file := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(file, []byte(`AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Unused: { Type: String }
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueNam: "a"
`), 0o644); err != nil {
		t.Fatal(err)
	}
	found, err := findings(lint, []string{file})
	if err != nil {
		t.Fatal(err)
	}
	rules := fmt.Sprint(found[file])
	for _, rule := range []string{"E3002", "W2001", "I3011"} {
		if !strings.Contains(rules, rule) {
			results.fail(t, "cfn-lint finds an error, a warning and an information", rules)
			return
		}
	}
	results.pass("cfn-lint finds an error, a warning and an information")
}

// findings gives what cfn-lint says about each file.
func findings(lint string, files []string) (map[string][]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), callTime)
	defer cancel()
	args := append([]string{"--include-checks", "I", "--format", "json", "--"}, files...)
	out, err := exec.CommandContext(ctx, lint, args...).Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	var list []struct {
		Filename, Message string
		Rule              struct{ ID string }
		Location          struct{ Start struct{ LineNumber int } }
	}
	if err := json.Unmarshal(out, &list); err != nil {
		return nil, fmt.Errorf("cfn-lint: %w: %s", err, out)
	}
	found := map[string][]string{}
	for _, f := range list {
		found[f.Filename] = append(found[f.Filename], fmt.Sprintf("line %d: %s %s", f.Location.Start.LineNumber, f.Rule.ID, f.Message))
	}
	if len(list) == 0 && err != nil {
		return nil, fmt.Errorf("cfn-lint: %w: %s", err, exit.Stderr)
	}
	return found, nil
}
