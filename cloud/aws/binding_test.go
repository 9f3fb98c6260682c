package aws

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

func environment(t *testing.T, s *ir.Stack, id string) []string {
	t.Helper()
	f, ok := s.Resource(id).(*ir.Function)
	if !ok {
		t.Fatalf("no function %q", id)
	}
	var list []string
	for _, v := range Environment(s, f) {
		list = append(list, v.Name+"="+v.Value.String())
	}
	return list
}

func TestEnvironment(t *testing.T) {
	s := kitchen()
	for id, want := range map[string][]string{
		"api": {
			`ALIEN_API_BINDING={"service":"lambda","functionName":"${NamePrefix}-api","region":"${AWS::Region}"}`,
			`ALIEN_API_KEYS_BINDING={"service":"parameter-store","vaultPrefix":"/${NamePrefix}/api-keys/secret"}`,
			`ALIEN_CACHE_BINDING={"service":"dynamodb","tableName":"${NamePrefix}-cache","region":"${AWS::Region}"}`,
			`ALIEN_CURRENT_FUNCTION_BINDING_NAME=api`,
			`ALIEN_CURRENT_WORKER_BINDING_NAME=api`,
			`ALIEN_DEPLOYMENT_TYPE=aws`,
			`ALIEN_IMAGES_BINDING={"service":"ecr","repositoryPrefix":"${NamePrefix}/images"}`,
			`ALIEN_JOBS_BINDING={"service":"sqs","queueUrl":"https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${NamePrefix}-jobs"}`,
			`ALIEN_LAMBDA_MODE=buffered`,
			`ALIEN_RESOURCE_ID=api`,
			`ALIEN_TRANSPORT=lambda`,
			`ALIEN_WORKER_BINDING={"service":"lambda","functionName":"${NamePrefix}-worker","region":"${AWS::Region}"}`,
			`ALIEN_WORKSPACE_BINDING={"service":"s3","bucketName":"${NamePrefix}-workspace-${AWS::AccountId}-${AWS::Region}"}`,
			`AWS_ACCOUNT_ID=${AWS::AccountId}`,
			`GREETING=say "${AWS::Region}"`,
		},
		"worker": { // only triggered by the queue and the bucket, so not bound to them
			`ALIEN_CURRENT_FUNCTION_BINDING_NAME=worker`,
			`ALIEN_CURRENT_WORKER_BINDING_NAME=worker`,
			`ALIEN_DEPLOYMENT_TYPE=aws`,
			`ALIEN_FRONT_BINDING={"service":"lambda","functionName":"${NamePrefix}-front","region":"${AWS::Region}","url":"${FunctionFrontUrl.FunctionUrl}"}`,
			`ALIEN_LAMBDA_MODE=buffered`,
			`ALIEN_RESOURCE_ID=worker`,
			`ALIEN_TRANSPORT=lambda`,
			`ALIEN_WORKER_BINDING={"service":"lambda","functionName":"${NamePrefix}-worker","region":"${AWS::Region}"}`,
			`AWS_ACCOUNT_ID=${AWS::AccountId}`,
		},
	} {
		if got := environment(t, s, id); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant:\n%s", id, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestAnAuthorsValueIsNeverAVariable(t *testing.T) {
	s := kitchen()
	for _, v := range Environment(s, s.Functions()[0]) {
		if v.Name == "GREETING" && (len(v.Value) != 1 || v.Value[0].Var != "") {
			t.Errorf("value of the author: %#v", v.Value)
		}
	}
}

// Whatever stands in a binding, the runtime must be able to parse it.
func TestBindingsAreJSON(t *testing.T) {
	text := object("s3", field{"bucketName", cloud.Concat(Prefix, "-\"\\\n<é>-", Region)})
	var got struct{ Service, BucketName string }
	value := text.Resolve(func(v cloud.Var) string { return map[cloud.Var]string{Prefix: "p", Region: "r"}[v] })
	if err := json.Unmarshal([]byte(value), &got); err != nil {
		t.Fatalf("%s: %v", value, err)
	}
	if got.Service != "s3" || got.BucketName != "p-\"\\\n<é>-r" {
		t.Errorf("%+v", got)
	}
}
