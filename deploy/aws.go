package deploy

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
)

// AWS is what the part of the page about AWS is made of. Paths are those of a
// build's files, relative to the folder that holds DEPLOY.md.
type AWS struct {
	Deployment aws.Deployment // its names; what is empty becomes a placeholder

	TemplateBytes   int      // size of aws/template.yaml
	SetupRoleBytes  int      // size of aws/iam/setup-role.template.yaml; 0: there is no such file
	SetupFiles      []string // policies of setup, in order: "aws/iam/setup-policy-1.json"
	TeardownFiles   []string // policies of teardown
	ManagementFiles []string // policies of management, for customers with tooling of their own

	// ManagementPolicies counts the policies of the vendor's role in the
	// template, which need not be as many as the files; 0: there is no role.
	ManagementPolicies int
}

// managed reports whether the template has a role for the vendor.
func (in AWS) managed() bool { return in.ManagementPolicies > 0 }

// Files that the page speaks of, as a build lays them out.
const (
	templateFile  = "aws/template.yaml"
	setupRoleFile = "aws/iam/setup-role.template.yaml"
	trustFile     = "aws/iam/management-trust.json"
)

// awsPage is the part about AWS while it grows.
type awsPage struct {
	page
	in   AWS
	d    aws.Deployment // nothing in it is empty
	list []parameter    // of the template, in its order
}

// awsMarkdown writes the part about AWS.
func awsMarkdown(empty page, in AWS) []byte {
	p := newAWSPage(empty, in)
	p.prepare()
	p.chooseParameters()
	p.placeCode()
	p.lendSetup()
	p.deployFirst()
	p.look()
	p.takeSetupBack()
	p.storeSecrets()
	p.letVendorIn()
	p.installRelease()
	p.updateLive()
	p.replicate()
	p.tearDown()
	return p.document(p.head)
}

// newAWSPage starts an empty part. Where the deployment says nothing, names
// are written with placeholders.
func newAWSPage(empty page, in AWS) *awsPage {
	d := in.Deployment
	d.Account = or(d.Account, accountID)
	d.Region = or(d.Region, region)
	d.StackName = or(d.StackName, d.Prefix)
	d.CodeBucket = or(d.CodeBucket, codeBucket)
	p := &awsPage{page: empty, in: in, d: d}
	p.list = p.parameters()
	return p
}

// name writes a text of cloud/aws with the names of this deployment.
func (p *awsPage) name(t cloud.Text) string {
	s, _ := p.d.Pattern(t)
	return s
}

// policyARN is the ARN of a managed policy of the customer's account.
func (p *awsPage) policyARN(name string) string {
	return p.name(cloud.Concat("arn:", aws.Partition, ":iam::", aws.Account, ":policy/", name))
}

// roleARN is the ARN of a role of the customer's account.
func (p *awsPage) roleARN(name string) string {
	return p.name(cloud.Concat("arn:", aws.Partition, ":iam::", aws.Account, ":role/", name))
}
