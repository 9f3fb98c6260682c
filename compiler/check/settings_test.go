package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

func countOf(list diag.List, id string) int {
	n := 0
	for _, d := range list {
		if d.ID == id {
			n++
		}
	}
	return n
}

func TestSecret(t *testing.T) {
	for _, v := range []ir.Variable{
		{Name: "STRIPE_API_KEY", Value: "sk_live_1"},
		{Name: "stripeApiKey", Value: "x"},
		{Name: "DB_PASSWORD", Value: "hunter2"},
		{Name: "SESSION_TOKEN", Value: "abc"},
		{Name: "CLIENT_SECRET", Value: "abc"},
		{Name: "KEY", Value: "abc"},
		{Name: "APIKEY", Value: "abc"},
		{Name: "AZURE_CREDENTIALS", Value: "{}"},
		{Name: "api-key", Value: "x"},
		{Name: "PIN_SECRET", Value: "12345678"},
	} {
		if !secret(v) {
			t.Errorf("%s=%s looks like a secret", v.Name, v.Value)
		}
	}
	for _, v := range []ir.Variable{
		{Name: "STRIPE_API_KEY"},
		{Name: "KEYBOARD", Value: "qwerty"},
		{Name: "MONKEY", Value: "x"},
		{Name: "PUBLIC_KEY", Value: "MCow"},
		{Name: "NEXT_PUBLIC_STRIPE_KEY", Value: "pk_1"},
		{Name: "MAX_TOKENS", Value: "many"},
		{Name: "TOKEN_TTL", Value: "1h"},
		{Name: "SECRET_NAME", Value: "stripe"},
		{Name: "API_KEY", Value: "arn:aws:ssm:x"},
		{Name: "API_KEY", Value: "/app/stripe"},
		{Name: "API_KEY", Value: "${STRIPE}"},
		{Name: "HAS_TOKEN", Value: "true"},
		{Name: "PARTITION_KEY", Value: "pk"},
		{Name: "STAGE", Value: "prod"},
	} {
		if secret(v) {
			t.Errorf("%s=%s is no secret", v.Name, v.Value)
		}
	}
}

// The limit counts names, values and what JSON adds, at the longest prefix.
func TestEnvironmentSize(t *testing.T) {
	list := []aws.Variable{
		{Name: "A1", Value: cloud.Lit("x")},
		{Name: "B2", Value: cloud.Concat(`{"name":"`, aws.Prefix, "-", aws.Account, `"}`)},
	}
	want := len(`{"A1":"x","B2":"{\"name\":\"pppppppppp-123456789012\"}"}`)
	if got := environmentSize(list, 10); got != want {
		t.Errorf("%d bytes, want %d", got, want)
	}
	if got, want := escapedSize("a\n\"\x01é\\"), len(`a\n\"\u0001é\\`); got != want {
		t.Errorf("%d bytes, want %d", got, want)
	}
}

func TestEnvironmentValues(t *testing.T) {
	f := function("f")
	f.Environment = []ir.Variable{{Name: "TEXT", Value: "a\x00b"}, {Name: "FINE", Value: "a\nb"}}
	gives(t, stackOf([]*ir.Profile{profile("execution", "")}, f),
		`[wrong-argument-type] "TEXT" holds a NUL character, which no environment can`)
}

func TestSources(t *testing.T) {
	root := t.TempDir()
	outside := t.TempDir()
	for _, dir := range []string{"api", "lib/worker"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(outside, filepath.Join(root, "elsewhere")); err != nil {
		t.Skip("no symbolic links here")
	}
	if err := os.Symlink("api", filepath.Join(root, "same")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, src, want, help string }{
		{"alien.ts", "./api", "", ""},
		{"alien.ts", "api/", "", ""},
		{"alien.ts", ".", "", ""},
		{"alien.ts", "same", "", ""},
		{"lib/stack.ts", "./worker", "", ""},
		{"lib/stack.ts", "../api", "", ""},
		{"lib/stack.ts", "./api", `[source-not-found] source directory "./api" does not exist`, "create it"},
		{"alien.ts", "./apo", `[source-not-found] source directory "./apo" does not exist`, `did you mean "./api"?`},
		{"alien.ts", "lib/worken/", `[source-not-found] source directory "lib/worken/" does not exist`, `did you mean "lib/worker"?`},
		{"alien.ts", "../x", `[path-outside-project] "../x" leaves the project root`, "move"},
		{"alien.ts", "api/../..", `[path-outside-project] "api/../.." leaves the project root`, "move"},
		{"alien.ts", "/etc", `[path-outside-project] "/etc" leaves the project root`, "move"},
		{"alien.ts", "elsewhere", `[path-outside-project] "elsewhere" leaves the project root through a symbolic link`, "move"},
	} {
		f := function("f")
		f.Code = ir.Code{Source: &ir.Source{Dir: c.src, Toolchain: ir.ToolchainTypeScript}}
		f.Places = ir.Places{"code": {File: c.file, Line: 3, Column: 9}}
		_, list := Run(Input{Stack: stackOf([]*ir.Profile{profile("execution", "")}, f), Available: []cloud.Name{cloud.AWS}, Root: root, Dir: root})
		got, help := "", ""
		if len(list) > 0 {
			got, help = "["+list[0].ID+"] "+list[0].Message, list[0].Help
		}
		if got != c.want || !strings.HasPrefix(help, c.help) || len(list) > 1 {
			t.Errorf("%s in %s: %s, help %q", c.src, c.file, got, help)
		}
	}
}

func TestNames(t *testing.T) {
	long := strings.Repeat("x", 40)
	gives(t, stackOf(nil, kv(long)))
	gives(t, stackOf(nil, storage(long)), `[id-too-long] resource id "`+long+`" leaves 0 characters for the prefix on AWS S3; "app" needs 3`)

	// A bucket, a table and a queue may have one name, two queues may not.
	gives(t, stackOf(nil, queue("a"), storage("a-dlq"), kv("b"), vault("b-1")))
	gives(t, stackOf(nil, queue("a-dlq"), queue("a")), `[physical-name-collision] "a-dlq" and "a" give the same AWS queue name`)
}

func TestBudgets(t *testing.T) {
	hard := func(what, unit string, used, limit int) cloud.Budget {
		policy := unit == "characters" || unit == "documents"
		return cloud.Budget{Cloud: cloud.AWS, Policy: policy, What: what, Unit: unit, Used: used, Limit: limit, Hard: true, Hint: "split the stack"}
	}
	for name, c := range map[string]struct {
		budget cloud.Budget
		want   string
	}{
		"little":       {hard("resources", "", 399, 500), ""},
		"near":         {hard("resources", "", 400, 500), "warning [budget-near-limit] the stack uses 400 of 500 resources\n"},
		"full":         {hard("resources", "", 500, 500), "warning [budget-near-limit] the stack uses 500 of 500 resources\n"},
		"over":         {hard("resources", "", 512, 500), "error [template-too-large] 512 resources, CloudFormation allows 500\n"},
		"bytes":        {hard("template", "bytes", 1100000, 1048576), "error [template-too-large] template has 1,100,000 bytes, CloudFormation allows 1,048,576\n"},
		"policy":       {hard(`runtime policy of "execution"`, "characters", 8900, 10240), "warning [budget-near-limit] runtime policy of \"execution\" uses 8,900 of 10,240 characters\n"},
		"policy, over": {hard(`runtime policy of "execution"`, "characters", 10241, 10240), "error [policy-too-large] runtime policy of \"execution\" has 10,241 characters, AWS allows 10,240\n"},
		"documents":    {hard("setup policies", "documents", 8, 10), "warning [budget-near-limit] setup policies use 8 of 10 documents\n"},
		"too many":     {hard("management policies", "documents", 11, 10), "error [policy-too-large] management policies need 11 documents, AWS allows 10 per role\n"},
		"soft, near":   {cloud.Budget{Cloud: cloud.AWS, What: "template", Unit: "bytes", Used: 51200, Limit: 51200}, ""},
		"soft, over":   {cloud.Budget{Cloud: cloud.AWS, What: "template", Unit: "bytes", Used: 51201, Limit: 51200}, "warning [budget-near-limit] template uses 51,201 of 51,200 bytes\n"},
	} {
		if got := show(Budgets([]cloud.Budget{c.budget})); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestWords(t *testing.T) {
	for id, want := range map[string]string{
		"My_Data": `use "my-data"`, "myData": `use "my-data"`, "a--b": `use "a-b"`, "-x-": `use "x"`, "APIKeys": `use "apikeys"`,
		"Größe": `use "gr-e"`, "": idRule, "__": idRule,
	} {
		if got := idHelp(id); got != want {
			t.Errorf("%q: %s, want %s", id, got, want)
		}
	}
	for word, want := range map[string]string{"exec": "execution", "executoin": "execution", "ex": "", "e": "", "b": "", "bat": ""} {
		help := ""
		if want != "" {
			help = `did you mean "` + want + `"?`
		}
		if got := didYouMean(word, []string{"execution", "batch-one", "batch-two"}, ""); got != help {
			t.Errorf("%s: %s", word, got)
		}
	}
	if got := joined([]string{"a", "b", "c", "d", "e"}); got != "a, b, c and 2 more" {
		t.Error(got)
	}
}
