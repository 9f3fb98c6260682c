package check

import (
	"maps"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// managedBy gives a stack whose management is extended by a set of the author
// on one ARN, under a key.
func managedBy(key, on string, actions []string, resources ...ir.Resource) *ir.Stack {
	s := stackOf(nil, resources...)
	grants := granted("permissions.management.extend", key+": acme/x")
	binding := &ir.AWSBinding{Resources: []string{on}}
	grants[0].Sets[0].Custom = &ir.CustomSet{AWS: []ir.AWSRule{{Effect: "Allow", Actions: actions, Stack: binding, Resource: binding}}}
	s.Management = &ir.Management{Mode: ir.ManagementExtend, Grants: grants}
	return s
}

func live(r ir.Resource) ir.Resource {
	r.Info().Lifecycle = ir.Live
	return r
}

// What a set may do depends on what its key and its ARNs mean.
func TestManagedSets(t *testing.T) {
	data, logs := func() ir.Resource { return storage("data") }, func() ir.Resource { return live(storage("logs")) }
	images := func() ir.Resource { return &ir.ArtifactRegistry{Common: common("images")} }
	const (
		own      = "arn:aws:s3:::${resourceName}"
		all      = "arn:aws:s3:::${stackPrefix}-*"
		registry = "arn:aws:ecr:${awsRegion}:${awsAccountId}:repository/${stackPrefix}/images"
	)
	update, pull := []string{"s3:PutBucketVersioning"}, []string{"ecr:BatchGetImage"}
	outside := func(action string) string {
		return `[management-changes-outside] management would act on more than the stack through "` + action + `" in set "acme/x"`
	}
	beyond := outside("s3:PutBucketVersioning")
	changes := `[management-mutates-frozen] management would change frozen "data" through "s3:PutBucketVersioning" in set "acme/x"`
	for name, c := range map[string]struct {
		stack *ir.Stack
		want  []string
	}{
		"settings are free":                {managedBy("data", own, []string{"s3:GetBucketVersioning", "s3:GetBucketCORS"}, data()), nil},
		"frozen":                           {managedBy("data", own, update, data()), []string{changes}},
		"frozen, wherever its ARN is":      {managedBy("data", "arn:aws:s3:::acme_shared", update, data()), []string{changes, beyond}},
		"live":                             {managedBy("logs", own, update, data(), logs()), nil},
		"live, with the ARN of another":    {managedBy("logs", "arn:aws:s3:::${stackPrefix}-data-*", update, data(), logs()), []string{changes, beyond}},
		"any, of live ones only":           {managedBy("*", "arn:aws:s3:::${stackPrefix}-logs-*", update, data(), logs()), []string{beyond}},
		"any, of all":                      {managedBy("*", all, update, data(), logs()), []string{changes, beyond}},
		"any, where all are live":          {managedBy("*", all, update, logs()), []string{beyond}},
		"any, by the name of a live one":   {managedBy("*", "arn:aws:s3:::${stackPrefix}-logs-${awsAccountId}-${awsRegion}", update, data(), logs()), nil},
		"an unknown key is said once":      {managedBy("dta", own, []string{"s3:GetObject", "s3:PutBucketVersioning"}, data()), []string{`[unknown-profile-key] management grants on "dta", which is not in the stack`}},
		"what is refused is said once":     {managedBy("data", own, []string{"s3:*"}, data()), []string{`[custom-set-wildcard-action] "s3:*" is not allowed in set "acme/x"`}},
		"images of a live registry":        {managedBy("images", registry, pull, live(images())), nil},
		"images of a frozen one":           {managedBy("images", registry, pull, images()), []string{`[management-reads-data] management would read images of "images" through "ecr:BatchGetImage" in set "acme/x"`}},
		"images of a frozen one elsewhere": {managedBy("logs", registry, pull, logs(), images()), []string{`[management-reads-data] management would read images of "images" through "ecr:BatchGetImage" in set "acme/x"`}},
		"images that belong to no one":     {managedBy("data", "arn:aws:ecr:${awsRegion}:${awsAccountId}:repository/base", pull, data(), images()), nil},
		"a right is no change":             {managedBy("data", own, []string{"s3:PutBucketPolicy"}, data()), []string{`[management-writes-iam] management could hand out rights through "s3:PutBucketPolicy" in set "acme/x"`}},
		"a copy is a change and a reading": {managedBy("data", own, []string{"s3:PutReplicationConfiguration"}, data()), []string{
			`[management-reads-data] management would read data through "s3:PutReplicationConfiguration" in set "acme/x"`,
			`[management-mutates-frozen] management would change frozen "data" through "s3:PutReplicationConfiguration" in set "acme/x"`,
		}},
	} {
		t.Run(name, func(t *testing.T) { gives(t, c.stack, c.want...) })
	}
}

// What is not surely a resource of the stack is somebody else's, and of a
// service that nobody reviewed everything is.
func TestManagedSetsOutside(t *testing.T) {
	api := func() ir.Resource { return live(function("api")) }
	frozenAPI := function("api")
	frozenAPI.Lifecycle = ir.Frozen
	const (
		own     = "arn:aws:lambda:${awsRegion}:${awsAccountId}:function:${resourceName}"
		byName  = "arn:aws:lambda:${awsRegion}:${awsAccountId}:function:${stackPrefix}-api:*"
		another = "arn:aws:lambda:${awsRegion}:${awsAccountId}:function:billing"
	)
	says := func(id, would, action string) string {
		return `[` + id + `] management ` + would + ` through "` + action + `" in set "acme/x"`
	}
	work := func(action string) string {
		return says("management-writes-iam", "could hand out work under another identity", action)
	}
	outside := func(action string) string {
		return says("management-changes-outside", "would act on more than the stack", action)
	}
	data := func() ir.Resource { return live(storage("data")) }
	for name, c := range map[string]struct {
		stack *ir.Stack
		want  []string
	}{
		"code of its own function":       {managedBy("api", own, []string{"lambda:UpdateFunctionC*"}, api()), nil},
		"code of the function by name":   {managedBy("*", byName, []string{"lambda:UpdateFunctionCode"}, api()), nil},
		"code of a frozen one":           {managedBy("api", own, []string{"lambda:UpdateFunctionCode"}, frozenAPI), []string{says("management-mutates-frozen", `would change frozen "api"`, "lambda:UpdateFunctionCode")}},
		"code of another":                {managedBy("api", another, []string{"lambda:UpdateFunctionCode"}, api()), []string{work("lambda:UpdateFunctionCode")}},
		"calling its own function":       {managedBy("api", own, []string{"lambda:InvokeFunction"}, api()), nil},
		"calling another":                {managedBy("api", another, []string{"lambda:InvokeFunction"}, api()), []string{outside("lambda:InvokeFunction")}},
		"calling any":                    {managedBy("*", "*", []string{"lambda:InvokeFunction"}, api()), []string{outside("lambda:InvokeFunction"), `[custom-set-wide-scope] resource "*" in set "acme/x" covers every resource`}},
		"another function":               {managedBy("api", own, []string{"lambda:CreateFunction"}, api()), []string{work("lambda:CreateFunction")}},
		"a service that nobody reviewed": {managedBy("data", "arn:aws:s3:::${resourceName}", []string{"kms:ScheduleKeyDeletion"}, data()), []string{outside("kms:ScheduleKeyDeletion")}},
		"reading there":                  {managedBy("data", "arn:aws:s3:::${resourceName}", []string{"kms:DescribeKey"}, data()), nil},
		"data elsewhere":                 {managedBy("data", "arn:aws:s3:::acme/*", []string{"s3:PutObject"}, data()), []string{outside("s3:PutObject"), says("management-writes-data", "would write data", "s3:PutObject")}},
		"rights are said once":           {managedBy("data", "arn:aws:iam::${awsAccountId}:user/x", []string{"iam:CreateAccessKey"}, data()), []string{says("management-writes-iam", "could hand out rights", "iam:CreateAccessKey")}},
		"sharing":                        {managedBy("data", "arn:aws:ram:us-east-1:${awsAccountId}:resource-share/x", []string{"ram:AssociateResourceShare"}, data()), []string{says("management-writes-iam", "could hand out access", "ram:AssociateResourceShare")}},
		"the stack itself": {
			managedBy("*", "arn:aws:cloudformation:${awsRegion}:${awsAccountId}:stack/${stackPrefix}/*", []string{"cloudformation:UpdateStack"}, storage("old"), data()),
			[]string{work("cloudformation:UpdateStack"), says("management-mutates-frozen", `would change frozen "old"`, "cloudformation:UpdateStack")},
		},
		"names of objects sent elsewhere": {managedBy("data", "arn:aws:s3:::${resourceName}", []string{"s3:PutBucketNotification"}, data()), []string{says("management-reads-data", "would read data", "s3:PutBucketNotification")}},
	} {
		if len(c.stack.Functions()) > 0 {
			c.stack.Profiles = []*ir.Profile{profile("execution", "")}
			c.stack.Seal()
		}
		t.Run(name, func(t *testing.T) { gives(t, c.stack, c.want...) })
	}
}

// An entry of alienc.yaml is about one action, and about what it is accepted
// for: deleting a frozen table is both writing its data and changing it.
func TestAcceptingOneAction(t *testing.T) {
	const on, reason = "arn:aws:sqs:${awsRegion}:${awsAccountId}:${resourceName}", "We purge the queue when it is stuck."
	s := managedBy("jobs", on, []string{"sqs:PurgeQueue", "sqs:DeleteQueue"}, queue("jobs"))
	const purge, drop = "management/queue:jobs/acme/x sqs:PurgeQueue", "management/queue:jobs/acme/x sqs:DeleteQueue"
	_, list := Run(Input{Stack: s, Available: []cloud.Name{cloud.AWS}, Accepted: []ir.Accepted{
		{Check: "management-writes-data", Subject: purge, Reason: reason},
	}})
	got := map[string]diag.Severity{}
	for _, d := range list {
		got[d.ID+" "+d.Subject] = d.Severity
	}
	want := map[string]diag.Severity{
		"management-writes-data " + purge: diag.Warning, "management-mutates-frozen " + purge: diag.Error,
		"management-writes-data " + drop: diag.Error, "management-mutates-frozen " + drop: diag.Error,
	}
	if !maps.Equal(got, want) {
		t.Errorf("got\n%s", show(list))
	}
}

// Two rules of a set that use one action are one finding.
func TestOneActionInTwoRules(t *testing.T) {
	s := managedBy("*", "arn:aws:s3:::${stackPrefix}-data-${awsAccountId}-${awsRegion}", []string{"s3:PutBucketVersioning"}, storage("data"), storage("logs"))
	set := s.Management.Grants[0].Sets[0].Custom
	set.AWS = append(set.AWS, ir.AWSRule{Effect: "Allow", Label: "more", Actions: []string{"s3:putbucketversioning"}, Stack: &ir.AWSBinding{
		Resources: []string{"arn:aws:s3:::${stackPrefix}-logs-${awsAccountId}-${awsRegion}"},
	}})
	gives(t, s, `[management-mutates-frozen] management would change frozen "data" and "logs" through "s3:PutBucketVersioning" in set "acme/x"`)
}

// A denial takes rights away, and a condition that narrows an allowance cannot
// be judged.
func TestManagedRules(t *testing.T) {
	s := managedBy("data", "arn:aws:s3:::${resourceName}", []string{"s3:PutBucketVersioning"}, storage("data"))
	rule := &s.Management.Grants[0].Sets[0].Custom.AWS[0]
	rule.Effect = "Deny"
	gives(t, s)
	rule.Effect = "Allow"
	rule.Resource.Condition = []ir.AWSCondition{{Operator: "StringEquals", Key: "aws:PrincipalArn", Values: []string{"${principalId}"}}}
	gives(t, s, `[management-mutates-frozen] management would change frozen "data" through "s3:PutBucketVersioning" in set "acme/x"`)
}

// The same set is judged for each profile and for management, each by its own
// rules.
func TestRightsOfASetInTwoPlaces(t *testing.T) {
	data := storage("data")
	s := managedBy("data", "arn:aws:s3:::${resourceName}", []string{"s3:PutBucketPolicy"}, data, function("f", data))
	p := profile("execution", "data: acme/x")
	p.Grants[0].Sets[0].Custom = s.Management.Grants[0].Sets[0].Custom
	s.Profiles = []*ir.Profile{p}
	s.Management.Grants[0].Sets = append(s.Management.Grants[0].Sets, ir.SetUse{ID: "storage/heartbeat", Pos: next()})
	s.Seal()
	gives(t, s,
		`[custom-set-privileged] "s3:PutBucketPolicy" in set "acme/x" can hand out rights`,
		`[management-writes-iam] management could hand out rights through "s3:PutBucketPolicy" in set "acme/x"`)
}

// One entry lowers one error, and only the one that it names.
func TestAccepted(t *testing.T) {
	const reason = "The customer asked for it in writing."
	s := stackOf(nil, storage("data"), storage("logs"))
	s.Management = &ir.Management{Mode: ir.ManagementExtend, Grants: granted("permissions.management.extend", "*: storage/data-read storage/management")}
	const reads, changes = "management-reads-data", "management-mutates-frozen"
	for name, c := range map[string]struct {
		entry            ir.Accepted
		errors, warnings int
	}{
		"one of four":             {ir.Accepted{Check: reads, Subject: "management/storage:data/storage/data-read", Reason: reason}, 3, 1},
		"another":                 {ir.Accepted{Check: changes, Subject: "management/storage:logs/storage/management", Reason: reason}, 3, 1},
		"of another check":        {ir.Accepted{Check: changes, Subject: "management/storage:data/storage/data-read", Reason: reason}, 5, 0},
		"of all":                  {ir.Accepted{Check: reads, Subject: "management/*/storage/data-read", Reason: reason}, 5, 0},
		"of a profile":            {ir.Accepted{Check: reads, Subject: "profile:management/storage:data/storage/data-read", Reason: reason}, 5, 0},
		"a reason of blanks":      {ir.Accepted{Check: reads, Subject: "management/storage:data/storage/data-read", Reason: "because             "}, 5, 0},
		"20 characters, 40 bytes": {ir.Accepted{Check: reads, Subject: "management/storage:data/storage/data-read", Reason: strings.Repeat("é", 20)}, 3, 1},
		"a check that only warns": {ir.Accepted{Check: "management-incomplete", Subject: "management", Reason: reason}, 5, 0},
	} {
		_, list := Run(Input{Stack: s, Available: []cloud.Name{cloud.AWS}, Accepted: []ir.Accepted{c.entry}})
		if list.Count(diag.Error) != c.errors || list.Count(diag.Warning) != c.warnings {
			t.Errorf("%s: want %d errors and %d warnings, got\n%s", name, c.errors, c.warnings, show(list))
		}
		for _, d := range list {
			if d.Accepted != (d.Severity == diag.Warning) {
				t.Errorf("%s: %s is accepted: %t", name, d.Message, d.Accepted)
			}
		}
	}
}
