package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// A schedule means the minutes that it matches.
func TestTimes(t *testing.T) {
	for _, c := range []struct {
		one, two string
		same     bool
	}{
		{"0 5 * * *", "0 05 * * *", true},
		{"0 5 * * *", " 0  5 * * * ", true},
		{"*/30 * * * *", "0,30 * * * *", true},
		{"30,0 * * * *", "0,30 * * * *", true},
		{"*/1 * * * *", "* * * * *", true},
		{"0 5 * * MON-FRI", "0 5 * * 1-5", true},
		{"0 5 * * 0", "0 5 * * 7", true},
		{"0 5 * JAN *", "0 5 * 1 *", true},
		{"0 5 * * *", "5 0 * * *", false},
		{"0 5 * * *", "0 6 * * *", false},
		{"0 5 1 * *", "0 5 * 1 *", false},
		{"0 5 * * MON", "0 5 1-31 * MON", false}, // Mondays, and any day
		{"at five", "at six", false},
		{"at five", "at five", true},
	} {
		if got := times(c.one) == times(c.two); got != c.same {
			t.Errorf("%q and %q mean the same: %t", c.one, c.two, got)
		}
	}
}

// What a frozen function is changed to, and the settings that are said to have
// changed.
func TestMeaningOfAFunction(t *testing.T) {
	source := func(edit func(*ir.Source)) func(*ir.Function) {
		return func(f *ir.Function) {
			s := *f.Code.Source
			edit(&s)
			f.Code.Source = &s
		}
	}
	typescript, rust, docker := ir.Source{Dir: "./api", Toolchain: ir.ToolchainTypeScript},
		ir.Source{Dir: "./api", Toolchain: ir.ToolchainRust, Binary: "api"},
		ir.Source{Dir: "./api", Toolchain: ir.ToolchainDocker, Dockerfile: "Dockerfile"}
	on := func(events ...ir.StorageEvent) func(*ir.Function) {
		return func(f *ir.Function) {
			f.Triggers = []ir.Trigger{f.Triggers[0], f.Triggers[1], &ir.StorageTrigger{TriggerPath: "triggers[2]", Storage: f.Links[0], Events: events}}
		}
	}
	schedule := func(index int, cron string) func(*ir.Function) {
		return func(f *ir.Function) {
			f.Triggers = slices.Clone(f.Triggers)
			f.Triggers[index] = &ir.ScheduleTrigger{Cron: cron, Index: index}
		}
	}
	for name, c := range map[string]struct {
		source ir.Source
		edit   func(*ir.Function)
		want   string
	}{
		"another folder":         {typescript, source(func(s *ir.Source) { s.Dir = "./" }), ""},
		"a name for TypeScript":  {typescript, source(func(s *ir.Source) { s.Binary = "api" }), ""},
		"another toolchain":      {typescript, source(func(s *ir.Source) { s.Toolchain = ir.ToolchainRust }), "code"},
		"a folder of rust":       {rust, source(func(s *ir.Source) { s.Dir = "./crates/api" }), ""},
		"another program":        {rust, source(func(s *ir.Source) { s.Binary = "worker" }), "code"},
		"a moved Dockerfile":     {docker, source(func(s *ir.Source) { s.Dir, s.Dockerfile = ".", "api/Dockerfile" }), ""},
		"another stage":          {docker, source(func(s *ir.Source) { s.Target = "slim" }), "code"},
		"another argument":       {docker, source(func(s *ir.Source) { s.BuildArgs = []ir.Variable{{Name: "A", Value: "1"}} }), "code"},
		"an image":               {docker, func(f *ir.Function) { f.Code = ir.Code{Image: "acme/api:1"} }, "code"},
		"events turned round":    {typescript, on(ir.ObjectDeleted, ir.ObjectCreated), ""},
		"an event twice":         {typescript, on(ir.ObjectDeleted, ir.ObjectCreated, ir.ObjectDeleted), ""},
		"an event less":          {typescript, on(ir.ObjectCreated), "triggers"},
		"a zero in a schedule":   {typescript, schedule(0, "0 05 * * *"), ""},
		"another hour":           {typescript, schedule(0, "0 6 * * *"), "triggers"},
		"another schedule":       {typescript, schedule(1, "0 5 * * *"), "triggers"},
		"triggers in new order":  {typescript, func(f *ir.Function) { f.Triggers = []ir.Trigger{f.Triggers[2], f.Triggers[0], f.Triggers[1]} }, ""},
		"links in another order": {typescript, func(f *ir.Function) { f.Links = []ir.Ref{f.Links[1], f.Links[0]} }, ""},
		"a link less":            {typescript, func(f *ir.Function) { f.Links = f.Links[:1] }, "links"},
	} {
		was := function("api", storage("data"), kv("cache"))
		was.Code = ir.Code{Source: &c.source}
		was.Triggers = []ir.Trigger{
			&ir.ScheduleTrigger{TriggerPath: "triggers[0]", Cron: "0 5 * * *"},
			&ir.ScheduleTrigger{TriggerPath: "triggers[1]", Cron: "0 7 * * *", Index: 1},
			&ir.StorageTrigger{TriggerPath: "triggers[2]", Storage: was.Links[0], Events: []ir.StorageEvent{ir.ObjectCreated, ir.ObjectDeleted}},
		}
		is := *was
		c.edit(&is)
		if got := strings.Join(different(settings(was), settings(&is)), " "); got != c.want {
			t.Errorf("%s: %q changed, want %q", name, got, c.want)
		}
	}
}

func TestListsInAnotherOrder(t *testing.T) {
	bucket := func(rules ...ir.LifecycleRule) ir.Resource {
		return &ir.Storage{Common: common("data"), LifecycleRules: rules}
	}
	images := func(regions ...string) ir.Resource {
		return &ir.ArtifactRegistry{Common: common("images"), ReplicationRegions: regions}
	}
	month, day := ir.LifecycleRule{Days: 30, Prefix: "a/"}, ir.LifecycleRule{Days: 1, Prefix: "b/"}
	for name, c := range map[string]struct {
		was, is ir.Resource
		want    string
	}{
		"rules":            {bucket(month, day), bucket(day, month), ""},
		"no rules":         {bucket(), &ir.Storage{Common: common("data"), LifecycleRules: []ir.LifecycleRule{}}, ""},
		"a rule less":      {bucket(month, day), bucket(month), "lifecycleRules"},
		"prefixes changed": {bucket(month, day), bucket(ir.LifecycleRule{Days: 1, Prefix: "a/"}, ir.LifecycleRule{Days: 30, Prefix: "b/"}), "lifecycleRules"},
		"regions":          {images("eu-west-1", "us-east-1"), images("us-east-1", "eu-west-1"), ""},
		"a region more":    {images("eu-west-1"), images("us-east-1", "eu-west-1"), "replicationRegions"},
	} {
		if got := strings.Join(different(settings(c.was), settings(c.is)), " "); got != c.want {
			t.Errorf("%s: %q changed, want %q", name, got, c.want)
		}
	}
}

// A set means what it allows and where, not how it is described.
func TestMeaningOfASet(t *testing.T) {
	base := ir.CustomSet{
		Description: "Tags.",
		AWS: []ir.AWSRule{{
			Effect: "Allow", Description: "Read.", Actions: []string{"s3:GetObjectTagging", "s3:GetBucketTagging"},
			Stack: &ir.AWSBinding{Resources: []string{"arn:aws:s3:::all"}},
			Resource: &ir.AWSBinding{
				Resources: []string{"arn:aws:s3:::one", "arn:aws:s3:::two"},
				Condition: []ir.AWSCondition{{Operator: "StringEquals", Key: "s3:prefix", Values: []string{"a", "b"}}},
			},
		}},
		GCP: []ir.GCPRule{{Description: "Read.", Permissions: []string{"storage.objects.get"}}},
		Azure: []ir.AzureRule{{
			Description: "Read.", DataActions: []string{"read", "write"},
			Stack: &ir.AzureBinding{Scope: "/all"}, Resource: &ir.AzureBinding{Scope: "/one"},
		}},
		Places: ir.Places{"id": next()},
	}
	on := func(targets ...cloud.Name) *comparison { return &comparison{review: &review{targets: targets}} }
	anywhere := on(cloud.Names...)
	change := func(edit func(*ir.CustomSet)) ir.CustomSet {
		c := base
		c.AWS, c.GCP, c.Azure = slices.Clone(base.AWS), slices.Clone(base.GCP), slices.Clone(base.Azure)
		binding := *base.AWS[0].Resource
		c.AWS[0].Resource = &binding
		edit(&c)
		return c
	}
	for name, edit := range map[string]func(*ir.CustomSet){
		"description":          func(c *ir.CustomSet) { c.Description = "" },
		"description on AWS":   func(c *ir.CustomSet) { c.AWS[0].Description = "" },
		"description on GCP":   func(c *ir.CustomSet) { c.GCP[0].Description = "" },
		"description on Azure": func(c *ir.CustomSet) { c.Azure[0].Description = "" },
		"places":               func(c *ir.CustomSet) { c.Places = nil },
		"order of actions":     func(c *ir.CustomSet) { c.AWS[0].Actions = []string{"s3:GetBucketTagging", "s3:GetObjectTagging"} },
		"order of ARNs":        func(c *ir.CustomSet) { c.AWS[0].Resource.Resources = []string{"arn:aws:s3:::two", "arn:aws:s3:::one"} },
		"order of values": func(c *ir.CustomSet) {
			c.AWS[0].Resource.Condition = []ir.AWSCondition{{Operator: "StringEquals", Key: "s3:prefix", Values: []string{"b", "a"}}}
		},
		"the other binding":          func(c *ir.CustomSet) { c.AWS[0].Stack = nil },
		"the other binding on Azure": func(c *ir.CustomSet) { c.Azure[0].Stack = nil },
		"order on Azure":             func(c *ir.CustomSet) { c.Azure[0].DataActions = []string{"write", "read"} },
	} {
		if anywhere.meaning(change(edit), "data") != anywhere.meaning(base, "data") {
			t.Errorf("%s changes what a set means", name)
		}
	}
	for name, edit := range map[string]func(*ir.CustomSet){
		"effect":      func(c *ir.CustomSet) { c.AWS[0].Effect = "Deny" },
		"label":       func(c *ir.CustomSet) { c.AWS[0].Label = "Tags" }, // part of a statement's id
		"action":      func(c *ir.CustomSet) { c.AWS[0].Actions = []string{"s3:GetObject"} },
		"ARN":         func(c *ir.CustomSet) { c.AWS[0].Resource.Resources = []string{"arn:aws:s3:::one"} },
		"condition":   func(c *ir.CustomSet) { c.AWS[0].Resource.Condition = nil },
		"permission":  func(c *ir.CustomSet) { c.GCP[0].Permissions = nil },
		"data action": func(c *ir.CustomSet) { c.Azure[0].DataActions = nil },
		"role":        func(c *ir.CustomSet) { c.Azure[0].PredefinedRoles = []string{"Reader"} },
		"scope":       func(c *ir.CustomSet) { c.Azure[0].Resource = &ir.AzureBinding{Scope: "/two"} },
	} {
		if anywhere.meaning(change(edit), "data") == anywhere.meaning(base, "data") {
			t.Errorf("%s does not change what a set means", name)
		}
	}
	without := change(func(c *ir.CustomSet) { c.AWS[0].Stack = nil })
	if anywhere.meaning(without, ir.Any) == anywhere.meaning(base, ir.Any) {
		t.Error(`under "*" the binding of the stack says where a set applies`)
	}
	other := change(func(c *ir.CustomSet) { c.GCP, c.Azure = nil, nil })
	if on(cloud.AWS).meaning(other, "data") != on(cloud.AWS).meaning(base, "data") {
		t.Error("what a set says of other clouds matters on AWS")
	}
	other = change(func(c *ir.CustomSet) { c.AWS = nil })
	if on(cloud.Azure).meaning(other, "data") != on(cloud.Azure).meaning(base, "data") {
		t.Error("what a set says of AWS matters on Azure")
	}
	if base.Description == "" || base.AWS[0].Description == "" || base.AWS[0].Actions[0] != "s3:GetObjectTagging" ||
		base.AWS[0].Stack == nil || base.AWS[0].Resource.Resources[0] != "arn:aws:s3:::one" ||
		base.AWS[0].Resource.Condition[0].Values[0] != "a" || base.GCP == nil {
		t.Error("the set was changed")
	}
}
