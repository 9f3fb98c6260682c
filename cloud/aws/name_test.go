package aws

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

func common(id string) ir.Common { return ir.Common{ID: id, Lifecycle: ir.Frozen} }

// kitchen has one of each kind, and a function with every trigger.
func kitchen() *ir.Stack {
	api := &ir.Function{
		Common: common("api"), Code: ir.Code{Image: "x"}, Ingress: ir.Public, Profile: "execution",
		Links: []ir.Ref{
			{Kind: ir.KindStorage, ID: "workspace"},
			{Kind: ir.KindKv, ID: "cache"},
			{Kind: ir.KindQueue, ID: "jobs"},
			{Kind: ir.KindVault, ID: "api-keys"},
			{Kind: ir.KindArtifactRegistry, ID: "images"},
			{Kind: ir.KindFunction, ID: "worker"},
		},
		Environment: []ir.Variable{{Name: "GREETING", Value: `say "${AWS::Region}"`}},
	}
	worker := &ir.Function{
		Common: common("worker"), Code: ir.Code{Source: &ir.Source{Toolchain: ir.ToolchainTypeScript}},
		Ingress: ir.Private, Profile: "execution",
		Links: []ir.Ref{{Kind: ir.KindFunction, ID: "front"}},
		Triggers: []ir.Trigger{
			&ir.StorageTrigger{TriggerPath: "triggers[0]", Storage: ir.Ref{Kind: ir.KindStorage, ID: "workspace"}, Events: []ir.StorageEvent{ir.ObjectCreated}},
			&ir.StorageTrigger{TriggerPath: "triggers[1]", Storage: ir.Ref{Kind: ir.KindStorage, ID: "workspace"}, Events: []ir.StorageEvent{ir.ObjectDeleted}},
			&ir.QueueTrigger{TriggerPath: "triggers[2]", Queue: ir.Ref{Kind: ir.KindQueue, ID: "jobs"}},
			&ir.ScheduleTrigger{TriggerPath: "triggers[3]", Cron: "0 3 * * *", Index: 0},
			&ir.ScheduleTrigger{TriggerPath: "triggers[4]", Cron: "0 4 * * *", Index: 1},
		},
	}
	front := &ir.Function{Common: common("front"), Code: ir.Code{Image: "x"}, Ingress: ir.Public, Profile: "other"}
	s := &ir.Stack{
		ID: "my-agent",
		Resources: []ir.Resource{
			&ir.Storage{Common: common("workspace")},
			&ir.Kv{Common: common("cache")},
			&ir.Queue{Common: common("jobs")},
			&ir.Vault{Common: common("api-keys")},
			&ir.ArtifactRegistry{Common: common("images")},
			api, worker, front,
		},
		Profiles: []*ir.Profile{{Name: "execution"}, {Name: "idle"}, {Name: "other"}},
	}
	return s.Seal()
}

func TestNames(t *testing.T) {
	want := []string{
		"bucket ${NamePrefix}-workspace-${AWS::AccountId}-${AWS::Region}",
		"table ${NamePrefix}-cache",
		"queue ${NamePrefix}-jobs",
		"queue ${NamePrefix}-jobs-dlq",
		"parameter /${NamePrefix}/api-keys/.alien",
		"repository ${NamePrefix}/images",
		"function ${NamePrefix}-api",
		"log group /aws/lambda/${NamePrefix}-api",
		"function ${NamePrefix}-worker",
		"log group /aws/lambda/${NamePrefix}-worker",
		"schedule ${NamePrefix}-worker-0",
		"schedule ${NamePrefix}-worker-1",
		"role ${NamePrefix}-worker-cron",
		"function ${NamePrefix}-front",
		"log group /aws/lambda/${NamePrefix}-front",
		"role ${NamePrefix}-execution",
		"role ${NamePrefix}-other",
		"schedule group ${NamePrefix}",
		"bucket ${NamePrefix}-artifacts-${AWS::AccountId}-${AWS::Region}", // for zips
		"role ${NamePrefix}-management",
		"policy ${NamePrefix}-management-10",
		"role ${NamePrefix}-setup",
		"policy ${NamePrefix}-setup-10",
		"policy ${NamePrefix}-installer",
	}
	var got []string
	for _, n := range Names(kitchen()) {
		got = append(got, n.Space+" "+n.Name.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("names:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The room that each sort of name leaves for the prefix: the limit of the
// service less what is fixed, less the id.
func TestPrefixLimit(t *testing.T) {
	const id = "a-resource-with-a-long-id" // 25 characters
	fn := func(triggers ...ir.Trigger) *ir.Function {
		return &ir.Function{Common: common(id), Code: ir.Code{Image: "x"}, Profile: "p", Triggers: triggers}
	}
	for _, c := range []struct {
		name     string
		resource ir.Resource
		limit    int
		space    string
	}{
		{"bucket", &ir.Storage{Common: common(id)}, 63 - 29 - 25, "bucket"},
		{"short bucket", &ir.Storage{Common: common("workspace")}, 25, "bucket"},
		{"table, so the management role", &ir.Kv{Common: common(id)}, 53, "role"},
		{"queue, by its dead-letter queue", &ir.Queue{Common: common(id)}, 75 - 25, "queue"},
		{"vault, so the management role", &ir.Vault{Common: common(id)}, 53, "role"},
		{"repository, so the management role", &ir.ArtifactRegistry{Common: common(id)}, 53, "role"},
		{"function", fn(), 63 - 25, "function"},
		{"function with a schedule", fn(&ir.ScheduleTrigger{}), 58 - 25, "role"},
	} {
		s := (&ir.Stack{ID: "s", Resources: []ir.Resource{c.resource}}).Seal()
		limit, longest := PrefixLimit(s)
		if limit != c.limit || longest.Space != c.space {
			t.Errorf("%s: limit %d by %s, want %d by %s", c.name, limit, longest.Space, c.limit, c.space)
		}
	}
}

func TestAnIdCanLeaveNothing(t *testing.T) {
	s := (&ir.Stack{ID: "s", Resources: []ir.Resource{&ir.Storage{Common: common(strings.Repeat("a", 40))}}}).Seal()
	if limit, longest := PrefixLimit(s); limit != -6 || longest.ID != strings.Repeat("a", 40) {
		t.Errorf("limit %d by %q", limit, longest.ID)
	}
}

func TestLongest(t *testing.T) {
	for _, c := range []struct {
		text cloud.Text
		want int
	}{
		{nil, 0},
		{cloud.Lit("abc"), 3},
		{cloud.Concat("a", Prefix, "b", Prefix), 52},
		{cloud.Concat(Account, Region, Partition, URLSuffix), 12 + 14 + 10 + 16},
		{cloud.Concat(cloud.Var("FunctionApiUrl.FunctionUrl")), len("https://abcdefghijklmnopqrstuvwxyz012345.lambda-url.ap-southeast-1.on.aws/")},
	} {
		if got := Longest(c.text, 25); got != c.want {
			t.Errorf("Longest(%s) = %d, want %d", c.text, got, c.want)
		}
	}
}

func TestPrefixPattern(t *testing.T) {
	plain := (&ir.Stack{ID: "s", Resources: []ir.Resource{&ir.Kv{Common: common("a")}}}).Seal()
	r := regexp.MustCompile(PrefixPattern(plain))
	for prefix, ok := range map[string]bool{
		"my-agent": true, "a": true, "a1-2": true, "aws-agent": true,
		"": false, "1a": false, "a-": false, "-a": false, "a--b": false, "A": false, "a_b": false, "a\n": false,
	} {
		if r.MatchString(prefix) != ok {
			t.Errorf("prefix %q: matches %t, want %t", prefix, !ok, ok)
		}
	}
	// Go's expressions have no look-ahead; CloudFormation's have.
	if got, want := PrefixPattern(kitchen()), "^(?!aws|ssm)[a-z][a-z0-9]*(-[a-z0-9]+)*$"; got != want {
		t.Errorf("with a vault: %s, want %s", got, want)
	}
}
