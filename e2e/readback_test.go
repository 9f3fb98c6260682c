package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/e2e/template"
)

// A reader asks a service for a resource and gives its settings under the
// names and in the form that the template has for them. Settings that the
// template leaves out are given only where the service has one that counts.
type reader func(a account, r template.Resource, physical string) (object, error)

var readers = map[string]reader{
	"AWS::DynamoDB::Table":            readTable,
	"AWS::ECR::Repository":            readRepository,
	"AWS::IAM::ManagedPolicy":         readManagedPolicy,
	"AWS::IAM::Role":                  readRole,
	"AWS::Lambda::EventSourceMapping": readMapping,
	"AWS::Lambda::Function":           readFunction,
	"AWS::Lambda::Permission":         readPermission,
	"AWS::Lambda::Url":                readURL,
	"AWS::Logs::LogGroup":             readLogGroup,
	"AWS::S3::Bucket":                 readBucket,
	"AWS::S3::BucketPolicy":           readBucketPolicy,
	"AWS::SQS::Queue":                 readQueue,
	"AWS::SQS::QueuePolicy":           readQueuePolicy,
	"AWS::SSM::Parameter":             readParameter,
	"AWS::Scheduler::Schedule":        readSchedule,
	"AWS::Scheduler::ScheduleGroup":   readScheduleGroup,
}

// notApplied lists the properties that the emulator (MiniStack 1.5.33) takes
// and does not apply, so that nothing can be read back.
var notApplied = map[string][]string{
	"AWS::DynamoDB::Table":            {"PointInTimeRecoverySpecification", "TimeToLiveSpecification"},
	"AWS::Lambda::EventSourceMapping": {"Tags"},
	"AWS::Lambda::Function":           {"ReservedConcurrentExecutions"},
	"AWS::S3::Bucket":                 {"LifecycleConfiguration", "Tags"},
}

// readBack compares each resource that exists with the template.
func (d *deployment) readBack(t *testing.T, step string) {
	t.Helper()
	for _, name := range d.names() {
		r := d.resources[name]
		what := fmt.Sprintf("%s: %s: %s is what the template says (%s)", d.name, step, name, r.Type)
		wrong, err := d.compare(r)
		if err != nil {
			wrong = append(wrong, err.Error())
		}
		if len(wrong) > 0 {
			results.fail(t, what, wrong...)
			continue
		}
		results.pass("%s", what)
	}
}

// compare gives the differences between a resource and the template.
func (d *deployment) compare(r template.Resource) ([]string, error) {
	read, ok := readers[r.Type]
	if !ok {
		return nil, fmt.Errorf("this test cannot read a %s back", r.Type)
	}
	got, err := read(d.account, r, d.values.Physical[r.Name])
	if err != nil {
		return nil, err
	}
	want := maps.Clone(r.Properties)
	for _, p := range notApplied[r.Type] {
		if _, ok := want[p]; ok {
			results.skip("reading back %s of %s: the emulator does not apply it", p, r.Type)
		}
		delete(want, p)
		delete(got, p)
	}
	return differences(want, got), nil
}

// names lists the resources that exist, in the order of the template.
func (d *deployment) names() []string {
	var out []string
	for _, r := range d.template.Resources {
		if _, ok := d.resources[r.Name]; ok {
			out = append(out, r.Name)
		}
	}
	return out
}

// differences compares properties with what a reader found, both ways.
func differences(want, got object) []string {
	var wrong []string
	for _, p := range slices.Sorted(maps.Keys(want)) {
		g, ok := got[p]
		switch w, g := canonical(p, want[p]), canonical(p, g); {
		case !ok:
			wrong = append(wrong, p+" is not there; want "+w)
		case w != g:
			wrong = append(wrong, p+" is "+g+"; want "+w)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[p]; !ok && canonical(p, got[p]) != "{}" {
			wrong = append(wrong, p+" is "+canonical(p, got[p])+"; the template does not set it")
		}
	}
	return wrong
}

// canonical writes a value so that equal ones look equal: keys sorted, numbers
// and booleans as the strings that CloudFormation takes for them, tags as a
// map without those that CloudFormation adds.
func canonical(property string, v any) string {
	if property == "Tags" {
		v = tags(v)
	}
	text, err := json.Marshal(plain(v))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func plain(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for k, e := range v {
			out[k] = plain(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = plain(e)
		}
		return out
	case string:
		return v
	}
	return fmt.Sprint(v)
}

// tags gives tags as a map, from either of their two forms.
func tags(v any) object {
	out := object{}
	switch v := v.(type) {
	case object:
		maps.Copy(out, v)
	case []any:
		for _, e := range v {
			if e, ok := e.(object); ok {
				out[fmt.Sprint(e["Key"])] = e["Value"]
			}
		}
	}
	maps.DeleteFunc(out, func(k string, _ any) bool { return strings.HasPrefix(k, "aws:") })
	return out
}

// take copies named settings, each under its name in the template; those that
// are not there or say nothing are left out.
func take(from, into object, names map[string]string) {
	for there, here := range names {
		if v := from[there]; !empty(v) {
			into[here] = v
		}
	}
}

// empty reports whether a value says nothing.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case float64:
		return v == 0
	case bool:
		return !v
	case []any:
		return len(v) == 0
	case object:
		return len(v) == 0
	}
	return false
}

// document reads a policy that a service gives as text.
func document(v any) (object, error) {
	if m, ok := v.(object); ok {
		return m, nil
	}
	var out object
	err := json.Unmarshal([]byte(fmt.Sprint(v)), &out)
	return out, err
}

// optional calls an operation that refuses when nothing is set: then there is
// no result and no error.
func (a account) optional(code, service, operation string, parameters object) (object, error) {
	answer, err := a.call(service, operation, parameters)
	var refused *apiError
	if errors.As(err, &refused) && refused.Code == code {
		return object{}, nil
	}
	return answer, err
}

// attributes gives what Fn::GetAtt yields for the types that alienc emits,
// computed from the names as AWS documents its ARNs. What AWS makes up, the
// address of a function URL, is asked for.
func attributes(a account, t *template.Template, v template.Values) (map[string]map[string]string, error) {
	arn := func(service, rest string) map[string]string {
		return map[string]string{"Arn": "arn:aws:" + service + ":" + region + ":" + a.id + ":" + rest}
	}
	out := map[string]map[string]string{}
	for _, r := range t.Resources {
		id := v.Physical[r.Name]
		last := id[strings.LastIndex(id, "/")+1:]
		switch r.Type {
		case "AWS::S3::Bucket":
			out[r.Name] = map[string]string{"Arn": "arn:aws:s3:::" + id}
		case "AWS::DynamoDB::Table":
			out[r.Name] = arn("dynamodb", "table/"+id)
		case "AWS::SQS::Queue":
			out[r.Name] = arn("sqs", last)
		case "AWS::IAM::Role":
			out[r.Name] = map[string]string{"Arn": "arn:aws:iam::" + a.id + ":role/" + id}
		case "AWS::Lambda::Function":
			out[r.Name] = arn("lambda", "function:"+id)
		case "AWS::Lambda::Url":
			answer, err := a.call("lambda", "get_function_url_config", object{"FunctionName": id})
			if err != nil {
				return nil, err
			}
			out[r.Name] = map[string]string{"FunctionUrl": fmt.Sprint(answer["FunctionUrl"])}
		case "AWS::ECR::Repository":
			out[r.Name] = arn("ecr", "repository/"+id)
			out[r.Name]["RepositoryUri"] = a.id + ".dkr.ecr." + region + ".amazonaws.com/" + id
		}
	}
	return out, nil
}
