package prove

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

var here = aws.Deployment{Prefix: "p", Account: "123456789012", Region: "us-east-1"}

// statement reads "Allow s3:GetObject s3:PutObject on arn:x arn:y if
// StringEquals aws:PrincipalTag/team=a,b if Null lambda:Layer=true".
func statement(line string) iam.Statement {
	clauses := strings.Split(line, " if ")
	head, resources, _ := strings.Cut(clauses[0], " on ")
	words := strings.Fields(head)
	s := iam.Statement{Effect: iam.Effect(words[0]), Actions: words[1:]}
	for _, on := range strings.Fields(resources) {
		s.Resources = append(s.Resources, cloud.Lit(on))
	}
	for _, clause := range clauses[1:] {
		operator, rest, _ := strings.Cut(clause, " ")
		key, values, _ := strings.Cut(rest, "=")
		c := iam.Condition{Operator: operator, Key: key}
		for _, v := range strings.Split(values, ",") {
			c.Values = append(c.Values, cloud.Lit(v))
		}
		s.Conditions = append(s.Conditions, c)
	}
	return s
}

func policyOf(text string) *policy {
	var list []iam.Statement
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, statement(line))
		}
	}
	return newPolicy(list, here)
}

// call reads "s3:GetObject on arn:… with aws:x=a,b aws:y=", where y is absent
// for certain.
func call(line string) request {
	line, keys, _ := strings.Cut(line, " with ")
	action, resource, _ := strings.Cut(line, " on ")
	r := request{action: action, resource: resource, context: context{}}
	for _, field := range strings.Fields(keys) {
		key, values, _ := strings.Cut(field, "=")
		r.context[strings.ToLower(key)] = nil
		if values != "" {
			r.context[strings.ToLower(key)] = strings.Split(values, ",")
		}
	}
	return r
}

// surely and perhaps write what is decided: a policy that surely allows a
// request perhaps allows it as well.
const (
	surely  = "surely"
	perhaps = "perhaps"
	never   = "never"
)

func decision(p *policy, r request) string {
	switch {
	case p.surely(r) && p.perhaps(r):
		return surely
	case p.perhaps(r):
		return perhaps
	case p.surely(r):
		return "surely, but not perhaps"
	}
	return never
}

func TestEvaluate(t *testing.T) {
	const (
		b        = "arn:aws:s3:::b"
		readB    = "Allow s3:GetObject on arn:aws:s3:::b/*"
		invokeIf = "Allow lambda:InvokeFunction on * if "
		invoke   = "lambda:InvokeFunction on arn:aws:lambda:us-east-1:123456789012:function:f"
	)
	for i, c := range []struct{ policy, call, want string }{
		// Who names nothing allows nothing.
		{"", "s3:GetObject on " + b, never},
		{readB, "s3:GetObject on arn:aws:s3:::b/k", surely},
		{readB, "s3:PutObject on arn:aws:s3:::b/k", never},

		// Actions: case does not matter, patterns are whole.
		{readB, "S3:getobject on arn:aws:s3:::b/k", surely},
		{"Allow S3:GETOBJECT on *", "s3:GetObject on arn:aws:s3:::b/k", surely},
		{"Allow s3:Get* on *", "s3:GetObject on x", surely},
		{"Allow s3:Get* on *", "s3:PutObject on x", never},
		{"Allow s3:?etObject on *", "s3:GetObject on x", surely},
		{"Allow s3:?etObject on *", "s3:etObject on x", never},
		{"Allow * on *", "iam:PassRole on x", surely},
		{"Allow s3:Get on *", "s3:GetObject on x", never},
		{"Allow s3:PutObject s3:Get* on *", "s3:PutObject on x", surely},

		// Denials win, wherever they stand.
		{readB + "\nDeny s3:GetObject on arn:aws:s3:::b/secret/*", "s3:GetObject on arn:aws:s3:::b/secret/k", never},
		{readB + "\nDeny s3:GetObject on arn:aws:s3:::b/secret/*", "s3:GetObject on arn:aws:s3:::b/open/k", surely},
		{"Deny s3:GetObject on *\n" + readB, "s3:GetObject on arn:aws:s3:::b/k", never},
		{readB + "\nDeny s3:* on *", "s3:GetObject on arn:aws:s3:::b/k", never},
		{readB + "\nDeny S3:GET* on *", "s3:GetObject on arn:aws:s3:::b/k", never},
		{readB + "\nDeny dynamodb:* on *", "s3:GetObject on arn:aws:s3:::b/k", surely},
		{"Deny s3:GetObject on *", "s3:GetObject on x", never},

		// Resources: case matters, a star crosses slashes and colons.
		{readB, "s3:GetObject on arn:aws:s3:::b/a/b/c", surely},
		{readB, "s3:GetObject on arn:aws:s3:::b", never},
		{readB, "s3:GetObject on arn:aws:s3:::B/k", never},
		{readB, "s3:GetObject on arn:aws:s3:::bb/k", never},
		{"Allow x:Y on arn:aws:x:::a?c", "x:Y on arn:aws:x:::abc", surely},
		{"Allow x:Y on arn:aws:x:::a?c", "x:Y on arn:aws:x:::ac", never},
		{"Allow x:Y on arn:aws:x:::*-log-*", "x:Y on arn:aws:x:::a-log-b-log-c", surely},
		{"Allow x:Y on arn:aws:x:::*-log", "x:Y on arn:aws:x:::a-log-b", never},
		{"Allow x:Y on arn:1 arn:2", "x:Y on arn:2", surely},
		{"Allow x:Y", "x:Y on arn:2", surely}, // on the resource that the policy stands on

		// A request for many resources at once.
		{readB, "s3:GetObject on arn:aws:s3:::b/*", surely},
		{readB, "s3:GetObject on arn:aws:s3:::*", perhaps},
		{"Allow s3:GetObject on arn:aws:s3:::b/reports/*", "s3:GetObject on arn:aws:s3:::b/*", perhaps},
		{"Allow s3:GetObject on arn:aws:s3:::b/config.json", "s3:GetObject on arn:aws:s3:::b/*", perhaps},
		{"Allow s3:GetObject on arn:aws:s3:::*/config.json", "s3:GetObject on arn:aws:s3:::b/*", perhaps},
		{"Allow s3:GetObject on arn:aws:s3:::c/*", "s3:GetObject on arn:aws:s3:::b/*", never},
		{"Allow s3:GetObject on arn:aws:s3:::b*", "s3:GetObject on arn:aws:s3:::b/*", surely},
		{"Allow s3:GetObject on arn:aws:s3:::b/?", "s3:GetObject on arn:aws:s3:::b/*", perhaps},
		{readB + "\nDeny s3:GetObject on arn:aws:s3:::b/reports/*", "s3:GetObject on arn:aws:s3:::b/*", perhaps},
		{readB + "\nDeny s3:GetObject on arn:aws:s3:::b*", "s3:GetObject on arn:aws:s3:::b/*", never},
		{"Allow x:Y on *", "x:Y on *", surely},
		{"Allow x:Y on arn:1", "x:Y on *", perhaps},

		// Strings.
		{invokeIf + "StringEquals aws:x=a,b", invoke + " with aws:x=b", surely},
		{invokeIf + "StringEquals aws:x=a,b", invoke + " with aws:x=c", never},
		{invokeIf + "StringEquals aws:x=a", invoke + " with aws:x=", never},
		{invokeIf + "StringEquals aws:x=a", invoke, perhaps},
		{invokeIf + "StringEquals AWS:X=a", invoke + " with aws:x=a", surely},
		{invokeIf + "StringEquals aws:x=a", invoke + " with aws:x=A", never},
		{invokeIf + "StringEquals aws:x=a*", invoke + " with aws:x=ab", never},
		{invokeIf + "StringEqualsIgnoreCase aws:x=Ab", invoke + " with aws:x=aB", surely},
		{invokeIf + "StringNotEquals aws:x=a", invoke + " with aws:x=a", never},
		{invokeIf + "StringNotEquals aws:x=a", invoke + " with aws:x=b", surely},
		{invokeIf + "StringNotEquals aws:x=a", invoke + " with aws:x=", surely},
		{invokeIf + "StringNotEqualsIgnoreCase aws:x=a", invoke + " with aws:x=A", never},
		{invokeIf + "StringLike aws:x=a*c", invoke + " with aws:x=abc", surely},
		{invokeIf + "StringLike aws:x=a*c", invoke + " with aws:x=abd", never},
		{invokeIf + "StringNotLike aws:x=a*", invoke + " with aws:x=abd", never},
		{invokeIf + "StringEquals aws:x=a if StringEquals aws:y=b", invoke + " with aws:x=a aws:y=b", surely},
		{invokeIf + "StringEquals aws:x=a if StringEquals aws:y=b", invoke + " with aws:x=a aws:y=c", never},
		{invokeIf + "StringEquals aws:x=a if StringEquals aws:y=b", invoke + " with aws:x=a", perhaps},

		// ARNs are compared part by part.
		{invokeIf + "ArnEquals aws:x=arn:aws:s3:::b", invoke + " with aws:x=arn:aws:s3:::b", surely},
		{invokeIf + "ArnEquals aws:x=arn:aws:s3:::*", invoke + " with aws:x=arn:aws:s3:::b", surely},
		{invokeIf + "ArnLike aws:x=arn:aws:sqs:*:1:q", invoke + " with aws:x=arn:aws:sqs:r:1:q", surely},
		{invokeIf + "ArnLike aws:x=arn:aws:sqs:*:q", invoke + " with aws:x=arn:aws:sqs:r:1:q", never},
		{invokeIf + "ArnLike aws:x=arn:aws:lambda:r:1:*", invoke + " with aws:x=arn:aws:lambda:r:1:function:f", surely},
		{invokeIf + "ArnNotLike aws:x=arn:aws:sqs:*:1:q", invoke + " with aws:x=arn:aws:sqs:r:1:q", never},
		{invokeIf + "ArnNotEquals aws:x=arn:aws:s3:::b", invoke + " with aws:x=arn:aws:s3:::c", surely},
		{invokeIf + "ArnEquals aws:x=arn:aws:s3:::b", invoke + " with aws:x=b", never},

		// Bool, Null, numbers.
		{invokeIf + "Bool aws:SecureTransport=true", invoke + " with aws:SecureTransport=TRUE", surely},
		{invokeIf + "Bool aws:SecureTransport=false", invoke + " with aws:SecureTransport=true", never},
		{invokeIf + "Bool aws:SecureTransport=false", invoke + " with aws:SecureTransport=", never},
		{invokeIf + "Null lambda:Layer=true", invoke + " with lambda:Layer=", surely},
		{invokeIf + "Null lambda:Layer=true", invoke + " with lambda:Layer=l", never},
		{invokeIf + "Null lambda:Layer=false", invoke + " with lambda:Layer=l", surely},
		{invokeIf + "Null lambda:Layer=False", invoke + " with lambda:Layer=l", surely},
		{invokeIf + "Null lambda:Layer=false", invoke + " with lambda:Layer=", never},
		{invokeIf + "Null lambda:Layer=false", invoke, perhaps},
		{invokeIf + "NumericEquals s3:max-keys=10", invoke + " with s3:max-keys=10.0", surely},
		{invokeIf + "NumericLessThanEquals s3:max-keys=10", invoke + " with s3:max-keys=10", surely},
		{invokeIf + "NumericLessThan s3:max-keys=10", invoke + " with s3:max-keys=10", never},
		{invokeIf + "NumericGreaterThan s3:max-keys=10", invoke + " with s3:max-keys=11", surely},
		{invokeIf + "NumericGreaterThanEquals s3:max-keys=10", invoke + " with s3:max-keys=9", never},
		{invokeIf + "NumericNotEquals s3:max-keys=10", invoke + " with s3:max-keys=10", never},
		{invokeIf + "NumericEquals s3:max-keys=10", invoke + " with s3:max-keys=ten", never},

		// IfExists.
		{invokeIf + "StringEqualsIfExists aws:x=a", invoke + " with aws:x=", surely},
		{invokeIf + "StringEqualsIfExists aws:x=a", invoke + " with aws:x=a", surely},
		{invokeIf + "StringEqualsIfExists aws:x=a", invoke + " with aws:x=b", never},
		{invokeIf + "StringEqualsIfExists aws:x=a", invoke, surely},
		{invokeIf + "ForAnyValue:StringEqualsIfExists aws:x=a", invoke + " with aws:x=", surely},

		// Keys with several values.
		{invokeIf + "ForAnyValue:StringEquals aws:CalledVia=c", invoke + " with aws:CalledVia=a,c", surely},
		{invokeIf + "ForAnyValue:StringEquals aws:CalledVia=c", invoke + " with aws:CalledVia=a,b", never},
		{invokeIf + "ForAnyValue:StringEquals aws:CalledVia=c", invoke + " with aws:CalledVia=", never},
		{invokeIf + "ForAnyValue:StringEquals aws:CalledVia=c", invoke, perhaps},
		{invokeIf + "ForAllValues:StringEquals aws:TagKeys=a,b", invoke + " with aws:TagKeys=a,b", surely},
		{invokeIf + "ForAllValues:StringEquals aws:TagKeys=a", invoke + " with aws:TagKeys=a,b", never},
		{invokeIf + "ForAllValues:StringEquals aws:TagKeys=a", invoke + " with aws:TagKeys=", surely},
		{invokeIf + "ForAllValues:StringNotEquals aws:TagKeys=a", invoke + " with aws:TagKeys=b,c", surely},
		{invokeIf + "ForAllValues:StringNotEquals aws:TagKeys=a", invoke + " with aws:TagKeys=a,c", never},
		{invokeIf + "ForAnyValue:StringNotEquals aws:TagKeys=a", invoke + " with aws:TagKeys=a,c", surely},
		{invokeIf + "ForAnyValue:StringNotEquals aws:TagKeys=a", invoke + " with aws:TagKeys=", never},
		{invokeIf + "StringEquals aws:TagKeys=a", invoke + " with aws:TagKeys=a,b", perhaps},
		{invokeIf + "StringEquals aws:TagKeys=a", invoke + " with aws:TagKeys=b,c", never},
		{invokeIf + "ForSomeValue:StringEquals aws:TagKeys=a", invoke + " with aws:TagKeys=b", perhaps},

		// A denial whose key is absent or unknown protects nobody; one that is certain does.
		{invokeIf + "StringEquals aws:x=a\nDeny lambda:* on * if StringEquals aws:y=b", invoke + " with aws:x=a", surely},
		{invokeIf + "StringEquals aws:x=a\nDeny lambda:* on * if StringNotEquals aws:y=b", invoke + " with aws:x=a", perhaps},
		{invokeIf + "StringEquals aws:x=a\nDeny lambda:* on * if StringNotEquals aws:y=b", invoke + " with aws:x=a aws:y=", never},
		{invokeIf + "StringEquals aws:x=a\nDeny lambda:* on * if StringEquals aws:y=b", invoke + " with aws:x=a aws:y=b", never},
		{invokeIf + "StringEquals aws:x=a\nDeny lambda:* on * if StringEquals aws:y=b", invoke + " with aws:x=a aws:y=c", surely},
		{"Allow l:U on *\nDeny l:U on * if Null lambda:Layer=false", "l:U on f with lambda:Layer=x", never},
		{"Allow l:U on *\nDeny l:U on * if Null lambda:Layer=false", "l:U on f with lambda:Layer=", surely},
		{"Allow l:U on *\nDeny l:U on * if Null lambda:Layer=false", "l:U on f", surely},
		{"Allow l:U on *\nDeny l:U on * if Null lambda:Layer=true", "l:U on f", perhaps},

		// Operators that we do not know never prove anything.
		{invokeIf + "IpAddress aws:SourceIp=10.0.0.0/8", invoke + " with aws:SourceIp=10.1.1.1", perhaps},
		{invokeIf + "DateLessThan aws:CurrentTime=2020-01-01T00:00:00Z", invoke + " with aws:CurrentTime=2026-01-01T00:00:00Z", perhaps},
		{"Allow l:U on *\nDeny l:U on * if IpAddress aws:SourceIp=10.0.0.0/8", "l:U on f with aws:SourceIp=10.1.1.1", perhaps},

		// Variables take their value from the request, and a star in it is a star.
		{"Allow s3:GetObject on arn:aws:s3:::b/${aws:username}/*", "s3:GetObject on arn:aws:s3:::b/jo/k with aws:username=jo", surely},
		{"Allow s3:GetObject on arn:aws:s3:::b/${aws:username}/*", "s3:GetObject on arn:aws:s3:::b/al/k with aws:username=jo", never},
		{"Allow s3:GetObject on arn:aws:s3:::b/${aws:username}/*", "s3:GetObject on arn:aws:s3:::b/al/k with aws:username=*", never},
		{"Allow s3:GetObject on arn:aws:s3:::b/${aws:username}/*", "s3:GetObject on arn:aws:s3:::b/al/k", perhaps},
		{"Allow s3:GetObject on arn:aws:s3:::b/${aws:username}/*", "s3:GetObject on arn:aws:s3:::c/al/k", never},
		{"Allow s3:GetObject on arn:aws:s3:::b/${aws:username}", "s3:GetObject on arn:aws:s3:::b/* with aws:username=jo", perhaps},
		{"Allow s3:GetObject on arn:aws:s3:::b/${aws:username,'nobody'}", "s3:GetObject on arn:aws:s3:::b/nobody with aws:username=", surely},
		{"Allow x:Y on arn:a/${*}", "x:Y on arn:a/b", never},
		{"Allow x:Y on arn:a/${$}b", "x:Y on arn:a/$b", surely},
		{"Allow x:Y on arn:a/$b", "x:Y on arn:a/$b", surely},
		{invokeIf + "StringEquals aws:ResourceAccount=${aws:PrincipalAccount}", invoke + " with aws:ResourceAccount=1 aws:PrincipalAccount=1", surely},
		{invokeIf + "StringEquals aws:ResourceAccount=${aws:PrincipalAccount}", invoke + " with aws:ResourceAccount=1 aws:PrincipalAccount=2", never},
		{invokeIf + "StringEquals aws:ResourceAccount=${aws:PrincipalAccount}", invoke + " with aws:ResourceAccount=1", perhaps},
		{invokeIf + "StringNotEquals aws:x=${aws:y}", invoke + " with aws:x=1 aws:y=1", never},
		{invokeIf + "StringNotEquals aws:x=${aws:y}", invoke + " with aws:x=1", perhaps},
		{invokeIf + "StringEqualsIgnoreCase aws:x=${aws:y}", invoke + " with aws:x=ab aws:y=AB", surely},
		{invokeIf + "ArnLike aws:x=${aws:y}", invoke + " with aws:x=arn:aws:s3:::b", perhaps},
		{"Allow x:Y on *\nDeny x:Y on arn:${aws:y}", "x:Y on arn:1", perhaps},
		{"Allow x:Y on *\nDeny x:Y on arn:${aws:y}", "x:Y on arn:1 with aws:y=1", never},
		{invokeIf + "NumericLessThan s3:max-keys=${aws:y}", invoke + " with s3:max-keys=3", perhaps},
	} {
		if got := decision(policyOf(c.policy), call(c.call)); got != c.want {
			t.Errorf("%d: %s\nby %s\n%s, want %s", i, c.call, strings.ReplaceAll(c.policy, "\n", "\n   "), got, c.want)
		}
	}
}

// The template's variables have the values of one deployment.
func TestEvaluateWithNames(t *testing.T) {
	p := newPolicy([]iam.Statement{{
		Effect: iam.Allow, Actions: []string{"sqs:SendMessage"},
		Resources:  []cloud.Text{cloud.Concat("arn:", aws.Partition, ":sqs:", aws.Region, ":", aws.Account, ":", aws.Prefix, "-jobs")},
		Conditions: []iam.Condition{{Operator: "StringEquals", Key: "aws:ResourceAccount", Values: []cloud.Text{cloud.Concat(aws.Account)}}},
	}}, here)
	for line, want := range map[string]string{
		"sqs:SendMessage on arn:aws:sqs:us-east-1:123456789012:p-jobs with aws:ResourceAccount=123456789012":     surely,
		"sqs:SendMessage on arn:aws:sqs:us-east-1:123456789012:p-jobs with aws:ResourceAccount=1":                never,
		"sqs:SendMessage on arn:aws:sqs:us-east-1:123456789012:p-jobs-dlq with aws:ResourceAccount=123456789012": never,
		"sqs:SendMessage on arn:aws:sqs:us-east-1:123456789012:*":                                                perhaps,
	} {
		if got := decision(p, call(line)); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}

func TestMentions(t *testing.T) {
	p := policyOf("Allow s3:GetObject on x\nDeny s3:PutObject on x\nAllow dynamodb:Get* on x\nDeny dynamodb:* on x")
	for action, want := range map[string]bool{
		"s3:getobject": true, "s3:PutObject": false, "s3:DeleteObject": false,
		"dynamodb:GetItem": true, "dynamodb:PutItem": false,
	} {
		if p.mentions(action) != want {
			t.Errorf("%s: %t", action, !want)
		}
	}
}

func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"", "", true},
		{"", "*", true},
		{"a", "", false},
		{"a*", "*b", true},
		{"a*c", "*b*", true},
		{"a*c", "b*c", false},
		{"a/*/x", "a/b/*", true},
		{"a/*/x", "a/b/*/y", false},
		{"a?c", "ab*", true},
		{"a?", "a", false},
		{"??", "*", true},
		{"*a", "*b", false},
		{"*a*b", "*b*a", false},
		{"*a*b", "*b*b", true},
		{"ab*", "a*?z", true},
		{"***", "x", true},
	} {
		a, b := compile(c.a, true), compile(c.b, true)
		if overlap(a, b) != c.want || overlap(b, a) != c.want {
			t.Errorf("%q and %q: want %t", c.a, c.b, c.want)
		}
	}
}

// On short texts of two letters, patterns can be judged by trying them all.
func FuzzPatterns(f *testing.F) {
	texts := []string{""}
	for from := 0; len(texts[len(texts)-1]) < 7; from++ {
		texts = append(texts, texts[from]+"a", texts[from]+"b")
	}
	for _, seed := range []string{"a*b ?", "*a*b* b*", "** ?*", "a? ab", "*?*a b*?"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, b, _ := strings.Cut(s, " ")
		if len(a)+len(b) > 7 || strings.Trim(a+b, "ab*?") != "" {
			t.Skip()
		}
		a, b = compile(a, true), compile(b, true)
		both := slices.ContainsFunc(texts, func(s string) bool { return match(a, s) && match(b, s) })
		if overlap(a, b) != both {
			t.Errorf("%q and %q overlap: %t", a, b, !both)
		}
		if match(a, b) && slices.ContainsFunc(texts, func(s string) bool { return match(b, s) && !match(a, s) }) {
			t.Errorf("%q does not cover %q", a, b)
		}
	})
}

// A policy of many resources takes no longer to ask than one of few.
func BenchmarkEvaluate(b *testing.B) {
	for _, n := range []int{10, 10_000} {
		s := iam.Statement{Effect: iam.Allow, Actions: []string{"s3:GetObject"}}
		for i := range n {
			s.Resources = append(s.Resources, cloud.Lit("arn:aws:s3:::b"+strconv.Itoa(i)+"/*"))
		}
		p := newPolicy([]iam.Statement{s}, here)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				if !p.surely(request{action: "s3:GetObject", resource: "arn:aws:s3:::b7/k"}) || p.perhaps(request{action: "s3:GetObject", resource: "arn:aws:s3:::c/*"}) {
					b.Fatal("wrong")
				}
			}
		})
	}
}
