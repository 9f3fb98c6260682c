package deploy

import "github.com/alienc/alienc/cloud/aws"

// inline is the size in bytes up to which CloudFormation takes a template
// without a bucket.
const inline = 51_200

// deployment is the command that creates or updates the stack.
func (p *awsPage) deployment(options ...string) string {
	words := append([]string{"aws", "cloudformation", "deploy"}, options...)
	words = append(words, "--stack-name", p.d.StackName, "--template-file", templateFile, "--capabilities", "CAPABILITY_NAMED_IAM")
	if p.in.TemplateBytes > inline {
		words = append(words, "--s3-bucket", templateBucket)
	}
	first := true
	for _, q := range p.list {
		if q.value == "" {
			continue
		}
		if first {
			words = append(words, "--parameter-overrides")
			first = false
		}
		words = append(words, q.name+"="+q.value)
	}
	return command(words...)
}

// prepare writes what must be there before anything else.
func (p *awsPage) prepare() {
	p.heading("0. Before you start")
	p.text("You need the AWS CLI, 1.45 or later or version 2, set to the account and region of the deployment" + p.whereabouts() +
		". This prints the account and who you are:")
	p.sh(command("aws", "sts", "get-caller-identity"))
	p.text("You need somebody who may write IAM, for sections 3, 6 and 12, and a role to install with, " + code(installerRole) + ", which holds nothing yet.")
	p.text("This tells whether all files are as they were built:")
	p.sh(command("sha256sum", "-c", "SHA256SUMS"))
}

// whereabouts says what is known of the account and region.
func (p *awsPage) whereabouts() string {
	account, region := p.in.Deployment.Account, p.in.Deployment.Region
	switch {
	case account != "" && region != "":
		return ": " + code(account) + " and " + code(region)
	case account != "":
		return "; the account is " + code(account)
	case region != "":
		return "; the region is " + code(region)
	}
	return ""
}

// deployFirst writes the deployment that can be retried.
func (p *awsPage) deployFirst() {
	p.heading("4. Deploy")
	needs := "the code in place (section 2), and setup lent (section 3)."
	if p.in.TemplateBytes > inline {
		needs += " The template has more than 51,200 bytes, so " + code("aws") + " puts it into " + code(templateBucket) +
			": reading and writing objects there is not part of setup."
	}
	changes := "makes the stack " + code(p.d.StackName) + " and all that is in it"
	if p.in.managed() {
		changes += ", without any access for the vendor"
	}
	p.facts(needs, changes+".", "section 12.")
	p.sh(p.deployment("--disable-rollback"))
	p.text("If a resource fails, what was made stays, and the same command goes on from there: mend the cause and run it again. This prints the causes:")
	p.sh(command("aws", "cloudformation", "describe-stack-events", "--stack-name", p.d.StackName,
		"--query", "StackEvents[?contains(ResourceStatus,'FAILED')].[LogicalResourceId,ResourceStatusReason]", "--output", "table"))
	if len(p.stack.Functions()) > 0 {
		p.text("Your own rules go behind " + code("--parameter-overrides") + ", such as " +
			code(aws.BoundaryParameter+"=arn:aws:iam::"+exampleAccount+":policy/boundary") + "; tags for every resource behind " + code("--tags") + ".")
	}
}

// look writes how to see what the stack has made.
func (p *awsPage) look() {
	p.heading("5. See what exists")
	p.facts("setup lent, or any right to read the stack.", "nothing.", "nothing to undo.")
	p.sh(
		command("aws", "cloudformation", "describe-stacks", "--stack-name", p.d.StackName,
			"--query", "Stacks[0].[StackStatus,Outputs]", "--output", "json"),
		command("aws", "cloudformation", "list-stack-resources", "--stack-name", p.d.StackName,
			"--query", "StackResourceSummaries[].[LogicalResourceId,ResourceType,PhysicalResourceId,ResourceStatus]", "--output", "table"))
	p.text("Names of data, URLs and queues stand in the outputs.")
}
