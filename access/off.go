package access

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// off prints how a customer ends the vendor's access.
func (p *page) off() {
	if p.cloud == cloud.Azure {
		p.azureOff()
		return
	}
	if len(p.held(iam.Management, management)) == 0 {
		p.paragraph("There is nothing to switch off: this stack gives the vendor no rights after setup.")
		return
	}
	p.paragraph("One command, with the setup policy attached and without the template at hand. Replace the words in capitals; everything else stays as it is:")
	p.shell(switchOff(p.Stack))
	p.paragraph("The role of management and its policy are deleted, and what is open of its sessions can do nothing more. The same command with `true` switches it on again.")
	p.paragraph("Without CloudFormation, or in a hurry, delete the role: one that is gone lets nobody in. Then run the command above as well, or the next update of the stack looks for the role in vain.")
	n := len(p.Plan.ManagementPolicies())
	var byHand []string
	for i := range n {
		policy := placeholders(aws.ManagementPolicyName(i, n))
		byHand = append(byHand, "aws iam detach-role-policy --role-name "+role()+" --policy-arn arn:aws:iam::ACCOUNT:policy/"+policy)
	}
	p.shell(append(byHand, "aws iam delete-role --role-name "+role())...)
}

// placeholders writes a name as it stands in a command.
func placeholders(name cloud.Text) string {
	return name.Resolve(func(cloud.Var) string { return "PREFIX" })
}

func role() string { return placeholders(aws.ManagementRoleName()) }

// shell writes commands, one a line. They are made of ids and constants.
func (p *page) shell(lines ...string) {
	p.line("```sh")
	for _, l := range lines {
		p.line(text(l))
	}
	p.line("```")
	p.line()
}

// switchOff is the whole command. A parameter that an update does not name
// falls back to its default, so it names every one.
func switchOff(s *ir.Stack) string {
	var b strings.Builder
	b.WriteString("aws cloudformation update-stack --stack-name STACK --use-previous-template --capabilities CAPABILITY_NAMED_IAM --parameters ")
	b.WriteString("ParameterKey=" + aws.ManagementEnabledParameter + ",ParameterValue=false")
	for _, name := range parameters(s) {
		b.WriteString(" ParameterKey=" + name + ",UsePreviousValue=true")
	}
	return b.String()
}

// parameters lists the parameters of the template apart from the switch.
func parameters(s *ir.Stack) []string {
	list := []string{string(aws.Prefix)}
	for _, f := range s.Functions() {
		if f.Code.Form() == ir.Image {
			list = append(list, aws.ImageParameter(f.ID))
		} else {
			list = append(list, aws.CodeBucketParameter(f.ID), aws.CodeKeyParameter(f.ID))
		}
	}
	list = append(list, aws.ManagementPrincipalParameter, aws.ManagementExternalIDParameter, aws.BoundaryParameter)
	if len(s.Functions()) > 0 {
		list = append(list, aws.LogRetentionParameter)
	}
	return list
}
