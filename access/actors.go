package access

import (
	"slices"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/sets"
)

// actors says who acts, when, and whom each identity trusts.
func (p *page) actors() {
	if p.cloud == cloud.Azure {
		p.azureActors()
		return
	}
	p.installer()
	p.vendor()
	p.runners()
	p.services()
}

// held gives the grants of one plane that an identity holds.
func (p *page) held(plane iam.Plane, identity string) []*iam.Grant {
	return p.all(func(g *iam.Grant) bool { return g.Plane == plane && g.Identity == identity })
}

// in gives the grants of a plane.
func (p *page) in(plane iam.Plane) []*iam.Grant {
	return p.all(func(g *iam.Grant) bool { return g.Plane == plane })
}

// all gives the grants on the cloud that are so, in plan order.
func (p *page) all(is func(*iam.Grant) bool) []*iam.Grant {
	var list []*iam.Grant
	for i := range p.Plan.Grants {
		if g := &p.Plan.Grants[i]; g.Cloud == p.cloud && is(g) {
			list = append(list, g)
		}
	}
	return list
}

// installer is about setup and teardown, which the customer does.
func (p *page) installer() {
	held := p.held(iam.Setup, setup)
	p.paragraph("**Setup: you**, once for each release, with ", plural(distinct(held), "action"), " in `aws/iam/setup-policy.json` (numbered when it takes several files). ",
		"They work only in calls that CloudFormation makes for you (`aws:CalledVia`), apart from these:")
	t := p.table("Direct right of setup", "Actions", "On", "Only if", "Why it is direct")
	direct := slices.DeleteFunc(held, func(g *iam.Grant) bool { return g.Effect != iam.Allow || throughCloudFormation(g) })
	for _, group := range grouped(direct, byStatement) {
		g := group[0]
		t.row(code(g.Statement), p.granted(g), join(patterns(group), ", ", code), conditions(g.Conditions), prose(whyDirect(g)))
	}
	t.end("None.")
	p.paragraph("`aws/iam/setup-role.template.yaml` gives the same rights to a role that CloudFormation alone may assume, for deployments with `--role-arn`; ",
		"whoever installs then holds the direct calls and the right to give CloudFormation that one role.")
	if deleting := p.held(iam.Teardown, teardown); len(deleting) > 0 {
		p.paragraph("**Teardown: you**, when you delete the stack, with ", plural(distinct(deleting), "action"), " in `aws/iam/teardown-policy.json` beside those of setup. ",
			"It is a file of its own so that you can withhold it. What holds state is kept when the stack is deleted.")
	}
}

// whyDirect says why a right of setup cannot be bound to CloudFormation. The
// set that it comes from knows.
func whyDirect(g *iam.Grant) string {
	for _, rule := range sets.Setup(g.Set).AWS {
		if rule.Sid == g.Statement {
			return rule.Direct
		}
	}
	return ""
}

// throughCloudFormation reports whether a grant works in calls alone that
// CloudFormation makes.
func throughCloudFormation(g *iam.Grant) bool {
	return slices.ContainsFunc(g.Conditions, func(c iam.Condition) bool {
		return c.Key == "aws:CalledVia" && c.Operator == "ForAnyValue:StringEquals" &&
			len(c.Values) == 1 && c.Values[0].String() == "cloudformation.amazonaws.com"
	})
}

// vendor is about the management identity.
func (p *page) vendor() {
	grants := p.held(iam.Management, management)
	if len(grants) == 0 {
		p.paragraph("**Management: nobody.** This stack gives the vendor no rights after setup.")
		return
	}
	p.paragraph("**Management: the vendor**, after setup, with ", plural(distinct(grants), "action"), " in `aws/iam/management-policy.json` (numbered when it takes several files). ",
		"It is off until you name who it is: the role `${NamePrefix}-management` exists only while both `", aws.ManagementPrincipalParameter, "` and `", aws.ManagementExternalIDParameter,
		"` are filled in and `", aws.ManagementEnabledParameter, "` is `true`.")
	p.line("- Trusted: exactly the principal that you name, and only with that external id. Name a role; the root of an account would trust everybody whom that account lets in.")
	p.line("- A session lasts at most one hour.")
	p.authorship()
}

// authorship says whose words the rights of management rest on.
func (p *page) authorship() {
	switch m := p.Stack.Management; {
	case m != nil && m.Mode == ir.ManagementExtend:
		p.line("- The author added rights to the derived ones, at ", place(m.Pos), "; they stand under Accepted by the author.")
	case m != nil && m.Mode == ir.ManagementOverride:
		p.line("- The author wrote these rights at ", place(m.Pos), "; nothing was derived.")
	default:
		p.line("- The rights follow from the words frozen and live, and from which function takes commands.")
	}
	p.line()
}

// runners is about the identities of the stack that run something.
func (p *page) runners() {
	t := p.table("Role", "Acts for", "Trusted", "Policy")
	for _, profile := range p.Stack.Profiles {
		users := p.Stack.Users(profile.Name)
		if len(users) == 0 {
			continue
		}
		t.row(code("profile:"+profile.Name)+" "+place(profile.Pos),
			codeOf(users), p.trusted("profile:"+profile.Name), code("aws/iam/profiles/"+profile.Name+".json"))
	}
	for _, f := range p.Stack.Functions() {
		if len(aws.Schedules(f)) > 0 {
			t.row(code("cron:"+f.ID), "the schedules of "+code(f.ID), p.trusted("cron:"+f.ID), "in the template")
		}
	}
	t.end("")
	p.paragraph("`", aws.BoundaryParameter, "`, if you fill it in, bounds every role of this stack.")
}

// codeOf says whose code an identity acts for.
func codeOf(users []*ir.Function) text {
	return "code of " + join(users, ", ", func(f *ir.Function) text { return code(f.ID) + " (" + lifecycle(f.Lifecycle) + ")" })
}

// trusted says who may act as an identity.
func (p *page) trusted(identity string) text {
	return join(p.Plan.About(cloud.AWS, iam.Trust, identity), ", ", func(g iam.Grant) text {
		if len(g.Conditions) == 0 {
			return code(g.Identity)
		}
		return code(g.Identity) + " if " + conditions(g.Conditions)
	})
}

// services is about what resources themselves allow.
func (p *page) services() {
	t := p.table("Service", "May", "On", "Only if", "Why", "Asked for at")
	for _, g := range p.in(iam.ResourcePolicy) {
		if g.Effect == iam.Allow {
			t.row(code(g.Identity), p.actions(rights(g)), p.resource(g.Resource), conditions(g.Conditions), p.reason(g), places(g.Origin))
		}
	}
	t.end("")
	others := text("nobody")
	if t.rows > 0 {
		others = "nobody else"
	}
	p.paragraph("By the policies of resources ", others, " may use anything of this stack, apart from what stands under Exposure.")
}

// reason says why a grant exists, in alienc's words or the author's.
func (p *page) reason(g *iam.Grant) text {
	if g.Custom {
		return code(g.Reason)
	}
	return prose(g.Reason)
}

// distinct counts the actions that grants allow.
func distinct(grants []*iam.Grant) int {
	seen := map[right]bool{}
	for _, g := range grants {
		if g.Effect == iam.Allow {
			for _, a := range rights(g) {
				seen[a] = true
			}
		}
	}
	return len(seen)
}

func patterns(grants []*iam.Grant) []string {
	list := make([]string, len(grants))
	for i, g := range grants {
		list[i] = site(g)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
