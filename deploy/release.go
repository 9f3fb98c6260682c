package deploy

import (
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// functionName is the physical name of a function.
func (p *awsPage) functionName(f *ir.Function) string { return p.name(aws.FunctionName(f.ID)) }

// installRelease writes how a stack that stands goes to this release.
func (p *awsPage) installRelease() {
	p.heading("9. Install this release over an earlier one")
	p.text("Put the code of this release in place (section 2). Then lend the policies of both releases: this one's setup policy makes what is new, and knows nothing of what is gone.")
	p.facts(
		"setup of this release lent (section 3). In the folder of the release that runs, the setup policy too, by section 3 of its page and under its "+code(release)+
			"; and if this release lacks anything that the other has, the teardown policy, by section 12 there. Afterwards take all of them back.",
		"the stack, in place.",
		"the same from the folder of the earlier release, with the policies of both again. An update that fails goes back by itself.")
	p.text("Without the rights to remove a thing, CloudFormation still ends the update and leaves that thing where it is: its events say " + code("DELETE_FAILED") +
		". If that is the vendor's role, the vendor stays in, so where a release gives up management, switch it off first (section 8 of the page of the release that runs).")
	if p.in.SetupRoleBytes > 0 {
		p.text("A role for CloudFormation holds the rights of one release. For an update that removes something, give " + code("--role-arn") +
			" another one that may.")
	}
	if live := p.liveFunctions(); len(live) > 0 {
		p.subheading("See what runs now")
		p.text("The vendor updates live functions beside CloudFormation, whose parameters then no longer say what runs." +
			" A deployment that passes another key or digest than the last one did replaces what runs; one that passes the same leaves it. So compare first; these print what runs now:")
		p.sh(p.running(live)...)
		if hasForm(live, ir.Zip) {
			p.text("And these what this release would install, to compare with the hashes of zips:")
			p.sh(p.delivered(live)...)
		}
	}
	p.subheading("Update the stack")
	p.text("See first what would change. The command prints another one that shows the changes; " + code("Replacement: True") + " means a new, empty resource:")
	p.sh(p.deployment("--no-execute-changeset", "--no-fail-on-empty-changeset"))
	p.text("Pass the code that shall run from now on:")
	p.sh(p.deployment("--no-fail-on-empty-changeset"))
	p.text("If even going back fails, mend the cause and run " + code("aws cloudformation continue-update-rollback --stack-name "+p.d.StackName) + ", which setup may.")
	p.subheading("See what has drifted")
	p.text("CloudFormation can compare settings with the template, which needs rights to read each resource. The code of a function is not part of it:")
	p.sh(
		command("aws", "cloudformation", "detect-stack-drift", "--stack-name", p.d.StackName),
		command("aws", "cloudformation", "describe-stack-resource-drifts", "--stack-name", p.d.StackName,
			"--stack-resource-drift-status-filters", "MODIFIED", "DELETED",
			"--query", "StackResourceDrifts[].[LogicalResourceId,StackResourceDriftStatus,PropertyDifferences]", "--output", "json"))
}

func hasForm(list []*ir.Function, form ir.Form) bool {
	for _, f := range list {
		if f.Code.Form() == form {
			return true
		}
	}
	return false
}

// running gives the commands that tell which code functions run.
func (p *awsPage) running(list []*ir.Function) []string {
	var out []string
	for _, f := range list {
		what := "Configuration.CodeSha256"
		if f.Code.Form() == ir.Image {
			what = "Code.ImageUri"
		}
		out = append(out, command("aws", "lambda", "get-function", "--function-name", p.functionName(f), "--query", what, "--output", "text"))
	}
	return out
}

// delivered gives the commands that hash zips as Lambda does.
func (p *awsPage) delivered(list []*ir.Function) []string {
	var out []string
	for _, f := range list {
		if f.Code.Form() == ir.Zip {
			out = append(out, command("openssl", "dgst", "-sha256", "-binary", zipFile(f))+" | "+command("openssl", "base64"))
		}
	}
	return out
}

// undoUpdate is how a customer takes back what the vendor has put in place:
// CloudFormation sends code only when a parameter changes.
const undoUpdate = "these commands with the code that ran before; or section 9 with that code under a new key, since CloudFormation sends nothing when the key or digest is the same."

// updateLive writes what the vendor does to a live function.
func (p *awsPage) updateLive() {
	p.heading("10. What the vendor does to a live function")
	live := p.liveFunctions()
	switch {
	case len(live) == 0:
		p.text("No function of this stack is live: only a deployment of yours changes their code.")
		return
	case !p.in.managed():
		p.text("The vendor has no role in this stack: only a deployment of yours changes the code of its functions.")
		return
	}
	p.text("For your information: these are the vendor's commands, and nothing that you have to do. The vendor's role acts as yours, for an hour at most:")
	p.facts("management on (section 8).", "the code of one function, in place. Its role, its triggers and its URL stay.", undoUpdate)
	p.sh(command("aws", "sts", "assume-role", "--role-arn", p.roleARN(p.name(aws.ManagementRoleName())), "--role-session-name", "update", "--external-id", externalID))
	p.text("With the credentials that this prints:")
	var list []string
	for _, f := range live {
		words := []string{"aws", "lambda", "update-function-code", "--function-name", p.functionName(f)}
		if f.Code.Form() == ir.Image {
			words = append(words, "--image-uri", repositoryURI(p.d, f)+"@"+digest(f))
		} else {
			words = append(words, "--zip-file", "fileb://"+zipFile(f))
		}
		list = append(list, command(words...), command("aws", "lambda", "wait", "function-updated", "--function-name", p.functionName(f)))
	}
	p.sh(list...)
	p.text("CloudTrail records each call under the name of the role and of the session.")
}
