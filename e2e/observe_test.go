package e2e

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/e2e/template"
)

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
	if d.values.Attributes, err = attributes(d.account, d.template, d.values); err != nil {
		return err
	}
	if err := d.resolve(); err != nil {
		return err
	}
	return d.outputs(stack)
}

// outputs compares the outputs of the stack with the template.
func (d *deployment) outputs(stack object) error {
	want, got := object{}, object{}
	for name, v := range d.template.Outputs {
		o, _ := v.(object)
		if condition, _ := o["Condition"].(string); condition != "" {
			if exists, err := d.template.Exists(template.Resource{Condition: condition}, d.values); err != nil || !exists {
				continue
			}
		}
		value, err := d.template.Resolve(template.Resource{Name: name, Properties: object{"Value": o["Value"]}}, d.values)
		if err != nil {
			return err
		}
		want[name] = value["Value"]
	}
	list, _ := stack["Outputs"].([]any)
	for _, o := range list {
		o, _ := o.(object)
		got[fmt.Sprint(o["OutputKey"])] = o["OutputValue"]
	}
	if wrong := differences(want, got); len(wrong) > 0 {
		return fmt.Errorf("the outputs differ: %s", strings.Join(wrong, "; "))
	}
	return nil
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
