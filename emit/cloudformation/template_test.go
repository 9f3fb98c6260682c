package cloudformation_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation"
	"github.com/alienc/alienc/iam"
)

// everything is a stack with each kind and each trigger, and links in both
// directions between what triggers and what is triggered.
func everything() *ir.Stack {
	data := &ir.Storage{Common: common("data", ir.Frozen), Versioning: true}
	cache := &ir.Kv{Common: common("cache", ir.Live)}
	jobs := &ir.Queue{Common: common("jobs", ir.Frozen)}
	keys := &ir.Vault{Common: common("keys", ir.Frozen)}
	images := &ir.ArtifactRegistry{Common: common("images", ir.Frozen)}
	api, worker := image("api"), zip("worker",
		onStorage("0", data, ir.ObjectCreated, ir.ObjectDeleted), onQueue("1", jobs), onCron("2", "0 3 * * *", 0))
	for _, r := range []ir.Resource{data, cache, jobs, keys, images} {
		api.Links = append(api.Links, ir.RefTo(r))
		worker.Links = append(worker.Links, ir.RefTo(r))
	}
	worker.Links = append(worker.Links, ir.RefTo(api))
	s := stack(worker, data, cache, jobs, keys, images, api)
	s.Profiles[0].Grants = []ir.Keyed{{Key: ir.Any, Sets: []ir.SetUse{
		{ID: "storage/data-read"}, {ID: "kv/data-write"}, {ID: "queue/data-write"}, {ID: "vault/data-read"}, {ID: "artifact-registry/pull"},
	}}}
	return s
}

func TestParameters(t *testing.T) {
	text := template(everything())
	contains(t, text, `
		|      - Label: { default: "Names" }
		|        Parameters: [NamePrefix]
		|      - Label: { default: "Code" }
		|        Parameters: [WorkerCodeBucket, WorkerCodeKey, ApiImageUri]
		|      - Label: { default: "Vendor access after setup" }
		|        Parameters: [ManagementPrincipalArn, ManagementExternalId, ManagementEnabled]
		|      - Label: { default: "Your rules" }
		|        Parameters: [PermissionsBoundaryArn, LogRetentionDays]
		|    ParameterLabels:
		|      NamePrefix: { default: "Prefix of every name" }
		|      WorkerCodeBucket: { default: "Bucket with the code of function worker" }
	`)
	prefix := section(t, text, "NamePrefix")
	contains(t, prefix, `
		|    Type: String
		|    Default: "app"
		|    MaxLength: 30
	`)
	if len("123456789012-ap-southeast-1--data")+30 != 63 {
		t.Error("the longest prefix leaves a bucket's name below 63 characters")
	}
	contains(t, section(t, text, "LogRetentionDays"), `
		|    Type: Number
		|    Default: 30
	`)
}

// TestExample checks each example value against the parameter's own rules.
func TestExample(t *testing.T) {
	s := everything()
	for _, id := range []string{s.ID, strings.Repeat("long-", 9) + "id"} {
		s.ID = id
		out := output(s)
		var example []struct{ ParameterKey, ParameterValue string }
		if err := json.Unmarshal(out.Files[1].Data, &example); err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Parameters map[string]struct {
				AllowedPattern string   `yaml:"AllowedPattern"`
				AllowedValues  []string `yaml:"AllowedValues"`
			} `yaml:"Parameters"`
		}
		if err := yaml.Unmarshal(out.Files[0].Data, &doc); err != nil {
			t.Fatal(err)
		}
		if len(example) != len(doc.Parameters) {
			t.Errorf("%d examples for %d parameters", len(example), len(doc.Parameters))
		}
		for _, e := range example {
			p, ok := doc.Parameters[e.ParameterKey]
			if !ok {
				t.Errorf("example for %s, which is no parameter", e.ParameterKey)
			}
			// Go has no look-ahead, and counts to 1,000.
			pattern := strings.NewReplacer("(?!aws|ssm)", "", "{16,1224}", "{16,}").Replace(p.AllowedPattern)
			if !regexp.MustCompile(pattern).MatchString(e.ParameterValue) {
				t.Errorf("%s: %q does not match %s", e.ParameterKey, e.ParameterValue, pattern)
			}
			if p.AllowedValues != nil && !slices.Contains(p.AllowedValues, e.ParameterValue) {
				t.Errorf("%s: %q is not allowed", e.ParameterKey, e.ParameterValue)
			}
		}
	}
}

// TestBudgets measures a policy independently: with the longest prefix, region,
// partition and so on written out.
func TestBudgets(t *testing.T) {
	s := everything()
	out := output(s)
	got := map[string]cloud.Budget{}
	for _, b := range out.Budgets {
		got[b.What] = b
	}
	size := len(out.Files[0].Data)
	for _, want := range []cloud.Budget{
		{Cloud: cloud.AWS, What: "template", Unit: "bytes", Used: size, Limit: 51200, Hint: "deploy with --s3-bucket"},
		{Cloud: cloud.AWS, What: "template in S3", Unit: "bytes", Used: size, Limit: 1048576, Hard: true, Hint: "split the stack"},
		{Cloud: cloud.AWS, What: "resources", Used: 23, Limit: 500, Hard: true, Hint: "split the stack"},
		{Cloud: cloud.AWS, What: "parameters", Used: 9, Limit: 200, Hard: true, Hint: "split the stack"},
		{Cloud: cloud.AWS, What: "outputs", Used: 9, Limit: 200, Hard: true, Hint: "split the stack"},
	} {
		if got[want.What] != want {
			t.Errorf("got %+v, want %+v", got[want.What], want)
		}
	}

	type statement struct {
		Sid, Effect      string
		Action, Resource []string
		Condition        map[string]map[string]string `json:",omitempty"`
	}
	longest := func(v cloud.Var) string {
		n := map[cloud.Var]int{aws.Prefix: 30, aws.Account: 12, aws.Region: 14, aws.Partition: 10, aws.URLSuffix: 16}[v]
		return strings.Repeat("x", n)
	}
	var document struct {
		Version   string
		Statement []statement
	}
	document.Version = "2012-10-17"
	for _, s := range iam.Statements(iam.Derive(s, []cloud.Name{cloud.AWS}).For(cloud.AWS, iam.Runtime, "profile:run")) {
		one := statement{Sid: s.ID, Effect: string(s.Effect), Action: s.Actions}
		for _, r := range s.Resources {
			one.Resource = append(one.Resource, r.Resolve(longest))
		}
		for _, c := range s.Conditions {
			one.Condition = map[string]map[string]string{c.Operator: {c.Key: c.Values[0].Resolve(longest)}}
		}
		document.Statement = append(document.Statement, one)
	}
	data, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	policy := got[`runtime policy of "run"`]
	if low, high := len(data), len(data)*102/100; policy.Used < low || policy.Used > high {
		t.Errorf("policy of %d characters is counted as %d", low, policy.Used)
	}
	if policy.Limit != 10240 || !policy.Hard || policy.Unit != "characters" {
		t.Errorf("%+v", policy)
	}
}

// TestBudgetsOfResourcePolicies compares with policies written out, in which
// x stands for the characters of the longest prefix, region and partition.
func TestBudgetsOfResourcePolicies(t *testing.T) {
	data := &ir.Storage{Common: common("data", ir.Frozen)}
	images := &ir.ArtifactRegistry{Common: common("images", ir.Frozen)}
	api := image("api")
	worker := zip("worker", onStorage("0", data, ir.ObjectCreated))
	got := map[string]cloud.Budget{}
	for _, b := range output(stack(data, images, api, worker)).Budgets {
		got[b.What] = b
	}
	prefix, region, partition := strings.Repeat("x", 30), strings.Repeat("x", 14), strings.Repeat("x", 10)
	lambda := "arn:" + partition + ":lambda:" + region + ":123456789012:function:" + prefix
	sid := strings.Repeat("x", 100)
	for what, want := range map[string]struct {
		policy string
		limit  int
	}{
		`policy of artifact registry "images"`: {
			`{"Version":"2012-10-17","Statement":[{"Sid":"LambdaECRImageRetrievalPolicy","Effect":"Allow",` +
				`"Principal":{"Service":"lambda.amazonaws.com"},"Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],` +
				`"Condition":{"ArnEquals":{"aws:SourceArn":["` + lambda + `-api"]}}}]}`,
			10240,
		},
		`policy of function "worker"`: {
			`{"Version":"2012-10-17","Id":"default","Statement":[{"Sid":"` + sid + `","Effect":"Allow",` +
				`"Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"` + lambda + `-worker",` +
				`"Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012"},` +
				`"ArnLike":{"AWS:SourceArn":"arn:` + partition + `:s3:::` + prefix + `-data-123456789012-` + region + `"}}}]}`,
			20480,
		},
	} {
		b := got[what]
		if low, high := len(want.policy), len(want.policy)+30; b.Used < low || b.Used > high || b.Limit != want.limit || !b.Hard {
			t.Errorf("%s: %+v, the policy has %d characters", what, b, low)
		}
	}
}

// TestPermissionsKeepEveryCondition: a condition that a Lambda permission could
// not say would be lost, and the permission would open the function further.
func TestPermissionsKeepEveryCondition(t *testing.T) {
	s := everything()
	want, got := 0, 0
	for _, g := range iam.Derive(s, []cloud.Name{cloud.AWS}).Grants {
		if strings.HasPrefix(g.Scope, "function:") && (g.Plane == iam.ResourcePolicy || g.Plane == iam.Exposure) {
			want += len(g.Conditions)
		}
	}
	for _, p := range output(s).Parts {
		if p.Type == "AWS::Lambda::Permission" {
			got += len(p.Properties) - len([]string{"Action", "FunctionName", "Principal"})
		}
	}
	if got != want || want == 0 {
		t.Errorf("permissions have %d conditions of %d", got, want)
	}
}

// TestSymbols compares the names inside the template with those that the
// checks reserve.
func TestSymbols(t *testing.T) {
	s := everything()
	doc := parse(t, template(s))
	got := map[string]bool{}
	for _, name := range slices.Concat(doc.keys("Parameters"), doc.keys("Resources")) {
		got[aws.TemplateSpace+" "+name] = true
	}
	for _, name := range doc.keys("Outputs") {
		got[aws.OutputSpace+" "+name] = true
	}
	later := []string{ // management, which this template does not hold
		"ManagementPrincipalArn", "ManagementExternalId", "ManagementEnabled", "ManagementRole", "ManagementPolicy", "ManagementRoleArn",
	}
	reserved := map[string]bool{}
	for _, symbol := range aws.Symbols(s) {
		name := symbol.Space + " " + symbol.Name
		reserved[name] = true
		if !got[name] && !slices.Contains(later, symbol.Name) {
			t.Errorf("%s is reserved but not in the template", name)
		}
	}
	for name := range got {
		if !reserved[name] {
			t.Errorf("%s is in the template but not reserved", name)
		}
	}
}

func TestParts(t *testing.T) {
	out := output(everything())
	doc := parse(t, string(out.Files[0].Data))
	resources := doc.node("Resources")
	if len(resources.Content) != 2*len(out.Parts) {
		t.Fatalf("%d parts, %d resources", len(out.Parts), len(resources.Content)/2)
	}
	for i, part := range out.Parts {
		body := document{resources.Content[2*i+1]}
		if name := resources.Content[2*i].Value; name != part.Name {
			t.Errorf("part %d is %s, the resource is %s", i, part.Name, name)
		}
		if kind := body.node("Type").Value; kind != part.Type {
			t.Errorf("%s: type %s, want %s", part.Name, part.Type, kind)
		}
		want := body.keys("Properties")
		slices.Sort(want)
		if !slices.Equal(part.Properties, want) {
			t.Errorf("%s: properties %v, want %v", part.Name, part.Properties, want)
		}
	}
}

// TestDependencies follows every reference: each must lead to something that
// is there, and none may lead back.
func TestDependencies(t *testing.T) {
	doc := parse(t, template(everything()))
	edges := map[string][]string{}
	resources := doc.node("Resources")
	for i := 0; i < len(resources.Content); i += 2 {
		edges[resources.Content[i].Value] = references(resources.Content[i+1], false)
	}
	known := slices.Concat(doc.keys("Parameters"), doc.keys("Conditions"))
	var follow func(name string, path []string)
	done := map[string]bool{}
	follow = func(name string, path []string) {
		if slices.Contains(path, name) {
			t.Fatalf("cycle: %v %s", path, name)
		}
		if done[name] {
			return
		}
		for _, next := range edges[name] {
			if _, ok := edges[next]; ok {
				follow(next, append(path, name))
			} else if !slices.Contains(known, next) && !strings.HasPrefix(next, "AWS::") {
				t.Errorf("%s refers to %s, which is not there", name, next)
			}
		}
		done[name] = true
	}
	for name := range edges {
		follow(name, nil)
	}
	if !slices.Contains(edges["StorageData"], "FunctionWorkerTriggerStorageData") {
		t.Error("the bucket does not wait for the permission")
	}
}

// TestLifecycle flips one resource between frozen and live: nothing may change
// but what says so, and what the vendor may do.
func TestLifecycle(t *testing.T) {
	for i, r := range everything().Resources {
		a, b := everything(), everything()
		a.Resources[i].Info().Lifecycle, b.Resources[i].Info().Lifecycle = ir.Frozen, ir.Live
		frozen, live := withoutVendor(t, template(a)), withoutVendor(t, template(b))
		changed := 0
		for j := range frozen {
			if frozen[j] == live[j] {
				continue
			}
			changed++
			line := strings.TrimSpace(frozen[j])
			if !strings.HasPrefix(line, "# ----------") && !strings.HasPrefix(line, "Alien: ") && !strings.HasPrefix(line, `- { Key: "alien-lifecycle"`) &&
				!strings.HasPrefix(line, `alien-lifecycle: `) {
				t.Errorf("%s: %q became %q", r.Info().ID, frozen[j], live[j])
			}
		}
		if changed < 2 {
			t.Errorf("%s: only %d lines changed", r.Info().ID, changed)
		}
	}
}

// withoutVendor gives the lines of a template without the rights of management.
func withoutVendor(t *testing.T, text string) []string {
	t.Helper()
	before, after, found := strings.Cut(text, "  # ---------- Vendor access after setup")
	_, after, more := strings.Cut(after, "\n  ManagementRole:\n")
	if !found || !more {
		t.Fatal("the template has no management role")
	}
	return append(strings.Split(before, "\n"), strings.Split(after, "\n")...)
}

func TestDeterminism(t *testing.T) {
	first := output(everything())
	for range 20 {
		if fmt.Sprint(output(everything())) != fmt.Sprint(first) {
			t.Fatal("two outputs differ")
		}
	}
	for _, f := range first.Files {
		if strings.Contains(string(f.Data), "\r") || !strings.HasSuffix(string(f.Data), "\n") || strings.HasSuffix(string(f.Data), "\n\n") {
			t.Errorf("%s: line ends", f.Path)
		}
	}
}

// No parameter may be without use, in a stack without functions or without a
// vendor.
func TestNoRiddles(t *testing.T) {
	s := stack(&ir.Kv{Common: common("cache", ir.Frozen)})
	if got, want := parse(t, template(s)).keys("Parameters"), []string{
		"NamePrefix", "ManagementPrincipalArn", "ManagementExternalId", "ManagementEnabled", "PermissionsBoundaryArn",
	}; !slices.Equal(got, want) {
		t.Errorf("parameters %v, want %v", got, want)
	}
	s.Management = &ir.Management{Mode: ir.ManagementOverride}
	doc := parse(t, template(s))
	if got := doc.keys("Parameters"); !slices.Equal(got, []string{"NamePrefix"}) {
		t.Errorf("parameters %v", got)
	}
	if doc.node("Conditions") != nil || doc.node("Rules") != nil {
		t.Error("a condition without a role")
	}
}

// document is a parsed template, or a part of one.
type document struct{ *yaml.Node }

func parse(t *testing.T, text string) document {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	return document{doc.Content[0]}
}

func (d document) node(key string) *yaml.Node {
	for i := 0; i < len(d.Content); i += 2 {
		if d.Content[i].Value == key {
			return d.Content[i+1]
		}
	}
	return nil
}

func (d document) keys(section string) []string {
	var list []string
	if n := d.node(section); n != nil {
		for i := 0; i < len(n.Content); i += 2 {
			list = append(list, n.Content[i].Value)
		}
	}
	return list
}

var variable = regexp.MustCompile(`\$\{([A-Za-z0-9:]+)(\.[A-Za-z0-9]+)?\}`)

// references lists what a part of a template refers to.
func references(n *yaml.Node, names bool) []string {
	switch {
	case n.Tag == "!Ref" || names && n.Kind == yaml.ScalarNode:
		return []string{n.Value}
	case n.Tag == "!GetAtt":
		name, _, _ := strings.Cut(n.Value, ".")
		return []string{name}
	case n.Tag == "!Sub":
		var list []string
		for _, m := range variable.FindAllStringSubmatch(n.Value, -1) {
			list = append(list, m[1])
		}
		return list
	}
	var list []string
	for i, c := range n.Content {
		key := n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == "DependsOn"
		condition := n.Tag == "!If" && i == 0
		list = append(list, references(c, key || condition || names && n.Kind == yaml.SequenceNode)...)
	}
	return list
}

// large makes a stack of n resources in the proportions of a real one.
func large(n int) *ir.Stack {
	var list []ir.Resource
	for i := 0; len(list) < n; i++ {
		id := strconv.Itoa(i)
		data, jobs := &ir.Storage{Common: common("data-"+id, ir.Frozen)}, &ir.Queue{Common: common("jobs-"+id, ir.Frozen)}
		cache := &ir.Kv{Common: common("cache-"+id, ir.Frozen)}
		worker := zip("worker-"+id, onQueue("0", jobs), onStorage("1", data, ir.ObjectCreated), onCron("2", "0 3 * * *", 0))
		worker.Links = []ir.Ref{ir.RefTo(data), ir.RefTo(jobs), ir.RefTo(cache)}
		worker.Profile = "run-" + strconv.Itoa(i/10)
		list = append(list, data, jobs, cache, worker, image("api-"+id))
		list[len(list)-1].(*ir.Function).Profile = worker.Profile
	}
	s := stack(list...)
	s.Profiles = nil
	for i := range n/50 + 1 {
		s.Profiles = append(s.Profiles, &ir.Profile{Name: "run-" + strconv.Itoa(i), Pos: at(8), Grants: []ir.Keyed{
			{Key: ir.Any, Sets: []ir.SetUse{{ID: "storage/data-read"}, {ID: "kv/data-write"}, {ID: "queue/data-write"}}},
		}})
	}
	return s.Seal()
}

func BenchmarkEmit(b *testing.B) {
	for _, n := range []int{300, 3000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s := large(n)
			plan := iam.Derive(s, []cloud.Name{cloud.AWS})
			b.ReportAllocs()
			for b.Loop() {
				cloudformation.Emit(s, plan, aws.Deployment{Prefix: s.ID})
			}
		})
	}
}
