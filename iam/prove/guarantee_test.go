package prove

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

// custom is a set that the author writes: under a resource's id it is on one
// ARN, under "*" on another.
func custom(key, id, actions, resource, stack string) ir.Keyed {
	path := "permissions.custom." + key
	return ir.Keyed{Key: key, Path: path, Sets: []ir.SetUse{{
		ID: id, Path: path + "[0]", Pos: ir.Pos{File: "alien.ts", Line: 30, Column: 5},
		Custom: &ir.CustomSet{AWS: []ir.AWSRule{{
			Effect: "Allow", Actions: strings.Fields(actions),
			Resource: &ir.AWSBinding{Resources: []string{resource}}, Stack: &ir.AWSBinding{Resources: []string{stack}},
		}}},
	}}}
}

// manage gives management what the author adds to, or writes instead of, what
// follows from frozen and live.
func manage(s *ir.Stack, mode ir.ManagementMode, grants ...ir.Keyed) *ir.Stack {
	s.Management = &ir.Management{Mode: mode, Grants: grants}
	return s
}

// report writes what was found, one guarantee a line, with its causes below.
func report(r Result, ids ...string) string {
	var b strings.Builder
	for _, g := range r.Guarantees {
		if len(ids) > 0 && !slices.Contains(ids, g.ID) {
			continue
		}
		word := "NOT GUARANTEED: "
		if g.Holds {
			word = ""
		}
		fmt.Fprintf(&b, "%s %s%s\n", g.ID, word, g.Text)
		for _, c := range g.Causes {
			fmt.Fprintf(&b, "- %s%s\n", c.Text, paths(c))
		}
	}
	for _, c := range r.Remarks {
		fmt.Fprintf(&b, "remark: %s%s\n", c.Text, paths(c))
	}
	for _, text := range r.Broken {
		fmt.Fprintf(&b, "BROKEN %s\n", text)
	}
	return b.String()
}

func paths(c Cause) string {
	var list []string
	for _, o := range c.Origin {
		list = append(list, o.Path)
	}
	if len(list) == 0 {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	want = strings.ReplaceAll(strings.TrimSpace(want), "\t", "")
	if got = strings.TrimSpace(got); got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

func TestGuarantees(t *testing.T) {
	r := Run(compiled(kitchen()))
	same(t, "kitchen", report(r), `
		G1 Management cannot read objects, items, messages or secret values.
		G2 Management cannot create or change identities, policies or role assignments; it can attach no identity.
		G3 Management cannot change frozen resources: data, cache, jobs, keys, images, agent.
		G4 NOT GUARANTEED: Management cannot delete anything.
		- A lifecycle rule can expire objects, and the keeping of older versions can be switched off: site. (resources.site.lifecycle)
		- Another expiry attribute can make items expire, and backups can be switched off: counters. (resources.counters.lifecycle)
		- A lifecycle policy can expire images: builds. (resources.builds.lifecycle)
		- A filter on the trigger makes Lambda delete the messages that it leaves out: worker. (resources.worker.lifecycle)
		G5 Nothing is public except: site, api.
		G6 Each profile reaches only resources its functions link or are triggered by: run -> data, cache, jobs, keys; quiet -> mail.
		G7 No wildcard resource except the 11 statements below, each with its reason.
		G8 Setup cannot read data (apart from the code it installs, the vault's marker and, through CloudFormation, names of objects) and can write only these roles: cron:agent, cron:worker, management, profile:quiet, profile:run.`)
	proofs := ""
	for _, g := range r.Guarantees {
		proofs += g.ID + " " + g.Proof + "\n"
	}
	same(t, "proofs", proofs, fmt.Sprintf(`
		G1 0 of 35 management grants read data; %d reading actions were tried on 46 names
		G2 0 of 35 management grants hand out rights, identities or credentials; %d such actions were tried on 54 names
		G3 7 of 35 management grants change something, 0 of these beyond live resources; %d changing actions were tried on 20 names; it may call agent
		G4 4 of 35 management grants can delete; %d actions that can were tried on 46 names
		G5 3 grants to anyone, on the 2 resources that the author opened; 3 grants to services, each bound to a source of this stack
		G6 17 grants of 4 identities that code runs with, each on what is linked, triggers or is its own
		G7 154 grants looked at; none has a pattern for an action
		G8 89 grants; the 380 calls that creating, updating and deleting the 39 parts of the template take are all allowed`,
		count(func(a action) bool { return reveals(a, nil) }), count(func(a action) bool { return a.power.Hands != "" }),
		count(func(a action) bool { return a.power.Changes() && !a.calls }), count(func(a action) bool { return a.deletes || a.expires })))
	var wild string
	for _, w := range r.Wildcards {
		wild += fmt.Sprintf("%s %s: %s\n", w.Identity, w.Statement, strings.Join(w.Actions, " "))
	}
	same(t, "wildcards", wild, `
		management MetricsMonitor: cloudwatch:GetMetricData
		management ArtifactRegistryToken: ecr:GetAuthorizationToken
		management FunctionMonitorTriggers: lambda:GetEventSourceMapping
		management FunctionUpdateTriggers: lambda:UpdateEventSourceMapping
		setup TemplateCheck: cloudformation:GetTemplateSummary cloudformation:ValidateTemplate
		setup LogGroupList: logs:DescribeLogGroups
		setup Code: s3:GetObject
		setup EventSourceMapping: lambda:GetEventSourceMapping lambda:UpdateEventSourceMapping
		setup EventSourceMappingCreate: lambda:CreateEventSourceMapping
		setup EventSourceMappingTags: lambda:ListTags lambda:TagResource lambda:UntagResource
		teardown EventSourceMapping: lambda:DeleteEventSourceMapping`)
}

// The words of a stack in which there is nothing to except.
func TestGuaranteesOfASmallStack(t *testing.T) {
	same(t, "one table", report(Run(compiled(stackOf(nil, &ir.Kv{Common: frozen("cache")})))), `
		G1 Management cannot read objects, items, messages or secret values.
		G2 Management cannot create or change identities, policies or role assignments; it can attach no identity.
		G3 Management cannot change frozen resources: cache.
		G4 Management cannot delete anything.
		G5 Nothing is public.
		G6 Each profile reaches only resources its functions link or are triggered by.
		G7 No wildcard resource except the 2 statements below, each with its reason.
		G8 Setup cannot read data (apart from the code it installs, the vault's marker and, through CloudFormation, names of objects) and can write only these roles: management.`)
	nobody := manage(stackOf([]*ir.Profile{profile("run", "")}, &ir.Function{
		Common: live("api"), Code: imageCode, Memory: 256, Timeout: 30, Ingress: ir.Private, Profile: "run",
	}), ir.ManagementOverride)
	same(t, "no vendor", report(Run(compiled(nobody))), `
		G1 Management cannot read objects, items, messages or secret values.
		G2 Management cannot create or change identities, policies or role assignments; it can attach no identity.
		G3 Management cannot change frozen resources; there are none.
		G4 Management cannot delete anything.
		G5 Nothing is public.
		G6 Each profile reaches only resources its functions link or are triggered by: run -> nothing.
		G7 No wildcard resource except the 2 statements below, each with its reason.
		G8 Setup cannot read data (apart from the code it installs, the vault's marker and, through CloudFormation, names of objects) and can write only these roles: profile:run.`)
}

// What an author asks for is no bug of alienc, and no secret either.
func TestWhatTheAuthorAsksFor(t *testing.T) {
	plain := func() *ir.Stack {
		links := []ir.Ref{{Kind: ir.KindStorage, ID: "data"}, {Kind: ir.KindKv, ID: "cache"}}
		return stackOf([]*ir.Profile{profile("run", "")},
			&ir.Storage{Common: frozen("data")}, &ir.Kv{Common: frozen("cache")}, &ir.Vault{Common: live("keys")},
			&ir.Storage{Common: live("logs")},
			&ir.Function{Common: frozen("agent"), Code: imageCode, Memory: 256, Timeout: 30, Ingress: ir.Private, Profile: "run", Links: links},
		)
	}
	extend := func(text string) *ir.Stack {
		return manage(plain(), ir.ManagementExtend, granted("permissions.management.extend", text)...)
	}
	runtime := func(keyed ...ir.Keyed) *ir.Stack {
		s := plain()
		s.Profiles[0].Grants = keyed
		return s
	}
	const damage = `
		- A lifecycle rule can expire objects, and the keeping of older versions can be switched off: logs. (resources.logs.lifecycle)`
	for _, c := range []struct {
		name  string
		stack *ir.Stack
		ids   string
		want  string
	}{
		{"reading a frozen storage", extend("data: storage/data-read"), "G1 G2 G3 G4", `
			G1 NOT GUARANTEED: Management cannot read objects, items, messages or secret values.
			- storage/data-read lets management read objects of data with s3:GetObject, s3:ListBucket. Accepted by the author: The vendor debugs imports together with the customer. (permissions.management.extend.data[0])
			G2 Management cannot create or change identities, policies or role assignments; it can attach no identity.
			G3 Management cannot change frozen resources: data, cache, agent.
			G4 NOT GUARANTEED: Management cannot delete anything.` + damage},
		{"writing a live vault", extend("keys: vault/data-write"), "G1 G3 G4", `
			G1 Management cannot read objects, items, messages or secret values.
			G3 Management cannot change frozen resources: data, cache, agent.
			G4 NOT GUARANTEED: Management cannot delete anything.
			- A lifecycle rule can expire objects, and the keeping of older versions can be switched off: logs. (resources.logs.lifecycle)
			- vault/data-write lets management delete from keys with ssm:DeleteParameter. (permissions.management.extend.keys[0])`},
		{"writing a frozen table", extend("cache: kv/data-write"), "G1 G3", `
			G1 NOT GUARANTEED: Management cannot read objects, items, messages or secret values.
			- kv/data-write lets management get back, from a write whose condition fails, items of cache with dynamodb:DeleteItem, dynamodb:PutItem, dynamodb:UpdateItem. (permissions.management.extend.cache[0])
			G3 NOT GUARANTEED: Management cannot change frozen resources: data, cache, agent.
			- kv/data-write lets management change cache with dynamodb:BatchWriteItem, dynamodb:DeleteItem, dynamodb:PutItem, dynamodb:UpdateItem. (permissions.management.extend.cache[0])`},
		{"updating a frozen function", extend("agent: function/management"), "G2 G3", `
			G2 Management cannot create or change identities, policies or role assignments; it can attach no identity.
			G3 NOT GUARANTEED: Management cannot change frozen resources: data, cache, agent.
			- function/management lets management change agent with lambda:UpdateFunctionCode, lambda:UpdateFunctionConfiguration. (permissions.management.extend.agent[0])`},
		{"calling a frozen function", extend("agent: function/invoke"), "G2 G3", `
			G2 Management cannot create or change identities, policies or role assignments; it can attach no identity.
			G3 Management cannot change frozen resources: data, cache, agent.`},
		{
			"everything of a kind", manage(plain(), ir.ManagementOverride, granted("permissions.management.override", "*: storage/data-read")...), "G1 G4", `
			G1 NOT GUARANTEED: Management cannot read objects, items, messages or secret values.
			- storage/data-read lets management read objects of data with s3:GetObject, s3:ListBucket. Accepted by the author: The vendor debugs imports together with the customer. (permissions.management.override.*[0])
			- storage/data-read lets management read objects of logs with s3:GetObject, s3:ListBucket. (permissions.management.override.*[0])
			G4 Management cannot delete anything.`,
		},
		{
			"a set of the author's under a live resource that is about a frozen one",
			manage(plain(), ir.ManagementExtend, custom("logs", "acme/sweep", "s3:PutObject s3:DeleteObject", "arn:aws:s3:::${stackPrefix}-data-*", "")), "G3 G4 G7", `
			G3 NOT GUARANTEED: Management cannot change frozen resources: data, cache, agent.
			- acme/sweep lets management change arn:${AWS::Partition}:s3:::${NamePrefix}-data-* with s3:DeleteObject, s3:PutObject. (permissions.custom.logs[0])
			- acme/sweep lets management change data with s3:DeleteObject, s3:PutObject. (permissions.custom.logs[0])
			G4 NOT GUARANTEED: Management cannot delete anything.
			- A lifecycle rule can expire objects, and the keeping of older versions can be switched off: logs. (resources.logs.lifecycle)
			- acme/sweep lets management delete from arn:${AWS::Partition}:s3:::${NamePrefix}-data-* with s3:DeleteObject. (permissions.custom.logs[0])
			- acme/sweep lets management delete from data with s3:DeleteObject. (permissions.custom.logs[0])
			G7 NOT GUARANTEED: No wildcard resource except the 3 statements below, each with its reason.
			- acme/sweep lets management use s3:DeleteObject, s3:PutObject on a pattern: arn:${AWS::Partition}:s3:::${NamePrefix}-data-*. (permissions.custom.logs[0])`,
		},
		{
			"an action that nobody knows",
			manage(plain(), ir.ManagementExtend, custom("logs", "acme/new", "s3:Reinvent", "arn:aws:s3:::${resourceName}", "")), "G1 G2 G3 G4", `
			G1 NOT GUARANTEED: Management cannot read objects, items, messages or secret values.
			- acme/new lets management read objects of logs with s3:Reinvent (which the catalogue does not list). (permissions.custom.logs[0])
			G2 NOT GUARANTEED: Management cannot create or change identities, policies or role assignments; it can attach no identity.
			- acme/new lets management hand out rights through logs with s3:Reinvent (which the catalogue does not list). (permissions.custom.logs[0])
			G3 Management cannot change frozen resources: data, cache, agent.
			G4 NOT GUARANTEED: Management cannot delete anything.
			- A lifecycle rule can expire objects, and the keeping of older versions can be switched off: logs. (resources.logs.lifecycle)
			- acme/new lets management delete from logs with s3:Reinvent (which the catalogue does not list). (permissions.custom.logs[0])`,
		},
		{
			"rights of the account", manage(plain(), ir.ManagementExtend, custom("*", "acme/admin", "iam:PassRole sts:AssumeRole s3:PutAccountPublicAccessBlock", "", "*")), "G2 G3", `
			G2 NOT GUARANTEED: Management cannot create or change identities, policies or role assignments; it can attach no identity.
			- acme/admin lets management hand out identities through what is beyond one resource with iam:PassRole. (permissions.custom.*[0])
			- acme/admin lets management hand out rights through what is beyond one resource with s3:PutAccountPublicAccessBlock. (permissions.custom.*[0])
			- acme/admin lets management hand out credentials through what is beyond one resource with sts:AssumeRole. (permissions.custom.*[0])
			- acme/admin lets management hand out identities through agent with iam:PassRole. (permissions.custom.*[0])
			- acme/admin lets management change or use an identity with iam:PassRole, sts:AssumeRole. (permissions.custom.*[0])
			G3 NOT GUARANTEED: Management cannot change frozen resources: data, cache, agent.
			- acme/admin lets management change what is beyond one resource with iam:PassRole, s3:PutAccountPublicAccessBlock, sts:AssumeRole. (permissions.custom.*[0])
			- acme/admin lets management change agent with iam:PassRole. (permissions.custom.*[0])
			- acme/admin lets management change settings of the whole account with s3:PutAccountPublicAccessBlock. (permissions.custom.*[0])`,
		},
		{
			"a profile with a scope of the author's", runtime(custom("*", "acme/all", "s3:GetObject", "", "arn:aws:s3:::*")), "G6 G7", `
			G6 NOT GUARANTEED: Each profile reaches only resources its functions link or are triggered by: run -> nothing.
			- The author chose what acme/all lets profile run reach: arn:${AWS::Partition}:s3:::*. (permissions.custom.*[0])
			G7 NOT GUARANTEED: No wildcard resource except the 3 statements below, each with its reason.
			- acme/all lets profile run use s3:GetObject on a pattern: arn:${AWS::Partition}:s3:::*. (permissions.custom.*[0])`,
		},
		{
			"a profile with a set inside a linked resource", runtime(custom("data", "acme/in", "s3:GetObjectTagging", "arn:aws:s3:::${resourceName}/reports/*", "")), "G6 G7", `
			G6 Each profile reaches only resources its functions link or are triggered by: run -> data.
			G7 No wildcard resource except the 3 statements below, each with its reason.`,
		},
		{
			"a profile with a set beside a linked resource", runtime(custom("data", "acme/out", "s3:GetObjectTagging", "arn:aws:s3:::${resourceName}-reports/*", "")), "G6 G7", `
			G6 NOT GUARANTEED: Each profile reaches only resources its functions link or are triggered by: run -> data.
			- acme/out on data lets profile run reach arn:${AWS::Partition}:s3:::${NamePrefix}-data-${AWS::AccountId}-${AWS::Region}-reports/*. (permissions.custom.data[0])
			G7 NOT GUARANTEED: No wildcard resource except the 3 statements below, each with its reason.
			- acme/out lets profile run use s3:GetObjectTagging on a pattern: arn:${AWS::Partition}:s3:::${NamePrefix}-data-${AWS::AccountId}-${AWS::Region}-reports/*. (permissions.custom.data[0])`,
		},
		{"a profile that writes a table and may not read it", runtime(granted("permissions.profiles.run", "cache: kv/data-write")...), "G6", `
			G6 Each profile reaches only resources its functions link or are triggered by: run -> cache.
			remark: Profile run may write cache and not read it, yet a write whose condition fails can return the item that is there; no policy can prevent that. (permissions.profiles.run.cache[0])`},
		{"a profile that writes a table and may read it", runtime(granted("permissions.profiles.run", "cache: kv/data-write kv/data-read")...), "G6", `
			G6 Each profile reaches only resources its functions link or are triggered by: run -> cache.`},
		{"a storage with the name of the usual code bucket", stackOf([]*ir.Profile{profile("run", "")},
			&ir.Storage{Common: frozen("artifacts")},
			&ir.Function{Common: live("f"), Code: zipCode, Memory: 256, Timeout: 30, Ingress: ir.Private, Profile: "run"},
		), "G8", `
			G8 NOT GUARANTEED: Setup cannot read data (apart from the code it installs, the vault's marker and, through CloudFormation, names of objects) and can write only these roles: management, profile:run.
			- The bucket that the code is read from has the name of artifacts, unless another is named.`},
	} {
		in := compiled(c.stack)
		const subject = "management/storage:data/storage/data-read"
		in.Accepted = []ir.Accepted{
			{Check: "management-reads-data", Subject: subject, Reason: "The vendor debugs imports together with the customer."},
			{Check: "management-reads-data", Subject: "management/storage:other/storage/data-read", Reason: "Nothing of this stack."},
			{Check: "management-writes-data", Subject: subject, Reason: "The customer knows"},
		}
		same(t, c.name, report(Run(in), strings.Fields(c.ids)...), c.want)
	}
}

func TestReach(t *testing.T) {
	same(t, "reach", reached(Run(compiled(kitchen()))), `
		data (frozen): see settings | api by storage/data-read storage/data-write: read and write objects; worker by storage/data-read storage/data-write: read and write objects; | read and write objects, see settings
		site (live): see and change settings | | see and change settings
		cache (frozen): see settings | api by kv/data-read kv/data-write: read and write items; worker by kv/data-read kv/data-write: read and write items; | read and write items, see settings
		counters (live): see and change settings | | see and change settings
		jobs (frozen): see settings | api by derived:queue-trigger queue/data-read: receive messages; worker by derived:queue-trigger queue/data-read: receive messages; | receive messages, see settings
		mail (live): see settings | | see settings
		keys (frozen): see metadata | api by vault/data-read: read values; worker by vault/data-read: read values; | read values, see metadata
		tokens (live): see metadata | | see metadata
		images (frozen): see settings | | see settings
		builds (live): push and pull images, see and change settings | | push and pull images, see and change settings
		api (live): replace code, see and change settings | worker by derived:logs: write logs; | replace code, write logs, see and change settings
		worker (live): replace code, see and change settings | api by derived:logs: write logs; | replace code, write logs, see and change settings
		agent (frozen): call, see settings | | call, see settings
		beyond: read metrics of the account, see the state of the stack | | read metrics of the account, see the state of the stack`)
}

// reached writes what was found, one resource a line.
func reached(r Result) string {
	var b strings.Builder
	row := func(what string, r Reach) {
		fmt.Fprintf(&b, "%s: %s |", what, said(r.Management))
		for _, through := range r.Through {
			fmt.Fprintf(&b, " %s by %s: %s;", through.Function, strings.Join(through.Sets, " "), said(through.Deeds))
		}
		b.WriteString(" | " + said(r.Together) + "\n")
	}
	for _, one := range r.Reach {
		row(fmt.Sprintf("%s (%s)", one.Resource, one.Lifecycle), one)
	}
	for _, one := range r.Beyond {
		row("beyond", one)
	}
	return b.String()
}

func said(list []Deed) string {
	words := make([]string, len(list))
	for i, d := range list {
		words[i] = d.String()
	}
	return strings.Join(words, ", ")
}

func TestDeedsOfSets(t *testing.T) {
	for sets, want := range map[string]string{
		"":                 "",
		"queue/data-write": "send messages",
		"artifact-registry/pull artifact-registry/heartbeat":     "pull images, see settings",
		"artifact-registry/pull artifact-registry/push":          "push and pull images",
		"vault/data-write vault/data-read":                       "read and write values",
		"function/management function/invoke derived:commands":   "replace code, call, change settings",
		"queue/data-write derived:queue-trigger queue/heartbeat": "receive and send messages, see settings",
	} {
		if got := said(held{sets: strings.Fields(sets)}.deeds()); got != want {
			t.Errorf("%s: %s, want %s", sets, got, want)
		}
	}
}
