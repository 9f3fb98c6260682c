package deploy

import (
	"context"
	"os"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler"
)

func TestShow(t *testing.T) {
	r, err := compiler.Compile(context.Background(), compiler.Options{Entry: "../examples/" + os.Getenv("EX") + "/alien.ts", Available: []cloud.Name{cloud.AWS}})
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Stack: r.Stack, Deployment: aws.Deployment{Prefix: r.Stack.ID}, TemplateBytes: 60000, SetupFiles: []string{"aws/iam/setup-policy-1.json", "aws/iam/setup-policy-2.json"}, TeardownFiles: []string{"aws/iam/teardown-policy.json"}, ManagementFiles: []string{"aws/iam/management-policy.json"}, SetupRoleBytes: 1, Managed: true}
	os.WriteFile("/tmp/wt/dep-play/"+os.Getenv("EX")+".md", Markdown(in), 0o644)
}
