package prove

import (
	"math/rand/v2"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
)

// Two texts that are apart share no name in any deployment.
func TestApart(t *testing.T) {
	arn := func(rest ...any) cloud.Text {
		return cloud.Concat("arn:", aws.Partition, ":s3:::", cloud.Concat(rest...))
	}
	for _, c := range []struct {
		a, b cloud.Text
		want bool
	}{
		{arn(aws.Prefix, "-up"), arn(aws.Prefix, "-up"), false},
		{arn(aws.Prefix, "-up"), arn(aws.Prefix, "-UP"), false},
		{arn(aws.Prefix, "-up"), arn(aws.Prefix, "-us"), true},
		{arn(aws.Prefix, "-up/*"), arn(aws.Prefix, "-us/*"), true},
		{arn(aws.Prefix, "-up/*"), arn(aws.Prefix, "-up/a"), false},
		{arn("x-", aws.Prefix, "-us"), arn(aws.Prefix, "-up"), true},
		{arn("x-", aws.Prefix, "-up"), arn(aws.Prefix, "-up"), false},
		{arn("app-up"), arn(aws.Prefix, "-up"), false},
		{arn("${aws:username}"), arn(aws.Prefix, "-up"), false},
		{arn("?"), arn("x"), false},
		{arn(aws.Prefix, "-up-", aws.Account), arn(aws.Prefix, "-us-", aws.Account), true},
		{cloud.Lit("*"), arn("x"), false},
		{nil, arn("x"), false},
		{arn("x"), cloud.Concat("arn:", aws.Partition, ":sqs:x"), true},
	} {
		if got := apart(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
		if apart(c.b, c.a) != c.want {
			t.Errorf("%s and %s: not the same the other way round", c.a, c.b)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []any{"a", "b", "-", "/*", "?", "${aws:a}", "1", "A", aws.Prefix, aws.Account, aws.Region, "ab-"}
	some := func() cloud.Text {
		var t cloud.Text
		for range 1 + r.IntN(5) {
			t = cloud.Concat(t, pieces[r.IntN(len(pieces))])
		}
		return t
	}
	n := 0
	for range 20000 {
		a, b := some(), some()
		if apart(a, b) {
			n++
			if aws.Overlap(a, b) {
				t.Fatalf("%s and %s are apart and overlap", a, b)
			}
		}
	}
	if n < 2000 {
		t.Errorf("only %d were apart", n)
	}
}
