package prove

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

// withSets is a stack with a live and a frozen resource of several kinds, and a
// live function that links the live ones alone.
func withSets(management, profile []ir.Keyed) *ir.Stack {
	links := []ir.Ref{{Kind: ir.KindStorage, ID: "up"}, {Kind: ir.KindKv, ID: "b-c"}}
	s := stackOf([]*ir.Profile{{Name: "run", Grants: profile}},
		&ir.Storage{Common: live("up")}, &ir.Storage{Common: frozen("other")}, &ir.Kv{Common: live("b-c")}, &ir.Kv{Common: frozen("c")},
		&ir.Vault{Common: frozen("keys")},
		&ir.Function{Common: live("api"), Code: imageCode, Memory: 256, Timeout: 30, Ingress: ir.Private, Links: links, Profile: "run"},
		&ir.Function{Common: frozen("agent"), Code: imageCode, Memory: 256, Timeout: 30, Ingress: ir.Private, Profile: "run", Links: links},
	)
	return manage(s, ir.ManagementExtend, management...)
}

// causes judges a stack and gives the causes of some guarantees that are about
// a set of the author's; "holds" for one that holds.
func causes(s *ir.Stack, ids string, accepted ...ir.Accepted) string {
	in := compiled(s)
	in.Accepted = accepted
	var lines []string
	for _, line := range strings.Split(report(Run(in), strings.Fields(ids)...), "\n") {
		switch {
		case strings.HasPrefix(line, "BROKEN"), strings.Contains(line, "acme/"):
			lines = append(lines, line)
		case strings.HasPrefix(line, "G") && !strings.Contains(line, " NOT GUARANTEED: "):
			lines = append(lines, line[:2]+" holds")
		case strings.HasPrefix(line, "G"):
			lines = append(lines, line[:2])
		}
	}
	return strings.Join(lines, "\n")
}

// A literal that is a resource's name in one deployment is not its name in
// another, and may be a name of somebody else there; and in some deployment it
// may be that of another resource.
func TestLiterals(t *testing.T) {
	const bucket = "arn:aws:s3:::app-up-123456789012-us-east-1/*"
	same(t, "a profile with the bucket of one deployment", causes(withSets(nil, []ir.Keyed{custom("up", "acme/x", "s3:GetObject", bucket, "")}), "G6 G7"), `
		G6
		- acme/x on up lets profile run reach arn:${AWS::Partition}:s3:::app-up-123456789012-us-east-1/*. (permissions.custom.up[0])
		G7
		- acme/x lets profile run use s3:GetObject on a pattern: arn:${AWS::Partition}:s3:::app-up-123456789012-us-east-1/*. (permissions.custom.up[0])`)
	same(t, "a profile with a literal prefix", causes(withSets(nil, []ir.Keyed{custom("up", "acme/x", "s3:GetObject", "arn:aws:s3:::app-up-${awsAccountId}-${awsRegion}/a", "")}), "G6"), `
		G6
		- acme/x on up lets profile run reach arn:${AWS::Partition}:s3:::app-up-${AWS::AccountId}-${AWS::Region}/a. (permissions.custom.up[0])`)
	same(t, "a profile with the variables", causes(withSets(nil, []ir.Keyed{custom("up", "acme/x", "s3:GetObject", "arn:aws:s3:::${stackPrefix}-up-${awsAccountId}-${awsRegion}/*", "")}), "G6 G7"), `
		G6 holds
		G7 holds`)
	const table = "arn:aws:dynamodb:us-east-1:123456789012:table/a-b-c"
	same(t, "management with a table of one deployment", causes(withSets([]ir.Keyed{custom("b-c", "acme/x", "dynamodb:UpdateTimeToLive", table, "")}, nil), "G1 G2 G3"), `
		G1 holds
		G2
		- acme/x lets management change what is beyond the resources of this stack with dynamodb:UpdateTimeToLive. (permissions.custom.b-c[0])
		G3
		- acme/x lets management change arn:${AWS::Partition}:dynamodb:us-east-1:123456789012:table/a-b-c with dynamodb:UpdateTimeToLive. (permissions.custom.b-c[0])
		- acme/x lets management change c with dynamodb:UpdateTimeToLive. (permissions.custom.b-c[0])`)
	same(t, "management with the code of a frozen function by a literal",
		causes(withSets([]ir.Keyed{custom("api", "acme/x", "lambda:GetFunction", "arn:aws:lambda:us-east-1:123456789012:function:app-agent", "")}, nil), "G1"), `
		G1
		- acme/x lets management read code or logs of agent with lambda:GetFunction. (permissions.custom.api[0])`)
	same(t, "management with a literal that means nothing of the stack",
		causes(withSets([]ir.Keyed{custom("up", "acme/x", "s3:PutBucketTagging", "arn:aws:s3:::elsewhere", "")}, nil), "G2 G3"), `
		G2
		- acme/x lets management change what is beyond the resources of this stack with s3:PutBucketTagging. (permissions.custom.up[0])
		G3
		- acme/x lets management change arn:${AWS::Partition}:s3:::elsewhere with s3:PutBucketTagging. (permissions.custom.up[0])`)
}

// What management changes or calls beyond the stack could be anybody's rights.
func TestBeyondTheStack(t *testing.T) {
	stack := func(actions, on string) *ir.Stack {
		return withSets([]ir.Keyed{custom("*", "acme/x", actions, "", on)}, nil)
	}
	const own = "arn:aws:s3:::${stackPrefix}-up-${awsAccountId}-${awsRegion}"
	for _, c := range []struct{ name, actions, on, want string }{
		{"a live resource", "s3:PutBucketTagging", own, "G2 holds"},
		{"inside a live resource", "s3:PutObjectTagging", own + "/reports/*", "G2 holds"},
		{"only reading", "ec2:DescribeInstances", "*", "G2 holds"},
		{"another service", "sns:CreateTopic", "arn:aws:sns:${awsRegion}:${awsAccountId}:t", `
			G2
			- acme/x lets management change what is beyond the resources of this stack with sns:CreateTopic. (permissions.custom.*[0])`},
		{"another service with the name of a live resource", "xray:PutTraceSegments", own, `
			G2
			- acme/x lets management change what is beyond the resources of this stack with xray:PutTraceSegments. (permissions.custom.*[0])`},
		{"the code of another function", "lambda:UpdateFunctionCode", "arn:aws:lambda:${awsRegion}:${awsAccountId}:function:admin", `
			G2
			- acme/x lets management change what is beyond the resources of this stack with lambda:UpdateFunctionCode. (permissions.custom.*[0])`},
		{"everything", "s3:PutBucketTagging", "*", `
			G2
			- acme/x lets management change what is beyond the resources of this stack with s3:PutBucketTagging. (permissions.custom.*[0])`},
		{"a pattern around a live resource", "s3:PutBucketTagging", "arn:aws:s3:::${stackPrefix}-up-*", `
			G2
			- acme/x lets management change what is beyond the resources of this stack with s3:PutBucketTagging. (permissions.custom.*[0])`},
		{"the stack itself", "cloudformation:SetStackPolicy cloudformation:CancelUpdateStack", "arn:aws:cloudformation:${awsRegion}:${awsAccountId}:stack/${stackPrefix}/*", `
			G2
			- acme/x lets management hand out rights through what is beyond one resource with cloudformation:SetStackPolicy. (permissions.custom.*[0])
			- acme/x lets management change what is beyond the resources of this stack with cloudformation:CancelUpdateStack. (permissions.custom.*[0])`},
	} {
		same(t, c.name, causes(stack(c.actions, c.on), "G2"), c.want)
	}
	same(t, "names of new objects", causes(stack("s3:PutBucketNotification", own), "G1 G2"), `
		G1
		- acme/x lets management read what is beyond one resource with s3:PutBucketNotification. (permissions.custom.*[0])
		- acme/x lets management read objects of up with s3:PutBucketNotification. (permissions.custom.*[0])
		G2 holds`)
	same(t, "calling another function", causes(stack("lambda:InvokeFunction", "arn:aws:lambda:${awsRegion}:${awsAccountId}:function:admin"), "G2 G3"), `
		G2
		- acme/x lets management call what is beyond the resources of this stack with lambda:InvokeFunction. (permissions.custom.*[0])
		G3
		- acme/x lets management call what is beyond the resources of this stack with lambda:InvokeFunction. (permissions.custom.*[0])`)
	same(t, "calling a function of the stack", causes(stack("lambda:InvokeFunction", "arn:aws:lambda:${awsRegion}:${awsAccountId}:function:${stackPrefix}-api"), "G2 G3"), `
		G2 holds
		G3 holds`)
}

// A reason stands beside what it was given for: the rule, and each action of a
// custom set.
func TestAcceptedActionByAction(t *testing.T) {
	const table = "arn:aws:dynamodb:${awsRegion}:${awsAccountId}:table/${stackPrefix}-c"
	s := withSets([]ir.Keyed{custom("*", "acme/x", "dynamodb:DeleteTable dynamodb:DeleteBackup", "", table)}, nil)
	accept := func(check, subject, reason string) ir.Accepted {
		return ir.Accepted{Check: check, Subject: subject, Reason: reason}
	}
	const cause = "G4\n\t\t- acme/x lets management delete from what is beyond one resource with dynamodb:DeleteBackup, dynamodb:DeleteTable."
	const target = " (permissions.custom.*[0])\n\t\t- acme/x lets management delete from c with dynamodb:DeleteBackup, dynamodb:DeleteTable."
	for _, c := range []struct {
		name     string
		accepted []ir.Accepted
		says     string
	}{
		{"nothing", nil, ""},
		{"the set as a whole, which names no action", []ir.Accepted{accept("management-writes-data", "management/*/acme/x", "Because")}, ""},
		{"another rule", []ir.Accepted{accept("management-reads-data", "management/*/acme/x dynamodb:DeleteTable", "Because")}, ""},
		{"another holder", []ir.Accepted{accept("management-writes-data", "profile:run/*/acme/x dynamodb:DeleteTable", "Because")}, ""},
		{"one action", []ir.Accepted{accept("management-writes-data", "management/*/acme/x dynamodb:DeleteTable", "Because.")}, " Accepted by the author for dynamodb:DeleteTable: Because."},
		{"a word for both", []ir.Accepted{accept("management-writes-data", "management/*/acme/x dynamodb:delete*", "Because")}, " Accepted by the author: Because."},
		{
			"each for itself",
			[]ir.Accepted{
				accept("management-writes-data", "management/*/acme/x dynamodb:DeleteTable", "One"),
				accept("management-mutates-frozen", "management/*/acme/x dynamodb:DeleteBackup", "Other"),
			},
			" Accepted by the author for dynamodb:DeleteTable: One. Accepted by the author for dynamodb:DeleteBackup: Other.",
		},
	} {
		same(t, c.name, causes(s, "G4", c.accepted...), cause+c.says+target+c.says+" (permissions.custom.*[0])")
	}
}

// Sets of the author's are shown where they reach, in words for what they do
// there.
func TestReachOfSetsByTheAuthor(t *testing.T) {
	profile := []ir.Keyed{
		custom("*", "acme/x", "ssm:GetParametersByPath s3:GetObject", "", "arn:aws:ssm:${awsRegion}:${awsAccountId}:parameter/${stackPrefix}/keys/*"),
		custom("up", "acme/y", "s3:GetObject s3:PutObject", "arn:aws:s3:::${stackPrefix}-other-${awsAccountId}-${awsRegion}/*", ""),
		custom("*", "acme/z", "sqs:ReceiveMessage s3:PutObject", "", "arn:aws:sqs:us-east-1:1:queue"),
	}
	management := []ir.Keyed{
		custom("*", "acme/w", "s3:PutBucketTagging s3:GetBucketTagging dynamodb:Scan", "", "arn:aws:s3:::*"),
		custom("api", "acme/v", "iam:PassRole lambda:GetFunction lambda:InvokeFunction", "arn:aws:lambda:${awsRegion}:${awsAccountId}:function:${resourceName}", ""),
	}
	same(t, "reach", reached(Run(compiled(withSets(management, profile)))), `
		up (live): see and change settings, see and change settings (acme/w, written by the author) | | see and change settings, see and change settings (acme/w, written by the author)
		other (frozen): see settings, see and change settings (acme/w, written by the author) | api by acme/y: read and write objects (acme/y, written by the author); | see settings, see and change settings (acme/w, written by the author), read and write objects (acme/y, written by the author)
		b-c (live): see and change settings | | see and change settings
		c (frozen): see settings | | see settings
		keys (frozen): see metadata | api by acme/x: read secret values (acme/x, written by the author); | see metadata, read secret values (acme/x, written by the author)
		api (live): replace code, see and change settings, call and read code (acme/v, written by the author) | | replace code, see and change settings, call and read code (acme/v, written by the author)
		agent (frozen): see settings | api by derived:logs: write logs; | write logs, see settings
		beyond: read metrics of the account, see the state of the stack, see and change settings (acme/w, written by the author) | api by acme/z: read data (acme/z, written by the author); | read metrics of the account, see the state of the stack, see and change settings (acme/w, written by the author), read data (acme/z, written by the author)`)
}
