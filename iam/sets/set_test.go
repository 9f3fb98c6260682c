package sets

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What the language promises to authors, by kind.
var public = map[string][]string{
	"storage":           {"data-read", "data-write", "heartbeat", "management", "provision", "teardown"},
	"kv":                {"data-read", "data-write", "heartbeat", "management", "provision", "teardown"},
	"queue":             {"data-read", "data-write", "heartbeat", "management", "provision", "teardown"},
	"vault":             {"data-read", "data-write", "heartbeat", "management", "provision", "teardown"},
	"artifact-registry": {"heartbeat", "management", "provision", "pull", "push", "teardown"},
	"function":          {"execute", "heartbeat", "invoke", "management", "provision", "teardown"},
}

func TestEveryKindHasItsPublicSets(t *testing.T) {
	have := map[string][]string{}
	for _, s := range All() {
		have[s.Kind] = append(have[s.Kind], s.Purpose)
	}
	for kind, want := range public {
		if !slices.Equal(have[kind], want) {
			t.Errorf("%s has the public sets %q, want %q", kind, have[kind], want)
		}
	}
	if len(have) != len(public) {
		t.Errorf("%d kinds have sets, want %d", len(have), len(public))
	}
}

func TestLookup(t *testing.T) {
	for _, c := range []struct {
		id        string
		known     bool
		kind      string
		grantable bool
	}{
		{"storage/data-read", true, "storage", true},
		{"function/execute", true, "function", true},
		{"worker/invoke", true, "function", true},
		{"worker/provision", true, "function", false},
		{"storage/provision", true, "storage", false},
		{"storage/teardown", true, "storage", false},
		{"stack/provision", false, "", false}, // not a kind
		{"management/trust", false, "", false},
		{"queue/data-raed", false, "", false},
		{"queue/queue-trigger", false, "", false}, // derived, so nobody can name it
		{"build/execute", false, "", false},
		{"storage", false, "", false},
		{"", false, "", false},
	} {
		set, ok := Lookup(c.id)
		if ok != c.known || ok && (set.Kind != c.kind || set.Grantable != c.grantable) {
			t.Errorf("Lookup(%q) = %s %s grantable %t, %t", c.id, set.ID, set.Kind, set.Grantable, ok)
		}
	}
}

func TestOnlyDerivedSetsCanBeDerived(t *testing.T) {
	if got := Derived("function/logs"); got.Grantable || len(got.AWS) != 1 {
		t.Errorf("function/logs = %+v", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a public set was derived")
		}
	}()
	Derived("storage/data-read")
}

// Setup asks for both of everything that it creates.
func TestSetupKnowsEveryKind(t *testing.T) {
	for _, kind := range slices.Concat(Kinds, Shared) {
		for _, purpose := range []string{"provision", "teardown"} {
			if s := Setup(kind + "/" + purpose); !s.Setup || s.Grantable {
				t.Errorf("%s = %+v", s.ID, s)
			}
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a public set is part of setup")
		}
	}()
	Setup("kv/data-read")
}

// Nothing that setup does outside of CloudFormation changes a resource.
func TestDirectRightsOfSetup(t *testing.T) {
	want := []string{
		"function/provision Code", "function/provision PassToScheduler", "profile/provision PassToLambda",
		"stack/installer PassSetupRole", "stack/provision Stack", "stack/provision TemplateCheck", "stack/teardown Stack",
	}
	var got []string
	for _, s := range append(All(), AllDerived()...) {
		for _, r := range s.AWS {
			if r.Direct != "" {
				got = append(got, s.ID+" "+r.Sid)
			}
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("direct: %q, want %q", got, want)
	}
}

// Every kind is monitored and managed, even where that needs no right.
func TestEveryKindHasManagement(t *testing.T) {
	for _, kind := range Kinds {
		for _, purpose := range []string{"heartbeat", "management"} {
			if s, ok := Lookup(kind + "/" + purpose); !ok || !s.Grantable {
				t.Errorf("%s/%s = %+v, %t", kind, purpose, s, ok)
			}
		}
	}
}

func TestSetsAreWhole(t *testing.T) {
	for _, s := range append(All(), AllDerived()...) {
		for _, wrong := range flaws(s) {
			t.Errorf("%s: %s", s.ID, wrong)
		}
	}
}

var (
	sentence = regexp.MustCompile(`^[A-Z][^\n]*\.$`)
	pascal   = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
)

// flaws says what is wrong with a set, as far as the set alone shows it.
func flaws(s Set) (wrong []string) {
	add := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if !sentence.MatchString(s.Doc) {
		add("doc is not a sentence: %q", s.Doc)
	}
	if s.Purpose == "provision" && len(s.AWS) == 0 {
		add("creates nothing")
	}
	sids := map[string]int{}
	for _, r := range s.AWS {
		if !pascal.MatchString(r.Sid) {
			add("sid %q", r.Sid)
		}
		if sids[r.Sid]++; sids[r.Sid] == 2 {
			add("%s is there twice", r.Sid)
		}
		if (len(r.Allow) == 0) == (len(r.Deny) == 0) {
			add("%s must either allow or deny", r.Sid)
		}
		if len(r.On) == 0 {
			add("%s is on nothing", r.Sid)
		}
		for _, action := range r.Allow {
			if strings.ContainsAny(action, "*?") {
				add("%s allows the wildcard %s", r.Sid, action)
			}
		}
		for _, reason := range []string{r.Reason, r.Direct, r.Damage} {
			if reason != "" && !sentence.MatchString(reason) {
				add("%s: no sentence: %q", r.Sid, reason)
			}
		}
		if r.When != "" && States[r.When] == "" {
			add("%s asks for resources that are %q", r.Sid, r.When)
		}
		if r.Direct != "" && !s.Setup && s.ID != "stack/installer" {
			add("%s is direct, but only setup is bound to CloudFormation", r.Sid)
		}
		if r.Damage != "" && s.Purpose != "management" {
			add("%s has a damage, which only management explains", r.Sid)
		}
		for _, other := range []string{r.With, r.Without} {
			if set, ok := Lookup(other); other != "" && (!ok || set.Kind != s.Kind) {
				add("%s depends on %q", r.Sid, other)
			}
		}
		if s.Derived && (r.With != "" || r.Without != "") {
			add("%s depends on what a profile holds, but no profile holds it", r.Sid)
		}
		if !s.Derived && r.Principal != "" {
			add("%s names a principal, but is granted to an identity", r.Sid)
		}
	}
	return wrong
}

// TestFlawsAreFound spoils a set that is whole, line by line.
func TestFlawsAreFound(t *testing.T) {
	const whole = `{doc: Read., aws: [{sid: A, allow: [s3:GetObject], on: objects, when: versioned, with: storage/data-write, reason: Because.}]}`
	for _, c := range []struct{ from, to, want string }{
		{"", "", ""},
		{"doc: Read.", "doc: Read", `doc is not a sentence: "Read"`},
		{"doc: Read.", "doc: read.", `doc is not a sentence: "read."`},
		{"doc: Read.", `doc: "Read.\nWrite."`, `doc is not a sentence: "Read.\nWrite."`},
		{"doc: Read., ", "", `doc is not a sentence: ""`},
		{"sid: A, ", "", `sid ""`},
		{"sid: A", "sid: a-b", `sid "a-b"`},
		{"}]}", "}, {sid: A, deny: [s3:GetObject], on: bucket}]}", "A is there twice"},
		{"allow", "deny", ""},
		{"allow: [s3:GetObject]", "allow: []", "A must either allow or deny"},
		{"on: objects", "on: objects, deny: [s3:PutObject]", "A must either allow or deny"},
		{"on: objects, ", "", "A is on nothing"},
		{"[s3:GetObject]", `["s3:Get*"]`, "A allows the wildcard s3:Get*"},
		{"[s3:GetObject]", `["s3:*"]`, "A allows the wildcard s3:*"},
		{"[s3:GetObject]", `["s3:GetObjec?"]`, "A allows the wildcard s3:GetObjec?"},
		{"reason: Because.", "reason: x", `A: no sentence: "x"`},
		{"when: versioned", "when: version", `A asks for resources that are "version"`},
		{"reason: Because.", "direct: Because.", "A is direct, but only setup is bound to CloudFormation"},
		{"reason: Because.", "damage: Because.", "A has a damage, which only management explains"},
		{"storage/data-write", "storage/data-wrote", `A depends on "storage/data-wrote"`},
		{"storage/data-write", "kv/data-write", `A depends on "kv/data-write"`},
		{"doc: Read.", "doc: Read., use: derived", "A depends on what a profile holds, but no profile holds it"},
		{"on: objects", "on: objects, principal: anyone", "A names a principal, but is granted to an identity"},
	} {
		text := strings.Replace(whole, c.from, c.to, 1)
		if text == whole && c.from != c.to {
			t.Fatalf("nothing is %q", c.from)
		}
		list, err := parse("storage", []byte("data-read: "+text))
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		want := []string{c.want}
		if c.want == "" {
			want = nil
		}
		if wrong := flaws(list[0]); !slices.Equal(wrong, want) {
			t.Errorf("%s: %q, want %q", text, wrong, want)
		}
	}
	if wrong := flaws(Set{Purpose: "provision", Doc: "Create."}); !slices.Equal(wrong, []string{"creates nothing"}) {
		t.Errorf("a setup of nothing: %q", wrong)
	}
}

// What a set must never allow, in AWS's words; a name that ends in * is the
// beginning of many.
var mustNot = map[string][]string{
	"storage/data-read":            {"s3:Put*", "s3:Delete*", "s3:BypassGovernanceRetention", "s3:RestoreObject", "s3:ReplicateObject", "s3:Abort*", "s3:Create*", "iam:*", "sts:*", "kms:*"},
	"storage/data-write":           {"s3:GetObject*", "s3:ListBucketVersions", "s3:DeleteObjectVersion", "s3:PutObjectAcl", "s3:PutObjectRetention", "s3:PutObjectLegalHold", "s3:BypassGovernanceRetention", "s3:DeleteBucket*", "s3:PutBucket*", "s3:ListBucket"},
	"storage/heartbeat":            {"s3:ListBucket", "s3:ListBucketVersions", "s3:GetObject*", "s3:Put*", "s3:Delete*", "s3:GetBucketAcl", "s3:GetBucketPolicy"},
	"storage/management":           {"s3:PutBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPublicAccessBlock", "s3:PutBucketOwnershipControls", "s3:PutBucketNotification", "s3:Delete*", "s3:GetObject*", "s3:PutObject*", "s3:ListBucket", "s3:PutEncryptionConfiguration", "s3:PutReplicationConfiguration"},
	"kv/data-read":                 {"dynamodb:Put*", "dynamodb:Update*", "dynamodb:Delete*", "dynamodb:BatchWriteItem", "dynamodb:Export*", "dynamodb:PartiQL*", "dynamodb:GetRecords"},
	"kv/data-write":                {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:ConditionCheckItem", "dynamodb:UpdateTable", "dynamodb:DeleteTable", "dynamodb:PartiQL*", "dynamodb:GetRecords"},
	"kv/heartbeat":                 {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:ConditionCheckItem", "dynamodb:GetRecords", "dynamodb:Export*", "dynamodb:PartiQL*", "dynamodb:Put*", "dynamodb:Update*", "dynamodb:Delete*"},
	"kv/management":                {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:UpdateTable", "dynamodb:Delete*", "dynamodb:PutResourcePolicy", "dynamodb:Export*"},
	"queue/data-read":              {"sqs:SendMessage", "sqs:PurgeQueue", "sqs:SetQueueAttributes", "sqs:AddPermission", "sqs:DeleteQueue"},
	"queue/data-write":             {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:PurgeQueue", "sqs:SetQueueAttributes", "sqs:AddPermission", "sqs:DeleteQueue"},
	"queue/heartbeat":              {"sqs:ReceiveMessage", "sqs:SendMessage", "sqs:DeleteMessage", "sqs:PurgeQueue", "sqs:SetQueueAttributes", "sqs:ListMessageMoveTasks"},
	"queue/management":             {"sqs:*"}, // no action of SQS separates settings from the policy
	"vault/data-read":              {"ssm:Put*", "ssm:Delete*", "ssm:DescribeParameters", "ssm:GetParameterHistory", "kms:*"},
	"vault/data-write":             {"ssm:Get*", "ssm:DescribeParameters", "ssm:PutResourcePolicy"},
	"vault/heartbeat":              {"ssm:Get*", "ssm:DescribeParameters", "ssm:Put*", "ssm:Delete*"},
	"vault/management":             {"ssm:*"}, // values belong to the customer, and nothing else is there
	"artifact-registry/pull":       {"ecr:Put*", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:Delete*", "ecr:BatchDeleteImage", "ecr:Set*", "ecr:Create*", "sts:*", "iam:*"},
	"artifact-registry/push":       {"ecr:Delete*", "ecr:BatchDeleteImage", "ecr:SetRepositoryPolicy", "ecr:CreateRepository", "sts:*", "iam:*"},
	"artifact-registry/heartbeat":  {"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:Set*", "ecr:Put*", "ecr:Delete*", "ecr:GetAuthorizationToken"},
	"artifact-registry/management": {"ecr:Delete*", "ecr:BatchDeleteImage", "ecr:SetRepositoryPolicy", "ecr:PutReplicationConfiguration", "ecr:PutRegistryPolicy", "ecr:PutImageTagMutability", "iam:*"},
	"function/execute":             {"*"},
	"function/invoke":              {"lambda:Get*", "lambda:Update*", "lambda:Put*", "lambda:Delete*", "lambda:InvokeFunctionUrl", "lambda:AddPermission"},
	"function/heartbeat":           {"lambda:GetFunction", "lambda:Invoke*", "lambda:Update*", "lambda:Put*", "logs:Get*", "logs:FilterLogEvents", "logs:StartQuery"},
	"function/management":          {"lambda:Create*", "lambda:Delete*", "lambda:Invoke*", "lambda:AddPermission", "lambda:RemovePermission", "lambda:UpdateFunctionUrlConfig", "lambda:PutFunctionConcurrency", "lambda:PutFunctionCodeSigningConfig", "lambda:TagResource", "iam:*", "scheduler:*", "ssm:*"},
}

func TestSetsKeepTheirPromises(t *testing.T) {
	for _, s := range All() {
		forbidden, ok := mustNot[s.ID]
		if !ok && s.Grantable {
			t.Errorf("%s: what must it never allow?", s.ID)
		}
		for _, r := range s.AWS {
			for _, action := range r.Allow {
				for _, f := range forbidden {
					start, many := strings.CutSuffix(f, "*")
					if action == f || many && strings.HasPrefix(action, start) {
						t.Errorf("%s allows %s", s.ID, action)
					}
				}
			}
		}
	}
}

func TestMisspeltFilesAreRefused(t *testing.T) {
	for name, text := range map[string]string{
		"unknown key of a set":  "data-read:\n  dok: Read.\n",
		"unknown key of a rule": "data-read:\n  doc: Read.\n  aws:\n    - sid: A\n      alow: [s3:GetObject]\n",
		"unknown cloud":         "data-read:\n  doc: Read.\n  awz: []\n",
		"unknown use":           "data-read:\n  doc: Read.\n  use: derive\n",
		"a map for a list":      "data-read:\n  doc: Read.\n  aws:\n    - on: {bucket: 1}\n",
	} {
		if _, err := parse("storage", []byte(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestParseSortsWhatItReads(t *testing.T) {
	list, err := parse("x", []byte(`
z: {doc: Z.}
a:
  doc: A.
  aws:
    - sid: A
      allow: [b:B, a:A]
      on: whole
      condition:
        StringEquals: {k2: v, k1: [w]}
        ArnLike: {z: v}
`))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].ID != "x/a" || list[1].ID != "x/z" {
		t.Fatalf("sets %v", list)
	}
	r := list[0].AWS[0]
	if !slices.Equal(r.Allow, []string{"a:A", "b:B"}) || !slices.Equal(r.On, []string{"whole"}) {
		t.Errorf("allow %q on %q", r.Allow, r.On)
	}
	var keys []string
	for _, c := range r.Condition {
		keys = append(keys, c.Operator+" "+c.Key+"="+strings.Join(c.Values, ","))
	}
	if want := []string{"ArnLike z=v", "StringEquals k1=w", "StringEquals k2=v"}; !slices.Equal(keys, want) {
		t.Errorf("conditions %q, want %q", keys, want)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		for _, kind := range Kinds {
			data, _ := files.ReadFile(kind + ".yaml")
			if _, err := parse(kind, data); err != nil {
				b.Fatal(err)
			}
		}
	}
}
