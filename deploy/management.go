package deploy

import (
	"slices"

	"github.com/alienc/alienc/cloud/aws"
)

// letVendorIn writes how the vendor gets its access and loses it.
func (p *awsPage) letVendorIn() {
	p.heading("8. Let the vendor in, and out")
	if !p.in.managed() {
		p.text("The vendor asks for no access after setup: the template has no role for it.")
		return
	}
	role := p.name(aws.ManagementRoleName())
	p.text("Until you name the vendor, nobody has access. Once named, one role of the vendor may act as " + code(role) +
		", and only if it presents the external id. What that role may do stands in " + code("ACCESS.md") + " and in " + codes(p.in.ManagementFiles) + ".")
	p.facts("setup lent (section 3); take it back afterwards (section 6).",
		"makes or deletes the role "+code(role)+" and its policies, and nothing else.", "each of the two undoes the other.")

	p.subheading("On")
	p.text("An external id keeps others who also trust the vendor from acting through it. Make one, and tell the vendor:")
	p.sh(command("openssl", "rand", "-hex", "16"))
	p.text("Name the vendor's one role, not its account. Every other parameter keeps its value:")
	p.sh(p.switchManagement(map[string]string{
		aws.ManagementPrincipalParameter:  vendorRole,
		aws.ManagementExternalIDParameter: externalID,
		aws.ManagementEnabledParameter:    "true",
	})...)

	p.subheading("Check")
	p.text("Who may act, how long a session lasts, and which policies the role has:")
	p.sh(
		command("aws", "iam", "get-role", "--role-name", role, "--query", "Role.[AssumeRolePolicyDocument,MaxSessionDuration]", "--output", "json"),
		command("aws", "iam", "list-attached-role-policies", "--role-name", role, "--output", "table"))

	p.subheading("Off")
	p.text("This needs no right to tear down, and not the vendor:")
	p.sh(p.switchManagement(map[string]string{aws.ManagementEnabledParameter: "false"})...)
	p.text("The role must be gone, so this must fail with " + code("NoSuchEntity") + ":")
	p.refused(command("aws", "iam", "get-role", "--role-name", role))

	p.subheading("Off at once")
	p.text("Where seconds count, an identity that may write IAM takes all rights from the role. Sessions that are open lose them too:")
	p.sh(append(p.attachPolicies("detach-role-policy", role, p.managementPolicies()),
		command("aws", "iam", "delete-role", "--role-name", role))...)
	p.text("Then switch it off as above, so that the stack knows.")
	p.ownManagement()
}

// managementPolicies names the policies of the template's management role.
func (p *awsPage) managementPolicies() []string {
	var list []string
	for i := range p.in.ManagementPolicies {
		list = append(list, p.name(aws.ManagementPolicyName(i, p.in.ManagementPolicies)))
	}
	return list
}

// switchManagement gives the commands that change some parameters of the stack
// and keep all else, without the template at hand.
func (p *awsPage) switchManagement(values map[string]string) []string {
	words := []string{
		"aws", "cloudformation", "update-stack", "--stack-name", p.d.StackName, "--use-previous-template",
		"--capabilities", "CAPABILITY_NAMED_IAM", "--parameters",
	}
	var kept []string
	for _, q := range p.list {
		if v, ok := values[q.name]; ok {
			words = append(words, "ParameterKey="+q.name+",ParameterValue="+v)
			continue
		}
		kept = append(kept, "ParameterKey="+q.name+",UsePreviousValue=true")
	}
	return []string{
		command(slices.Concat(words, kept)...),
		command("aws", "cloudformation", "wait", "stack-update-complete", "--stack-name", p.d.StackName),
	}
}

// ownManagement writes how tooling of the customer makes the vendor's role.
func (p *awsPage) ownManagement() {
	p.subheading("Instead: with tooling of your own")
	p.text("If roles for others are made elsewhere, leave the parameters of management empty and make the role from the same documents." +
		" Both words in capitals of the trust policy are replaced:")
	const filled = "management-trust.json"
	p.sh(slices.Concat([]string{
		command("sed", "-e", "s|MANAGEMENT_PRINCIPAL_ARN|"+vendorRole+"|", "-e", "s|MANAGEMENT_EXTERNAL_ID|"+externalID+"|", trustFile) + " > " + filled,
		command("aws", "iam", "create-role", "--role-name", managementRole, "--max-session-duration", "3600",
			"--assume-role-policy-document", "file://"+filled),
	}, p.makePolicies(p.in.ManagementFiles, managementRole))...)
	p.text("To let the vendor out, and undo all of it:")
	p.sh(append(p.removePolicies(p.in.ManagementFiles, managementRole),
		command("aws", "iam", "delete-role", "--role-name", managementRole))...)
}
