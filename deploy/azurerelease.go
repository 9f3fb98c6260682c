package deploy

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// containers gives a command about the container app of each function, and one
// about each of its jobs, which run the same image.
func containers(list []*ir.Function, operation string, more func(*ir.Function) []string) []string {
	var out []string
	for _, f := range list {
		out = append(out, command(append(inGroup("az", "containerapp", operation, "--name", literal(azure.AppName(f.ID))), more(f)...)...))
		for _, s := range azure.Schedules(f) {
			out = append(out, command(append(inGroup("az", "containerapp", "job", operation, "--name", literal(azure.JobName(f.ID, s.Index))), more(f)...)...))
		}
	}
	return out
}

// show gives the commands that print a property of each container.
func show(list []*ir.Function, query string) []string {
	return containers(list, "show", func(*ir.Function) []string { return []string{"--query", query, "--output", "tsv"} })
}

const imageQuery = "properties.template.containers[0].image"

// installRelease writes how a stack that stands goes to this release.
func (p *azurePage) installRelease() {
	p.heading("9. Install this release over an earlier one")
	p.text("Put the images of this release in place (section 2), and lend this release's setup role (section 3), which takes the place of the earlier one.")
	needs := "setup of this release lent (section 3); afterwards take it back (section 6)."
	if p.in.Management {
		needs += " For the vendor's roles, and to take grants away, an owner."
	}
	p.facts(needs, "the stack, in place. It deletes nothing.", "the same from the folder of the earlier release.")
	if live := p.liveFunctions(); len(live) > 0 {
		p.subheading("See what runs now")
		p.text("The vendor updates live functions beside your deployments. A deployment puts the image that it passes in their place, so compare first; these print what runs:")
		p.sh(show(live, imageQuery)...)
	}
	p.subheading("Update the stack")
	p.text("See first what would change, which also shows what has drifted. Pass all parameters that you passed before; this is the form for images that anybody may read:")
	p.sh(p.deployment("what-if", p.assignments(nil)))
	p.text("Pass the images that shall run from now on. Functions exist, so no form needs two steps, unless a registry is new:")
	p.sh(p.deployment("create", p.assignments(nil)))
	if p.in.Management {
		p.text("If the vendor is in, take all of its grants away and give those of this release. That way it keeps nothing that this release no longer asks for:")
		p.sh(revoke(vendorObjectID), p.grantVendor())
	} else {
		p.text("If the earlier release let the vendor in, follow its page to let it out: this one asks for no access.")
	}
	p.removeWhatLeft()
}

// removeWhatLeft writes what an update does not do: nothing is deleted, and
// nothing taken away.
func (p *azurePage) removeWhatLeft() {
	p.subheading("Remove what this release no longer has")
	p.text("Resources that it does not have stay as they are: section 11 of the page of the earlier release deletes them one by one.")
	profiles := p.profiles()
	if len(profiles) == 0 {
		return
	}
	p.text("Grants stay too. Where a profile has lost one, an owner takes all grants of its identity away, and the deployment above, run again, writes those that remain. In between, its functions reach nothing. These print the principal ids:")
	var list []string
	for _, name := range profiles {
		list = append(list, property("principalId", inGroup("az", "identity", "show", "--name", name)...))
	}
	p.sh(list...)
	p.text("For each that lost a grant:")
	p.sh(revoke(principalID))
}

// updateLive writes what the vendor does to a live function.
func (p *azurePage) updateLive() {
	p.heading("10. What the vendor does to a live function")
	live := p.liveFunctions()
	switch {
	case len(live) == 0:
		p.text("No function of this stack is live: only a deployment of yours changes their code.")
		return
	case !p.in.Management:
		p.text("The vendor has no role in this stack: only a deployment of yours changes the code of its functions.")
		return
	}
	p.text("For your information: these are the vendor's commands, and nothing that you have to do. The vendor is signed in to your tenant as its application:")
	p.facts("management on (section 8), and an image that the stack may already read.", "the image of one function, in place.",
		"these commands with the image that ran before, or section 9.")
	p.sh(containers(live, "update", func(f *ir.Function) []string { return []string{"--image", vendorImage(f), "--no-wait"} })...)
	p.text("It cannot follow the operation, which lives outside the group, and looks at the outcome instead:")
	p.sh(show(live, "properties.provisioningState")...)
	p.text("Azure cannot separate a function's image from its other settings: the vendor could also change these. "+code("ACCESS.md")+" says what that means.",
		"The activity log of the resource group records each call.")
}
