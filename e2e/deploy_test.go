package e2e

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alienc/alienc/e2e/template"
)

// TestDeploy creates every stack on the emulated AWS with the command that the
// build prints, and asks each service for what the template says. Examples are
// then updated to a next release; in the end each stack is deleted, and what
// holds state must be left.
func TestDeploy(t *testing.T) {
	needE2E(t)
	if _, err := program("aws", toolsBin); err != nil {
		results.skip("create, update and delete on an emulated AWS: %v", err)
		t.Skip(err)
	}
	e := startEngine(t)
	apis := e.startClient(t)
	for i, v := range vendors(t) {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			d := &deployment{
				name: v.name, engine: e, work: t.TempDir(),
				account: account{apis, fmt.Sprintf("%012d", 100000000001+i), map[place]string{}}, // an account of its own
			}
			d.lifecycle(t, v)
		})
	}
}

// exampleAccount stands in the values of parameters.example.json.
const exampleAccount = "123456789012"

// deployment is one stack on its way through life.
type deployment struct {
	name    string
	engine  *engine
	account account
	work    string

	stack     string // its name
	template  *template.Template
	values    template.Values
	resources map[string]template.Resource // what exists, by logical id
}

func (d *deployment) lifecycle(t *testing.T, v vendor) {
	t.Helper()
	if !d.deploy(t, "create", build(t, v.dir(), d.work)) {
		return
	}
	d.readBack(t, "create")
	if v.example {
		d.update(t, v)
		d.drift(t)
	}
	d.remove(t)
}

// update goes to the next release of the same vendor.
func (d *deployment) update(t *testing.T, v vendor) {
	t.Helper()
	before, physical := d.resources, d.values.Physical
	next := filepath.Join(d.work, "next")
	if err := release(v.dir(), next); err != nil {
		t.Fatal(err)
	}
	into := filepath.Join(d.work, "update")
	if err := os.Mkdir(into, 0o755); err != nil {
		t.Fatal(err)
	}
	if !d.deploy(t, "update", build(t, next, into)) {
		return
	}
	var wrong []string
	for name, r := range d.resources {
		if _, ok := before[name]; ok && physical[name] != d.values.Physical[name] {
			wrong = append(wrong, fmt.Sprintf("%s was replaced: %s, then %s", name, physical[name], d.values.Physical[name]))
		}
		if r.Type == "AWS::Lambda::Function" && fmt.Sprint(r.Properties["MemorySize"]) != "640" {
			wrong = append(wrong, fmt.Sprintf("%s has MemorySize %v", name, r.Properties["MemorySize"]))
		}
	}
	for name := range before {
		if _, ok := d.resources[name]; !ok {
			wrong = append(wrong, name+" is gone")
		}
	}
	if len(d.resources) != len(before)+1 {
		wrong = append(wrong, fmt.Sprintf("there were %d resources, there are %d", len(before), len(d.resources)))
	}
	if len(wrong) > 0 {
		results.fail(t, d.name+": update changes in place and adds one resource", wrong...)
	} else {
		results.pass("%s: update changes in place and adds one resource", d.name)
	}
	d.readBack(t, "update")
}

// printed takes a command of a first deployment apart.
var printed = regexp.MustCompile(`^(aws cloudformation deploy .*--stack-name (\S+).*)$`)

// deploy runs the command of the page and reports whether the stack stands.
func (d *deployment) deploy(t *testing.T, step string, b built) bool {
	t.Helper()
	line := b.page(t).section(t, "4. Deploy").blocks[0].lines[0]
	match := printed.FindStringSubmatch(line)
	if match == nil {
		results.fail(t, d.name+": DEPLOY.md has the command to deploy", line)
		return false
	}
	if err := d.prepare(b); err != nil {
		t.Fatal(err)
	}
	d.stack = match[2]
	command := d.filled(match[1])
	if strings.Contains(command, "TEMPLATE_BUCKET") {
		if err := d.bucket("templates-" + d.account.id); err != nil {
			t.Fatal(err)
		}
		command = strings.Replace(command, "TEMPLATE_BUCKET", "templates-"+d.account.id, 1)
	}
	if step != "create" {
		time.Sleep(time.Until(time.Now().Truncate(time.Second).Add(time.Second))) // the CLI names change sets after the second
	}
	out, err := d.engine.cli(d.account.id, b.dir, command)
	d.values.Parameters = overridden(command)
	if err == nil {
		err = d.observe()
	}
	if err != nil {
		results.fail(t, d.name+": "+step+" with the command of DEPLOY.md", out, err.Error(), d.reasons())
		return false
	}
	results.pass("%s: %s with the command of DEPLOY.md", d.name, step)
	return true
}

// override finds the parameters that a command of a deployment passes.
var override = regexp.MustCompile(` ([A-Za-z0-9]+)=(\S+)`)

// overridden gives the values that a command passes.
func overridden(command string) map[string]string {
	values := map[string]string{}
	_, list, _ := strings.Cut(command, "--parameter-overrides")
	for _, m := range override.FindAllStringSubmatch(list, -1) {
		values[m[1]] = m[2]
	}
	return values
}

// filled is the command as the customer runs it, with the values of the
// example for what the command passes.
func (d *deployment) filled(command string) string {
	start, list, _ := strings.Cut(command, " --parameter-overrides")
	if list == "" {
		return start
	}
	return start + " --parameter-overrides" + override.ReplaceAllStringFunc(list, func(s string) string {
		name, _, _ := strings.Cut(s, "=")
		return name + "=" + d.values.Parameters[strings.TrimSpace(name)]
	})
}

// remove deletes the stack: what holds state stays, all else goes.
func (d *deployment) remove(t *testing.T) {
	t.Helper()
	out, err := d.engine.cli(d.account.id, d.work, "aws cloudformation delete-stack --stack-name "+d.stack)
	if err == nil {
		err = d.waitGone()
	}
	if err != nil {
		results.fail(t, d.name+": delete", out, err.Error(), d.reasons())
		return
	}
	d.left(t)
}

// left checks what a deleted stack leaves: what holds state and nothing else.
func (d *deployment) left(t *testing.T) {
	t.Helper()
	var wrong []string
	stays := 0
	for _, name := range d.names() {
		r := d.resources[name]
		_, err := readers[r.Type](d.account, r, d.values.Physical[name])
		var refused *apiError
		gone := errors.As(err, &refused) && refused.gone()
		switch {
		case err != nil && !gone:
			wrong = append(wrong, fmt.Sprintf("%s: %v", name, err))
		case r.Retained() && gone:
			wrong = append(wrong, name+" is gone and should stay")
		case !r.Retained() && !gone:
			wrong = append(wrong, name+" stays and should be gone")
		case r.Retained():
			stays++
		}
	}
	what := fmt.Sprintf("%s: delete leaves the %d resources that hold state and nothing else", d.name, stays)
	if len(wrong) > 0 {
		results.fail(t, what, wrong...)
		return
	}
	results.pass("%s", what)
}

// waitGone returns once the stack is deleted.
func (d *deployment) waitGone() error {
	state := ""
	for deadline := time.Now().Add(callTime); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		answer, err := d.account.call("cloudformation", "describe_stacks", object{"StackName": d.stack})
		var refused *apiError
		if errors.As(err, &refused) && strings.Contains(refused.Message, "does not exist") {
			return nil
		}
		if err != nil {
			return err
		}
		state = fmt.Sprint(answer["Stacks"].([]any)[0].(object)["StackStatus"])
		if state == "DELETE_COMPLETE" {
			return nil
		}
		if !strings.HasSuffix(state, "_IN_PROGRESS") {
			break
		}
	}
	return fmt.Errorf("the stack is %s", state)
}
