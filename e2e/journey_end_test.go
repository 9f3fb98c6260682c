package e2e

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// stays finds the names in the table of what a deleted stack leaves.
var stays = regexp.MustCompile("(?m)^\\| ([^|]+) \\| `([^`]+)` \\|")

// tableIsRight compares that table with the template.
func (j *journey) tableIsRight(t *testing.T) {
	t.Helper()
	var want, got []string
	for name, r := range j.resources {
		// Policies go with their bucket or queue.
		if r.Retained() && !strings.HasSuffix(r.Type, "Policy") {
			id := j.values.Physical[name]
			if r.Type == "AWS::SQS::Queue" {
				id = path.Base(id)
			}
			want = append(want, id)
		}
	}
	for _, m := range stays.FindAllStringSubmatch(j.page.section(t, "What stays").text, -1) {
		if m[1] != "secrets" {
			got = append(got, j.filled(t, m[2]))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		j.expect(t, "the table names what stays", fmt.Sprintf("%q", got), fmt.Sprintf("want %q", want))
		return
	}
	j.expect(t, fmt.Sprintf("the table names the %d things that stay", len(want)))
}

// useIt puts something into what stays, so that deleting it means something.
func (j *journey) useIt(t *testing.T) {
	t.Helper()
	for _, name := range j.names() {
		if j.resources[name].Type != "AWS::S3::Bucket" {
			continue
		}
		bucket := j.values.Physical[name]
		for _, step := range []struct {
			operation string
			more      object
		}{{"put_object", object{"Body": "one"}}, {"put_object", object{"Body": "two"}}, {"delete_object", nil}, {"put_object", object{"Body": "three"}}} {
			parameters := object{"Bucket": bucket, "Key": "folder/file name.txt"}
			maps.Copy(parameters, step.more)
			if _, err := j.account.call("s3", step.operation, parameters); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// nothingLeft checks that nothing of the stack exists any more.
func (j *journey) nothingLeft(t *testing.T) {
	t.Helper()
	var wrong []string
	for _, name := range j.names() {
		r := j.resources[name]
		_, err := readers[r.Type](j.account, r, j.values.Physical[name])
		var refused *apiError
		if !errors.As(err, &refused) || !refused.gone() {
			wrong = append(wrong, fmt.Sprintf("%s (%s): %v", name, r.Type, err))
		}
	}
	j.expect(t, "nothing of the stack is left", wrong...)
}

// accountIsEmpty checks that the page leaves nothing but the role that was
// there before, and the table that only the next release had.
func (j *journey) accountIsEmpty(t *testing.T) {
	t.Helper()
	wrong := j.localPolicies(t, "")
	for _, list := range []struct {
		service, operation, key, name string
		but                           string
	}{
		{"iam", "list_roles", "Roles", "RoleName", installer},
		{"s3", "list_buckets", "Buckets", "Name", ""},
		{"ecr", "describe_repositories", "repositories", "repositoryName", ""},
		{"ssm", "describe_parameters", "Parameters", "Name", ""},
		{"lambda", "list_functions", "Functions", "FunctionName", ""},
		{"logs", "describe_log_groups", "logGroups", "logGroupName", ""},
		{"sqs", "list_queues", "QueueUrls", "", ""},
		{"dynamodb", "list_tables", "TableNames", "", "-added"},
	} {
		answer, err := j.account.call(list.service, list.operation, object{})
		if err != nil {
			t.Fatal(err)
		}
		found, _ := answer[list.key].([]any)
		for _, f := range found {
			name := fmt.Sprint(f)
			if m, ok := f.(object); ok {
				name = fmt.Sprint(m[list.name])
			}
			if list.but == "" || !strings.HasSuffix(name, list.but) {
				wrong = append(wrong, list.service+": "+name)
			}
		}
	}
	j.expect(t, "the account is as it was before", wrong...)
}
