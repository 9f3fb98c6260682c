package prove

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/sets"
)

// managed gives a random stack a management that the author wrote: sets of
// alienc's and sets of the author's, wherever they may stand.
func managed(r *rand.Rand, s *ir.Stack) *ir.Stack {
	mode := ir.ManagementExtend
	if r.IntN(3) == 0 {
		mode = ir.ManagementOverride
	}
	var list []ir.Keyed
	all := sets.All()
	for range r.IntN(5) {
		other := s.Resources[r.IntN(len(s.Resources))]
		key := other.Info().ID
		if r.IntN(4) == 0 {
			key = ir.Any
		}
		if set := all[r.IntN(len(all))]; r.IntN(3) > 0 {
			if key == ir.Any || set.Kind == string(other.Kind()) {
				list = append(list, granted("permissions.management", key+": "+set.ID)...)
			}
			continue
		}
		list = append(list, custom(key, "acme/x"+strconv.Itoa(r.IntN(3)), wishes[r.IntN(len(wishes))], places[r.IntN(len(places))], places[r.IntN(len(places))]))
	}
	return manage(s, mode, list...)
}

var wishes = []string{
	"s3:GetObject", "s3:PutObject s3:DeleteObject", "iam:PassRole", "lambda:InvokeFunction", "dynamodb:Scan", "ssm:GetParameter",
	"s3:PutLifecycleConfiguration", "sqs:SetQueueAttributes", "bedrock:InvokeModel", "logs:PutRetentionPolicy", "lambda:UpdateFunctionCode",
	"cloudwatch:PutMetricData", "s3:Reinvent", "lambda:CreateEventSourceMapping", "dynamodb:PutItem",
}

var places = []string{
	"*", "arn:aws:s3:::${stackPrefix}-*", "arn:aws:s3:::other/*", "arn:aws:lambda:*:*:function:${stackPrefix}-*",
	"arn:aws:iam::${awsAccountId}:role/*", "arn:aws:ssm:${awsRegion}:${awsAccountId}:parameter/$${aws:username}/*",
}

// Whatever an author writes, alienc finds no mistake of its own; and what the
// author asks for is always given as the cause.
func TestNothingIsBroken(t *testing.T) {
	for part := range uint64(4) {
		t.Run(strconv.FormatUint(part, 10), func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(500) {
				r := rand.New(rand.NewPCG(seed, 10+part))
				s := random(r)
				authored := seed%3 == 0
				if authored {
					managed(r, s)
				}
				in := compiled(s)
				result := Run(in)
				if len(result.Broken) > 0 {
					t.Fatalf("seed %d: %s", seed, strings.Join(result.Broken, "\n"))
				}
				for _, g := range result.Guarantees {
					if g.Holds != (len(g.Causes) == 0) {
						t.Fatalf("seed %d: %+v", seed, g)
					}
					if !g.Holds && !authored && g.ID != "G4" {
						t.Fatalf("seed %d: %s without an author who asked for it: %+v", seed, g.ID, g.Causes)
					}
				}
				if len(result.Guarantees) != 8 || len(result.Reach) != len(s.Resources) {
					t.Fatalf("seed %d: %d guarantees, reach of %d of %d resources", seed, len(result.Guarantees), len(result.Reach), len(s.Resources))
				}
				if !authored {
					independent(t, in, result)
				}
				if seed%20 == 0 && !reflect.DeepEqual(Run(in), result) {
					t.Fatalf("seed %d: not the same twice", seed)
				}
			}
		})
	}
}

// What setup and teardown hold is what the template takes, resource by
// resource, apart from the form of a log group's ARN.
func TestSetupHasNothingToSpare(t *testing.T) {
	for seed := range uint64(100) {
		s := random(rand.New(rand.NewPCG(seed, 20)))
		in, d := compiled(s), stackDeployment(s)
		located := locate(s, in.Parts[cloud.AWS], d)
		create, remove := stackNeeds(d)
		requests := slices.Concat(create, remove)
		for _, part := range in.Parts[cloud.AWS] {
			create, remove, err := needsOf(part, located)
			if err != nil {
				t.Fatal(err)
			}
			requests = slices.Concat(requests, create, remove)
		}
		needed := map[[2]string]bool{}
		for _, r := range requests {
			needed[[2]string{r.action, r.resource}] = true
		}
		for _, g := range slices.Concat(in.Plan.For(cloud.AWS, iam.Setup, setup), in.Plan.For(cloud.AWS, iam.Teardown, teardown)) {
			on, _ := d.Pattern(g.On)
			for _, name := range g.Actions {
				if !needed[[2]string{name, on}] && !spare(name, on) {
					t.Errorf("seed %d: %s may use %s on %s for nothing", seed, g.Identity, name, on)
				}
			}
		}
	}
}

// file is a policy as the customer gets it.
type file struct {
	Statement []struct {
		Sid, Effect      string
		Action, Resource []string
		Condition        map[string]map[string]any
	}
}

// watching is what management may do to anything, and updating what it may do
// to what is live: the whole list, written by hand.
var (
	watching = regexp.MustCompile(`^(s3:Get(BucketLocation|BucketNotification|BucketOwnershipControls|BucketPolicyStatus|BucketPublicAccessBlock|` +
		`BucketTagging|BucketVersioning|EncryptionConfiguration|LifecycleConfiguration)|dynamodb:(DescribeContinuousBackups|DescribeTable|` +
		`DescribeTimeToLive|ListTagsOfResource)|sqs:(GetQueueAttributes|GetQueueUrl|ListQueueTags)|ssm:ListTagsForResource|` +
		`ecr:(DescribeImages|DescribeRepositories|GetLifecyclePolicy|GetRepositoryPolicy|ListImages|ListTagsForResource|GetAuthorizationToken)|` +
		`lambda:(GetFunctionConcurrency|GetFunctionConfiguration|GetPolicy|ListTags|GetEventSourceMapping|GetFunctionUrlConfig)|` +
		`logs:DescribeLogStreams|scheduler:GetSchedule|cloudwatch:GetMetricData|cloudformation:(DescribeStackResources|DescribeStacks|ListStackResources))$`)
	updating = regexp.MustCompile(`^(s3:(PutBucketCORS|PutBucketVersioning|PutLifecycleConfiguration)|dynamodb:(UpdateContinuousBackups|UpdateTimeToLive)|` +
		`ecr:(BatchCheckLayerAvailability|BatchGetImage|CompleteLayerUpload|GetDownloadUrlForLayer|InitiateLayerUpload|PutImage|UploadLayerPart|` +
		`PutImageScanningConfiguration|PutLifecyclePolicy)|lambda:(UpdateFunctionCode|UpdateFunctionConfiguration|UpdateEventSourceMapping))$`)
	// directly are the statements of setup that do not work through
	// CloudFormation.
	directly = regexp.MustCompile(`^(Stack|TemplateCheck|Code|PassToLambda|PassToScheduler)\d*$`)
	idIn     = regexp.MustCompile(`[:/]s[-/](r\d+|p\d+f\d+)\b`)
)

// independent reads the files of the policies without the evaluator, and finds
// the same.
func independent(t *testing.T, in Input, result Result) {
	t.Helper()
	documents, _ := iam.AWSDocuments(in.Plan, aws.Deployment{Prefix: "s"})
	damages := false
	for _, d := range documents {
		var f file
		if err := json.Unmarshal(d.Data, &f); err != nil || d.Role == "management-trust" {
			continue // its trust has another form
		}
		for _, s := range f.Statement {
			if s.Effect != "Allow" {
				continue
			}
			on := s.Resource
			for _, keys := range s.Condition {
				switch value := keys["lambda:FunctionArn"].(type) {
				case string:
					on = []string{value}
				case []any:
					on = nil
					for _, v := range value {
						on = append(on, v.(string))
					}
				}
			}
			for _, action := range s.Action {
				switch d.Role {
				case "management-policy":
					damages = damages || strings.Contains(action, "Lifecycle") && strings.Contains(action, ":Put") ||
						strings.HasPrefix(action, "dynamodb:Update") || action == "lambda:UpdateEventSourceMapping"
					if !watching.MatchString(action) {
						onlyOn(t, in.Stack, action, on)
					}
				case "setup-policy", "teardown-policy":
					direct := directly.MatchString(s.Sid)
					if _, bound := s.Condition["ForAnyValue:StringEquals"]["aws:CalledVia"]; bound == direct {
						t.Fatalf("%s in %s: bound to CloudFormation %t", s.Sid, d.Path, bound)
					}
					if strings.HasPrefix(action, "s3:GetObject") && s.Sid != "Code" || strings.HasPrefix(action, "ssm:GetParam") && !slices.ContainsFunc(s.Resource, isMarker) {
						t.Fatalf("setup may use %s on %v", action, s.Resource)
					}
				}
			}
		}
	}
	if holds := guarantee(result, "G4").Holds; holds == damages {
		t.Fatalf("G4 holds %t, and what can damage is there %t", holds, damages)
	}
}

func isMarker(arn string) bool { return strings.HasSuffix(arn, "/.alien") }

// onlyOn checks that an action that is more than watching is on resources that
// are live, or take commands.
func onlyOn(t *testing.T, s *ir.Stack, action string, on []string) {
	t.Helper()
	for _, arn := range on {
		id := idIn.FindStringSubmatch(arn)
		if id == nil {
			t.Fatalf("management may use %s on %s", action, arn)
		}
		r := s.Resource(id[1])
		if f, ok := r.(*ir.Function); ok && f.Commands && action == "lambda:InvokeFunction" {
			continue
		}
		if !updating.MatchString(action) || r.Info().Lifecycle != ir.Live {
			t.Fatalf("management may use %s on %s", action, arn)
		}
	}
}

func guarantee(r Result, id string) Guarantee {
	return r.Guarantees[slices.IndexFunc(r.Guarantees, func(g Guarantee) bool { return g.ID == id })]
}

// Every stack of the goldens and examples is proven, and what does not hold in
// one has a cause.
func TestGoldensAreProven(t *testing.T) {
	inputs, err := filepath.Glob("../../golden/*/alien.ts")
	if err != nil {
		t.Fatal(err)
	}
	examples, err := filepath.Glob("../../examples/*/alien.ts")
	if err != nil {
		t.Fatal(err)
	}
	inputs = append(inputs, examples...)
	if len(inputs) < 25 {
		t.Fatalf("only %d stacks", len(inputs))
	}
	for _, input := range inputs {
		built, err := compiler.Compile(t.Context(), compiler.Options{
			Entry: input, Available: []cloud.Name{cloud.AWS}, Console: os.Stderr, Overrun: func(diag.Diagnostic) { panic("too slow") },
		})
		if err != nil || built.Diagnostics.HasErrors() {
			t.Errorf("%s: %v %v", input, err, built.Diagnostics)
			continue
		}
		plan := iam.Derive(built.Stack, built.Targets)
		parts := cloudformation.Emit(built.Stack, plan, aws.Deployment{Prefix: built.Stack.ID}).Parts
		result := Run(Input{Stack: built.Stack, Plan: plan, Parts: map[cloud.Name][]cloud.Part{cloud.AWS: parts}})
		if len(result.Broken) > 0 {
			t.Errorf("%s: %s", input, strings.Join(result.Broken, "\n"))
		}
		for _, g := range result.Guarantees {
			chosen := g.ID == "G6" && strings.HasSuffix(input, "/kitchen-sink/alien.ts") // a scope of the author's
			if !g.Holds && g.ID != "G4" && !chosen {
				t.Errorf("%s: %s", input, report(result, g.ID))
			}
		}
	}
}

// big has n resources: groups of four things that keep data and a function
// that uses them all.
func big(n int) *ir.Stack {
	var resources []ir.Resource
	var profiles []*ir.Profile
	for i := 0; i < n; i += 5 {
		id := strconv.Itoa(i)
		group := []ir.Resource{
			&ir.Storage{Common: frozen("storage" + id)}, &ir.Kv{Common: live("kv" + id)},
			&ir.Queue{Common: frozen("queue" + id)}, &ir.Vault{Common: frozen("vault" + id)},
		}
		f := &ir.Function{
			Common: live("f" + id), Code: zipCode, Memory: 256, Timeout: 30, Ingress: ir.Public, Profile: "p" + id,
			Triggers: []ir.Trigger{
				&ir.QueueTrigger{TriggerPath: "triggers[0]", Queue: ir.RefTo(group[2])},
				&ir.ScheduleTrigger{TriggerPath: "triggers[1]", Cron: "0 4 * * *"},
			},
		}
		if i%2 == 0 {
			f.Lifecycle = ir.Frozen
		}
		for _, r := range group {
			f.Links = append(f.Links, ir.RefTo(r))
		}
		resources = append(append(resources, group...), f)
		profiles = append(profiles, profile("p"+id, "*: storage/data-read storage/data-write kv/data-read kv/data-write queue/data-read vault/data-read"))
	}
	return stackOf(profiles, resources...)
}

// A proof is part of every build, so it has to be quick: a hundred times the
// resources take about a hundred times as long.
func BenchmarkRun(b *testing.B) {
	for _, n := range []int{10, 100, 500, 2000} {
		in := compiled(big(n))
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				if r := Run(in); len(r.Broken) > 0 {
					b.Fatal(r.Broken[0])
				}
			}
		})
	}
}
