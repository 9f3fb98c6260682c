package deploy

import (
	"fmt"
	"path"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
)

// policyName names the managed policy that a customer makes of a file: after
// the file, so that none has the name of a policy of a template, and after the
// release, since an update needs the policies of two.
func (p *awsPage) policyName(file string) string {
	return p.name(cloud.Concat(aws.Prefix, "-", strings.TrimSuffix(path.Base(file), ".json"), "-"+release))
}

// makePolicies gives the commands that make a managed policy of each file and
// attach it to a role.
func (p *awsPage) makePolicies(files []string, role string) []string {
	var list []string
	for _, f := range files {
		list = append(list, command("aws", "iam", "create-policy", "--policy-name", p.policyName(f), "--policy-document", "file://"+f))
	}
	return append(list, p.attachPolicies("attach-role-policy", role, p.policyNames(files))...)
}

// removePolicies gives the commands that undo makePolicies.
func (p *awsPage) removePolicies(files []string, role string) []string {
	list := p.attachPolicies("detach-role-policy", role, p.policyNames(files))
	for _, name := range p.policyNames(files) {
		list = append(list, command("aws", "iam", "delete-policy", "--policy-arn", p.policyARN(name)))
	}
	return list
}

func (p *awsPage) policyNames(files []string) []string {
	var list []string
	for _, f := range files {
		list = append(list, p.policyName(f))
	}
	return list
}

// attachPolicies gives the commands that attach policies to a role, or detach
// them.
func (p *awsPage) attachPolicies(operation, role string, names []string) []string {
	var list []string
	for _, name := range names {
		list = append(list, command("aws", "iam", operation, "--role-name", role, "--policy-arn", p.policyARN(name)))
	}
	return list
}

// Names of what customers have who let CloudFormation act with a role.
func (p *awsPage) setupStack() string    { return p.d.StackName + "-setup" }
func (p *awsPage) setupRole() string     { return p.name(aws.SetupRoleName()) }
func (p *awsPage) installerName() string { return p.name(aws.InstallerPolicyName()) }

// lendSetup writes how the installing role gets the rights of setup.
func (p *awsPage) lendSetup() {
	p.heading("3. Lend the setup policy")
	p.text("Setup is lent, not given: the installing role holds it for a deployment and not between two.",
		"It is a right to write the roles of this stack through CloudFormation, so treat it as an administrator's.")
	p.facts(
		"an identity that may write IAM, and the role "+code(installerRole)+".",
		fmt.Sprintf("makes managed policies, %d in number, and attaches them to %s. The usual quota is 10 of them a role; Service Quotas can raise it.",
			len(p.in.SetupFiles), code(installerRole)),
		"section 6.")
	p.sh(p.makePolicies(p.in.SetupFiles, installerRole)...)
	p.text("IAM takes some seconds until new rights hold. For a user instead of a role, write " + code("attach-user-policy --user-name") +
		"; in IAM Identity Center, add the policies to the permission set by name.")
	if p.in.SetupRoleBytes == 0 {
		return
	}
	p.subheading("Instead: a role for CloudFormation")
	p.text("With this form CloudFormation alone holds the rights of setup, and whoever installs may only create and update this one stack. That is still a right to write its roles, through whatever template is deployed. An administrator deploys the role and attaches what whoever installs needs:")
	words := []string{
		"aws", "cloudformation", "deploy", "--stack-name", p.setupStack(), "--template-file", setupRoleFile,
		"--capabilities", "CAPABILITY_NAMED_IAM",
	}
	if p.in.SetupRoleBytes > inline {
		words = append(words, "--s3-bucket", templateBucket)
	}
	p.sh(append([]string{command(words...)},
		p.attachPolicies("attach-role-policy", installerRole, []string{p.installerName()})...)...)
	p.text("Then add " + code("--role-arn "+p.roleARN(p.setupRole())) + " to the command of section 4." +
		" CloudFormation uses that role for this stack from then on: make it again, under the same name, whenever setup is needed.")
}

// takeSetupBack writes how the installing role loses the rights of setup.
func (p *awsPage) takeSetupBack() {
	p.heading("6. Take the setup policy back")
	p.facts(
		"an identity that may write IAM.",
		code(installerRole)+" loses the rights of setup, and the policies are deleted. The stack stays as it is.",
		"section 3.")
	p.sh(p.removePolicies(p.in.SetupFiles, installerRole)...)
	if p.in.SetupRoleBytes > 0 {
		p.text("With a role for CloudFormation:")
		p.sh(append(p.attachPolicies("detach-role-policy", installerRole, []string{p.installerName()}),
			command("aws", "cloudformation", "delete-stack", "--stack-name", p.setupStack()),
			command("aws", "cloudformation", "wait", "stack-delete-complete", "--stack-name", p.setupStack()))...)
	}
}
