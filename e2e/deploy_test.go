package e2e

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
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

// printed finds the command of a first deployment in what a build has said.
var printed = regexp.MustCompile(`(?m)^\s*(aws cloudformation deploy .*--stack-name (\S+).*)$`)

// deploy runs the printed command and reports whether the stack stands.
func (d *deployment) deploy(t *testing.T, step string, b built) bool {
	t.Helper()
	match := printed.FindStringSubmatch(b.summary)
	if match == nil {
		results.fail(t, d.name+": the build prints the command to deploy", b.summary)
		return false
	}
	if err := d.prepare(b); err != nil {
		t.Fatal(err)
	}
	d.stack = match[2]
	command := match[1]
	if strings.Contains(command, "--s3-bucket BUCKET") {
		if err := d.bucket("templates-" + d.account.id); err != nil {
			t.Fatal(err)
		}
		command = strings.Replace(command, "--s3-bucket BUCKET", "--s3-bucket templates-"+d.account.id, 1)
	}
	out, err := d.engine.cli(d.account.id, filepath.Dir(b.dir), command)
	if err == nil {
		err = d.observe()
	}
	if err != nil {
		results.fail(t, d.name+": "+step+" with the printed command", out, err.Error(), d.reasons())
		return false
	}
	results.pass("%s: %s with the printed command", d.name, step)
	return true
}

// prepare reads the template, writes the file of parameters that the printed
// command names, and puts the code where they say.
func (d *deployment) prepare(b built) error {
	text, err := os.ReadFile(b.template())
	if err != nil {
		return err
	}
	if d.template, err = template.Parse(text); err != nil {
		return err
	}
	example, err := os.ReadFile(b.example())
	if err != nil {
		return err
	}
	var list []struct{ ParameterKey, ParameterValue string }
	if err := json.Unmarshal(example, &list); err != nil {
		return err
	}
	d.values = template.Values{Parameters: map[string]string{}}
	words := []string{}
	for _, p := range list {
		if _, ok := d.template.Parameters[p.ParameterKey]; !ok {
			return fmt.Errorf("parameters.example.json names %s, the template does not", p.ParameterKey)
		}
		d.values.Parameters[p.ParameterKey] = p.ParameterValue
		words = append(words, p.ParameterKey+"="+p.ParameterValue)
	}
	// Release 2 of the AWS CLI takes the example as it is; release 1, which
	// can be installed from the package index, takes a list of strings, and
	// so does release 2.
	short, err := json.Marshal(words)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(b.dir), "parameters.json"), short, 0o644); err != nil {
		return err
	}
	return d.upload()
}

// upload puts a zip at each place that a function's code comes from, each with
// other contents.
func (d *deployment) upload() error {
	for _, r := range d.template.Resources {
		if r.Type != "AWS::Lambda::Function" {
			continue
		}
		known, err := d.template.Resolve(template.Resource{Name: r.Name, Properties: object{"Code": r.Properties["Code"]}}, d.values)
		if err != nil {
			return err
		}
		code, _ := known["Code"].(object)
		if code["S3Bucket"] == nil {
			continue // an image
		}
		at := place{fmt.Sprint(code["S3Bucket"]), fmt.Sprint(code["S3Key"])}
		archive, err := zipped("index.mjs", "export const handler = async () => "+strconv.Quote(at.key))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(archive)
		d.account.zips[at] = base64.StdEncoding.EncodeToString(sum[:])
		if err := d.bucket(at.bucket); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(d.work, "code.zip"), archive, 0o644); err != nil {
			return err
		}
		if out, err := d.engine.cli(d.account.id, d.work, "aws s3 cp --quiet code.zip 's3://"+at.bucket+"/"+at.key+"'"); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
	}
	return nil
}

// zipped gives a zip with one file.
func zipped(name, text string) ([]byte, error) {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	f, err := w.Create(name)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write([]byte(text)); err != nil {
		return nil, err
	}
	err = w.Close()
	return archive.Bytes(), err
}

// bucket makes a bucket of the customer, if it is not there.
func (d *deployment) bucket(name string) error {
	_, err := d.account.call("s3", "create_bucket", object{"Bucket": name})
	var refused *apiError
	if errors.As(err, &refused) && strings.HasPrefix(refused.Code, "BucketAlready") {
		return nil
	}
	return err
}

// observe reads what the stack says of itself: its state, the names that AWS
// gave, and whether each resource of the template is there.
func (d *deployment) observe() error {
	answer, err := d.account.call("cloudformation", "describe_stacks", object{"StackName": d.stack})
	if err != nil {
		return err
	}
	stack := answer["Stacks"].([]any)[0].(object)
	if state := fmt.Sprint(stack["StackStatus"]); state != "CREATE_COMPLETE" && state != "UPDATE_COMPLETE" {
		return fmt.Errorf("the stack is %s", state)
	}
	answer, err = d.account.call("cloudformation", "list_stack_resources", object{"StackName": d.stack})
	if err != nil {
		return err
	}
	d.values.Physical = map[string]string{}
	for _, r := range answer["StackResourceSummaries"].([]any) {
		r := r.(object)
		d.values.Physical[fmt.Sprint(r["LogicalResourceId"])] = fmt.Sprint(r["PhysicalResourceId"])
	}
	d.values.Pseudo = map[string]string{
		"AWS::AccountId": d.account.id, "AWS::Partition": "aws", "AWS::Region": region,
		"AWS::StackName": d.stack, "AWS::StackId": fmt.Sprint(stack["StackId"]), "AWS::URLSuffix": "amazonaws.com",
	}
	d.values.Attributes = attributes(d.template, d.values, d.account.id)
	return d.resolve()
}

// resolve works out the properties of every resource that should exist.
func (d *deployment) resolve() error {
	d.resources = map[string]template.Resource{}
	for _, r := range d.template.Resources {
		exists, err := d.template.Exists(r, d.values)
		if err != nil {
			return err
		}
		_, listed := d.values.Physical[r.Name]
		if exists != listed {
			return fmt.Errorf("%s: the template says %v, the stack says %v", r.Name, exists, listed)
		}
		if !exists {
			continue
		}
		if r.Properties, err = d.template.Resolve(r, d.values); err != nil {
			return err
		}
		d.resources[r.Name] = r
	}
	for name := range d.values.Physical {
		if _, ok := d.resources[name]; !ok {
			return fmt.Errorf("%s exists, the template does not have it", name)
		}
	}
	return nil
}

// reasons gives what the stack's events say of failures.
func (d *deployment) reasons() string {
	answer, err := d.account.call("cloudformation", "describe_stack_events", object{"StackName": d.stack})
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, e := range answer["StackEvents"].([]any) {
		if e := e.(object); strings.Contains(fmt.Sprint(e["ResourceStatus"]), "FAILED") {
			out = append(out, fmt.Sprintf("%v: %v", e["LogicalResourceId"], e["ResourceStatusReason"]))
		}
	}
	return strings.Join(out, "\n")
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
