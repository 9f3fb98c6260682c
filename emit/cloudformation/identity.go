package cloudformation

import (
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
	"github.com/alienc/alienc/iam"
)

// profile becomes a role that Lambda runs functions with. Its policy is inline:
// role and policy appear at once, so a function or an event source mapping can
// never find the role without its rights.
func (t *template) profile(p *ir.Profile) {
	holder := "profile:" + p.Name
	rights := iam.Statements(t.plan.For(cloud.AWS, iam.Runtime, holder))
	t.begin("Permission profile: " + p.Name)
	t.role(role{
		owner:       owner{id: p.Name, kind: "profile", lifecycle: ir.Frozen, pos: p.Pos, shared: true},
		purpose:     "What " + t.users(p.Name) + " may do while running: the statements below and nothing else.",
		symbol:      aws.ProfileSymbol(p.Name),
		name:        aws.ProfileRoleName(p.Name),
		description: `alien permission profile "` + p.Name + `"`,
		policy:      "alien-" + p.Name,
		trust:       t.on(iam.Trust, holder),
		rights:      rights,
	})
	t.policyBudget(`runtime policy of "`+p.Name+`"`, iam.Size(rights, t.prefix), rolePolicyLimit, "split the profile")
}

// users names the functions of a profile, or counts them when they are many.
func (t *template) users(profile string) string {
	users := t.stack.Users(profile)
	if len(users) > 4 {
		return strconv.Itoa(len(users)) + " functions"
	}
	names := make([]string, len(users))
	for i, f := range users {
		names[i] = f.ID
	}
	if len(names) == 1 {
		return "function " + names[0]
	}
	last := len(names) - 1
	return "functions " + strings.Join(names[:last], ", ") + " and " + names[last]
}

// cronRole is what the schedules of a function invoke it with.
func (t *template) cronRole(f *ir.Function, pos ir.Pos) {
	holder := "cron:" + f.ID
	t.role(role{
		owner:       ownerOf(f).at(pos),
		purpose:     "Lets the schedules of this stack invoke this function, and nothing else.",
		symbol:      aws.CronRoleSymbol(f.ID),
		name:        aws.CronRoleName(f.ID),
		description: `alien schedules of function "` + f.ID + `"`,
		policy:      "alien-" + f.ID + "-cron",
		trust:       t.on(iam.Trust, holder),
		rights:      iam.Statements(t.plan.For(cloud.AWS, iam.Runtime, holder)),
	})
}

// role is an identity of the stack.
type role struct {
	owner       owner
	purpose     string
	symbol      string
	name        cloud.Text
	description string
	policy      string
	trust       []iam.Statement
	rights      []iam.Statement
}

// remarks says of each statement that names no exact resource why, and of each
// that the vendor wrote in AWS's own terms that it did.
func remarks(rights []iam.Statement) []string {
	var lines []string
	for _, s := range rights {
		if s.Wildcard != "" {
			lines = append(lines, s.ID+` has a "*": `+s.Wildcard)
		}
		if s.Custom != "" {
			lines = append(lines, s.ID+" is written by the vendor: permission set "+s.Custom)
		}
	}
	return lines
}

func (t *template) role(r role) {
	properties := syntax.Object{
		syntax.F("RoleName", text(r.name)),
		syntax.F("Description", syntax.Str(r.description)),
		boundary(),
		syntax.F("AssumeRolePolicyDocument", document(without(r.trust))),
	}
	if len(r.rights) > 0 {
		properties = append(properties, syntax.F("Policies", syntax.Lines{syntax.Object{
			syntax.F("PolicyName", syntax.Str(r.policy)),
			syntax.F("PolicyDocument", document(r.rights)),
		}}))
	}
	t.add(syntax.Resource{
		Purpose:    r.purpose,
		Remarks:    remarks(r.rights),
		Name:       r.symbol,
		Type:       "AWS::IAM::Role",
		Metadata:   r.owner.metadata(),
		Properties: append(properties, t.tagged(r.owner)),
	})
}
