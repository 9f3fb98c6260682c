package check

import (
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
	changes := `[management-mutates-frozen] management would change frozen "data" through "s3:PutBucketVersioning" in set "acme/x"`
	for name, c := range map[string]struct {
		stack *ir.Stack
		want  []string
	}{
		"settings are free":                {managedBy("data", own, []string{"s3:GetBucketVersioning", "s3:GetBucketCORS"}, data()), nil},
		"frozen":                           {managedBy("data", own, update, data()), []string{changes}},
		"frozen, wherever its ARN is":      {managedBy("data", "arn:aws:s3:::acme_shared", update, data()), []string{changes}},
		"live":                             {managedBy("logs", own, update, data(), logs()), nil},
		"live, with the ARN of another":    {managedBy("logs", "arn:aws:s3:::${stackPrefix}-data-*", update, data(), logs()), []string{changes}},
		"any, of live ones only":           {managedBy("*", "arn:aws:s3:::${stackPrefix}-logs-*", update, data(), logs()), nil},
		"any, of all":                      {managedBy("*", all, update, data(), logs()), []string{changes}},
		"any, where all are live":          {managedBy("*", all, update, logs()), nil},
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
