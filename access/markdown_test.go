package access

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alienc/alienc/bench"
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/prove"
)

// section gives the lines of a page below a heading, without the empty ones.
func section(page []byte, heading string) []string {
	_, rest, _ := strings.Cut(string(page), "\n## "+heading+"\n")
	body, _, _ := strings.Cut(rest, "\n## ")
	return slices.DeleteFunc(strings.Split(body, "\n"), func(l string) bool { return l == "" })
}

func TestSectionsComeInOrder(t *testing.T) {
	var got []string
	for _, l := range strings.Split(string(Markdown(small("x"))), "\n") {
		if title, ok := strings.CutPrefix(l, "## "); ok {
			got = append(got, title)
		}
	}
	want := []string{
		"Guarantees", "Who can act", "Reach", "Who may do what, in numbers", "Exposure", "What disappears after setup", "Statements with a wildcard, and why",
		"Accepted by the author", "Rounded values and notes", "How to switch management off", "What no policy can say", "Every grant after setup",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestSections(t *testing.T) {
	page := Markdown(small("x|y"))
	for heading, want := range map[string][]string{
		"Guarantees": {
			"- [holds] G1 Management cannot read data. (0 of 2 grants read x\\|y)",
			"- NOT GUARANTEED: Management cannot delete x\\|y. (G4; 1 of 2 grants deletes)",
			"  - Cause: x\\|y `alien.ts:30:4`",
			"  - Cause: x\\|y",
		},
		"Reach": {
			"| Resource | Management itself | Through live function | Together |",
			"|---|---|---|---|",
			"| `storage:data` (frozen) |  | `worker`: read objects | read objects |",
			"| `function:worker` (live) | replace code, settings |  | replace code, settings |",
			"| beyond the resources of this stack |  | `worker`: call (`acme/x{U+007C}y`, written by the author) | call (`acme/x{U+007C}y`, written by the author) |",
			"To keep the vendor away from a resource, do not link it from a live function.",
		},
		"Who may do what, in numbers": {
			"| Identity | Resource | list | read | write | tag | permissions | touches |",
			"|---|---|---|---|---|---|---|---|",
			"| `management` | `function:worker` (live) | - | - | 2 | - | - | code |",
			"| `profile:run` | `storage:data` (frozen) | - | 1 | - | - | - | reads data |",
		},
		"Exposure": {"Nothing is public."},
		"What disappears after setup": {
			"| Kind | Actions of setup | of them changing | held by nobody afterwards |",
			"|---|---|---|---|",
			"| storage | 3 | 1 | 2 |",
			"| stack | 1 | 1 | 1 |",
		},
		"Statements with a wildcard, and why": {
			"| Held by | Statement | Actions | On | Only if | Why |",
			"|---|---|---|---|---|---|",
			"| `management` | `FunctionUpdate` | write code: `lambda:UpdateFunctionCode`; write: `lambda:UpdateFunctionConfiguration` | `arn:${partition}:lambda:${region}:${account}:function:${NamePrefix}-worker` |  | No name; no star. |",
		},
		"Accepted by the author": {
			"| Check | About | The author's reason | At |",
			"|---|---|---|---|",
			"| `management-writes-data` | `management/x{U+007C}y` | `x{U+007C}y` | `alienc.yaml:3:5` |",
			"| Set written by the author | Held by | Actions | On | Only if | The author's words | At |",
			"|---|---|---|---|---|---|---|",
			"| `acme/x{U+007C}y` | `profile:run` | **denied** write data: `s3:DeleteObject`, `new:x{U+007C}y` (in no catalogue) | `arn:${partition}:s3:::$${aws:x}x{U+007C}y$$${NamePrefix}` (scope chosen by the author) | `aws:x{U+007C}y` `StringLike` `x{U+007C}y` or `${account}` | `x{U+007C}y` | `x{U+007C}y:7:4` |",
			"| Right of management that the author asks for | Actions | On | Only if | At |",
			"|---|---|---|---|---|",
			"| `function/management` | write code: `lambda:UpdateFunctionCode`; write: `lambda:UpdateFunctionConfiguration` | `arn:${partition}:lambda:${region}:${account}:function:${NamePrefix}-worker` |  | `alien.ts:6:4` |",
		},
		"Rounded values and notes": {
			"| Note | Check | At |",
			"|---|---|---|",
			"| memoryMb of x\\|y | `memory-rounded` | `alien.ts:9:2` |",
		},
		"Every grant after setup": {
			"### `management`",
			"| Resource | Purpose | Actions | On | Only if | Sid | Asked for at |",
			"|---|---|---|---|---|---|---|",
			"| `function:worker` (live) | `function/management`: Replace its code. Asked for by the author. Can damage: It may lose messages. | write code: `lambda:UpdateFunctionCode`; write: `lambda:UpdateFunctionConfiguration` | `arn:${partition}:lambda:${region}:${account}:function:${NamePrefix}-worker` |  | `FunctionUpdate` | `alien.ts:6:4` |",
			"### `profile:run`",
			"| Resource | Purpose | Actions | On | Only if | Sid | Asked for at |",
			"|---|---|---|---|---|---|---|",
			"| scope chosen by the author | written by the author, `acme/x{U+007C}y`: `x{U+007C}y` | **denied** write data: `s3:DeleteObject`, `new:x{U+007C}y` (in no catalogue) | `arn:${partition}:s3:::$${aws:x}x{U+007C}y$$${NamePrefix}` (scope chosen by the author) | `aws:x{U+007C}y` `StringLike` `x{U+007C}y` or `${account}` | `Custom` | `x{U+007C}y:7:4` |",
			"| `storage:data` (frozen) | `storage/data-read`: Read objects. | read data: `s3:GetObject` | `arn:${partition}:s3:::${NamePrefix}-data-${account}-${region}/*` |  | `StorageDataReadObjects` | `alien.ts:5:4` |",
		},
	} {
		got := slices.DeleteFunc(section(page, heading), func(l string) bool {
			// Sentences that stand on every page.
			return strings.HasPrefix(l, "Each line was") || strings.HasPrefix(l, "A live function runs") || strings.HasPrefix(l, "Numbers count") ||
				strings.HasPrefix(l, "Detach the setup") || strings.HasPrefix(l, "Every other statement") || strings.HasPrefix(l, "One row is")
		})
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", heading, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestHeader(t *testing.T) {
	page := string(Markdown(small("x")))
	for _, want := range []string{
		"# Access of `shop`\n", "\n| alienc | `1.2.3` |\n", "\n| Actions of AWS | catalogue `0.9` |\n", "\n| Inputs | SHA-256 `ab12` |\n", "\n| Clouds | AWS |\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}

// The page that explains ACCESS.md names its sections, all and in order.
func TestReviewersPageNamesEverySection(t *testing.T) {
	data, err := os.ReadFile("../docs/reviewers/reading-access.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "\n| Section | What it answers |\n|---|---|\n")
	rows, _, _ := strings.Cut(rest, "\n\n")
	var got, want []string
	for _, row := range strings.Split(rows, "\n") {
		got = append(got, strings.TrimSpace(strings.Split(row, "|")[1]))
	}
	for _, l := range strings.Split(string(Markdown(small("x"))), "\n") {
		if title, ok := strings.CutPrefix(l, "## "); ok {
			want = append(want, title)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A statement of an identity is one row, whatever it lists.
func TestWildcards(t *testing.T) {
	in := small("x")
	grant := func(identity, statement, action, on string, effect iam.Effect, c ...iam.Condition) iam.Grant {
		return iam.Grant{
			Cloud: cloud.AWS, Plane: iam.Runtime, Identity: identity, Effect: effect, Statement: statement, Actions: []string{action},
			On: cloud.Lit(on), Scope: "x", Conditions: c, Origin: at(1, "x"), Wildcard: "It has no name.",
		}
	}
	only := func(v string) iam.Condition {
		return iam.Condition{Operator: "Bool", Key: "k", Values: []cloud.Text{cloud.Lit(v)}}
	}
	in.Plan = &iam.Plan{Grants: []iam.Grant{
		grant("profile:b", "Map", "sqs:SendMessage", "*", iam.Allow, only("1")),
		grant("profile:b", "Map", "s3:GetObject", "a*", iam.Allow, only("2")),
		grant("profile:b", "Map", "s3:GetObject", "a*", iam.Allow, only("1")),
		grant("profile:a", "Map", "s3:GetObject", "*", iam.Allow),
		grant("anyone", "No", "s3:*", "*", iam.Deny),
	}}
	want := []string{
		"| Held by | Statement | Actions | On | Only if | Why |",
		"|---|---|---|---|---|---|",
		"| `profile:b` | `Map` | read data: `s3:GetObject`; write data: `sqs:SendMessage` | `*`, `a*` | `k` `Bool` `1`; or `k` `Bool` `2` | It has no name. |",
		"| `profile:a` | `Map` | read data: `s3:GetObject` | `*` |  | It has no name. |",
		"| Denied to | Statement | Actions | On | Only if | Why |",
		"|---|---|---|---|---|---|",
		"| `anyone` | `No` | permissions data: `s3:*` | `*` |  | It has no name. |",
	}
	if got := section(Markdown(in), "Statements with a wildcard, and why"); !slices.Equal(got[:len(got)-1], want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

// G7 counts the statements that the table below it lists.
func TestWildcardsAreThoseThatWereProven(t *testing.T) {
	for name, in := range stacks(t) {
		got := section(Markdown(in), "Statements with a wildcard, and why")
		allowed := slices.IndexFunc(got, func(l string) bool { return !strings.HasPrefix(l, "|") || strings.HasPrefix(l, "| Denied to") }) - 2
		if n := len(in.Proof.Wildcards); allowed != n || n == 0 {
			t.Errorf("%s: %d rows, %d statements\n%s", name, allowed, n, strings.Join(got, "\n"))
		}
	}
}

// What was not looked at is not guaranteed.
func TestWithoutProof(t *testing.T) {
	in := small("x")
	in.Proof = prove.Result{}
	page := Markdown(in)
	if got := section(page, "Guarantees")[0]; got != "- NOT GUARANTEED: anything. Nothing was proven about this stack." {
		t.Error(got)
	}
	if got := section(page, "Reach")[0]; !strings.HasPrefix(got, "NOT GUARANTEED") {
		t.Error(got)
	}
}

func TestReach(t *testing.T) {
	want := []string{
		"| Resource | Management itself | Through live function | Together |",
		"|---|---|---|---|",
		"| `storage:results` (frozen) | see settings | `worker`: read and write objects | read and write objects, see settings |",
		"| `queue:jobs` (frozen) | see settings | `worker`: receive messages | receive messages, see settings |",
		"| `function:worker` (live) | replace code, see and change settings |  | replace code, see and change settings |",
		"| beyond the resources of this stack | read metrics of the account, see the state of the stack |  | read metrics of the account, see the state of the stack |",
	}
	if got := section(Markdown(compiled(t, "../golden/docs-pipeline/alien.ts")), "Reach"); !slices.Equal(got[:len(got)-2], want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

func TestWhoCanAct(t *testing.T) {
	const stack = "| `Stack` | list: `cloudformation:DescribeStacks`, `cloudformation:ListStackResources`; read: "
	const cron = "`service:scheduler.amazonaws.com` if `aws:SourceArn` `ArnLike` `arn:${partition}:scheduler:${region}:${account}:schedule-group/${NamePrefix}` and `aws:SourceAccount` `StringEquals` `${account}`"
	for _, c := range []struct {
		name string
		want []string // beginnings of lines, in order; others may stand between
	}{
		{"schedule-trigger", []string{
			"**Setup: you**, once for each release, with ",
			stack,
			"| `TemplateCheck` | read: `cloudformation:GetTemplateSummary`, `cloudformation:ValidateTemplate` | `*` |  | These are the calls of whoever installs. |",
			"| `Code` | read data: `s3:GetObject` | `arn:${partition}:s3:::${CodeBucket}/*` |  | Lambda reads the zip with the rights of whoever installs. |",
			"| `PassToScheduler` | write: `iam:PassRole` (hands out identities) | `arn:${partition}:iam::${account}:role/${NamePrefix}-worker-cron` | `iam:PassedToService` `StringEquals` `scheduler.amazonaws.com` | Whether ",
			"| `PassToLambda` | write: `iam:PassRole` (hands out identities) | ",
			"`aws/iam/setup-role.template.yaml` gives ",
			"**Teardown: you**, when you delete the stack, with 7 actions in `aws/iam/teardown-policy.json` ",
			"**Management: the vendor**, after setup, with 12 actions in `aws/iam/management-policy.json` ",
			"- Trusted: exactly the principal that you name, and only with that external id.",
			"- A session lasts at most one hour.",
			"- The rights follow from the words frozen and live",
			"| `profile:execution` `alien.ts:12:30` | code of `worker` (live) | `service:lambda.amazonaws.com` | `aws/iam/profiles/execution.json` |",
			"| `cron:worker` | the schedules of `worker` | " + cron + " | in the template |",
			"By the policies of resources nobody may use anything",
		}},
		{"profile-shared", []string{"| `profile:access` `alien.ts:21:30` | code of `reader` (live), `writer` (frozen) | "}},
		{"storage-trigger", []string{
			"| `service:s3.amazonaws.com` | write: `lambda:InvokeFunction` | `function:worker` (live) | `aws:SourceArn` `ArnLike` `arn:${partition}:s3:::${NamePrefix}-uploads-${account}-${region}` and `aws:SourceAccount` `StringEquals` `${account}` | S3 may call that function for events of that one bucket. | `alien.ts:8:12` |",
			"By the policies of resources nobody else may use anything",
		}},
		{"management-extend", []string{"- The author added rights to the derived ones, at `alien.ts:"}},
		{"management-override", []string{"- The author wrote these rights at `alien.ts:"}},
	} {
		got := section(Markdown(compiled(t, "../golden/"+c.name+"/alien.ts")), "Who can act")
		rest := got
		for _, want := range c.want {
			i := slices.IndexFunc(rest, func(l string) bool { return strings.HasPrefix(l, want) })
			if i < 0 {
				t.Fatalf("%s: no %q in\n%s", c.name, want, strings.Join(got, "\n"))
			}
			rest = rest[i+1:]
		}
		if slices.ContainsFunc(got, func(l string) bool {
			return strings.HasPrefix(l, "| `Function` |") || strings.HasPrefix(l, "| `Role` |")
		}) {
			t.Errorf("%s: what works through CloudFormation alone is listed as direct", c.name)
		}
	}
}

// Rights that differ in their resource alone are one row.
func TestDirectRightsAreGathered(t *testing.T) {
	in := small("x")
	pass := func(role string) iam.Grant {
		return iam.Grant{
			Cloud: cloud.AWS, Plane: iam.Setup, Identity: "setup", Effect: iam.Allow, Statement: "PassToLambda", Actions: []string{"iam:PassRole"},
			On: cloud.Lit(role), Scope: "profile:" + role + "/role", Set: "profile/provision", Origin: at(1, "x"),
		}
	}
	in.Plan = &iam.Plan{Grants: []iam.Grant{pass("b"), pass("a")}}
	got := section(Markdown(in), "Who can act")[3]
	if !strings.HasPrefix(got, "| `PassToLambda` | write: `iam:PassRole` (hands out identities) | `a`, `b` |  | Whether passing a role ") {
		t.Error(got)
	}
}

func TestExposure(t *testing.T) {
	for name, want := range map[string][]string{
		"storage":        {"Nothing is public."},
		"storage-public": {"| `storage:site` (live) | Anyone may read an object of that storage whose key they know. | read data: `s3:GetObject` |  | `alien.ts:3:51` |"},
		"function-public": {
			"| `function:worker` (live) | Anyone may call that function through its URL. | write: `lambda:InvokeFunctionUrl` | `lambda:FunctionUrlAuthType` `StringEquals` `NONE` | `alien.ts:5:12` |",
			"| `function:worker` (live) | Anyone may call that function through its URL. | write: `lambda:InvokeFunction` | `lambda:InvokedViaFunctionUrl` `Bool` `true` | `alien.ts:5:12` |",
		},
	} {
		got := section(Markdown(compiled(t, "../golden/"+name+"/alien.ts")), "Exposure")
		if len(want) > 0 && strings.HasPrefix(want[0], "|") {
			want = append([]string{"| Public | Anyone may | Actions | Only if | Asked for at |", "|---|---|---|---|---|"}, want...)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %s", name, strings.Join(got, "\n"))
		}
	}
	if got := section(Markdown(opened("web")), "Exposure"); !strings.HasPrefix(got[2], "| `function:worker` (live) endpoint `web` | Call it. | write: `lambda:InvokeFunctionUrl` |") {
		t.Error(got[2])
	}
}

func TestNobodyAfterSetup(t *testing.T) {
	in := small("x")
	grants := slices.DeleteFunc(slices.Clone(in.Plan.Grants), func(g iam.Grant) bool { return g.Plane == iam.Management })
	in.Plan = &iam.Plan{Grants: grants}
	page := Markdown(in)
	if got := strings.Join(section(page, "Who can act"), "\n"); !strings.Contains(got, "**Management: nobody.**") || strings.Contains(got, "the vendor**") {
		t.Error(got)
	}
	if got := section(page, "How to switch management off"); len(got) != 1 || !strings.HasPrefix(got[0], "There is nothing to switch off") {
		t.Errorf("%q", got)
	}
}

// Whatever an author writes, the page has the lines, headings and cells that
// it has for a plain word.
func TestNothingAnAuthorWritesChangesThePage(t *testing.T) {
	want := shape(t, string(Markdown(opened("word"))))
	texts(200, func(said string) {
		page := string(Markdown(opened(said)))
		if got := shape(t, page); !slices.Equal(got, want) {
			t.Errorf("%q changes the page:\n%s\nwant\n%s", said, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		for _, r := range page {
			if r != '\n' {
				harmless(t, said, string(r))
			}
		}
	})
}

// outside gives what stands outside code, without what a backslash makes
// literal and without entities.
func outside(line string) string {
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", line[i+1]) >= 0:
			i++
			b.WriteByte(' ')
		case line[i] == '`' && strings.IndexByte(line[i+1:], '`') > 0:
			i += 1 + strings.IndexByte(line[i+1:], '`')
			b.WriteByte('x')
		default:
			b.WriteByte(line[i])
		}
	}
	return strings.NewReplacer("&amp;", " ", "&lt;", " ", "&gt;", " ").Replace(b.String())
}

// shape reads a page back: what each line is, and how many cells it has. Of
// what stands outside code it fails for anything that could become a link, a
// tag or an entity that no escaper writes.
func shape(t *testing.T, page string) []string {
	t.Helper()
	var list []string
	inside := false
	for _, line := range strings.Split(page, "\n") {
		if strings.HasPrefix(line, "```") {
			inside = !inside
			list = append(list, line)
			continue
		}
		if inside {
			list = append(list, line)
			continue
		}
		bare := strings.Replace(outside(line), "[holds]", "holds", 1)
		bare = strings.ReplaceAll(bare, "**", "")
		kind := "text"
		switch {
		case strings.HasPrefix(bare, "#"):
			kind = bare[:strings.IndexByte(bare, ' ')]
			bare = bare[len(kind):]
		case strings.HasPrefix(bare, "| ") && strings.HasSuffix(bare, "|"):
			kind = "row of " + string(count(strings.Count(bare, "|")-1))
			bare = strings.ReplaceAll(bare, "|", "")
		case strings.HasPrefix(bare, "|--"):
			kind = "row of " + string(count(strings.Count(bare, "|")-1))
			bare = ""
		case strings.HasPrefix(bare, "- "), strings.HasPrefix(bare, "  - "):
			kind = "item"
		case bare == "":
			kind = "nothing"
		}
		if strings.ContainsAny(bare, "`|[]<*_#@&\\") || strings.HasPrefix(bare, ">") || strings.Contains(bare, "://") || strings.Contains(strings.ToLower(bare), "www.") {
			t.Errorf("%q holds more than text: %q", line, bare)
		}
		list = append(list, kind)
	}
	return list
}

// Real pages have the shape of pages, and every grant that is held after setup
// can be traced: its actions, its pattern and its place stand in one row below
// its holder.
func TestEveryGrantCanBeTraced(t *testing.T) {
	for name, in := range stacks(t) {
		page := Markdown(in)
		shape(t, string(page))
		rows := map[string][]string{}
		holder := ""
		for _, l := range section(page, "Every grant after setup") {
			if who, ok := strings.CutPrefix(l, "### "); ok {
				holder = strings.Trim(who, "`")
			}
			rows[holder] = append(rows[holder], l)
		}
		traced := 0
		for _, g := range in.Plan.Grants {
			if g.Plane == iam.Setup || g.Plane == iam.Teardown || g.Scope == "setup" {
				continue
			}
			traced++
			parts := []string{"`" + pattern(g.On) + "`", "`" + g.Statement + "`", "`" + g.Set + "`: ", "`" + g.Origin[0].Pos.String() + "`"}
			for _, a := range g.Actions {
				parts = append(parts, "`"+a+"`")
			}
			if !slices.ContainsFunc(rows[g.Identity], func(row string) bool {
				return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(row, p) })
			}) {
				t.Errorf("%s: no row of %s with %q", name, g.Identity, parts)
			}
		}
		if traced == 0 {
			t.Errorf("%s has no grants", name)
		}
	}
}

func TestPagesAreTheSameTwice(t *testing.T) {
	for name, in := range stacks(t) {
		again := in
		again.Plan = iam.Derive(in.Stack, in.Targets)
		if !bytes.Equal(Markdown(in), Markdown(again)) {
			t.Errorf("%s differs from one time to the next", name)
		}
	}
}

func TestLimits(t *testing.T) {
	in := small("x")
	const untaggedWords = "carry no tags"
	registry := func(runs ir.Common) Input {
		in := small("x")
		in.Stack = (&ir.Stack{ID: "shop", Resources: []ir.Resource{
			&ir.ArtifactRegistry{Common: live("images")}, &ir.Function{Common: runs, Code: ir.Code{Image: "x"}},
		}}).Seal()
		return in
	}
	remarked := in
	remarked.Proof.Remarks = []prove.Cause{{Text: "No policy says x|y.", Origin: at(4, "x")}}
	policies := in
	policies.Parts = map[cloud.Name][]cloud.Part{cloud.AWS: {{Type: "AWS::SQS::QueuePolicy"}}}
	for _, c := range []struct {
		name string
		in   Input
		text string
		want bool
	}{
		{"the portable form", in, "`aws:ResourceAccount`", true},
		{"code of a live function", in, "where the code of a live function comes from", true},
		{"its code in drift detection", in, "does not see: the code of `AWS::Lambda::Function`.", true},
		{"types with tags alone", in, untaggedWords, false},
		{"a type without tags", policies, "a search by tag misses them: `AWS::SQS::QueuePolicy`.", true},
		{"a type that drift detection cannot read", policies, "does not see: `AWS::SQS::QueuePolicy`.", true},
		{"what a failed write returns", compiled(t, "../golden/kv-write-only/alien.ts"), "a write whose condition fails can return the item", true},
		{"no table", in, "a write whose condition fails", false},
		{"a remark of the prover", remarked, "- No policy says x\\|y. `alien.ts:4:4`", true},
		{"settings of functions", compiled(t, "../golden/function-zip/alien.ts"), "environment variables included", true},
		{"rights without settings", in, "environment variables included", false},
		{"a profile of one function", in, " share ", false},
		{"a shared profile", compiled(t, "../golden/profile-shared/alien.ts"), " share `profile:", true},
		{"a frozen function may run an image that the vendor pushed", registry(frozen("old")), "The vendor may add images to `artifact-registry:images` (live).", true},
		{"a live function is the vendor's anyway", registry(live("new")), "add images", false},
		{"no registry", in, "add images", false},
	} {
		got := strings.Join(section(Markdown(c.in), "What no policy can say"), "\n")
		if strings.Contains(got, c.text) != c.want {
			t.Errorf("%s: %q stands there: %t\n%s", c.name, c.text, !c.want, got)
		}
	}
}

// The command names every parameter: an update takes the default of one that
// it leaves out, and another prefix would replace the stack.
func TestSwitchingOffKeepsEveryParameter(t *testing.T) {
	named := regexp.MustCompile(`ParameterKey=(\w+),(UsePreviousValue=true|ParameterValue=false)`)
	declared := regexp.MustCompile(`(?m)^  (\w+):\n    Type: `)
	for name, in := range stacks(t) {
		template, err := os.ReadFile("../golden/" + name + "/want/aws/template.yaml")
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(template), "\nParameters:\n")
		got := matched(named, strings.Join(section(Markdown(in), "How to switch management off"), "\n"))
		want := matched(declared, regexp.MustCompile(`(?m)^\S`).Split(rest, 2)[0])
		if !slices.Equal(got, want) || len(got) < 4 {
			t.Errorf("%s: the command names %q, the template has %q", name, got, want)
		}
		if !strings.Contains(switchOff(in.Stack), " ParameterKey=ManagementEnabled,ParameterValue=false ") {
			t.Errorf("%s: %s", name, switchOff(in.Stack))
		}
	}
}

// A role is deleted once nothing is attached to it.
func TestEveryPolicyOfManagementIsDetached(t *testing.T) {
	const detach, remove = "aws iam detach-role-policy --role-name PREFIX-management --policy-arn arn:aws:iam::ACCOUNT:policy/", "aws iam delete-role --role-name PREFIX-management"
	entry, err := bench.Write(t.TempDir(), 120)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		entry string
		want  []string
	}{
		"one policy":       {"../golden/docs-agent/alien.ts", []string{detach + "PREFIX-management", remove}},
		"several policies": {entry, nil},
	} {
		in := compiled(t, c.entry)
		if c.want == nil {
			n := len(in.Plan.ManagementPolicies())
			if n < 2 {
				t.Fatalf("%s: %d", what, n)
			}
			for i := range n {
				c.want = append(c.want, detach+"PREFIX-management-"+strconv.Itoa(i+1))
			}
			c.want = append(c.want, remove)
		}
		got := slices.DeleteFunc(section(Markdown(in), "How to switch management off"), func(l string) bool { return !strings.HasPrefix(l, "aws iam ") })
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

// matched gives what the first group matches, sorted.
func matched(re *regexp.Regexp, s string) []string {
	var list []string
	for _, m := range re.FindAllStringSubmatch(s, -1) {
		list = append(list, m[1])
	}
	slices.Sort(list)
	return list
}

func BenchmarkDocuments(b *testing.B) {
	for _, entry := range []string{"../examples/agent/alien.ts", "../examples/kitchen-sink/alien.ts"} {
		in := compiled(b, entry)
		b.Run(in.Stack.ID+"/json", func(b *testing.B) {
			for b.Loop() {
				JSON(in)
			}
		})
		b.Run(in.Stack.ID+"/markdown", func(b *testing.B) {
			for b.Loop() {
				Markdown(in)
			}
		})
	}
}
